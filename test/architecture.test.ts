import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/*
 * The invariants of ARCHITECTURE.md, read off the source itself. A failing line names the file and what it may not do.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const rooms = [
  'access',
  'backup',
  'bin',
  'bot',
  'core',
  'db',
  'demo',
  'eval',
  'ingest',
  'llm',
  'meetings',
  'members',
  'papers',
  'prompts',
  'rag',
  'text',
  'web',
] as const;
const domains = ['rag', 'ingest', 'meetings', 'members'];

interface Source {
  path: string;
  room: string;
  text: string;
  imports: string[];
  /** String and template literals, imports excepted. */
  literals: string[];
}

const sources: Source[] = [
  ...rooms.flatMap((room) => filesUnder(room)),
  'app.ts',
  'assistant.ts',
  'channels.ts',
  'config.ts',
  'office.ts',
  'operations.ts',
].map(readSource);

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesUnder(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: string[] = [];
  const literals: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined;
    if (specifier && ts.isStringLiteral(specifier)) {
      imports.push(
        specifier.text.startsWith('.')
          ? relative(root, join(root, dirname(path), specifier.text))
          : specifier.text,
      );
      return;
    }
    if (ts.isStringLiteralLike(node)) literals.push(node.text);
    else if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node))
      literals.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, room: path.includes('/') ? path.slice(0, path.indexOf('/')) : '.', text, imports, literals };
}

const isOurs = (specifier: string): boolean => specifier.endsWith('.ts') || specifier.endsWith('.json');
const roomOf = (specifier: string): string =>
  specifier.includes('/') ? specifier.slice(0, specifier.indexOf('/')) : '.';

/** `file -> import` for every import of `from` that `isForbidden`. */
function violations(
  from: (source: Source) => boolean,
  isForbidden: (specifier: string, source: Source) => boolean,
): string[] {
  return sources
    .filter(from)
    .flatMap((source) =>
      source.imports
        .filter((specifier) => isForbidden(specifier, source))
        .map((specifier) => `${source.path} -> ${specifier}`),
    );
}

describe('directions between rooms', () => {
  /** Which rooms each room may import from, itself always included. */
  const allowed: Readonly<Record<string, readonly string[]>> = {
    core: [],
    text: ['core'],
    prompts: ['text', 'core'],
    db: ['core'],
    access: ['db', 'prompts', 'text', 'core'],
    backup: ['access', 'db', 'prompts', 'text', 'core'],
    llm: ['db', 'prompts', 'text', 'core'],
    rag: ['llm', 'db', 'prompts', 'text', 'core'],
    ingest: ['llm', 'papers', 'db', 'prompts', 'text', 'core', 'rag'],
    papers: ['prompts', 'text', 'core'],
    meetings: ['llm', 'papers', 'db', 'prompts', 'text', 'core'],
    members: ['llm', 'papers', 'db', 'prompts', 'text', 'core'],
    bot: ['access', 'backup', ...domains, 'papers', 'llm', 'db', 'prompts', 'text', 'core'],
    web: ['bot', 'access', ...domains, 'papers', 'db', 'prompts', 'text', 'core'],
    eval: [
      'backup',
      'rag',
      'ingest',
      'meetings',
      'members',
      'papers',
      'llm',
      'db',
      'prompts',
      'text',
      'core',
    ],
    demo: [...domains, 'access', 'db', 'prompts', 'text', 'core'],
  };

  it.each(Object.keys(allowed))('%s imports only from the rooms below it', (room) => {
    const may = new Set([room, ...(allowed[room] ?? [])]);
    const isForbidden = (specifier: string) =>
      isOurs(specifier) && specifier !== 'config.ts' && !may.has(roomOf(specifier));
    expect(violations((source) => source.room === room, isForbidden)).toEqual([]);
  });

  it('ingestion writes what retrieval reads through its chunk store alone', () => {
    const bridge = new Set(['rag/chunk-store.ts', 'rag/types.ts']);
    expect(
      violations(
        (source) => source.room === 'ingest',
        (specifier) => roomOf(specifier) === 'rag' && !bridge.has(specifier),
      ),
    ).toEqual([]);
  });

  it('settings reach rooms as values: only the files beside it and bin read config.ts at run time', () => {
    const runtimeImport = /^import (?!type )[^;]*from '[./]*\/config\.ts'/mu;
    const readers = sources.filter(
      (source) =>
        runtimeImport.test(source.text) &&
        source.room !== 'bin' &&
        !['app.ts', 'assistant.ts', 'channels.ts', 'office.ts', 'operations.ts'].includes(source.path),
    );
    expect(readers.map((source) => source.path)).toEqual([]);
  });

  it('nothing imports bin or test', () => {
    expect(
      violations(
        (source) => source.room !== 'bin',
        (specifier) => isOurs(specifier) && ['bin', 'test'].includes(roomOf(specifier)),
      ),
    ).toEqual([]);
  });
});

