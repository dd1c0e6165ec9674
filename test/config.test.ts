import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig, settings } from '../config.ts';
import { ConfigError } from '../core/errors.ts';

describe('readConfig', () => {
  it('starts without any variable', () => {
    const config = readConfig({});
    expect(config.HOST).toBe('127.0.0.1');
    expect(config.PORT).toBe(3000);
    expect(config.DATABASE_URL).toBeUndefined();
    expect(config.TZ).toBe('Asia/Ho_Chi_Minh');
  });

  it('takes an empty value for an absent one', () => {
    expect(readConfig({ PORT: '', OPENAI_BASE_URL: ' ' })).toEqual(readConfig({}));
  });

  it('names every variable that cannot be used at once', () => {
    const read = () => readConfig({ PORT: 'ba nghìn', DATABASE_URL: 'mysql://x', CAPUY_DEMO: 'maybe' });
    expect(read).toThrow(ConfigError);
    try {
      read();
    } catch (error) {
      const { problems } = error as ConfigError;
      for (const name of ['PORT', 'DATABASE_URL', 'CAPUY_DEMO'])
        expect(problems.some((problem) => problem.startsWith(`${name}:`))).toBe(true);
    }
  });

  it('does everything in one process unless it is told otherwise, and never less on an embedded database', () => {
    expect(readConfig({}).ROLES).toEqual(['web', 'worker', 'poller']);
    const server = { DATABASE_URL: 'postgres://office@db/office' };
    expect(readConfig({ ...server, ROLES: 'worker, poller' }).ROLES).toEqual(['worker', 'poller']);
    expect(() => readConfig({ ROLES: 'web' })).toThrow('ROLES');
    expect(() => readConfig({ ...server, ROLES: 'boss' })).toThrow('ROLES');
    expect(() => readConfig({ DATABASE_READ_URL: server.DATABASE_URL })).toThrow('DATABASE_READ_URL');
  });

  it('never repeats the value of a variable in its complaint', () => {
    try {
      readConfig({ DATABASE_URL: 'mysql://office:hunter2@db/x' });
      expect.unreachable();
    } catch (error) {
      expect((error as ConfigError).message).not.toContain('hunter2');
    }
  });

  it('names what a channel lacks that could otherwise never receive anything', () => {
    const problemsOf = (environment: Record<string, string>): readonly string[] => {
      try {
        readConfig(environment);
        return [];
      } catch (error) {
        return (error as ConfigError).problems.map((problem) => problem.slice(0, problem.indexOf(':')));
      }
    };
    const token = { TELEGRAM_BOT_TOKEN: '123:abc' };
    expect(problemsOf(token)).toEqual([]);
    expect(problemsOf({ ...token, TELEGRAM_MODE: 'webhook' })).toEqual([
      'TELEGRAM_MODE',
      'TELEGRAM_WEBHOOK_SECRET',
    ]);
    expect(problemsOf({ TELEGRAM_MODE: 'webhook' })).toEqual([]);
    expect(problemsOf({ TELEGRAM_PROXY: 'socks5://10.0.0.1:1080' })).toEqual(['TELEGRAM_PROXY']);
    expect(problemsOf({ ZALO_OA_APP_ID: '1', ZALO_OA_SECRET: 's' })).toEqual([
      'ZALO_OA_APP_SECRET',
      'ZALO_OA_REFRESH_TOKEN',
    ]);
  });

  it('lets nothing but public content over messengers unless it is told to', () => {
    const config = readConfig({});
    expect([config.TELEGRAM_CEILING, config.ZALO_CEILING, config.ZALO_OA_CEILING]).toEqual([
      'public',
      'public',
      'public',
    ]);
  });

  it('is explained variable by variable in .env.example', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
    const named = [...example.matchAll(/^([A-Z_]+)=(.*)$/gmu)].map(
      ([, name, value]) => [name, value] as const,
    );
    expect(named.map(([name]) => name).sort()).toEqual(Object.keys(settings.shape).sort());
    // Copied as it stands, the example changes nothing.
    expect(readConfig(Object.fromEntries(named))).toEqual(readConfig({}));
  });
});
