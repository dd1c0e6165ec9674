import type { DateOnly } from '../../core/clock.ts';
import type { IndicatorCode } from '../observations/indicators.ts';
import type { periodTypes } from '../observations/observation.ts';

/*
 * What a periodic report holds, in the order in which reports of committee offices give it: organisations, members,
 * development of members, badges and cards, the committee, quality. One form serves every period; a figure that is not
 * there is a gap, not a nought.
 */

/** The period that a report is about; both days inside. */
export interface ReportPeriod {
  type: Exclude<(typeof periodTypes)[number], 'day'>;
  from: DateOnly;
  to: DateOnly;
}

/** A figure that the form asks for. */
export interface ReportItem {
  indicator: IndicatorCode;
  /** True where an office that has no such figure leaves it out without a word: it is no gap. */
  isOptional?: boolean;
  /** Every value of the qualifier is a line of its own, the highest first: levels of badges. */
  isByQualifier?: boolean;
}

/** One part of the form. */
export interface ReportSection {
  code: 'organisations' | 'members' | 'development' | 'honours' | 'committee' | 'quality';
  items: readonly ReportItem[];
}

export const reportForm: readonly ReportSection[] = [
  {
    code: 'organisations',
    items: [
      { indicator: 'upper_grassroots', isOptional: true },
      { indicator: 'grassroots_orgs' },
      { indicator: 'grassroots_committees' },
      { indicator: 'grassroots_cells' },
      { indicator: 'sectional_orgs', isOptional: true },
      { indicator: 'cells' },
    ],
  },
  {
    code: 'members',
    items: [
      { indicator: 'members' },
      { indicator: 'members_official' },
      { indicator: 'members_probationary' },
      { indicator: 'members_female' },
      { indicator: 'members_ethnic', isOptional: true },
      { indicator: 'members_religious', isOptional: true },
      { indicator: 'members_exempt', isOptional: true },
      { indicator: 'members_growth', isOptional: true, isByQualifier: true },
      { indicator: 'members_decline', isOptional: true, isByQualifier: true },
    ],
  },
  {
    code: 'development',
    items: [
      { indicator: 'standard_conclusions', isOptional: true },
      { indicator: 'admissions' },
      { indicator: 'confirmations' },
      { indicator: 'travel_approved', isOptional: true },
    ],
  },
  {
    code: 'honours',
    items: [
      { indicator: 'badges', isByQualifier: true },
      { indicator: 'cards_new' },
      { indicator: 'cards_reissued', isOptional: true },
    ],
  },
  {
    code: 'committee',
    items: [
      { indicator: 'committee_members', isOptional: true },
      { indicator: 'standing_members', isOptional: true },
      { indicator: 'inspection_members', isOptional: true },
      { indicator: 'full_time_members', isOptional: true },
      { indicator: 'staff', isOptional: true },
    ],
  },
  { code: 'quality', items: [{ indicator: 'meeting_rating', isOptional: true }] },
];

/** The same period a year earlier (a term: the term before it). */
export function samePeriodBefore({ type, from, to }: ReportPeriod): ReportPeriod {
  const years = type === 'term' ? Number(to.slice(0, 4)) - Number(from.slice(0, 4)) : 1;
  const back = (day: DateOnly): DateOnly => {
    const moved = `${Number(day.slice(0, 4)) - Math.max(1, years)}${day.slice(4)}`;
    return moved.endsWith('-02-29') ? `${moved.slice(0, 8)}28` : moved;
  };
  return { type, from: back(from), to: back(to) };
}
