import { describe, expect, it } from 'vitest';
import { createStatisticsFeature } from '../../bot/features/statistics/statistics.ts';
import { newId } from '../../core/ids.ts';
import { viewsFor } from '../../web/views/index.ts';
import { createTurns, readable } from '../members/feature-turns.ts';
import { ids } from './views-office.ts';
import { plain, useViews } from './views-pages.ts';

describe('the pages beside the chat', () => {
  const views = useViews();
  const { get, post, taskOf } = views;

  describe('rights', () => {
    it.each(['cadre', 'secretary', 'office', 'admin'] as const)(
      'let a %s open what the menu offers, and answer all else with a sentence',
      async (role) => {
        views.office.become(role, [ids.office]);
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
      views.office.become('secretary', [ids.office]);
      for (const path of [
        '/hop',
        '/nhiem-vu',
        '/nhiem-vu?tinhtrang=all',
        `/hop?donvi=${ids.hamlet}`,
        '/thong-ke?theo=unit',
      ])
        expect(plain((await get(path)).html)).not.toContain('thôn 3');
      for (const path of [
        `/hop/${views.office.meetings.hamlet}`,
        `/hop/${views.office.meetings.hamlet}/minutes.docx`,
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
      const response = await fetch(`${views.url}/nhiem-vu/${task.id}`, {
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
      `/hop/${views.office.meetings.office}/x.docx`,
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
    const page = plain((await get(`/hop/${views.office.meetings.office}`)).html);
    expect(page).toContain('Biên bản: nháp');
    expect(page).toContain('Kiểm điểm việc thực hiện nghị quyết tháng 6');
    expect(page).toMatch(/quá hạn 9 ngày/u);
    const response = await fetch(`${views.url}/hop/${views.office.meetings.office}/minutes.docx`, {
      headers: { cookie: 'capuy_session=any' },
    });
    expect(response.headers.get('content-disposition')).toContain('attachment');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(new TextDecoder().decode(new Uint8Array(await response.arrayBuffer()).slice(0, 2))).toBe('PK');
    expect((await get(`/hop/${views.office.meetings.office}/minutes.pdf`)).status).toBe(503);
    expect((await get(`/hop/${views.office.meetings.office}/notice.docx`)).status).toBe(404);
  });

  describe('statistics', () => {
    it('give the figures that the chat gives, as table, picture and sheet', async () => {
      const inChat = readable(
        await createTurns(views.db, createStatisticsFeature({ files: views.office.files }), {
          today: '2026-08-10',
          viewer: views.office.viewer(),
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
      const png = await fetch(views.url + (picture?.[1] ?? '').replaceAll('&amp;', '&'), {
        headers: { cookie: 'capuy_session=any' },
      });
      expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect((await get('/thong-ke/bang.xlsx?theo=sex')).status).toBe(200);
      expect((await get('/thong-ke/bieu-do.png')).status).toBe(404);
    });

    it('keep back from a secretary what the guard keeps back in the chat', async () => {
      views.office.become('secretary', [ids.office]);
      const guarded = plain((await get('/thong-ke?theo=ethnicity&chia=sex')).html);
      const inChat = readable(
        await createTurns(views.db, createStatisticsFeature({ files: views.office.files }), {
          today: '2026-08-10',
          viewer: views.office.viewer(),
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
});
