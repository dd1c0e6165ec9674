import type { DateOnly } from '../../core/clock.ts';
import { headerKey, readHeader } from '../tables/columns.ts';
import type { DroppedColumn, ReadHeader, Synonyms } from '../tables/columns.ts';
import { parseCellDate } from '../tables/parse-cell-date.ts';
import { isSensitiveHeader } from '../register/register-columns.ts';
import { cellText } from '../tables/sheet.ts';
import type { CellValue, Sheet } from '../tables/sheet.ts';
import { levelFromName, looseUnitKey, unitKey, unitKeys } from './units.ts';
import type { Unit, UnitLevel } from './units.ts';

export type UnitField =
  | 'name'
  | 'parent'
  | 'level'
  | 'shortName'
  | 'aliases'
  | 'code'
  | 'parentCode'
  | 'validFrom'
  | 'validTo'
  | 'successor';

const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u');
const unitWord = '(?:to chuc dang|to chuc|don vi|chi bo|dang bo|chi bo dang bo|dang bo chi bo)';

const synonyms: Synonyms<UnitField> = [
  ['shortName', whole(`(?:ten )?(?:viet tat|ngan|rut gon)(?: ${unitWord})?|ten goi tat`)],
  ['aliases', whole('(?:cac )?ten (?:goi )?(?:khac|cu)|ten khac|bi danh')],
  ['parentCode', whole(`ma (?:${unitWord} )?(?:cap tren|cha|truc thuoc)`)],
  ['code', whole(`ma(?: so)?(?: ${unitWord})?`)],
  [
    'parent',
    whole(
      `(?:ten )?(?:${unitWord} )?(?:cap tren(?: truc tiep)?|truc thuoc|cha)|thuoc(?: ${unitWord})?|truc thuoc ${unitWord}`,
    ),
  ],
  ['level', whole(`(?:loai|cap|loai hinh|cap do|phan loai)(?: ${unitWord})?`)],
  ['validFrom', whole('(?:tu )?ngay (?:thanh lap|bat dau|hieu luc)|tu ngay|ngay thanh lap|thanh lap')],
  [
    'validTo',
    whole('(?:den )?ngay (?:ket thuc|giai the|het hieu luc|ngung|sap nhap)|den ngay|giai the|ket thuc'),
  ],
  ['successor', whole(`(?:${unitWord} )?(?:ke thua|tiep nhan|thay the|sap nhap vao|moi)`)],
  ['name', whole(`ten(?: goi)?(?: (?:day du|cua))?(?: ${unitWord})?|${unitWord}`)],
];

/** Levels as lists write them, folded. */
const levelWords: readonly (readonly [UnitLevel, RegExp])[] = [
  ['upper_grassroots', /cap tren truc tiep|upper/u],
  ['sectional_org', /bo phan|sectional/u],
  ['cell', /chi bo truc thuoc|chi bo trong dang bo|^cell$/u],
  ['grassroots_cell', /chi bo co so|cbcs|grassroots_cell/u],
  ['grassroots_committee', /dang bo co so|dbcs|grassroots_committee/u],
  ['group', /to dang|group/u],
  ['provincial', /cap tinh|dang bo tinh|provincial|tinh thanh pho/u],
];

export type UnitRejectReason =
  | { code: 'no-name' }
  | { code: 'unknown-level'; typed: string }
  | { code: 'no-level' }
  | { code: 'unknown-parent'; typed: string }
  | { code: 'several-parents'; typed: string }
  | { code: 'circle' }
  | { code: 'bad-date'; typed: string }
  | { code: 'duplicate'; of: number };

export interface UnitsPreview {
  kind: 'preview';
  columns: { header: string; field: UnitField }[];
  dropped: DroppedColumn[];
  created: Unit[];
  changed: Unit[];
  unchanged: number;
  rejected: { sheet: string; row: number; reason: UnitRejectReason }[];
}

interface DraftUnit {
  sheet: string;
  row: number;
  unit: Unit;
  code: string;
  parentName: string;
  parentCode: string;
  levelText: string;
  successorName: string;
}

/**
 * Reads a list of units: by name and the unit above (by name or by code), in any order. A unit that is already known
 * under this name below the same unit is changed, not doubled; units that the list does not name stay. `newId` gives
 * the ids of new units.
 */
export function parseUnits(
  sheets: readonly Sheet[],
  context: { units: readonly Unit[]; today: DateOnly; newId: () => string },
): UnitsPreview | { kind: 'no-header' } {
  const preview: UnitsPreview = {
    kind: 'preview',
    columns: [],
    dropped: [],
    created: [],
    changed: [],
    unchanged: 0,
    rejected: [],
  };
  const drafts: DraftUnit[] = [];
  let isFound = false;
  for (const sheet of sheets) {
    const header = readHeader(sheet, synonyms, 'name', isSensitiveHeader);
    if (!header) continue;
    isFound = true;
    for (const { header: text, field } of header.columns)
      if (!preview.columns.some((known) => known.header === text))
        preview.columns.push({ header: text, field });
    preview.dropped.push(...header.dropped);
    drafts.push(...readDrafts(sheet, header, context, preview));
  }
  if (!isFound) return { kind: 'no-header' };
  resolve(drafts, context, preview);
  return preview;
}

