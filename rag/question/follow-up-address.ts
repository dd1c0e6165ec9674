import { fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import { findLooseSymbols } from '../../text/symbols.ts';
import {
  accentedWord,
  addressesIn,
  unitKinds,
  valueOf,
  type Address,
  type AddressUnit,
  type UnitKind,
} from './address.ts';

/* Follow-ups that move within a document: 'khoản 2?', 'còn Điều 6?', 'điều tiếp theo'. */

/** A unit before or after the one of the turn before, by its folded word. */
const step =
  /(?<!\p{L})(?<word>dieu|khoan|diem|muc|chuong|phan)\s+(?:(?<next>tiep theo|ke tiep|tiep|sau do|lien sau|sau)|(?<back>truoc do|lien truoc|ngay truoc|truoc))[\s?.!]*(?:(?:quy dinh|noi|ghi|neu|la|thi|ve)\s.*)?$/u;
const stepKinds: Readonly<Record<string, UnitKind>> = {
  dieu: 'article',
  khoan: 'clause',
  diem: 'point',
  muc: 'heading',
  chuong: 'chapter',
  phan: 'part',
};
/** What may stand around an address that leaves its document open. */
const askingAround =
  /^(?:con|the|vay|roi|va|thi|sao|quy|dinh|noi|gi|nao|ghi|neu|ve|noi dung|dung|cua|no|do|the nao|nhu)$/u;
const longestMove = 8;

/** True where a message is nothing but a place in a document that it does not name. */
export function isAddressFollowUp(text: string): boolean {
  const words = syllables(text);
  if (words.length > longestMove || findLooseSymbols(text).length > 0) return false;
  if (step.test(fold(text))) return true;
  const addresses = addressesIn(text, fold(text) !== text.toLowerCase());
  const [first] = addresses;
  // 'Điều 5' alone names its place whole; a clause or point needs the article of the turn before.
  if (!first) return false;
  const isInner = ['clause', 'point', 'heading'].includes(first.units[0]?.kind ?? '');
  return (
    isInner &&
    words.every(({ folded, from, to }) => (from >= first.from && to <= first.to) || askingAround.test(folded))
  );
}

/**
 * The place that `said` means after the turn before: its own unit inside the wider ones of that turn. Null where it
 * addresses nothing, or names a document itself.
 */
export function addressAfter(
  said: string,
  before: string,
  turn: { place?: string | undefined; document?: string | undefined },
): string | null {
  if (findLooseSymbols(said).length > 0) return null;
  const old = lastAddress(before) ?? lastAddress(turn.place ?? '');
  const moved = old && step.exec(fold(said));
  if (moved) {
    const kind = stepKinds[moved.groups?.['word'] ?? ''];
    const at = old.units.findIndex((unit) => unit.kind === kind);
    const unit = old.units[at];
    const number = unit && neighbourOf(unit, moved.groups?.['next'] === undefined ? -1 : 1);
    if (!unit || number === null || number === undefined) return null;
    return phraseOf([...old.units.slice(0, at), { ...unit, number }], said, turn);
  }
  const [own] = addressesIn(said, fold(said) !== said.toLowerCase());
  if (!own) return null;
  const rest = syllables(said).filter(({ from, to }) => from < own.from || to > own.to);
  if (rest.some(({ folded }) => !askingAround.test(folded))) return null;
  const widest = own.units[0] as AddressUnit;
  const outer = (old?.units ?? []).filter(
    (unit) => unitKinds.indexOf(unit.kind) < unitKinds.indexOf(widest.kind),
  );
  return phraseOf([...outer, ...own.units], said, turn);
}

function lastAddress(text: string): Address | undefined {
  return addressesIn(text, fold(text) !== text.toLowerCase()).at(-1);
}

/** The order of points in Vietnamese papers: without f, j, w and z, with đ. */
const letters = 'abcdđeghiklmnopqrstuvxy';

/** The number before or after: '4' for '3', 'iv' for 'iii', 'đ' for 'd'; null where there is none. */
function neighbourOf({ kind, number }: AddressUnit, by: 1 | -1): string | null {
  // A point 'c' is no hundred.
  const value = kind === 'point' && !/^\d/u.test(number) ? null : valueOf(number);
  if (value !== null) return value + by < 1 ? null : sameStyle(number, value + by);
  const at = number.length === 1 ? letters.indexOf(number) : -1;
  return at < 0 ? null : (letters[at + by] ?? null);
}

/** 'III' stays Roman, '3' does not become it, 'a' goes on in the alphabet. */
function sameStyle(old: string, value: number): string {
  if (!/^[ivx]+$/u.test(old)) return String(value);
  return (
    ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'][value - 1] ?? String(value)
  );
}

/** As offices write it: narrowest unit first, then the document. */
function phraseOf(
  units: readonly AddressUnit[],
  said: string,
  { document }: { document?: string | undefined },
): string {
  const isPlain = [said, document ?? ''].every((text) => fold(text) === text.toLowerCase());
  const written = [...units].reverse().map(({ word, number }) => {
    const spelled = isPlain ? word : (accentedWord(word) ?? word);
    return `${spelled} ${/^[ivx]+$/u.test(number) ? number.toUpperCase() : number}`;
  });
  return `${written.join(' ')}${document ? ` ${document}` : ''} ${isPlain ? 'quy dinh gi' : 'quy định gì'}`;
}
