import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillTemplate, type PaperValues } from '../../../meetings/papers/fill-template.ts';
import { templateNames } from '../../../meetings/papers/paper-kinds.ts';
import { createTemplateFiles } from '../../../meetings/papers/template-files.ts';
import { parseTemplate, type TemplateFault } from '../../../meetings/papers/template.ts';
import { textOf, type PaperBlock } from '../../../papers/paper.ts';
import { blockPlaceholders, textPlaceholders } from '../../../prompts/papers.ts';
import { faultLine } from '../../../prompts/papers-chat.ts';

const head = `[đầu trang]\nđơn vị: {đơn vị}\ntên văn bản: BIÊN BẢN\n`;
const signed = `[người ký]\nCHỦ TRÌ = {họ tên chủ trì}\n`;
const whole = (body: string): string => `${head}[nội dung]\n${body}\n${signed}`;

const empty = <Key extends string, Value>(keys: Readonly<Record<Key, unknown>>, value: Value) =>
  Object.fromEntries(Object.keys(keys).map((key) => [key, value])) as Record<Key, Value>;
function values(
  text: Partial<PaperValues['text']> = {},
  blocks: Partial<PaperValues['blocks']> = {},
): PaperValues {
  return {
    text: { ...empty(textPlaceholders, ''), unit: 'Chi bộ Bến Đò', ...text },
    blocks: { ...empty(blockPlaceholders, [] as PaperBlock[]), ...blocks },
  };
}
function printed(source: string, held: PaperValues): string[] {
  const parsed = parseTemplate(source);
  if (parsed.type === 'faults') throw new Error(JSON.stringify(parsed.faults));
  return fillTemplate(parsed.template, held, { isDraft: true }).blocks.map((block) =>
    block.type === 'paragraph' || block.type === 'heading' ? textOf(block.text) : block.type,
  );
}
const faultsOf = (source: string): TemplateFault[] => {
  const parsed = parseTemplate(source);
  return parsed.type === 'faults' ? parsed.faults : [];
};
const line = (text: string): PaperBlock => ({ type: 'paragraph', text });

describe('a template', () => {
  it('is filled with what is known, and dotted where something has to stand', () => {
    const source = whole('**Chủ trì:** {chủ trì}\n**Địa điểm:** {địa điểm}');
    expect(printed(source, values({ chair: 'Lê Văn Mẫu' }))).toEqual([
      'Chủ trì: Lê Văn Mẫu',
      'Địa điểm: ....................',
    ]);
  });

  it('leaves out optional lines, and optional sections with their headings; the others are counted on', () => {
    const source = whole(
      '? Khách mời: {khách mời}\n? # {mục}- KIẾN NGHỊ\n{kiến nghị}\n# {mục}- KẾT LUẬN\n{kết luận}\n? # {mục}- BIỂU QUYẾT\n{biểu quyết}\n---\nHết.',
    );
    expect(printed(source, values({}, { conclusions: [line('1. Việc A.')] }))).toEqual([
      'I- KẾT LUẬN',
      '1. Việc A.',
      'Hết.',
    ]);
    const full = values(
      { guests: 'Đảng ủy xã' },
      { proposals: [line('k')], conclusions: [line('c')], votes: [line('b')] },
    );
    expect(printed(source, full)).toEqual([
      'Khách mời: Đảng ủy xã',
      'I- KIẾN NGHỊ',
      'k',
      'II- KẾT LUẬN',
      'c',
      'III- BIỂU QUYẾT',
      'b',
      'Hết.',
    ]);
  });

  it('reads names without case and diacritics, Windows line ends and a mark of the encoding', () => {
    const source = `\uFEFF${whole('Do {CHU TRI} chủ trì.')}`.replaceAll('\n', '\r\n');
    expect(printed(source, values({ chair: 'Lê Văn Mẫu' }))).toEqual(['Do Lê Văn Mẫu chủ trì.']);
  });

  it('never takes what a person typed for markup or for a placeholder', () => {
    expect(printed(whole('{chủ trì}'), values({ chair: '**{thư ký}** __a__ \\*' }))).toEqual([
      '**{thư ký}** __a__ \\*',
    ]);
  });

  it.each([
    [whole('Họp tại {dia chi}'), 'unknown-placeholder', 5],
    [whole('Họp tại {địa điểm'), 'unclosed-brace', 5],
    [whole('Gồm {kết luận} sau'), 'block-among-words', 5],
    [`${head}[thân bài]\nx\n${signed}`, 'unknown-part', 4],
    [`BIÊN BẢN\n${whole('x')}`, 'outside-parts', 1],
    [whole('x').replace('tên văn bản', 'tựa đề'), 'unknown-head', 3],
    [`${head}${signed}`, 'missing-part', 0],
    [`${head}[nội dung]\nx`, 'no-signature', 0],
  ])('that has a fault is blamed for it at its line (%#)', (source, problem, at) => {
    const fault = faultsOf(source).find((one) => one.problem === problem);
    expect(fault?.line).toBe(at);
    expect(faultLine(fault as TemplateFault)).toMatch(/\p{L}{3}.*\.$/u);
  });
});

describe('templates of an office', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capuy-templates-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are the shipped ones until it has its own', async () => {
    const files = createTemplateFiles(join(folder, 'none'));
    for (const name of templateNames) {
      const { isOwn, faults, template } = await files.load(name);
      expect({ name, isOwn, faults }).toEqual({ name, isOwn: false, faults: [] });
      expect(template.body.length).toBeGreaterThan(5);
    }
  });

  it('are copied on demand, never over a copy that was edited', async () => {
    const files = createTemplateFiles(folder);
    expect(await files.copyDefaults()).toEqual([...templateNames]);
    const path = join(folder, 'giay-moi.txt');
    const edited = (await readFile(path, 'utf8')).replace(': GIẤY MỜI', ': GIẤY MỜI HỌP');
    await writeFile(path, edited);
    expect(await files.copyDefaults()).toEqual([]);
    const { isOwn, template } = await files.load('giay-moi');
    expect(isOwn).toBe(true);
    expect(fillTemplate(template, values(), { isDraft: false }).title).toBe('GIẤY MỜI HỌP');
  });

  it('may be saved as UTF-16', async () => {
    const source = whole('Chi bộ họp tại {địa điểm}.');
    await writeFile(join(folder, 'ket-luan.txt'), Buffer.from(`\uFEFF${source}`, 'utf16le'));
    const { isOwn } = await createTemplateFiles(folder).load('ket-luan');
    expect(isOwn).toBe(true);
  });

  it('that cannot be used give way to the shipped one, and say why', async () => {
    await writeFile(join(folder, 'ket-luan.txt'), whole('{không có}'));
    const { isOwn, faults, template } = await createTemplateFiles(folder).load('ket-luan');
    expect(isOwn).toBe(false);
    expect(faults.map(({ problem, found }) => [problem, found])).toEqual([
      ['unknown-placeholder', '{không có}'],
    ]);
    expect(fillTemplate(template, values(), { isDraft: false }).title).toBe('KẾT LUẬN');
  });
});
