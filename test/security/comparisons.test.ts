import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { isSameSecret } from '../../core/ids.ts';

/*
 * Whoever may guess a secret must not learn from the time of a comparison how much of the guess is right. Secrets are
 * compared by `isSameSecret`, or looked up by their hash; this reads it off the source.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const rooms = ['access', 'backup', 'bin', 'bot', 'core', 'db', 'ingest', 'llm', 'papers', 'web'];
const files = [
  ...rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => `${room}/${path}`),
  ),
  ...['app.ts', 'assistant.ts', 'channels.ts', 'config.ts', 'office.ts'],
].filter((path) => path.endsWith('.ts'));
const parsed = files.map((path) => ({
  path,
  source: ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true),
}));

const secretName = /secret|token|hash|digest|signature|^mac$|hmac|passphrase|password|cookie|csrf|apiKey/iu;
/** What is compared is nothing that a stranger could guess at. */
const harmless: ReadonlySet<string> = new Set([
  // A backup's own sums, against damage.
  "backup/content.ts: told.data.sha256 !== hash.digest('hex')",
  'backup/content.ts: a.digest === b.digest',
  // The sentence for a document that is a state secret.
  'bot/channels/keep-files.ts: sentence === secret',
  // Our own token with the one that the provider has just refused.
  'bot/channels/zalo-oa/tokens.ts: token === refused',
]);

/** The last name of an expression: 'secret' of `deps.secret`, 'digest' of `hash.digest('hex')`. */
function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return node.argumentExpression.text;
  if (ts.isCallExpression(node)) return nameOf(node.expression);
  if (ts.isNonNullExpression(node) || ts.isAsExpression(node) || ts.isParenthesizedExpression(node))
    return nameOf(node.expression);
  return '';
}

const isConstant = (node: ts.Expression): boolean =>
  ts.isLiteralExpression(node) ||
  node.kind === ts.SyntaxKind.NullKeyword ||
  node.kind === ts.SyntaxKind.TrueKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword ||
  (ts.isIdentifier(node) && node.text === 'undefined') ||
  ts.isTypeOfExpression(node);

const equals = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** Comparisons letter by letter of what is called like a secret. */
function comparisonsIn(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      equals.has(node.operatorToken.kind as never) &&
      ![node.left, node.right].some(isConstant) &&
      [node.left, node.right].some((side) => secretName.test(nameOf(side)))
    )
      found.push(node.getText(source).replace(/\s+/gu, ' '));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

it('no secret, token or hash is compared letter by letter', () => {
  expect(files.length).toBeGreaterThan(300);
  const found = parsed.flatMap(({ path, source }) => comparisonsIn(source).map((text) => `${path}: ${text}`));
  expect(found.filter((one) => !harmless.has(one))).toEqual([]);
  // What is gone is not excused any more.
  expect([...harmless].filter((one) => !found.includes(one))).toEqual([]);
});

it('what a stranger sends as a secret is compared by isSameSecret', () => {
  const comparing = parsed
    .filter(({ source }) => /isSameSecret\(/u.test(source.text))
    .map(({ path }) => path);
  expect(comparing).toEqual(
    expect.arrayContaining([
      'backup/local-socket.ts',
      'bot/channels/secret-webhook.ts',
      'bot/channels/zalo-oa/signature.ts',
      'web/downloads.ts',
      'web/open-links.ts',
    ]),
  );
});

it('the rule sees a comparison that it is there for', () => {
  const source = ts.createSourceFile(
    'x.ts',
    "if (given === deps.secret || hash(a) !== row.tokenHash || secret === '' || token === undefined) {}",
    ts.ScriptTarget.Latest,
    true,
  );
  expect(comparisonsIn(source)).toEqual(['given === deps.secret', 'hash(a) !== row.tokenHash']);
});

it('tokens and codes are looked up by their hash', () => {
  const found = parsed.flatMap(({ path, source }) =>
    [...source.text.matchAll(/\b(?:\w+\.)?(token|code|secret|cookie|passphrase) = \$\d/gu)].map(
      ([text]) => `${path}: ${text}`,
    ),
  );
  expect(found).toEqual([]);
});

it('two secrets are the same only where every letter is', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true);
  for (const other of ['abd', 'ab', 'abcd', '', 'ABC', 'abc\u0000'])
    expect(isSameSecret('abc', other)).toBe(false);
});

it('isSameSecret takes as long for any guess: it compares sums of one length by timingSafeEqual and nothing else', () => {
  const ids = parsed.find(({ path }) => path === 'core/ids.ts')?.source.text ?? '';
  const body = /export function isSameSecret\([^)]*\): boolean \{\n([\s\S]*?)\n\}/u.exec(ids)?.[1]?.trim();
  expect(body).toBe('return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));');
});
