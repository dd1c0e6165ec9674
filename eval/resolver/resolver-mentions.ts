import { sha256 } from '../../core/ids.ts';
import type { Head } from './resolver-heads.ts';

/*
 * How people and machines write the symbol of a document. Written before the rules that read it, from what is seen in
 * chats, file names and scans; half of the kinds were kept aside while the rules were written, see docs/evaluation.md.
 */

/** What a mention still says of its document; what is left out may be anything. */
export interface Told {
  number: string;
  year?: number;
  /** A type code stands for all its names: QĐ for quyết định and quy định. */
  code?: string;
  typeName?: string;
  issuer?: string;
  issuedOn?: string;
  issuedIn?: string;
}

interface Written {
  text: string;
  told: Told;
}

type Random = () => number;

/** Where the parts of a symbol stand, before anything is mistyped. Null: the head has no such form. */
const forms: Readonly<Record<string, (head: Head) => Written | null>> = {
  printed: (head) => ({ text: head.symbol, told: whole(head) }),
  'named-printed': (head) => ({
    text: `${head.typeName} số ${head.symbol}`,
    told: { ...whole(head), typeName: head.typeName },
  }),
  'code-first': (head) =>
    isParty(head) ? { text: `${head.code} ${padded(head)}/${head.issuer}`, told: whole(head) } : null,
  'code-so': (head) =>
    isParty(head) ? { text: `${head.code} số ${head.number}-${head.issuer}`, told: whole(head) } : null,
  'name-number-issuer': (head) =>
    isParty(head)
      ? {
          text: `${head.typeName} ${head.number} ${head.issuer}`,
          told: { ...whole(head), typeName: head.typeName },
        }
      : null,
  'number-name-issuer': (head) =>
    isParty(head)
      ? {
          text: `số ${head.number} ${head.typeName} ${head.issuer}`,
          told: { ...whole(head), typeName: head.typeName },
        }
      : null,
  'issuer-last-code': (head) =>
    isParty(head) ? { text: `${head.issuer} ${head.code} ${padded(head)}`, told: whole(head) } : null,
  'code-issuer-number': (head) =>
    isParty(head) ? { text: `${head.code}/${head.issuer} số ${padded(head)}`, told: whole(head) } : null,
  'no-issuer': (head) =>
    isParty(head)
      ? { text: `${padded(head)}-${head.code}`, told: { number: head.number, code: head.code } }
      : null,
  'no-type': (head) =>
    isParty(head)
      ? { text: `${padded(head)}/${head.issuer}`, told: { number: head.number, issuer: head.issuer } }
      : null,
  'name-number': (head) =>
    head.year === null && head.code !== ''
      ? {
          text: `${head.typeName} ${padded(head)}`,
          told: { number: head.number, code: head.code, typeName: head.typeName },
        }
      : null,
  'name-so-number': (head) =>
    head.code === ''
      ? null
      : {
          text: `${head.typeName} số ${head.number}`,
          told: { number: head.number, code: head.code, typeName: head.typeName },
        },
  'code-number': (head) =>
    isParty(head)
      ? { text: `${head.code} ${head.number}`, told: { number: head.number, code: head.code } }
      : null,
  'any-paper': (head) =>
    head.year === null ? { text: `văn bản số ${padded(head)}`, told: { number: head.number } } : null,
  'issuer-in-words': (head) => {
    const words = issuerInWords[head.issuer];
    return words === undefined || head.code === ''
      ? null
      : {
          text: `${head.typeName} ${padded(head)} của ${words}`,
          told: { number: head.number, code: head.code, typeName: head.typeName, issuer: head.issuer },
        };
  },
  'issuer-in-words-first': (head) => {
    const words = issuerInWords[head.issuer];
    return words === undefined || head.code === ''
      ? null
      : {
          text: `${head.typeName} của ${words} số ${padded(head)}`,
          told: { number: head.number, code: head.code, typeName: head.typeName, issuer: head.issuer },
        };
  },
  'with-day': (head) => ({
    text: `${head.symbol} ngày ${dayOf(head)}`,
    told: { ...whole(head), issuedOn: head.issuedOn },
  }),
  'with-day-in-words': (head) => ({
    text: `${head.typeName} ${head.symbol}, ngày ${Number(head.issuedOn.slice(8))} tháng ${Number(head.issuedOn.slice(5, 7))} năm ${head.issuedOn.slice(0, 4)}`,
    told: { ...whole(head), typeName: head.typeName, issuedOn: head.issuedOn },
  }),
  'with-year': (head) =>
    head.year === null
      ? {
          text: `${head.symbol} năm ${head.issuedOn.slice(0, 4)}`,
          told: { ...whole(head), issuedIn: head.issuedOn.slice(0, 4) },
        }
      : null,
  'name-number-year': (head) =>
    head.code === ''
      ? null
      : {
          text: `${head.typeName} ${padded(head)} năm ${head.issuedOn.slice(0, 4)}`,
          told: {
            number: head.number,
            code: head.code,
            typeName: head.typeName,
            issuedIn: head.issuedOn.slice(0, 4),
          },
        },
  'name-number-slash-year': (head) =>
    head.year !== null && head.code !== ''
      ? {
          text: `${head.typeName} ${padded(head)}/${head.year}`,
          told: { number: head.number, year: head.year, code: head.code, typeName: head.typeName },
        }
      : null,
  'state-code-first': (head) =>
    head.year !== null && head.code !== ''
      ? {
          text: `${head.code} ${padded(head)}/${head.year}`,
          told: { number: head.number, year: head.year, code: head.code },
        }
      : null,
  'file-name': (head) => ({
    text: `${head.symbol.replace(/[/]/gu, '-')}.pdf`,
    told: whole(head),
  }),
  'file-name-underscores': (head) => ({
    text: head.symbol.replace(/[/-]/gu, '_'),
    told: whole(head),
  }),
};

