/*
 * One form for the many ways the same Vietnamese text is typed. Everything that compares, indexes or parses text
 * goes through here first. Nothing here knows about documents or questions.
 */

/** Zero-width, bidirectional-control, soft-hyphen and BOM characters: invisible, and a way to hide text. */
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu;

/** Spaces of every width except the line break. */
const oddSpaces = /[\t\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu;

/** Old tone placement ("hoà", "thuỷ") to the new one ("hòa", "thủy"): the tone moves to the first vowel of oa, oe, uy. */
const toneMoves: readonly (readonly [RegExp, string])[] = buildToneMoves();

/**
 * NFC, ordinary spaces, no invisible characters, line breaks as '\n'. Keeps case, punctuation and tone placement, so
 * that stored text stays what the document prints.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029|\u0085/gu, '\n')
    .replace(invisible, '')
    .replace(oddSpaces, ' ')
    .normalize('NFC');
}

/** `cleanText` with one tone placement; the form in which accented words are compared. Length is kept after `cleanText`. */
export function normalise(text: string): string {
  let result = cleanText(text);
  for (const [pattern, replacement] of toneMoves) result = result.replace(pattern, replacement);
  return result;
}

/**
 * Lower case without diacritics, đ as d. After `cleanText` it keeps the length and every offset, so that a match in
 * folded text can be shown in the original.
 */
export function fold(text: string): string {
  let folded = '';
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

const foldedCharacters = new Map<string, string>();

function foldCharacter(character: string): string {
  const known = foldedCharacters.get(character);
  if (known !== undefined) return known;
  const base = character
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/gu, 'd');
  // A character whose base has another length (ligatures, lone combining marks) stays as it is.
  const result = base.length === character.length ? base : character;
  foldedCharacters.set(character, result);
  return result;
}

/** One line: runs of white space become one space, ends trimmed. */
export const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

function buildToneMoves(): (readonly [RegExp, string])[] {
  const tones = ['\u0300', '\u0301', '\u0309', '\u0303', '\u0323'];
  const moves: (readonly [RegExp, string])[] = [];
  for (const [first, second] of [
    ['o', 'a'],
    ['o', 'e'],
    ['u', 'y'],
  ] as const) {
    for (const tone of tones) {
      for (const [a, b] of [
        [first, second],
        [first.toUpperCase(), second],
        [first.toUpperCase(), second.toUpperCase()],
      ] as const) {
        const from = a + (b + tone).normalize('NFC');
        const to = (a + tone).normalize('NFC') + b;
        // "quý" keeps its tone: there u belongs to the consonant. A following letter ("toàn", "huýt") keeps it too.
        const guard = first === 'u' ? '(?<![qQ])' : '';
        moves.push([new RegExp(`${guard}${from}(?!\\p{L})`, 'gu'), to]);
      }
    }
  }
  return moves;
}
