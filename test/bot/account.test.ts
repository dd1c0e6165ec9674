import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAccount, listAccounts } from '../../access/account-store.ts';
import { createAccounts } from '../../access/accounts.ts';
import { auditTrail } from '../../access/audit-store.ts';
import { parseAccountLine, parseRole } from '../../bot/features/account-line.ts';
import { createAccountFeature } from '../../bot/features/account.ts';
import type { Role } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { saveUnits } from '../../members/units/unit-store.ts';
import type { Unit } from '../../members/units/units.ts';
import * as words from '../../prompts/accounts.ts';
import * as say from '../../prompts/channels.ts';
import { createCollectingChannel, deliver, type CollectingChannel } from '../fakes/collecting-channel.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { dispatcherOn, fixedClock } from './turns.ts';
import { unitNamed } from '../support/units.ts';

describe('the line after /taikhoan', () => {
  it.each([
    ['', { type: 'list' }],
    ['danh sách', { type: 'list' }],
    [
      'thêm Nguyễn Thị Hoa, thư ký, Chi bộ Văn phòng; Chi bộ 2',
      { type: 'add', name: 'Nguyễn Thị Hoa', role: 'thư ký', units: ['Chi bộ Văn phòng', 'Chi bộ 2'] },
    ],
    ['them Lê Văn Tám', { type: 'add', name: 'Lê Văn Tám', role: '', units: [] }],
    ['vai trò Hoa, văn phòng', { type: 'role', name: 'Hoa', role: 'văn phòng' }],
    ['mã Hoa', { type: 'code', name: 'Hoa' }],
    ['giao đơn vị Hoa, Chi bộ 2', { type: 'give-unit', name: 'Hoa', unit: 'Chi bộ 2' }],
    ['bỏ giao Hoa, Chi bộ 2', { type: 'take-unit', name: 'Hoa', unit: 'Chi bộ 2' }],
    ['khóa Mai Anh', { type: 'disable', name: 'Mai Anh' }],
    ['Mai Anh', { type: 'not-understood' }],
    ['mã', { type: 'not-understood' }],
  ])('%s', (line, expected) => {
    expect(parseAccountLine(line)).toEqual(expected);
  });

  it('names roles in any spelling', () => {
    expect(['Cán bộ', 'thu ky', 'VĂN PHÒNG', 'quản trị viên', 'vua'].map(parseRole)).toEqual([
      'cadre',
      'secretary',
      'office',
      'admin',
      null,
    ]);
  });
});

let db: Database;
let adminId: string;
const clock = fixedClock();
const unit = (name: string): Unit =>
  unitNamed(name, { id: `00000000-0000-4000-8000-0000000000${name.length + 10}`, level: 'cell' });

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await emptyTables(db);
  adminId = await addAccount(db, { name: 'Quản trị', role: 'admin' }, clock.now());
  await saveUnits(db, [unit('Chi bộ Văn phòng')]);
});

/** What the account of `accountId` is answered to these lines, signed in by the channel. */
async function converse(accountId: string, ...lines: string[]): Promise<string[]> {
  return (
    await run(
      createCollectingChannel({ id: `m${++conversations}`, signsIn: true, senderId: accountId }),
      ...lines,
    )
  ).texts();
}
let conversations = 0;

async function run(channel: CollectingChannel, ...lines: string[]): Promise<CollectingChannel> {
  const dispatcher = dispatcherOn(db, channel, {
    features: [createAccountFeature()],
    accounts: createAccounts(),
    clock,
  });
  await dispatcher.start();
  for (const line of lines) {
    await deliver(dispatcher, channel.text(line));
    await dispatcher.idle();
  }
  await dispatcher.stop();
  return channel;
}

const account = (name: string, role: Role): Promise<string> => addAccount(db, { name, role }, clock.now());
const codeIn = (said: string | undefined): string => /LIENKET (\d{6})/u.exec(said ?? '')?.[1] ?? 'none';

