/* Rich Text Format, from signs to tokens. */

export type RtfToken =
  | { kind: 'open' }
  | { kind: 'close' }
  /** A control word or symbol; `value` is its number, where it has one. */
  | { kind: 'word'; name: string; value: number | null }
  /** \'hh: a letter of the code page in force. */
  | { kind: 'byte'; code: number }
  | { kind: 'text'; text: string };

const word = /\\([A-Za-z]{1,40})(-?\d{1,10})? ?/uy;
const plain = /[^\\{}\r\n]+/uy;

/** Reads the tokens of a file given as Latin-1, one sign a byte. Binary data (\bin) is passed over. */
export function* readRtfTokens(source: string): Generator<RtfToken> {
  let at = 0;
  while (at < source.length) {
    const sign = source.charAt(at);
    if (sign === '{') {
      at += 1;
      yield { kind: 'open' };
    } else if (sign === '}') {
      at += 1;
      yield { kind: 'close' };
    } else if (sign === '\r' || sign === '\n' || sign === '\u0000') at += 1;
    else if (sign === '\\') {
      word.lastIndex = at;
      const match = word.exec(source);
      if (match) {
        at = word.lastIndex;
        const value = match[2] === undefined ? null : Number(match[2]);
        if (match[1] === 'bin') at += Math.max(0, value ?? 0);
        else yield { kind: 'word', name: match[1] as string, value };
        continue;
      }
      const symbol = source.charAt(at + 1);
      if (symbol === "'") {
        const code = Number.parseInt(source.slice(at + 2, at + 4), 16);
        at += 4;
        if (!Number.isNaN(code)) yield { kind: 'byte', code };
        continue;
      }
      at += 2;
      if (symbol === '\\' || symbol === '{' || symbol === '}') yield { kind: 'text', text: symbol };
      else if (symbol === '\r' || symbol === '\n') yield { kind: 'word', name: 'par', value: null };
      else yield { kind: 'word', name: symbol, value: null };
    } else {
      plain.lastIndex = at;
      const match = plain.exec(source);
      at = match ? plain.lastIndex : at + 1;
      if (match) yield { kind: 'text', text: match[0] };
    }
  }
}
