import type { DateOnly } from '../../core/clock.ts';
import { foldedSyllables, syllables } from '../../text/syllables.ts';

/** Levels of Party organisations, from the widest to the narrowest (294-QĐ/TW, Điều 10 and 20). */
export const unitLevels = [
  'provincial',
  'upper_grassroots',
  'grassroots_committee',
  'grassroots_cell',
  'sectional_org',
  'cell',
  'group',
] as const;
export type UnitLevel = (typeof unitLevels)[number];

/** One Party organisation in the years it existed. */
export interface Unit {
  id: string;
  parentId: string | null;
  name: string;
  shortName: string | null;
  level: UnitLevel;
  aliases: readonly string[];
  validFrom: DateOnly | null;
  /** Last day; null while the unit exists. */
  validTo: DateOnly | null;
  /** Units that go on with what it did, in the order in which they were named; a unit may be split among several. */
  successorIds: readonly string[];
  isDemo: boolean;
}

/** Whether the unit existed on `asOf`. */
export const existsOn = (unit: Unit, asOf: DateOnly): boolean =>
  (unit.validFrom === null || unit.validFrom <= asOf) && (unit.validTo === null || unit.validTo >= asOf);

/*
 * What offices write in unit names, folded. CB and ĐB have other readings elsewhere (cán bộ, đại biểu), but not at the
 * place of a unit's name. Abbreviations that are also syllables (TU and 'tư', CA and 'ca') are left out.
 */
const abbreviations: Readonly<Record<string, string>> = {
  cb: 'chi bo',
  db: 'dang bo',
  cbcs: 'chi bo co so',
  dbcs: 'dang bo co so',
  dbbp: 'dang bo bo phan',
  duk: 'dang uy khoi',
  dbk: 'dang bo khoi',
  ccq: 'cac co quan',
  cq: 'co quan',
  dn: 'doanh nghiep',
  vp: 'van phong',
  tp: 'thanh pho',
  tt: 'trung tam',
  tdp: 'to dan pho',
  kp: 'khu pho',
  th: 'tieu hoc',
  thcs: 'trung hoc co so',
  thpt: 'trung hoc pho thong',
  mn: 'mam non',
  bch: 'ban chap hanh',
  btv: 'ban thuong vu',
  ubkt: 'uy ban kiem tra',
  ubnd: 'uy ban nhan dan',
  hdnd: 'hoi dong nhan dan',
  mttq: 'mat tran to quoc',
  qs: 'quan su',
};

/** Committees stand for the organisation they lead: people say 'đảng ủy xã' for the đảng bộ. */
const committees: readonly (readonly [RegExp, string])[] = [
  [/\btinh uy\b/g, 'dang bo tinh'],
  [/\bthanh uy\b/g, 'dang bo thanh pho'],
  [/\bhuyen uy\b/g, 'dang bo huyen'],
  [/\bdang uy\b/g, 'dang bo'],
  [/\bchi uy\b/g, 'chi bo'],
];

/** Folded name with abbreviations written out and numbers without leading zeros: equal for all spellings of a name. */
export function unitKey(name: string): string {
  return foldedSyllables(name)
    .map((word) => abbreviations[word] ?? word.replace(/^0+(?=\d)/, ''))
    .join(' ')
    .replace(/\bso (?=\d)/g, '')
    .replace(/^du (?=(?:khoi|xa|phuong|dac khu|tinh|cac co quan|co so)\b)/, 'dang uy ');
}

/** `unitKey` with a committee read as its organisation. */
function looseKey(key: string): string {
  return committees.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), key);
}

/** `unitKey` with a committee read as the organisation that it leads: 'Đảng ủy xã A' is 'Đảng bộ xã A'. */
export const looseUnitKey = (name: string): string => looseKey(unitKey(name));

/** All keys under which a unit is found: full name, short name, aliases. */
export function unitKeys(unit: Pick<Unit, 'name' | 'shortName' | 'aliases'>): string[] {
  const names = [unit.name, ...(unit.shortName ? [unit.shortName] : []), ...unit.aliases];
  return [...new Set(names.map(unitKey).filter((key) => key !== ''))];
}

interface KeyedUnit {
  unit: Unit;
  keys: readonly string[];
  /** `keys` with a committee read as its organisation. */
  loose: readonly string[];
  /** `loose` without the words that say the kind. */
  cores: readonly string[];
}

/** Keys are asked for many times in one reading of a line, and an office may have thousands of units. */
const keyedUnits = new WeakMap<Unit, KeyedUnit>();

function keysOf(unit: Unit): KeyedUnit {
  let keyed = keyedUnits.get(unit);
  if (!keyed) {
    const keys = unitKeys(unit);
    const loose = keys.map(looseKey);
    keyed = { unit, keys, loose, cores: loose.map((key) => key.replace(kindWords, '')) };
    keyedUnits.set(unit, keyed);
  }
  return keyed;
}

/** A committee named by its level alone. */
const topCommittee = /^dang bo (?:tinh|thanh pho|huyen|xa|phuong|dac khu|khoi)$/;

/** Words that open a unit's name and say its kind, not which one it is. */
const kindWords =
  /^(?:dang bo co so|chi bo co so|dang bo bo phan|chi bo truc thuoc|dang bo|chi bo|to dang)\b ?/;

/**
 * Units that `text` names: by the whole name, short name or alias; then with a committee read as its organisation;
 * then by the name without its kind ('văn phòng' for 'Chi bộ Văn phòng'); then by a run of words inside the name; then
 * by all words in any order, unless `reach` is 'in-order'. The first way that finds any decides, and all that it finds are returned: two units may
 * bear one name.
 */
