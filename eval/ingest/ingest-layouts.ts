import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError, toAppError } from '../../core/errors.ts';
import { readDocument } from '../../ingest/read-document.ts';
import type { DocumentMetadata } from '../../ingest/types.ts';
import { fold, oneLine } from '../../text/normalise.ts';
import { symbolKey } from '../../text/symbols.ts';
import { addNoise } from './ingest-noise.ts';

/** A document of a layout file with what a person reads from it. A field that is absent is not judged. */
export interface Layout {
  id: string;
  text: string;
  expected: Expected;
}

interface Expected {
  symbol?: string | null;
  type?: string;
  issuer?: string | null;
  date?: string | null;
  subject?: string | null;
  title?: string;
  signer?: string | null;
  authority?: string | null;
  effective?: string | null;
  term?: string | null;
  kind?: string;
  copy?: boolean;
  recipients?: number;
  annexes?: number;
}

/** Per field how many were judged and which share was right; 'false' counts values given where there is none. */
export interface LayoutFigures {
  documents: number;
  byField: Record<string, { n: number; right: number; false: number }>;
  right: number;
}

const usage =
  'usage: capuy eval metadata FILE… [--noise N] [--json]\n' +
  '  FILE: documents as text, each after "=== id", a JSON line of expected fields and "---"\n' +
  '  --noise N: each document N times with slips of character recognition instead of once as it stands\n';

/** `capuy eval metadata`: fields read from layouts with known answers. Returns the exit code. */
export async function evaluateLayouts(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { noise: { type: 'string', default: '0' }, json: { type: 'boolean', default: false } },
  });
  const times = Number(values.noise);
  if (positionals.length === 0 || !Number.isInteger(times) || times < 0) {
    process.stderr.write(usage);
    return 2;
  }
  const layouts: Layout[] = [];
  for (const path of positionals) {
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new AppError('input-invalid', `cannot read ${path}`, { cause });
    });
    layouts.push(...parseLayouts(text));
  }
  const wrong: string[] = [];
  const figures = await measureLayouts(layouts, times, (line) => wrong.push(line));
  if (!values.json) {
    process.stdout.write(wrong.map((line) => `${line}\n`).join(''));
    for (const [field, { n, right, false: invented }] of Object.entries(figures.byField))
      process.stdout.write(
        `${field.padEnd(12)} ${right.toFixed(3)} of ${n}${invented ? `, ${invented} invented` : ''}\n`,
      );
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

/** The documents of a layout file. */
export function parseLayouts(file: string): Layout[] {
  return file
    .split(/^=== /mu)
    .slice(1)
    .map((part) => {
      const [id = '', json = '', , ...lines] = part.split('\n');
      return { id: id.trim(), expected: JSON.parse(json) as Expected, text: lines.join('\n') };
    });
}

/** Reads every layout and holds each field against the expected one; `onWrong` gets a line per wrong field. */
export async function measureLayouts(
  layouts: readonly Layout[],
  noiseTimes = 0,
  onWrong: (line: string) => void = () => undefined,
): Promise<LayoutFigures> {
  const byField: LayoutFigures['byField'] = {};
  for (const layout of layouts) {
    for (let time = 0; time < Math.max(1, noiseTimes); time++) {
      const text = noiseTimes > 0 ? addNoise(layout.text, time * 1000 + layout.id.length) : layout.text;
      const name = /\.\w+$/u.test(layout.id) ? layout.id : `${layout.id}.txt`;
      const read = await readDocument(new Uint8Array(Buffer.from(text, 'utf8')), name).catch(
        (error: unknown) => toAppError(error).message,
      );
      for (const { field, isRight, isInvented, shown } of judge(
        layout.expected,
        typeof read === 'string' ? null : read.metadata,
        typeof read === 'string' ? [] : read.sections.filter((section) => section.level === 'annex'),
        noiseTimes > 0,
      )) {
        const figures = (byField[field] ??= { n: 0, right: 0, false: 0 });
        figures.n += 1;
        if (isRight) figures.right += 1;
        else onWrong(`${layout.id}${noiseTimes > 0 ? ` #${time}` : ''}: ${field}: ${shown}`);
        if (isInvented) figures.false += 1;
      }
    }
  }
  const all = Object.values(byField);
  const right = all.reduce((sum, figures) => sum + figures.right, 0);
  const judged = all.reduce((sum, figures) => sum + figures.n, 0);
  for (const figures of all) figures.right /= figures.n;
  return { documents: layouts.length, byField, right: judged === 0 ? 0 : right / judged };
}

interface Judgement {
  field: string;
  isRight: boolean;
  isInvented: boolean;
  shown: string;
}

const plain = (value: string): string =>
  fold(oneLine(value))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * Bodies and names must be right to the letter and in the right case; subjects and lines to the folded word. Under noise
 * names are held to the folded word too: a lost mark in the name of a place or person is nothing that reading a head
 * could give back.
 */
function judge(
  expected: Expected,
  metadata: DocumentMetadata | null,
  annexes: readonly unknown[],
  isNoisy: boolean,
): Judgement[] {
  const judged: Judgement[] = [];
  const name = (value: string): string => (isNoisy ? plain(value) : value);
  const add = (field: string, wanted: unknown, found: unknown, same = wanted === found): void => {
    judged.push({
      field,
      isRight: same,
      isInvented: wanted === null && found !== null,
      shown: `${String(found)} instead of ${String(wanted)}`,
    });
  };
  const text = (
    field: string,
    wanted: string | null | undefined,
    found: string | null | undefined,
    form: (value: string) => string,
  ): void => {
    if (wanted === undefined) return;
    add(
      field,
      wanted,
      found ?? null,
      (wanted === null ? null : form(wanted)) === (found ? form(found) : null),
    );
  };
  if (expected.symbol !== undefined)
    add(
      'symbol',
      expected.symbol,
      metadata?.symbol ?? null,
      (expected.symbol === null ? null : symbolKey(expected.symbol)) === (metadata?.symbolKey ?? null),
    );
  text('type', expected.type, metadata?.typeName, (value) => value);
  text('issuer', expected.issuer, metadata?.issuer, name);
  if (expected.date !== undefined) add('date', expected.date, metadata?.issuedOn ?? null);
  text('subject', expected.subject, metadata?.subject, plain);
  text('title', expected.title, metadata?.title, plain);
  text('signer', expected.signer, metadata?.signer, name);
  text('authority', expected.authority, metadata?.authorityLine, plain);
  if (expected.effective !== undefined) add('effective', expected.effective, metadata?.effectiveOn ?? null);
  if (expected.term !== undefined) add('term', expected.term, metadata?.term ?? null);
  if (expected.kind !== undefined) add('kind', expected.kind, metadata?.kind);
  if (expected.copy !== undefined) add('copy', expected.copy, metadata?.isCopy ?? false);
  if (expected.recipients !== undefined) add('recipients', expected.recipients, metadata?.recipients.length);
  if (expected.annexes !== undefined) add('annexes', expected.annexes, annexes.length);
  return judged;
}
