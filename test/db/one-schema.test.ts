import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/*
 * Many offices on one cluster: each is a schema, and Citus keeps a schema on one node (docs/decisions/2026-11-22-many-offices.md).
 * What one node can run, Citus runs; the few things that it refuses everywhere are listed in its 'SQL Support and
 * Workarounds'. So every statement of the program must stay within one schema, and away from those.
 */

const root = new URL('../..', import.meta.url).pathname;
const rooms = ['access', 'backup', 'bot', 'db', 'ingest', 'llm', 'meetings', 'members', 'rag', 'web'];

const files = rooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('-store.ts') || (room === 'db' && name.endsWith('.ts')))
    .map((name) => join(room, name)),
);

/** A literal that is SQL, what is put in while it runs shown as «…». */
const statements = files.flatMap((file) => {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: { file: string; sql: string }[] = [];
  const visit = (node: ts.Node): void => {
    const sql = textOf(node);
    if (sql !== null && /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|TRUNCATE|ALTER|DROP)\s/iu.test(sql))
      found.push({ file, sql });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
});

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `«…»${literal.text}`).join('');
}

const migrations = readdirSync(join(root, 'db/migrations')).map((name) => ({
  file: join('db/migrations', name),
  sql: readFileSync(join(root, 'db/migrations', name), 'utf8').replace(/--.*$/gmu, ''),
}));

const breaking = (rule: RegExp, among: readonly { file: string; sql: string }[]): string[] =>
  among.filter(({ sql }) => rule.test(sql)).map(({ file, sql }) => `${file}: ${sql.slice(0, 120)}`);

describe('every statement of every store', () => {
  it('is found by this test', () => {
    expect(statements.length).toBeGreaterThan(400);
    expect(new Set(statements.map(({ file }) => file)).size).toBeGreaterThan(60);
  });

  it('names no table of another schema, only catalogues', () => {
    const qualified =
      /\b(?:FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|ONLY|TRUNCATE)\s+"?(?!information_schema\b|pg_catalog\b)[a-z_]\w*"?\s*\.\s*"?[a-z_]/iu;
    expect(breaking(qualified, [...statements, ...migrations])).toEqual([]);
  });

  it('is one statement', () => {
    expect(breaking(/;\s*\S/u, statements)).toEqual([]);
  });

  it('updates with nothing that a node would compute otherwise than another', () => {
    expect(
      breaking(
        /^\s*UPDATE\b.*\b(?:random|gen_random_uuid|clock_timestamp|nextval|timeofday)\s*\(/isu,
        statements,
      ),
    ).toEqual([]);
  });

  it('asks for no subquery among the values of an INSERT', () => {
    expect(breaking(/\bVALUES\s*\([^()]*\(\s*SELECT\b/isu, statements)).toEqual([]);
  });

  it('leaves tables of the session and of other servers alone', () => {
    expect(breaking(/\b(?:TEMP|TEMPORARY|FOREIGN)\s+TABLE\b|\bdblink\b/iu, statements)).toEqual([]);
  });
});

it('migrations make tables and indexes only: no triggers, rules, functions, views or inheritance', () => {
  expect(
    breaking(
      /\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:TRIGGER|RULE|FUNCTION|VIEW|MATERIALIZED)\b|\bINHERITS\b/iu,
      migrations,
    ),
  ).toEqual([]);
});

it('counters that rows are numbered by are wide enough for every node to have a range of its own', () => {
  expect(breaking(/\b(?:smallserial|serial|(?:int|integer|smallint)\s+GENERATED)\b/iu, migrations)).toEqual(
    [],
  );
});
