import { indicators, type IndicatorCode } from '../observations/indicators.ts';
import { sumOf, type Observation, type ObservationPart } from '../observations/observation.ts';
import { figureKey, type Balance, type RegisterFigures } from './register-figures.ts';
import { reportForm, type ReportItem, type ReportPeriod, type ReportSection } from './report-form.ts';

/** One line of a report: what reports state, what the register counts, and the same period before. */
export interface ReportRow {
  indicator: IndicatorCode;
  qualifier: string | null;
  /** What the report gives: the approved figure, else the register's count; null is a gap. */
  value: number | null;
  valueUnit: Observation['valueUnit'];
  denominator: number | null;
  breakdown: readonly ObservationPart[];
  origin: 'reported' | 'register' | null;
  /** The approved figure's source. */
  source: string | null;
  /** When an approved figure holds, where that is not the report's own time: another day, a quarter within a half. */
  heldAt: Pick<Observation, 'asOf' | 'period'> | null;
  /** The register's count, where it is there and differs from the approved figure: both are shown, neither is changed. */
  registerDiffers: number | null;
  /** The same figure of the same period before; null where there is none to compare with. */
  before: number | null;
  isGap: boolean;
  /** Stated, but not to be told to whoever asked: it stands without a number and is no gap. */
  isWithheld?: true;
}

/** What does or does not add up. */
export type ReportCheck =
  | {
      kind: 'sum';
      whole: IndicatorCode;
      value: number;
      parts: readonly ObservationPart[];
      sum: number;
      holds: boolean;
    }
  | ({ kind: 'balance'; holds: boolean } & Balance)
  /** Shares of a rating that leave something out: nothing is inferred from it. */
  | { kind: 'rating-incomplete'; sum: number };

/** A report as data; words come from whoever shows it. */
export interface Report {
  unitName: string;
  period: ReportPeriod;
  sections: readonly { code: ReportSection['code']; rows: readonly ReportRow[] }[];
  checks: readonly ReportCheck[];
  /** Figures of the period that still wait for approval and are therefore not in it. */
  draftCount: number;
  /** Growth over a base year as stated, with the base that follows from it: ours, and labelled so. */
  derivedBases: readonly { year: string; base: number }[];
}

/** What a report is made of. Observations are those of the unit itself, superseded ones left out. */
export interface ReportSources {
  unitName: string;
  period: ReportPeriod;
  observations: readonly Observation[];
  before: readonly Observation[];
  register: { figures: RegisterFigures; balance: Balance } | null;
  registerBefore: { figures: RegisterFigures } | null;
}

/** Puts a report together; pure. Only approved figures count. */
export function collectReport(sources: ReportSources): Report {
  const approved = sources.observations.filter(({ status }) => status === 'approved');
  const sections = reportForm.map(({ code, items }) => ({
    code,
    rows: items.flatMap((item) => rowsOf(item, withParts(approved), sources)),
  }));
  const rows = sections.flatMap((section) => section.rows);
  return {
    unitName: sources.unitName,
    period: sources.period,
    sections: sections.filter((section) => section.rows.length > 0),
    checks: checksOf(rows, sources.register?.balance ?? null),
    draftCount: sources.observations.length - approved.length,
    derivedBases: derivedBasesOf(rows),
  };
}

/** With the parts of each whole ('70 = 28 đảng bộ cơ sở + …') as figures of their own, where none was stated alone. */
function withParts(stated: readonly Observation[]): Observation[] {
  const parts = stated.flatMap((whole) =>
    whole.qualifier !== null
      ? []
      : whole.breakdown.flatMap(({ label, value }) => {
          const part = indicators.find(({ code }) => code === label);
          if (!part || stated.some(({ indicator }) => indicator === part.code)) return [];
          return [
            {
              ...whole,
              indicator: part.code,
              value,
              valueUnit: part.unit,
              denominator: null,
              breakdown: [],
            },
          ];
        }),
  );
  return [...stated, ...parts];
}

function rowsOf(item: ReportItem, approved: readonly Observation[], sources: ReportSources): ReportRow[] {
  const { indicator, isOptional = false, isByQualifier = false } = item;
  const qualifiers = isByQualifier ? qualifiersOf(indicator, approved, sources) : [null];
  const rows = qualifiers.map((qualifier) => rowOf(indicator, qualifier, approved, sources));
  if (rows.length === 0 && !isOptional) return [rowOf(indicator, null, approved, sources)];
  return rows.filter((row) => row.value !== null || !isOptional);
}

