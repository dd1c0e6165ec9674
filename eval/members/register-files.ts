import { writeWorkbook } from '../../papers/workbook.ts';
import type { SheetCell } from '../../papers/workbook.ts';
import type { MadePerson, MadeRegister } from './register-generator.ts';

/* The generated register as files of an office: dates as people write them, and columns that must not be kept. */

const shown = (day: string | null): string => (day === null ? '' : day.split('-').reverse().join('/'));
const theories = ['', 'Sơ cấp', 'Trung cấp', 'Cao cấp', 'Cử nhân'];

/** The list of units. */
export const unitsCsv = ({ units }: MadeRegister): string =>
  csv(
    ['Tên tổ chức đảng', 'Đơn vị cấp trên', 'Loại'],
    units.map((unit) => [unit.name, unit.parent ?? '', unit.level]),
  );

const memberHeads = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Chi bộ',
  'Ngày quyết định kết nạp',
  'Ngày vào Đảng',
  'Ngày chính thức',
  'Lý luận chính trị',
  'Dân tộc',
  'Huy hiệu Đảng',
  'Trạng thái sinh hoạt',
  'Ngày chuyển đi',
  'Số thẻ đảng viên',
  'Điện thoại',
  'Quê quán',
];

/** Rows of the list of members, those who left among them; dates in the ways that lists have them. */
const memberRows = (made: MadeRegister): SheetCell[][] =>
  made.persons.map((person, index) => [
    index + 1,
    person.name,
    index % 3 === 0 ? { date: person.birth } : index % 3 === 1 ? shown(person.birth) : person.birth,
    person.sex === 'female' ? 'Nữ' : 'Nam',
    made.units[person.stays.at(-1)?.unit ?? 0]?.name ?? '',
    shown(person.decision),
    { date: person.ceremony },
    shown(person.confirmation),
    theories[person.theory] ?? '',
    person.isMinority ? 'Tày' : 'Kinh',
    person.badges.map((badge) => badge.level).join(', '),
    isExemptAtEnd(person) ? 'Miễn sinh hoạt' : person.left ? 'Chuyển đi' : 'Đang sinh hoạt',
    shown(person.left?.on ?? null),
    `0${String(10_000_000_000 + index)}`,
    `09${String(10_000_000 + index)}`,
    'Thôn Đông',
  ]);

/** The list of members as .xlsx; takes a minute for a whole province. */
export const membersXlsx = (made: MadeRegister): Promise<Buffer> =>
  writeWorkbook([
    {
      name: 'Danh sách',
      title: 'DANH SÁCH ĐẢNG VIÊN',
      subtitle: `Tính đến ngày ${shown(made.listedOn)}`,
      columns: memberHeads.map((head) => ({ head })),
      rows: memberRows(made),
    },
  ]);

/** The list of members as .csv. */
export const membersCsv = (made: MadeRegister): string =>
  csv(
    memberHeads,
    memberRows(made).map((row) =>
      row.map((cell) =>
        cell !== null && typeof cell === 'object' && 'date' in cell
          ? shown(cell.date)
          : String((cell as string | number | null) ?? ''),
      ),
    ),
  );

const isExemptAtEnd = (person: MadePerson): boolean => person.exemptFrom !== null && person.left === null;

/** Ten years of events of persons: arrivals, moves, departures, exemptions and badges. */
export function eventsCsv(made: MadeRegister): string {
  const rows: string[][] = [];
  const nameOf = (unit: number): string => made.units[unit]?.name ?? '';
  for (const person of made.persons) {
    const row = (kind: string, on: string, from: string, to: string, unit: string, level = '') =>
      rows.push([kind, shown(on), person.name, shown(person.birth), from, to, unit, level]);
    if (person.arrived !== null)
      row('Chuyển đến', person.arrived, '', '', nameOf(person.stays[0]?.unit ?? 0));
    person.stays.forEach((stay, index) => {
      const before = person.stays[index - 1];
      if (before) row('Chuyển nội bộ', stay.from, nameOf(before.unit), nameOf(stay.unit), '');
    });
    if (person.left?.how === 'out')
      row('Chuyển đi', person.left.on, '', '', nameOf(person.stays.at(-1)?.unit ?? 0));
    if (person.exemptFrom !== null) row('Miễn công tác và sinh hoạt đảng', person.exemptFrom, '', '', '');
    for (const badge of person.badges)
      if (badge.isDated) row('Tặng Huy hiệu Đảng', badge.on, '', '', '', String(badge.level));
  }
  return csv(
    ['Loại biến động', 'Ngày', 'Họ và tên', 'Ngày sinh', 'Từ đơn vị', 'Đến đơn vị', 'Chi bộ', 'Mức huy hiệu'],
    rows,
  );
}

const csv = (head: string[], rows: string[][]): string =>
  `\uFEFF${[head, ...rows].map((row) => row.map((cell) => (/[";,]/u.test(cell) ? `"${cell.replace(/"/gu, '""')}"` : cell)).join(';')).join('\r\n')}\r\n`;
