import { describe, expect, it } from 'vitest';
import type { WireBlock } from '../../bot/channels/channel.ts';
import { degrade } from '../../bot/degrade.ts';
import type { Capabilities } from '../../bot/types.ts';
import { choosePrompt, withheld } from '../../prompts/channels.ts';
import { plain, source } from './degrade-samples.ts';

const textOf = (blocks: WireBlock[], capabilities: Partial<Capabilities> = {}): string => {
  const parts = degrade(blocks, { ...plain, ...capabilities });
  expect(parts).toHaveLength(1);
  return parts[0]?.text as string;
};
describe('degrade', () => {
  it('takes bold markers out for plain text and turns them into escape sequences for a terminal', () => {
    const blocks: WireBlock[] = [{ type: 'text', text: 'Có **28 chi bộ** và 3 * 4 ** 5.' }];
    expect(textOf(blocks)).toBe('Có 28 chi bộ và 3 * 4 ** 5.');
    expect(textOf(blocks, { markup: 'ansi' })).toBe('Có \u001B[1m28 chi bộ\u001B[22m và 3 * 4 ** 5.');
  });

  it('keeps control characters of a text away from the terminal', () => {
    expect(textOf([{ type: 'text', text: 'a\u001B[2Jb\u0007\r\nc' }], { markup: 'ansi' })).toBe('a[2Jb\nc');
  });

  it('writes a quotation with its source, status and warning', () => {
    const quote: WireBlock = {
      type: 'quote',
      text: 'Trực 24/24 giờ.',
      source,
      status: 'Còn hiệu lực',
      warning: 'Bản dự thảo',
    };
    expect(textOf([quote])).toBe(
      '“Trực 24/24 giờ.”\n— 12-CT/HU, ngày 02/3/2026, mục 2, tr. 1\nCòn hiệu lực\nBản dự thảo',
    );
  });

  it('shows the emphasis of a quotation where it can', () => {
    const quote: WireBlock = { type: 'quote', text: 'Trực 24/24 giờ.', emphasis: [[5, 10]], source };
    expect(textOf([quote], { markup: 'ansi' })).toContain('“Trực \u001B[1m24/24\u001B[22m giờ.”');
  });

  const table: WireBlock = {
    type: 'table',
    title: 'Đảng viên',
    head: ['Đơn vị', 'Tổng', 'Nữ'],
    rows: [
      ['Chi bộ Văn phòng', '17', '9'],
      ['Chi bộ Y tế', '1.204', ''],
    ],
    note: 'Tính đến 02/03/2026',
  };

  it('aligns a table where characters have one width, numbers to the right', () => {
    expect(textOf([table], { hasTables: true })).toBe(
      [
        'Đảng viên',
        'Đơn vị             Tổng  Nữ',
        '────────────────  ─────  ──',
        'Chi bộ Văn phòng     17   9',
        'Chi bộ Y tế       1.204',
        'Tính đến 02/03/2026',
      ].join('\n'),
    );
  });

  it('wraps long cells into the width of the terminal', () => {
    const lines = textOf([table], { hasTables: true, maxTableWidth: 22 }).split('\n');
    expect(lines).toContain('Chi bộ Văn      17   9');
    expect(Math.max(...lines.slice(1, -1).map((line) => line.length))).toBeLessThanOrEqual(22);
  });

  it('writes a table as labelled lines elsewhere, and where it is too wide', () => {
    const lines = [
      'Đảng viên',
      '- Chi bộ Văn phòng',
      '  Tổng: 17',
      '  Nữ: 9',
      '- Chi bộ Y tế',
      '  Tổng: 1.204',
      'Tính đến 02/03/2026',
    ].join('\n');
    expect(textOf([table])).toBe(lines);
    expect(textOf([table], { hasTables: true, maxTableWidth: 10 })).toBe(lines);
  });

  const choices: Extract<WireBlock, { type: 'choices' }> = {
    type: 'choices',
    id: 'c',
    prompt: 'Lưu không?',
    options: [
      { label: 'Lưu', key: 'k1', position: 1 },
      { label: '**Sửa**', key: 'k2', position: 2 },
    ],
  };

  it('numbers options where there are no buttons, and leaves them to the buttons where there are', () => {
    expect(textOf([choices])).toBe('Lưu không?\n1. Lưu\n2. Sửa');
    expect(textOf([choices], { hasButtons: true })).toBe('Lưu không?');
    const unprompted: WireBlock = { type: 'choices', id: 'c', options: choices.options };
    expect(textOf([unprompted], { hasButtons: true })).toBe(choosePrompt);
  });

  it('gives options no numbers where a number is an answer of its own', () => {
    expect(textOf([{ ...choices, isNumbered: false }])).toBe('Lưu không?\n- Lưu\n- Sửa');
  });

  it('puts options behind everything else', () => {
    expect(textOf([choices, { type: 'text', text: 'Đã đủ.' }])).toBe('Đã đủ.\n\nLưu không?\n1. Lưu\n2. Sửa');
  });

  it('puts one colon behind a label, however the label ends', () => {
    const [part] = degrade([{ type: 'link', label: 'Ban Thường vụ kết luận:', url: '/nguon/1' }], plain);
    expect(part?.text).toBe('Ban Thường vụ kết luận: /nguon/1');
  });

  it('names a file with its size and a link where files cannot be sent', () => {
    const file = { sha256: 'f', name: 'bien-ban.docx', mime: '', sizeBytes: 12_345 };
    const [part] = degrade([{ type: 'file', file }], plain, { linkTo: (one) => `https://a.vn/${one.name}` });
    expect(part?.text).toBe('Tệp: bien-ban.docx (12 kB)\nhttps://a.vn/bien-ban.docx');
    const [sent] = degrade(
      [{ type: 'file', file }],
      { ...plain, canSendFiles: true },
      { linkTo: () => 'no' },
    );
    expect(sent?.text).toBe('Tệp: bien-ban.docx (12 kB)');
    expect(sent?.blocks).toEqual([{ type: 'file', file }]);
  });

  it('lets out only what says that it is public where only public content may leave', () => {
    const blocks: WireBlock[] = [
      { type: 'quote', text: 'nội bộ', source, audience: 'internal' },
      { type: 'text', text: 'không ai nói là công khai' },
      { ...choices, prompt: 'Lưu biên bản mật?' },
      { type: 'quote', text: 'công khai', source, audience: 'public' },
    ];
    const outside = degrade(blocks, { ...plain, ceiling: 'public' }, { publicUrl: 'https://tro-ly.example' });
    expect(JSON.stringify(outside)).not.toMatch(/nội bộ|không ai nói|biên bản mật|Lưu/u);
    expect(outside[0]?.text).toContain('“công khai”');
    // Once for all that is kept back in one place, with the way to it.
    expect(outside[0]?.text.split(withheld)).toHaveLength(2);
    expect(outside[0]?.text).toContain('https://tro-ly.example');
    for (const said of ['nội bộ', 'không ai nói', 'Lưu biên bản mật?', 'công khai'])
      expect(textOf(blocks)).toContain(said);
  });

  it('completes paths of the web page where they are not opened from there', () => {
    const blocks: WireBlock[] = [
      { type: 'link', label: 'Nguồn', url: '/nguon/1' },
      { type: 'quote', text: 'Trích', source: { ...source, url: '/nguon/1?tu=3' } },
    ];
    const context = { publicUrl: 'https://tro-ly.example/' };
    const [part] = degrade(blocks, plain, context);
    expect(part?.text).toContain('Nguồn: https://tro-ly.example/nguon/1');
    expect(part?.blocks[1]).toMatchObject({ source: { url: 'https://tro-ly.example/nguon/1?tu=3' } });
    expect(degrade(blocks, { ...plain, opensPaths: true }, context)[0]?.blocks).toEqual(blocks);
  });

  it('splits between paragraphs first, then sentences, then words, and numbers the parts', () => {
    const texts = (text: string, maxTextLength: number): string[] =>
      degrade([{ type: 'text', text }], { ...plain, maxTextLength }).map((part) => part.text);
    expect(texts('Một hai ba bốn.\n\nNăm sáu bảy tám.', 26)).toEqual([
      '(1/2) Một hai ba bốn.',
      '(2/2) Năm sáu bảy tám.',
    ]);
    expect(texts('Một hai ba. Bốn năm sáu bảy tám.', 30)).toEqual([
      '(1/2) Một hai ba.',
      '(2/2) Bốn năm sáu bảy tám.',
    ]);
    expect(texts('Một hai ba bốn năm sáu bảy', 22)).toEqual(['(1/2) Một hai ba bốn', '(2/2) năm sáu bảy']);
  });

  it('keeps bold where a bold range is split', () => {
    const parts = degrade([{ type: 'text', text: '**một hai ba bốn năm sáu bảy tám**' }], {
      ...plain,
      maxTextLength: 22,
      markup: 'ansi',
    });
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts)
      expect(part.text).toSatisfy(
        (said: string) => said.includes('\u001B[1m') && said.endsWith('\u001B[22m'),
      );
    expect(parts[1]?.blocks[0]).toMatchObject({ type: 'text', text: expect.stringMatching(/^\*\*.*\*\*$/u) });
  });
});

