/* What meetings are called in the titles of their papers. */

/** What a meeting is called in the title of its papers. */
export function meetingTitle(m: {
  kind: string;
  title: string;
  topic: string;
  sessionNo: number | null;
  isExtended: boolean;
  heldOn: string;
  unitName: string;
  participants?: readonly { capacity: string; body: string }[];
}): string {
  if (m.title) return m.title;
  const monthYear = `tháng ${Number(m.heldOn.slice(5, 7))} năm ${m.heldOn.slice(0, 4)}`;
  const nth = m.sessionNo === null ? '' : ` lần thứ ${m.sessionNo}`;
  const extended = m.isExtended ? ' (mở rộng)' : '';
  const other = m.participants?.find(
    ({ capacity }) => capacity === 'host' || capacity === 'delegation',
  )?.body;
  const about = m.topic
    ? ` ${/^(?:với|về) /u.test(m.topic) ? '' : 'về '}${m.topic}`
    : other
      ? ` với ${other}`
      : '';
  const names: Readonly<Record<string, string>> = {
    regular: `Sinh hoạt chi bộ thường kỳ ${monthYear}`,
    thematic: `Sinh hoạt chuyên đề${m.topic ? ` “${m.topic}”` : ` ${monthYear}`}`,
    committee: `Họp chi ủy ${monthYear}`,
    executive: `Hội nghị Ban Chấp hành${nth}${extended}`,
    standing: `Hội nghị Ban Thường vụ${nth}${extended}`,
    permanent: `Họp Thường trực${nth}${extended}`,
    inspection: `Hội nghị Ủy ban Kiểm tra${nth}${extended}`,
    review: m.topic ? `Hội nghị ${lowerFirst(m.topic)}` : 'Hội nghị sơ kết, tổng kết',
    working: `Buổi làm việc${about}`,
    visit: `Buổi khảo sát, kiểm tra${m.topic ? about : ''}`,
    'congress-approval': m.topic ? `Duyệt ${lowerFirst(m.topic)}` : 'Duyệt đại hội',
    congress: m.topic ? m.topic : `Đại hội${nth}`,
    other: m.topic || 'Cuộc họp',
  };
  return names[m.kind] ?? m.topic;
}
const lowerFirst = (text: string): string =>
  /^(?:Sơ kết|Tổng kết|Rút kinh nghiệm|Đại hội|Duyệt)/u.test(text)
    ? text.charAt(0).toLocaleLowerCase('vi') + text.slice(1)
    : text;

/** The title of a meeting inside a sentence: 'tại hội nghị Ban Chấp hành'. */
export const midSentence = (title: string): string =>
  /^(?:Sinh hoạt|Hội nghị|Họp|Buổi|Đại hội|Duyệt|Cuộc họp)/u.test(title)
    ? title.charAt(0).toLocaleLowerCase('vi') + title.slice(1)
    : title;
