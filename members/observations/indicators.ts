import { words, type Pattern } from '../statistics/phrase-reader.ts';

/** What a figure counts. */
export type ValueUnit = 'person' | 'organisation' | 'percent' | 'card' | 'badge';

/** One entry of the dictionary of indicators that offices report. */
export interface Indicator {
  code: IndicatorCode;
  unit: ValueUnit;
  /** 'stock' holds on a day, 'flow' came about in a period. A flow is never turned into a stock. */
  kind: 'stock' | 'flow';
  /** Names of the indicator in folded text; group 1 is the qualifier (the years of a badge). */
  pattern: Pattern;
  /** Into what it splits when parts are given without labels: '70 = 28 + 42'. */
  parts?: readonly IndicatorCode[];
}

export const indicatorCodes = [
  'badges',
  'cards_reissued',
  'cards_new',
  'travel_approved',
  'standard_conclusions',
  'confirmations',
  'admissions',
  'meeting_rating',
  'staff',
  'full_time_members',
  'inspection_members',
  'standing_members',
  'committee_members',
  'upper_grassroots',
  'sectional_orgs',
  'cells',
  'grassroots_committees',
  'grassroots_cells',
  'grassroots_orgs',
  'members_probationary',
  'members_official',
  'members_ethnic',
  'members_religious',
  'members_exempt',
  'members_female',
  'members_growth',
  'members_decline',
  'members',
] as const;
export type IndicatorCode = (typeof indicatorCodes)[number];

const member = '(?:dang vien|dv)';

