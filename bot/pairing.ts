import { cleanText, fold, oneLine } from '../text/normalise.ts';

/** The pairing code in 'LIENKET 123456', '/liên kết 123456', '/start 123456' or a bare '123 456'; otherwise null. */
export function pairingCodeIn(text: string): string | null {
  const folded = fold(oneLine(cleanText(text)));
  const match = /^\/?(?:lien ?ket|start|ma)?(?: ma)?[ :#]*(\d{3}) ?(\d{3})[.!]?$/u.exec(folded);
  return match ? `${match[1]}${match[2]}` : null;
}
