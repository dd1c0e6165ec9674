import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkBackup, createBackup } from '../../backup/backup.ts';
import { listBackups } from '../../backup/backup-files.ts';
import { systemClock } from '../../core/clock.ts';
import { openPglite } from '../../db/pglite.ts';
import { localAdminName } from '../../prompts/accounts.ts';
import { drawPage, makePicturePdf } from '../ocr/drawn-pages.ts';

/*
 * What people of an office do in a day, as they would type it, in the fictional province of `demo/`. Every flow may be
 * interrupted anywhere and gone on with: lines that were taken are not typed again.
 */

/** A flow in a chat: lines that are typed one after another, each when the one before has been answered. */
export interface ChatFlow {
  name: string;
  type: 'chat';
  /** `number` makes the words of a run its own; files lie in `folder`. */
  lines(number: number, folder: string): string[];
  prepare?(number: number, folder: string): Promise<void>;
  /** What is wrong with files that it makes beside the database; none of them may look whole and not be. */
  badFiles?(folder: string): Promise<string[]>;
}

/** A flow of one command, which is run again until it has gone through. */
export interface CommandFlow {
  name: string;
  type: 'command';
  prepare?(number: number, folder: string): Promise<void>;
  args(number: number, folder: string): string[];
  /** The data folder that it makes, which is whole or not offered at all. Default: it works in the office's own. */
  made?(folder: string): string;
}

/** A message that somebody writes on a telephone. */
export interface PhoneMessage {
  sender: number;
  text: string;
}

/** The office before a flow: what is typed and written there is not disturbed. */
export interface Desk {
  /** Types lines in the terminal; returns what stood there. */
  type(lines: readonly string[]): Promise<string>;
  /** Writes to the assistant over the messenger, each message when the one before was answered. */
  write(messages: readonly PhoneMessage[]): Promise<void>;
}

/** A flow over a messenger, in the running assistant. */
export interface MessengerFlow {
  name: string;
  type: 'messenger';
  /** Makes the office ready; returns the messages that are written then. */
  prepare(desk: Desk, number: number): Promise<readonly PhoneMessage[]>;
  /** Who hears from the assistant of its own accord, once each. */
  notices: readonly number[];
  settings: Readonly<Record<string, string>>;
}

/** One thing that people do. */
export type Flow = ChatFlow | CommandFlow | MessengerFlow;

const cell = 'chi bộ Khoa Xây dựng Đảng';
const documentCount = 12;

/** A directive of the fictional province. */
export function directive(number: number, clauses = 12): string {
  return [
    'TỈNH ỦY SÔNG VÂN',
    '*',
    `Số ${String(number).padStart(2, '0')}-CT/TU`,
    '',
    'ĐẢNG CỘNG SẢN VIỆT NAM',
    '',
    'Sông Vân, ngày 05 tháng 5 năm 2026',
    '',
    'CHỈ THỊ',
    `về nhiệm vụ thứ ${number} của các đơn vị`,
    '',
    ...Array.from(
      { length: clauses },
      (_, i) =>
        `${i + 1}. Đơn vị số ${number} thực hiện nhiệm vụ thứ ${i + 1} trước ngày ${(i % 28) + 1}/11/2026.`,
    ),
    '',
    'T/M BAN THƯỜNG VỤ',
    '',
    'Lê Văn Mẫu',
  ].join('\n');
}

const names = ['An', 'Bình', 'Châu', 'Dung', 'Giang', 'Hà', 'Khánh', 'Lan', 'Minh', 'Nga'];
const personOf = (number: number): string =>
  `Nguyễn Thị ${names[Math.floor(number / 10) % 10]} ${names[number % 10]}`;
const day = (number: number): number => 1 + (number % 27);

/** A list of members as offices keep it. */
function memberList(number: number): string {
  const rows = Array.from(
    { length: 40 },
    (_, i) =>
      `${i + 1},${personOf(number + i)},${String(day(i)).padStart(2, '0')}/03/19${60 + (i % 38)},${i % 2 === 0 ? 'Nữ' : 'Nam'},Chi bộ Khoa Xây dựng Đảng,${String(day(i)).padStart(2, '0')}/05/201${i % 10}`,
  );
  return ['STT,Họ và tên,Ngày sinh,Giới tính,Chi bộ,Ngày vào Đảng', ...rows].join('\n');
}

