import { describe, expect, it } from 'vitest';
import { LexicalIndex } from '../../rag/search/lexical-index.ts';
import { queryTerms, readQuery } from '../../rag/search/query.ts';
import { rank } from '../../rag/search/retriever-ranking.ts';

const entry = (id: string, heading: string, text: string) => ({
  id,
  documentId: id,
  heading,
  context: '',
  text,
});

const ranked = async (entries: ReturnType<typeof entry>[], text: string, near?: string) => {
  const index = new LexicalIndex(undefined, null);
  await index.add(entries);
  const query = readQuery(text);
  const similarity = (id: string): { window: number; whole: number } =>
    id === near ? { window: 0.8, whole: 0.8 } : { window: 0.1, whole: 0.1 };
  return rank(
    index,
    query,
    index.search(queryTerms(query), 150),
    near === undefined ? null : ({ id }) => similarity(id),
  );
};

describe('rank', () => {
  it('gives finite scores above 0 in a collection without headings, the fitting passage first', async () => {
    const hits = await ranked(
      [
        entry('leave', '', 'Người lao động được nghỉ phép mười hai ngày một năm.'),
        entry('wage', '', 'Lương trả mỗi tháng một lần vào ngày mười.'),
      ],
      'nghỉ phép bao nhiêu ngày một năm',
    );
    expect(hits[0]?.candidate.id).toBe('leave');
    for (const { score, signals } of hits) {
      expect(score).toBeGreaterThan(0);
      expect(Object.values(signals).every(Number.isFinite)).toBe(true);
    }
  });

  it('prefers the passage that is nearer in meaning where the words tell nothing apart', async () => {
    const twins = [
      entry('first', 'Nghỉ phép', 'Nghỉ phép theo quy chế.'),
      entry('second', 'Nghỉ phép', 'Nghỉ phép theo quy chế.'),
    ];
    expect((await ranked(twins, 'nghỉ phép', 'second'))[0]?.candidate.id).toBe('second');
    expect((await ranked(twins, 'nghỉ phép', 'first'))[0]?.candidate.id).toBe('first');
  });

  it('puts all that deserve no close look below those that do', async () => {
    const many = Array.from({ length: 120 }, (_, n) =>
      entry(`p${n}`, '', `Nghỉ phép ${'khác '.repeat(n)} năm.`),
    );
    const hits = await ranked(many, 'nghỉ phép năm');
    expect(hits).toHaveLength(120);
    expect(hits.every(({ score }, at) => at === 0 || score <= hits[at - 1]!.score)).toBe(true);
    expect(hits.at(-1)!.score).toBeGreaterThan(0);
  });
});
