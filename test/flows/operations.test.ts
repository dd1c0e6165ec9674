import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settleRecovery } from '../../bot/features/status/recovery-notice.ts';
import { createMetrics } from '../../bot/metrics.ts';
import { createLogger } from '../../core/pino-logger.ts';
import { readPrometheus } from '../support/prometheus.ts';
import { openTerminalPerson, type TerminalPerson } from './terminal-person.ts';

/* An office at work, as its administrator sees it in the chat and in the log. */

/** Words that stand for what people write, who they are, and what opens doors. */
const secrets = {
  CHAT_KEY: 'khoa-mo-hinh-9f3a',
  TELEGRAM: '7000000001:AAplantedTokenOfTelegram_0123456789',
};
const planted = [
  'Chim-Vành-Khuyên',
  'Hoàng-Kim-Giả',
  'Bản-Mật-Danh',
  'Cuộc-Họp-Chim-Sẻ',
  'chim_se_2026.txt',
  ...Object.values(secrets),
];

const lines: string[] = [];
let person: TerminalPerson;
beforeAll(async () => {
  const destination = { write: (line: string) => void lines.push(line) };
  person = await openTerminalPerson({ now: () => new Date('2026-03-02T02:00:00.000Z') }, async () => {}, {
    logger: createLogger('debug', { destination, secrets: Object.values(secrets) }),
    // Nobody listens there: every question makes the model fail, with its key at hand.
    settings: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', CHAT_MODEL: 'm', OPENAI_API_KEY: secrets.CHAT_KEY },
  });
}, 120_000);
afterAll(() => person.leave());