function readDrafts(
  sheet: Sheet,
  header: ReadHeader<UnitField>,
  context: { today: DateOnly; newId: () => string },
  preview: UnitsPreview,
): DraftUnit[] {
  const at = new Map(header.columns.map((column) => [column.field, column.index]));
  const drafts: DraftUnit[] = [];
  for (let index = header.firstRow; index < sheet.rows.length; index++) {
    const cells = sheet.rows[index] ?? [];
    const cell = (field: UnitField): CellValue | undefined => {
      const column = at.get(field);
      return column === undefined ? undefined : cells[column];
    };
    const text = (field: UnitField) => cellText(cell(field));
    const known = header.columns.filter((column) => cellText(cells[column.index]) !== '').length;
    if (known === 0) continue;
    const row = index + 1;
    const reject = (reason: UnitRejectReason) => preview.rejected.push({ sheet: sheet.name, row, reason });
    if (text('name') === '') {
      if (known > 1) reject({ code: 'no-name' });
      continue;
    }
    const validFrom = parseCellDate(cell('validFrom'), context.today);
    const validTo = parseCellDate(cell('validTo'), context.today);
    const badDate = validFrom === 'invalid' ? 'validFrom' : validTo === 'invalid' ? 'validTo' : null;
    if (badDate) {
      reject({ code: 'bad-date', typed: text(badDate) });
      continue;
    }
    drafts.push({
      sheet: sheet.name,
      row,
      code: headerKey(text('code')),
      parentName: text('parent'),
      parentCode: headerKey(text('parentCode')),
      levelText: text('level'),
      successorName: linesOf(cell('successor')),
      unit: {
        id: context.newId(),
        parentId: null,
        name: text('name'),
        shortName: text('shortName') || null,
        level: 'cell',
        aliases: text('aliases')
          .split(/[;,|]/u)
          .map((alias) => alias.trim())
          .filter((alias) => alias !== ''),
        validFrom: wholeDay(validFrom, '01'),
        validTo: wholeDay(validTo, '12'),
        successorIds: [],
        isDemo: false,
      },
    });
  }
  return drafts;
}

/**
 * The units that one cell names: one, or several parted by semicolons or lines, or by commas and 'và' where the whole is
 * no unit's name.
 */
function successorsIn<T>(cell: string, named: (name: string) => readonly T[]): T[] {
  const parts = (separator: RegExp) =>
    cell
      .split(separator)
      .map((name) => name.trim())
      .filter((name) => name !== '');
  const surely = parts(/[;|\n]/u);
  return surely.flatMap((name) => {
    const [whole] = named(name);
    if (whole) return [whole];
    return name
      .split(/,|\s(?:và|va)\s/iu)
      .map((part) => named(part.trim())[0])
      .filter((found) => found !== undefined);
  });
}

/** Notes who follows a unit: in what is to be saved of it already, or as a change of a known unit. */
function follow(unit: Unit, successorIds: string[], known: readonly Unit[], preview: UnitsPreview): void {
  const saved = [...preview.created, ...preview.changed].find((each) => each.id === unit.id);
  if (saved) {
    saved.successorIds = successorIds;
    return;
  }
  const before = known.find((each) => each.id === unit.id);
  if (!before || before.successorIds.join() === successorIds.join()) return;
  preview.unchanged--;
  preview.changed.push({ ...before, successorIds });
}

/** A cell with its line breaks, which part several names. */
const linesOf = (value: CellValue | undefined): string =>
  typeof value === 'string' ? value.trim() : cellText(value);

/** A year or month as its first day, or as its last. */
function wholeDay(date: string | null, month: '01' | '12'): DateOnly | null {
  if (date === null || date.length === 10) return date;
  const withMonth = date.length === 4 ? `${date}-${month}` : date;
  if (month === '01') return `${withMonth}-01`;
  const [year, last] = withMonth.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, last ?? 12, 0)).toISOString().slice(0, 10);
}

