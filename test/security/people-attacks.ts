import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { webhookSecret, type AttackedOffice } from './attacked-office.ts';

/* What people with a right to write, or none, may try: at the webhook, with codes, addresses, names and commands. */

const markup = `"><img src=x onerror=alert(1)><script>alert(1)</script>'`;
/** Markup of ours around the words is all that may stand between angle brackets. */
const isRaw = (html: string): boolean => /<img src=x|<script>alert|onerror=alert\(1\)>/u.test(html);

let posted = 0;
const event = (sender: string, message: object, name = 'message.text.received') => ({
  event_name: name,
  message: {
    from: { id: sender },
    chat: { id: sender, chat_type: 'PRIVATE' },
    message_id: `attack-${++posted}`,
    date: 1_750_000_000_000 + posted,
    ...message,
  },
});

/** The webhook of a messenger, and who comes in by it. */
export function attackByMessenger(office: () => AttackedOffice): void {
  const post = (body: unknown, secret: string | null = webhookSecret, path = '/kenh/zalo') =>
    office().stranger(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: '',
        ...(secret === null ? {} : { 'x-bot-api-secret-token': secret }),
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  /** Writes as somebody; resolves with the reply. */
  const write = async (sender: string, message: object, name?: string): Promise<string> => {
    const before = office().zalo.texts(sender).length;
    expect((await post(event(sender, message, name))).status).toBe(200);
    await office().zalo.until(() => office().zalo.texts(sender).length > before);
    return office().zalo.texts(sender).slice(before).join('\n');
  };
  const newCode = async (): Promise<string> =>
    /\*\*(\d{6})\*\*/u.exec(await office().say('/lienket'))?.[1] ?? '';

  describe('the webhook of a messenger', () => {
    it('takes nothing without its secret, wherever else it is put, and nothing that is too much', async () => {
      const told = event('stranger', { text: 'xin chào' });
      for (const secret of [
        null,
        '',
        'x',
        webhookSecret.toUpperCase(),
        `${webhookSecret} `.repeat(2),
        webhookSecret.slice(1),
      ])
        expect((await post(told, secret)).status).toBe(401);
      expect((await post(told, null, `/kenh/zalo?secret_token=${webhookSecret}`)).status).toBe(401);
      expect((await post(JSON.stringify(event('stranger', { text: 'a'.repeat(300_000) })))).status).toBe(413);
      for (const odd of ['[', '['.repeat(100_000), '{"__proto__":{"polluted":1}}', 'null', '"a"'])
        expect((await post(odd)).status).toBeLessThan(500);
      expect(office().zalo.texts('stranger')).toEqual([]);
    });
  });

  describe('a stranger on a messenger', () => {
    it('gets the request to link an account and nothing else, whatever is asked', async () => {
      for (const text of [
        '/taikhoan',
        '/cuochop',
        'Buổi sinh hoạt bao nhiêu phút?',
        'LIENKET 000000',
        '/start',
      ]) {
        const reply = await write('curious', { text });
        expect(reply).toMatch(/LIENKET|mã/u);
        expect(reply).not.toMatch(/90 phút|Quản trị viên|\d-QĐ|Chi bộ/u);
      }
    });

    it('who guesses codes is not let in by the right one either, and does not learn that it was', async () => {
      const code = await newCode();
      const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
      const replies: string[] = [];
      for (let i = 0; i < 5; i++) replies.push(await write('guesser', { text: `LIENKET ${wrong}` }));
      expect(await write('guesser', { text: `LIENKET ${code}` })).toBe(replies.at(-1));
      expect(await write('guesser', { text: '/trogiup' })).toContain('LIENKET');
      // It is still good for who did not guess, once.
      expect(await write('owner', { text: `LIENKET ${code}` })).not.toBe(replies.at(-1));
      expect(await write('owner', { text: '/trogiup' })).not.toContain('LIENKET');
      expect(await write('second', { text: `LIENKET ${code}` })).toBe(replies[0]);
    });
  });

  describe('the address of a picture', () => {
    it('that leads into the house is not asked, by name, by number or by port', async () => {
      let asked = 0;
      const inside = createServer((_request, response) => {
        asked += 1;
        response.end('secret of the house');
      });
      await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
      const { port } = inside.address() as AddressInfo;
      await write('pictures', { text: `LIENKET ${await newCode()}` });
      for (const url of [
        `http://127.0.0.1:${port}/`,
        `https://127.0.0.1:${port}/`,
        `http://localhost:${port}/a.jpg`,
        `http://2130706433:${port}/`,
        `http://[::ffff:127.0.0.1]:${port}/`,
        `http://photo.zdn.vn@127.0.0.1:${port}/`,
        'http://169.254.169.254/latest/meta-data/',
        'https://zdn.vn.evil.example/a.jpg',
        'file:///etc/passwd',
        'nonsense',
      ])
        expect(await write('pictures', { photo_url: url }, 'message.image.received'), url).not.toContain(
          'secret of the house',
        );
      expect(asked).toBe(0);
      await new Promise((resolve) => inside.close(resolve));
    });
  });
}

/** Names, files, addresses and commands of somebody who is signed in. */
export function attackByContent(office: () => AttackedOffice): void {
  describe('markup', () => {
    it('in the name of an account is a name on every page that shows it', async () => {
      await office().say(`/taikhoan thêm ${markup}, cán bộ`);
      expect(await office().press('Lưu')).toMatch(/\d{6}/u);
      for (const path of ['/tai-khoan', '/nhat-ky']) {
        const { status, body } = await office().admin(path);
        expect(status, path).toBe(200);
        expect(isRaw(body), path).toBe(false);
      }
      expect((await office().admin('/tai-khoan')).body).toContain('&lt;img src=x');
    });

    it('in the name and text of a document is text, in the list and in the document', async () => {
      const text = `TỈNH ỦY SÔNG VÂN\nSố 91-QĐ/TU\nSông Vân, ngày 05 tháng 3 năm 2026\nQUY ĐỊNH\nvề ${markup}\nĐiều 1. ${markup}\nMức chi là 5 đồng ${markup}.\n`;
      await office().upload(`${markup.replaceAll(/["/]/gu, '')}.txt`, text);
      await office().press('Lưu nội bộ');
      const list = await office().admin('/van-ban');
      expect(isRaw(list.body)).toBe(false);
      const { body: conversations } = await office().admin('/api/conversations');
      expect(conversations).toBeTruthy();
      const id =
        /\/nguon\/([0-9a-f-]{36})[^>]*>[^<]*91-QĐ\/TU/u.exec(list.body)?.[1] ??
        /91-QĐ\/TU[\s\S]{0,800}?\/nguon\/([0-9a-f-]{36})/u.exec(list.body)?.[1];
      const source = await office().admin(`/nguon/${id ?? ''}`);
      expect(source.status).toBe(200);
      expect(isRaw(source.body)).toBe(false);
      expect(source.body).toContain('&lt;img src=x');
    });

    it('in an address is not repeated as markup', async () => {
      const value = encodeURIComponent(markup);
      for (const path of [
        '/vao?ma=',
        '/van-ban?tim=',
        '/van-ban?q=',
        '/hop?tu=',
        '/nhiem-vu?nguoi=',
        '/thong-ke?cau=',
        '/tai-khoan?tim=',
        '/nhat-ky?ai=',
        '/gop-y?xem=',
        '/phien?xong=',
        '/lich?nam=',
        '/khong-co?',
        '/',
      ]) {
        const { status, body } = await office().admin(path + value);
        expect(status, path).toBeLessThan(500);
        expect(isRaw(body), path).toBe(false);
      }
    });
  });

  describe('words of SQL', () => {
    const probes = [
      `x'; DROP TABLE account; --`,
      `%' OR '1'='1`,
      `\\'; SELECT pg_sleep(60); --`,
      `$1 {a} "b" \u0000 ::int`,
    ];
    const commands =
      'hoi vanban xintep xoavanban tudien nguon cuochop hop sua lichsu huyhop nhiemvu kiennghi ketluan lichhop kehoach nhac bienban giaymoi xeploai diemdanh bieuquyet thongke solieu baocao biendong nhansu denhan donvi taikhoan toi quyen dulieu gopy trogiup'.split(
        ' ',
      );
    it(
      'in a command are words: no statement fails, waits or does more than it was made for',
      { timeout: 120_000 },
      async () => {
        for (const [index, command] of commands.entries())
          await office().say(`/${command} ${probes[index % probes.length]}`);
        for (const probe of probes) {
          await office().say(probe);
          for (const path of ['/api/search?q=', '/van-ban?tim=', '/tai-khoan?tim='])
            expect((await office().admin(path + encodeURIComponent(probe))).status, path).toBeLessThan(500);
        }
        expect(office().log.filter((line) => line.startsWith('error'))).toEqual([]);
        expect((await office().admin('/tai-khoan')).status).toBe(200);
      },
    );
  });
}