/** How it is mistyped or misread; a kind that changes nothing in a text is not counted for it. */
const slips: Readonly<Record<string, (text: string, random: Random) => string>> = {
  none: (text) => text,
  'lower-case': (text) => text.toLowerCase(),
  'upper-case': (text) => text.toUpperCase(),
  'no-accents': (text) => bare(text),
  'no-accents-lower': (text) => bare(text).toLowerCase(),
  'wide-separators': (text) => text.replace(/[-/]/gu, (mark) => ` ${mark} `),
  'space-after': (text, random) => someOf(text, /[-/]/gu, random, (mark) => `${mark} `),
  'space-before': (text, random) => someOf(text, /[-/]/gu, random, (mark) => ` ${mark}`),
  'spaces-for-marks': (text) => text.replace(/[-/]/gu, ' '),
  'dots-for-marks': (text) => text.replace(/[-/](?=\p{L})/gu, '.'),
  'no-marks': (text) => text.replace(/(?<=\d)[-](?=\p{L})|(?<=\p{L})\/(?=\p{L})/gu, ''),
  'hyphen-for-slash': (text) => text.replace(/(?<=\p{L})\//gu, '-'),
  'slash-for-hyphen': (text) => text.replace(/(?<=\d)-(?=\p{L})/gu, '/'),
  'marks-exchanged': (text) =>
    text.replace(/(?<=\d)-(\p{L}+)\/(?=\p{L})/gu, (_, code: string) => `/${code}-`),
  'doubled-marks': (text, random) => someOf(text, /[-/]/gu, random, (mark) => mark + mark),
  'long-dash': (text) => text.replaceAll('-', '–'),
  'odd-dash': (text, random) => text.replaceAll('-', pickOf(['‑', '‐', '—', '−', '­-'], random)),
  'odd-slash': (text, random) => text.replaceAll('/', pickOf(['⁄', '∕', '／', '\\'], random)),
  'bar-for-slash': (text) => text.replace(/(?<=\p{L})\/(?=\p{L})/gu, '|'),
  'icelandic-d': (text) => text.replaceAll('Đ', 'Ð'),
  'd-without-bar': (text) => text.replaceAll('Đ', 'D').replaceAll('đ', 'd'),
  'letter-o': (text) => text.replace(/0/u, 'O'),
  'small-o': (text) => text.replace(/(?<=\d)0|0(?=\d)/u, 'o'),
  'letter-l': (text) => text.replace(/(?<!\d[/.-])1(?!\d{3})/u, 'l'),
  'letter-I': (text) => text.replace(/(?<!\d[/.-])1(?!\d{3})/u, 'I'),
  'letter-s': (text) => text.replace(/(?<=\d)5(?=[-/ ])/u, 'S'),
  'zero-added': (text) => text.replace(/(?<!\d|\d[/.-]|ngày )([1-9]\d?)(?=[-/ ]|$)(?!\/\d{1,2}\/)/u, '0$1'),
  'zero-dropped': (text) => text.replace(/(?<!\d|\d[/.-])0(?=[1-9](?:[-/ ]|$))/u, ''),
  'point-in-number': (text) => text.replace(/(?<!\d|\/|năm )(\d)(\d{3})(?=-|\s|$)/u, '$1.$2'),
  'central-uw': (text) => text.replace(/TW(?!\p{L})/gu, 'TƯ'),
  'central-point': (text) => text.replace(/TW(?!\p{L})/gu, 'T.W'),
  'letters-apart': (text) => text.replace(/(?<=[-/])(\p{Lu})(\p{Lu})(?!\p{L})/gu, '$1 $2'),
  'line-break': (text) => text.replace(/\/(?=\p{Lu})/u, '/\n'),
  'zero-width': (text) => text.replace(/(?<=\d)-/u, '\u200b-\u200b'),
  'no-break-space': (text) => text.replaceAll(' ', '\u00a0'),
  decomposed: (text) => text.normalize('NFD'),
  'old-tone-marks': (text) => text.replaceAll('ủy', 'uỷ').replaceAll('hóa', 'hoá'),
  quoted: (text) => `“${text}”`,
  bracketed: (text) => `(${text})`,
  'full-stop': (text) => `${text}.`,
  'so-misread': (text, random) =>
    text.replace(/(?<!\p{L})số(?=\s)/u, pickOf(['sô', 'Số:', 'so', 's0', 'SỐ', 'số :'], random)),
  'number-sign': (text) => text.replace(/(?<!\p{L})số\s/u, 'No. '),
  'words-together': (text) => text.replace(/(?<=\p{Ll}) (?=\p{Ll}+ )/u, ''),
  'tone-slip': (text) =>
    text.replace(
      /Chỉ thị|Nghị quyết|Kết luận|Quyết định|Hướng dẫn|Kế hoạch/u,
      (name) => toneSlips[name] ?? name,
    ),
};

const toneSlips: Readonly<Record<string, string>> = {
  'Chỉ thị': 'Chi thị',
  'Nghị quyết': 'Nghi quyết',
  'Kết luận': 'Kêt luận',
  'Quyết định': 'Quyêt định',
  'Hướng dẫn': 'Hướng dân',
  'Kế hoạch': 'Kê hoạch',
};

/** What stands around a mention in a chat. */
const frames: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['', ' nói gì'],
  ['', ' ban hành ngày nào?'],
  ['cho tôi xem ', ''],
  ['', ' có quy định về thi đua không'],
  ['nội dung chính của ', ' là gì'],
  ['ai ký ', '?'],
  ['theo ', ' thì thời hạn báo cáo là bao lâu'],
];

