import { formatDate } from '../text/calendar.ts';

/* How the force of a document, or of a part of it, is told. Shared with the page, so nothing here may need Node. */

/** What has happened to a document or a part of it, as far as the words need it. */
interface ChangeWords {
  how: string;
  parts?: readonly string[];
  by: { symbol: string | null; title: string } | null;
  from: string | null;
  isUnconfirmed?: true;
}

const nameOf = (document: { symbol: string | null; title: string }): string =>
  document.symbol ?? document.title;
const sinceText = (from: string | null | undefined): string => (from ? ` từ ngày ${formatDate(from)}` : '');
/** Read from a document's text, and nobody has said yet that it was read right. */
const unconfirmedText = (isUnconfirmed: true | undefined): string =>
  isUnconfirmed ? ' (theo nội dung văn bản, chưa được xác nhận)' : '';
const done: Readonly<Record<string, string>> = {
  replaced: 'bị thay thế',
  repealed: 'bị bãi bỏ',
  amended: 'được sửa đổi, bổ sung',
  suspended: 'bị ngưng hiệu lực',
};

const byWhom = ({ by, from, isUnconfirmed }: ChangeWords): string =>
  `${by ? ` bởi ${nameOf(by)}` : ''}${sinceText(from)}${unconfirmedText(isUnconfirmed)}`;

/** 'Điều 5 đã bị bãi bỏ bởi 20-QĐ/TU từ ngày 01/7/2025' */
export const partStatusLine = (change: ChangeWords & { part: string }): string =>
  `${change.part} đã ${done[change.how] ?? 'thay đổi'}${byWhom(change)}`;

/** How many parts of a change a status line names. */
const partsNamed = 4;

function changeLine(change: ChangeWords): string {
  const parts = change.parts ?? [];
  const named = parts.slice(0, partsNamed).join(', ');
  const rest = parts.length > partsNamed ? ` và ${parts.length - partsNamed} nội dung khác` : '';
  const what = parts.length === 0 ? 'một phần' : `${named}${rest}`;
  return `${what} đã ${done[change.how] ?? 'thay đổi'}${byWhom(change)}`;
}

/** Status of a cited document, for people; null where there is nothing to say. */
export function statusLine(status: {
  state: string;
  from?: string | null;
  by?: { symbol: string | null; title: string };
  how?: string;
  isUnconfirmed?: true;
  now?: { symbol: string | null; title: string } | null;
  on?: string;
  until?: string | null;
  changes?: readonly ChangeWords[];
}): string | null {
  const since = sinceText(status.from);
  const by = status.by ? nameOf(status.by) : 'văn bản khác';
  const mark = unconfirmedText(status.isUnconfirmed);
  switch (status.state) {
    case 'in-force':
      return ['còn hiệu lực theo các văn bản tra được', ...(status.changes ?? []).map(changeLine)].join('; ');
    case 'not-yet':
      return `chưa có hiệu lực, có hiệu lực${since}`;
    case 'replaced': {
      const now =
        status.now === undefined
          ? ''
          : status.now === null
            ? '; văn bản đó nay cũng đã hết hiệu lực'
            : `; hiện áp dụng ${nameOf(status.now)}`;
      if (status.how === 'version') return `đã có bản mới hơn${since}: ${by}${now}`;
      return `đã bị ${status.how === 'repealed' ? 'bãi bỏ' : 'thay thế'} bởi ${by}${since}${mark}${now}`;
    }
    case 'expired':
      return `đã hết hiệu lực sau ngày ${status.on ? formatDate(status.on) : ''}, theo chính văn bản`;
    case 'suspended': {
      const until = status.until ? ` đến hết ngày ${formatDate(status.until)}` : '';
      return `đang bị ngưng hiệu lực bởi ${by}${since}${until}${mark}`;
    }
    default:
      return null;
  }
}

/**
 * Status beside a quotation: what has happened to the parts that it stands in, otherwise that of the document without
 * the parts that the quotation does not touch. Null where there is nothing to say.
 */
export function quoteStatusLine(
  status: Parameters<typeof statusLine>[0],
  parts: readonly (ChangeWords & { part: string })[] = [],
): string | null {
  if (status.state !== 'in-force') return statusLine(status);
  if (parts.length > 0) return parts.map(partStatusLine).join('; ');
  const unnamed = (status.changes ?? []).filter((change) => (change.parts ?? []).length === 0);
  return statusLine({ ...status, changes: unnamed });
}

/** How a quotation held on the day that was asked about, and how it holds today. Null where nothing is known of either. */
export function thenAndNowLine(
  then: {
    day: string;
    status: Parameters<typeof statusLine>[0];
    partStatus?: Parameters<typeof quoteStatusLine>[1];
  },
  status: Parameters<typeof statusLine>[0],
  parts: Parameters<typeof quoteStatusLine>[1] = [],
): string | null {
  const stood = quoteStatusLine(then.status, then.partStatus);
  const stands = quoteStatusLine(status, parts);
  if (stood === null && stands === null) return null;
  return `ngày ${formatDate(then.day)}: ${stood ?? 'chưa rõ hiệu lực'}; hôm nay: ${stands ?? 'chưa rõ hiệu lực'}`;
}
