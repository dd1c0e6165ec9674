import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import type { ReadPage } from '../../rag/quoting/scan-reading.ts';
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

describe('a scanned page', () => {
  const whole = regulation.pages.map((page) => page.text).join('\n');
  const from = whole.indexOf('90 phút');
  const word = (start: number, confidence: number, x0: number) => ({
    from: start,
    to: start + 2,
    confidence,
    box: { x0, y0: 0.4, x1: x0 + 0.05, y1: 0.42 },
  });
  const scan: ReadPage = {
    pageNo: 2,
    rotation: 0,
    confidence: 0.72,
    words: [word(from, 0.4, 0.3), word(from + 3, 0.95, 0.36)],
  };
  const sha = 'a'.repeat(64);
  const drawn: unknown[] = [];
  async function openScanned(mayRead: (viewer: Viewer) => boolean = () => true): Promise<void> {
    await office.close();
    drawn.length = 0;
    office = await openOffice(db, () => [], {
      loadScans: () => Promise.resolve([scan]),
      loadPicture: (viewer, _id, pageNo) =>
        Promise.resolve(
          mayRead(viewer) && pageNo === 2
            ? { fileSha256: sha, mediaType: 'application/pdf', page: scan }
            : null,
        ),
      drawPage: (_source, view) => {
        drawn.push(view);
        return Promise.resolve(new Uint8Array([137, 80, 78, 71]));
      },
    });
    client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
    office.keep(regulation, { state: 'in-force' });
  }

  it('stands beside its text, with the cited lines outlined and doubtful words underlined', async () => {
    await openScanned();
    const html = await open(`?from=${from}&to=${from + 7}`);
    expect(html).toContain(`src="/nguon/${documentId}/trang/2.png"`);
    // One line of text, so that the tint, the line around it and what that leaves out are one box each.
    expect(html.match(/<rect\s/gu)).toHaveLength(3);
    // Where the window is narrow, the lines alone stand under their text.
    expect(html).toContain(`src="/nguon/${documentId}/trang/2.png?tu=${from}&amp;den=${from + 7}"`);
    expect(html).toContain('<span class="unsure">90</span>');
    expect(plain(html)).toContain('độ tin cậy thấp');
    // Nothing inline: the policy of the page forbids style attributes.
    expect(html).not.toContain('style=');
  });

  it('is shown whole or as the cited lines alone, in one of two widths, and kept by the browser', async () => {
    await openScanned();
    const path = `/nguon/${documentId}/trang/2.png`;
    const picture = await client.get(path);
    expect(picture.status).toBe(200);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.headers.get('cache-control')).toBe('private, no-cache');
    await client.get(`${path}?tu=${from}&den=${from + 7}&rong=99999`);
    expect(drawn).toEqual([
      { rotation: 0, widthPx: 1000 },
      {
        rotation: 0,
        widthPx: 1000,
        box: {
          x0: expect.closeTo(0.005),
          x1: expect.closeTo(0.705),
          y0: expect.closeTo(0.388),
          y1: expect.closeTo(0.432),
        },
      },
    ]);
    const again = await client.get(path, { headers: { 'if-none-match': picture.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    expect(drawn).toHaveLength(2);
  });

  it('is not there for who may not see the document, not even by a known tag', async () => {
    await openScanned();
    const path = `/nguon/${documentId}/trang/2.png`;
    const tag = (await client.get(path)).headers.get('etag') ?? '';
    await openScanned(() => false);
    expect((await client.get(path, { headers: { 'if-none-match': tag } })).status).toBe(404);
    expect((await client.get(`/nguon/${documentId}/trang/0.png`)).status).toBe(404);
    expect(drawn).toEqual([]);
  });
});