/** A mention made from a head. */
export interface Mention extends Written {
  /** 'FORM+SLIP'. */
  kind: string;
  form: string;
  slip: string;
}

/** Which half a form or slip belongs to: by its name alone, fixed before any rule was written. */
export const halfOf = (name: string): 'dev' | 'held-out' =>
  Number.parseInt(sha256(name).slice(0, 2), 16) % 2 === 0 ? 'dev' : 'held-out';

/** A mention is of the dev half only where form and slip both are. */
export const isHeldOut = ({ form, slip }: Pick<Mention, 'form' | 'slip'>): boolean =>
  halfOf(form) === 'held-out' || (slip !== 'none' && halfOf(slip) === 'held-out');

/** Writes the head in some way; the slip always changes something, except 'none'. */
export function mentionOf(head: Head, random: Random): Mention {
  for (;;) {
    const form = pickOf(Object.keys(forms), random);
    const written = forms[form]?.(head);
    if (!written) continue;
    const slip = pickOf(Object.keys(slips), random);
    const text = slips[slip]!(written.text, random);
    if (slip !== 'none' && text === written.text) continue;
    const [before, after] = pickOf(frames, random);
    return { kind: `${form}+${slip}`, form, slip, told: written.told, text: before + text + after };
  }
}

/** Whether a head is one that the mention may mean. */
export function fits(told: Told, head: Head): boolean {
  return (
    told.number === head.number &&
    // 'Nghị quyết 02/2022' may be one of the Party that was issued in 2022.
    (told.year === undefined ||
      told.year === (head.year ?? (told.issuer ? 0 : Number(head.issuedOn.slice(0, 4))))) &&
    (told.code === undefined || told.code === head.code || (head.code === '' && told.code === 'L')) &&
    (told.typeName === undefined || told.typeName === head.typeName) &&
    (told.issuer === undefined || told.issuer === head.issuer || head.issuer.startsWith(`${told.issuer}-`)) &&
    (told.issuedOn === undefined || told.issuedOn === head.issuedOn) &&
    (told.issuedIn === undefined || told.issuedIn === head.issuedOn.slice(0, 4))
  );
}

const issuerInWords: Readonly<Record<string, string>> = {
  TW: 'Trung ương',
  TU: 'Tỉnh ủy',
  HU: 'Huyện ủy',
  TTg: 'Thủ tướng Chính phủ',
  CP: 'Chính phủ',
};

const whole = (head: Head): Told => ({
  number: head.number,
  issuer: head.issuer,
  ...(head.code !== '' && head.code !== 'CV' && { code: head.code }),
  ...(head.year !== null && { year: head.year }),
});

const isParty = (head: Head): boolean => /^\d+-/u.test(head.symbol);
const padded = (head: Head): string => head.number.padStart(2, '0');
const dayOf = ({ issuedOn }: Head): string =>
  `${issuedOn.slice(8)}/${issuedOn.slice(5, 7)}/${issuedOn.slice(0, 4)}`;
const pickOf = <T>(options: readonly T[], random: Random): T =>
  options[Math.floor(random() * options.length)]!;

/** Changes at least one of the places that match. */
function someOf(text: string, pattern: RegExp, random: Random, change: (found: string) => string): string {
  const count = [...text.matchAll(pattern)].length;
  const sure = Math.floor(random() * count);
  let at = 0;
  return text.replace(pattern, (found) => (at++ === sure || random() < 0.4 ? change(found) : found));
}

/** Without diacritics, cases kept. */
const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D');
