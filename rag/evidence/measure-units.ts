import { fold } from '../../text/normalise.ts';

/* Units of measure by name and by sign: a heading 'Khoảng cách (m)' says that its figures are metres. */

const units: readonly (readonly string[])[] = [
  ['km/h', 'km/gio', 'kilomet/gio', 'ki-lo-met/gio', 'kmh'],
  ['km', 'kilomet', 'ki lo met', 'ki-lo-met', 'cay so'],
  ['m2', 'm²', 'met vuong'],
  ['m3', 'm³', 'met khoi'],
  ['m', 'met'],
  ['cm', 'xentimet', 'centimet', 'xen ti met'],
  ['mm', 'milimet', 'mi li met'],
  ['ha', 'hecta', 'hec ta', 'hec-ta'],
  ['kg', 'kilogam', 'ki lo gam', 'ki-lo-gam'],
  ['g', 'gam', 'gram'],
  ['t', 'tan'],
  ['l', 'lit'],
  ['%', 'phan tram'],
  ['h', 'gio'],
  ['ph', 'phut'],
  ['đ', 'd', 'vnd', 'dong'],
];

/** Every folded way to write the same unit; the word alone where it is none that is known. */
export const writingsOf = (unit: string): readonly string[] =>
  units.find((names) => names.includes(unit)) ?? [unit];

/** Whether a text begins with a unit: 'mét', 'ki lô mét mỗi giờ', 'km/h'. */
export function beginsWithUnit(text: string): boolean {
  const folded = fold(text).trimStart();
  return units.some((names) =>
    names.some((name) => folded.startsWith(name) && !/^[\p{L}\p{N}]/u.test(folded.slice(name.length))),
  );
}

/** Whether one of the texts gives a figure in this unit: '35 m', or a heading '(m)', 'Đơn vị: m'. */
export function givesUnit(unit: string, texts: readonly string[]): boolean {
  const names = units.find((list) => list.includes(unit));
  if (!names) return false;
  const written = names.map((name) => name.replace(/[/²³]/gu, String.raw`\$&`)).join('|');
  const pattern = new RegExp(
    String.raw`(?:\d\s*|[(:,]\s*(?:[\p{L}.]{1,8}\s+)?)(?:${written})(?![\p{L}\p{N}/])`,
    'u',
  );
  return texts.some((text) => pattern.test(fold(text)));
}
