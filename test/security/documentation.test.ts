import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const project = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe('docs/security.md', () => {
  it('names tests, sources and commands that exist', async () => {
    const text = await readFile(project('docs/security.md'), 'utf8');
    const named = [...text.matchAll(/`((?:\.ci|test|rag|web|deploy|bot|access)\/[\w./-]*)`/gu)].map(
      ([, path]) => path ?? '',
    );
    expect(named.length).toBeGreaterThan(40);
    expect([...new Set(named)].filter((path) => !existsSync(project(path)))).toEqual([]);
    const commands = [...text.matchAll(/`capuy eval ([\w-]+)`/gu)].map(([, name]) => name ?? '');
    const known = await readFile(project('bin/commands/eval.ts'), 'utf8');
    expect(
      [...new Set(commands)].filter((name) => !new RegExp(`^ {2}'?${name}'?: `, 'mu').test(known)),
    ).toEqual([]);
  });

  it('has a defence and what shows it for each threat', async () => {
    const text = await readFile(project('docs/security.md'), 'utf8');
    const table = text.slice(text.indexOf('## Threats'), text.indexOf('## OWASP Top 10'));
    const rows = table.split('\n').filter((line) => /^\| (?:\d|all) [STRIDE] /u.test(line));
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) {
      const cells = row.split('|').map((cell) => cell.trim());
      expect(cells[3], row).not.toBe('');
      expect(cells[4], row).toMatch(/`test\/|`capuy eval|evaluation\.md/u);
    }
  });
});