/** In the order in which they are looked for at one place of a line: the more specific first. */
export const indicators: readonly Indicator[] = [
  {
    code: 'badges',
    unit: 'badge',
    kind: 'flow',
    pattern: words('(?:tang |trao tang |trao )?huy hieu(?: dang)?(?: (\\d{2})(?: nam)?(?: tuoi dang)?)?'),
  },
  {
    code: 'cards_reissued',
    unit: 'card',
    kind: 'flow',
    pattern: words('(?:cap lai the|the cap lai)(?: dang vien| dang)?(?: bi (?:mat|hong|rach)| hong| mat)?'),
  },
  {
    code: 'cards_new',
    unit: 'card',
    kind: 'flow',
    pattern: words(
      '(?:cap moi the|the cap moi|cap the|the dang vien cap moi|the dang cap moi)(?: dang vien| dang)?(?: moi)?',
    ),
  },
  {
    code: 'travel_approved',
    unit: 'person',
    kind: 'flow',
    pattern: words(`(?:dong y )?(?:cho )?(?:${member} )?(?:duoc (?:dong y )?)?(?:di|ra) nuoc ngoai`),
  },
  {
    code: 'standard_conclusions',
    unit: 'person',
    kind: 'flow',
    pattern: words('ket luan (?:ve )?tieu chuan chinh tri'),
  },
  {
    code: 'confirmations',
    unit: 'person',
    kind: 'flow',
    pattern: words(
      `(?:chuyen|cong nhan)(?: dang)?(?: ${member})? chinh thuc(?: cho)?(?: ${member}(?: du bi)?)?`,
    ),
  },
  {
    code: 'admissions',
    unit: 'person',
    kind: 'flow',
    pattern: words(`(?:xet )?ket nap(?: moi)?(?: ${member}| dang)?(?: moi)?(?: duoc)?`),
  },
  {
    code: 'meeting_rating',
    unit: 'percent',
    kind: 'flow',
    pattern: words(
      '(?:danh gia )?(?:xep loai )?(?:chat luong )?(?:sinh hoat chi bo|shcb)|xep loai(?: sinh hoat)?',
    ),
  },
  { code: 'staff', unit: 'person', kind: 'stock', pattern: words('bien che(?: co quan)?(?: duoc giao)?') },
  { code: 'full_time_members', unit: 'person', kind: 'stock', pattern: words('(?:uy vien )?chuyen trach') },
  {
    code: 'inspection_members',
    unit: 'person',
    kind: 'stock',
    pattern: words('(?:uy vien |uv)?(?:ubkt|uy ban kiem tra)'),
  },
  {
    code: 'standing_members',
    unit: 'person',
    kind: 'stock',
    pattern: words('(?:uy vien |uv ?)?(?:btv|ban thuong vu)'),
  },
  {
    code: 'committee_members',
    unit: 'person',
    kind: 'stock',
    pattern: words('(?:uy vien |uv ?)?(?:bch|ban chap hanh)|dang uy vien'),
  },
  {
    code: 'upper_grassroots',
    unit: 'organisation',
    kind: 'stock',
    pattern: words(
      '(?:dang bo |to chuc dang )?cap tren truc tiep(?: cua)?(?: to chuc co so dang| tccsd| co so)?|dang bo truc thuoc (?:tinh|thanh) uy',
    ),
  },
  { code: 'sectional_orgs', unit: 'organisation', kind: 'stock', pattern: words('dang bo bo phan|dbbp') },
  { code: 'cells', unit: 'organisation', kind: 'stock', pattern: words('chi bo truc thuoc|cbtt') },
  {
    code: 'grassroots_committees',
    unit: 'organisation',
    kind: 'stock',
    pattern: words('dang bo co so|dbcs'),
  },
  { code: 'grassroots_cells', unit: 'organisation', kind: 'stock', pattern: words('chi bo co so|cbcs') },
  {
    code: 'grassroots_orgs',
    unit: 'organisation',
    kind: 'stock',
    pattern: words('to chuc co so dang|to chuc dang co so|tccsd|tccs dang'),
    parts: ['grassroots_committees', 'grassroots_cells'],
  },
  {
    code: 'members_probationary',
    unit: 'person',
    kind: 'stock',
    pattern: words(`${member} du bi|dvdb`),
  },
  { code: 'members_official', unit: 'person', kind: 'stock', pattern: words(`${member} chinh thuc|dvct`) },
  {
    code: 'members_ethnic',
    unit: 'person',
    kind: 'stock',
    pattern: words(`${member} (?:la )?(?:nguoi )?(?:dan toc thieu so|dtts)`),
  },
  {
    code: 'members_religious',
    unit: 'person',
    kind: 'stock',
    pattern: words(`${member} (?:la )?(?:nguoi )?(?:theo |co )(?:ton giao|dao)`),
  },
  {
    code: 'members_exempt',
    unit: 'person',
    kind: 'stock',
    pattern: words(`${member} (?:duoc )?mien (?:cong tac|sinh hoat)(?: va sinh hoat)?(?: dang)?`),
  },
  {
    code: 'members_female',
    unit: 'person',
    kind: 'stock',
    pattern: words(`${member} (?:la )?nu|nu ${member}`),
  },
  {
    code: 'members_growth',
    unit: 'percent',
    kind: 'stock',
    // Growth over a base year that the report names, stored as stated; the year is the qualifier.
    pattern: words(`(?:muc )?tang (?:so )?${member}(?: so voi (?:nam )?((?:19|20)\\d{2}))?`),
  },
  {
    code: 'members_decline',
    unit: 'percent',
    kind: 'stock',
    pattern: words(`(?:muc )?giam (?:so )?${member}(?: so voi (?:nam )?((?:19|20)\\d{2}))?`),
  },
  { code: 'members', unit: 'person', kind: 'stock', pattern: words(`(?:tong so )?${member}`) },
];

/** The indicator named first in folded text, with its place; at one place the more specific, then the longer. */
export function findIndicator(
  folded: string,
): { indicator: Indicator; qualifier: string | null; from: number; to: number } | null {
  let best: ReturnType<typeof findIndicator> = null;
  for (const indicator of indicators) {
    const match = indicator.pattern.exec(folded);
    if (!match) continue;
    const found = {
      indicator,
      qualifier: match[1] ?? null,
      from: match.index,
      to: match.index + match[0].length,
    };
    if (!best || found.from < best.from || (found.from === best.from && found.to > best.to)) best = found;
  }
  return best;
}

/** Labels of parts that offices use beside indicators, folded; each is a key of the words shown for it. */
export const partLabels: readonly (readonly [string, Pattern])[] = [
  ['female', words('nu')],
  ['male', words('nam')],
  ['official', words('chinh thuc')],
  ['probationary', words('du bi')],
  ['good', words('tot')],
  ['fair', words('kha')],
  ['average', words('trung binh|tb')],
  ['poor', words('kem|yeu')],
];
