import type { ModelErrorKind } from '../core/errors.ts';
import { failures } from './endpoints.ts';

/* Words around questions that are spoken instead of typed. */

/** Shown before the answer, so that a person sees at once what was misheard. */
export const heardAs = (text: string): string => `Tôi nghe được: “${text}”`;

/** Said where what was heard is more than a question: it is done only when the person says so. */
export const heardToConfirm =
  'Câu này không chỉ là hỏi về văn bản, nên tôi chưa làm gì. Nếu nghe đúng, đồng chí bấm chọn; nếu sai, xin gõ lại.';
export const sendAsHeard = 'Đúng, làm như vậy';

/** The bubble of a spoken message. */
export const spoken = (text: string): string => `(bằng lời) ${text}`;

/** Why a recording gave no question. */
export const unheard = {
  noModel:
    'Trợ lý chưa nghe được ghi âm vì cơ quan chưa cấu hình mô hình nghe giọng nói. Xin đồng chí gõ câu hỏi.',
  tooLarge: (megabytes: number): string =>
    `Tệp ghi âm lớn hơn ${megabytes} MB. Trợ lý chỉ nghe câu hỏi ngắn; xin ghi lại ngắn hơn hoặc gõ câu hỏi.`,
  tooLong:
    'Bản ghi âm dài hơn một câu hỏi. Trợ lý không chép lời cuộc họp; xin ghi lại riêng câu hỏi, hoặc gõ câu hỏi.',
  nothingSaid: 'Tôi không nghe thấy lời nào trong bản ghi âm. Xin đồng chí ghi lại hoặc gõ câu hỏi.',
  notAlone: 'Tệp ghi âm cần được gửi riêng, không kèm tệp khác.',
  failed: (kind: ModelErrorKind): string =>
    `Chưa nghe được bản ghi âm (mô hình nghe giọng nói: ${failures[kind]}). Xin đồng chí gửi lại hoặc gõ câu hỏi.`,
} as const;
