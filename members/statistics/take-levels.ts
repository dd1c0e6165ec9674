import { words } from './phrase-reader.ts';
import type { Pattern, PhraseReader } from './phrase-reader.ts';
import type { StatisticsFilter } from './statistics-query.ts';

/*
 * Levels of theory, profession and schooling in a typed line, also as a border: 'trung cấp lý luận trở lên', 'chưa có
 * trung cấp lý luận', 'dưới đại học', 'cao cấp và cử nhân lý luận'. A border is the set of the levels on its side; who
 * has no level stated is on neither side.
 */

export const theoryField = '(?:ly luan chinh tri|ly luan ct|ly luan|llct|chinh tri)';
export const professionField = '(?:chuyen mon nghiep vu|chuyen mon ky thuat|chuyen mon|nghiep vu|cmnv)';
export const schoolingField = '(?:hoc van|van hoa|giao duc pho thong|gdpt|pho thong)';

const holds = '(?:co |dat |la |tot nghiep |hoc het |hoc xong |qua )*(?:trinh do |bang cap |bang |lop |he )*';
/** Nothing at all of a field: 'chưa qua lớp lý luận nào', 'không có trình độ chuyên môn'. */
const untrained =
  '(?:chua|khong)(?: duoc| tung)?(?: qua| co| hoc| dao tao| boi duong| trinh do| bang cap| bang| lop| tham gia)*(?: ve)? ';
const nothing = '(?: nao| gi)?(?: ca| het| sat)?';

type Scale = 'theory' | 'professional' | 'schooling';
interface Level {
  key: string;
  /** The word alone, with its field where it needs one. */
  source: string;
}
interface ScaleWords {
  scale: Scale;
  field: string;
  /** From the lowest. */
  levels: readonly Level[];
  /** Of one rank with the level before it, so that nothing lies between them. */
  isShared?: string;
  /** Whether 'chưa qua đào tạo' is a level of it. */
  hasNone: boolean;
}

/** A level by its word and the field before or after it. */
const withField = (name: string, field: string): string => `(?:${field} ${name}|${name} ${field})`;

const scales: readonly ScaleWords[] = [
  {
    scale: 'theory',
    field: theoryField,
    levels: [
      { key: 'elementary', source: withField('so cap', theoryField) },
      { key: 'intermediate', source: withField('trung cap', theoryField) },
      { key: 'advanced', source: `(?:(?:${theoryField} )?cao cap(?: ${theoryField})?)` },
      { key: 'bachelor', source: withField('cu nhan', theoryField) },
    ],
    isShared: 'bachelor',
    hasNone: true,
  },
  {
    scale: 'professional',
    field: professionField,
    levels: [
      { key: 'elementary', source: `(?:${withField('so cap', professionField)}|so cap nghe)` },
      {
        key: 'intermediate',
        source: `(?:${withField('trung cap', professionField)}|trung cap (?:nghe|chuyen nghiep))`,
      },
      { key: 'college', source: `(?:${professionField} )?cao dang(?: ${professionField})?` },
      {
        key: 'university',
        source: `(?:(?:${professionField} )?dai hoc(?: ${professionField})?|${withField('cu nhan', professionField)})`,
      },
      {
        key: 'master',
        source: `(?:${professionField} )?(?:thac si|thac sy|th\\.?s|cao hoc)(?: ${professionField})?`,
      },
      { key: 'doctor', source: `(?:${professionField} )?(?:tien si|tien sy)(?: ${professionField})?` },
    ],
    hasNone: true,
  },
  {
    scale: 'schooling',
    field: schoolingField,
    levels: [
      { key: 'primary', source: `(?:${schoolingField} )?(?:tieu hoc|cap (?:1|i))` },
      { key: 'lower_secondary', source: `(?:${schoolingField} )?(?:trung hoc co so|thcs|cap (?:2|ii))` },
      {
        key: 'upper_secondary',
        source: `(?:${schoolingField} )?(?:trung hoc pho thong|thpt|ptth|cap (?:3|iii))`,
      },
    ],
    hasNone: false,
  },
];

