import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../access/account-store.ts';
import { createCalendarFeature } from '../../../bot/features/meetings/calendar.ts';
import type { Dispatcher } from '../../../bot/dispatch.ts';
import { newId } from '../../../core/ids.ts';
import { localViewer, type Role, type Viewer } from '../../../core/viewer.ts';
import { createFileStore, type FileStore } from '../../../db/file-store.ts';
import { getPlan, listPlans, settlePlan } from '../../../meetings/calendar/plan-store.ts';
import { reminderSettings } from '../../../meetings/calendar/reminder-store.ts';
import { createCollectingChannel, type CollectingChannel } from '../../fakes/collecting-channel.ts';
import { useTurnDatabase } from '../../bot/turn-database.ts';
import { accountIds, echo, feature, fixedClock, text } from '../../bot/turns.ts';
import { addUnits } from './rows.ts';

const id = { commune: newId(), office: newId(), hamlet: newId() };
const today = '2026-08-03';

describe('the calendar in chat', () => {
  const turns = useTurnDatabase();
  const clock = fixedClock();
  let folder: string;
  let files: FileStore;
  let channel: CollectingChannel;
  let dispatcher: Dispatcher;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capuy-calendar-'));
    files = createFileStore(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    clock.set(`${today}T01:00:00.000Z`);
    await addUnits(turns.db, [
      [id.commune, 'Đảng bộ xã Bình An', 'upper_grassroots', null],
      [id.office, 'Chi bộ Văn phòng', 'grassroots_cell', id.commune],
      [id.hamlet, 'Chi bộ thôn 3', 'grassroots_cell', id.commune],
    ]);
    await start();
  });

  const account: Account = { id: accountIds.an, name: 'Nguyễn An', role: 'office', unitIds: [] };
  const become = (role: Role, unitIds: readonly string[] = []) => Object.assign(account, { role, unitIds });
  async function start(): Promise<void> {
    channel = createCollectingChannel({ capabilities: { hasButtons: true } });
    become('office');
    await turns.db.query(
      `INSERT INTO account (id, name, role, created_at) VALUES ($1, 'An', $2, now()) ON CONFLICT DO NOTHING`,
      [accountIds.an, 'office'],
    );
    dispatcher = await turns.startOn(channel, {
      clock,
      features: [
        createCalendarFeature({ files }),
        feature('meetings', () => ({ blocks: [text('')] })),
        feature('other', (_context, request) => ({
          blocks: [text('…')],
          dialogue: request.type === 'command' ? {} : null,
        })),
        echo,
      ],
      accounts: { find: async () => account, pair: async () => null },
    });
  }
  const reply = async (): Promise<string> => {
    await dispatcher.idle();
    return channel.texts().at(-1) ?? '';
  };
  const say = async (words: string): Promise<string> => {
    await dispatcher.accept(channel.text(words));
    return reply();
  };
  const press = async (label: string): Promise<string> => {
    await dispatcher.accept(channel.press(channel.optionKey(label)));
    return reply();
  };
  const plans = (viewer: Viewer = localViewer) => listPlans(turns.db, viewer, { from: '2026-01-01' });

  it('arranges a meeting from one line, shows it before it is saved, and lists it', async () => {
    const shown = await say(
      '/lichhop chi bo van phong thuong ky 5/8 14h-15h40 tai phong hop so 2, chu tri Le Van Mau; noi dung kiem diem thang 7; tai lieu du thao nghi quyet',
    );
    expect(shown).toContain('thứ tư 05/8/2026');
    expect(shown).toContain('Sinh hoạt chi bộ thường kỳ');
    expect(await plans()).toEqual([]);
    expect(await press('Lưu')).toContain('Đã xếp lịch: Sinh hoạt chi bộ thường kỳ, Chi bộ Văn phòng');
    expect(await plans()).toMatchObject([
      {
        unitName: 'Chi bộ Văn phòng',
        parentName: 'Đảng bộ xã Bình An',
        kind: 'regular',
        heldOn: '2026-08-05',
        startsAt: '14:00',
        endsAt: '15:40',
        chair: 'Le Van Mau',
        agenda: ['kiem diem thang 7'],
        materials: [{ label: 'du thao nghi quyet', documentId: null }],
        state: 'planned',
      },
    ]);
    expect(await say('lịch họp')).toContain('thứ tư 05/8/2026, 14:00 - 15:40');
    expect(await say('/lichhop ngày mai')).toContain('Chưa có cuộc họp nào được lên lịch từ 04/8/2026');
    const trail = await turns.count("SELECT count(*) AS n FROM audit_event WHERE action = 'plan.arranged'");
    expect(trail).toBe(1);
  });

  it('asks for what is missing, one thing at a time, and takes no day that is over', async () => {
    expect(await say('/lichhop 5/8 14h')).toContain('đơn vị nào');
    expect(await say('chi bộ thôn 3')).toContain('loại nào');
    expect(await press('Sinh hoạt chi bộ chuyên đề')).toContain('Chi bộ thôn 3');
    expect(await press('Bỏ, không lưu')).toContain('không lưu gì');
    expect(await say('/lichhop chi bộ thôn 3 thường kỳ 2/8/2026')).toContain('đã qua');
    expect(await say('10/8 8h')).toContain('10/8/2026');
    expect(await plans()).toEqual([]);
  });

  it('answers a question over an unsaved plan, which waits, and asks what words are meant for that may be either', async () => {
    await say('/lichhop chi bo van phong thuong ky 5/8 14h');
    const saveButton = channel.optionKey('Lưu');
    const question = 'Họp chi bộ mấy lần một tháng?';
    const still = /Còn lịch họp “Sinh hoạt chi bộ thường kỳ, Chi bộ Văn phòng”[^]*chưa lưu/u;
    expect(await say(question)).toMatch(new RegExp(`^Họp chi bộ mấy lần[^]*${still.source}`, 'u'));
    expect(await say('Quy định về họp chi bộ')).toContain('hay là câu hỏi?');
    expect(await press('Là câu hỏi hoặc yêu cầu khác')).toMatch(still);
    await say('/other');
    await dispatcher.accept(channel.press(saveButton));
    expect(await reply()).toContain('còn được giữ sau phần đang mở');
    expect(await say('xong')).toMatch(still);
    await press('Bỏ, không lưu');
    await say('/nhac tắt chuyên đề');
    expect(await say(question)).toContain('Còn cách nhắc việc chưa lưu');
    await press('Bỏ, không lưu');
    expect(await say(question)).toBe(question);
  });

  it('keeps an unsaved plan while another is arranged, and each button saves or drops its own', async () => {
    await say('/lichhop chi bo van phong thuong ky 5/8 14h');
    const saveFirst = channel.optionKey('Lưu');
    expect(await say('/lichhop chi bo thon 3 thuong ky 6/8 14h')).toMatch(
      /^Còn lịch họp “Sinh hoạt chi bộ thường kỳ, Chi bộ Văn phòng”[^]*vẫn được giữ[^]*Chi bộ thôn 3/u,
    );
    const saveSecond = channel.optionKey('Lưu');
    await dispatcher.accept(channel.press(saveFirst));
    expect(await reply()).toMatch(/^Đã xếp lịch: [^]*Chi bộ Văn phòng[^]*Còn lịch họp [^]*Chi bộ thôn 3/u);
    await say('/lichhop chi bo van phong chuyen de 7/8 8h');
    expect(await say('dừng')).toMatch(/Đã dừng[^]*Còn lịch họp [^]*Chi bộ thôn 3/u);
    // A further line is for the plan in front, under the same button.
    expect(await say('chi bo thon 3 thuong ky 6/8 15h')).toContain('15:00');
    await dispatcher.accept(channel.press(saveSecond));
    expect(await reply()).toMatch(/^Đã xếp lịch: [^]*15:00/u);
    expect((await plans()).map(({ heldOn }) => heldOn)).toEqual(['2026-08-05', '2026-08-06']);
    expect(await turns.count('SELECT count(*) AS n FROM wizard_state')).toBe(0);
  });

  it('takes further words for the plan that waits, and loses it over none of them', async () => {
    await say('/lichhop chi bo van phong thuong ky 5/8 14h-16h tai hoi truong');
    expect(await say('sua 9h')).toMatch(/05\/8\/2026[^]*09:00[^]*hoi truong/u);
    expect(await say('à nhầm, 6/8')).toMatch(/06\/8\/2026[^]*09:00/u);
    expect(await say('thôi để anh Hùng lo')).not.toContain('đơn vị');
    expect(await press('Lưu')).toMatch(/Đã xếp lịch: [^]*06\/8\/2026, 09:00/u);
    await say('/lichhop thuong ky 7/8 8h');
    expect(await say('lưu')).toContain('đơn vị nào');
    expect(await say('chi bo thon 3')).toMatch(/Chi bộ thôn 3[^]*07\/8\/2026/u);
  });

  it('warns of a day off and of another meeting on the day, and saves all the same', async () => {
    await say('/lichhop chi bộ Văn phòng thường kỳ 2/9 8h');
    expect(await reply()).toContain('Quốc khánh');
    await press('Lưu');
    expect(await say('/lichhop chi bộ Văn phòng chuyên đề 2/9 14h')).toContain('đã có lịch');
  });

  it('arranges a meeting every month, moved from days off to the working day after', async () => {
    const shown = await say('/lichhop chi bộ Văn phòng thường kỳ ngày 5 hằng tháng 14h');
    expect(shown).toContain('5 cuộc họp');
    await press('Lưu');
    expect((await plans()).map(({ heldOn }) => heldOn)).toEqual([
      '2026-08-05',
      '2026-09-07',
      '2026-10-05',
      '2026-11-05',
      '2026-12-07',
    ]);
  });

  it('moves, changes and cancels a meeting, and refuses to save over somebody else', async () => {
    await say('/lichhop chi bộ Văn phòng thường kỳ 5/8 14h-15h40');
    await press('Lưu');
    const [plan] = await plans();
    expect(await say('/lichhop tháng 8')).toContain('Lịch họp từ 01/8/2026 đến 31/8/2026');
    expect(await say('/lichhop quý 4')).toContain('Chưa có cuộc họp nào được lên lịch từ 01/10/2026');
    await say('/lichhop');
    await press('05/8/2026, Chi bộ Văn phòng');
    await press('Dời ngày, giờ');
    expect(await say('31/9')).toContain('chưa đọc được ngày');
    expect(await say('7/8 15h')).toContain('thứ sáu 07/8/2026');
    await say('lưu');
    expect(await plans()).toMatchObject([
      { heldOn: '2026-08-07', movedFrom: '2026-08-05', startsAt: '15:00', endsAt: null, revision: 1 },
    ]);

    await say('/lichhop');
    await press('07/8/2026, Chi bộ Văn phòng');
    await press('Thêm tài liệu');
    await say('Dự thảo nghị quyết tháng 8');
    await turns.db.query('UPDATE planned_meeting SET revision = 9 WHERE id = $1', [plan?.id ?? '']);
    expect(await press('Lưu')).toContain('Có người khác vừa sửa');
    expect((await plans())[0]?.materials).toEqual([]);

    await say('/lichhop');
    await press('07/8/2026, Chi bộ Văn phòng');
    await press('Hủy cuộc họp này');
    await press('Hủy cuộc họp');
    expect(await plans()).toMatchObject([{ state: 'cancelled' }]);
  });

  it('is held once a meeting of the unit and kind was logged near its day, and planned again when that is dropped', async () => {
    await say('/lichhop chi bộ Văn phòng thường kỳ 5/8');
    await press('Lưu');
    const [plan] = await plans();
    const log = async (unitId: string, kind: 'regular' | 'thematic', heldOn: string): Promise<string> => {
      const meetingId = newId();
      await turns.db.tx(async (t) => {
        await t.query(
          `INSERT INTO meeting (id, unit_id, kind, held_on, status, created_at, updated_at)
           VALUES ($1, $2, $3, $4, 'draft', now(), now())`,
          [meetingId, unitId, kind, heldOn],
        );
        await settlePlan(t, { id: meetingId, unitId, kind, heldOn });
      });
      return meetingId;
    };
    const state = async () => (await getPlan(turns.db, localViewer, plan?.id ?? ''))?.state;
    await log(id.hamlet, 'regular', '2026-08-05');
    await log(id.office, 'thematic', '2026-08-05');
    await log(id.office, 'regular', '2026-08-13');
    expect(await state()).toBe('planned');
    const held = await log(id.office, 'regular', '2026-08-06');
    expect(await state()).toBe('held');
    await turns.db.query("UPDATE meeting SET status = 'cancelled' WHERE id = $1", [held]);
    expect(await state()).toBe('planned');
  });

  it('says who has not met, in plain words, and only of units that the person sees', async () => {
    await turns.db.query(
      `INSERT INTO meeting (id, unit_id, kind, held_on, status, created_at, updated_at)
       VALUES ($1, $2, 'regular', '2026-07-03', 'draft', now(), now())`,
      [newId(), id.office],
    );
    const answer = await say('Chi bộ nào chưa họp tháng 7?');
    expect(answer).toContain('1 trong 2 đơn vị');
    expect(answer).toContain('Chi bộ thôn 3');
    expect(answer).toContain('Điều lệ Đảng, Điều 24');
    expect(answer).not.toContain('Chi bộ Văn phòng');
    become('secretary', [id.office]);
    expect(await say('chi bo nao chua hop thang 7')).toContain('Cả 1 đơn vị đã');
  });

  it('lets the office change cadence from a day on, and nobody else', async () => {
    await say('/lichhop định kỳ Chi bộ thôn 3 chuyên đề 1 lần mỗi 6 tháng từ 1/7/2026 theo 12-QĐ/ĐU');
    expect(await press('Lưu')).toContain('Đã đổi định kỳ');
    const standing = await say('đơn vị nào chưa sinh hoạt chuyên đề quý 3');
    expect(standing).toContain('2 trong 2');
    expect(await say('/lichhop định kỳ')).toContain('12-QĐ/ĐU');
    become('secretary', [id.hamlet]);
    expect(await say('/lichhop định kỳ Chi bộ thôn 3 không áp dụng chuyên đề')).toContain('quyền');
  });

  it('shows and changes how one is reminded, and explains what it does not understand', async () => {
    expect(await say('/nhac')).toContain('từ 21:00 đến 06:30');
    expect(await say('/nhac yen lang 20h-7h')).toContain('từ 20:00 đến 07:00');
    await press('Lưu');
    await say('/nhac tắt chuyên đề');
    await press('Lưu');
    expect(await reminderSettings(turns.db, accountIds.an)).toMatchObject({
      quietFrom: '20:00',
      quietTo: '07:00',
      muted: ['thematic'],
      isOn: true,
    });
    expect(await say('/nhac 5h')).toContain('nằm trong giờ yên lặng');
    await press('Bỏ, không lưu');
    expect(await say('/nhac mai kia')).toContain('Ví dụ');
    expect((await reminderSettings(turns.db, accountIds.an)).digestAt).toBe('07:30');
  });

  it('gives the calendar of a unit as a file', async () => {
    expect(await say('/lichhop ics')).toContain('chưa có tệp lịch');
    await say('/lichhop chi bộ Văn phòng thường kỳ 5/8 14h-15h40 tại phòng họp số 2');
    await press('Lưu');
    await say('/lichhop ics chi bộ Văn phòng');
    const { rows } = await turns.db.query<{ file: { sha256: string; name: string } }>(
      `SELECT block -> 'file' AS file FROM outbox, jsonb_array_elements(blocks) AS block WHERE block ->> 'type' = 'file'`,
    );
    const file = rows[0]?.file;
    expect(file?.name).toBe('Lịch họp Chi bộ Văn phòng.ics');
    const bytes = await files.read(file?.sha256 ?? '');
    expect(Buffer.from(bytes ?? []).toString()).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20260805T140000');
  });
});
