import { describe, expect, it } from 'vitest';
import { engines } from '../../eval/peers/peers-engines.ts';
import { evenly } from '../../eval/statistics.ts';
import type { BeirEntry } from '../../eval/beir.ts';

const entries: BeirEntry[] = [
  { id: 'cho', title: 'Điều 1. Chợ phiên', text: 'Chợ phiên họp vào sáng chủ nhật tại thị trấn Đồng Mây.' },
  { id: 'cau', title: 'Điều 2. Cầu phao', text: 'Cầu phao chỉ cho xe dưới hai tấn đi qua khi nước lặng.' },
  {
    id: 'den',
    title: 'Điều 3. Đèn đường',
    text: 'Đèn đường bật từ mười tám giờ, tắt lúc năm giờ sáng hôm sau.',
  },
];

describe('every engine of the comparison', () => {
  // None with a database of its own: starting one takes seconds, and the command itself fails loudly without one.
  const needsDatabase = /PostgreSQL|PGVectorStore|Ensemble/u;
  it.each(Object.entries(engines).filter(([name]) => !needsDatabase.test(name)))(
    '%s finds the text that a question is about',
    async (_name, { fill }) => {
      const engine = await fill(entries);
      try {
        expect((await engine.search('cầu phao cho xe mấy tấn đi qua?'))[0]).toBe('cau');
        expect((await engine.search('đèn đường bật lúc nào'))[0]).toBe('den');
      } finally {
        await engine.close?.();
      }
    },
  );
});

describe('a part of the questions', () => {
  it('is spread evenly and never more than there are', () => {
    expect(evenly([0, 1, 2, 3, 4, 5, 6, 7], 4)).toEqual([0, 2, 4, 6]);
    expect(evenly([0, 1], 5)).toEqual([0, 1]);
  });
});
