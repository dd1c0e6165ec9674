import { formatDate } from '../text/calendar.ts';

/* What is said above quotations of text that does not hold today. */

/** @param from the first day on which it will hold */
export const onlyNotYet = (from: string): string =>
  `Chỉ văn bản chưa có hiệu lực trong kho nêu điều này (có hiệu lực từ ngày ${formatDate(from)}).`;
/** @param until the last day of the suspension; null: not said */
export const onlySuspended = (until: string | null): string =>
  `Chỉ văn bản đang tạm ngưng thực hiện trong kho nêu điều này${until ? ` (tạm ngưng đến hết ngày ${formatDate(until)})` : ''}.`;
/** @param heir name of the document that replaces what is quoted below */
export const replacedFrom = (day: string, heir: string): string =>
  `Lưu ý: từ ngày ${formatDate(day)}, văn bản dưới đây được thay thế bởi ${heir}.`;
