import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAccounts } from '../../access/account-store.ts';
import { createFeedbackFeature } from '../../bot/features/ask/feedback.ts';
import { createStatisticsFeature } from '../../bot/features/statistics/statistics.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/database.ts';
import { findTasks } from '../../meetings/follow-up/task-store.ts';
import { viewsFor } from '../../web/views/index.ts';
import { createTurns, readable } from '../members/feature-turns.ts';
import { openTestDatabase } from '../support/database.ts';
import { axeViolations, clippedElements, isBrowserMissing, openBrowser, openPage } from './browser.ts';
import { ids, openViewsOffice, type ViewsOffice } from './views-office.ts';

describe('the pages beside the chat', () => {
  let db: Database;
  let office: ViewsOffice;
  let server: { url: string; close(): Promise<void> };

  beforeAll(async () => {
    db = await openTestDatabase();
    const questions = { path: '', add: () => Promise.resolve(0) };
    const retriever = { search: () => Promise.resolve([]) };
    office = await openViewsOffice(db, [createFeedbackFeature({ questions, retriever })]);
    server = await office.web.listen();
  });
  afterAll(async () => {
    await server.close();
    await office.close();
    await db.close();
  });
  beforeEach(() => office.become('admin'));

  const ask = async (path: string, init: RequestInit = {}): Promise<{ status: number; html: string }> => {
    const response = await fetch(server.url + path, {
      ...init,
      headers: { cookie: 'capuy_session=any', origin: server.url },
    });
    return { status: response.status, html: (await response.text()).replace(/\s+/gu, ' ') };
  };
  const get = (path: string) => ask(path);
  const post = (path: string, fields: Record<string, string>) =>
    ask(path, { method: 'POST', body: new URLSearchParams(fields) });
  const plain = (html: string): string => html.replace(/<[^>]*>/gu, ' ').replace(/\s+/gu, ' ');
  const actions = async (entityId: string): Promise<string[]> =>
    (
      await db.query<{ action: string }>(
        'SELECT action FROM audit_event WHERE entity_id = $1 ORDER BY at, action',
        [entityId],
      )
    ).rows.map(({ action }) => action);
  const taskOf = async (words: string) => {
    const { tasks } = await findTasks(db, office.viewer(), { state: 'all', today: '2026-08-10' });
    const found = tasks.find(({ content }) => content.includes(words));
    if (!found) throw new Error(`no task ${words}`);
    return found;
  };

  describe('rights', () => {
    it.each(['cadre', 'secretary', 'office', 'admin'] as const)(
      'let a %s open what the menu offers, and answer all else with a sentence',
      async (role) => {
        office.become(role, [ids.office]);
        const offered = new Set(viewsFor(role).map(({ path }) => path));
        // The calendar has tests of its own.
        for (const { path, title } of viewsFor('admin').filter(({ id }) => id !== 'calendar')) {
          const { status, html } = await get(path);
          expect([path, status]).toEqual([path, offered.has(path) ? 200 : 403]);
          expect(html).toContain(offered.has(path) ? `<h1>${title}</h1>` : 'Trang này dành cho');
          if (offered.has(path))
            for (const other of viewsFor('admin'))
              expect(html.includes(`href="${other.path}"`)).toBe(offered.has(other.path));
        }
      },
    );

    it('show a secretary nothing of another unit, in lists, pages, papers, sheets and choices', async () => {
      const task = await taskOf('soát danh sách');
      office.become('secretary', [ids.office]);
      for (const path of [
        '/hop',
        '/nhiem-vu',
        '/nhiem-vu?tinhtrang=all',
        `/hop?donvi=${ids.hamlet}`,
        '/thong-ke?theo=unit',
      ])
        expect(plain((await get(path)).html)).not.toContain('thôn 3');
      for (const path of [
        `/hop/${office.meetings.hamlet}`,
        `/hop/${office.meetings.hamlet}/minutes.docx`,
        `/nhiem-vu/${task.id}`,
      ])
        expect((await get(path)).status).toBe(404);
      expect((await post(`/nhiem-vu/${task.id}`, { viec: 'task-done', dong: '', lan: '0' })).status).toBe(
        404,
      );
      // A unit that they may not see counts as none: their own is counted.
      expect(plain((await get(`/thong-ke?donvi=${ids.hamlet}`)).html)).not.toMatch(/2 đảng viên/u);
    });

    it('refuse a change that another site sends', async () => {
      const task = await taskOf('báo cáo quý');
      const response = await fetch(`${server.url}/nhiem-vu/${task.id}`, {
        method: 'POST',
        body: new URLSearchParams({ viec: 'task-done', dong: '', lan: String(task.revision) }),
        headers: { cookie: 'capuy_session=any', origin: 'https://elsewhere.example' },
      });
      expect(response.status).toBe(403);
      expect((await taskOf('báo cáo quý')).doneAt).toBeNull();
    });
  });

  it('stand any nonsense in an address', async () => {
    for (const path of [
      "/van-ban?nam=x&loai=%00&trang=-1&sapxep=';--",
      '/hop?thang=99&nam=1&donvi=%27&trang=9999999999',
      '/nhiem-vu?tinhtrang=zzz&chutri=%25%5F%27',
      '/thong-ke?chitieu=drop&ngay=99/99/9999&tuoitu=-5',
      '/nhat-ky?nguoi=x&tu=31/2/2026',
      '/gop-y?danhgia=x&trang=x',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    for (const path of [
      '/van-ban/x',
      `/van-ban/${newId()}`,
      '/hop/x',
      `/hop/${office.meetings.office}/x.docx`,
      '/tai-khoan/x',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });

  describe('documents', () => {
    it('say of each what replaces what, with a way to it and to its text', async () => {
      const { html } = await get('/van-ban');
      const text = plain(html);
      expect(text).toMatch(/21\/2024\/QĐ-UBND 05\/9\/2024|21\/2024\/QĐ-UBND.*?5\/9\/2024/u);
      expect(text).toMatch(/Thay thế 09\/2016\/QĐ-UBND/u);
      expect(text).toMatch(/đã bị thay thế bởi 21\/2024\/QĐ-UBND/u);
      expect(html).toMatch(/→ 21\/2024\/QĐ-UBND/u);
      expect(html).toMatch(/href="\/nguon\/[0-9a-f-]{36}"/u);
    });

    it('narrow by status, words and year, and sort by column with the direction said', async () => {
      const replaced = plain((await get('/van-ban?hieuluc=replaced')).html);
      expect(replaced).toContain('1 mục.');
      expect((await get('/van-ban?nam=2016&chu=nha+van+hoa')).html).toContain('09/2016/QĐ-UBND');
      expect((await get('/van-ban?nam=2016&chu=thuế')).html).toContain('Không có văn bản nào khớp');
      const { html } = await get('/van-ban?sapxep=ngay');
      expect(html).toContain('aria-sort="ascending"');
      expect(html.indexOf('>09/2016')).toBeLessThan(html.indexOf('>21/2024'));
    });

    it('show one with everything that the chat says of it', async () => {
      const { html } = await get('/van-ban?nam=2024');
      const path = /\/van-ban\/[0-9a-f-]{36}/u.exec(html)?.[0] ?? '';
      const card = plain((await get(path)).html);
      expect(card).toContain('Ủy ban nhân dân tỉnh Lâm Hạ');
      expect(card).toContain('Thay thế 09/2016/QĐ-UBND');
      expect(card).toContain('Điều 2');
    });
  });

  it('list meetings by unit and month with their minutes as a file', async () => {
    const { html } = await get(`/hop?nam=2026&thang=7&donvi=${ids.hamlet}`);
    expect(plain(html)).toMatch(
      /04\/7\/2026.*Chi bộ thôn 3 &lt;b&gt;.*Sinh hoạt chi bộ thường kỳ.*10\/12.*nháp/u,
    );
    expect(plain(html)).toContain('1 mục.');
    expect((await get('/hop?nam=2026&thang=6')).html).toContain('Không có cuộc họp nào khớp');
    expect((await get('/hop?bienban=approved')).html).toContain('Không có cuộc họp nào khớp');
    const page = plain((await get(`/hop/${office.meetings.office}`)).html);
    expect(page).toContain('Biên bản: nháp');
    expect(page).toContain('Kiểm điểm việc thực hiện nghị quyết tháng 6');
    expect(page).toMatch(/quá hạn 9 ngày/u);
    const response = await fetch(`${server.url}/hop/${office.meetings.office}/minutes.docx`, {
      headers: { cookie: 'capuy_session=any' },
    });
    expect(response.headers.get('content-disposition')).toContain('attachment');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(new TextDecoder().decode(new Uint8Array(await response.arrayBuffer()).slice(0, 2))).toBe('PK');
    expect((await get(`/hop/${office.meetings.office}/minutes.pdf`)).status).toBe(503);
    expect((await get(`/hop/${office.meetings.office}/notice.docx`)).status).toBe(404);
  });

  describe('tasks', () => {
    it('stand on the board by how they stand today', async () => {
      const { html } = await get('/nhiem-vu');
      const column = (name: string) =>
        plain(new RegExp(`aria-labelledby="cot-${name}".*?</section>`, 'u').exec(html)?.[0] ?? '');
      expect(column('overdue')).toMatch(/Quá hạn \(1\).*báo cáo quý.*quá hạn 9 ngày/u);
      expect(column('soon')).toMatch(/14 ngày \(1\).*bị tài liệu.*còn 5 ngày/u);
      expect(column('later')).toMatch(/\(1\).*soát danh sách/u);
      expect(column('done')).toContain('(0)');
      expect(plain((await get('/nhiem-vu?tinhtrang=all&chutri=to+thu+ky')).html)).toMatch(
        /bị tài liệu.* 1 mục/u,
      );
      expect((await get('/nhiem-vu/bang.xlsx?tinhtrang=overdue')).status).toBe(200);
    });

    it('change after they were shown, once, in one transaction with the trail', async () => {
      office.become('secretary', [ids.office]);
      const task = await taskOf('bị tài liệu');
      const path = `/nhiem-vu/${task.id}`;
      const fields = { viec: 'task-done', dong: 'Đã gửi các đồng chí' };
      const shown = await post(path, fields);
      expect(plain(shown.html)).toMatch(/chưa lưu\): “.*bị tài liệu.*”. Kết quả: Đã gửi các đồng chí/iu);
      expect((await taskOf('bị tài liệu')).doneAt).toBeNull();

      const confirmed = { ...fields, lan: String(task.revision) };
      expect(plain((await post(path, confirmed)).html)).toMatch(/Đã ghi nhận hoàn thành.*Lịch sử/u);
      expect(await taskOf('bị tài liệu')).toMatchObject({ result: 'Đã gửi các đồng chí', revision: 1 });
      expect(plain((await post(path, confirmed)).html)).toContain('Vừa có người khác sửa mục này');
      expect(await actions(task.id)).toEqual(['task.done']);

      // What was done last comes first, whatever was due first.
      const { id: before } = await taskOf('báo cáo quý');
      await db.query("UPDATE task SET done_at = '2026-07-20T01:00:00Z' WHERE id = $1", [before]);
      expect(plain((await get('/nhiem-vu')).html)).toMatch(/Đã xong \(2\).*bị tài liệu.*báo cáo quý/u);
    });

    it('say what is wrong with a line, in the words of the chat, and save nothing', async () => {
      const task = await taskOf('soát danh sách');
      const path = `/nhiem-vu/${task.id}`;
      const unread = await post(path, { viec: 'task-date', dong: 'khi nào xong thì thôi', lan: '0' });
      expect([unread.status, plain(unread.html)]).toEqual([
        422,
        expect.stringContaining('Tôi chưa đọc được ngày'),
      ]);
      expect((await post(path, { viec: 'task-cancel', dong: '', lan: '0' })).status).toBe(422);
      expect((await post(path, { viec: 'drop', dong: '', lan: '0' })).status).toBe(422);
      expect(await taskOf('soát danh sách')).toMatchObject({ revision: 0 });
    });
  });

  describe('statistics', () => {
    it('give the figures that the chat gives, as table, picture and sheet', async () => {
      const inChat = readable(
        await createTurns(db, createStatisticsFeature({ files: office.files }), {
          today: '2026-08-10',
          viewer: office.viewer(),
        }).command('thongke', 'đảng viên theo giới tính'),
      );
      const { html } = await get('/thong-ke?theo=sex');
      const text = plain(html);
      for (const [name, count, share] of [
        ['Nữ', '3', '60,0 %'],
        ['Nam', '2', '40,0 %'],
      ] as const) {
        expect(inChat).toContain(`${name} | ${count} | ${share}`);
        expect(text).toMatch(new RegExp(`${name} Số lượng ${count} Tỷ lệ ${share}`, 'u'));
      }
      const picture = /src="(\/thong-ke\/bieu-do\.png[^"]*)" alt="([^"]+)"/u.exec(html);
      expect(picture?.[2]).toMatch(/Nữ.*3/u);
      const png = await fetch(server.url + (picture?.[1] ?? '').replaceAll('&amp;', '&'), {
        headers: { cookie: 'capuy_session=any' },
      });
      expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect((await get('/thong-ke/bang.xlsx?theo=sex')).status).toBe(200);
      expect((await get('/thong-ke/bieu-do.png')).status).toBe(404);
    });

    it('keep back from a secretary what the guard keeps back in the chat', async () => {
      office.become('secretary', [ids.office]);
      const guarded = plain((await get('/thong-ke?theo=ethnicity&chia=sex')).html);
      const inChat = readable(
        await createTurns(db, createStatisticsFeature({ files: office.files }), {
          today: '2026-08-10',
          viewer: office.viewer(),
        }).command('thongke', 'đảng viên theo dân tộc và giới tính'),
      );
      const refusal = inChat.split('\n')[0] ?? '';
      expect(refusal).not.toBe('');
      expect(guarded).toContain(refusal);
    });

    it('say what was left out, and refuse a day to come with a sentence', async () => {
      expect(plain((await get('/thong-ke?chitieu=organisations&theo=sex')).html)).toContain(
        'không dùng được: chia theo',
      );
      expect((await get('/thong-ke?ngay=1/1/2030')).html).toContain('role="alert"');
    });
  });

  describe('accounts', () => {
    const entryOf = async (name: string) => (await listAccounts(db)).find((one) => one.name === name);

    it('are added with a code that is shown once, after they were shown', async () => {
      const fields = { ten: 'Lê Thị Hoa', vaitro: 'secretary', donvi: ids.hamlet };
      expect(plain((await post('/tai-khoan', { ...fields, donvi: '' })).html)).toContain(
        'cần gắn với ít nhất một đơn vị',
      );
      expect(plain((await post('/tai-khoan', fields)).html)).toMatch(
        /Thêm tài khoản:.*Lê Thị Hoa.*thư ký.*thôn 3/u,
      );
      expect(await entryOf('Lê Thị Hoa')).toBeUndefined();
      const added = plain((await post('/tai-khoan', { ...fields, xacnhan: 'co' })).html);
      expect(added).toMatch(/Mã liên kết của Lê Thị Hoa : \d{6}/u);
      const entry = await entryOf('Lê Thị Hoa');
      expect(entry).toMatchObject({ role: 'secretary', units: ['Chi bộ thôn 3 <b>'] });
      expect(plain((await get(`/tai-khoan/${entry?.id}`)).html)).not.toMatch(/\d{6}/u);
      expect(plain((await post('/tai-khoan', { ...fields, xacnhan: 'co' })).html)).toContain(
        'Đã có tài khoản tên',
      );
    });

    it('change role, lose one session or one channel, and end altogether, each with its event', async () => {
      const entry = await entryOf('Trần Bình');
      const path = `/tai-khoan/${entry?.id}`;
      const both = async (fields: Record<string, string>) => {
        const shown = await post(path, fields);
        expect(shown.html).toContain('name="xacnhan" value="co"');
        return plain((await post(path, { ...fields, xacnhan: 'co' })).html);
      };
      const { html } = await get(path);
      const session = /name="phien" value="([0-9a-f]+)"/u.exec(html)?.[1] ?? '';
      expect(plain(html)).toMatch(/Telegram.*5550001.*không hết hạn/u);
      expect(await both({ viec: 'role', vaitro: 'office' })).toContain('Đã đổi: Trần Bình là văn phòng');
      expect(await both({ viec: 'session', phien: session })).toContain('Không có phiên nào đang mở');
      expect(await both({ viec: 'identity', kenh: 'telegram', nguoi: '5550001' })).toContain(
        'Chưa liên kết kênh nào',
      );
      expect(plain((await post(path, { viec: 'session', phien: session, xacnhan: 'co' })).html)).toContain(
        'vừa được gỡ',
      );
      expect(await both({ viec: 'disable' })).toContain('đã khóa ngày 10/8/2026');
      expect((await entryOf('Trần Bình'))?.disabledAt).not.toBeNull();
      expect((await actions(entry?.id ?? '')).sort()).toEqual([
        'account.disable',
        'account.role',
        'identity.unlink',
        'session.end',
      ]);
    });

    it('are given units and lose them, a secretary never the last one', async () => {
      const entry = await entryOf('Lê Thị Hoa');
      const path = `/tai-khoan/${entry?.id}`;
      const change = async (viec: string, donvi: string) =>
        plain((await post(path, { viec, donvi, xacnhan: 'co' })).html);
      expect(plain((await post(path, { viec: 'give-unit', donvi: ids.office })).html)).toContain(
        'Giao cho Lê Thị Hoa phụ trách Chi bộ Văn phòng',
      );
      expect((await entryOf('Lê Thị Hoa'))?.ownUnitIds).toEqual([ids.hamlet]);
      expect(await change('give-unit', ids.office)).toContain('Đã đổi đơn vị phụ trách');
      expect(await change('give-unit', ids.office)).toContain('Đã đổi đơn vị phụ trách');
      await change('take-unit', ids.hamlet);
      expect((await entryOf('Lê Thị Hoa'))?.units).toEqual(['Chi bộ Văn phòng']);
      expect(await change('take-unit', ids.office)).toContain('cần ít nhất một đơn vị');
      expect((await actions(entry?.id ?? '')).filter((action) => action === 'account.units')).toHaveLength(2);
    });

    it('keep the last administrator', async () => {
      const fields = { viec: 'disable', xacnhan: 'co' };
      expect(plain((await post(`/tai-khoan/${ids.admin}`, fields)).html)).toContain(
        'tài khoản quản trị cuối cùng',
      );
      expect((await entryOf('Quản trị viên'))?.disabledAt).toBeNull();
    });
  });

  it('show who did what and when, looks at lists of persons among it, by person, kind and day', async () => {
    const looks = plain((await get('/nhat-ky?nhom=danh-sach')).html);
    expect(looks).toMatch(
      /10\/8\/2026 01:30.*Trần Bình.*xem danh sách có tên người.*Huy hiệu Đảng.*số lượng: 3/u,
    );
    expect(plain((await get('/nhat-ky?nhom=danh-sach&den=9/8/2026')).html)).toContain(
      'Không có thao tác nào',
    );
    expect(plain((await get('/nhat-ky?nhom=danh-sach&tu=10/8/2026&den=10/8/2026')).html)).toContain('1 mục.');
    expect(plain((await get(`/nhat-ky?nguoi=${ids.admin}&nhom=danh-sach`)).html)).toContain(
      'Không có thao tác nào',
    );
  });

  it('list what people say of answers, and take a remark off the queue of the chat', async () => {
    const [turn, answer, account] = [newId(), newId(), newId()];
    await db.query(
      `INSERT INTO conversation_turn (id, lane, account_id, question, understood, asked_at)
       VALUES ($1, 'web:main:x', $2, 'Nhà văn hóa <do> ai quản lý?', '{}', '2026-08-09T01:00:00Z')`,
      [turn, account],
    );
    await db.query(
      `INSERT INTO answer (id, turn_id, outcome, explanation, created_at) VALUES ($1, $2, 'answer', '{}', '2026-08-09T01:00:00Z')`,
      [answer, turn],
    );
    await db.query(
      `INSERT INTO feedback (answer_id, account_id, verdict, at, remark) VALUES ($1, $2, 'wrong', '2026-08-09T02:00:00Z', 'Đúng ra là Điều 2')`,
      [answer, account],
    );
    const waiting = await get('/gop-y?danhgia=wrong&xuly=waiting');
    expect(waiting.html).toContain('Nhà văn hóa &lt;do&gt; ai quản lý?');
    expect(plain(waiting.html)).toContain('Góp ý: Đúng ra là Điều 2');
    expect(plain((await post('/gop-y', { traloi: answer, nguoi: account })).html)).toContain(
      'Đã đánh dấu là đã xử lý',
    );
    expect(plain((await get('/gop-y?xuly=waiting')).html)).toContain('Không có đánh giá nào');
    expect(await actions(answer)).toEqual(['feedback.done']);
  });

  describe.skipIf(isBrowserMissing)('in a browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(() => browser.close());

    async function open(
      width: number,
      colorScheme: 'light' | 'dark',
    ): Promise<{ page: Page; complaints: string[] }> {
      const opened = await openPage(browser, {
        bypassCSP: true,
        viewport: { width, height: 800 },
        colorScheme,
      });
      await opened.page.context().addCookies([{ name: 'capuy_session', value: 'any', url: server.url }]);
      return opened;
    }

    const pages: readonly (readonly [name: string, path: () => Promise<string> | string])[] = [
      ['the ledger', () => '/van-ban'],
      ['meetings', () => '/hop'],
      ['a meeting', () => `/hop/${office.meetings.hamlet}`],
      ['the board', () => '/nhiem-vu'],
      ['a task', async () => `/nhiem-vu/${(await taskOf('soát danh sách')).id}`],
      ['counts', () => '/thong-ke?theo=sex'],
      ['accounts', () => '/tai-khoan'],
      ['an account', () => `/tai-khoan/${ids.admin}`],
      ['the trail', () => '/nhat-ky'],
      ['feedback', () => '/gop-y'],
    ];
    describe.each([
      [360, 'dark'],
      [1440, 'light'],
    ] as const)('at %i px in %s', (width, scheme) => {
      let opened: { page: Page; complaints: string[] };
      beforeAll(async () => {
        opened = await open(width, scheme);
      });
      afterAll(() => opened.page.context().close());

      it.each(pages)('%s: fits the window and passes axe', async (_name, path) => {
        await opened.page.goto(server.url + (await path()));
        expect(await clippedElements(opened.page)).toEqual([]);
        expect(await axeViolations(opened.page)).toEqual([]);
        expect(opened.complaints).toEqual([]);
      });
    });

    it('lead by keyboard alone from a phone’s menu over a task to its change, and print without their controls', async () => {
      const { page } = await open(360, 'light');
      await page.goto(`${server.url}/van-ban`);
      const press = async (...keys: string[]) => {
        for (const key of keys) await page.keyboard.press(key);
      };
      // Past the jump to the content and the way back: the menu, then its fourth page.
      await press('Tab', 'Tab', 'Tab', 'Enter', 'Tab', 'Tab', 'Tab', 'Tab', 'Enter');
      await page.getByRole('heading', { name: 'Nhiệm vụ', level: 1 }).waitFor();
      await page.getByRole('link', { name: /soát danh sách/u }).focus();
      await press('Enter');
      await page.getByLabel('Đơn vị hoặc chức danh chủ trì').focus();
      await page.keyboard.type('Văn phòng');
      await press('Enter');
      await page.getByRole('heading', { name: 'Xem lại rồi lưu' }).waitFor();
      await page.getByRole('button', { name: 'Lưu' }).focus();
      await press('Enter');
      await page.getByRole('status').getByText('Đã chuyển: Văn phòng chủ trì').waitFor();
      await page.goto(`${server.url}/nhiem-vu?tinhtrang=all`);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      // Paper is white, whatever the screen is.
      const ink = await page.locator('h1').evaluate((heading) => getComputedStyle(heading).color);
      expect(ink).toBe('rgb(29, 26, 23)');
      expect(await page.locator('header, button, .actions, .pager a').filter({ visible: true }).count()).toBe(
        0,
      );
      expect(await page.getByText('soát danh sách').isVisible()).toBe(true);
      // What the list was narrowed to stands on the paper, what it was not narrowed by does not.
      expect(await page.locator('#tinhtrang').isVisible()).toBe(true);
      expect(await page.locator('#donvi').isVisible()).toBe(false);
      await page.context().close();
    });
  });
});
