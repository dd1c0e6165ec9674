import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, toAppError } from '../../core/errors.ts';
import { readDocument } from '../../ingest/read-document.ts';
import type { DocumentMetadata, ReadDocument } from '../../ingest/types.ts';
import { findDates } from '../../text/dates.ts';
import { fold } from '../../text/normalise.ts';
import { symbolKey } from '../../text/symbols.ts';
import { measureCompleteness, type Completeness } from './ingest-completeness.ts';

/** One document of `manifest.json`: what a person says about the file. */
interface ManifestEntry {
  file: string;
  doc_type: string;
  /** The symbol; a remark may follow in brackets; '' for a document without one. */
  number: string;
  /** The title; the issue date may follow in brackets. */
  title: string;
  /** The issuing body, where the manifest names it. */
  issuer?: string;
}

/** What is right about a file; null where the manifest does not say. */
export interface FileResult {
  file: string;
  group: string;
  state: 'read' | 'unreadable';
  reason: string | null;
  symbol: string | null;
  type: string | null;
  issuedOn: string | null;
  issuer: string | null;
  isSymbolRight: boolean | null;
  isTypeRight: boolean | null;
  isDateRight: boolean | null;
  isIssuerRight: boolean | null;
  pages: number;
  ms: number;
  completeness: Completeness | null;
}

/** Shares of right fields in a group of files, 0 to 1; null where the manifest says nothing about any of them. */
export interface GroupFigures {
  files: number;
  symbol: number | null;
  type: number | null;
  date: number | null;
  issuer: number | null;
}

/** The machine output of `capuy eval ingest`. */
export interface IngestFigures {
  files: number;
  groups: Record<string, GroupFigures>;
  pagesPerSecond: number;
  structure: {
    counted: number;
    missing: number;
    doubled: number;
    outOfOrder: number;
    withoutLocator: number;
    gaps: number;
    quotedAsSections: number;
    uncovered: number;
  };
}

const usage =
  'usage: capuy eval ingest DIR [--texts] [--only PART] [--json]\n' +
  '  DIR holds manifest.json: [{"file","doc_type","number","title"}]\n' +
  '  --texts: read FILE.txt beside a scan FILE.pdf instead of its picture\n' +
  '  --only:  only files whose path holds PART\n';

/** `capuy eval ingest`: reads the files of a manifest and says per file and group what is right. Returns the exit code. */
export async function evaluateIngest(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      texts: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    process.stderr.write(usage);
    return 2;
  }
  const entries = (await readManifest(folder)).filter(({ file }) => file.includes(values.only));
  const results: FileResult[] = [];
  for (const entry of entries) {
    const result = await measureFile(folder, entry, values.texts);
    results.push(result);
    if (!values.json) process.stdout.write(renderFile(result));
  }
  const figures = figuresOf(results);
  if (!values.json) process.stdout.write(renderGroups(figures));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

async function readManifest(folder: string): Promise<ManifestEntry[]> {
  const path = join(folder, 'manifest.json');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('input-invalid', `cannot read ${path}`, { cause });
  });
  return JSON.parse(text) as ManifestEntry[];
}

/** The folder a file lies in is its group; Word files are born digital too. */
function groupOf(file: string): string {
  const folder = file.split('/')[0] ?? '';
  if (folder === 'born-digital-pdf' || folder === 'docx') return 'born-digital';
  return folder === 'scanned-pdf' ? 'scans' : folder;
}

async function measureFile(folder: string, entry: ManifestEntry, isFromTexts: boolean): Promise<FileResult> {
  const group = groupOf(entry.file);
  const path = join(folder, entry.file);
  const isText = isFromTexts && group === 'scans';
  const base = { file: entry.file, group };
  const start = performance.now();
  try {
    const bytes = await readFile(isText ? path.replace(/\.pdf$/u, '.txt') : path);
    const name = basename(entry.file);
    const read = await readDocument(bytes, isText ? name.replace(/\.pdf$/u, '.txt') : name);
    return { ...base, ...compare(entry, read), ms: performance.now() - start };
  } catch (error) {
    const isExpected = group === 'malformed';
    return {
      ...base,
      state: 'unreadable',
      reason: toAppError(error).message,
      symbol: null,
      type: null,
      issuedOn: null,
      issuer: null,
      // A damaged file is rightly refused; anything else that cannot be read has nothing right.
      isSymbolRight: isExpected,
      isTypeRight: isExpected ? null : false,
      isDateRight: null,
      isIssuerRight: null,
      pages: 0,
      ms: performance.now() - start,
      completeness: null,
    };
  }
}

/** Holds what was read against the manifest. */
function compare(entry: ManifestEntry, read: ReadDocument): Omit<FileResult, 'file' | 'group' | 'ms'> {
  const { metadata } = read;
  const expectedKey = symbolKey(entry.number.replace(/\s*\(.*\)$/u, ''));
  const expectedDate = findDates(/\(([^)]*)\)\s*$/u.exec(entry.title)?.[1] ?? '')[0]?.date ?? null;
  return {
    state: 'read',
    reason: null,
    symbol: metadata.symbol,
    type: metadata.typeName,
    issuedOn: metadata.issuedOn,
    issuer: metadata.issuer,
    isSymbolRight: metadata.symbolKey === expectedKey,
    isTypeRight: fold(metadata.typeName) === fold(entry.doc_type),
    isDateRight: expectedDate === null ? null : metadata.issuedOn === expectedDate,
    isIssuerRight: isIssuerRight(entry, metadata),
    pages: read.hasPages ? read.pages.length : 1,
    completeness: measureCompleteness(read),
  };
}

