import type { Queryable } from '../../db/database.ts';
import type { EventKind } from '../events/event.ts';
import type { PersonEvent, VersionRow } from './build-columns.ts';

/** Persons whole: all their rows of lists, without names, and all their events, in the order of persons and time. */
export interface PersonPage {
  versions: VersionRow[];
  events: PersonEvent[];
}

/** How many rows and events of persons there are. */
export async function countPersonRows(db: Queryable): Promise<{ versions: number; events: number }> {
  const { rows } = await db.query<{ versions: number; events: number }>(
    `SELECT (SELECT count(*) FROM member)::integer AS versions,
            (SELECT count(*) FROM member_event WHERE person_id IS NOT NULL)::integer AS events`,
  );
  return rows[0] ?? { versions: 0, events: 0 };
}

/** Rows of one statement, at about this many the page is still a small part of what a process may take. */
const rowsOfPage = 8000;

/**
 * What the columns are made of, page by page; no viewer, because no row leaves. A page comes as one text, a line for
 * each row: two million values one by one would cost ten times as much between the database and here. Other statements
 * run between two pages.
 */
export async function* readPersonPages(db: Queryable, rowCount: number): AsyncGenerator<PersonPage> {
  // Ids are random, so persons fall evenly into ranges of their first digits.
  const digits = rowCount <= rowsOfPage ? 0 : rowCount <= rowsOfPage * 16 ? 1 : 2;
  for (let page = 0; page < 16 ** digits; page++) {
    const prefix = digits === 0 ? '' : page.toString(16).padStart(digits, '0');
    const range = [uuidFrom(prefix, '0'), uuidFrom(prefix, 'f')];
    const versions = await db.query<{ lines: string | null }>(versionLines, range);
    const events = await db.query<{ lines: string | null }>(eventLines, range);
    yield {
      versions: linesOf(versions.rows).map(toVersion),
      events: linesOf(events.rows).map(toEvent),
    };
  }
}

/** The first or last id that begins with `prefix`. */
const uuidFrom = (prefix: string, rest: string): string =>
  prefix.padEnd(32, rest).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');

const linesOf = (rows: readonly { lines: string | null }[]): string[] => rows[0]?.lines?.split('\n') ?? [];

/** Ids, codes, days and numbers only: none of them holds '|' or a line break. Null is empty. */
const versionLines = `SELECT string_agg(concat(m.person_id, '|', m.holds_from, '|', m.holds_until, '|', m.absent_on, '|',
    b.listed_on, '|', m.unit_id, '|', m.sex, '|', m.birth_date, '|', m.admission_decision_date, '|',
    m.admission_ceremony_date, '|', m.confirmation_date, '|', m.standing, '|', m.status, '|', m.left_date, '|',
    m.occupation_group, '|', m.schooling, '|', m.professional_level, '|', m.theory_level, '|',
    m.is_ethnic_minority, '|', m.party_age_correction_months, '|', NULLIF(m.badges, '[]')),
    E'\n' ORDER BY m.person_id, m.holds_from NULLS FIRST) AS lines
  FROM member m JOIN import_batch b ON b.id = m.batch_id WHERE m.person_id BETWEEN $1::uuid AND $2::uuid`;

const eventLines = `SELECT string_agg(concat(person_id, '|', kind, '|', happened_on, '|', unit_id, '|', to_unit_id, '|', level),
    E'\n' ORDER BY person_id, happened_on, id) AS lines
  FROM member_event WHERE person_id BETWEEN $1::uuid AND $2::uuid`;

/** By place in `versionLines`; the store wrote these values itself, so they are of their types. */
function toVersion(line: string): VersionRow {
  const cells = line.split('|');
  return {
    personId: cells[0] ?? '',
    holdsFrom: cells[1] || null,
    holdsUntil: cells[2] || null,
    absentOn: cells[3] || null,
    listedOn: cells[4] ?? '',
    unitId: cells[5] ?? '',
    sex: (cells[6] || null) as VersionRow['sex'],
    birthDate: cells[7] || null,
    admissionDecisionDate: cells[8] || null,
    admissionCeremonyDate: cells[9] || null,
    confirmationDate: cells[10] || null,
    standing: cells[11] as VersionRow['standing'],
    status: cells[12] as VersionRow['status'],
    leftDate: cells[13] || null,
    occupationGroup: (cells[14] || null) as VersionRow['occupationGroup'],
    schooling: (cells[15] || null) as VersionRow['schooling'],
    professionalLevel: (cells[16] || null) as VersionRow['professionalLevel'],
    theoryLevel: (cells[17] || null) as VersionRow['theoryLevel'],
    isEthnicMinority: toFlag(cells[18]),
    partyAgeCorrectionMonths: Number(cells[19]),
    badges: toLevels(cells[20]),
  };
}

const toFlag = (text: string | undefined): boolean | null => (text ? text === 't' : null);

/** Most people have no badge yet: one list for all of them. */
const noBadges: readonly number[] = [];
const toLevels = (text: string | undefined): readonly number[] =>
  text ? (JSON.parse(text) as number[]) : noBadges;

function toEvent(line: string): PersonEvent {
  const [personId = '', kind = '', happenedOn = '', unitId = '', toUnitId = '', level = ''] = line.split('|');
  return {
    personId,
    kind: kind as EventKind,
    happenedOn,
    unitId,
    toUnitId: toUnitId === '' ? null : toUnitId,
    level: level === '' ? null : Number(level),
  };
}
