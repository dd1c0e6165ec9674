import { describe, expect, it } from 'vitest';
import { createCalendarFeature } from '../../../bot/features/meetings/calendar.ts';
import { proposalsPart } from '../../../bot/features/meetings/proposals.ts';
import { reportsPart } from '../../../bot/features/meetings/report-commands.ts';
import { tasksPart } from '../../../bot/features/meetings/tasks.ts';

const calendar = createCalendarFeature({ files: undefined as never });
const claimed = (sentence: string): string | undefined =>
  [tasksPart, proposalsPart, reportsPart]
    .map((part) => part.recognise?.(sentence)?.name)
    .find((name) => name !== undefined) ?? calendar.recognise?.(sentence)?.name;

describe('a plain sentence about our own lists', () => {
  it.each([
    ['nhiệm vụ nào quá hạn của chi bộ Văn phòng', 'nhiemvu'],
    ['cho tôi xem các nhiệm vụ đang quá hạn của thôn Đông nhé', 'nhiemvu'],
    ['nhiem vu nao chua xong theo chi thi 34-CT/TU', 'nhiemvu'],
    ['kiến nghị nào chưa được trả lời', 'kiennghi'],
    ['tháng 7 họp bao nhiêu cuộc', 'baocaohop'],
    ['báo cáo các cuộc họp quý 2', 'baocaohop'],
    ['đơn vị nào đã có kế hoạch thực hiện 34-CT/TU', 'kehoach'],
    ['chi bộ nào đã họp tháng này', 'tuanthu'],
    ['chi bộ nào chưa họp tháng này', 'lichhop'],
  ])('%s: /%s', (sentence, name) => expect(claimed(sentence)).toBe(name));
});

describe('a sentence about documents, or that wants something changed', () => {
  it.each([
    'xóa giúp tôi nhiệm vụ quá hạn',
    'nhờ sửa giúp nhiệm vụ chưa xong',
    'đổi hạn nhiệm vụ quá hạn sang 20/8',
    'Nghị quyết giao nhiệm vụ gì cho chi bộ?',
    'chỉ thị 34 nêu nhiệm vụ nào chưa hoàn thành',
    'nhiệm vụ chưa hoàn thành được nêu trong báo cáo',
    'trong kế hoạch 12 nhiệm vụ nào đã hoàn thành',
    'báo cáo năm 2025 nêu kiến nghị nào chưa được giải quyết',
    'tình hình họp bàn nghị quyết',
    'tổng hợp nhiệm vụ của nghị quyết',
    'nghị quyết nêu chi bộ nào chưa sinh hoạt chuyên đề',
    'chi bộ không họp 3 tháng thì sao',
    'nhiệm vụ khó khăn vướng mắc chưa hoàn thành',
  ])('is left to the others: %s', (sentence) => expect(claimed(sentence)).toBeUndefined());
});
