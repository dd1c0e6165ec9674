import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readBeir, toDocuments } from '../../eval/beir.ts';
import { evaluateRetrieval, scoreRanking } from '../../eval/retrieval.ts';

const corpus = [
  { _id: 'noi-quy+1', title: 'Điều 1. Giờ làm việc', text: 'Cơ quan làm việc từ bảy giờ ba mươi.' },
  { _id: 'noi-quy+2', title: 'Điều 2. Tiếp khách', text: 'Khách đến liên hệ ghi sổ tại phòng bảo vệ.' },
  { _id: 'xe@1', title: '', text: 'Xe công chỉ dùng cho việc chung và phải có lệnh điều xe.' },
];
const queries = [
  { _id: 'q1', text: 'Giờ làm việc của cơ quan là mấy giờ?' },
  { _id: 'q2', text: 'Khi nào được dùng xe công?' },
  { _id: 'q3', text: 'Câu không được chấm' },
];
const judged = 'query-id\tcorpus-id\tscore\nq1\tnoi-quy+1\t1\nq2\txe@1\t1\nq2\tnoi-quy+2\t0\n';
const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-beir-'));
  await mkdir(join(folder, 'qrels'));
  await writeFile(join(folder, 'corpus.jsonl.gz'), gzipSync(lines(corpus)));
  await writeFile(join(folder, 'queries.jsonl'), lines(queries));
  await writeFile(join(folder, 'qrels', 'dev.tsv'), judged);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function runWith(args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const code = await evaluateRetrieval(args);
  vi.restoreAllMocks();
  return { code, out, err };
}

describe('readBeir', () => {
  it('reads texts packed or plain and only the questions that the split judges', async () => {
    const packed = await readBeir(folder, 'dev');
    expect(packed.entries.map(({ id }) => id)).toEqual(['noi-quy+1', 'noi-quy+2', 'xe@1']);
    expect(packed.queries.map(({ id, relevant }) => [id, [...relevant]])).toEqual([
      ['q1', [['noi-quy+1', 1]]],
      ['q2', [['xe@1', 1]]],
    ]);
    await writeFile(join(folder, 'corpus.jsonl'), lines(corpus.slice(0, 1)));
    expect((await readBeir(folder, 'dev')).entries).toHaveLength(1);
    await rm(join(folder, 'corpus.jsonl'));
  });

  it('names the file that is missing or broken', async () => {
    await expect(readBeir(folder, 'test')).rejects.toThrow('test.tsv');
    await expect(readBeir(join(folder, 'qrels'), 'dev')).rejects.toThrow('dev.tsv');
    const broken = join(folder, 'broken');
    await mkdir(join(broken, 'qrels'), { recursive: true });
    await writeFile(join(broken, 'qrels', 'dev.tsv'), judged);
    await expect(readBeir(broken, 'dev')).rejects.toThrow('queries.jsonl');
    await writeFile(join(broken, 'queries.jsonl'), '{"_id": "q1", "text": "a"}\n{oops\n');
    await expect(readBeir(broken, 'dev')).rejects.toThrow('after line 2');
  });

  it('takes texts whose ids differ in their last part for parts of one document', () => {
    const documents = toDocuments(corpus.map(({ _id, title, text }) => ({ id: _id, title, text })));
    expect(documents.map(({ summary, chunks }) => [summary.id, chunks.length])).toEqual([
      ['noi-quy', 2],
      ['xe', 1],
    ]);
  });
});

describe('scoreRanking', () => {
  it.each([
    [['a', 'x'], { 'acc@1': 1, 'mrr@10': 1, 'ndcg@10': 1, 'recall@10': 1 }],
    [['x', 'y', 'a'], { 'acc@1': 0, 'acc@10': 1, 'mrr@10': 1 / 3, 'ndcg@10': 0.5 }],
    [[...'bcdefghijkl', 'a'], { 'acc@10': 0, 'mrr@10': 0, 'ndcg@10': 0, 'recall@10': 0, 'recall@100': 1 }],
    [[], { 'acc@1': 0, 'recall@100': 0, 'ndcg@10': 0 }],
  ])('scores %j as expected', (ranking, expected) => {
    expect(scoreRanking(ranking, new Map([['a', 1]]))).toMatchObject(expected);
  });

  it('counts several relevant texts by share and by gain', () => {
    const relevant = new Map([
      ['a', 2],
      ['b', 1],
    ]);
    const scores = scoreRanking(['b', 'x', 'a'], relevant);
    expect(scores['recall@10']).toBe(1);
    expect(scoreRanking(['b'], relevant)['recall@10']).toBe(0.5);
    expect(scores['ndcg@10']).toBeCloseTo((1 + 2 / 2) / (2 + 1 / Math.log2(3)), 6);
  });
});

describe('capuy eval retrieval', () => {
  it('prints one JSON object with the figures, and the same index opened from --keep gives the same', async () => {
    const keep = join(folder, 'kept');
    const first = await runWith([folder, '--json', '--keep', keep]);
    expect(first.code).toBe(0);
    const figures = JSON.parse(first.out);
    expect(Object.keys(figures)).toEqual([
      'documents',
      'queries',
      'acc@1',
      'acc@10',
      'recall@10',
      'recall@100',
      'mrr@10',
      'ndcg@10',
      'searchMs',
      'searchProcessorMs',
      'indexSeconds',
    ]);
    expect(figures).toMatchObject({ documents: 3, queries: 2, 'acc@1': 1, 'mrr@10': 1, 'ndcg@10': 1 });
    const again = JSON.parse((await runWith([folder, '--json', '--keep', keep])).out);
    const { searchMs, searchProcessorMs, indexSeconds } = again;
    expect(again).toEqual({ ...figures, searchMs, searchProcessorMs, indexSeconds });
  });

  it('asks the questions without diacritics where told so', async () => {
    const { out } = await runWith([folder, '--json', '--unaccented']);
    expect(JSON.parse(out)).toMatchObject({ 'mrr@10': 1 });
  });

  it('times whole replies where told so', async () => {
    const { out } = await runWith([folder, '--json', '--replies', '1']);
    expect(JSON.parse(out).replies).toMatchObject({ n: 1, ms: { p50: expect.any(Number) } });
  });

  it('prints a table for people, and the figures in the last line', async () => {
    const { out } = await runWith([folder]);
    expect(out).toMatch(/^documents +3$/mu);
    expect(out).toMatch(/^searchMs p95 +[\d.]+$/mu);
    expect(JSON.parse(out.trim().split('\n').at(-1)!)).toMatchObject({ documents: 3, 'mrr@10': 1 });
  });

  it.each([[[]], [['a', 'b']], [['a', '--unknown']], [['a', '--replies', 'x']]])(
    'shows how it is called after %j',
    async (args) => {
      const { code, err } = await runWith(args);
      expect(code).toBe(2);
      expect(err).toContain('capuy eval retrieval DIR');
    },
  );
});
