import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role, Viewer } from '../../core/viewer.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/database.ts';
import { heldMeetings } from '../../meetings/calendar/cadence-store.ts';
import { insertPlans } from '../../meetings/calendar/plan-store.ts';
import { yearCalendar } from '../../meetings/calendar/year.ts';
import { listUnits } from '../../members/units/unit-store.ts';
import { fixedClock } from '../bot/turns.ts';
import { addUnits } from '../meetings/calendar/rows.ts';
import { openTestDatabase } from '../support/database.ts';
import { axeViolations, clippedElements, isBrowserMissing, openBrowser, openPage } from './browser.ts';
import { openOffice, type Office } from './office.ts';

const id = { commune: newId(), office: newId(), hamlet: newId() };

describe('the calendar of a year', () => {
  let db: Database;
  let browser: Browser | undefined;
  let office: Office;
  let server: { url: string; close(): Promise<void> };
  let viewer: Viewer;
  const become = (role: Role, unitIds: readonly string[] = []): void => {
    viewer = { accountId: newId(), role, unitIds, ceiling: 'all' };
  };

  beforeAll(async () => {
    db = await openTestDatabase();
    office = await openOffice(db, () => [], {
      clock: fixedClock('2026-08-10T03:00:00.000Z'),
      // The sessions of the test office know administrators only.
      sessions: {
        find: async () => ({ accountId: viewer.accountId, name: 'Nguyễn An', viewer }),
        redeem: () => Promise.resolve(null),
        end: () => Promise.resolve(),
      },
      async loadYear(_viewer, { year, unitId, today }) {
        const units = await listUnits(db, viewer);
        const only = units.filter((unit) => unit.id === unitId);
        const calendar = await yearCalendar(db, viewer, { year, units: only[0] ? only : units, today });
        return { ...calendar, units, unitId: only[0]?.id ?? null };
      },
    });
    await addUnits(db, [
      [id.commune, 'Đảng bộ xã Bình An', 'upper_grassroots', null],
      [id.office, 'Chi bộ Văn phòng', 'grassroots_cell', id.commune],
      [id.hamlet, 'Chi bộ thôn 3 <b>', 'grassroots_cell', id.commune],
    ]);
    const plan = (unitId: string, heldOn: string) => ({
      unitId,
      kind: 'regular' as const,
      topic: '',
      sessionNo: null,
      isExtended: false,
      isOnline: false,
      heldOn,
      startsAt: '14:00',
      endsAt: '15:40',
      place: 'Phòng họp số 2',
      chair: '',
      minuteTaker: '',
      guests: '',
      agenda: [],
      materials: [],
    });
    await insertPlans(
      db,
      [plan(id.office, '2026-08-20'), plan(id.hamlet, '2026-08-05'), plan(id.hamlet, '2026-09-07')],
      { accountId: null, at: '2026-07-01T00:00:00.000Z' },
    );
    for (let month = 1; month <= 7; month++)
      await db.query(
        `INSERT INTO meeting (id, unit_id, kind, held_on, starts_at, status, created_at, updated_at)
         VALUES ($1, $2, $3, $4, '14:00', 'approved', now(), now())`,
        [newId(), id.office, 'regular', `2026-0${month}-05`],
      );
    server = await office.web.listen();
    if (!isBrowserMissing) browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server.close();
    await office.close();
    await db.close();
  });
  beforeEach(() => become('office'));

  const get = async (path: string): Promise<{ status: number; html: string }> => {
    const response = await fetch(server.url + path, { headers: { cookie: 'capuy_session=any' } });
    return { status: response.status, html: await response.text() };
  };
  const section = (html: string, month: number): string =>
    new RegExp(`<h2 id="thang-${month}".*?</section>`, 'su').exec(html)?.[0].replace(/\s+/gu, ' ') ?? '';

  it('shows planned, held and passed meetings in words, and who has not met', async () => {
    const { html } = await get('/lich?nam=2026');
    expect(section(html, 7)).toMatch(/05\/7<\/b>.*đã họp.*Sinh hoạt chi bộ thường kỳ, Chi bộ Văn phòng/u);
    expect(section(html, 7)).toContain('✗ Thường kỳ: 1/2 đơn vị đã họp. Chưa họp: Chi bộ thôn 3');
    expect(section(html, 8)).toMatch(/05\/8<\/b>.*đã qua, chưa ghi.*20\/8<\/b>.*dự kiến/u);
    expect(section(html, 8)).toContain('0/2 đơn vị đã họp, tháng chưa hết');
    expect(section(html, 6)).toContain('Hết quý 2.');
    expect(section(html, 12)).not.toContain('đơn vị đã họp');
    expect(html).toContain('aria-current="date"');
    expect(html).toContain('nghỉ: Quốc khánh 2/9');
    expect(html).not.toContain('thôn 3 <b>');
  });

  it('shows nothing but what the viewer may see, and another unit counts as none', async () => {
    become('secretary', [id.office]);
    const { html } = await get(`/lich?nam=2026&donvi=${id.hamlet}`);
    expect(html).toContain('Chi bộ Văn phòng');
    expect(html).not.toContain('thôn 3');
    expect(section(html, 7)).toContain('✓ Thường kỳ: đủ 1/1 đơn vị.');
    expect(await heldMeetings(db, viewer, '2026-01-01', '2026-12-31')).toHaveLength(7);
    become('cadre', [id.office]);
    const refused = await get('/lich');
    expect(refused.status).toBe(403);
    expect(refused.html).not.toContain('Chi bộ Văn phòng');
  });

  it('takes this year where the address names none, and stands any nonsense', async () => {
    for (const path of ['/lich', '/lich?nam=abc', '/lich?nam=99999&donvi=%00', "/lich?donvi=' OR 1=1"]) {
      const { status, html } = await get(path);
      expect(status).toBe(200);
      expect(html).toContain('Lịch họp năm 2026');
    }
    expect((await get('/lich?nam=2028')).html).toContain('Năm 2029 ›');
  });

  it('is linked from the chat for who may read meetings', async () => {
    expect((await get('/')).html).toContain('/lich&quot;');
    become('cadre');
    expect((await get('/')).html).not.toContain('/lich&quot;');
  });

  describe.skipIf(isBrowserMissing)('in a browser', () => {
    async function open(options: BrowserContextOptions): Promise<Page> {
      const { page } = await openPage(browser as Browser, { bypassCSP: true, ...options });
      await page.context().addCookies([{ name: 'capuy_session', value: 'any', url: server.url }]);
      await page.goto(`${server.url}/lich?nam=2026`);
      return page;
    }

    it.each([
      [360, 'dark'],
      [1440, 'light'],
    ] as const)('fits %i px and passes axe in %s', async (width, colorScheme) => {
      const page = await open({ viewport: { width, height: 800 }, colorScheme });
      expect(await clippedElements(page)).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
      await page.context().close();
    });

    it('is reached from the chat on a phone, whose bar has room for it', async () => {
      const page = await open({ viewport: { width: 360, height: 740 } });
      await page.goto(server.url);
      await page.getByRole('button', { name: 'Danh sách trò chuyện' }).click();
      await page.getByRole('link', { name: 'Lịch họp' }).waitFor();
      expect(await clippedElements(page)).toEqual([]);
      const bar = await page.locator('header.bar').boundingBox();
      expect(bar?.height).toBeLessThan(70);
      await page.getByRole('link', { name: 'Lịch họp' }).click();
      await page.getByRole('heading', { name: 'Lịch họp năm 2026' }).waitFor();
      await page.context().close();
    });

    it('leads by keyboard from a day of the grid to its meetings', async () => {
      const page = await open({ viewport: { width: 1440, height: 800 } });
      const day = page.getByRole('link', { name: /^20.*1 cuộc họp/u });
      await day.focus();
      await page.keyboard.press('Enter');
      const reached = page.locator('#ngay-2026-08-20');
      await expect.poll(() => reached.evaluate((element) => element.matches(':target'))).toBe(true);
      expect(await reached.innerText()).toContain('Chi bộ Văn phòng');
      await page.context().close();
    });
  });
});
