import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '../../access/account-store.ts';
import { addEvent } from '../../bot/inbox-store.ts';
import { readTyped } from '../../bot/features/documents/document-corrections.ts';
import { createDocumentsFeature } from '../../bot/features/documents/documents.ts';
import type { Block, FeatureRequest, Notice, SentFiles, TurnContext } from '../../bot/types.ts';
import { systemClock } from '../../core/clock.ts';
import { DocumentUnreadableError } from '../../core/errors.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { createFileStore, type FileStore } from '../../db/file-store.ts';
import { listDocuments } from '../../ingest/document-ledger-store.ts';
import { inspectFile } from '../../ingest/inspect.ts';
import { createIntake, listIntake, type FileReader, type Intake } from '../../ingest/intake.ts';
import { readDocument } from '../../ingest/ingest.ts';
import { listRelationsToConfirm } from '../../ingest/relations/relation-store.ts';
import { saveUnits } from '../../members/units/unit-store.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { bytesOf, partyPlan, stateDecision } from './fixtures.ts';
import { unitNamed } from '../support/units.ts';

/* Many files, what is on its way, what changes other documents, for whom a document is, and who is told. */

let db: Database;
let files: FileStore;
let intake: Intake;
let folder: string;
let accountId: string;
let admin: Viewer;
/** Files of these names are read only when the test says so. */
let gates: Map<string, Promise<void>>;
/** Files of these names cannot be read. */
const broken = new Set<string>();

const reader: FileReader = {
  inspect: (bytes, name) => inspectFile(bytes, name),
  async read(bytes, name, corrections, options) {
    await gates.get(name);
    if (broken.has(name)) throw new DocumentUnreadableError('Trang 3 bị hỏng.');
    return readDocument(bytes, name, corrections, options);
  },
  close: async () => {},
};

beforeAll(async () => {
  db = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
  files = createFileStore(folder);
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await emptyTables(db);
  gates = new Map();
  intake = createIntake({ db, files, reader, clock: systemClock, logger: silentLogger });
  accountId = await db.tx((t) => addAccount(t, { name: 'Quản trị', role: 'admin' }, new Date()));
  admin = { accountId, role: 'admin', unitIds: [], ceiling: 'all' };
  return () => intake.close();
});

const address = { channel: 'web', account: 'main', chat: 'c' };

/** A chat of the administrator that keeps its dialogue as JSON. Readings are not waited for: `patience` is none. */
function openChat() {
  let dialogue: string | null = null;
  const notices: Notice[] = [];
  const lives: string[] = [];
  const context = (): TurnContext => ({
    db,
    viewer: admin,
    account: { id: accountId, name: 'Quản trị' },
    address,
    lane: 'web:main:c',
    isGroup: false,
    capabilities: {
      maxTextLength: 4000,
      markup: 'html',
      hasButtons: true,
      hasTables: true,
      canSendFiles: true,
      live: 'push',
      ceiling: 'all',
    },
    now: new Date('2026-03-02T01:00:00Z'),
    today: '2026-03-02',
    signal: new AbortController().signal,
    live: (said) => lives.push(said),
    dialogue: dialogue === null ? undefined : JSON.parse(dialogue),
  });
  const feature = createDocumentsFeature({
    files,
    intake: {
      // The patience of people is too long for tests: a file behind a gate is not waited for.
      read: (file, corrections, options) =>
        intake.read(file, corrections, {
          ...options,
          ...(gates.has(file.name) ? { patienceMs: 1 } : {}),
        }),
    },
  });
  const finish = async (outcome: Awaited<ReturnType<typeof feature.handle>>): Promise<Block[]> => {
    const { write } = outcome;
    const written = write ? await db.tx((t) => write(t)) : undefined;
    notices.push(...(outcome.notices ?? []));
    if (outcome.dialogue === null) dialogue = null;
    else if (outcome.dialogue !== undefined) dialogue = JSON.stringify(outcome.dialogue);
    return written ?? outcome.blocks;
  };
  const turn = async (request: FeatureRequest) => finish(await feature.handle(context(), request));
  return {
    notices,
    lives,
    isOpen: () => dialogue !== null,
    recognise: (said: string) => feature.recognise?.(said) ?? null,
    say: (text: string) => turn({ type: 'text', text }),
    command: (name: string, args = '') => turn({ type: 'command', name, args }),
    press: (action: string) => turn({ type: 'choice', action }),
    async pressLabel(blocks: readonly Block[], label: string) {
      const option = blocks
        .flatMap((block) => (block.type === 'choices' ? block.options : []))
        .find((one) => one.label === label);
      if (!option) throw new Error(`no option '${label}' in ${shown(blocks)}`);
      return turn({ type: 'choice', action: option.action.replace(/^documents:/u, '') });
    },
    async send(texts: readonly (readonly [string, string])[], rest: Partial<SentFiles> = {}) {
      const refs = [];
      for (const [name, text] of texts) refs.push(await files.put(bytesOf(text), name, 'text/plain'));
      return turn({ type: 'files', files: refs, caption: '', ...rest });
    },
    ended: async (jobId: string) => finish((await feature.jobs?.ended(context(), jobId)) ?? { blocks: [] }),
  };
}

