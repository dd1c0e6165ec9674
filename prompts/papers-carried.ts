import { formatDate } from '../text/dates.ts';
import { drafts as draftWords, proposalStatus } from './meetings-outcomes.ts';

/* Words of the table in minutes on what a unit brings from its earlier meetings, as it stands on the day of this one. */

export const head = ['TT', 'Việc', 'Nơi chủ trì, trả lời', 'Thời hạn', 'Tình hình'] as const;
export const content = (one: { kind: string; content: string; heldOn: string }): string => {
  const kinds: Readonly<Record<string, string>> = { proposal: 'Kiến nghị: ', draft: 'Dự thảo: ' };
  return `${kinds[one.kind] ?? ''}${one.content} (cuộc họp ngày ${formatDate(one.heldOn)})`;
};
export function state(
  one: { kind: string; dueOn: string | null; isDone: boolean; result: string; status: string },
  heldOn: string,
): string {
  if (one.isDone) return one.result === '' ? 'Đã xong' : `Đã xong: ${one.result}`;
  if (one.kind === 'proposal') return upperFirst(proposalStatus(one.status));
  if (one.dueOn !== null && one.dueOn < heldOn) return 'Quá hạn';
  return one.kind === 'draft' ? upperFirst(draftWords.notIssued) : 'Đang thực hiện';
}
const upperFirst = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
export const more = (count: number): string => `Còn ${count} việc khác chưa nêu ở bảng này.`;
