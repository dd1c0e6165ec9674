import type { DateOnly } from '../../core/clock.ts';

/** Of which units below it a unit sets a target; the grassroots organisations are the committees and the cells alike. */
export const targetLevels = ['upper_grassroots', 'grassroots_org', 'grassroots_committee', 'cell'] as const;
export type TargetLevel = (typeof targetLevels)[number];

/** A target as it was typed. */
export interface NewTarget {
  content: string;
  /** What must be reached; null where it is no number. */
  amount: number | null;
  /** '%', 'đảng viên'; '' where nothing stands behind the number. */
  measure: string;
  /** Each unit of this level below the unit; null: the unit itself. */
  ofLevel: TargetLevel | null;
  /** As people say it, 'năm 2026'; '' where none was told. */
  period: string;
  startsOn: DateOnly | null;
  endsOn: DateOnly | null;
}

/** A target with where it comes from. */
export interface Target extends NewTarget {
  id: string;
  unitId: string;
  unitName: string;
  meetingId: string | null;
  setOn: DateOnly;
  revision: number;
}

/** A target that a unit above set for each unit of a level, as those see it that it is set for. */
export interface HandedDown extends Target {
  /** The viewer's own units that it is set for, or those that were asked for. */
  forUnitIds: readonly string[];
}

/** What one unit has reached. */
export interface TargetResult {
  targetId: string;
  unitId: string;
  amount: number | null;
  /** As it was told. */
  result: string;
  isReached: boolean;
  asOf: DateOnly;
}

/** The levels of units that a target is about. */
export const levelsOf = (level: TargetLevel): readonly string[] =>
  level === 'grassroots_org'
    ? ['grassroots_committee', 'grassroots_cell']
    : level === 'cell'
      ? ['cell', 'grassroots_cell']
      : [level];