const scannedPages = 3;

/** A notice as a scanner leaves it: pages that are pictures. */
async function scan(number: number): Promise<Uint8Array> {
  const pages = Array.from({ length: scannedPages }, (_, index) =>
    drawPage([
      ...(index === 0
        ? [
            `Số: ${number}-TB/HU`,
            'Mường Sen, ngày 14 tháng 8 năm 2023',
            'THÔNG BÁO',
            'kết luận của Ban Thường vụ',
          ]
        : []),
      `Hội nghị thống nhất nội dung thứ ${index + 1} của kế hoạch`,
      `chi bộ thôn Bản Lác vào ngày ${index + 11} tháng 9.`,
    ]),
  );
  return makePicturePdf((await Promise.all(pages)).map((picture) => ({ picture })));
}

/** Backups of the office that have their name and are not whole. */
async function brokenBackups(folder: string): Promise<string[]> {
  const broken: string[] = [];
  for (const { path } of await listBackups(join(folder, 'sao-luu')))
    await checkBackup(path).catch((error: unknown) => broken.push(`${path}: ${String(error)}`));
  return broken;
}

const codeIn = (shown: string): string => /LIENKET (\d{6})/u.exec(shown)?.[1] ?? 'none';

/** Every flow, in the order of the report. */
export const flows: readonly Flow[] = [
  {
    name: 'question',
    type: 'chat',
    lines: (number) => [
      'Mỗi buổi sinh hoạt chuyên đề tối thiểu bao nhiêu phút?',
      '/nguon',
      `Nhiệm vụ ${number} của đảng viên được miễn sinh hoạt là gì?`,
      '/vanban',
    ],
  },
  {
    name: 'hop',
    type: 'chat',
    lines: (number) => [
      `/hop ${cell} thường kỳ ${day(number)}/8/2026 14h-15h40 tại phòng họp số ${number}, chủ trì Lê Văn Mẫu, thư ký Trần Thị Ví Dụ`,
      'lưu',
      '/diemdanh tổng 17 miễn 1 có mặt 14 vắng có lý do 2',
      'lưu',
      '/bieuquyet thông qua dự thảo: tán thành 14, không tán thành 0',
      'lưu',
      `/ketluan Giao chi ủy rà soát danh sách đợt ${number}, hạn 30/8/2026`,
      'lưu',
      '/kiennghi thêm Đảng ủy kiến nghị với Tỉnh ủy: 1. Cho sửa trụ sở. 2. Bố trí kinh phí số hóa.',
      'lưu',
    ],
  },
  {
    name: 'guided-hop',
    type: 'chat',
    lines: (number) => [
      '/hop',
      cell,
      'thường kỳ',
      `${day(number)}/9/2026`,
      '14h-15h40',
      `Phòng họp số ${number}`,
      'Lê Văn Mẫu',
      'Trần Thị Ví Dụ',
      'tổng 17, miễn 1, có mặt 14, vắng có lý do 2',
      'Báo cáo công tác tháng',
      'xong',
      'Chi ủy hoàn thiện báo cáo',
      'xong',
      'lưu',
    ],
  },
  {
    name: 'thongke',
    type: 'chat',
    lines: () => [
      '/thongke đảng viên theo giới tính',
      'Theo độ tuổi',
      '/thongke đảng viên mới theo quý năm 2026',
    ],
  },
  {
    name: 'figures',
    type: 'chat',
    lines: (number) => [
      `/solieu nhap đảng viên Đảng bộ tỉnh Sông Vân 3.${String(100 + number)}, đến 31/10/2025, nguồn: bản tin ${number}`,
      'lưu',
      '/duyetsolieu',
      'Duyệt cả 1 số liệu',
    ],
  },
  {
    name: 'accounts',
    type: 'chat',
    lines: (number) => [
      `/taikhoan them ${personOf(number)}, cán bộ`,
      'lưu',
      `/taikhoan vaitro ${personOf(number)}, thư ký`,
      'lưu',
      `/taikhoan ma ${personOf(number)}`,
      `/taikhoan khoa ${personOf(number)}`,
      'Khóa',
    ],
  },
  {
    name: 'calendar',
    type: 'chat',
    lines: (number) => [
      `/lichhop ${cell} thường kỳ ${day(number)}/12/2026 14h tại phòng họp số ${number}`,
      'lưu',
      '/nhac 7h45',
      'lưu',
      `/xeploai tháng 7 ${cell} 92 điểm`,
      'Đạt cả',
      'lưu',
    ],
  },
  {
    name: 'document',
    type: 'chat',
    prepare: (number, folder) => writeFile(join(folder, 'chi-thi.txt'), directive(number % 90)),
    lines: (_number, folder) => [`@${join(folder, 'chi-thi.txt')}`, 'lưu'],
  },
  {
    name: 'ingest',
    type: 'command',
    async prepare(number, folder) {
      await mkdir(join(folder, 'den'), { recursive: true });
      for (let i = 0; i < documentCount; i++)
        await writeFile(join(folder, 'den', `van-ban-${i + 1}.txt`), directive(((number + i) % 90) + 1, 30));
    },
    args: (_number, folder) => ['ingest', join(folder, 'den'), '--yes', '--json'],
  },
  {
    name: 'members',
    type: 'command',
    prepare: (number, folder) => writeFile(join(folder, 'dang-vien.csv'), memberList(number)),
    args: (_number, folder) => [
      ...['members', 'import', join(folder, 'dang-vien.csv'), '--unit', 'Chi bộ Khoa Xây dựng Đảng', '--yes'],
    ],
  },
  {
    name: 'scan',
    type: 'command',
    prepare: async (number, folder) => writeFile(join(folder, 'thong-bao.pdf'), await scan(number)),
    args: (_number, folder) => ['ingest', join(folder, 'thong-bao.pdf'), '--yes', '--json'],
  },
  {
    name: 'backup',
    type: 'chat',
    lines: (number) => [
      `/hop ${cell} thường kỳ ${day(number)}/7/2026 14h-15h tại phòng họp số ${number}, chủ trì Lê Văn Mẫu, thư ký Trần Thị Ví Dụ`,
      'lưu',
      '/saoluu',
      '/diemdanh tổng 17 miễn 1 có mặt 14 vắng có lý do 2',
      'lưu',
      '/saoluu',
    ],
    badFiles: brokenBackups,
  },
  {
    name: 'restore',
    type: 'command',
    async prepare(_number, folder) {
      const db = await openPglite({ dataDir: join(folder, 'database') });
      try {
        await createBackup({ db, dataDir: folder, clock: systemClock }, join(folder, 'ban-sao.capuy'));
      } finally {
        await db.close();
      }
    },
    args: (_number, folder) => ['restore', join(folder, 'ban-sao.capuy'), '--to', join(folder, 'lai')],
    made: (folder) => join(folder, 'lai'),
  },
  {
    name: 'pairing',
    type: 'messenger',
    async prepare(desk, number) {
      const name = personOf(number);
      const shown = await desk.type([`/taikhoan them ${name}, cán bộ`, 'lưu', `/taikhoan ma ${name}`]);
      const code = codeIn(shown);
      return [
        { sender: 7, text: 'xin chào' },
        { sender: 7, text: `LIENKET ${code}` },
        { sender: 7, text: '/toi' },
        // A code is used once.
        { sender: 8, text: `LIENKET ${code}` },
      ];
    },
    notices: [],
    settings: { CAPUY_REMINDERS: 'no' },
  },
  {
    name: 'reminders',
    type: 'messenger',
    async prepare(desk) {
      const shown = await desk.type([
        `/taikhoan ma ${localAdminName}`,
        ...['/nhac cuối tuần', 'lưu', '/nhac tắt giờ yên lặng', 'lưu', '/nhac 0h01', 'lưu'],
      ]);
      await desk.write([
        { sender: 7, text: `LIENKET ${codeIn(shown)}` },
        { sender: 7, text: '/toi' },
      ]);
      return [];
    },
    notices: [7],
    settings: {},
  },
];