/**
 * Against the manifest where it names the body; otherwise the body must fit the issuer code of the symbol: its initials
 * hold the letters of the code in order ('BGTVT' and 'Bộ Giao thông vận tải').
 */
function isIssuerRight(entry: ManifestEntry, { issuer, issuerCode }: DocumentMetadata): boolean | null {
  if (entry.issuer !== undefined) return fold(issuer ?? '') === fold(entry.issuer);
  if (issuerCode === null) return entry.number === '' ? null : false;
  return issuer !== null && fitsCode(issuer, issuerCode);
}

/** Codes that abbreviate no name of their own. */
const bodiesOfCode: Readonly<Record<string, RegExp>> = {
  TW: /^(?:ban chap hanh trung uong|bo chinh tri|ban bi thu)/u,
  TTG: /^thu tuong chinh phu$/u,
  CP: /^chinh phu$/u,
  QH: /^quoc hoi$/u,
};

/** True where a body may bear the code: 'Ủy ban nhân dân tỉnh Lâm Hạ' and 'UBND'. */
export function fitsCode(issuer: string, code: string): boolean {
  const name = fold(issuer);
  const letters = fold(code).split('-')[0]?.toUpperCase().replace(/\d+$/u, '') ?? '';
  const special = bodiesOfCode[letters];
  if (special) return special.test(name);
  const initials = [...name.matchAll(/(?<!\p{L})\p{L}/gu)].map((match) => match[0].toUpperCase());
  let at = 0;
  for (const initial of initials) if (initial === letters.charAt(at)) at += 1;
  return at === letters.length;
}

const share = (values: readonly (boolean | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.filter(Boolean).length / known.length;
};

function figuresOf(results: readonly FileResult[]): IngestFigures {
  const groups: Record<string, GroupFigures> = {};
  for (const group of [...new Set(results.map((result) => result.group))]) {
    const of = results.filter((result) => result.group === group);
    groups[group] = {
      files: of.length,
      symbol: share(of.map((result) => result.isSymbolRight)),
      type: share(of.map((result) => result.isTypeRight)),
      date: share(of.map((result) => result.isDateRight)),
      issuer: share(of.map((result) => result.isIssuerRight)),
    };
  }
  const checked = results.flatMap(({ completeness }) => (completeness ? [completeness] : []));
  const sum = (value: (completeness: Completeness) => number): number =>
    checked.reduce((total, completeness) => total + value(completeness), 0);
  const read = results.filter((result) => result.state === 'read');
  const seconds = read.reduce((total, { ms }) => total + ms, 0) / 1000;
  const pages = read.reduce((total, result) => total + result.pages, 0);
  return {
    files: results.length,
    groups,
    pagesPerSecond: seconds === 0 ? 0 : Math.round((pages / seconds) * 10) / 10,
    structure: {
      counted: sum(({ counted }) => Object.values(counted).reduce((total, value) => total + value, 0)),
      missing: sum(({ missing }) => missing.length),
      doubled: sum(({ doubled }) => doubled.length),
      outOfOrder: sum(({ outOfOrder }) => outOfOrder.length),
      withoutLocator: sum(({ withoutLocator }) => withoutLocator.length),
      gaps: sum(({ gaps }) => gaps.length),
      quotedAsSections: sum(({ quotedAsSections }) => quotedAsSections.length),
      uncovered: sum(({ uncovered }) => uncovered),
    },
  };
}

const mark = (isRight: boolean | null): string => (isRight === null ? 'n/a' : isRight ? 'right' : 'WRONG');

function renderFile(result: FileResult): string {
  if (result.state === 'unreadable')
    return `${result.file}\n  not read: ${result.reason ?? ''} (${mark(result.isSymbolRight)})\n`;
  const c = result.completeness;
  const list = (name: string, lines: readonly string[] | undefined): string =>
    lines && lines.length > 0
      ? `  ${name}: ${lines.slice(0, 8).join(' | ')}${lines.length > 8 ? ` … ${lines.length}` : ''}\n`
      : '';
  return (
    `${result.file}\n` +
    `  symbol ${mark(result.isSymbolRight)} (${result.symbol ?? '-'})  type ${mark(result.isTypeRight)} (${result.type ?? '-'})` +
    `  date ${mark(result.isDateRight)} (${result.issuedOn ?? '-'})  issuer ${mark(result.isIssuerRight)} (${result.issuer ?? '-'})\n` +
    (c
      ? `  numbered: ${Object.entries(c.counted)
          .filter(([, value]) => value > 0)
          .map(([kind, value]) => `${value} ${kind}`)
          .join(', ')}; quoted ${c.quoted}; letters outside chunks ${c.uncovered}\n` +
        list('missing', c.missing) +
        list('doubled', c.doubled) +
        list('out of order', c.outOfOrder) +
        list('without locator', c.withoutLocator) +
        list('gaps', c.gaps) +
        list('quoted, yet sections', c.quotedAsSections)
      : '')
  );
}

function renderGroups({ groups, pagesPerSecond }: IngestFigures): string {
  const cell = (value: number | null): string => (value === null ? '-' : value.toFixed(3)).padStart(8);
  const rows = Object.entries(groups).map(
    ([group, g]) =>
      `${group.padEnd(14)}${String(g.files).padStart(6)}${cell(g.symbol)}${cell(g.type)}${cell(g.date)}${cell(g.issuer)}\n`,
  );
  return `\n${'group'.padEnd(14)} files  symbol    type    date  issuer\n${rows.join('')}${pagesPerSecond} pages/s\n`;
}
