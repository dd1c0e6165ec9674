/**
 * The JSON object (or list, with `opening` '[') in what a model wrote: the whole text, or the first that stands in it
 * whole, in a fence or between words. Nothing is repaired: a value that was cut off is none, nor is a part of it.
 * @returns undefined where there is none
 */
export function findJson(text: string, opening: '{' | '[' = '{'): unknown {
  for (let from = text.indexOf(opening); from >= 0; from = text.indexOf(opening, from + 1)) {
    const to = endOf(text, from);
    if (to < 0) return undefined;
    const value = parse(text.slice(from, to));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A value, or undefined where `text` is no JSON. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Behind the bracket that closes the one at `from`; -1 where none does. */
function endOf(text: string, from: number): number {
  let depth = 0;
  let isQuoted = false;
  for (let i = from; i < text.length; i += 1) {
    const letter = text[i];
    if (isQuoted) {
      if (letter === '\\') i += 1;
      else if (letter === '"') isQuoted = false;
    } else if (letter === '"') isQuoted = true;
    else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return -1;
}
