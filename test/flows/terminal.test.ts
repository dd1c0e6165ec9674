import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureLocalAdmin } from '../../access/account-store.ts';
import { leastRole } from '../../access/permissions.ts';
import { systemClock } from '../../core/clock.ts';
import type { Role } from '../../core/viewer.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import { saveUnits } from '../../members/units/unit-store.ts';
import { unitNamed } from '../support/units.ts';
import { regulation } from './messenger-office.ts';
import { questions, shapes } from './seed-meetings.ts';
import { approveFigures, follow } from './seed-steps.ts';
import { openTerminalPerson, type TerminalPerson } from './terminal-person.ts';

/* The five meetings, and the guides line by line, over the terminal: choices are numbers, every line stands alone. */

const commune = unitNamed('Đảng bộ xã Vân Hạ', { parentId: null, level: 'grassroots_committee' });
const office = unitNamed('Chi bộ Văn phòng', { parentId: commune.id, level: 'cell' });

let person: TerminalPerson;
beforeAll(async () => {
  // The guide speaks of days in August 2026; time goes on from the day after the first of them.
  const started = systemClock.now().getTime();
  const clock = {
    now: () => new Date(Date.parse('2026-08-06T01:00:00Z') + systemClock.now().getTime() - started),
  };
  person = await openTerminalPerson(clock, async (db) => {
    const read = await readDocument(Buffer.from(regulation), 'Quy chế 15.txt');
    await db.tx(async (t) => {
      await saveUnits(t, [commune, office]);
      const by = await ensureLocalAdmin(t, 'Quản trị', clock.now());
      await storeDocument(t, read, { scope: 'public', by, now: clock.now() });
    });
  });
}, 120_000);
afterAll(() => person.leave());

describe('meetings over the terminal', () => {
  it.each(shapes)(
    '%s is logged',
    (_name, steps) =>
      follow(
        person,
        // A table to be pasted goes in line by line there.
        steps.flatMap((step) => {
          const [command, ...rows] = step.say.split('\n');
          return rows.length === 0
            ? [step]
            : rows.map((row) => ({ say: `${command} ${row}`, press: 'Lưu', see: ['Đã lưu nháp'] }));
        }),
      ),
    120_000,
  );

  it('the figures are approved in one go', () => approveFigures(person));

  it.each(questions)('$ask gives it back', async ({ ask, see }) => {
    const { text } = await person.say(ask);
    for (const words of see) expect(text, ask).toContain(words);
  });
});

describe('the guides', () => {
  /** What is said where a line is not understood, or needs something else first. */
  const refused =
    /Không có lệnh|chưa hiểu|chưa tìm thấy|chưa đọc được|chưa rõ “|(?:^|\n)Gõ: |Ví dụ dùng được|không khớp|Chưa có cuộc họp nháp|Kho chưa có tài liệu|Không thấy/u;

  it.each([
    ['secretaries', 'thu-ky.md', 60],
    ['cadres', 'can-bo.md', 6],
    ['administrators', 'quan-tri.md', 8],
  ])(
    'every line of the guide for %s is understood, in its order, and what asks to be saved is saved',
    async (_who, name, atLeast) => {
      const guide = await readFile(new URL(`../../docs/huong-dan/${name}`, import.meta.url), 'utf8');
      const lines = [...guide.matchAll(/```\n([^]*?)```|`(\/[^`]+)`/gu)].flatMap(([, block, inline]) =>
        block === undefined
          ? [{ line: inline ?? '', isExample: false }]
          : block
              .trim()
              .split('\n')
              .map((line) => ({ line, isExample: true })),
      );
      expect(lines.length).toBeGreaterThan(atLeast);
      const wrong: string[] = [];
      // Words in capitals and dots stand for something of one's own.
      for (const { line, isExample } of lines.filter(
        (one) => !/…|\p{Lu}{3,} \p{Lu}{3,}| SỐ$|^\/(?:health|tai-khoan)$/u.test(one.line),
      )) {
        const told = await person.say(line);
        const save = told.labels.find((label) => /^Lưu(?: cả|$)/u.test(label));
        const saved = isExample && save ? await person.press(save) : null;
        if (refused.test(told.text) || (saved && !/Đã (?:lưu|sửa|thêm|xếp lịch)/u.test(saved.text)))
          wrong.push(`${line}\n  ${told.text.slice(0, 300)}\n  ${saved?.text.slice(0, 200) ?? ''}`);
        if (!saved) await person.say('dừng');
      }
      expect(wrong.join('\n\n')).toBe('');
    },
    120_000,
  );

  it('name every command that the assistant has, each role in its own guide, and no others', async () => {
    const commands = person.assistant.features.flatMap((feature) => feature.commands);
    const names = new Set(commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]));
    const namedIn = async (path: string): Promise<Set<string>> => {
      const text = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
      // In code: '/hop …', not the address of a page ('/tai-khoan') or what an engineer asks ('/health').
      return new Set([...text.matchAll(/(?:^|`)\/([a-z]+)(?![a-z/-])/gmu)].map(([, name]) => name!));
    };
    const guides: Record<Role, readonly string[]> = {
      cadre: ['can-bo.md'],
      secretary: ['thu-ky.md'],
      office: ['thu-ky.md', 'quan-tri.md'],
      admin: ['quan-tri.md'],
    };
    const missing: string[] = [];
    for (const { name, permission } of commands) {
      const pages = guides[leastRole[permission]];
      const named = await Promise.all(pages.map((page) => namedIn(`docs/huong-dan/${page}`)));
      // What everybody may do of their own rights on a messenger stands where roles are explained.
      if (name !== 'quyen' && !named.some((one) => one.has(name))) missing.push(`${pages.join()}: /${name}`);
    }
    expect(missing).toEqual([]);
    // Of other programs: pages of this one, its signs of life, what Telegram's own bot is told.
    const others = new Set(['health', 'metrics', 'hop', 'lich', 'newbot']);
    for (const path of [
      'README.md',
      'CHANGELOG.md',
      ...['can-bo', 'thu-ky', 'quan-tri', 'cac-trang', 'cai-dat', 'telegram', 'zalo'].map(
        (page) => `docs/huong-dan/${page}.md`,
      ),
    ])
      expect(
        [...(await namedIn(path))].filter((name) => !names.has(name) && !others.has(name)),
        path,
      ).toEqual([]);
  });

  it('nothing was logged as an error', () => expect(person.errors).toEqual([]));
});
