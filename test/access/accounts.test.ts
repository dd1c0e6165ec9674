import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addAccount,
  ensureLocalAdmin,
  findAccount,
  linkIdentity,
  listAccounts,
  resolveIdentity,
  setAccountUnits,
  unlinkIdentity,
} from '../../access/account-store.ts';
import { createAccounts, disableAccount } from '../../access/accounts.ts';
import { auditTrail, recordAudit } from '../../access/audit-store.ts';
import { createPairingCode, redeemPairingCode } from '../../access/pairing.ts';
import { installationSecret, readSetting, writeSetting } from '../../access/setting-store.ts';
import {
  createSignInToken,
  createWebSessions,
  findSession,
  redeemSignInToken,
} from '../../access/sign-in.ts';
import { endSession } from '../../access/session-store.ts';
import { viewerFor } from '../../access/viewer.ts';
import { newId } from '../../core/ids.ts';
import { localViewer } from '../../core/viewer.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';
import type { Database } from '../../db/database.ts';

const start = new Date('2026-03-02T01:00:00.000Z');
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);

describeEachDatabase('people', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(() => emptyTables(db));

  const addUnit = async (name: string, parentId: string | null = null): Promise<string> => {
    const id = newId();
    await db.query(
      'INSERT INTO org_unit (id, parent_id, name, name_key, level) VALUES ($1, $2, $3, $4, $5)',
      [id, parentId, name, name.toLowerCase(), 'cell'],
    );
    return id;
  };
  const addCadre = (name = 'Nguyễn Văn Mẫu') => db.tx((t) => addAccount(t, { name, role: 'cadre' }, start));
  const newCode = async (accountId: string, at = start) =>
    (await db.tx((t) => createPairingCode(t, accountId, at))).code;
  const redeem = (code: string, senderId: string, at = start) =>
    db.tx((t) => redeemPairingCode(t, code, 'zalo', senderId, at));
  /** A code of six digits that is not `code`. */
  const wrong = (code: string, offset = 1) => String((Number(code) + offset) % 1_000_000).padStart(6, '0');

  describe('an account', () => {
    test('reaches its units and every unit below them, and no other', async () => {
      const office = await addUnit('Đảng ủy xã');
      const cell = await addUnit('Chi bộ thôn', office);
      const group = await addUnit('Tổ đảng', cell);
      const other = await addUnit('Chi bộ khác', office);
      const id = await db.tx((t) =>
        addAccount(t, { name: 'Bí thư', role: 'secretary', unitIds: [cell] }, start),
      );
      expect([...((await findAccount(db, id))?.unitIds ?? [])].sort()).toEqual([cell, group].sort());

      await db.tx((t) => setAccountUnits(t, id, [office, office]));
      expect([...((await findAccount(db, id))?.unitIds ?? [])].sort()).toEqual(
        [office, cell, group, other].sort(),
      );
    });

    test('is found even where units point at each other in a circle', async () => {
      const first = await addUnit('Một');
      const second = await addUnit('Hai', first);
      await db.query('UPDATE org_unit SET parent_id = $1 WHERE id = $2', [second, first]);
      const id = await db.tx((t) =>
        addAccount(t, { name: 'Bí thư', role: 'secretary', unitIds: [first] }, start),
      );
      expect((await findAccount(db, id))?.unitIds).toHaveLength(2);
    });

    test('is listed with its units and channels', async () => {
      const unit = await addUnit('Chi bộ thôn');
      const id = await db.tx((t) =>
        addAccount(t, { name: 'Bí thư', role: 'secretary', unitIds: [unit] }, start),
      );
      await linkIdentity(db, { channel: 'zalo', senderId: 'z1', accountId: id }, start);
      await linkIdentity(db, { channel: 'zalo', senderId: 'z2', accountId: id }, start);
      expect(await listAccounts(db)).toEqual([
        {
          id,
          name: 'Bí thư',
          role: 'secretary',
          createdAt: start.toISOString(),
          disabledAt: null,
          units: ['Chi bộ thôn'],
          ownUnitIds: [unit],
          channels: ['zalo'],
          isDemo: false,
        },
      ]);
    });

    test('once disabled is nobody: neither by link, nor by session, nor by code', async () => {
      const id = await addCadre();
      await linkIdentity(db, { channel: 'zalo', senderId: 'z1', accountId: id }, start);
      const code = await newCode(id);
      const secret = await createSignInToken(db, id, start);
      const session = await redeemSignInToken(db, await createSignInToken(db, id, start), '10.0.0.1', start);
      expect(await findSession(db, session?.token ?? '', start)).toMatchObject({ id });

      expect(await db.tx((t) => disableAccount(t, id, null, after(1)))).toBe(true);
      expect(await findAccount(db, id)).toBeNull();
      expect(await resolveIdentity(db, 'zalo', 'z1')).toBeNull();
      expect(await findSession(db, session?.token ?? '', after(1))).toBeNull();
      expect(await redeem(code, 'z9', after(1))).toBeNull();
      expect(await db.tx((t) => redeemSignInToken(t, secret, '10.0.0.1', after(1)))).toBeNull();
      expect(await db.tx((t) => disableAccount(t, id, null, after(2)))).toBe(false);
      expect((await auditTrail(db, 'account', id)).map((event) => event.action)).toEqual([
        'session.open',
        'account.disable',
      ]);
    });
  });

  describe('a sender', () => {
    test('who is not linked is nobody', async () => {
      await addCadre();
      expect(await resolveIdentity(db, 'zalo', 'stranger')).toBeNull();
      expect(
        await createAccounts().find(db, { channel: 'zalo', id: 'stranger', isAccount: false }),
      ).toBeNull();
    });

    test('is known on the channel of the link only', async () => {
      const id = await addCadre();
      await linkIdentity(db, { channel: 'zalo', senderId: '42', accountId: id }, start);
      expect(await resolveIdentity(db, 'zalo', '42')).toMatchObject({ id });
      expect(await resolveIdentity(db, 'telegram', '42')).toBeNull();
    });

    test('of a channel that signs people in is the account itself, and no made-up id', async () => {
      const id = await addCadre();
      const { find } = createAccounts();
      expect(await find(db, { channel: 'web', id, isAccount: true })).toMatchObject({ id });
      expect(await find(db, { channel: 'web', id: newId(), isAccount: true })).toBeNull();
      expect(await find(db, { channel: 'web', id: "x' OR true", isAccount: true })).toBeNull();
    });

    test('may leave', async () => {
      const id = await addCadre();
      await linkIdentity(db, { channel: 'zalo', senderId: '42', accountId: id }, start);
      expect(await unlinkIdentity(db, 'zalo', '42')).toBe(true);
      expect(await resolveIdentity(db, 'zalo', '42')).toBeNull();
      expect(await unlinkIdentity(db, 'zalo', '42')).toBe(false);
    });
  });

  describe('a pairing code', () => {
    test('links the sender who sends it', async () => {
      const id = await addCadre();
      const code = await newCode(id);
      expect(code).toMatch(/^\d{6}$/);
      expect(await redeem(code, 'z1', after(14))).toMatchObject({ id, role: 'cadre' });
      expect(await resolveIdentity(db, 'zalo', 'z1')).toMatchObject({ id });
      expect(await auditTrail(db, 'account', id)).toMatchObject([
        { action: 'identity.link', details: { channel: 'zalo' } },
      ]);
    });

    test('works once', async () => {
      const code = await newCode(await addCadre());
      expect(await redeem(code, 'z1')).not.toBeNull();
      expect(await redeem(code, 'z2')).toBeNull();
      expect(await resolveIdentity(db, 'zalo', 'z2')).toBeNull();
    });

    test('works once, also when two senders send it at the same moment', async () => {
      const code = await newCode(await addCadre());
      const results = await Promise.all([redeem(code, 'z1'), redeem(code, 'z2')]);
      expect(results.filter((account) => account !== null)).toHaveLength(1);
    });

    test('is void after 15 minutes', async () => {
      const code = await newCode(await addCadre());
      expect(await redeem(code, 'z1', after(15))).toBeNull();
    });

    test('is void when the account gets a newer one', async () => {
      const id = await addCadre();
      const first = await newCode(id);
      const second = await newCode(id, after(1));
      if (first !== second) expect(await redeem(first, 'z1', after(2))).toBeNull();
      expect(await redeem(second, 'z1', after(2))).not.toBeNull();
    });

    test('is kept as a hash only', async () => {
      const code = await newCode(await addCadre());
      const { rows } = await db.query<{ all: string }>('SELECT c::text AS all FROM pairing_code c');
      expect(rows).toHaveLength(1);
      expect(rows[0]?.all).not.toContain(code);
    });

    test('is refused to a sender after five wrong ones, until 15 minutes have passed', async () => {
      const id = await addCadre();
      const code = await newCode(id);
      for (let attempt = 1; attempt <= 5; attempt++)
        expect(await redeem(wrong(code, attempt), 'z1')).toBeNull();
      expect(await redeem(code, 'z1', after(1))).toBeNull();
      expect(await redeem(code, 'z2', after(1))).not.toBeNull();

      const later = await newCode(id, after(16));
      expect(await redeem(later, 'z1', after(16))).not.toBeNull();
    });

    test('is refused to everybody after a hundred wrong ones from all sides', async () => {
      const id = await addCadre();
      const wrongFromOthers = (count: number) =>
        db.query(
          `INSERT INTO pairing_attempt (id, channel, sender_id, at)
           SELECT gen_random_uuid(), 'telegram', 't' || n, $1 FROM generate_series(1, $2::integer) AS n`,
          [start.toISOString(), count],
        );
      await wrongFromOthers(99);
      expect(await redeem(await newCode(id), 'z1', after(1))).not.toBeNull();
      await wrongFromOthers(1);
      expect(await redeem(await newCode(id), 'z2', after(1))).toBeNull();
    });
  });

  describe('a session', () => {
    test('opens by a sign-in secret, once, and ends when asked', async () => {
      const id = await addCadre();
      const secret = await createSignInToken(db, id, start);
      const opened = await db.tx((t) => redeemSignInToken(t, secret, '10.0.0.1', after(1)));
      expect(opened).toMatchObject({ accountId: id });
      expect(await db.tx((t) => redeemSignInToken(t, secret, '10.0.0.1', after(1)))).toBeNull();

      expect(await findSession(db, opened?.token ?? '', after(60))).toMatchObject({ id });
      await endSession(db, opened?.token ?? '');
      expect(await findSession(db, opened?.token ?? '', after(60))).toBeNull();
    });

    test('does not open by an old secret, and lasts 30 days', async () => {
      const id = await addCadre();
      const old = await createSignInToken(db, id, start);
      expect(await db.tx((t) => redeemSignInToken(t, old, '10.0.0.1', after(15)))).toBeNull();
      const patient = await createSignInToken(db, id, start, 60);
      const opened = await db.tx((t) => redeemSignInToken(t, patient, '10.0.0.1', after(59)));
      const days = 24 * 60;
      expect(await findSession(db, opened?.token ?? '', after(59 + 30 * days - 1))).not.toBeNull();
      expect(await findSession(db, opened?.token ?? '', after(59 + 30 * days))).toBeNull();
    });

    test('opens by a pairing code typed into the page, and wrong ones are counted', async () => {
      const id = await addCadre();
      const sessions = createWebSessions(db, { now: () => start });
      const code = await newCode(id);
      const opened = await sessions.redeem(`${code.slice(0, 3)} ${code.slice(3)} `, '10.0.0.1');
      expect(await sessions.find(opened?.token ?? '')).toEqual({
        accountId: id,
        name: 'Nguyễn Văn Mẫu',
        viewer: { accountId: id, role: 'cadre', unitIds: [], ceiling: 'all' },
      });
      await sessions.end(opened?.token ?? '');
      expect(await sessions.find(opened?.token ?? '')).toBeNull();

      const next = await newCode(id);
      for (let attempt = 1; attempt <= 5; attempt++)
        expect(await sessions.redeem(wrong(next, attempt), '10.0.0.1')).toBeNull();
      expect(await sessions.redeem(next, '10.0.0.1')).toBeNull();
    });

    test('cannot be opened by the secret of another purpose', async () => {
      const secret = await createSignInToken(db, await addCadre(), start);
      expect(await redeem(secret, 'z1')).toBeNull();
    });

    test('is kept as a hash only', async () => {
      const secret = await createSignInToken(db, await addCadre(), start);
      const opened = await db.tx((t) => redeemSignInToken(t, secret, '10.0.0.1', start));
      const { rows } = await db.query<{ all: string }>(
        'SELECT s::text AS all FROM web_session s UNION ALL SELECT c::text FROM pairing_code c',
      );
      const all = rows.map((row) => row.all).join('\n');
      expect(all).not.toContain(secret);
      expect(all).not.toContain(opened?.token);
    });
  });

  describe('the first administrator', () => {
    test('is made once, under the name given', async () => {
      const make = () => db.tx((t) => ensureLocalAdmin(t, 'Quản trị', start));
      const [first, second] = await Promise.all([make(), make()]);
      expect(second).toBe(first);
      expect(await make()).toBe(first);
      expect(await findAccount(db, first)).toMatchObject({ name: 'Quản trị', role: 'admin' });
      expect(await listAccounts(db)).toHaveLength(1);
    });

    test('is an existing administrator, but neither a disabled one nor one of the demo', async () => {
      const gone = await db.tx((t) => addAccount(t, { name: 'Cũ', role: 'admin' }, start));
      await db.tx((t) => disableAccount(t, gone, null, start));
      await db.tx((t) => addAccount(t, { name: 'Mẫu', role: 'admin', isDemo: true }, start));
      const mine = await db.tx((t) => addAccount(t, { name: 'Hiện nay', role: 'admin' }, after(5)));
      expect(await db.tx((t) => ensureLocalAdmin(t, 'Quản trị', after(6)))).toBe(mine);
    });
  });

  test('the audit trail keeps who did what, and belongs to the change', async () => {
    const id = await addCadre();
    const event = {
      at: start.toISOString(),
      accountId: id,
      action: 'unit.rename',
      entity: 'org_unit',
      entityId: 'u1',
    };
    await recordAudit(db, { ...event, details: { fields: ['name'], count: 1 } });
    await recordAudit(db, {
      ...event,
      accountId: localViewer.accountId,
      action: 'unit.close',
      at: after(1).toISOString(),
    });
    await expect(
      db.tx(async (t) => {
        await recordAudit(t, { ...event, action: 'unit.lost' });
        throw new Error('không thành');
      }),
    ).rejects.toThrow('không thành');
    expect(await auditTrail(db, 'org_unit', 'u1')).toEqual([
      { ...event, details: { fields: ['name'], count: 1 } },
      { ...event, accountId: null, action: 'unit.close', at: after(1).toISOString(), details: {} },
    ]);
  });

  test('settings are kept, and a secret stays what it was', async () => {
    expect(await readSetting(db, 'demo')).toBeNull();
    await writeSetting(db, 'demo', 'offered');
    await writeSetting(db, 'demo', 'loaded');
    expect(await readSetting(db, 'demo')).toBe('loaded');
    const secrets = await Promise.all([1, 2, 3].map(() => installationSecret(db, 'download-links')));
    expect(new Set(secrets).size).toBe(1);
    expect(secrets[0]?.length).toBeGreaterThanOrEqual(43);
    expect(await installationSecret(db, 'other')).not.toBe(secrets[0]);
  });
});

describe('a viewer', () => {
  const account = { id: 'a', name: 'An', role: 'office', unitIds: ['u1'] } as const;

  test('sees in private what the account may see, within the ceiling of the channel', () => {
    expect(viewerFor(account, 'public', false)).toEqual({
      accountId: 'a',
      role: 'office',
      unitIds: ['u1'],
      ceiling: 'public',
    });
  });

  test('sees in a group no more than a cadre without units', () => {
    expect(viewerFor(account, 'all', true)).toEqual({
      accountId: 'a',
      role: 'cadre',
      unitIds: [],
      ceiling: 'all',
    });
  });
});
