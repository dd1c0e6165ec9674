import type { DateOnly } from '../../core/clock.ts';
import { fold } from '../../text/normalise.ts';
import { readPhrases, trimWords, words } from './phrase-reader.ts';
import type { PhraseReader } from './phrase-reader.ts';
import type { Dimension, StatisticsFilter, StatisticsQuery } from './statistics-query.ts';
import { takeTime } from './take-time.ts';
import { takeUnit, untilOtherWords } from './take-unit.ts';
import { matchUnits } from '../units/units.ts';
import type { Unit } from '../units/units.ts';

/** What a typed question about counts came to. Nothing is guessed: what is not understood is named. */
export type StatisticsReading =
  | { kind: 'query'; query: StatisticsQuery }
  /** Several units bear the name; the query lacks only its unit. */
  | { kind: 'which-unit'; typed: string; candidates: Unit[]; query: StatisticsQuery }
  | { kind: 'unknown-unit'; typed: string }
  | { kind: 'unknown-words'; words: string[] }
  | { kind: 'future'; asOf: DateOnly };

export interface StatisticsContext {
  /** Units that the viewer may see. */
  units: readonly Unit[];
  today: DateOnly;
  /** The unit meant where none is named; null: all that the viewer may see. */
  ownUnitIds: readonly string[];
}

const splitWords: readonly (readonly [Exclude<Dimension, 'none' | 'level'>, RegExp])[] = [
  ['sex', words('(?:theo )?(?:gioi tinh|gioi|nam(?:,| va|/|-)? ?nu|nu(?:,| va|/|-)? ?nam)')],
  [
    'standing',
    words(
      '(?:theo )?(?:chinh thuc ?(?:,|va|/|-|hay|hoac)? ?(?:dang vien )?du bi|du bi ?(?:,|va|/|-|hay|hoac)? ?(?:dang vien )?chinh thuc|(?:loai|dien) dang vien)',
    ),
  ],
  ['age', words('(?:theo )?(?:(?:do|nhom|lua|khoang|co cau) tuoi(?: doi)?|tuoi(?: doi)?)')],
  [
    'theory',
    words(
      '(?:theo )?(?:trinh do )?(?:ly luan chinh tri|ly luan|llct|chinh tri)(?! ?(?:so cap|trung cap|cao cap|cu nhan))',
    ),
  ],
  ['ethnicity', words('(?:theo )?(?:thanh phan )?dan toc(?! thieu so)')],
  [
    'unit',
    words(
      '(?:theo |o )?(?:(?:tung|moi|cac) )(?:chi bo|dang bo|don vi|to chuc dang|to chuc|to dang)(?: truc thuoc)?|(?:theo|va) (?:chi bo|dang bo|don vi|to chuc dang|to chuc|to dang)(?: truc thuoc)?',
    ),
  ],
];

const theoryWords: readonly (readonly [NonNullable<StatisticsFilter['theory']>, string])[] = [
  ['elementary', 'so cap'],
  ['intermediate', 'trung cap'],
  ['advanced', 'cao cap'],
  ['bachelor', 'cu nhan'],
];

const organisations = words(
  '(?:bao nhieu|bn|may|so luong|tong so|so|co cau|he thong) (?:to chuc co so dang|to chuc dang|tccsd|to chuc|dang bo co so|chi bo co so|dang bo bo phan|chi bo truc thuoc|chi bo|dang bo|to dang)(?: truc thuoc)?|to chuc co so dang|tccsd|cac to chuc dang|to chuc dang',
);

/** Words that say nothing about what is counted. */
const fillers = new Set(
  (
    'thong ke bao nhieu bn may so luong tong cong la co hien dang vien dv nguoi dong chi d c cua o tai thuoc trong theo ' +
    'va cho toi minh em anh chi biet xem hoi toan bo ca het duoc nhung cac hay ve den ngay nay ty ti le phan tram chiem chi tiet ' +
    'bang bieu do lap ke giup voi nhe a ah vay the nao trinh do qua doi tuoi ben duoi don vi ta da dem danh sach ve thi nhu cau'
  ).split(' '),
);
/** What may stand before a unit's name. */
const connectives = /^(?:o|tai|cua|thuoc|trong|ben|don vi)\s+/u;