describe('libraries stay where they belong', () => {
  /** Package name pattern -> files that may import it. */
  const homes: readonly (readonly [RegExp, RegExp])[] = [
    [/^grammy|^@grammyjs\//u, /^bot\/channels\/telegram\//u],
    [/^hono$|^hono\/|^@hono\//u, /^web\//u],
    [/^pg$|^@electric-sql\//u, /^db\//u],
    [/^openai/u, /^llm\//u],
    [
      /^@langchain\/(?!community)/u,
      /^(rag\/(search\/langchain-retriever|grounding\/worded-answer|understanding\/understand)\.ts$|llm\/|eval\/peers\/peers-langchain\.ts$)/u,
    ],
    [/^word-extractor/u, /^eval\/ingest\/ingest-speed[a-z-]*\.ts$/u],
    [/^read-excel-file/u, /^(members\/tables\/read-xlsx|eval\/ingest\/ingest-speed[a-z-]*)\.ts$/u],
    [/^unpdf/u, /^(ingest\/parsers\/pdf|eval\/ingest\/ingest-speed[a-z-]*)\.ts$/u],
    [/^mammoth/u, /^eval\/ingest\/ingest-speed/u],
    [/^@langchain\/community/u, /^eval\/(ingest\/ingest-speed|peers\/peers-langchain)/u],
    [/^minisearch|^@orama\//u, /^eval\/peers\/peers-engines\.ts$/u],
    [/^libsql/u, /^eval\/peers\/peers-store\.ts$/u],
    [/^playwright-core$/u, /^eval\/bench\/(browser|web-page)\.ts$/u],
    [/^parse5/u, /^ingest\/parsers\/html\.ts$/u],
    [/^jszip/u, /^test\//u],
    [/^saxen/u, /^ingest\/parsers\/xml\.ts$/u],
    [/^file-type/u, /^ingest\/detect(-recording)?\.ts$/u],
    [/^tesseract\.js/u, /^ingest\/ocr\/engine-embedded\.ts$/u],
    [/^@hyzyla\/pdfium/u, /^ingest\/ocr\/pdf-[a-z-]+\.ts$/u],
    [/^sharp/u, /^(ingest\/ocr\/|eval\/ocr\/drawn-pages\.ts$)/u],
    [/^yauzl/u, /^ingest\/archive\/archive-zip\.ts$/u],
    [/^postal-mime/u, /^ingest\/archive\/archive-mail\.ts$/u],
    [/^write-excel-file/u, /^papers\/workbook\.ts$/u],
    [/^docx$/u, /^papers\/docx\//u],
    [/^@resvg\//u, /^(papers\/chart|eval\/ocr\/drawn-pages)\.ts$/u],
    [/^lit/u, /^web\/client\//u],
    [/^esbuild$/u, /^web\//u],
    [/^zod$/u, /^(config\.ts|[a-z]+\/)/u],
    [/^pino/u, /^(app\.ts|core\/)/u],
  ];

  it.each(homes.map(([library, home]) => [String(library), library, home] as const))(
    '%s',
    (_name, library, home) => {
      expect(
        violations(
          (source) => !home.test(source.path),
          (specifier) => !isOurs(specifier) && library.test(specifier),
        ),
      ).toEqual([]);
    },
  );
});

describe('the outside world enters in one place each', () => {
  const code = (source: Source): string => source.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '');
  const usersOf = (pattern: RegExp, home: RegExp): string[] =>
    sources
      .filter((source) => !home.test(source.path) && pattern.test(code(source)))
      .map((source) => source.path);

  it('the environment in config.ts', () => {
    expect(usersOf(/process\.env/u, /^config\.ts$/u)).toEqual([]);
  });

  it('the current time in core/clock.ts', () => {
    expect(usersOf(/Date\.now\(\)|new Date\(\)/u, /^(core\/clock\.ts|web\/client\/)/u)).toEqual([]);
  });

  it('randomness in core/ids.ts', () => {
    expect(
      usersOf(/Math\.random|randomUUID|randomBytes|getRandomValues/u, /^(core\/ids\.ts|web\/client\/)/u),
    ).toEqual([]);
  });
});

describe('SQL', () => {
  const isStore = (source: Source): boolean => source.path.endsWith('-store.ts') || source.room === 'db';
  const statement =
    /^\s*(?:SELECT\s|INSERT INTO\s|UPDATE\s+\w+\s+SET\s|DELETE FROM\s|WITH\s+(?:RECURSIVE\s+)?\w+\s+AS)/iu;

  it('stands in stores and in db only', () => {
    const found = sources.filter(
      (source) => !isStore(source) && source.literals.some((literal) => statement.test(literal)),
    );
    expect(found.map((source) => source.path)).toEqual([]);
  });

  it('of one table is written in one file', () => {
    const writers = new Map<string, Set<string>>();
    for (const source of sources.filter(isStore)) {
      for (const literal of source.literals) {
        for (const match of literal.matchAll(/(?:INSERT INTO|UPDATE|DELETE FROM)\s+([a-z_]+)/gu)) {
          const table = match[1] as string;
          if (table === 'set') continue;
          writers.set(table, (writers.get(table) ?? new Set()).add(source.path));
        }
      }
    }
    const shared = [...writers]
      .filter(([, files]) => files.size > 1)
      .map(([table, files]) => `${table}: ${[...files].join(', ')}`);
    expect(shared).toEqual([]);
  });

  it('says in one place who may see a document', () => {
    const found = sources.filter(
      (source) =>
        isStore(source) &&
        source.path !== 'db/visible-documents.ts' &&
        source.literals.some((literal) => /scope = '(?:public|internal)'/u.test(literal)),
    );
    expect(found.map((source) => source.path)).toEqual([]);
  });

  it('compares vectors within that rule alone', () => {
    const found = sources.filter(
      (source) =>
        source.literals.some((literal) => literal.includes('<=>')) &&
        !source.imports.includes('db/visible-documents.ts'),
    );
    expect(found.map((source) => source.path)).toEqual([]);
  });

  it('gets ids and times as parameters, so that replaying it gives the same rows', () => {
    const impure = /\bnow\(\)|CURRENT_(?:DATE|TIMESTAMP)|gen_random_uuid|random\(\)/iu;
    const found = sources.filter(
      (source) => isStore(source) && source.literals.some((literal) => impure.test(literal)),
    );
    expect(found.map((source) => source.path)).toEqual([]);
  });
});

describe('wording', () => {
  const vietnamese = /[ăâđêôơưĂÂĐÊÔƠƯ\u1EA0-\u1EF9]/u;

  it('that people are shown stands in prompts only', () => {
    const rooms = new Set(['core', 'db', 'access', 'backup', 'llm', 'bot', 'web', 'bin', '.']);
    const found = sources.filter(
      (source) => rooms.has(source.room) && source.literals.some((literal) => vietnamese.test(literal)),
    );
    expect(
      found.map((source) => `${source.path}: ${source.literals.find((literal) => vietnamese.test(literal))}`),
    ).toEqual([]);
  });

  it('of features never depends on the name of a channel', () => {
    const channels = new Set(['web', 'terminal', 'telegram', 'zalo', 'zalo-oa']);
    const found = sources.filter(
      (source) =>
        source.path.startsWith('bot/features/') && source.literals.some((literal) => channels.has(literal)),
    );
    expect(found.map((source) => source.path)).toEqual([]);
  });
});

it('no test puts a module in the place of another: files share a process, so it would reach others or come too late', () => {
  const mocks = new RegExp(String.raw`\bvi\.(?:do)?mock\(`, 'iu');
  const found = filesUnder('test').filter((path) => mocks.test(readFileSync(join(root, path), 'utf8')));
  expect(found).toEqual([]);
});
