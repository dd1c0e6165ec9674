import { cleanText, fold, oneLine } from '../text/normalise.ts';

const codePattern = /(\d{3}) ?(\d{3})[.!]?$/u;

/** The pairing code in 'LIENKET 123456', '/liên kết 123 456' or '/start 123456'; otherwise null. */
export const linkCodeIn = (text: string): string | null =>
  codeAfter(/^\/?(?:lien ?ket|start)(?: ma)?[ :#]*$/u, text);

/** As `linkCodeIn`, and a code alone, for a sender who can mean nothing else by six digits. */
export const pairingCodeIn = (text: string): string | null =>
  linkCodeIn(text) ?? codeAfter(/^(?:ma[ :#]*)?$/u, text);

function codeAfter(lead: RegExp, text: string): string | null {
  const folded = fold(oneLine(cleanText(text)));
  const match = codePattern.exec(folded);
  return match && lead.test(folded.slice(0, match.index)) ? `${match[1]}${match[2]}` : null;
}