/**
 * Reads `/thongke …` or a plain question, with or without diacritics: measure, filter, split, unit and as-of date in
 * any order. `isCommand`: a unit may also be named by its words in another order, or without 'chi bộ' before it.
 */
export function parseStatistics(
  typed: string,
  context: StatisticsContext,
  options: { isCommand: boolean },
): StatisticsReading {
  const reader = readPhrases(typed);
  let unit = takeUnit(reader, context.units, options.isCommand ? 'any-order' : 'in-order');
  const time = takeTime(reader, context.today);
  const measure = takeMeasure(reader);
  const filter = measure === 'organisations' ? {} : takeFilter(reader);
  const splits = measure === 'organisations' ? [] : takeSplits(reader);
  if (measure === 'members') addBareWords(reader, filter);

  const unread = leftoverWords(reader);
  if (unit.kind === 'none' && options.isCommand && unread.length === 1 && unread[0]) {
    const named = unread[0].replace(connectives, '');
    const units = matchUnits(context.units, named);
    if (units.length > 0) {
      unit = { kind: 'found', units, typed: named, to: 0 };
      unread.length = 0;
    }
  }
  if (unit.kind === 'unknown') {
    const { from } = unit;
    const run = reader.leftovers().find((each) => each.to > from);
    const name = run ? reader.text.slice(Math.max(run.from, from), run.to) : '';
    if (trimWords(name, fillers) !== '') return { kind: 'unknown-unit', typed: untilOtherWords(name) };
  }
  if (unread.length > 0) return { kind: 'unknown-words', words: unread };

  const asOf = time?.asOf ?? context.today;
  if (asOf > context.today) return { kind: 'future', asOf };
  const [dimension = 'none', second = 'none'] = splits;
  const query: StatisticsQuery = {
    measure,
    unitId: null,
    asOf,
    dimension: measure === 'organisations' ? 'level' : dimension,
    split: second === 'unit' || second === 'ethnicity' ? 'none' : second,
    filter,
  };
  // 'theo giới tính và chi bộ': one bar a unit, whichever was said first.
  if (second === 'unit' && dimension !== 'ethnicity' && dimension !== 'none' && dimension !== 'unit')
    Object.assign(query, { dimension: 'unit', split: dimension });
  if (unit.kind === 'found') {
    const [only] = unit.units;
    if (unit.units.length > 1 || !only)
      return { kind: 'which-unit', typed: unit.typed, candidates: unit.units, query };
    return { kind: 'query', query: { ...query, unitId: only.id } };
  }
  const ownUnits = context.units.filter((each) => context.ownUnitIds.includes(each.id));
  if (ownUnits.length > 1) return { kind: 'which-unit', typed: '', candidates: ownUnits, query };
  return { kind: 'query', query: { ...query, unitId: ownUnits[0]?.id ?? null } };
}

function takeMeasure(reader: PhraseReader): StatisticsQuery['measure'] {
  if (words('dang vien|dv|dvdb').test(reader.rest())) return 'members';
  return reader.take(organisations) ? 'organisations' : 'members';
}

function takeFilter(reader: PhraseReader): StatisticsFilter {
  const filter: StatisticsFilter = {};
  reader.take(words('dang sinh hoat(?: dang)?'));
  const age = takeAge(reader);
  if (age) filter.age = age;
  if (reader.take(words('dvdb'))) filter.standing = 'probationary';
  if (reader.take(words('(?:la )?(?:nguoi )?(?:dan toc thieu so|dtts)'))) filter.isEthnicMinority = true;
  if (
    reader.take(
      words('(?:duoc )?mien (?:cong tac va )?(?:sinh hoat|cong tac)(?: dang)?(?: va sinh hoat(?: dang)?)?'),
    )
  )
    filter.isExempt = true;
  for (const [level, pattern] of theoryWords) {
    const phrase = `(?:(?:co )?(?:trinh do )?(?:ly luan chinh tri|ly luan|llct|chinh tri) )?${pattern}(?: (?:ly luan chinh tri|ly luan|llct|chinh tri))?`;
    if (reader.take(words(phrase))) filter.theory = level;
  }
  return filter;
}

