/*
 * Letterheads and subjects are set in capitals. The document itself usually says how they are written in running text
 * ('Ban Chấp hành Trung ương'), so the longest matching phrases are looked up there.
 */

/** How many words a phrase may have that is looked up as a whole. */
const longestPhrase = 8;

/** `text` in ordinary case, as far as `body` shows it; the first letter is a capital. */
export function trueCase(text: string, body: string): string {
  const lowerBody = body.toLowerCase();
  // Lower case may change the length of rare letters; offsets would then lie.
  const source = lowerBody.length === body.length ? body : lowerBody;
  const words = text.split(' ');
  const cased: string[] = [];
  for (let index = 0; index < words.length;) {
    let taken = 1;
    let form = alone(words[index] ?? '', source, lowerBody);
    for (let length = Math.min(longestPhrase, words.length - index); length >= 2; length--) {
      const found = lookUp(words.slice(index, index + length).join(' '), source, lowerBody);
      if (found === null) continue;
      taken = length;
      form = found;
      break;
    }
    cased.push(form);
    index += taken;
  }
  const joined = cased.join(' ');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

/** A lone word is capital where the text never has it in lower case ('Kon', 'QH15'), and with digits as it stands. */
function alone(word: string, body: string, lowerBody: string): string {
  if (/\d/u.test(word)) return word;
  const found = lookUp(word, body, lowerBody);
  return found ?? word.toLowerCase();
}

/** The commonest form of the phrase in running text; sentence starts and capitals do not count. */
function lookUp(phrase: string, body: string, lowerBody: string): string | null {
  const lower = phrase.toLowerCase();
  const counts = new Map<string, number>();
  for (
    let at = lowerBody.indexOf(lower), seen = 0;
    at >= 0 && seen < 40;
    at = lowerBody.indexOf(lower, at + 1), seen++
  ) {
    if (/\p{L}/u.test(lowerBody.charAt(at - 1)) || /\p{L}/u.test(lowerBody.charAt(at + lower.length)))
      continue;
    const form = body.slice(at, at + phrase.length);
    if (form === form.toUpperCase()) continue;
    const isStart = at === 0 || /(?:^|[.!?:;\n“"]|[-–•])\s*$/u.test(body.slice(Math.max(0, at - 3), at));
    counts.set(form, (counts.get(form) ?? 0) + (isStart ? 0.1 : 1));
  }
  let best: string | null = null;
  for (const [form, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = form;
  return best;
}