const denial = '(?:chua|khong)(?: phai)?(?: co| dat| qua| hoc| tot nghiep| xong| het)* (?:la )?';
const least = '(?:(?:tu|it nhat|toi thieu|khong duoi) )?';
const below = '(?:duoi|thap hon|kem hon|chua den|chua toi) ';
const above = '(?:tren|cao hon|hon) ';
const upwards = ' (?:tro len|tro nen|do len)';
const downwards = ' (?:tro xuong|do xuong|tro lai)';
const join = ' ?(?:,|/|\\+|va|hoac|hay) ?';

type Side = 'at' | 'from' | 'upTo' | 'below' | 'above';
/** How a level is named, the longer ways first: a border said with the word must never be dropped. */
const ways: readonly (readonly [Side, string, string])[] = [
  ['below', `${denial}${holds}${least}`, upwards],
  ['below', `${denial}${holds}`, ''],
  ['from', `${holds}${least}${holds}`, upwards],
  ['upTo', `${holds}(?:tu )?${holds}`, downwards],
  ['from', `${holds}(?:it nhat|toi thieu|khong duoi) ${holds}`, ''],
  ['below', `${holds}${below}${holds}`, ''],
  ['above', `${holds}${above}${holds}`, ''],
];

interface Compiled extends ScaleWords {
  none: Pattern | null;
  /** Several levels in a row: 'cao cấp, cử nhân lý luận'. */
  list: Pattern;
  bordered: readonly { side: Side; at: number; pattern: Pattern }[];
  plain: readonly { at: number; pattern: Pattern }[];
}

const bareNames: Readonly<Record<Scale, string>> = {
  theory: '(?:so cap|trung cap|cao cap|cu nhan)',
  professional: '(?:so cap|trung cap|cao dang|dai hoc|cu nhan|thac si|thac sy|tien si|tien sy)',
  schooling: '(?:tieu hoc|thcs|thpt|trung hoc co so|trung hoc pho thong|cap [123])',
};
const keyOfName: Readonly<Record<string, string>> = {
  'so cap': 'elementary',
  'trung cap': 'intermediate',
  'cao cap': 'advanced',
  'cao dang': 'college',
  'dai hoc': 'university',
  'thac si': 'master',
  'thac sy': 'master',
  'tien si': 'doctor',
  'tien sy': 'doctor',
  'tieu hoc': 'primary',
  'cap 1': 'primary',
  thcs: 'lower_secondary',
  'trung hoc co so': 'lower_secondary',
  'cap 2': 'lower_secondary',
  thpt: 'upper_secondary',
  'trung hoc pho thong': 'upper_secondary',
  'cap 3': 'upper_secondary',
};
const keyOf = (scale: Scale, name: string): string =>
  name === 'cu nhan' ? (scale === 'theory' ? 'bachelor' : 'university') : (keyOfName[name] ?? name);

const compiled: readonly Compiled[] = scales.map((each) => {
  const name = bareNames[each.scale];
  const row = `(${name}(?:${join}(?:co |bang |trinh do )?${name})+)`;
  // Levels that both other fields have are listed with their field; those of one field alone need none.
  const list =
    each.scale === 'theory'
      ? `${holds}(?:${row} ${each.field}|${each.field} ${row})`
      : `${holds}(?:${each.field} )?${row}(?: ${each.field})?`;
  return {
    ...each,
    none: each.hasNone
      ? words(
          `${untrained}${each.field}(?! ?(?:so cap|trung cap|cao cap|cao dang|dai hoc|cu nhan))${nothing}`,
        )
      : null,
    list: words(list),
    bordered: ways.flatMap(([side, before, after]) =>
      each.levels.map(({ source }, at) => ({
        side,
        at,
        pattern: words(`${before}(?:${source})${after}`),
      })),
    ),
    plain: each.levels.map(({ source }, at) => ({ at, pattern: words(`${holds}(?:${source})`) })),
  };
});

