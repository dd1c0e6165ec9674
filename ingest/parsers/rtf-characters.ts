/** Letters that have a control word. */
export const signs: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  softline: '\n',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
  '~': ' ',
  _: '-',
  zwj: '',
  zwnj: '',
};

/** Windows code pages by the character set of a font (\fcharset). */
export const codePages: Readonly<Record<number, string>> = {
  0: 'windows-1252',
  77: 'macintosh',
  128: 'shift_jis',
  134: 'gbk',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};

/** The name of a code page given by its number (\\ansicpg, \\cpg); western where it is none that a decoder knows. */
export const codePageName = (page: number): string => {
  if (page === 10000) return 'macintosh';
  return page >= 1250 && page <= 1258 ? `windows-${page}` : 'windows-1252';
};

const decoders = new Map<string, TextDecoder>();

/** The letter of a single byte in a code page. */
export function decodeByte(code: number, page: string): string {
  let decoder = decoders.get(page);
  if (!decoder) decoders.set(page, (decoder = new TextDecoder(page)));
  return decoder.decode(Uint8Array.of(code));
}
