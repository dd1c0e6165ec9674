import { cleanText, fold } from '../../text/normalise.ts';
import type { VoteMatter, VotingBody } from '../meeting.ts';
import { parseVote } from '../entry/parse-vote.ts';
import type { BaseNumbers } from './quorum.ts';
import type { ToldVote } from './vote.ts';
import type { BaseTermName, Stage, Threshold } from './voting-rules.ts';

/** Folded words of the numbers of a base; longer ones first. Each may stand before or after its number. */
const termWords: readonly (readonly [BaseTermName, string])[] = [
  ['convening-absent', 'cap uy vien (?:cap trieu tap )?vang(?: mat)?(?: suot)?'],
  [
    'delegates-absent',
    'dai bieu vang(?: mat)?(?: suot)?(?: khong (?:co )?(?:dai bieu )?(?:du khuyet )?thay(?: the)?)?',
  ],
  ['delegates-summoned', 'dai bieu(?: chinh thuc)?(?: (?:duoc )?trieu tap)?'],
  [
    'absent-accepted',
    'vang(?: mat)? (?:co )?(?:ly do|phep)(?: chinh dang)?(?: (?:duoc )?(?:dong y|chap nhan))?',
  ],
  ['temporary-out-absent', '(?:sinh hoat )?tam thoi(?: chuyen)?(?: di)?(?: noi khac)?(?: vang(?: mat)?)?'],
  ['exempt-absent', '(?:duoc )?mien(?: cong tac)?(?: va)?(?: sinh hoat)?(?: dang)?(?: vang(?: mat)?)?'],
  ['suspended', '(?:bi )?dinh chi(?: sinh hoat)?(?: dang)?'],
  ['prosecuted', '(?:bi )?(?:khoi to|truy to|tam giam)'],
  ['incumbents', '(?:uy vien )?duong nhiem'],
  // 'công nhận chính thức 1 đồng chí' is what is voted on.
  [
    'full-members',
    '(?<!(?:cong nhan|chuyen|thanh)(?: dang)?(?: vien)? )(?:dang vien )?chinh thuc(?: (?:duoc )?trieu tap)?',
  ],
];

const matterWords: readonly (readonly [VoteMatter, RegExp])[] = [
  ['admission', /(?<!\p{L})ket nap(?!\p{L})/u],
  [
    'confirmation',
    /(?:cong nhan|chuyen)(?: dang)?(?: vien)?(?: du bi)?(?: thanh)?(?: dang)?(?: vien)? chinh thuc/u,
  ],
  ['removal', /(?<!\p{L})xoa ten(?!\p{L})/u],
  ['expulsion', /(?<!\p{L})khai tru(?!\p{L})/u],
  ['dissolution', /(?<!\p{L})giai tan(?!\p{L})/u],
];

/** A vote as typed: 'bieu quyet 2 tan thanh 13 khong 0 khac 1, chinh thuc 17, mien 1'; null without a number in favour. */
export function readVote(line: string): ToldVote | null {
  const { numbers, rest } = takeNumbers(cleanText(line));
  const parsed = parseVote(rest);
  if (!parsed) return null;
  const folded = fold(rest);
  return {
    subject: parsed.subject,
    inFavour: parsed.inFavour,
    against: parsed.against,
    other: parsed.other,
    base: parsed.base,
    numbers,
    threshold: readThreshold(folded),
    matter: matterWords.find(([, pattern]) => pattern.test(folded))?.[0] ?? 'resolution',
    stage: readStage(folded),
    body: readBody(folded),
  };
}

/** What a further line says about a vote that waits: numbers of the base, the threshold, the stage, the body, the base. */
export type VoteCorrection = Partial<Pick<ToldVote, 'base' | 'threshold' | 'stage' | 'body'>> & {
  numbers: BaseNumbers;
};