const shown = (blocks: readonly Block[]): string => JSON.stringify(blocks);
const stored = async () => (await listDocuments(db, admin)).entries;
const plan = (number: number): string =>
  `${partyPlan.replace('45-KH/BTCTU', `${number}-KH/BTCTU`)}\nBản số ${number}.`;

describe('many files', () => {
  it('are one table; those that nothing is to be looked at of are stored with one press', async () => {
    const chat = openChat();
    const noDate = stateDecision.replace(/ngày \d+ tháng \d+ năm \d{4}/u, '');
    const summary = await chat.send([
      ['a.txt', plan(51)],
      ['b.txt', plan(52)],
      ['c.txt', noDate],
    ]);
    expect(summary.filter((block) => block.type === 'table')).toHaveLength(1);
    expect(shown(summary)).toContain('Lưu tất cả tệp không có cảnh báo (2)');
    const rest = await chat.press('save-clean');
    expect(shown(rest)).toContain('Đã lưu 2 văn bản');
    expect((await stored()).map((entry) => entry.symbol).sort()).toEqual(['51-KH/BTCTU', '52-KH/BTCTU']);
    // What is left is one file, so its preview follows.
    expect(shown(rest)).toContain('Trợ lý đọc được từ tệp c.txt');
    const { rows } = await db.query('SELECT 1 FROM audit_event');
    expect(rows).toHaveLength(2);
  });

  it('sent one by one are answered once, at the end, refused ones with their sentences', async () => {
    const chat = openChat();
    const part = { batch: { id: 'u1', isEnd: false } };
    expect(await chat.send([['a.txt', plan(51)]], part)).toEqual([]);
    const refused = [{ name: 'hong.pdf', sentence: 'Tệp PDF bị hỏng.' }];
    expect(await chat.send([], { ...part, refused })).toEqual([]);
    expect(await chat.send([['b.txt', plan(52)]], part)).toEqual([]);
    const end = shown(await chat.send([], { batch: { id: 'u1', isEnd: true } }));
    expect(end).toContain('**hong.pdf**: Tệp PDF bị hỏng.');
    expect(end).toContain('Đã nhận 2 tệp');
    expect(chat.lives.some((said) => said.includes('Đang đọc **b.txt**'))).toBe(true);
  });

  it('can be dropped all at once, and leave nothing', async () => {
    const chat = openChat();
    await chat.send([
      ['a.txt', plan(51)],
      ['b.txt', plan(52)],
    ]);
    expect(shown(await chat.say('bỏ tất cả'))).toContain('Đã bỏ 2 tệp');
    expect(chat.isOpen()).toBe(false);
    expect(await listIntake(db, admin, { states: ['ready', 'waiting'] })).toEqual([]);
  });
});