describe('a linked chat', () => {
  it('may be given a lower role than its person has, and gets theirs back by a new link', async () => {
    const [, shown] = await converse(adminId, '/lienket', '/lienket');
    const phone = createCollectingChannel({ senderId: 'phone-2' });
    await run(phone, `LIENKET ${codeIn(shown)}`, '/quyen can bo', '/taikhoan', '/quyen quản trị');
    expect(phone.texts().slice(1)).toEqual([
      words.roleHereLowered('cadre').replaceAll('**', ''),
      say.notPermitted,
      words.roleHereNotHigher('cadre'),
    ]);
    const [again, elsewhere] = await converse(adminId, '/lienket', '/quyen cán bộ');
    expect(elsewhere).toBe(words.roleOnlyWhereLinked);
    await run(phone, `LIENKET ${codeIn(again)}`, '/quyen');
    expect(phone.texts().at(-1)).toBe(words.roleHere('admin'));
  });
});

it('a code comes with the address that opens each messenger that has one and sends the code there', async () => {
  const channel = createCollectingChannel({ id: 'telegram', signsIn: true, senderId: adminId });
  channel.pairingLink = (code) => `https://t.me/office_bot?start=${code}`;
  const [said] = (await run(channel, '/lienket')).texts();
  expect(said).toContain(`Mở Telegram để liên kết: https://t.me/office_bot?start=${codeIn(said)}`);
  channel.pairingLink = () => null;
  expect((await run(channel, '/lienket')).texts().at(-1)).not.toContain('Mở Telegram');
});

describe('an administrator', () => {
  it('gives an account a unit and takes it back, but leaves no secretary without one', async () => {
    const id = await account('Mai Anh', 'secretary');
    const unitsOf = async () => (await listAccounts(db)).find((entry) => entry.id === id)?.units;
    const [ask, , refused] = await converse(
      adminId,
      '/taikhoan giao Mai Anh, chi bo van phong',
      '1',
      '/taikhoan bogiao Mai Anh, chi bo van phong',
    );
    expect(ask).toContain('Giao cho Mai Anh phụ trách Chi bộ Văn phòng');
    expect(await unitsOf()).toEqual(['Chi bộ Văn phòng']);
    expect(refused).toContain('cần ít nhất một đơn vị');
    await converse(
      adminId,
      '/taikhoan vaitro Mai Anh, can bo',
      '1',
      '/taikhoan bo giao Mai Anh, van phong',
      '1',
    );
    expect(await unitsOf()).toEqual([]);
    expect(
      (await auditTrail(db, 'account', id)).filter(({ action }) => action === 'account.units'),
    ).toHaveLength(2);
  });

  it('adds an account after seeing what was understood, and gets its code', async () => {
    const [proposal, added] = await converse(
      adminId,
      '/taikhoan thêm Nguyễn Thị Hoa, thu ky, chi bo van phong',
      '1',
    );
    expect(proposal).toContain('Vai trò: thư ký\n- Đơn vị: Chi bộ Văn phòng');
    expect(added).toContain('Đã thêm tài khoản Nguyễn Thị Hoa.');
    const entry = (await listAccounts(db)).find((one) => one.name === 'Nguyễn Thị Hoa');
    expect(entry).toMatchObject({ role: 'secretary', units: ['Chi bộ Văn phòng'], disabledAt: null });
    expect((await auditTrail(db, 'account', entry?.id ?? '')).map((event) => event.action)).toContain(
      'account.add',
    );

    const phone = createCollectingChannel({ senderId: 'phone-1' });
    await run(phone, `LIENKET ${codeIn(added)}`, '/toi');
    expect(phone.texts()[0]).toBe(say.paired('Nguyễn Thị Hoa').replaceAll('**', ''));
    expect(phone.texts()[1]).toContain('Vai trò: thư ký');
  });

  it('changes nothing by cancelling, and adds nothing twice', async () => {
    const texts = await converse(
      adminId,
      '/taikhoan them Hoa, cán bộ',
      'bỏ',
      '/taikhoan them Hoa, cán bộ',
      '1',
      '1',
    );
    expect(texts[1]).toBe(words.cancelled);
    expect(texts[4]).toBe(say.choiceUsed);
    expect((await listAccounts(db)).filter((entry) => entry.name === 'Hoa')).toHaveLength(1);
  });

  it.each([
    ['/taikhoan them Hoa', words.roleNotUnderstood('')],
    ['/taikhoan them Hoa, vua', words.roleNotUnderstood('vua')],
    ['/taikhoan them Hoa, thư ký', words.unitMissing],
    ['/taikhoan them Hoa, thư ký, Chi bộ Mặt Trăng', words.unitNotFound('Chi bộ Mặt Trăng')],
    ['/taikhoan them quan tri, cán bộ', words.nameTaken('quan tri')],
    ['/taikhoan ma Không Ai', words.accountNotFound('Không Ai')],
  ])('is told what is wrong with %s', async (line, expected) => {
    expect(await converse(adminId, line)).toEqual([expected]);
  });

  it('chooses among accounts of similar names', async () => {
    await account('Trần Mai', 'cadre');
    const second = await account('Trần Mai Anh', 'cadre');
    const texts = await converse(adminId, '/taikhoan khoa tran m', '2', 'khóa');
    expect(texts[1]).toContain('Khóa tài khoản Trần Mai Anh');
    expect(texts[2]).toBe('Đã khóa tài khoản Trần Mai Anh.');
    const entries = await listAccounts(db);
    expect(entries.filter((entry) => entry.disabledAt !== null).map((entry) => entry.id)).toEqual([second]);
  });

  it('changes a role', async () => {
    const id = await account('Hoa', 'cadre');
    const texts = await converse(adminId, '/taikhoan vai trò Hoa, văn phòng', 'lưu');
    expect(texts[1]).toBe('Đã đổi: Hoa là văn phòng.');
    expect((await auditTrail(db, 'account', id)).at(-1)).toMatchObject({
      action: 'account.role',
      accountId: adminId,
      details: { from: 'cadre', to: 'office' },
    });
  });

  it('cannot take the last administrator away', async () => {
    const texts = await converse(
      adminId,
      '/taikhoan khoa Quản trị',
      '1',
      '/taikhoan vaitro Quản trị, cán bộ',
      '1',
    );
    expect([texts[1], texts[3]]).toEqual([words.lastAdmin, words.lastAdmin]);
  });

  it('loses buttons with the role', async () => {
    const second = await account('Phó quản trị', 'admin');
    const channel = createCollectingChannel({ signsIn: true, senderId: second });
    await run(channel, '/taikhoan khoa Quản trị');
    await db.query("UPDATE account SET role = 'cadre' WHERE id = $1", [second]);
    await run(channel, '1');
    expect(channel.texts()[1]).toContain('chưa được giao quyền');
    expect((await listAccounts(db)).every((entry) => entry.disabledAt === null)).toBe(true);
  });
});

