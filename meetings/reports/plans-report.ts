import * as words from '../../prompts/meetings-reports.ts';
import { fold } from '../../text/normalise.ts';
import type { PlanDocument, PlanEntry } from '../follow-up/directive-plan-store.ts';
import type { Report } from './report.ts';

/** A unit of which a plan may be expected. */
interface PlanUnit {
  id: string;
  name: string;
  level: string;
}

/**
 * Levels that issue plans of their own: the organisations above the grassroots and the grassroots organisations; cells
 * under a committee are named only where they have one (S3: 'chỉ đạo cấp ủy các tổ chức cơ sở đảng xây dựng kế hoạch').
 */
const planLevels = new Set(['upper_grassroots', 'grassroots_committee', 'grassroots_cell']);

/** The body that leads a unit, so that 'Ban Thường vụ Đảng ủy X' is found as 'Đảng ủy X'. */
export const withoutBody = (issuer: string): string => {
  const body =
    /^(?:ban thuong vu|ban chap hanh|thuong truc|uy ban kiem tra|van phong)\s+(?=\p{L}+ (?:uy|bo))/u.exec(
      fold(issuer),
    );
  return issuer.slice(body?.[0].length ?? 0);
};

/** Which unit has planned for a directive: by documents of the store, by entries, and who has not. */
export function plansReport(
  input: {
    directive: string;
    units: readonly PlanUnit[];
    documents: readonly PlanDocument[];
    entries: readonly PlanEntry[];
    /** Ids of the units that an issuer is. */
    unitsOf(issuer: string): readonly string[];
    today: string;
  },
  about: { unit: string },
): Report {
  const planned = new Set<string>();
  const nameOf = new Map(input.units.map((unit) => [unit.id, unit.name]));
  const seen = new Set<string>();
  const fromStore = input.documents.map((document) => {
    const ids = input.unitsOf(withoutBody(document.issuer)).filter((unitId) => nameOf.has(unitId));
    const unitId = ids.length === 1 ? ids[0] : undefined;
    if (unitId) {
      planned.add(unitId);
      seen.add(`${unitId}|${document.key}`);
    }
    return [
      unitId ? (nameOf.get(unitId) ?? '') : words.plans.otherIssuer(document.issuer),
      document.symbol || document.title,
      document.issuedOn ? { date: document.issuedOn } : null,
      document.targetSymbol,
      words.plans.fromStore,
    ];
  });
  const byHand = input.entries
    .filter((entry) => nameOf.has(entry.unitId))
    .flatMap((entry) => {
      planned.add(entry.unitId);
      // A document of the store says more than the same plan entered by hand.
      if (entry.planKey !== '' && seen.has(`${entry.unitId}|${entry.planKey}`)) return [];
      return [
        [
          nameOf.get(entry.unitId) ?? '',
          entry.plan,
          entry.issuedOn ? { date: entry.issuedOn } : null,
          entry.directive,
          words.plans.byHand,
        ],
      ];
    });
  const expected = input.units.filter((unit) => planLevels.has(unit.level) || planned.has(unit.id));
  const missing = expected.filter((unit) => !planned.has(unit.id));
  return {
    name: words.plans.name,
    title: words.plans.title(input.directive, about.unit),
    columns: words.plans.head.map((head, i) => ({ head, width: [40, 26, 12, 18, 22][i] ?? 14 })),
    rows: [
      ...[...fromStore, ...byHand].sort((a, b) => String(a[0]).localeCompare(String(b[0]), 'vi')),
      ...missing.map((unit) => [unit.name, words.plans.without, null, null, null]),
    ],
    notes: [
      words.plans.summary(expected.length - missing.length, expected.length),
      words.plans.asOf(input.today),
    ],
    chart: null,
  };
}