/** Reads such a line; null where it says nothing of the kind. */
export function readVoteCorrection(line: string): VoteCorrection | null {
  const { numbers, rest } = takeNumbers(cleanText(line));
  const folded = fold(rest);
  const base = /(?:co so(?: tinh)?|tong(?: so)?)\s*(?:la|:|=)?\s*(\d+)/u.exec(folded)?.[1];
  const threshold = readThreshold(folded);
  const stage = readStage(folded);
  const body = readBody(folded);
  const told: VoteCorrection = {
    numbers,
    ...(base === undefined ? {} : { base: Number(base) }),
    ...(threshold ? { threshold } : {}),
    ...(stage ? { stage } : {}),
    ...(body ? { body } : {}),
  };
  return Object.keys(told).length === 1 && Object.keys(numbers).length === 0 ? null : told;
}

const readThreshold = (folded: string): Threshold | null => {
  if (/hai phan ba|(?<![\d/])2\/3(?![\d/])/u.test(folded)) return 'two-thirds';
  return /qua nua|hon (?:mot )?nua|tren (?:mot )?nua|qua ban/u.test(folded) ? 'more-than-half' : null;
};

const readStage = (folded: string): Stage | null => {
  if (/(?<!\p{L})de nghi(?!\p{L})/u.test(folded)) return 'propose';
  return /(?<!\p{L})(?:ra )?quyet dinh (?:ket nap|cong nhan|xoa ten|khai tru|giai tan)|^\s*quyet dinh\s*$/u.test(
    folded,
  )
    ? 'decide'
    : null;
};

const readBody = (folded: string): VotingBody | null => {
  if (/dai hoi dai bieu|^\s*dai bieu\s*$/u.test(folded)) return 'delegate-congress';
  if (/(?:dai hoi|hoi nghi) dang vien|^\s*dang vien\s*$/u.test(folded)) return 'members';
  return /^\s*cap uy(?:\s|$)|uy vien duong nhiem/u.test(folded) ? 'committee' : null;
};

const anyTerm = termWords.map(([, words]) => words).join('|');
const before = String.raw`(?<![\p{L}\p{N}])`;
const behind = String.raw`(?![\p{L}\p{N}/])`;
const people = '(?:dong chi |dang vien |d/c )?';
const wordFirst = (words: string) => new RegExp(`${before}(?:${words})\\s*[:=]?\\s*(\\d{1,4})${behind}`, 'u');
const numberFirst = (words: string) =>
  new RegExp(`${before}(\\d{1,4})\\s+${people}(?:${words})${behind}`, 'u');
const anyWordFirst = wordFirst(anyTerm);
const anyNumberFirst = numberFirst(anyTerm);

/**
 * Takes the numbers of a base out of a line; between commas either the words or the numbers come first. A word without a
 * number stays where it is: 'công nhận chính thức' is a subject.
 */
function takeNumbers(text: string): { numbers: BaseNumbers; rest: string } {
  const numbers: BaseNumbers = {};
  const pieces = text.split(/(?=[,;])/u).map((piece) => {
    let folded = fold(piece);
    let rest = piece;
    const isNumberFirst =
      (anyNumberFirst.exec(folded)?.index ?? Infinity) < (anyWordFirst.exec(folded)?.index ?? Infinity);
    for (const [term, words] of termWords) {
      const match = (isNumberFirst ? numberFirst(words) : wordFirst(words)).exec(folded);
      if (!match) continue;
      numbers[term] = Number(match[1]);
      // The folded form has as many characters as the text, so both are cut at the same place.
      const end = match.index + match[0].length;
      rest = `${rest.slice(0, match.index)} ${rest.slice(end)}`;
      folded = `${folded.slice(0, match.index)} ${folded.slice(end)}`;
    }
    return rest;
  });
  const rest = pieces.join('').replace(/(?:\s*[,;])+(?=\s*[,;])/gu, '');
  return { numbers, rest: rest.replace(/\s{2,}/gu, ' ').replace(/^[\s,;]+|[\s,;]+$/gu, '') };
}