function resolve(
  drafts: readonly DraftUnit[],
  context: { units: readonly Unit[] },
  preview: UnitsPreview,
): void {
  const reject = (draft: DraftUnit, reason: UnitRejectReason) =>
    preview.rejected.push({ sheet: draft.sheet, row: draft.row, reason });
  const byCode = new Map(drafts.filter((draft) => draft.code !== '').map((draft) => [draft.code, draft]));
  const inList = indexByKeys(drafts, (draft) => unitKeys(draft.unit));
  const known = indexByKeys(context.units, unitKeys);
  const ledInList = indexByKeys(drafts, (draft) => [looseUnitKey(draft.unit.name)]);
  const ledKnown = indexByKeys(context.units, (unit) => [looseUnitKey(unit.name)]);
  const byPlace = new Map(context.units.map((unit) => [placeKey(unit), unit]));
  const named = (name: string): readonly (DraftUnit | Unit)[] => {
    const key = unitKey(name);
    const found = inList.get(key) ?? known.get(key);
    if (found) return found;
    // Lists often name the committee above in place of its organisation.
    const loose = looseUnitKey(name);
    return ledInList.get(loose) ?? ledKnown.get(loose) ?? [];
  };
  const done = new Map<DraftUnit, 'ok' | 'rejected' | 'open'>();
  const taken = new Map<string, number>();

  const place = (draft: DraftUnit): void => {
    if (done.has(draft)) return;
    done.set(draft, 'open');
    const parent = parentOf(draft);
    if (parent && 'code' in parent && !('unit' in parent)) return fail(draft, parent);
    let parentUnit: Unit | null = null;
    if (parent && 'unit' in parent) {
      if (done.get(parent) === 'open') return fail(draft, { code: 'circle' });
      place(parent);
      if (done.get(parent) !== 'ok') return fail(draft, { code: 'unknown-parent', typed: draft.parentName });
      parentUnit = parent.unit;
    } else if (parent) parentUnit = parent as Unit;
    const level = levelOf(draft, parentUnit);
    if (typeof level !== 'string') return fail(draft, level);
    const unit: Unit = { ...draft.unit, parentId: parentUnit?.id ?? null, level };
    const key = placeKey(unit);
    const earlier = taken.get(key);
    if (earlier !== undefined) return fail(draft, { code: 'duplicate', of: earlier });
    taken.set(key, draft.row);
    draft.unit = keepKnown(unit, byPlace.get(key), preview);
    done.set(draft, 'ok');
  };
  const fail = (draft: DraftUnit, reason: UnitRejectReason): void => {
    done.set(draft, 'rejected');
    reject(draft, reason);
  };
  const parentOf = (draft: DraftUnit): DraftUnit | Unit | UnitRejectReason | null => {
    if (draft.parentCode !== '')
      return byCode.get(draft.parentCode) ?? { code: 'unknown-parent', typed: draft.parentCode };
    if (draft.parentName === '') return null;
    const found = named(draft.parentName);
    const [only] = found;
    if (!only) return { code: 'unknown-parent', typed: draft.parentName };
    if (only === draft) return { code: 'circle' };
    return found.length > 1 ? { code: 'several-parents', typed: draft.parentName } : only;
  };
  for (const draft of drafts) place(draft);
  for (const draft of drafts) {
    if (done.get(draft) !== 'ok' || draft.successorName === '') continue;
    const ids = successorsIn(draft.successorName, named)
      .map((found) => ('unit' in found ? found.unit.id : found.id))
      .filter((id) => id !== draft.unit.id);
    if (ids.length > 0) follow(draft.unit, [...new Set(ids)], context.units, preview);
  }
  preview.rejected.sort((a, b) => a.row - b.row);
}

function levelOf(draft: DraftUnit, parent: Unit | null): UnitLevel | UnitRejectReason {
  if (draft.levelText !== '') {
    const key = headerKey(draft.levelText);
    const level = levelWords.find(([, pattern]) => pattern.test(key) || pattern.test(draft.levelText))?.[0];
    if (level) return level;
    // 'Chi bộ', 'Đảng bộ' alone: the unit above tells the rest.
    return (
      levelFromName(draft.levelText, parent?.level ?? null) ?? {
        code: 'unknown-level',
        typed: draft.levelText,
      }
    );
  }
  return levelFromName(draft.unit.name, parent?.level ?? null) ?? { code: 'no-level' };
}

/** Where a unit stands: its name below the unit above it. */
const placeKey = (unit: Unit): string => `${unit.parentId ?? ''}|${unitKey(unit.name)}`;

function indexByKeys<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const item of items)
    for (const key of new Set(keysOf(item))) {
      const bearers = index.get(key);
      if (bearers) bearers.push(item);
      else index.set(key, [item]);
    }
  return index;
}

/** The known unit of this name below the same unit, with what the list says added; or the unit as new. */
function keepKnown(unit: Unit, known: Unit | undefined, preview: UnitsPreview): Unit {
  if (!known) {
    preview.created.push(unit);
    return unit;
  }
  const merged: Unit = {
    ...known,
    name: unit.name,
    level: unit.level,
    shortName: unit.shortName ?? known.shortName,
    aliases: [...new Set([...known.aliases, ...unit.aliases])],
    validFrom: unit.validFrom ?? known.validFrom,
    validTo: unit.validTo ?? known.validTo,
  };
  if (JSON.stringify(merged) === JSON.stringify(known)) preview.unchanged++;
  else preview.changed.push(merged);
  return merged;
}