describe('a long reading', () => {
  it('goes on in the background, stands on the ledger, and comes back as a preview', async () => {
    const chat = openChat();
    let open = (): void => {};
    gates.set('dai.txt', new Promise((resolve) => (open = resolve)));
    expect(shown(await chat.send([['dai.txt', partyPlan]]))).toContain('đọc tiếp ở phía sau');
    expect(chat.isOpen()).toBe(false);
    expect(shown(await chat.command('khovanban', 'chờ'))).toContain('dai.txt');
    const ended: string[] = [];
    open();
    gates.delete('dai.txt');
    await intake.start(async (job) => void ended.push(job.id));
    await intake.idle();
    const back = shown(await chat.ended(ended[0] as string));
    expect(back).toContain('Đã đọc xong **dai.txt**');
    expect(back).toContain('45-KH/BTCTU');
    await chat.say('lưu');
    expect(await stored()).toMatchObject([{ symbol: '45-KH/BTCTU', scope: 'internal' }]);
    expect(shown(await chat.command('khovanban', 'chờ'))).toContain('Không có tệp nào đang chờ');
  });

  it('takes no word to store yet and says so; left when read, its preview is shown again', async () => {
    const chat = openChat();
    let open = (): void => {};
    gates.set('dai.txt', new Promise((resolve) => (open = resolve)));
    await chat.send([['dai.txt', partyPlan]]);
    for (const said of ['lưu công khai', 'LUU NOI BO.', 'lưu']) {
      expect(chat.recognise(said)).toEqual({ name: 'nap', args: said });
      expect(shown(await chat.command('nap', said))).toMatch(/dai\.txt.*đang được đọc nên chưa lưu được/su);
    }
    expect(chat.recognise('lưu công khai văn bản nào thì được?')).toBeNull();
    open();
    gates.delete('dai.txt');
    await intake.start(async () => {});
    await intake.idle();
    expect(shown(await chat.command('nap', 'lưu công khai'))).toContain('45-KH/BTCTU');
    expect(await stored()).toEqual([]);
    await chat.say('lưu công khai');
    expect(await stored()).toMatchObject([{ symbol: '45-KH/BTCTU', scope: 'public' }]);
  });

  it('that fails says why, and is tried again or dropped from the ledger', async () => {
    const chat = openChat();
    let open = (): void => {};
    gates.set('loi.txt', new Promise((resolve) => (open = resolve)));
    broken.add('loi.txt');
    await chat.send([['loi.txt', partyPlan]]);
    open();
    const ended: string[] = [];
    await intake.start(async (job) => void ended.push(job.id));
    await intake.idle();
    const told = await chat.ended(ended[0] as string);
    expect(shown(told)).toContain('Không đọc được **loi.txt**. Trang 3 bị hỏng.');
    expect(shown(await chat.command('khovanban', 'lỗi'))).toContain('Trang 3 bị hỏng.');
    broken.delete('loi.txt');
    expect(shown(await chat.pressLabel(told, 'Đọc lại'))).toContain('Đang đọc lại **loi.txt**');
    await intake.idle();
    expect(await listIntake(db, admin)).toMatchObject([{ state: 'ready' }]);
  });
});

describe('relations that change what holds', () => {
  const old = stateDecision
    .replaceAll('21/2024/QĐ-UBND', '09/2016/QĐ-UBND')
    .replace(/ngày 0?5 tháng 9 năm 2024/u, 'ngày 12 tháng 4 năm 2016')
    .replace(/^.*thay thế.*$/gmu, '');

  it('are shown with their sentence and what they do, and can be refused by number', async () => {
    const chat = openChat();
    await chat.send([['cu.txt', old]]);
    await chat.say('lưu');
    const preview = shown(await chat.send([['moi.txt', stateDecision]]));
    expect(preview).toContain('Quan hệ làm thay đổi hiệu lực');
    expect(preview).toMatch(/09\/2016\/QĐ-UBND[^→]*sẽ được coi là hết hiệu lực từ 20\/9\/2024/u);
    expect(shown(await chat.say('bỏ quan hệ 1'))).toContain('Đã bỏ, sẽ không ghi nhận');
    expect(shown(await chat.say('giữ quan hệ 1'))).not.toContain('Đã bỏ, sẽ không ghi nhận');
    expect(shown(await chat.say('bỏ quan hệ 9'))).toContain('Không có quan hệ số 9');
    expect(shown(await chat.press('save:internal'))).toContain('Đã ghi nhận');
    expect(await listRelationsToConfirm(db, admin)).toEqual([]);
  });

  it('beyond what a person can look at are counted, and refused by number all the same', async () => {
    const chat = openChat();
    const lines = Array.from(
      { length: 120 },
      (_, index) => `${index + 1}. Bãi bỏ Quyết định số ${index + 1}/2011/QĐ-UBND ngày 5/3/2011.`,
    );
    const blocks = await chat.send([
      ['moi.txt', stateDecision.replace('Điều 1.', `${lines.join('\n')}\nĐiều 1.`)],
    ]);
    expect(shown(blocks)).toMatch(/thay đổi hiệu lực \((1\d\d)\)[^]*\*\*30\.\*\*[^]*Còn \d+ quan hệ nữa/u);
    expect(shown(blocks)).not.toContain('**31.**');
    expect(shown(blocks).match(/relation:reject/gu)).toHaveLength(30);
    expect(shown(await chat.say('bỏ quan hệ 101'))).toMatch(/\*\*101\.\*\*[^]*Đã bỏ, sẽ không ghi nhận/u);
  });

  it('of documents that were stored without a look wait on the ledger for a word', async () => {
    const chat = openChat();
    const read = await readDocument(bytesOf(stateDecision), 'moi.txt');
    const { storeDocument } = await import('../../ingest/ingest.ts');
    await storeDocument(db, read, { scope: 'internal', by: null, now: new Date() });
    const waiting = await chat.command('khovanban', 'quan hệ');
    const count = (await listRelationsToConfirm(db, admin)).length;
    expect(count).toBeGreaterThan(0);
    expect(shown(waiting)).toContain('Quan hệ chờ xác nhận');
    expect(shown(await chat.pressLabel(waiting, '1: không đúng'))).toContain('Đã bỏ:');
    expect(await listRelationsToConfirm(db, admin)).toHaveLength(count - 1);
    const { rows } = await db.query<{ action: string }>('SELECT action FROM audit_event');
    expect(rows).toEqual([{ action: 'relation.reject' }]);
  });
});

