import { fold } from '../../text/normalise.ts';

/*
 * Fixed wordings of office documents (mottoes, type lines, 'Số', 'ngày … tháng … năm') found in spite of the slips of
 * character recognition: marks lost or changed, 'l' for '1', a letter more or less. Only wordings known beforehand are
 * read so; names and numbers never are.
 */

/** Letters that recognisers take for one another, as the letter that stands for all of them. */
const alike: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  l: 'i',
  '|': 'i',
  '!': 'i',
  ']': 'i',
  c: 'e',
  q: 'g',
};

/** Folded letters with look-alikes made equal. Keeps the length, so offsets hold in the original. */
export function skeleton(text: string): string {
  return fold(text).replace(/[01l|!\]cq]/gu, (letter) => alike[letter] ?? letter);
}

/** A found wording: [from, to) in the text. */
export interface Found {
  from: number;
  to: number;
}

/**
 * Where `wording` stands in `text`, with at most one letter in `per` wrong, missing or too many; null where it does not.
 * The best match wins. Long texts are looked at in their first 300 letters only: wordings of a head stand in short lines.
 */
export function findAlike(text: string, wording: string, per = 6): Found | null {
  const pattern = skeletonOf(wording);
  const line = skeleton(text.slice(0, 300));
  const exact = line.indexOf(pattern);
  if (exact >= 0) return { from: exact, to: exact + pattern.length };
  const allowed = Math.floor(pattern.length / per);
  if (allowed === 0 || !sharesPiece(line, pattern, allowed + 1)) return null;
  // Distances of every ending of the line against the whole wording; a match may begin anywhere (Sellers 1980).
  let costs = Array.from({ length: pattern.length + 1 }, (_, row) => row);
  let starts: number[] = costs.map(() => 0);
  let best: (Found & { cost: number }) | null = null;
  for (let column = 1; column <= line.length; column++) {
    const nextCosts = [0];
    const nextStarts = [column];
    for (let row = 1; row <= pattern.length; row++) {
      const replaced = (costs[row - 1] ?? 0) + (pattern[row - 1] === line[column - 1] ? 0 : 1);
      const added = (costs[row] ?? 0) + 1;
      const missed = (nextCosts[row - 1] ?? 0) + 1;
      const cost = Math.min(replaced, added, missed);
      nextCosts.push(cost);
      nextStarts.push(
        cost === replaced
          ? (starts[row - 1] ?? 0)
          : cost === added
            ? (starts[row] ?? 0)
            : (nextStarts[row - 1] ?? 0),
      );
    }
    costs = nextCosts;
    starts = nextStarts;
    const cost = costs[pattern.length] ?? Infinity;
    if (cost <= allowed && (best === null || cost < best.cost))
      best = { cost, from: starts[pattern.length] ?? 0, to: column };
  }
  return best === null ? null : { from: best.from, to: best.to };
}

/** Wordings are few and asked for in every line. */
const skeletons = new Map<string, string>();
function skeletonOf(wording: string): string {
  let known = skeletons.get(wording);
  if (known === undefined) {
    known = skeleton(wording);
    skeletons.set(wording, known);
  }
  return known;
}

/** Cut into one more piece than slips are allowed, one piece at least must stand in the line unharmed. */
function sharesPiece(line: string, pattern: string, count: number): boolean {
  for (let piece = 0; piece < count; piece++) {
    const from = Math.floor((piece * pattern.length) / count);
    const to = Math.floor(((piece + 1) * pattern.length) / count);
    if (line.includes(pattern.slice(from, to))) return true;
  }
  return false;
}

/** True where the whole of `text` is `wording` in spite of slips. */
export function isAlike(text: string, wording: string, per = 6): boolean {
  const a = skeleton(text);
  const b = skeleton(wording);
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > Math.floor(b.length / per)) return false;
  const found = findAlike(text, wording, per);
  return found !== null && found.from <= 1 && found.to >= text.length - 1;
}

/** Digits as they were before recognition took them for letters: 'O4' is '04', 'l2' is '12', '1]' is '11'. */
export const digitsOf = (text: string): string => text.replace(/[oO]/gu, '0').replace(/[lI|\]!]/gu, '1');

/** What stamps, rules and signatures leave behind: few letters, or none that belong together. */
export function isRubbish(text: string): boolean {
  const bare = text.replace(/\s/gu, '');
  const letters = bare.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (letters < 3) return !/^\d+$/u.test(bare);
  return letters / bare.length < 0.5;
}

/** The stamp of the government's portal on what it publishes. */
export const portalStamp = 'cổng thông tin điện tử chính phủ';

/** What certificates of digital signatures and registry stamps print over a document; it is no part of it. */
export const isStamp = (text: string): boolean =>
  text.length <= 120 && (isCertificate(text) || findAlike(text, portalStamp, 4) !== null);

/** The same where the line says nothing but the stamp: a line that names the portal may be about it. */
export const isOnlyStamp = (text: string): boolean =>
  text.length <= 120 && (isCertificate(text) || isAlike(text, portalStamp, 4));

function isCertificate(text: string): boolean {
  if (
    /^(?:Người ký|Thời gian ký|Ngày ký|Cơ quan|Email|Ký bởi|Chữ ký số|Signed by|Digitally signed)\s*:/iu.test(
      text,
    )
  )
    return true;
  if (/\d{2}[:.]\d{2}[:.]\d{2}\s*\+?0?7/u.test(text) || /\S@\S|(?<!\p{L})ký:/u.test(text)) return true;
  const folded = fold(text);
  if (
    /(?:cong van|van ban)\s*[dđ]en\s*$|^\W*den\s*(?:gio|ngay|so)?\W/u.test(folded) &&
    !/kinh gui/u.test(folded)
  )
    return true;
  return /^\W*(?:gio|ngay|so|chuyen|kinh chuyen)\W{0,3}[.…]{2,}/u.test(folded);
}
