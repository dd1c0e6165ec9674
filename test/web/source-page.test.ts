import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { createClient } from './client.ts';
import { openOffice, type Office } from './office.ts';
import { documentId, passage, passageText, regulation, replaced } from './samples.ts';

let db: Database;
let office: Office;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  await office?.close();
  office = await openOffice(db, () => []);
  client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
});
afterAll(async () => {
  await office.close();
  await db.close();
});

const open = async (query = ''): Promise<string> => {
  const page = await client.get(`/nguon/${documentId}${query}`);
  expect(page.status).toBe(200);
  return page.text();
};
const marks = (html: string) => [...html.matchAll(/<mark[^>]*>([^<]*)<\/mark>/gu)].map((match) => match[1]);
const plain = (html: string) => html.replace(/<[^>]*>/gu, ' ').replace(/\s+/gu, ' ');

describe('the source viewer', () => {
  it('marks exactly the passage and puts the reader there without script', async () => {
    office.keep(regulation, { state: 'in-force' });
    const html = await open(`?from=${passage.from}&to=${passage.to}`);
    expect(marks(html)).toEqual([passageText]);
    expect(html).toMatch(/<mark id="doan" tabindex="-1" autofocus>/u);
  });

  it('marks a passage that runs over lines and pages, its beginning once', async () => {
    office.keep(regulation, { state: 'in-force' });
    const whole = regulation.pages.map((page) => page.text).join('\n');
    const from = whole.indexOf('2. Buổi có');
    const to = whole.indexOf(' có hiệu lực từ');
    const html = await open(`?from=${from}&to=${to}`);
    expect(marks(html)).toEqual([
      '2. Buổi có chuyên đề không ít hơn 120 phút.',
      'Điều 3. Hiệu lực',
      'Quy định này',
    ]);
    expect(html.match(/id="doan"/gu)).toHaveLength(1);
  });

  it('shows title, symbol, issuer, date and whether it is in force', async () => {
    office.keep(regulation, { state: 'in-force' });
    const text = plain(await open());
    for (const part of [
      'Quy định về chế độ sinh hoạt chi bộ',
      '27-QĐ/ĐU',
      'Đảng ủy xã Tân Sơn',
      '10/01/2026',
      'còn hiệu lực',
      'Trang 2',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('warns where the text was replaced, and leads to what replaced it', async () => {
    office.keep(regulation, replaced);
    const html = await open();
    expect(html).toContain('status-warning');
    expect(plain(html)).toContain('đã bị thay thế bởi 40-QĐ/ĐU từ ngày 01/6/2026');
    expect(html).toContain('href="/nguon/99999999-2222-4333-8444-555555555555"');
  });

  it('shows what a document holds as text, never as markup', async () => {
    office.keep(
      { ...regulation, pages: [{ pageNo: 1, charFrom: 0, text: '<script>alert(1)</script> & "x"' }] },
      { state: 'unclear' },
    );
    const html = await open('?from=0&to=8');
    expect(html).toContain('<mark id="doan" tabindex="-1" autofocus>&lt;script&gt;</mark>');
    expect(html).not.toContain('<script>alert');
  });

  it.each(['?from=5', '?from=-1&to=4', '?from=9&to=3', '?from=a&to=b', '?from=900000&to=900009'])(
    'opens the whole document where the place makes no sense: %s',
    async (query) => {
      office.keep(regulation, { state: 'in-force' });
      const html = await open(query);
      expect(marks(html)).toEqual([]);
      expect(html).not.toContain('href="#doan"');
    },
  );

  it('names no pages where the format has none', async () => {
    office.keep(
      { ...regulation, document: { ...regulation.document, hasPages: false } },
      { state: 'in-force' },
    );
    expect(plain(await open())).not.toContain('Trang ');
  });

  it('looks the same for a document that is not there and one that the person may not see', async () => {
    office.keep(regulation, { state: 'in-force' }, () => false);
    const forbidden = await client.get(`/nguon/${documentId}`);
    const absent = await client.get('/nguon/00000000-0000-4000-8000-000000000000');
    const nonsense = await client.get('/nguon/1%20OR%201=1');
    expect([forbidden.status, absent.status, nonsense.status]).toEqual([404, 404, 404]);
    const page = await forbidden.text();
    expect(page).toBe(await absent.text());
    expect(page).not.toContain('27-QĐ');
  });
});