describe('for whom a document is', () => {
  it('is chosen by units, by name too, and only those are told, once', async () => {
    const unit = (name: string) => unitNamed(name, { level: 'cell' as const });
    const [first, second] = [unit('Chi bộ Văn phòng'), unit('Chi bộ Tổ chức')];
    const person = async (name: string, unitIds: string[], isWriting: boolean): Promise<string> => {
      const id = await db.tx((t) => addAccount(t, { name, role: 'secretary', unitIds }, new Date()));
      const to = { channel: 'web', account: 'main', chat: id };
      const at = '2026-03-01T00:00:00Z';
      if (isWriting)
        await addEvent(db, { key: id, at, senderId: id, to, isGroup: false, type: 'text', text: 'chào' }, at);
      return id;
    };
    await db.tx((t) => saveUnits(t, [first, second]));
    const inside = await person('Trong', [first.id], true);
    await person('Ngoài', [second.id], true);
    await person('Im lặng', [first.id], false);

    const chat = openChat();
    await chat.send([['ke-hoach.txt', partyPlan]]);
    expect(shown(await chat.say('phạm vi: chi bộ không có'))).toContain('Không tìm thấy đơn vị');
    const chosen = await chat.say('phạm vi: chi bộ văn phòng');
    const saved = await chat.pressLabel(chosen, 'Lưu cho Chi bộ Văn phòng');
    expect(await stored()).toMatchObject([{ scope: 'units' }]);
    expect(shown(await chat.pressLabel(saved, 'Thông báo tới những người trong phạm vi'))).toContain(
      '1 người',
    );
    expect(chat.notices.map((notice) => notice.to.chat)).toEqual([inside]);
    expect(shown(chat.notices[0]?.blocks ?? [])).toContain('45-KH/BTCTU');
    const again = await chat.pressLabel(saved, 'Thông báo tới những người trong phạm vi');
    expect(shown(again)).toContain('đã được thông báo trước đó');
    expect(chat.notices).toHaveLength(1);
  });
});

describe('what is typed while a file is looked at', () => {
  it.each([
    ['số: 34-CT/TU', { type: 'field', field: 'symbol', value: '34-CT/TU' }],
    ['so 34-ct/tu', { type: 'field', field: 'symbol', value: '34-ct/tu' }],
    ['ngày 5/8/2026', { type: 'field', field: 'date', value: '5/8/2026' }],
    ['Ngày ban hành: 5/8/2026', { type: 'field', field: 'date', value: '5/8/2026' }],
    ['hiệu lực: 1/7/2026', { type: 'field', field: 'effective', value: '1/7/2026' }],
    ['Có hiệu lực kể từ ngày 1/7/2026', { type: 'field', field: 'effective', value: '1/7/2026' }],
    ['ngày hiệu lực 1/7/2026', { type: 'field', field: 'effective', value: '1/7/2026' }],
    ['người ký: Trần Văn Bình', { type: 'field', field: 'signer', value: 'Trần Văn Bình' }],
    ['loại văn bản là Kết luận', { type: 'field', field: 'type', value: 'Kết luận' }],
    ['trích yếu: về công tác cán bộ', { type: 'field', field: 'subject', value: 'về công tác cán bộ' }],
    ['lưu công khai', { type: 'save', scope: 'public' }],
    ['phạm vi: nội bộ', { type: 'save', scope: 'internal' }],
    ['phạm vi: Chi bộ 1, Chi bộ 2', { type: 'units', value: 'Chi bộ 1, Chi bộ 2' }],
    ['bỏ quan hệ 2', { type: 'relation', number: 2, isRight: false }],
    ['quan hệ 2 đúng', { type: 'relation', number: 2, isRight: true }],
    ['đây là bản mới', { type: 'version', isNewer: true }],
    ['bỏ', { type: 'drop' }],
    ['hôm nay họp lúc mấy giờ', null],
  ])('%s', (said, meant) => {
    expect(readTyped(said)).toEqual(meant);
  });
});