/** Levels that are there, the highest first; a figure without a level comes last. */
function qualifiersOf(
  indicator: IndicatorCode,
  approved: readonly Observation[],
  { register }: ReportSources,
): (string | null)[] {
  const found = new Set<string | null>(
    approved.filter((each) => each.indicator === indicator).map(({ qualifier }) => qualifier),
  );
  for (const key of register?.figures.keys() ?? []) {
    const [code, qualifier] = key.split(':');
    if (code === indicator && qualifier !== undefined) found.add(qualifier);
  }
  return [...found].sort((a, b) => Number(b ?? -1) - Number(a ?? -1));
}

function rowOf(
  indicator: IndicatorCode,
  qualifier: string | null,
  approved: readonly Observation[],
  { period, before, register, registerBefore }: ReportSources,
): ReportRow {
  const same = (each: Observation) => each.indicator === indicator && each.qualifier === qualifier;
  const reported = approved.find(same) ?? null;
  const counted = register?.figures.get(figureKey(indicator, qualifier)) ?? null;
  const reportedBefore =
    withParts(before.filter(({ status }) => status === 'approved')).find(same)?.value ?? null;
  const countedBefore = registerBefore?.figures.get(figureKey(indicator, qualifier)) ?? null;
  const value = reported?.value ?? counted;
  const unit = indicators.find(({ code }) => code === indicator)?.unit ?? 'person';
  return {
    indicator,
    qualifier,
    value,
    valueUnit: reported?.valueUnit ?? unit,
    denominator: reported?.denominator ?? null,
    breakdown: reported?.breakdown ?? [],
    origin: reported ? 'reported' : counted === null ? null : 'register',
    source: reported?.source ?? null,
    heldAt:
      reported && !isOwnTime(reported, period) ? { asOf: reported.asOf, period: reported.period } : null,
    registerDiffers: reported && counted !== null && counted !== reported.value ? counted : null,
    // Like is compared with like: a stated figure with a stated one, a count with a count.
    before: value === null ? null : reported ? reportedBefore : countedBefore,
    isGap: value === null,
  };
}

const isOwnTime = ({ asOf, period }: Observation, own: ReportPeriod): boolean =>
  asOf === own.to || (period !== null && period.from === own.from && period.to === own.to);

function checksOf(rows: readonly ReportRow[], balance: Balance | null): ReportCheck[] {
  const valueOf = (code: string) =>
    rows.find((row) => row.indicator === code && row.qualifier === null)?.value ?? null;
  const checks: ReportCheck[] = [];
  for (const { code, parts } of wholes) {
    const value = valueOf(code);
    const known = parts.map((part) => ({ label: part, value: valueOf(part) }));
    if (value === null || known.some((part) => part.value === null)) continue;
    const complete = known as ObservationPart[];
    const sum = sumOf(complete);
    checks.push({ kind: 'sum', whole: code, value, parts: complete, sum, holds: sum === value });
  }
  if (balance) {
    const { opening, closing } = balance;
    checks.push({ kind: 'balance', ...balance, holds: opening + balance.in - balance.out === closing });
  }
  const rating = rows.find((row) => row.indicator === 'meeting_rating');
  if (rating?.valueUnit === 'percent' && rating.value !== null && rating.value !== 100)
    checks.push({ kind: 'rating-incomplete', sum: rating.value });
  return checks;
}

const wholes: readonly { code: IndicatorCode; parts: readonly IndicatorCode[] }[] = [
  { code: 'grassroots_orgs', parts: ['grassroots_committees', 'grassroots_cells'] },
  { code: 'members', parts: ['members_official', 'members_probationary'] },
];

/** 29.738 after a growth of 70,01 % makes a base of about 17.492: our sum, never a reported figure. */
function derivedBasesOf(rows: readonly ReportRow[]): { year: string; base: number }[] {
  const members = rows.find((row) => row.indicator === 'members' && row.origin === 'reported')?.value ?? null;
  if (members === null) return [];
  return rows.flatMap(({ indicator, qualifier, value }) => {
    const sign = indicator === 'members_growth' ? 1 : indicator === 'members_decline' ? -1 : 0;
    if (sign === 0 || qualifier === null || value === null) return [];
    return [{ year: qualifier, base: Math.round(members / (1 + (sign * value) / 100)) }];
  });
}