describe('anybody', () => {
  it('cannot manage accounts without being an administrator', async () => {
    const id = await account('Hoa', 'office');
    expect(await converse(id, '/taikhoan')).toEqual([say.notPermitted]);
  });

  it('gets a code for the own account in private, never in a group', async () => {
    const id = await account('Hoa', 'cadre');
    const [said] = await converse(id, '/lienket');
    const phone = createCollectingChannel({ senderId: 'phone-2' });
    await run(phone, `lien ket ${codeIn(said)}`);
    expect(phone.texts()).toEqual([say.paired('Hoa').replaceAll('**', '')]);

    const channel = createCollectingChannel({ id: 'group', signsIn: true, senderId: id });
    const dispatcher = dispatcherOn(db, channel, {
      features: [createAccountFeature()],
      accounts: createAccounts(),
      clock,
    });
    await dispatcher.start();
    await deliver(dispatcher, channel.text('/lienket', 'g', { isGroup: true }));
    await dispatcher.idle();
    await dispatcher.stop();
    expect(channel.texts()).toEqual([words.codeNotInGroup]);
  });

  it('moves a phone to another account by that account’s code', async () => {
    const first = await account('Hoa', 'cadre');
    const second = await account('Mai', 'cadre');
    const phone = createCollectingChannel({ senderId: 'phone-3' });
    for (const id of [first, second])
      await run(phone, `/lienket ${codeIn((await converse(id, '/lienket'))[0])}`);
    await run(phone, 'tôi là ai');
    expect(phone.texts().at(-1)).toContain('Tài khoản: Mai');
  });

  it('is out as soon as the account is disabled', async () => {
    const id = await account('Hoa', 'cadre');
    await converse(adminId, '/taikhoan khoa Hoa', '1');
    expect(await converse(id, '/toi')).toEqual([say.accountDisabled]);
  });
});
