import type { IndicatorCode } from '../observations/indicators.ts';
import type { StatisticsQuery } from './statistics-query.ts';

/** The reported indicator that counts the same people or organisations; null where none does. */
export function indicatorFor(query: StatisticsQuery): IndicatorCode | null {
  const { measure, filter, levels } = query;
  const set = Object.keys(filter);
  switch (measure) {
    case 'organisations': {
      const wanted = levels === null ? '' : [...levels].sort().join();
      return organisationIndicators[wanted] ?? null;
    }
    case 'ratings':
      return 'meeting_rating';
    case 'admit':
      return set.length === 0 ? 'admissions' : null;
    case 'confirm':
      return set.length === 0 ? 'confirmations' : null;
    case 'badge':
      return set.every((key) => key === 'badge') ? 'badges' : null;
    case 'card_issue':
      return 'cards_new';
    case 'card_reissue':
      return 'cards_reissued';
    case 'members':
      break;
    default:
      return null;
  }
  if (set.length === 0) return 'members';
  if (set.length > 1) return null;
  if (filter.sex === 'female') return 'members_female';
  if (filter.standing === 'official') return 'members_official';
  if (filter.standing === 'probationary') return 'members_probationary';
  if (filter.isEthnicMinority) return 'members_ethnic';
  return filter.isExempt ? 'members_exempt' : null;
}

const organisationIndicators: Readonly<Record<string, IndicatorCode>> = {
  '': 'grassroots_orgs',
  'grassroots_cell,grassroots_committee': 'grassroots_orgs',
  grassroots_cell: 'grassroots_cells',
  grassroots_committee: 'grassroots_committees',
  cell: 'cells',
  sectional_org: 'sectional_orgs',
  upper_grassroots: 'upper_grassroots',
};
