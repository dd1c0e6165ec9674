import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig, settings } from '../config.ts';

const folder = new URL('../deploy/', import.meta.url);
const files = readdirSync(folder).filter((name) => name !== 'README.md');
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** Names of the image, the proxy and the system, which are no settings of ours. */
const foreign = /^(?:NODE_ENV|POSTGRES_(?:USER|DB|PASSWORD)|CAPUY_DOMAIN|CAPUY_REPLICAS|AF_INET6?)$/u;

describe('the files for servers', () => {
  it.each(files)('%s sets and names only settings that exist', (name) => {
    const named = [
      ...read(name).matchAll(
        /(?:^\s*(?:Environment=|ENV )?|[ {$])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?=[=:}\s])/gmu,
      ),
    ].flatMap(([, word]) => (word ? [word] : []));
    const known = new Set(Object.keys(settings.shape));
    expect(named.filter((word) => !foreign.test(word) && !known.has(word))).toEqual([]);
  });

  it('take uploads as large as the assistant does', () => {
    const { MAX_UPLOAD_MB } = readConfig({});
    for (const [name, pattern] of [
      ['Caddyfile', /max_size (\d+)MB/u],
      ['nginx.conf', /client_max_body_size (\d+)m/u],
    ] as const)
      expect(Number(pattern.exec(read(name))?.[1]), name).toBeGreaterThan(MAX_UPLOAD_MB);
  });

  it('run as many connections as their database takes', () => {
    const compose = read('compose.yaml');
    const most = Number(/max_connections=(\d+)/u.exec(compose)?.[1]);
    const pool = Number(/DATABASE_POOL_SIZE: (\d+)/u.exec(compose)?.[1]);
    const replicas = compose.match(/<<: \*capuy$/gmu)?.length ?? 0;
    expect(replicas).toBe(2);
    // One each for word between them, and ten for whoever looks after the database.
    expect(replicas * (pool + 1) + 10).toBeLessThanOrEqual(most);
  });

  it('ask the pooler for nothing that the program needs and it would refuse', () => {
    const ignored = /ignore_startup_parameters = (.*)/u.exec(read('pgbouncer.ini'))?.[1]?.split(',') ?? [];
    expect(ignored).toEqual(
      expect.arrayContaining(['statement_timeout', 'idle_in_transaction_session_timeout']),
    );
  });

  it('end processes by the signal that lets answers finish, and wait longer than that takes', () => {
    for (const name of ['capuy.service', 'capuy@.service']) {
      expect(read(name)).toContain('KillSignal=SIGTERM');
      expect(Number(/TimeoutStopSec=(\d+)/u.exec(read(name))?.[1])).toBeGreaterThan(10);
    }
    expect(read('compose.yaml')).toContain('stop_grace_period: 30s');
  });
});
