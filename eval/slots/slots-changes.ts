/*
 * Questions with one thing in them exchanged for another of its kind that the documents do not state: what was answered
 * before must then not be given as fact. Read with patterns of its own, not with those of the answerer.
 */

export interface ChangedQuestion {
  kind: string;
  /** What stood there and what stands there now. */
  before: string;
  after: string;
  question: string;
}

type Pick = <T>(list: readonly T[]) => T;

const romans =
  'I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII XXIII XXIV'.split(' ');
const years = Array.from({ length: 24 }, (_, i) => String(2004 + i));
const places =
  'Hà Nam|Lai Châu|Cà Mau|Trà Vinh|Kon Tum|Bạc Liêu|Ninh Thuận|Hậu Giang|Đắk Nông|Sóc Trăng|Gò Xoài|Cát Lở|Tân Nghĩa'.split(
    '|',
  );
const number = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

/** Kind, where it stands, and what may stand there instead. Earlier kinds keep later ones out of their place. */
const slots: readonly (readonly [string, RegExp, (text: string, pick: Pick) => string | null])[] = [
  [
    'symbol: number',
    /(?<![\d/.-])\d{1,4}(?=(?:-\p{Lu}\p{L}{1,3}\/|\/\d{4}\/)\p{Lu})/gu,
    (_, pick) => pick(number(201, 998)),
  ],
  [
    'symbol: type',
    /(?<=\d-)(?:CT|NQ|QĐ|QC|KL|KH|HD|TB|BC)(?=\/\p{Lu})/gu,
    (_, pick) => pick(['CT', 'NQ', 'KL', 'KH', 'HD', 'TB']),
  ],
  [
    'symbol: issuer',
    /(?<=\d-\p{Lu}\p{L}{1,3}\/)\p{Lu}{2,5}(?![\p{L}\p{N}])/gu,
    (_, pick) => pick(['TU', 'TW', 'ĐUK', 'HU', 'UBKTTU', 'BTCTU']),
  ],
  [
    'date',
    /(?<![\d/])\d{1,2}\/\d{1,2}(?:\/\d{4})?(?![\d/%])|(?<=ngày )\d{1,2} tháng \d{1,2}(?: năm \d{4})?/gu,
    anotherDay,
  ],
  ['month', /(?<=tháng )\d{1,2}(?=(?:\/| năm |\/)\d{4})/gu, (_, pick) => pick(number(1, 12))],
  [
    'term',
    /(?<!\d)20\d\d\s?[-–]\s?20\d\d(?!\d)/gu,
    (_, pick) => {
      const from = Number(pick(number(1990, 2040)));
      return `${from}-${from + 5}`;
    },
  ],
  [
    'quarter',
    /(?<=[Qq]uý )(?:IV|I{1,3}|[1-4])(?![\p{L}\p{N}])/gu,
    (text, pick) => pick(/\d/u.test(text) ? number(1, 4) : romans.slice(0, 4)),
  ],
  [
    'period',
    /(?<![\d/])\d{1,2}(?= tháng (?:đầu |cuối )?(?:năm )?(?:20)?)/gu,
    (_, pick) => pick(['3', '6', '9']),
  ],
  ['period', /(?<=\d tháng )(?:đầu|cuối)(?= năm)/gu, (text) => (text === 'đầu' ? 'cuối' : 'đầu')],
  ['year', /(?<![\d/.-])20\d\d(?![\d/.-])|(?<=(?:\d|quý \p{L}+)\/)20\d\d(?!\d)/gu, (_, pick) => pick(years)],
  [
    'ordinal',
    /(?<=(?:lần thứ|kỳ họp thứ|phiên thứ|phiên họp thứ) )(?:\d{1,2}|[IVX]+)(?![\p{L}\p{N}])/giu,
    (text, pick) => pick(/\d/u.test(text) ? number(2, 40) : romans),
  ],
  [
    'ordinal',
    /(?<=kh[oó][aá] )(?:\d{1,2}|[IVX]+)(?![\p{L}\p{N}])/gu,
    (text, pick) => pick(/\d/u.test(text) ? number(2, 40) : romans),
  ],
  ['article', /(?<=(?:Điều|khoản) )\d{1,3}(?!\d)/gu, (_, pick) => pick(number(70, 190))],
  [
    'place',
    /(?<=(?:[Tt]ỉnh|[Hh]uyện|[Tt]hị xã|[Tt]hành phố|[Xx]ã|[Pp]hường|[Hh]uyện ủy|[Tt]ỉnh ủy|Thành ủy) )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,2}(?!\p{L})/gu,
    (_, pick) => pick(places),
  ],
];

function anotherDay(text: string, pick: Pick): string {
  const day = pick(number(1, 28));
  const month = pick(number(1, 12));
  const year = /\d{4}/u.exec(text)?.[0];
  if (text.includes('tháng')) return `${day} tháng ${month}${year === undefined ? '' : ` năm ${year}`}`;
  return `${day}/${month}${year === undefined ? '' : `/${year}`}`;
}

/** Every slot of `question` exchanged up to `each` times; `isStated` keeps out values that the documents give. */
export function changesOf(
  question: string,
  random: () => number,
  each: number,
  isStated: (kind: string, value: string) => boolean,
): ChangedQuestion[] {
  const pick: Pick = (list) => list[Math.floor(random() * list.length)] as (typeof list)[number];
  const taken: [number, number][] = [];
  return slots.flatMap(([kind, pattern, another]) =>
    [...question.matchAll(pattern)].flatMap((match): ChangedQuestion[] => {
      const from = match.index;
      const to = from + match[0].length;
      if (taken.some(([a, b]) => a < to && from < b)) return [];
      taken.push([from, to]);
      const values = new Set<string>();
      for (let tried = 0; tried < each * 6 && values.size < each; tried++) {
        const value = another(match[0], pick);
        if (
          value !== null &&
          value !== match[0].replace(/\s/gu, '') &&
          value !== match[0] &&
          !isStated(kind, value)
        )
          values.add(value);
      }
      return [...values].map((after) => ({
        kind,
        before: match[0],
        after,
        question: question.slice(0, from) + after + question.slice(to),
      }));
    }),
  );
}
