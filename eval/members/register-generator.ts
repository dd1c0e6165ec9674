import { dayMs } from '../../core/clock.ts';
import { randomNumbers } from '../random.ts';

/*
 * A province that does not exist, with ten years of what happens to its members, as facts of each person. From the facts
 * come the files that an office would import, and, without any of the product's code, what every count must be.
 */

/** A unit of the generated province. */
export interface MadeUnit {
  name: string;
  parent: string | null;
  level: string;
}

/** One person with everything that happened, in days 'YYYY-MM-DD'. */
export interface MadePerson {
  name: string;
  sex: 'female' | 'male';
  birth: string;
  decision: string;
  ceremony: string;
  confirmation: string | null;
  theory: number;
  isMinority: boolean;
  /** Where from when on: the first at the admission, or at the arrival from outside. */
  stays: { unit: number; from: string }[];
  /** Day of the arrival from another province, if any. */
  arrived: string | null;
  /** Day of leaving: 'out' by transfer, 'other' else. */
  left: { on: string; how: 'out' | 'other' } | null;
  exemptFrom: string | null;
  badges: { level: number; on: string; isDated: boolean }[];
}

export interface MadeRegister {
  units: MadeUnit[];
  /** Indexes of units that have members. */
  cells: number[];
  persons: MadePerson[];
  /** Day of the list. */
  listedOn: string;
  /** First day of the ten years. */
  since: string;
}

const families = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Hoàng',
  'Vũ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Hồ',
  'Ngô',
  'Dương',
  'Lý',
  'Nông',
  'Triệu',
  'Ma',
];
const middles = {
  female: ['Thị', 'Ngọc', 'Thu', 'Thanh', 'Kim', 'Bích', 'Thị Thu', 'Thị Ngọc', 'Thị Hồng', 'Diệu'],
  male: ['Văn', 'Đức', 'Minh', 'Quang', 'Hữu', 'Xuân', 'Công', 'Đình', 'Mạnh', 'Tiến'],
};
const givens = {
  female: [
    'Hà',
    'Lan',
    'Hương',
    'Thảo',
    'Yến',
    'Mai',
    'Nga',
    'Tuyết',
    'Vân',
    'Oanh',
    'Phượng',
    'Dung',
    'Loan',
    'Hằng',
    'Trang',
    'Liên',
  ],
  male: [
    'Hùng',
    'Dũng',
    'Sơn',
    'Tuấn',
    'Nam',
    'Long',
    'Khánh',
    'Thắng',
    'Hải',
    'Bình',
    'Cường',
    'Đạt',
    'Phúc',
    'Quân',
    'Toàn',
    'Việt',
  ],
};
const badgeLevels = [30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];
const awardDays = ['02-03', '05-19', '09-02', '11-07'];

const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const plusYears = (day: string, years: number): string => {
  const moved = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return moved.endsWith('02-29') ? `${moved.slice(0, 4)}-03-01` : moved;
};

