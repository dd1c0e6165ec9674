import type { UnitLevel } from '../units/units.ts';
import { words } from './phrase-reader.ts';
import type { PhraseReader } from './phrase-reader.ts';
import type { StatisticsQuery } from './statistics-query.ts';
import { mostRanked } from './statistics-query.ts';
import { cells, grassroots } from './take-measure.ts';

/** A ranking of units that a line asks for. */
export interface TakenRanking {
  top: NonNullable<StatisticsQuery['top']>;
  /** Null: the units directly below. */
  levels: UnitLevel[] | null;
}

const kinds: readonly (readonly [string, readonly UnitLevel[] | null])[] = [
  ['to chuc co so dang|tccsd', grassroots],
  ['dang bo co so|dbcs', ['grassroots_committee']],
  ['chi bo co so|cbcs', ['grassroots_cell']],
  ['chi bo truc thuoc', ['cell']],
  ['chi bo', cells],
  ['don vi(?: truc thuoc)?|dang bo(?: truc thuoc)?|to chuc dang|noi', null],
];
const extreme = /(?<!\p{L})(nhieu|dong|it|cao|thap)(?!\p{L})(?=.*(?<!\p{L}|thong )nhat(?!\p{L}))/u;

/** Takes '5 chi bộ đông đảng viên nhất', 'đơn vị nào kết nạp ít nhất' out of the line. */
export function takeRanking(reader: PhraseReader): TakenRanking | null {
  const found = extreme.exec(reader.rest());
  if (!found) return null;
  for (const [source, levels] of kinds) {
    const subject = reader.take(
      words(
        `(?:top )?(?:(\\d{1,2}) )(?:${source})(?: nao)?(?: co)?|(?:${source})(?= (?:nhieu|dong|it|cao|thap)(?: \\p{L}+){0,3} nhat(?!\\p{L}))|(?:nhung |cac )?(?:${source}) (?:nao(?: co)?(?: so)?|co(?: so)?(?= (?:luong |dang vien |dv |nguoi )*(?:nhieu|dong|it|cao|thap)(?!\\p{L})))|top (?:${source})`,
      ),
    );
    if (!subject) continue;
    reader.take(words('(?:co )?(?:so luong |so )?(?:nhieu|dong|it|cao|thap)'));
    reader.take(words('(?:nhieu|dong|it|cao|thap) nhat|nhat'));
    reader.take(
      words(
        `(?:la )?(?:(?:nhung |cac )?(?:${source}|xa|phuong)|ai|dau) nao|(?:la )?(?:nhung |cac )(?:${source})|la dau`,
      ),
    );
    const count = subject[1] === undefined ? 1 : Number(subject[1]);
    return {
      top: {
        count: Math.min(mostRanked, Math.max(1, count)),
        order: found[1] === 'it' || found[1] === 'thap' ? 'fewest' : 'most',
      },
      levels: levels && [...levels],
    };
  }
  return null;
}
