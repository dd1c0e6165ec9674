import type { PhraseReader } from '../statistics/phrase-reader.ts';
import type { Amount } from './take-amount.ts';

interface Seats {
  vacant: number | null;
  allotted: number | null;
}

const holders = String.raw`(?:\s*(?:dong chi|d\/c|nguoi|uy vien|bien che|chi tieu|cong chuc|vien chuc|hop dong(?: lao dong)?))*`;
const vacantSeats = new RegExp(
  String.raw`[(,;]?\s*(?<!\p{L})(?:con )?(?:khuyet|thieu)\s*:?\s*(\d{1,3})(?!\d)${holders}(?: chuyen trach)?\s*\)?`,
  'u',
);
const allottedSeats = new RegExp(
  String.raw`(?<!\p{L})giao(?: la)?\s*:?\s*(\d{1,4})(?!\d)${holders}(?:\s*(?:va|\+)\s*(\d{1,4})(?!\d)${holders})?`,
  'u',
);

/** 'khuyết 1', 'được giao 18 công chức và 02 hợp đồng' behind a number: how many places there are beside those taken. */
export function takeSeats(reader: PhraseReader): Seats {
  const behindNumber = (pattern: RegExp): RegExpExecArray | null => {
    const rest = reader.rest();
    const match = pattern.exec(rest);
    if (!match || !/\d/u.test(rest.slice(0, match.index))) return null;
    reader.cut(match.index, match.index + match[0].length);
    return match;
  };
  const vacant = behindNumber(vacantSeats);
  const allotted = behindNumber(allottedSeats);
  return {
    vacant: vacant ? Number(vacant[1]) : null,
    allotted: allotted ? Number(allotted[1]) + Number(allotted[2] ?? 0) : null,
  };
}

/** A count with its places as denominator, as '22/23' has it; null where the two contradict each other. */
export function withSeats(amount: Amount | null, { vacant, allotted }: Seats): Amount | null {
  if (!amount || (vacant === null && allotted === null)) return amount;
  const denominator = allotted ?? amount.value + (vacant ?? 0);
  const isConsistent =
    (amount.denominator === null || amount.denominator === denominator) &&
    (allotted === null || vacant === null || amount.value + vacant === allotted);
  return isConsistent && amount.parts.length === 0 ? { ...amount, denominator } : null;
}
