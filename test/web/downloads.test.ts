import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import type { FileRef } from '../../db/file-store.ts';
import { createFileLinks } from '../../web/downloads.ts';
import { openTestDatabase } from '../support/database.ts';
import { createClient } from './client.ts';
import { openOffice, type Office } from './office.ts';

let db: Database;
let office: Office;
let client: ReturnType<typeof createClient>;
let now = new Date('2026-07-01T01:00:00Z');
let offered: FileRef;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  await office?.close();
  now = new Date('2026-07-01T01:00:00Z');
  office = await openOffice(db, () => [{ type: 'file', file: offered }], { clock: { now: () => now } });
  client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
});
afterAll(async () => {
  await office.close();
  await db.close();
});

/** Lets the office offer a file, and gives the link that the page gets. */
async function offer(content: string, name: string, mime: string): Promise<string> {
  offered = await office.files.put(Buffer.from(content), name, mime);
  await client.say('a', 'biên bản');
  await office.dispatcher.idle();
  const blocks = (await client.history()).messages.flatMap((message) =>
    message.kind === 'reply' ? message.blocks : [],
  );
  return blocks.flatMap((block) => (block.type === 'file' ? [block.url] : []))[0] ?? '';
}

describe('a file that a reply offers', () => {
  it('is downloaded under its own name, and can run nothing in our origin', async () => {
    const link = await offer('<script>1</script>', 'Biên bản (7/2026).html', 'text/html');
    const response = await client.get(link);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<script>1</script>');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const disposition = response.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; /u);
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe('Biên bản (7/2026).html');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is shown in place where it is a picture', async () => {
    const response = await client.get(await offer('png', 'bieu-do.png', 'image/png'));
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('content-disposition')).toMatch(/^inline; /u);
  });

  it('opens for nobody else, with the link or without', async () => {
    const link = await offer('riêng', 'a.docx', 'application/msword');
    const stranger = createClient(office.web, office.sessions.cookieFor('Bình'));
    expect((await stranger.get(link)).status).toBe(404);
    expect((await createClient(office.web).get(link)).status).toBe(401);
  });

  it('opens for a day', async () => {
    const link = await offer('a', 'a.docx', 'application/msword');
    now = new Date(now.getTime() + 23 * 3_600_000);
    expect((await client.get(link)).status).toBe(200);
    now = new Date(now.getTime() + 2 * 3_600_000);
    expect((await client.get(link)).status).toBe(410);
  });

  it('does not open with a link that was changed or made elsewhere', async () => {
    const link = await offer('a', 'a.docx', 'application/msword');
    const seq = Number(new URL(link, 'http://x').searchParams.get('tin'));
    const other = await office.files.put(Buffer.from('mật khẩu'), 'b.docx', 'application/msword');
    const wrong = [
      link.replace(offered.sha256, other.sha256),
      link.replace(/tin=\d+/u, `tin=${seq + 1}`),
      link.replace(/han=\d+/u, 'han=99999999999'),
      link.replace(/ky=.+/u, 'ky='),
      link.replace(/\?.+/u, ''),
      createFileLinks('another secret').sign(seq, offered.sha256, now),
      // Rightly signed, but no reply offers this file.
      createFileLinks('secret of the test office').sign(seq, other.sha256, now),
    ];
    for (const path of wrong) expect((await client.get(path)).status, path).toBe(404);
  });
});
