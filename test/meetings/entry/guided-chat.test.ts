import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../access/account-store.ts';
import type { Dispatcher } from '../../../bot/dispatch.ts';
import { createMeetingsFeature } from '../../../bot/features/meetings/meetings.ts';
import { newId } from '../../../core/ids.ts';
import { createFileStore, type FileStore } from '../../../db/file-store.ts';
import { readDocument } from '../../../ingest/ingest.ts';
import { createTemplateFiles } from '../../../meetings/papers/template-files.ts';
import { createPdfMaker } from '../../../papers/pdf.ts';
import { createCollectingChannel, type CollectingChannel } from '../../fakes/collecting-channel.ts';
import { useTurnDatabase } from '../../bot/turn-database.ts';
import { accountIds, echo, fixedClock } from '../../bot/turns.ts';
import { makeDocx } from '../../support/office-files.ts';
import { addUnits } from '../calendar/rows.ts';

const unitId = newId();

describe('logging a meeting in chat', () => {
  const turns = useTurnDatabase();
  const clock = fixedClock();
  let folder: string;
  let files: FileStore;
  let channel: CollectingChannel;
  let dispatcher: Dispatcher;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capuy-entry-'));
    files = createFileStore(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const an: Account = { id: accountIds.an, name: 'Nguyễn An', role: 'secretary', unitIds: [unitId] };
  beforeEach(async () => {
    clock.set('2026-08-10T01:00:00.000Z');
    await addUnits(turns.db, [[unitId, 'Chi bộ Văn phòng', 'grassroots_cell', null]]);
    await turns.db.query(
      `INSERT INTO account (id, name, role, created_at) VALUES ($1, 'Nguyễn An', 'secretary', now())`,
      [an.id],
    );
    channel = createCollectingChannel({ capabilities: { hasButtons: true } });
    dispatcher = await turns.startOn(channel, {
      clock,
      features: [
        createMeetingsFeature({
          files,
          papers: { templates: createTemplateFiles('/nowhere'), pdf: createPdfMaker({ programs: [] }) },
          readFile: async (file) => {
            const bytes = await files.read(file.sha256);
            return bytes && (await readDocument(bytes, file.name)).text;
          },
        }),
        echo,
      ],
      accounts: { find: async () => an, pair: async () => null },
    });
  });

  const say = async (chat: string, words: string): Promise<string> => {
    await dispatcher.accept(channel.text(words, chat, { senderId: chat }));
    await dispatcher.idle();
    return channel.texts(chat).at(-1) ?? '';
  };

  it('is paused on one chat and gone on with in another, from where it was', async () => {
    const question = await say(
      'phone',
      '/hop chi bo van phong thuong ky 5/8/2026 25h, thu ky Trần Thị Ví Dụ, 15/15',
    );
    expect(question).toContain('Tôi chưa hiểu đoạn: “25h”');
    expect(await say('phone', 'tạm dừng')).toContain('Đã tạm dừng');
    expect(await say('desk', '/hop')).toContain(
      'đang ghi dở một cuộc họp của Chi bộ Văn phòng, ngày 05/8/2026',
    );
    expect(await say('desk', '/lamtiep')).toContain('Họp từ mấy giờ');
    const review = await say('desk', '14h-15h40');
    expect(review).toMatch(/14:00 - 15:40[^]*Trần Thị Ví Dụ[^]*15 \(có mặt\)/u);
    expect(await say('desk', 'lưu')).toContain('Đã lưu cuộc họp ngày 05/8/2026');
    expect(await say('phone', '/lamtiep')).toContain('không có cuộc họp nào đang ghi dở');
    const { rows } = await turns.db.query('SELECT starts_at, minute_taker FROM meeting');
    expect(rows).toEqual([{ starts_at: '14:00', minute_taker: 'Trần Thị Ví Dụ' }]);
  });

  it('left in the middle of without a word is gone on with elsewhere too', async () => {
    await say('phone', '/hop chi bo van phong thuong ky');
    expect(await say('desk', '/lamtiep')).toContain('Họp ngày nào?');
    expect(await say('desk', 'hôm qua')).toContain('09/8/2026');
  });

  it('puts a meeting to come into the calendar and not among the minutes', async () => {
    await say('phone', '/hop chi bo van phong se hop thuong ky thu sau tuan toi 14h tai phong hop so 2');
    expect(await say('phone', 'lưu')).toContain('Đã đưa vào lịch cuộc họp dự kiến ngày 21/8/2026');
    const { rows } = await turns.db.query(
      `SELECT planned_on::text AS day, place, (SELECT count(*)::integer FROM meeting) AS meetings FROM planned_meeting`,
    );
    expect(rows).toEqual([{ day: '2026-08-21', place: 'phong hop so 2', meetings: 0 }]);
  });

  it('takes a draft of minutes from a Word file, shows what it read, and saves after a look', async () => {
    const bytes = makeDocx([
      'CHI BỘ VĂN PHÒNG',
      'BIÊN BẢN',
      'Sinh hoạt chi bộ thường kỳ tháng 8 năm 2026',
      'Thời gian: 14 giờ, ngày 05 tháng 8 năm 2026',
      'Địa điểm: Phòng họp số 1',
      'Chủ trì: đồng chí Lê Văn Mẫu - Bí thư chi bộ',
      'Thư ký: đồng chí Trần Thị Ví Dụ',
      'Có mặt: 15/17 đảng viên, vắng có lý do: 2',
      'Nội dung:',
      '- Kiểm điểm tháng 7',
      '- Nhiệm vụ tháng 8',
    ]);
    const mime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    const file = await files.put(bytes, 'nhap.docx', mime);
    await dispatcher.accept(channel.file(file, '/hop', 'phone'));
    await dispatcher.idle();
    const shown = channel.texts('phone').at(-1) ?? '';
    expect(shown).toMatch(/Chi bộ Văn phòng[^]*05\/8\/2026[^]*Lê Văn Mẫu, Bí thư chi bộ[^]*15 \(có mặt\)/u);
    expect(await say('phone', 'lưu')).toContain('Đã lưu cuộc họp ngày 05/8/2026');
    const { rows } = await turns.db.query('SELECT title FROM agenda_item ORDER BY ordinal');
    expect(rows).toEqual([{ title: 'Kiểm điểm tháng 7' }, { title: 'Nhiệm vụ tháng 8' }]);
  });
});