/** Makes a register of `present` members in `organisations` grassroots organisations; the same for the same seed. */
export function makeRegister(options: {
  present: number;
  organisations: number;
  seed: number;
}): MadeRegister {
  const random = randomNumbers(options.seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const between = (from: string, to: string): string =>
    toDay(
      Date.parse(from) + Math.floor(random() * ((Date.parse(to) - Date.parse(from)) / dayMs + 1)) * dayMs,
    );
  const listedOn = '2026-06-30';
  const since = '2016-07-01';
  const { units, cells } = makeUnits(options.organisations, pick, random);

  const persons: MadePerson[] = [];
  let present = 0;
  // A list of events names people by name and birth: no two here share both.
  const taken = new Set<string>();
  while (present < options.present) {
    const sex = random() < 0.36 ? 'female' : 'male';
    const birth = between('1936-01-01', '2006-06-30');
    const youngest = plusYears(birth, 18);
    const oldest = plusYears(birth, 50) < listedOn ? plusYears(birth, 50) : listedOn;
    if (youngest >= oldest) continue;
    const decision = between(youngest, oldest);
    const ceremony = toDay(Date.parse(decision) + (3 + Math.floor(random() * 25)) * dayMs);
    if (ceremony > listedOn) continue;
    const due = plusYears(ceremony, 1);
    const late = toDay(Date.parse(due) + (random() < 0.1 ? Math.floor(random() * 60) * dayMs : 0));
    const confirmation = late <= listedOn ? late : null;
    const isOutsider = random() < 0.12;
    const arrived =
      isOutsider && ceremony < '2026-01-01'
        ? between(ceremony > since ? ceremony : since, '2026-05-31')
        : null;
    const isLeaver = random() < 0.11;
    const first = arrived ?? ceremony;
    const leftOn = isLeaver ? between(first > since ? first : since, listedOn) : null;
    const left =
      leftOn !== null && leftOn > first
        ? ({ on: leftOn, how: random() < 0.7 ? 'out' : 'other' } as const)
        : null;
    const last = left?.on ?? listedOn;
    const stays = [{ unit: pick(cells), from: first }];
    for (let move = 0; move < 2 && random() < 0.2; move++) {
      const from = stays.at(-1)?.from ?? first;
      const earliest = from > since ? from : since;
      if (earliest >= last) break;
      const on = between(earliest, last);
      const unit = pick(cells);
      if (on > earliest && on < last && unit !== stays.at(-1)?.unit) stays.push({ unit, from: on });
    }
    const old = plusYears(birth, 72);
    const exemptFrom = old > since && old > first && old < last && random() < 0.3 ? old : null;
    const badges: MadePerson['badges'] = [];
    for (const level of badgeLevels) {
      const reached = plusYears(decision, level);
      if (reached > last) break;
      const year = Number(reached.slice(0, 4));
      const on = [year, year + 1]
        .flatMap((each) => awardDays.map((day) => `${each}-${day}`))
        .find((day) => day >= reached);
      if (on === undefined || on > last || on < first) continue;
      badges.push({ level, on, isDated: on >= since });
    }
    const name = `${pick(families)} ${pick(middles[sex])} ${pick(givens[sex])}`;
    if (taken.has(name + birth)) continue;
    taken.add(name + birth);
    persons.push({
      name,
      sex,
      birth,
      decision,
      ceremony,
      confirmation: confirmation !== null && left && confirmation > left.on ? null : confirmation,
      theory: Math.floor(random() * 5),
      isMinority: random() < 0.13,
      stays,
      arrived,
      left,
      exemptFrom,
      badges,
    });
    if (!left) present++;
  }
  return { units, cells, persons, listedOn, since };
}

function makeUnits(
  organisations: number,
  pick: <T>(list: readonly T[]) => T,
  random: () => number,
): { units: MadeUnit[]; cells: number[] } {
  const province = 'Đảng bộ tỉnh Thạch Sơn';
  const units: MadeUnit[] = [{ name: province, parent: null, level: 'Đảng bộ cấp tỉnh' }];
  const cells: number[] = [];
  const uppers = Array.from({ length: 14 }, (_, n) => `Đảng bộ xã Thạch Sơn ${n + 1}`);
  for (const name of uppers)
    units.push({ name, parent: province, level: 'Cấp trên trực tiếp của tổ chức cơ sở đảng' });
  const committees = Math.round((organisations * 301) / 817);
  for (let n = 1; n <= committees; n++) {
    const name = `Đảng bộ cơ sở số ${n}`;
    units.push({ name, parent: pick(uppers), level: 'Đảng bộ cơ sở' });
    const below = 4 + Math.floor(random() * 8);
    for (let cell = 1; cell <= below; cell++) {
      cells.push(units.length);
      units.push({ name: `Chi bộ ${cell} Đảng bộ cơ sở số ${n}`, parent: name, level: 'Chi bộ trực thuộc' });
    }
  }
  for (let n = 1; n <= organisations - committees; n++) {
    cells.push(units.length);
    units.push({ name: `Chi bộ cơ sở cơ quan ${n}`, parent: pick(uppers), level: 'Chi bộ cơ sở' });
  }
  return { units, cells };
}
