import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { LexicalIndex } from '../../rag/search/lexical-index.ts';
import { measureQuality, type QualityFigures } from '../../eval/dense/quality.ts';
import { measureSpeed } from '../../eval/dense/speed.ts';
import { gaussians, oracleEmbedder, wordEmbedder } from '../../eval/dense/stand-ins.ts';
import { fillStore, multiplyVectors } from '../../eval/dense/store.ts';
import { describeEachDatabase } from '../support/database.ts';

const cosine = (x: Float32Array, y: Float32Array): number =>
  x.reduce((sum, part, n) => sum + part * y[n]!, 0) / (Math.hypot(...x) * Math.hypot(...y));

describeEachDatabase('a store of vectors', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });

  it('gives nothing that a filter forbids and everything that it allows, and an index finds almost all of it', async () => {
    const dimensions = 8;
    const random = gaussians(1, 300 * dimensions);
    const base = Array.from({ length: 300 }, (_, n) =>
      Float32Array.from(random.slice(n * dimensions, (n + 1) * dimensions)),
    );
    const vectors = multiplyVectors(base, 400, dimensions);
    const store = await fillStore(db, vectors, dimensions, () => undefined, 20);
    const figures = await measureSpeed(db, store, base.slice(0, 3), () => undefined);
    expect(figures.index === null).toBe(db.kind === 'embedded');
    for (const way of figures.filters) {
      expect(way).toMatchObject({
        searches: 3,
        outside: 0,
        short: 0,
        unequal: 0,
        'recall@10': 1,
        'recall@100': 1,
      });
      if (db.kind === 'server') expect(way['indexRecall@10']).toBeGreaterThan(0.9);
    }
    expect(figures.filters.some(({ passing }) => passing > 0 && passing < 0.5)).toBe(true);
  });
});

describe('stand-ins for embedding models', () => {
  it('of more dimensions hold the parts of a text beside the whole', () => {
    const [small, large] = [wordEmbedder(128), wordEmbedder(384)];
    const text = 'Đảng viên phải nộp đảng phí đầy đủ và đúng hạn';
    expect(large(text)).toHaveLength(384);
    expect(large(text).slice(0, 128)).toEqual(small(text));
  });

  it('that know the answers point to them as surely as they are made to', () => {
    const answer = 'Chi bộ họp thường kỳ mỗi tháng một lần';
    const near = (sureness: number): number => {
      const embed = oracleEmbedder((text) => (text.startsWith('hỏi') ? answer : undefined), sureness);
      const questions = Array.from({ length: 20 }, (_, n) => cosine(embed(`hỏi ${n}`), embed(answer)));
      return questions.reduce((sum, one) => sum + one, 0) / questions.length;
    };
    expect(near(0.5)).toBeGreaterThan(near(0) + 0.1);
    expect(near(2)).toBeGreaterThan(near(0.5) + 0.1);
  });
});

it('words, meaning and both are compared over the client', async () => {
  const entries = [
    { id: 'a+1', title: 'Sinh hoạt chi bộ', text: 'Chi bộ họp thường kỳ mỗi tháng một lần.' },
    { id: 'a+2', title: 'Đảng phí', text: 'Đảng viên nộp đảng phí hằng tháng.' },
    { id: 'b+1', title: 'Nghỉ phép', text: 'Cán bộ được nghỉ phép mười hai ngày.' },
  ];
  const index = new LexicalIndex();
  await index.add(
    entries.map(({ id, title, text }) => ({
      id: `${id.slice(0, 1)}#${Number(id.slice(2)) - 1}`,
      documentId: id.slice(0, 1),
      heading: title,
      context: '',
      text,
    })),
  );
  const queries = [{ id: 'q', text: 'bao lâu thì họp chi bộ', relevant: new Map([['a+1', 1]]) }];
  const logged: QualityFigures[] = [];
  const figures = await measureQuality(index, entries, queries, [3], (one) => logged.push(one));
  expect(figures).toEqual(logged);
  expect(figures.map(({ embedder, way }) => `${embedder}: ${way}`)).toEqual([
    'none: words',
    'none: words, ranked',
    'words: meaning',
    'words: both by reciprocal rank',
    'words: both, as shipped',
    'oracle 3: meaning',
    'oracle 3: both by reciprocal rank',
    'oracle 3: both, as shipped',
  ]);
  expect(figures.every((one) => one['mrr@10'] === 1)).toBe(true);
});
