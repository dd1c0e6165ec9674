import type { DateOnly } from '../../core/clock.ts';
import type { DroppedColumn } from '../tables/columns.ts';
import type { Unit, UnitLevel } from '../units/units.ts';
import type { MemberRow, RegisterField } from './member.ts';
import type { RegisterColumn } from './register-columns.ts';

/** Why a row is not taken. Cell values are those of dates and units only, never a person's name. */
export type RejectReason =
  | { code: 'no-name' }
  | { code: 'name-has-digits' }
  | { code: 'no-unit' }
  | { code: 'unknown-unit'; typed: string }
  | { code: 'several-units'; typed: string }
  | { code: 'bad-date'; field: RegisterField; typed: string }
  | { code: 'future-date'; field: RegisterField; typed: string }
  | { code: 'admitted-before-birth' }
  | { code: 'confirmed-before-admission' }
  | { code: 'left-before-admission' }
  | { code: 'duplicate'; of: number };

export interface RejectedRow {
  sheet: string;
  /** 1-based, as the spreadsheet shows it. */
  row: number;
  reason: RejectReason;
  /** What stands in the columns that are used, for a file to correct; numbers that identify a person are left out. */
  cells: readonly { header: string; text: string }[];
}

/** Things a person should look at although the rows are taken; counts only. */
export interface RegisterNotices {
  /** Cells whose value was not understood and is left out, by field. */
  unread: Partial<Record<RegisterField, number>>;
  /** Said to be full members, without a date. */
  officialWithoutDate: number;
  withoutAdmission: number;
  admittedUnder18: number;
}

/** What an import would keep and drop; nothing is saved until someone has seen this. */
export interface RegisterPreview {
  kind: 'preview';
  columns: { header: string; fields: RegisterField[] }[];
  dropped: DroppedColumn[];
  fields: RegisterField[];
  /** The day that the title of the list names ('tính đến ngày 30/6/2026'); null where it names none or one to come. */
  statedOn: DateOnly | null;
  rows: MemberRow[];
  rejected: RejectedRow[];
  notices: RegisterNotices;
  /** Units named in the list that would be created, where that was asked for. */
  newUnits: NewUnit[];
}

/** A unit to be created with an import. Its rows carry the unit's key as `unitId` until it has an id. */
export interface NewUnit {
  key: string;
  name: string;
  level: UnitLevel;
}

export interface RegisterContext {
  units: readonly Unit[];
  today: DateOnly;
  /** The unit of rows that name none. */
  defaultUnitId: string | null;
  /** Plans new units for names that match none, instead of rejecting their rows. */
  createsUnits: boolean;
  /** What a person says of columns, by header key: a field, or null to leave the column out. Wins over what is guessed. */
  columns?: ReadonlyMap<string, RegisterColumn | null>;
  /** Hears how many rows are read. */
  onProgress?: (read: number) => void;
}
