import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AppError } from '../core/errors.ts';
import { sha256 } from '../core/ids.ts';
import { findRelations } from '../ingest/relations/relations.ts';
import type { DocumentMetadata, NewRelation, Paragraph, RelationKind } from '../ingest/types.ts';
import { fold } from '../text/normalise.ts';
import { findSymbols, symbolKey } from '../text/symbols.ts';
import { titleKey } from '../text/document-titles.ts';

/** A sentence, or a few lines, of a document with the relations that it states. */
export interface LabelledText {
  id: string;
  /** The document that it stands in. */
  own: { type: string; symbol: string; issuedOn: string };
  /** Where in it: the subject line, right behind the head, or further down (default). */
  place?: 'subject' | 'preamble' | 'closing';
  text: string;
  expected: ExpectedRelation[];
}

/** A relation as labelled; what is absent is not compared. */
export interface ExpectedRelation {
  kind: RelationKind;
  target?: string;
  title?: string;
  issuedOn?: string;
  parts?: string[];
  effectiveOn?: string;
  effectiveUntil?: string;
}

/** Found, right and expected, of one kind or of all. */
interface Count {
  expected: number;
  found: number;
  right: number;
  precision: number;
  recall: number;
}

/** Shares are 0 to 1. A relation is right where kind, target and whole-or-part agree. */
export interface RelationFigures {
  texts: number;
  all: Count;
  byKind: Record<string, Count>;
  /** Of the right ones: the same date of the target, the same parts, the same day of effect, where labelled. */
  details: { issuedOn: number; parts: number; effectiveOn: number };
}

const shipped = fileURLToPath(new URL('./relations/sentences.jsonl', import.meta.url));
const usage =
  'usage: capuy eval relations [FILE.jsonl] [--split dev|held-out|all] [--json]\n' +
  '  default FILE: the labelled sentences that the product ships with\n';

/** `capuy eval relations`: precision and recall by kind. Returns the exit code. */
export async function evaluateRelations(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      split: { type: 'string', default: 'all' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length > 1 || !['dev', 'held-out', 'all'].includes(values.split)) {
    process.stderr.write(usage);
    return 2;
  }
  const texts = (await readLabelled(positionals[0] ?? shipped)).filter(
    ({ id }) => values.split === 'all' || splitOf(id) === values.split,
  );
  const { figures, errors } = measureRelations(texts);
  if (!values.json) {
    // The held-out half is for measuring: who reads its errors and then changes rules has no held-out half any more.
    if (values.split === 'dev') for (const error of errors) process.stdout.write(`${error}\n`);
    for (const [kind, count] of Object.entries({ ...figures.byKind, all: figures.all })) {
      const { expected, found, right, precision, recall } = count;
      process.stdout.write(
        `${kind.padEnd(11)} expected ${String(expected).padStart(3)}  found ${String(found).padStart(3)}  right ${String(right).padStart(3)}  precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}\n`,
      );
    }
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

/** Which half a text belongs to: by its id alone, fixed before any rule was written. */
export const splitOf = (id: string): 'dev' | 'held-out' =>
  Number.parseInt(sha256(id).slice(0, 2), 16) % 2 === 0 ? 'dev' : 'held-out';

async function readLabelled(path: string): Promise<LabelledText[]> {
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('input-invalid', `cannot read ${path}`, { cause });
  });
  return content
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LabelledText);
}

