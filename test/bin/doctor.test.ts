import { expect, it } from 'vitest';
import { vectorsReport } from '../../prompts/embedding.ts';

const set = {
  model: 'bge-m3',
  dimensions: 1024,
  state: 'serving' as const,
  passages: 40_000,
  vectors: 39_000,
  refused: 0,
  isIndexed: true,
  indexFailure: null,
};

it('a set of vectors is reported with how far it is and how it is searched', () => {
  expect(vectorsReport(set)).toBe(
    'Véc-tơ của “bge-m3” (1024 chiều), đang dùng để tìm theo nghĩa: 39.000 trên 40.000 đoạn (97%).\n' +
      '  - tìm bằng chỉ mục HNSW',
  );
  expect(vectorsReport({ ...set, state: 'filling' })).not.toContain('HNSW');
  expect(vectorsReport({ ...set, refused: 1000 })).toContain('(100%)');
  expect(vectorsReport({ ...set, isIndexed: false, indexFailure: '4096 dimensions' })).toContain(
    'so với mọi véc-tơ, vì không lập được chỉ mục (4096 dimensions)',
  );
});