/** Takes the levels that a line names into the filter; what makes no sense of a scale is left in the line. */
export function takeLevels(reader: PhraseReader): Pick<StatisticsFilter, Scale> {
  const filter: Partial<Record<Scale, string | string[]>> = {};
  for (const scale of compiled) {
    const found = takeScale(reader, scale);
    if (found !== null) filter[scale.scale] = found.length === 1 ? (found[0] ?? '') : found;
  }
  return filter as Pick<StatisticsFilter, Scale>;
}

function takeScale(reader: PhraseReader, scale: Compiled): string[] | null {
  if (scale.none && reader.take(scale.none)) return ['none'];
  const list = scale.list.exec(reader.rest());
  const named = list?.slice(1).find((group) => group !== undefined);
  if (
    list &&
    named !== undefined &&
    isListOf(scale, named) &&
    !/(?:chua|khong|duoi|tren|tu) $/u.test(reader.rest().slice(0, list.index))
  ) {
    const keys = names(scale.scale, named);
    reader.take(scale.list);
    return order(scale, keys);
  }
  for (const { side, at, pattern } of scale.bordered) {
    const keys = sideOf(scale, side, at);
    if (keys !== null && reader.take(pattern)) return keys;
  }
  for (const { at, pattern } of scale.plain) if (reader.take(pattern)) return [scale.levels[at]?.key ?? ''];
  return null;
}

const names = (scale: Scale, text: string): string[] =>
  [...text.matchAll(new RegExp(bareNames[scale], 'gu'))].map(([name]) => keyOf(scale, name));

/** A list of the levels of profession is one only where a word of it is of profession alone, or the field is said. */
const isListOf = (scale: Compiled, text: string): boolean =>
  scale.scale !== 'professional' || /cao dang|dai hoc|thac s|tien s/u.test(text);

function order({ levels }: Compiled, keys: readonly string[]): string[] {
  const all = levels.map((level) => level.key).filter((key) => keys.includes(key));
  return all;
}

/** The levels on one side of a border; null where none lies there, or where it is not certain what does. */
function sideOf(scale: Compiled, side: Side, at: number): string[] | null {
  const keys = scale.levels.map((level) => level.key);
  if (keys[at] === scale.isShared) return null;
  const none = scale.hasNone ? ['none'] : [];
  const found = {
    at: keys.slice(at, at + 1),
    from: keys.slice(at),
    above: keys[at + 1] === scale.isShared ? [] : keys.slice(at + 1),
    upTo: [...keys.slice(0, at + 1), ...none],
    below: [...keys.slice(0, at), ...none],
  }[side];
  return found.length === 0 ? null : found;
}

/** What a level word with two readings is in each; with the border that was said with it. */
export type LevelReadings = Pick<StatisticsFilter, 'theory' | 'professional'>;

const bare = words('trung cap|so cap|cu nhan');
/** True where a level is named that could be of theory or of profession. */
export const hasBareLevel = (reader: PhraseReader): boolean => bare.test(reader.rest());

/** Takes a level word that has two readings, and says which levels it is in each. */
export function takeLevelWord(reader: PhraseReader): LevelReadings | null {
  const plain: readonly (readonly [Side, string, string])[] = [['at', holds, '']];
  for (const [side, before, after] of [...ways, ...plain]) {
    const match = reader.take(words(`${before}(trung cap|so cap|cu nhan)${after}`));
    const name = match?.[1];
    if (name === undefined) continue;
    const of = (wanted: Scale) => {
      const scale = compiled.find((each) => each.scale === wanted);
      const at = scale?.levels.findIndex((level) => level.key === keyOf(wanted, name)) ?? -1;
      if (!scale || at < 0) return {};
      const keys = side === 'at' ? [scale.levels[at]?.key ?? ''] : sideOf(scale, side, at);
      return keys === null ? {} : { [wanted]: keys.length === 1 ? keys[0] : keys };
    };
    return { ...of('theory'), ...of('professional') } as LevelReadings;
  }
  return null;
}
