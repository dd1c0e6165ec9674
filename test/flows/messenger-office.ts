import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ensureLocalAdmin } from '../../access/account-store.ts';
import { createPairingCode } from '../../access/pairing.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import { importRegister } from '../../members/register/import-register.ts';
import { saveUnits } from '../../members/units/unit-store.ts';
import type { Office } from '../../office.ts';
import { formatDate } from '../../text/calendar.ts';
import { unitNamed } from '../support/units.ts';

/* What conversations over messengers share: a small office, a person with a telephone, and what can be read of it. */

/** The one document of the office, made up. */
export const regulation = `ĐẢNG ỦY XÃ BẾN ĐÒ
Số 15-QC/ĐU
Bến Đò, ngày 12 tháng 01 năm 2026

QUY CHẾ
sinh hoạt của các chi bộ trực thuộc Đảng bộ xã Bến Đò

Điều 1. Ngày sinh hoạt
Chi bộ sinh hoạt thường kỳ mỗi tháng một lần, vào ngày mùng 3 hằng tháng.

Điều 2. Thời gian sinh hoạt
Mỗi buổi sinh hoạt chuyên đề không dưới 120 phút.
`;

/** Two units, a register of 30, `document` where one is given, and an administrator, whose pairing code is returned. */
export async function furnishOffice(
  { db }: Pick<Office, 'db'>,
  document?: { name: string; text: string },
): Promise<string> {
  const top = unitNamed('Đảng bộ xã Bến Đò', { level: 'upper_grassroots' });
  const [school, clinic] = ['Chi bộ Trường học', 'Chi bộ Trạm Y tế'].map((name) =>
    unitNamed(name, { level: 'grassroots_cell', parentId: top.id }),
  );
  if (!school || !clinic) throw new Error('no units');
  const member = (unitId: string, sex: 'female' | 'male', index: number) => ({
    unitId,
    name: `Người Thử ${index}`,
    sex,
    birthDate: '1985-02-03',
    admissionDecisionDate: null,
    admissionCeremonyDate: '2010-05-19',
    confirmationDate: '2011-05-19',
    standing: 'official' as const,
    status: 'active' as const,
    leftDate: null,
    occupationGroup: null,
    schooling: null,
    professionalLevel: null,
    theoryLevel: null,
    isEthnicMinority: false,
    badges: [],
    partyAgeCorrectionMonths: 0,
  });
  const rows = [
    ...Array.from({ length: 18 }, (_, index) => member(school.id, index < 11 ? 'female' : 'male', index)),
    ...Array.from({ length: 12 }, (_, index) => member(clinic.id, index < 6 ? 'female' : 'male', 20 + index)),
  ];
  const now = systemClock.now();
  const read = document && (await readDocument(Buffer.from(document.text), document.name));
  const made = await db.tx(async (t) => {
    await saveUnits(t, [top, school, clinic]);
    await importRegister(t, rows, {
      unitId: null,
      fileName: 'danh-sach.csv',
      listedOn: '2026-06-30',
      importedAt: now.toISOString(),
      importedBy: null,
      fields: ['name', 'unit', 'sex', 'birthDate', 'admissionCeremonyDate', 'confirmationDate'],
      rejectedCount: 0,
      isDemo: false,
    });
    const adminId = await ensureLocalAdmin(t, 'Trần Thị Ví Dụ', now);
    if (read) await storeDocument(t, read, { scope: 'public', by: adminId, now });
    return createPairingCode(t, adminId, now);
  });
  return made.code;
}

/** A port that is free now, for a webhook whose address has to be known before anything listens there. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A person with a messenger. */
export interface Phone {
  say(text: string): void | Promise<void>;
  /** Everything that was said to the person so far, in order. */
  shown(): string[];
  /** Resolves when it is so; looks again whenever something is shown. */
  until(isSo: () => boolean): Promise<void>;
}

/** A conversation and what can be read of it. */
export function conversation(phone: Phone) {
  const lines: string[] = [];
  /** Does something and waits until what is answered matches. */
  async function turn(said: string, act: () => void | Promise<void>, expected: RegExp): Promise<string> {
    const before = phone.shown().length;
    lines.push(`> ${said}`);
    await act();
    const answer = (): string => phone.shown().slice(before).join('\n\n');
    await phone.until(() => expected.test(answer()));
    lines.push(answer());
    return answer();
  }
  return {
    say: (text: string, expected: RegExp) => turn(text, () => phone.say(text), expected),
    turn,
    /** As a person reads it; codes, signatures, ports and the day of the run, which change, are left out. */
    read: () =>
      `${lines.join('\n\n')}\n`
        .replaceAll(/(LIENKET|\/start) \d{6}/gu, '$1 123456')
        .replaceAll(/han=\d+&ky=[\w-]+/gu, 'han=…&ky=…')
        .replaceAll(/127\.0\.0\.1:\d+/gu, '127.0.0.1')
        .replaceAll(formatDate(dateIn(systemClock.now())), '[hôm nay]'),
  };
}

/** One meeting in one line. */
export const meetingOn = (day: string): string =>
  `/hop chi bộ trường học thường kỳ ngày ${day} 14h-15h30 tại phòng hội đồng, chủ trì Lê Văn Mẫu, thư ký Trần Thị Ví Dụ`;