/** Reads every text as part of its document and compares what is found with what is labelled. */
export function measureRelations(texts: readonly LabelledText[]): {
  figures: RelationFigures;
  errors: string[];
} {
  const counts = new Map<string, { expected: number; found: number; right: number }>();
  const count = (kind: string, what: 'expected' | 'found' | 'right'): void => {
    for (const key of [kind, 'all']) {
      const known = counts.get(key) ?? { expected: 0, found: 0, right: 0 };
      known[what] += 1;
      counts.set(key, known);
    }
  };
  const details = { issuedOn: [0, 0], parts: [0, 0], effectiveOn: [0, 0] } satisfies Record<
    string,
    [number, number]
  >;
  const compare = (what: keyof typeof details, isSame: boolean): void => {
    details[what][0] += isSame ? 1 : 0;
    details[what][1] += 1;
  };
  const errors: string[] = [];
  for (const text of texts) {
    const left = [...relationsOf(text)];
    for (const relation of left) count(relation.kind, 'found');
    for (const expected of text.expected) {
      count(expected.kind, 'expected');
      const at = left.findIndex((found) => isSame(expected, found));
      const [found] = at < 0 ? [] : left.splice(at, 1);
      if (!found) {
        errors.push(`${text.id} missing ${JSON.stringify(expected)}\n      ${text.text}`);
        continue;
      }
      count(expected.kind, 'right');
      if (expected.issuedOn !== undefined) compare('issuedOn', found.targetIssuedOn === expected.issuedOn);
      if (expected.parts) compare('parts', listKey(found.targetParts) === listKey(expected.parts));
      if (expected.effectiveOn !== undefined)
        compare('effectiveOn', found.effectiveOn === expected.effectiveOn);
      const isExact =
        (expected.issuedOn ?? found.targetIssuedOn) === found.targetIssuedOn &&
        listKey(expected.parts ?? []) === listKey(found.targetParts) &&
        (expected.effectiveOn ?? found.effectiveOn) === found.effectiveOn &&
        (expected.effectiveUntil ?? found.effectiveUntil ?? null) === (found.effectiveUntil ?? null);
      if (!isExact)
        errors.push(
          `${text.id} inexact ${JSON.stringify(expected)}\n      ${describe(found)}\n      ${text.text}`,
        );
    }
    for (const extra of left) errors.push(`${text.id} extra ${describe(extra)}\n      ${text.text}`);
  }
  const shareOf = ([right, all]: readonly [number, number]): number => round(all === 0 ? 1 : right / all);
  const figureOf = (kind: string): Count => {
    const { expected, found, right } = counts.get(kind) ?? { expected: 0, found: 0, right: 0 };
    return {
      expected,
      found,
      right,
      precision: round(found === 0 ? 1 : right / found),
      recall: round(expected === 0 ? 1 : right / expected),
    };
  };
  return {
    figures: {
      texts: texts.length,
      all: figureOf('all'),
      byKind: Object.fromEntries(
        [...counts.keys()]
          .filter((kind) => kind !== 'all')
          .sort()
          .map((kind) => [kind, figureOf(kind)]),
      ),
      details: {
        issuedOn: shareOf(details.issuedOn),
        parts: shareOf(details.parts),
        effectiveOn: shareOf(details.effectiveOn),
      },
    },
    errors,
  };
}

const describe = ({ kind, targetSymbol, targetIssuedOn, targetParts, effectiveOn }: NewRelation): string =>
  [kind, targetSymbol, targetIssuedOn, targetParts.join('; '), effectiveOn && `> ${effectiveOn}`]
    .filter(Boolean)
    .join(' ');

const listKey = (parts: readonly string[]): string => parts.map(fold).sort().join('|');

function isSame(expected: ExpectedRelation, found: NewRelation): boolean {
  if (expected.kind !== found.kind) return false;
  if ((expected.parts ?? []).length > 0 !== found.targetParts.length > 0) return false;
  if (expected.title !== undefined) {
    const wanted = titleKey(expected.title);
    const given = found.targetTitle === null ? null : titleKey(found.targetTitle);
    return wanted !== null && given?.words === wanted.words;
  }
  const key = symbolKey(expected.target ?? '') ?? findSymbols(expected.target ?? '')[0]?.key;
  return key !== undefined && sameNumber(key, found.targetSymbolKey);
}

/** 'Quy định 603' has no issuer; a body named behind it adds one. */
const sameNumber = (wanted: string, given: string): boolean =>
  given === wanted || (wanted.endsWith('|') && given.startsWith(wanted));

/** Lines that say nothing of other documents, between the head and what stands further down. */
const filler = Array.from(
  { length: 20 },
  (_, index) => `${index + 1}. Nội dung thứ ${index + 1} của văn bản.`,
);

function relationsOf({ own, place = 'closing', text }: LabelledText): NewRelation[] {
  const head = ['CƠ QUAN BAN HÀNH', `Số: ${own.symbol}`, own.type.toUpperCase()];
  const lines = text.split('\n');
  const all = place === 'closing' ? [...head, ...filler, ...lines] : [...head, ...lines, ...filler];
  return findRelations({
    paragraphs: toParagraphs(all),
    bodyFrom: place === 'subject' ? head.length + lines.length : head.length,
    metadata: metadataOf(own, place === 'subject' ? text : null),
  }).relations;
}

function toParagraphs(lines: readonly string[]): Paragraph[] {
  let from = 0;
  return lines.map((text) => {
    const paragraph = {
      text,
      from,
      to: from + text.length,
      pageNo: 1,
      ...(text.startsWith('|') && { hint: 'row' as const }),
    };
    from += text.length + 1;
    return paragraph;
  });
}

function metadataOf(own: LabelledText['own'], subject: string | null): DocumentMetadata {
  const mention = findSymbols(own.symbol)[0];
  return {
    symbol: own.symbol,
    symbolKey: mention?.key ?? null,
    number: Number(mention?.number ?? 0),
    typeCode: mention?.typeCode ?? null,
    typeName: own.type,
    issuerCode: mention?.issuerCode ?? null,
    issuer: null,
    title: own.type,
    subject,
    issuedOn: own.issuedOn,
    issuedIn: null,
    effectiveOn: null,
    place: null,
    signer: null,
    authorityLine: null,
    recipients: [],
    kind: 'signed',
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
