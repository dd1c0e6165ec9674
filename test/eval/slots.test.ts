import { describe, expect, it } from 'vitest';
import { rowDocument } from '../../eval/documents.ts';
import { randomFrom } from '../../eval/ingest/ingest-noise.ts';
import { measureSlots } from '../../eval/slots/slots.ts';
import { changesOf } from '../../eval/slots/slots-changes.ts';

describe('capuy eval slots', () => {
  it('exchanges one thing for another of its kind', () => {
    const question = 'Quý 2 năm 2024, Đảng bộ huyện Cồn Sậy thực hiện Chỉ thị 27-CT/TU ra sao?';
    const changes = changesOf(question, randomFrom(1), 1, () => false);
    expect(changes.map(({ kind }) => kind).sort()).toEqual(
      ['place', 'quarter', 'symbol: issuer', 'symbol: number', 'symbol: type', 'year'].sort(),
    );
    for (const { before, after, question: changed } of changes) {
      expect(after).not.toBe(before);
      expect(changed).toContain(after);
    }
  });

  it('takes no value that the documents state', () => {
    const changes = changesOf('Quý 2 có gì?', randomFrom(1), 9, (_kind, value) => value !== '4');
    expect(changes.map(({ after }) => after)).toEqual(['4']);
  });

  it('counts the changed questions that nothing is given as fact for', async () => {
    const text = 'Năm 2024, xã Bãi Ngang kết nạp 12 đảng viên và khai giảng 3 lớp bồi dưỡng.';
    const { figures } = await measureSlots(
      [
        {
          id: '1',
          question: 'Năm 2024 xã Bãi Ngang kết nạp bao nhiêu đảng viên?',
          answer_spans: ['12'],
          docs: ['bc'],
          answerable: true,
          kind: 'numeric',
        },
      ],
      [rowDocument('bc', 'Báo cáo công tác đảng xã Bãi Ngang năm 2024', text)],
      { wanted: 10, seed: 1 },
    );
    expect(figures).toMatchObject({ questions: 1, changes: 10, flagged: 1 });
    expect(Object.keys(figures.byKind).sort()).toEqual(['place', 'year']);
  });
});
