import { addAccount, linkIdentity } from '../../access/account-store.ts';
import { recordAudit } from '../../access/audit-store.ts';
import { addSession } from '../../access/session-store.ts';
import { createWebChannel } from '../../bot/channels/web/channel.ts';
import type { Feature } from '../../bot/types.ts';
import { newId } from '../../core/ids.ts';
import type { Role, Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import { createTemplateFiles } from '../../meetings/papers/template-files.ts';
import { logMeeting } from '../../meetings/record/log.ts';
import { importRegister } from '../../members/register/import-register.ts';
import type { MemberRow } from '../../members/register/member.ts';
import { listDocumentHeads } from '../../rag/search/passage-store.ts';
import { statusOfDocument } from '../../rag/validity/validity-store.ts';
import type { WebDeps } from '../../web/server.ts';
import { fixedClock } from '../bot/turns.ts';
import { bytesOf, stateDecision } from '../ingest/fixtures.ts';
import { addUnits } from '../meetings/calendar/rows.ts';
import { openOffice, type Office } from './office.ts';

/* A small office that the views are looked at in: two cells, two documents, a meeting each, a register, people. */

/** The day on which the views are looked at. */
export const now = '2026-08-10T03:00:00.000Z';

export const ids = {
  commune: newId(),
  office: newId(),
  hamlet: newId(),
  admin: newId(),
};

/** The decision that `stateDecision` replaces. */
const earlier = stateDecision
  .replace('21/2024/QĐ-UBND', '09/2016/QĐ-UBND')
  .replace('ngày 05 tháng 9 năm 2024', 'ngày 12 tháng 4 năm 2016')
  .replace(
    'ngày 20 tháng 9 năm 2024 và thay thế Quyết định số 09/2016/QĐ-UBND ngày 12 tháng 4 năm 2016',
    '01/5/2016',
  );

const member = (unitId: string, sex: 'female' | 'male', birthDate: string): MemberRow => ({
  unitId,
  name: 'Đảng Viên',
  sex,
  birthDate,
  admissionDecisionDate: '2006-08-30',
  admissionCeremonyDate: null,
  confirmationDate: '2007-08-30',
  standing: 'official',
  status: 'active',
  leftDate: null,
  occupationGroup: null,
  schooling: null,
  professionalLevel: null,
  theoryLevel: null,
  isEthnicMinority: null,
  badges: [],
  partyAgeCorrectionMonths: 0,
});

async function meetingOf(
  db: Database,
  unit: { id: string; name: string },
  conclusions: string[],
): Promise<string> {
  return db.tx((t) =>
    logMeeting(
      t,
      {
        step: 'review',
        candidates: [],
        isCorrecting: false,
        draft: {
          unit,
          head: {
            kind: 'regular',
            heldOn: '2026-07-04',
            startsAt: '14:00',
            endsAt: '15:30',
            chair: 'Lê Văn Mẫu',
          },
          attendance: {
            total: 12,
            official: 12,
            probationary: 0,
            exempt: 0,
            temporaryIn: 0,
            temporaryOut: 0,
            present: 10,
            absentWithReason: 2,
            absentWithoutReason: 0,
          },
          agenda: ['Kiểm điểm việc thực hiện nghị quyết tháng 6'],
          conclusions,
        },
      } as never,
      { accountId: ids.admin, at: '2026-07-04T09:00:00.000Z', today: '2026-07-04' },
    ),
  );
}

/** What the tests ask the office. */
export interface ViewsOffice extends Office {
  /** The meeting of each cell. */
  meetings: { office: string; hamlet: string };
  /** Whoever opens the pages from now on. */
  become(role: Role, unitIds?: readonly string[]): void;
  viewer(): Viewer;
}

export async function openViewsOffice(db: Database, features: readonly Feature[] = []): Promise<ViewsOffice> {
  let viewer: Viewer = { accountId: ids.admin, role: 'admin', unitIds: [], ceiling: 'all' };
  const channel = createWebChannel();
  const views: WebDeps['views'] = {
    db,
    timeZone: 'Asia/Ho_Chi_Minh',
    documents: (of) => listDocumentHeads(db, of),
    statuses: async (of, documentIds, day) =>
      new Map(
        await Promise.all(
          documentIds.map(async (id) => [id, await statusOfDocument(db, of, id, day)] as const),
        ),
      ),
    features,
    papers: {
      templates: createTemplateFiles('/nowhere'),
      pdf: { fromDocx: () => Promise.resolve({ type: 'absent' }) },
    },
  };
  const office = await openOffice(db, () => [], {
    clock: fixedClock(now),
    channel,
    sessions: {
      find: () => Promise.resolve({ accountId: viewer.accountId, name: 'Nguyễn An', viewer }),
      redeem: () => Promise.resolve(null),
      end: () => Promise.resolve(),
    },
    views,
  });
  await addUnits(db, [
    [ids.commune, 'Đảng bộ xã Bình An', 'upper_grassroots', null],
    [ids.office, 'Chi bộ Văn phòng', 'grassroots_cell', ids.commune],
    [ids.hamlet, 'Chi bộ thôn 3 <b>', 'grassroots_cell', ids.commune],
  ]);
  for (const [text, scope] of [
    [earlier, 'public'],
    [stateDecision, 'internal'],
  ] as const)
    await storeDocument(db, await readDocument(bytesOf(text), `${scope}.txt`), {
      scope,
      by: null,
      now: new Date('2026-07-01T00:00:00.000Z'),
    });
  const meetings = {
    office: await meetingOf(db, { id: ids.office, name: 'Chi bộ Văn phòng' }, [
      'Giao chi ủy gửi báo cáo quý, hạn 01/8/2026',
      'Giao tổ thư ký chuẩn bị tài liệu, hạn 15/8/2026',
    ]),
    hamlet: await meetingOf(db, { id: ids.hamlet, name: 'Chi bộ thôn 3 <b>' }, [
      'Giao đồng chí phó bí thư rà soát danh sách, hạn 20/12/2026',
    ]),
  };
  await db.tx((t) =>
    importRegister(
      t,
      [
        ...[1980, 1985, 1990].map((year) => member(ids.office, 'female', `${year}-01-01`)),
        ...[1970, 1975].map((year) => member(ids.hamlet, 'male', `${year}-01-01`)),
      ],
      {
        unitId: null,
        fileName: 'ds.csv',
        listedOn: '2026-06-30',
        importedAt: '2026-07-01T00:00:00.000Z',
        importedBy: null,
        fields: ['name', 'unit', 'sex', 'birthDate'],
        rejectedCount: 0,
        isDemo: false,
      },
    ),
  );
  await db.query(
    "INSERT INTO account (id, name, role, created_at) VALUES ($1, 'Quản trị viên', 'admin', $2)",
    [ids.admin, now],
  );
  const at = new Date(now);
  const cadre = await addAccount(db, { name: 'Trần Bình', role: 'cadre' }, at);
  await linkIdentity(db, { channel: 'telegram', senderId: '5550001', accountId: cadre }, at);
  await addSession(db, cadre, at, new Date('2026-09-09T03:00:00.000Z'));
  await recordAudit(db, {
    at: '2026-08-09T18:30:00.000Z',
    accountId: cadre,
    action: 'persons.listed',
    entity: 'due_badges',
    details: { count: 3 },
  });
  return {
    ...office,
    meetings,
    become(role, unitIds = []) {
      viewer = { accountId: ids.admin, role, unitIds, ceiling: 'all' };
    },
    viewer: () => viewer,
  };
}
