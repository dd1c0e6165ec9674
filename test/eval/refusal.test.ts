import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { withoutPassages } from '../../eval/absent.ts';
import { toDocuments } from '../../eval/beir.ts';
import { evaluateRefusal, type RefusalFigures } from '../../eval/refusal.ts';
import { localViewer } from '../../core/viewer.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';

const corpus = [
  {
    _id: 'noi-quy+1',
    title: 'Điều 1. Giờ làm việc',
    text: 'Cơ quan làm việc từ bảy giờ ba mươi đến mười bảy giờ.',
  },
  {
    _id: 'noi-quy+2',
    title: 'Điều 2. Tiếp khách',
    text: 'Khách đến liên hệ công tác phải ghi sổ tại phòng bảo vệ.',
  },
  {
    _id: 'xe@1',
    title: 'Sử dụng xe công',
    text: 'Xe công chỉ dùng cho việc chung và phải có lệnh điều xe của văn phòng.',
  },
];
const queries = [
  { _id: 'q1', text: 'Khách đến liên hệ công tác phải ghi sổ tại đâu?' },
  { _id: 'q2', text: 'Sử dụng xe công phải có lệnh điều xe của ai?' },
];
const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-refusal-'));
  await mkdir(join(folder, 'qrels'));
  await writeFile(join(folder, 'corpus.jsonl'), lines(corpus));
  await writeFile(join(folder, 'queries.jsonl'), lines(queries));
  await writeFile(
    join(folder, 'qrels', 'dev.tsv'),
    'query-id\tcorpus-id\tscore\nq1\tnoi-quy+2\t1\nq2\txe@1\t1\n',
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function figuresOf(args: string[]): Promise<RefusalFigures> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  expect(await evaluateRefusal([folder, ...args, '--json'])).toBe(0);
  vi.restoreAllMocks();
  return JSON.parse(out) as RefusalFigures;
}

describe('a library without some of its passages', () => {
  it('neither finds them nor knows the words that only they had, and keeps the rest', async () => {
    const whole = await createMemoryRetriever(
      toDocuments(corpus.map(({ _id, ...rest }) => ({ id: _id, ...rest }))),
    );
    const less = withoutPassages(whole, {
      isGone: ({ locator }) => locator === 'xe@1',
      texts: [`${corpus[2]?.title}\n${corpus[2]?.text}`],
    });
    const found = async (library: typeof whole): Promise<string[]> =>
      (await library.search({ text: 'lệnh điều xe, ghi sổ khách', filter: { viewer: localViewer } })).map(
        ({ passage }) => passage.locator,
      );
    expect(await found(whole)).toContain('xe@1');
    expect(await found(less)).toEqual((await found(whole)).filter((locator) => locator !== 'xe@1'));
    expect(whole.statistics(localViewer).passageFrequency('xe')).toBe(1);
    expect(less.statistics(localViewer).passageFrequency('xe')).toBe(0);
    expect(less.statistics(localViewer).passageFrequency('khach')).toBe(1);
    expect(less.statistics(localViewer).passageCount).toBe(whole.statistics(localViewer).passageCount - 1);
  });
});

describe('the evaluation of refusals', () => {
  it('asks each question again without its text where no other questions are given', async () => {
    const figures = await figuresOf([]);
    expect(figures.n).toEqual({ inCorpus: 2, outOfCorpus: 2 });
    expect(figures.auroc).toBe(1);
    expect(figures.answered.outOfCorpus).toBe(0);
  });

  it('asks the questions from outside where they are given, unless told to remove texts', async () => {
    const outside = join(folder, 'out-of-corpus.jsonl');
    await writeFile(
      outside,
      lines([{ _id: 'o1', text: 'Thuế nhập khẩu rượu vang là bao nhiêu phần trăm?' }]),
    );
    expect((await figuresOf([])).n).toEqual({ inCorpus: 2, outOfCorpus: 1 });
    expect((await figuresOf(['--removed'])).n).toEqual({ inCorpus: 2, outOfCorpus: 2 });
    await rm(outside);
  });
});
