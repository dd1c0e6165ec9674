import { fold } from '../../text/normalise.ts';
import { randomNumbers } from '../random.ts';
import {
  closings,
  count,
  days,
  flows,
  further,
  openings,
  organisations,
  people,
  periods,
  splits,
  unheard,
  units,
} from './question-words.ts';

/*
 * Questions drawn from measure, detail, unit, time, order, courtesy, region and slips of typing, each with the query that
 * was drawn: what nobody thought of writing down.
 */

/** A drawn question: what is typed, and the query that was meant, written as in `questions.tsv`. */
export interface Variant {
  text: string;
  expected: string;
  /** How it was typed, to see which kind fails. */
  kind: string;
}

type Pick = <T>(list: readonly T[]) => T;

const join = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .join(' ')
    .replace(/ ,/gu, ',');

/** Shuffled groups of words: people say unit, count and time in any order. */
function inAnyOrder(pick: Pick, core: string, unit: string, time: string): string {
  const inUnit = unit === '' ? '' : pick(['ở ', 'của ', 'trong ', '']) + unit;
  return pick([
    () => join(core, inUnit, time),
    () => join(unit, core, time),
    () => join(time === '' ? '' : `${time},`, unit, core),
    () => join(unit, time, core),
    () => join(core, time, inUnit === '' ? '' : `, ${unit}`),
  ])();
}

/** What several drawn parts mean together: a question back wins, and what has no meaning is unknown. */
function together(...meant: readonly string[]): string {
  const all = meant.filter((each) => each !== '');
  if (all.includes('future')) return 'future';
  const asks = all.filter((each) => each.startsWith('ask='));
  return asks[0] ?? all.join(' ');
}

function draw(pick: Pick): { text: string; expected: string; shape: string } | null {
  const [unit, unitMeans] = pick(units);
  const shape = pick([
    'stock',
    'stock',
    'stock',
    'flow',
    'flow',
    'split',
    'organisations',
    'trend',
    'compare',
    'top',
    'none',
  ]);
  const n = pick(count);
  const who = pick(['đảng viên', 'đảng viên', 'đv', 'ĐV']);
  switch (shape) {
    case 'stock': {
      const [detail, means] = pick(people);
      const [more, moreMeans] = pick(further);
      const [day, dayMeans] = pick(days);
      if (more !== '' && clashes(means, moreMeans)) return null;
      const core = pick([
        join('có', n, who, detail, more),
        join(n, who, detail, more),
        join('số', who, detail, more),
        join('tổng số', who, detail, more),
        join(who, detail, more, 'có', n, 'người'),
        join(who, detail, more),
      ]);
      const asked = [unitMeans, means, moreMeans, dayMeans].filter((each) => each.startsWith('ask=')).length;
      if (asked > 1 || (asked === 1 && dayMeans === 'future')) return null;
      return {
        text: inAnyOrder(pick, core, unit, day),
        expected: together(unitMeans, means, moreMeans, dayMeans),
        shape,
      };
    }
    case 'flow': {
      const [flow, means] = pick(flows);
      const [period, periodMeans] = pick(periods);
      const isCounted = /thẻ|huy hiệu/u.test(flow);
      const core = pick([
        join(flow, isCounted ? '' : `được ${n} ${pick(['đảng viên', 'người', 'đ/c', 'đồng chí'])}`),
        join('số', isCounted ? '' : 'đảng viên', flow),
        join(isCounted ? '' : `có ${n} đảng viên`, flow),
      ]);
      if (/^phát triển/u.test(flow) && !core.startsWith(flow)) return null;
      return {
        text: inAnyOrder(pick, core, unit, period),
        expected: together(unitMeans, means, periodMeans),
        shape,
      };
    }
    case 'split': {
      const [split, means] = pick(splits);
      const [day, dayMeans] = pick(days);
      if (dayMeans === 'future' && means.startsWith('ask=')) return null;
      if (unitMeans.startsWith('ask=') && means.startsWith('ask=')) return null;
      const core = join(pick(['thống kê', 'số', 'cho xem', 'lập bảng']), who, split);
      return {
        text: inAnyOrder(pick, core, unit, day),
        expected: together(unitMeans, means, dayMeans),
        shape,
      };
    }
    case 'organisations': {
      const [kind, means] = pick(organisations);
      const [day, dayMeans] = pick(days);
      if (unitMeans.startsWith('ask=') || dayMeans === 'future') return null;
      return {
        text: inAnyOrder(pick, join('có', n, kind), unit, day),
        expected: together(
          means.startsWith('ask=') ? means : `m=organisations d=level ${means}`,
          unitMeans,
          dayMeans,
        ),
        shape,
      };
    }
    case 'trend': {
      const [detail, means] = pick(people.slice(0, 12));
      const [span, spanMeans] = pick([
        ['từ năm 2020 đến năm 2025', 'p=2020-01-01..2025-12-31 asOf=2025-12-31'],
        ['giai đoạn 2021 - 2025', 'p=2021-01-01..2025-12-31 asOf=2025-12-31'],
      ] as const);
      const core = join(
        pick(['số', 'biểu đồ số', 'xu hướng']),
        who,
        detail,
        pick(['qua các năm', 'từng năm', 'theo năm']),
      );
      return {
        text: join(core, span, unit),
        expected: together(unitMeans, means, `${spanMeans} trend=year`),
        shape,
      };
    }
    case 'compare': {
      const [a, b] = pick([
        [units[4], units[7]],
        [units[9], units[11]],
        [units[7], units[13]],
      ]);
      const [detail, means] = pick(people.slice(0, 12));
      if (!a || !b) return null;
      const text = pick([
        `so sánh số ${join(who, detail)} của ${a[0]} với ${b[0]}`,
        `${a[0]} so với ${b[0]} bên nào nhiều ${join(who, detail)} hơn`,
        `${a[0]} với ${b[0]} bên nào đông ${join(who, detail)} hơn`,
        `${a[0]} và ${b[0]} nơi nào có nhiều ${join(who, detail)} hơn`,
      ]);
      return { text, expected: together(a[1], means, `cmp=unit:${b[1].slice(5)}`), shape };
    }
    case 'top': {
      const [what, means] = pick([
        ['đông đảng viên nhất', 'top=N,most'],
        ['nhiều đảng viên nữ nhất', 'f.sex=female top=N,most'],
        ['ít đảng viên nhất', 'top=N,fewest'],
      ] as const);
      const [kind, levels] = pick([
        ['chi bộ', 'levels=cell,grassroots_cell'],
        ['tổ chức cơ sở đảng', 'levels=grassroots_committee,grassroots_cell'],
        ['đơn vị', ''],
      ] as const);
      const n = pick(['3', '5']);
      if (unitMeans === '' || unitMeans.startsWith('ask=')) return null;
      const text = pick([
        `${n} ${kind} ${what} ${unit}`,
        `${unit} top ${n} ${kind} ${what}`,
        `${n} ${kind} ${what} của ${unit}`,
      ]);
      return { text, expected: together(unitMeans, 'd=unit', means.replace('N', n), levels), shape };
    }
    default: {
      const text = pick([join(unit, 'có', n, who, pick(unheard)), join(n, who, pick(unheard), unit)]);
      return { text, expected: 'unknown', shape };
    }
  }
}

