import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('the log holds no message text, names or tokens, not even from an error', () => {
  const script = `
    import { createLogger } from './core/pino-logger.ts';
    const log = createLogger('info');
    log.info({ lane: 'l1', text: 'CANARY-1', person: { name: 'CANARY-2' }, token: 'CANARY-3' }, 'turn');
    log.error({ err: new Error('CANARY-4', { cause: new TypeError('CANARY-5') }) }, 'failed');
    log.debug({}, 'not shown');
  `;
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
    },
  );
  expect(status).toBe(0);
  const lines = stderr
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as object);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({ lane: 'l1', msg: 'turn' });
  expect(lines[1]).toMatchObject({ err: { type: 'Error', cause: { type: 'TypeError' } } });
  expect(stderr).not.toContain('CANARY');
});
