import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listAccounts, resolveIdentity } from '../../access/account-store.ts';
import { redeemPairingCode } from '../../access/pairing.ts';
import { answer, readRequest } from '../../bin/commands/account.ts';
import { systemClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import type { Database } from '../../db/database.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(() => emptyTables(db));

async function capuyAccount(...args: string[]): Promise<string> {
  const request = readRequest(args);
  if (!request) return 'usage';
  return answer(db, request, 'Asia/Ho_Chi_Minh').catch(
    (error: { sentence?: string }) => error.sentence ?? String(error),
  );
}
const addUnit = (name: string) =>
  db.query("INSERT INTO org_unit (id, name, name_key, level) VALUES ($1, $2, lower($2), 'cell')", [
    newId(),
    name,
  ]);

describe('capuy account', () => {
  test('adds an account whose printed code links the person who sends it', async () => {
    const said = await capuyAccount('add', 'Nguyễn Thị Hoa');
    expect(said).toContain('“Nguyễn Thị Hoa” (cán bộ)');
    const code = /LIENKET (\d{6})/.exec(said)?.[1] ?? '';
    await db.tx((t) => redeemPairingCode(t, code, 'zalo', 'z1', systemClock.now()));
    expect(await resolveIdentity(db, 'zalo', 'z1')).toMatchObject({ name: 'Nguyễn Thị Hoa', role: 'cadre' });
    expect(await capuyAccount('list')).toMatch(/Nguyễn Thị Hoa \(cán bộ; đã liên kết: zalo\)$/u);
  });

  test('gives a secretary the unit that is named, and asks for one', async () => {
    await addUnit('Chi bộ Văn phòng');
    expect(await capuyAccount('add', 'Trần Bình', '--role', 'secretary')).toContain('--unit');
    expect(
      await capuyAccount('add', 'Trần Bình', '--role', 'secretary', '--unit', 'Chi bộ Không Có'),
    ).toContain('Không tìm thấy tổ chức “Chi bộ Không Có”');
    expect(await listAccounts(db)).toEqual([]);
    await capuyAccount('add', 'Trần Bình', '--role', 'secretary', '--unit', 'chi bo van phong');
    expect(await listAccounts(db)).toMatchObject([
      { name: 'Trần Bình', role: 'secretary', units: ['Chi bộ Văn phòng'] },
    ]);
  });

  test('refuses an unknown role and a name that is taken', async () => {
    expect(await capuyAccount('add', 'An', '--role', 'boss')).toContain('“boss”');
    await capuyAccount('add', 'Lê An');
    expect(await capuyAccount('add', 'le an')).toContain('le an');
    expect(await listAccounts(db)).toHaveLength(1);
  });

  test('makes a new code for a name typed without diacritics, which voids the old one', async () => {
    const first = /LIENKET (\d{6})/.exec(await capuyAccount('add', 'Đỗ Ân'))?.[1] ?? '';
    const second = /LIENKET (\d{6})/.exec(await capuyAccount('code', 'do an'))?.[1] ?? '';
    expect(second).toMatch(/^\d{6}$/);
    const redeem = (code: string) =>
      db.tx((t) => redeemPairingCode(t, code, 'zalo', 'z1', systemClock.now()));
    if (first !== second) expect(await redeem(first)).toBeNull();
    expect(await redeem(second)).toMatchObject({ name: 'Đỗ Ân' });
  });

  test('disables an account, but never the last administrator', async () => {
    await capuyAccount('add', 'Một', '--role', 'admin');
    expect(await capuyAccount('disable', 'Một')).toContain('duy nhất');
    await capuyAccount('add', 'Hai', '--role', 'admin');
    expect(await capuyAccount('disable', 'Một')).toContain('Đã khóa tài khoản “Một”');
    expect(await capuyAccount('disable', 'Một')).toContain('Không tìm thấy');
    expect((await listAccounts(db)).map((entry) => [entry.name, entry.disabledAt !== null])).toEqual([
      ['Một', true],
      ['Hai', false],
    ]);
  });

  test('lists as JSON lines, and shows its usage for anything else', async () => {
    await capuyAccount('add', 'Một');
    expect(JSON.parse(await capuyAccount('list', '--json'))).toMatchObject({ name: 'Một', role: 'cadre' });
    for (const args of [
      [],
      ['add'],
      ['add', ' '],
      ['remove', 'x'],
      ['list', 'x'],
      ['code', 'a', 'b'],
      ['list', '--what'],
    ]) {
      expect(await capuyAccount(...args)).toBe('usage');
    }
  });
});