describe('channels with means of their own', () => {
  const entities: Capabilities = { ...plain, markup: 'entities', hasButtons: true, canSendFiles: true };
  const file = (name: string, mime: string, sizeBytes: number) => ({
    sha256: 'a'.repeat(64),
    name,
    mime,
    sizeBytes,
  });
  const pdf = file('bien-ban.pdf', 'application/pdf', 900_000);
  const chart = file('bieu-do.png', 'image/png', 90_000);

  it('says beside a plain text what is bold, what is quoted and what needs columns', () => {
    const [part] = degrade(
      [
        { type: 'text', text: 'Theo **Chỉ thị**:' },
        { type: 'quote', text: 'Trực 24/24 giờ.', emphasis: [[5, 10]], source },
        { type: 'table', title: 'Số liệu', head: ['Đơn vị', 'Số'], rows: [['Chi bộ 1', '12']] },
      ],
      { ...entities, hasTables: true },
    );
    const said = part?.spans.map(({ kind, from, to }) => [kind, part.text.slice(from, to)]);
    expect(said?.slice(0, 4)).toEqual([
      ['bold', 'Chỉ thị'],
      ['quote', '“Trực 24/24 giờ.”'],
      ['bold', '24/24'],
      ['bold', 'Số liệu'],
    ]);
    expect(said?.[4]?.[0]).toBe('columns');
    expect(said?.[4]?.[1]).toMatch(/^Đơn vị +Số\n─+ +─+\nChi bộ 1 +12$/u);
    expect(part?.text).not.toContain('**');
  });

  it('sends each file on its own where a message is text or a file, in the order of the reply', () => {
    const parts = degrade(
      [
        { type: 'text', text: 'Biên bản đây:' },
        { type: 'file', file: pdf },
        { type: 'image', file: chart, alt: 'Số đảng viên' },
        { type: 'choices', id: 'c', prompt: 'Duyệt?', options: [{ label: 'Duyệt', key: 'k', position: 1 }] },
      ],
      { ...entities, sendsFilesApart: true },
    );
    expect(parts.map((part) => part.text)).toEqual([
      'Biên bản đây:',
      'bien-ban.pdf',
      'Số đảng viên',
      'Duyệt?',
    ]);
    expect(parts.map((part) => part.blocks.map((block) => block.type))).toEqual([
      ['text'],
      ['file'],
      ['image'],
      ['choices'],
    ]);
  });

  it('gives a link for what the channel takes not as a file: too large, of another type, no picture', () => {
    const limits = { fileLimit: { bytes: 800_000 }, imageLimit: { bytes: 1_000_000, types: ['image/jpeg'] } };
    const parts = degrade(
      [
        { type: 'file', file: pdf },
        { type: 'image', file: chart, alt: 'Số đảng viên' },
      ],
      { ...entities, ...limits, sendsFilesApart: true },
      { linkTo: ({ name }) => `https://tro-ly.example/t/${name}` },
    );
    expect(parts).toHaveLength(1);
    expect(parts[0]?.text).toContain('https://tro-ly.example/t/bien-ban.pdf');
    expect(parts[0]?.text).toContain('https://tro-ly.example/t/bieu-do.png');
    expect(parts[0]?.blocks.every((block) => block.type === 'text')).toBe(true);
  });

  it('lists options in words where there are more of them than buttons', () => {
    const options = [1, 2, 3].map((n) => ({ label: `Chi bộ ${n}`, key: `k${n}`, position: n }));
    const said = (maxButtons: number) =>
      degrade([{ type: 'choices', id: 'c', prompt: 'Đơn vị nào?', options }], { ...entities, maxButtons })[0];
    expect(said(3)?.text).toBe('Đơn vị nào?');
    expect(said(3)?.blocks.map((block) => block.type)).toEqual(['choices']);
    expect(said(2)?.text).toBe('Đơn vị nào?\n1. Chi bộ 1\n2. Chi bộ 2\n3. Chi bộ 3');
    expect(said(2)?.blocks.map((block) => block.type)).toEqual(['text']);
  });
});
