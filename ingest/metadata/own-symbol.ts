import { fold } from '../../text/normalise.ts';
import { findLooseSymbols, findSymbols, type SymbolMention } from '../../text/symbols.ts';
import { type Letterhead } from './letterhead.ts';
import type { IngestWarning } from '../types.ts';
import type { TitleSentence } from './title-sentence.ts';
import type { MetadataSource } from './metadata-source.ts';

export function findOwnSymbol(
  source: MetadataSource,
  head: Letterhead,
  stated: string | undefined,
  title: TitleSentence | null,
  warnings: IngestWarning[],
): SymbolMention | null {
  if (head.symbol)
    return source.isScan ? heldAgainstFileName(head.symbol, source.fileName, warnings) : head.symbol;
  const inField = stated === undefined ? undefined : findSymbols(stated)[0];
  if (inField && inField.form !== 'number-only') return inField;
  if (title) return title.mention;
  // An empty number line is a draft or a form: its file name would be a guess about a number not yet given.
  if (head.hasSymbolLine) return null;
  const inName = symbolInFileName(source.fileName);
  if (inName && head.isOfficial) {
    warnings.push('symbol-from-file-name');
    return inName;
  }
  return null;
}

/** 'Nghị định 151-2024-NĐ-CP.docx', '153-tb-vpcp.signed.pdf': slashes cannot stand in file names. */
export function symbolInFileName(fileName: string): SymbolMention | null {
  const name = fileName.replace(/(?:\.signed)?\.[^.]*$/u, '').replace(/[_\s]+/gu, ' ');
  const forms = [
    name,
    name.replace(/(\d+)-(\d{4})-(\p{Lu})/u, '$1/$2/$3'),
    name.replace(/(\d+)-(\p{Lu}[\p{L}]*)-(\p{Lu}+)(?!.*-)/u, '$1-$2/$3'),
  ];
  for (const form of forms) {
    const mention = findSymbols(form)[0];
    if (mention && mention.form !== 'number-only' && mention.form !== 'letter') return mention;
  }
  // In small letters only a type and a body that are known make a symbol of it.
  const typed = findLooseSymbols(name.replace(/-/gu, ' ')).find(
    ({ form, typeCode, issuerCode }) => form !== 'number-only' && form !== 'letter' && typeCode && issuerCode,
  );
  return typed && /^\d/u.test(name) ? typed : null;
}

/**
 * A number read from a picture against the one that people gave the file: where a single digit differs ('209/QĐ-TTg' in
 * '299-ttg.pdf') recognition is the likelier to have erred. Either way the difference is shown.
 */
export function heldAgainstFileName(
  symbol: SymbolMention,
  fileName: string,
  warnings: IngestWarning[],
): SymbolMention {
  const named = /^(\d{1,5})(?=[^\d])[-_ .]?(.*)$/u.exec(fileName.replace(/(?:\.signed)?\.[^.]*$/u, ''));
  const digits = (named?.[1] ?? '').replace(/^0+/u, '');
  if (named === null || digits === symbol.number || digits.length !== symbol.number.length) return symbol;
  const differing = [...digits].filter((digit, index) => digit !== symbol.number.charAt(index)).length;
  const tail = fold(named[2] ?? '').split(/[-_ .]/u);
  const issuers = fold(symbol.issuerCode ?? '').split('-');
  if (differing !== 1 || !tail.some((part) => part.length >= 2 && issuers.includes(part))) return symbol;
  warnings.push('symbol-differs-from-file-name');
  const corrected = findSymbols(symbol.symbol.replace(/^\d+/u, digits.padStart(2, '0')))[0];
  return corrected ? { ...symbol, ...corrected, typeName: symbol.typeName } : symbol;
}