/** Two details of one field, or such as nobody joins. */
function clashes(first: string, second: string): boolean {
  const field = (means: string): string => /^f\.(\w+)/u.exec(means)?.[1] ?? means;
  return field(first) === field(second) || first === 'ask=young' || (first === 'ask=level' && second === '');
}

/** How a line may be typed: with diacritics, without, half of them, and with abbreviations. */
const typings: readonly (readonly [string, (text: string, pick: Pick, random: () => number) => string])[] = [
  ['accented', (text) => text],
  ['folded', (text) => fold(text)],
  ['half', (text, _, random) => text.replace(/\p{L}+/gu, (word) => (random() < 0.5 ? fold(word) : word))],
  ['lower', (text) => text.toLowerCase()],
  [
    'short',
    (text) =>
      fold(text)
        .replace(/dang vien/gu, 'dv')
        .replace(/bao nhieu/gu, 'bn')
        .replace(/ket nap/gu, 'kn')
        .replace(/duoc/gu, 'dc'),
  ],
];

/** One slip in a word of the closed vocabulary: a letter doubled, left out, or two changed about. */
const slipped = [
  'đảng viên',
  'bao nhiêu',
  'chính thức',
  'kết nạp',
  'giới tính',
  'nghề nghiệp',
  'hiện nay',
  'thống kê',
];
function slip(text: string, pick: Pick, random: () => number): string | null {
  const found = slipped.filter((word) => text.includes(word));
  if (found.length === 0) return null;
  const phrase = pick(found);
  const [first = '', second = ''] = phrase.split(' ');
  const word = random() < 0.5 ? first : second;
  if (word.length < 4) return null;
  const at = 1 + Math.floor(random() * (word.length - 2));
  const typed = pick([
    word.slice(0, at) + word.charAt(at) + word.slice(at),
    word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
  ]);
  return text.replace(phrase, phrase.replace(word, typed));
}

/** `wanted` questions, the same for one seed. A tenth of them has a slip of typing. */
export function drawVariants(wanted: number, seed: number): Variant[] {
  const random = randomNumbers(seed);
  const pick: Pick = (list) => list[Math.floor(random() * list.length)] as never;
  const found: Variant[] = [];
  const seen = new Set<string>();
  while (found.length < wanted) {
    const drawn = draw(pick);
    if (drawn === null) continue;
    const region = pick(Object.keys(openings));
    let { text } = drawn;
    let kind = `${drawn.shape}, ${region}`;
    if (random() < 0.1) {
      const typed = slip(text, pick, random);
      if (typed !== null) {
        text = typed;
        kind += ', slip';
      }
    }
    const [typing, type] = pick(typings);
    text = type(
      (pick(openings[region] ?? ['']) + text + pick(closings[region] ?? [''])).trim(),
      pick,
      random,
    );
    if (seen.has(text)) continue;
    seen.add(text);
    found.push({ text, expected: drawn.expected, kind: `${kind}, ${typing}` });
  }
  return found;
}