export function matchUnits(
  units: readonly Unit[],
  text: string,
  reach: 'in-order' | 'any-order' = 'any-order',
): Unit[] {
  const wanted = unitKey(text);
  if (wanted === '') return [];
  const loose = looseKey(wanted);
  const core = loose.replace(kindWords, '');
  const kind = loose.slice(0, loose.length - core.length).trim();
  const words = wanted.split(' ');
  const keyed = units.map(keysOf);
  const ways: ((entry: KeyedUnit) => boolean)[] = [
    (entry) => entry.keys.includes(wanted),
    (entry) => entry.loose.includes(loose),
    (entry) =>
      core !== '' &&
      entry.cores.some((each, index) => each === core && (entry.loose[index] ?? '').startsWith(kind)),
    // 'Tỉnh ủy' is the province's own committee, not the office that has it in its name.
    (entry) => topCommittee.test(loose) && entry.loose.some((key) => key.startsWith(`${loose} `)),
    (entry) => entry.loose.some((key) => ` ${key} `.includes(` ${loose} `)),
    (entry) =>
      reach === 'any-order' &&
      words.length > 1 &&
      entry.keys.some((key) => words.every((word) => ` ${key} `.includes(` ${word} `))),
  ];
  for (const way of ways) {
    const found = keyed.filter(way).map((entry) => entry.unit);
    if (found.length > 0) return found;
  }
  return [];
}

/** A unit's whole name standing inside a longer text, with its place in `cleanText(text)`. */
export interface UnitMention {
  units: Unit[];
  from: number;
  to: number;
}

/**
 * The longest run of syllables that is some unit's full, short or other name (a committee counts as its organisation).
 * Names of one syllable are not looked for: they stand in too many sentences.
 */
export function findUnitMention(units: readonly Unit[], text: string): UnitMention | null {
  const words = syllables(text);
  const byKey = unitsByName(units);
  for (let length = Math.min(words.length, 16); length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const run = words.slice(from, from + length);
      const found = byKey.get(looseKey(unitKey(run.map((word) => word.folded).join(' '))));
      if (found) return { units: [...found], from: run[0]?.from ?? 0, to: run.at(-1)?.to ?? 0 };
    }
  }
  return null;
}

const namesOfUnits = new WeakMap<readonly Unit[], Map<string, Unit[]>>();

function unitsByName(units: readonly Unit[]): Map<string, Unit[]> {
  const known = namesOfUnits.get(units);
  if (known) return known;
  const byKey = new Map<string, Unit[]>();
  for (const unit of units)
    for (const key of new Set(keysOf(unit).loose)) {
      if (!key.includes(' ')) continue;
      const bearers = byKey.get(key);
      if (bearers) bearers.push(unit);
      else byKey.set(key, [unit]);
    }
  namesOfUnits.set(units, byKey);
  return byKey;
}

/** Ids of the unit and everything under it. */
export function subtreeIds(units: readonly Unit[], rootId: string): string[] {
  const children = childrenByParent(units);
  const seen = new Set([rootId]);
  for (const id of seen) for (const child of children.get(id) ?? []) seen.add(child.id);
  return [...seen];
}

/** Units by the id of the unit above; roots under null. A unit whose parent is not in `units` counts as a root. */
export function childrenByParent(units: readonly Unit[]): Map<string | null, Unit[]> {
  const known = new Set(units.map((unit) => unit.id));
  const children = new Map<string | null, Unit[]>();
  for (const unit of units) {
    const parent = unit.parentId !== null && known.has(unit.parentId) ? unit.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), unit]);
  }
  for (const list of children.values()) list.sort(byLevelAndName);
  return children;
}

/** Order inside one parent: wider level first, then by name the Vietnamese way with numbers in order. */
export function byLevelAndName(a: Unit, b: Unit): number {
  return unitLevels.indexOf(a.level) - unitLevels.indexOf(b.level) || collator.compare(a.name, b.name);
}
const collator = new Intl.Collator('vi', { numeric: true });

/** Parents before children, for inserts that refer to each other. */
export function parentsFirst<T extends { id: string; parentId: string | null }>(units: readonly T[]): T[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const placed = new Set<string>();
  const result: T[] = [];
  const place = (unit: T, path: ReadonlySet<string>): void => {
    if (placed.has(unit.id)) return;
    const parent = unit.parentId === null ? undefined : byId.get(unit.parentId);
    if (parent && !path.has(parent.id)) place(parent, new Set([...path, unit.id]));
    if (placed.has(unit.id)) return;
    placed.add(unit.id);
    result.push(unit);
  };
  for (const unit of units) place(unit, new Set());
  return result;
}

/** The level that a unit's name tells, given the level of the unit above; null where the name tells none. */
export function levelFromName(name: string, parentLevel: UnitLevel | null): UnitLevel | null {
  const key = looseKey(unitKey(name));
  if (/^to dang\b/.test(key)) return 'group';
  if (/^dang bo bo phan\b/.test(key)) return 'sectional_org';
  if (/^chi bo co so\b/.test(key)) return 'grassroots_cell';
  if (/^chi bo\b/.test(key)) {
    const isUnderGrassroots = parentLevel === 'grassroots_committee' || parentLevel === 'sectional_org';
    return isUnderGrassroots ? 'cell' : 'grassroots_cell';
  }
  if (/^dang bo\b/.test(key)) {
    if (parentLevel === 'upper_grassroots') return 'grassroots_committee';
    if (parentLevel === 'grassroots_committee') return 'sectional_org';
    if (parentLevel === 'provincial') return 'upper_grassroots';
    if (/^dang bo co so\b/.test(key)) return 'grassroots_committee';
    return /^dang bo (?:tinh|thanh pho)\b/.test(key) ? 'provincial' : 'upper_grassroots';
  }
  return null;
}