describe('the log at its finest', { timeout: 120_000 }, () => {
  it('holds no words, names, files or keys of any flow', async () => {
    const folder = person.office.dataDir;
    const file = join(folder, 'chim_se_2026.txt');
    await writeFile(
      file,
      'ĐẢNG BỘ TỈNH THANH VÂN\nSố 12-QĐ/TU\nQUYẾT ĐỊNH\nvề việc Hoàng-Kim-Giả\n\nĐiều 1. Giao đồng chí Chim-Vành-Khuyên.\n',
    );
    for (const said of [
      'Đồng chí Chim-Vành-Khuyên sinh năm nào?',
      `Gửi giúp ${secrets.TELEGRAM} cho Hoàng-Kim-Giả`,
      `@${file} Bản-Mật-Danh`,
      '/hop Cuộc-Họp-Chim-Sẻ, chủ trì Hoàng-Kim-Giả, có mặt 5/7, ngày 1/3/2026',
      'dừng',
      '/taikhoan them Chim-Vành-Khuyên can bo',
      '/thongke Hoàng-Kim-Giả theo tuổi',
      '/nhac Bản-Mật-Danh',
    ])
      await person.say(said);
    // What a driver, a parser and the network put into their errors.
    const { db } = person.office;
    const failures = [
      db.query('SELECT $1::date', ['Chim-Vành-Khuyên']),
      db.query(`INSERT INTO setting (name, value) VALUES ('a', 'Hoàng-Kim-Giả'), ('a', 'Bản-Mật-Danh')`),
      readFile(join(folder, 'Cuộc-Họp-Chim-Sẻ')),
      Promise.reject(new Error(`Chim-Vành-Khuyên\n    at Hoàng-Kim-Giả (file:///Bản-Mật-Danh.ts:1:1)`)),
      Promise.reject(
        Object.assign(new Error('x', { cause: new TypeError('Bản-Mật-Danh') }), { code: 'Hoàng-Kim-Giả' }),
      ),
    ];
    const log = createLogger('debug', {
      destination: { write: (line: string) => void lines.push(line) },
      secrets: Object.values(secrets),
    });
    for (const failure of await Promise.allSettled(failures))
      if (failure.status === 'rejected')
        log.error({ err: failure.reason, error: String(failure.reason) }, 'failed');
    log.debug(
      { lane: 'a:b:1', deep: { er: [{ said: 'Chim-Vành-Khuyên', key: 'x', at: secrets.CHAT_KEY }] } },
      'deep',
    );
    const written = lines.join('');
    expect(lines.length).toBeGreaterThan(6);
    for (const word of planted) expect(written).not.toContain(word);
    // What an engineer needs is there.
    expect(written).toContain('"sqlState":"22007"');
    expect(written).toContain('"errorCode":"ENOENT"');
    expect(written).toMatch(/"stack":\["at /u);
    expect(written).toContain('"lane":"a:b:1"');
  });
});

describe('/tinhtrang', { timeout: 120_000 }, () => {
  it('says in a few lines how the assistant is, and what to do', async () => {
    const { text, labels } = await person.say('/tinhtrang');
    expect(text).toContain('Cần chú ý');
    expect(text).toContain('Chưa có bản sao lưu nào. Gõ /saoluu để tạo.');
    expect(text).toMatch(/Phiên bản \d+\.\d+\.\d+, chạy từ \d\d:\d\d ngày /u);
    expect(text).toMatch(/Cơ sở dữ liệu trên máy này: \d+ MB/u);
    expect(text).toMatch(/Tin chờ trả lời: 0; trả lời chờ gửi: 0/u);
    expect(text.split('\n').length).toBeLessThan(25);
    expect(labels).toEqual(['Lỗi 24 giờ qua', 'Từng kênh', 'Việc nền']);
    for (const word of planted) expect(text).not.toContain(word);
  });

  it('is understood without diacritics and opens its details', async () => {
    expect((await person.say('tinh trang he thong')).text).toContain('Phiên bản');
    expect((await person.press('Lỗi 24 giờ qua')).text).toBe('Không có lỗi nào trong 24 giờ qua.');
    await person.office.db.query(
      `INSERT INTO inbox (key, lane, event, received_at, done_at, failure)
       VALUES ('k', 'telegram:1:2', '{}', '2026-03-02T01:00:00Z', '2026-03-02T01:00:01Z', 'internal')`,
    );
    const { text } = await person.say('/tinhtrang loi');
    expect(text).toContain('Telegram');
    expect(text).toContain('internal');
  });
});

it('what is told to a collector is read by one, and names channels and jobs only', async () => {
  const samples = readPrometheus(createMetrics().render(await person.assistant.operations.gauges()));
  const names = new Set(samples.map(({ name }) => name));
  for (const name of [
    'capuy_build_info',
    'capuy_database_bytes',
    'capuy_disk_free_bytes',
    'capuy_memory_bytes',
  ])
    expect(names).toContain(name);
  expect(await person.assistant.operations.health()).toMatchObject({ ok: true, database: 'ok' });
});

it('after a recovery every administrator is told once, and what was open in the copy is not done again', async () => {
  const { db } = person.office;
  await db.query(
    `INSERT INTO outbox (key, lane, address, blocks, created_at)
     VALUES ('old', 'zalo:1:2', '{}', '[]', '2026-02-28T18:59:00Z'), ('new', 'zalo:1:2', '{}', '[]', '2026-03-01T19:01:00Z')`,
  );
  const recovery = {
    foundAt: '2026-03-02T01:00:00.000Z',
    damage: { kind: 'page', file: 'base/5/1#2' },
    aside: 'postgres.damaged-2026-03-02',
    copy: { name: 'capuy-2026-03-01-0200.capuy', madeAt: '2026-02-28T19:00:00.000Z' },
  } as const;
  const now = new Date('2026-03-02T01:05:00.000Z');
  expect(await settleRecovery(db, recovery, now)).toBe(1);
  expect(await settleRecovery(db, recovery, now)).toBe(1);
  const { rows } = await db.query<{ key: string; failure: string | null; blocks: unknown }>(
    `SELECT key, failure, blocks FROM outbox WHERE key IN ('old', 'new') OR key LIKE 'recovery:%' ORDER BY key`,
  );
  expect(rows.map(({ failure }) => failure)).toEqual([null, 'restored', null]);
  const notice = JSON.stringify(rows[2]?.blocks);
  expect(notice).toContain('bản sao lưu lúc 02:00 ngày 01/3/2026');
  expect(notice).toContain('08:00 ngày 02/3/2026');
  const trail = await db.query("SELECT details FROM audit_event WHERE action = 'database.recovered'");
  expect(trail.rows).toHaveLength(1);
});
