import { describe, expect, it } from 'vitest';
import { scriptedAnswers, sourcesOf } from '../../eval/adversary/adversary-answers.ts';
import { measureAdversary } from '../../eval/adversary.ts';
import { rowDocument } from '../../eval/documents.ts';
import { randomNumbers } from '../../eval/random.ts';

const documents = [
  rowDocument(
    'a',
    'Quy định về sinh hoạt chi bộ',
    'Chi bộ họp thường kỳ ít nhất 01 lần một tháng, mỗi buổi không quá 120 phút.\nBí thư chi bộ phải gửi biên bản về đảng ủy trước ngày 05 hằng tháng.\nĐảng viên dự bị không được biểu quyết tại hội nghị chi bộ.',
  ),
  rowDocument(
    'b',
    'Quy chế chi tiêu',
    'Phụ cấp lưu trú trong tỉnh là 150.000 đồng một ngày, ngoài tỉnh là 200.000 đồng một ngày.\nVăn phòng chủ trì thẩm định hồ sơ, Ban Tổ chức phối hợp trong 07 ngày làm việc.',
  ),
];
const scripted = scriptedAnswers(sourcesOf(documents), 160, randomNumbers(3));

describe('the measurement with a model that lies', () => {
  it('makes right answers and wrong ones of many kinds, the same with the same seed', () => {
    const kinds = new Set(scripted.map(({ kind }) => kind));
    expect(kinds.size).toBeGreaterThan(20);
    expect(scripted.filter(({ wrong }) => wrong.length === 0).length).toBeGreaterThan(20);
    expect(scriptedAnswers(sourcesOf(documents), 160, randomNumbers(3))).toEqual(scripted);
  });

  it('shows no value that the passages do not state, and right answers as they are', async () => {
    const { figures, delivered, refused } = await measureAdversary(scripted.slice(0, 90));
    expect(figures.answers).toBe(90);
    expect(figures.deliveredValues, delivered.join('\n')).toBe(0);
    expect(figures.falseAlarms, refused.join('\n')).toBeLessThanOrEqual(0.02);
  });

  it('counts what is delivered: a sentence that is called wrong and stands in the passage is found', async () => {
    const right = scripted.filter(({ kind }) => kind === 'right: word for word').slice(0, 3);
    const called = right.map((one) => ({ ...one, kind: 'one token changed', wrong: [one.text] }));
    const { figures } = await measureAdversary(called);
    expect(figures).toMatchObject({ delivered: 3, deliveredValues: 3 });
  });
});
