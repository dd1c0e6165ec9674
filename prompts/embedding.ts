/** Words of `capuy doctor` about the vectors of the kept passages. */

/** One set of vectors, as `countVectors` tells it, with the number of passages that want one. */
export interface VectorsShown {
  model: string;
  dimensions: number;
  state: 'filling' | 'serving' | 'retired';
  passages: number;
  vectors: number;
  refused: number;
  isIndexed: boolean;
  indexFailure: string | null;
}

const states = {
  filling: 'đang tạo; khi đủ sẽ thay bộ đang dùng',
  serving: 'đang dùng để tìm theo nghĩa',
  retired: 'không dùng nữa, đang được xóa',
} as const;

const count = (value: number): string => value.toLocaleString('vi-VN');

/** One set in the report. */
export function vectorsReport(set: VectorsShown): string {
  const { dimensions, indexFailure, isIndexed, model, passages, refused, state, vectors } = set;
  const share = passages === 0 ? 100 : Math.floor((100 * (vectors + refused)) / passages);
  const lines = [
    `Véc-tơ của “${model}” (${dimensions} chiều), ${states[state]}: ${count(vectors)} trên ${count(passages)} đoạn (${share}%).`,
  ];
  if (refused > 0)
    lines.push(`  - ${count(refused)} đoạn mô hình không nhận; các đoạn đó chỉ tìm được theo từ ngữ`);
  if (state === 'serving')
    lines.push(
      isIndexed
        ? '  - tìm bằng chỉ mục HNSW'
        : `  - tìm bằng cách so với mọi véc-tơ${indexFailure ? `, vì không lập được chỉ mục (${indexFailure})` : ''}`,
    );
  return lines.join('\n');
}

export const noVectors =
  'Chưa có véc-tơ nào. Trợ lý tạo véc-tơ ở chế độ nền khi đang chạy; trong lúc đó vẫn tìm theo từ ngữ.';
export const vectorsLocked =
  'Trợ lý đang chạy và giữ kho dữ liệu, nên chưa đếm được véc-tơ ở đây; tiến độ được ghi trong nhật ký của trợ lý.';