function takeAge(reader: PhraseReader): StatisticsFilter['age'] | null {
  const range = reader.take(words('(?:tu )?(\\d{2}) ?(?:tuoi )?(?:den|toi|-|–) ?(?:duoi )?(\\d{2}) tuoi'));
  if (range) return { from: Number(range[1]), to: Number(range[2]) };
  const upTo = reader.take(words('(?:tu )?(\\d{2}) tuoi tro xuong|(?:khong qua|den) (\\d{2}) tuoi'));
  if (upTo) return { from: 0, to: Number(upTo[1] ?? upTo[2]) };
  const from = reader.take(words('tu (?:du )?(\\d{2}) tuoi(?: tro len)?|(\\d{2}) tuoi tro len'));
  if (from) return { from: Number(from[1] ?? from[2]), to: 150 };
  const under = reader.take(words('(?:duoi|chua den|chua qua) (\\d{2})(?: tuoi)?'));
  if (under) return { from: 0, to: Number(under[1]) - 1 };
  const over = reader.take(words('(?:tren|hon|qua) (\\d{2})(?: tuoi)?'));
  return over ? { from: Number(over[1]) + 1, to: 150 } : null;
}

/** The splits in the order in which they were typed. */
function takeSplits(reader: PhraseReader): Exclude<Dimension, 'none' | 'level'>[] {
  const found: { dimension: Exclude<Dimension, 'none' | 'level'>; at: number }[] = [];
  for (const [dimension, pattern] of splitWords) {
    const match = reader.take(pattern);
    if (match) found.push({ dimension, at: match.index });
  }
  return found.sort((a, b) => a.at - b.at).map((each) => each.dimension);
}

/** Single words that filter unless they were part of a split: 'nữ', 'nam', 'dự bị', 'chính thức'. */
function addBareWords(reader: PhraseReader, filter: StatisticsFilter): void {
  if (reader.take(words('(?:la )?(?:phu )?nu(?: gioi)?'))) filter.sex = 'female';
  else {
    // 'năm' folds to 'nam' too: only the word without its breve is the sex.
    const male = words('nam(?: gioi)?').exec(reader.rest());
    if (male && /^nam/iu.test(reader.text.slice(male.index))) {
      reader.cut(male.index, male.index + male[0].length);
      filter.sex = 'male';
    }
  }
  if (reader.take(words('du bi'))) filter.standing = 'probationary';
  else if (reader.take(words('chinh thuc'))) filter.standing = 'official';
}

/** Runs of words nobody took, without fillers at their ends. */
function leftoverWords(reader: PhraseReader): string[] {
  return reader
    .leftovers()
    .map((run) => trimWords(run.text, fillers))
    .filter((text) => text !== '');
}

/** Words by which a question asks a document, not the register: a source, or a document symbol. */
const documentCue =
  /(?<!\p{L})(?:theo (?:bao cao|bai|tai lieu|van ban|ket luan|nghi quyet|chi thi|quy dinh|quyet dinh|huong dan|ke hoach|thong bao|so lieu (?:cua|trong))|bai (?:bao|viet)|tai lieu|van ban|bao cao|trong (?:ket luan|nghi quyet|chi thi|ke hoach))(?!\p{L})|\d+\s*-\s*\p{L}+\s*\/\s*\p{L}+/u;

/** True where a plain sentence points to a document. */
export const asksADocument = (text: string): boolean => documentCue.test(fold(text));
