import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { json } from '../../db/database.ts';
import { isUniqueViolation, SqlError } from '../../db/sql-error.ts';
import { describeEachDatabase } from '../support/database.ts';
import type { Database, Queryable, SqlValue } from '../../db/database.ts';

/** What every driver promises: the same program behaves alike on a folder and on a server. */
describeEachDatabase('a database', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
    await db.script(`
      CREATE TABLE person (id integer PRIMARY KEY, name text NOT NULL CONSTRAINT person_name UNIQUE);
      CREATE TABLE blob (id integer PRIMARY KEY, bytes bytea, body jsonb, note text);
    `);
  });
  beforeEach(async () => {
    await db.query('DELETE FROM person');
    await db.query('DELETE FROM blob');
  });

  const valueOf = async (sql: string, params: SqlValue[] = []): Promise<unknown> =>
    (await db.query<{ v: unknown }>(`SELECT ${sql} AS v`, params)).rows[0]?.v;
  const add = (to: Queryable, id: number, name: string) =>
    to.query('INSERT INTO person (id, name) VALUES ($1, $2)', [id, name]);
  const names = async () =>
    (await db.query<{ name: string }>('SELECT name FROM person ORDER BY id')).rows.map((row) => row.name);
  const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );

  describe('gives values as', () => {
    test.each<[string, string, unknown]>([
      ['text', "'Đại hội'::text", 'Đại hội'],
      ['a small number', '7::smallint', 7],
      ['a number', '42', 42],
      ['a number for bigint', '5000000000::bigint', 5_000_000_000],
      ['a number for a count', '(SELECT count(*) FROM person)', 0],
      ['a number for double precision', '0.25::double precision', 0.25],
      ['text for numeric, which may not fit a number', '12.50::numeric', '12.50'],
      ['a boolean', 'true', true],
      ['null', 'null::text', null],
      ['a day as text', "'2025-03-31'::date", '2025-03-31'],
      ['a timestamp without zone as text', "'2025-03-31 08:30:00'::timestamp", '2025-03-31 08:30:00'],
      ['an instant in ISO form', "'2025-03-31 08:30:00.125+07'::timestamptz", '2025-03-31T01:30:00.125Z'],
      ['an interval as text', "'1 day 02:00:00'::interval", '1 day 02:00:00'],
      [
        'a uuid as text',
        "'11111111-2222-3333-4444-555555555555'::uuid",
        '11111111-2222-3333-4444-555555555555',
      ],
      ['parsed jsonb', `'{"a":[1,"hai"]}'::jsonb`, { a: [1, 'hai'] }],
      ['parsed json', `'[1,null]'::json`, [1, null]],
      [
        'text[]',
        `ARRAY['a','b "x"','c,d','\\','',NULL,'NULL','{}','xuống' || chr(10) || 'dòng']`,
        ['a', 'b "x"', 'c,d', '\\', '', null, 'NULL', '{}', 'xuống\ndòng'],
      ],
      ['an empty array', "'{}'::text[]", []],
      ['integer[]', 'ARRAY[1,2,3]', [1, 2, 3]],
      ['bigint[]', 'ARRAY[5000000000]::bigint[]', [5_000_000_000]],
      ['date[]', "ARRAY['2025-01-01'::date]", ['2025-01-01']],
      ['boolean[]', 'ARRAY[true,false]', [true, false]],
      ['jsonb[]', `ARRAY['{"a":1}'::jsonb]`, [{ a: 1 }]],
    ])('%s', async (_name, sql, expected) => {
      expect(await valueOf(sql)).toEqual(expected);
    });

    test('Buffer for bytea', async () => {
      const bytes = await valueOf("'\\x00ff10'::bytea");
      expect(Buffer.isBuffer(bytes)).toBe(true);
      expect(bytes).toEqual(Buffer.from([0, 255, 16]));
    });
  });

  describe('takes parameters', () => {
    test.each<[string, string, SqlValue, unknown]>([
      ['text with quotes and backslashes', '$1::text', `'"\\ $1 – ổ`, `'"\\ $1 – ổ`],
      ['a number for a text column', '$1::text', 12, '12'],
      ['a number', '$1::integer + 1', 41, 42],
      ['a large number', '$1::bigint', 9_007_199_254_740_991, 9_007_199_254_740_991],
      ['a fraction', '$1::double precision', 0.1, 0.1],
      ['a boolean', '$1::boolean', false, false],
      ['null', '$1::date', null, null],
      ['a day', '$1::date', '2025-03-31', '2025-03-31'],
      ['an instant', '$1::timestamptz', '2025-03-31T01:30:00.000Z', '2025-03-31T01:30:00.000Z'],
      [
        'a list of texts',
        '$1::text[]',
        ['a,b', '{c}', '"', '\\', '', 'null'],
        ['a,b', '{c}', '"', '\\', '', 'null'],
      ],
      ['a list of numbers', '$1::integer[]', [1, -2], [1, -2]],
      ['an empty list', '$1::text[]', [], []],
      ['a list as jsonb', '$1::jsonb', json(['a', 1]), ['a', 1]],
      ['an object as jsonb', '$1::jsonb', json({ a: null }), { a: null }],
      ['a bare string as jsonb', '$1::jsonb', json('a'), 'a'],
      [
        'what PostgreSQL does not keep, as jsonb',
        '$1::jsonb',
        json(['a\0b', 'c\uD800', '\u0000']),
        ['ab', 'c\uFFFD', ''],
      ],
    ])('%s', async (_name, sql, param, expected) => {
      expect(await valueOf(sql, [param])).toEqual(expected);
    });

    test('ids for ANY', async () => {
      await add(db, 1, 'An');
      await add(db, 2, 'Bình');
      await add(db, 3, 'Chi');
      const { rows } = await db.query('SELECT id FROM person WHERE id = ANY($1::integer[]) ORDER BY id', [
        [1, 3],
      ]);
      expect(rows).toEqual([{ id: 1 }, { id: 3 }]);
    });

    test('a hundred rows of 20 kB each through unnest', async () => {
      const text = 'Đảng ủy cơ sở '.repeat(1_100);
      expect(Buffer.byteLength(text)).toBeGreaterThan(20_000);
      const ids = Array.from({ length: 100 }, (_, index) => index);
      const { affected } = await db.query(
        'INSERT INTO blob (id, note) SELECT * FROM unnest($1::integer[], $2::text[])',
        [ids, ids.map((id) => text + String(id))],
      );
      expect(affected).toBe(100);
      const { rows } = await db.query<{ note: string }>('SELECT note FROM blob WHERE id = 57');
      expect(rows[0]?.note).toBe(`${text}57`);
    });

    test('a megabyte of bytes, and a view into a larger buffer', async () => {
      const bytes = Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 251);
      await db.query('INSERT INTO blob (id, bytes) VALUES (1, $1), (2, $2)', [bytes, bytes.subarray(10, 20)]);
      const { rows } = await db.query<{ bytes: Buffer }>('SELECT bytes FROM blob ORDER BY id');
      expect(Buffer.compare(rows[0]?.bytes ?? Buffer.alloc(0), bytes)).toBe(0);
      expect([...(rows[1]?.bytes ?? [])]).toEqual([...bytes.subarray(10, 20)]);
    });
  });

  test('keeps vectors and finds the nearest', async () => {
    await db.script('CREATE TABLE place (id integer PRIMARY KEY, at vector(3))');
    await db.query('INSERT INTO place VALUES (1, $1), (2, $2), (3, $3)', [
      '[1,0,0]',
      '[0,1,0]',
      '[0.9,0.1,0]',
    ]);
    const { rows } = await db.query('SELECT id FROM place ORDER BY at <=> $1 LIMIT 2', ['[1,0,0]']);
    expect(rows).toEqual([{ id: 1 }, { id: 3 }]);
    expect(await valueOf('(SELECT at FROM place WHERE id = 2)')).toBe('[0,1,0]');
  });

  test('counts the rows that a statement changed, and none for a SELECT', async () => {
    expect((await db.query("INSERT INTO person VALUES (1, 'An'), (2, 'Bình')")).affected).toBe(2);
    expect((await db.query('UPDATE person SET name = name WHERE id = 1')).affected).toBe(1);
    expect((await db.query('SELECT * FROM person')).affected).toBe(0);
    expect((await db.query("INSERT INTO person VALUES (1, 'An') ON CONFLICT DO NOTHING")).affected).toBe(0);
    const returned = await db.query<{ id: number }>('DELETE FROM person RETURNING id');
    expect(returned.affected).toBe(2);
    expect(returned.rows.map((row) => row.id).sort()).toEqual([1, 2]);
  });

  describe('on a refused statement', () => {
    test('says which constraint was violated', async () => {
      await add(db, 1, 'An');
      const error = await failureOf(add(db, 2, 'An'));
      expect(isUniqueViolation(error)).toBe(true);
      expect(isUniqueViolation(error, 'person_name')).toBe(true);
      expect(isUniqueViolation(error, 'person_pkey')).toBe(false);
      expect(error).toMatchObject({ code: 'internal', sqlState: '23505', isRetryable: false });
    });

    test.each<[string, string, SqlValue[], string]>([
      ['a syntax error', 'SELEC 1', [], '42601'],
      ['a missing table', 'SELECT * FROM nowhere', [], '42P01'],
      ['a value of the wrong type', 'SELECT $1::integer AS v', ['Nguyễn Thị Bí Mật'], '22P02'],
      ['a missing value', 'INSERT INTO person (id, name) VALUES (1, null)', [], '23502'],
    ])('%s has its SQLSTATE, and the next statement works', async (_name, sql, params, state) => {
      const error = await failureOf(db.query(sql, params));
      expect(error).toBeInstanceOf(SqlError);
      expect(error).toMatchObject({ sqlState: state });
      expect(await valueOf('1')).toBe(1);
    });

    test('its message quotes no value of a row or a parameter', async () => {
      await add(db, 1, 'Nguyễn Thị Bí Mật');
      const statements = [
        () => add(db, 2, 'Nguyễn Thị Bí Mật'),
        () => db.query('SELECT $1::integer', ['Nguyễn Thị Bí Mật']),
        () => db.query('SELECT $1::jsonb', ['{"Bí Mật"']),
        () => db.query('SELECT $1::date', ['Bí Mật']),
      ];
      for (const refused of statements) {
        const error = (await failureOf(refused())) as Error;
        expect(error).toBeInstanceOf(SqlError);
        expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('Bí Mật');
      }
    });
  });

  describe('in a transaction', () => {
    test('keeps everything when the work ends well, and returns its value', async () => {
      const result = await db.tx(async (t) => {
        await add(t, 1, 'An');
        await add(t, 2, 'Bình');
        return 'xong';
      });
      expect(result).toBe('xong');
      expect(await names()).toEqual(['An', 'Bình']);
    });

    test('sees its own rows before they are committed', async () => {
      await db.tx(async (t) => {
        await add(t, 1, 'An');
        expect((await t.query('SELECT name FROM person')).rows).toEqual([{ name: 'An' }]);
      });
    });

    test('keeps nothing when the work throws, and passes the error on', async () => {
      const reason = new Error('đổi ý');
      const error = await failureOf(
        db.tx(async (t) => {
          await add(t, 1, 'An');
          throw reason;
        }),
      );
      expect(error).toBe(reason);
      expect(await names()).toEqual([]);
    });

    test('keeps nothing when the last of several statements fails', async () => {
      await add(db, 9, 'Bình');
      const error = await failureOf(
        db.tx(async (t) => {
          await add(t, 1, 'An');
          await add(t, 2, 'Chi');
          await add(t, 3, 'Bình');
        }),
      );
      expect(isUniqueViolation(error, 'person_name')).toBe(true);
      expect(await names()).toEqual(['Bình']);
    });

    test('fails as a whole when the work swallows the failure of a statement', async () => {
      const error = await failureOf(
        db.tx(async (t) => {
          await add(t, 1, 'An');
          await add(t, 1, 'Bình').catch(() => {});
          return 'xong';
        }),
      );
      expect(isUniqueViolation(error)).toBe(true);
      expect(await names()).toEqual([]);
    });

    test('a query on the database itself throws instead of waiting for ever', async () => {
      const error = await failureOf(db.tx(async () => db.query('SELECT 1')));
      expect(error).toMatchObject({
        code: 'internal',
        message: expect.stringContaining('inside a transaction'),
      });
    });

    test('a nested transaction throws, also from a function called further down', async () => {
      const further = async () => db.tx(async (t) => add(t, 2, 'Bình'));
      const error = await failureOf(
        db.tx(async (t) => {
          await add(t, 1, 'An');
          await further();
        }),
      );
      expect(error).toMatchObject({ code: 'internal' });
      expect(await names()).toEqual([]);
    });

    test('the database may be used again by the same function afterwards', async () => {
      await db.tx((t) => add(t, 1, 'An'));
      expect(await names()).toEqual(['An']);
    });

    test('its handle cannot be used after the end', async () => {
      let kept: Queryable | undefined;
      await db.tx(async (t) => {
        kept = t;
      });
      expect(await failureOf(kept!.query('SELECT 1'))).toMatchObject({ code: 'internal' });
    });

    test('statements that nobody awaited still belong to it', async () => {
      await db.tx(async (t) => {
        void add(t, 1, 'An');
        void add(t, 2, 'Bình');
      });
      expect(await names()).toEqual(['An', 'Bình']);
    });

    test('two at the same time do not mix', async () => {
      const order: string[] = [];
      const failing = failureOf(
        db.tx(async (t) => {
          await add(t, 1, 'An');
          order.push('An');
          await t.query('SELECT 1');
          throw new Error('thôi');
        }),
      );
      const keeping = db.tx(async (t) => {
        await add(t, 2, 'Bình');
        order.push('Bình');
      });
      await Promise.all([failing, keeping]);
      expect(order.sort()).toEqual(['An', 'Bình']);
      expect(await names()).toEqual(['Bình']);
    });
  });

  test('loses no increment of fifty transactions at the same time', async () => {
    await db.query("INSERT INTO blob (id, body) VALUES (1, '0')");
    await Promise.all(
      Array.from({ length: 50 }, () =>
        db.tx(async (t) => {
          const { rows } = await t.query<{ body: number }>('SELECT body FROM blob WHERE id = 1 FOR UPDATE');
          await t.query('UPDATE blob SET body = $1 WHERE id = 1', [json((rows[0]?.body ?? 0) + 1)]);
        }),
      ),
    );
    expect(await valueOf('(SELECT body FROM blob WHERE id = 1)')).toBe(50);
  });

  test('answers a hundred queries at the same time, each with its own rows', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => valueOf('$1::integer', [index])),
    );
    expect(answers).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  test('refuses several statements in one query', async () => {
    expect(await failureOf(db.query('SELECT 1; SELECT 2'))).toMatchObject({ sqlState: '42601' });
  });
});
