import { parseArgs } from 'node:util';
import { localViewer, seesAllUnits, type Role, type Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import type { ReadDocument } from '../../ingest/types.ts';
import { listUnits } from '../../members/units/unit-store.ts';
import { randomNumbers } from '../random.ts';
import { drawDocuments, type DrawnDocument } from './drawn-documents.ts';
import { drawMessage } from './drawn-messages.ts';
import { hiddenDocuments, keepRows, removeDocuments, type HiddenRows } from './hidden-rows-store.ts';

/** What came of one message. */
export interface WatchedReply {
  /** Everything that a person is shown, in order; what is drawn anew each time, as keys of buttons, is left out. */
  shown: string;
  /** Every statement that ran for it, in order: how long a reply takes is decided by them. */
  statements: readonly string[];
}

/** A person who asks: in a chat of their own, over a channel of the ceiling. */
export interface WatchedPerson {
  viewer: Viewer;
  ask(text: string): Promise<WatchedReply>;
}

/** A whole assistant with its features; opened by who may know features and channels. */
export interface WatchedOffice {
  db: Database;
  /** Somebody new, with a chat in which nothing has been said. */
  person(as: { role: Role; unitIds: readonly string[]; ceiling: Viewer['ceiling'] }): Promise<WatchedPerson>;
  close(): Promise<void>;
}

/** A message that was answered otherwise with the hidden rows than without. */
interface Difference {
  corpus: number;
  person: number;
  as: string;
  text: string;
  kind: 'reply' | 'statements';
  whole: string;
  restricted: string;
}

/** Figures of `capuy eval interference`; the last line of its output. */
export interface InterferenceFigures {
  cases: number;
  corpora: number;
  persons: number;
  /** Cases in which something was hidden from the person. */
  casesWithHidden: number;
  differingReplies: number;
  differingStatements: number;
  /** Different first lines of replies, to see that not all say the same. */
  kindsOfReplies: number;
  seed: number;
  seconds: number;
}

const usage = 'usage: capuy eval interference [--cases 10000] [--seed 1] [--show 10]\n';
const documentsACorpus = 30;
const personsACorpus = 8;
const messagesAPerson = 25;

/**
 * `capuy eval interference`: whether what a person may not see can be told from the replies. Persons of every role, unit and
 * ceiling ask over drawn corpora; then the rows that they may not see are taken away and somebody of the same rights asks the
 * same. Replies must be equal byte for byte, counts, suggestions and order included, and so must the statements that ran for
 * them; where they are not, both are asked once more, and what differs again counts. Returns 0 where no case differs, else 1.
 */
export async function evaluateInterference(
  args: string[],
  open: () => Promise<WatchedOffice>,
): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      show: { type: 'string', default: '10' },
    },
  });
  const [cases, seed, show] = [values.cases, values.seed, values.show].map(Number) as [
    number,
    number,
    number,
  ];
  if (![cases, seed, show].every(Number.isSafeInteger) || cases < 1) {
    process.stderr.write(usage);
    return 2;
  }
  const startedAt = performance.now();
  const office = await open();
  try {
    const { differences, ...figures } = await measure(office, { cases, seed });
    for (const one of differences.slice(0, show)) {
      const { at, whole, restricted } = firstDifference(one.whole, one.restricted);
      process.stdout.write(
        `${one.kind} of corpus ${one.corpus}, person ${one.person} (${one.as}) to '${one.text}' at ${at}:\n` +
          `  with hidden rows: ${whole}\n  without them:     ${restricted}\n`,
      );
    }
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    process.stdout.write(`${JSON.stringify({ ...figures, seed, seconds } satisfies InterferenceFigures)}\n`);
    return differences.length === 0 ? 0 : 1;
  } finally {
    await office.close();
  }
}

async function measure(
  { db, person }: WatchedOffice,
  { cases, seed }: { cases: number; seed: number },
): Promise<Omit<InterferenceFigures, 'seed' | 'seconds'> & { differences: Difference[] }> {
  const random = randomNumbers(seed);
  const units = await listUnits(db, localViewer);
  const differences: Difference[] = [];
  const kinds = new Set<string>();
  let done = 0;
  let persons = 0;
  let corpora = 0;
  let casesWithHidden = 0;
  while (done < cases) {
    corpora += 1;
    const documents = drawDocuments(random, documentsACorpus, units.length);
    await storeAll(
      db,
      documents,
      units.map(({ id }) => id),
    );
    const kept = await keepRows(db);
    const asked = [];
    for (let at = 0; at < personsACorpus && done < cases; at++) {
      const rights = drawRights(
        random,
        units.map(({ id }) => id),
      );
      const texts = Array.from({ length: Math.min(messagesAPerson, cases - done) }, () =>
        drawMessage(
          random,
          documents,
          units.map(({ name }) => name),
        ),
      );
      done += texts.length;
      asked.push({ rights, texts, whole: await askAll(await person(rights), texts) });
    }
    for (const [at, { rights, texts, whole }] of asked.entries()) {
      const same = await person(rights);
      const hidden = await hiddenFrom(
        db,
        same.viewer,
        units.map(({ id }) => id),
      );
      const askRestricted = async (asker: WatchedPerson): Promise<WatchedReply[]> => {
        await kept.hide(hidden);
        try {
          return await askAll(asker, texts);
        } finally {
          await kept.restore();
        }
      };
      const restricted = await askRestricted(same);
      let isOtherStatements = texts.map((_, place) => ranOther(whole[place]!, restricted[place]!));
      if (isOtherStatements.includes(true)) {
        const wholeAgain = await askAll(await person(rights), texts);
        const again = await askRestricted(await person(rights));
        isOtherStatements = isOtherStatements.map(
          (isOther, place) => isOther && ranOther(wholeAgain[place]!, again[place]!),
        );
      }
      persons += 1;
      if (hidden.documentIds.length + hidden.unitIds.length > 0) casesWithHidden += texts.length;
      for (const [place, text] of texts.entries()) {
        const [a, b] = [whole[place]!, restricted[place]!];
        kinds.add(a.shown.slice(0, 60));
        const as = `${rights.role}, ${rights.unitIds.length} units, ${rights.ceiling}`;
        const about = { corpus: corpora, person: at + 1, as, text };
        if (a.shown !== b.shown)
          differences.push({ ...about, kind: 'reply', whole: a.shown, restricted: b.shown });
        if (isOtherStatements[place])
          differences.push({ ...about, kind: 'statements', whole: ran(a), restricted: ran(b) });
      }
    }
    await removeDocuments(db);
  }
  const differing = (kind: Difference['kind']): number =>
    differences.filter((one) => one.kind === kind).length;
  return {
    cases: done,
    corpora,
    persons,
    casesWithHidden,
    differingReplies: differing('reply'),
    differingStatements: differing('statements'),
    kindsOfReplies: kinds.size,
    differences,
  };
}

/** Sorted: what is asked side by side reaches the database in an order of chance. */
const ran = ({ statements }: WatchedReply): string => [...statements].sort().join('\n');

/** By chance too, now and then: what is looked up side by side may be read in one statement or in two. */
const ranOther = (a: WatchedReply, b: WatchedReply): boolean => ran(a) !== ran(b);

async function askAll({ ask }: WatchedPerson, texts: readonly string[]): Promise<WatchedReply[]> {
  // What is read or worked out once for a changed store or a new viewer is not compared: it runs before the first message.
  for (const text of ['xin chào', 'văn bản mới nhất là gì', '/thongke']) await ask(text);
  const replies: WatchedReply[] = [];
  for (const text of texts) replies.push(await ask(text));
  return replies;
}

async function storeAll(
  db: Database,
  documents: readonly DrawnDocument[],
  unitIds: readonly string[],
): Promise<void> {
  const read: ReadDocument[] = [];
  for (const { text, fileName } of documents) read.push(await readDocument(Buffer.from(text), fileName));
  await db.tx(async (t) => {
    for (const [at, { scope, units }] of documents.entries())
      await storeDocument(t, read[at]!, {
        scope,
        scopeUnitIds: units.map((unit) => unitIds[unit]!),
        by: null,
        now: new Date('2026-11-20T02:00:00Z'),
        areRelationsConfirmed: true,
      });
  });
}

function drawRights(
  random: () => number,
  unitIds: readonly string[],
): { role: Role; unitIds: string[]; ceiling: Viewer['ceiling'] } {
  const role = (['cadre', 'cadre', 'secretary', 'secretary', 'office', 'admin'] as const)[
    Math.floor(random() * 6)
  ]!;
  const own = unitIds.filter(() => random() < 1.5 / unitIds.length);
  return {
    role,
    unitIds: role === 'cadre' || role === 'secretary' ? own : [],
    ceiling: random() < 0.3 ? 'public' : 'all',
  };
}

/** What a viewer may not see: by the rule of documents, and of units those that are not theirs. */
async function hiddenFrom(db: Database, viewer: Viewer, unitIds: readonly string[]): Promise<HiddenRows> {
  const documentIds = await hiddenDocuments(db, viewer);
  if (viewer.ceiling === 'public') return { documentIds, unitIds };
  if (seesAllUnits(viewer)) return { documentIds, unitIds: [] };
  return { documentIds, unitIds: unitIds.filter((id) => !viewer.unitIds.includes(id)) };
}

function firstDifference(
  whole: string,
  restricted: string,
): { at: number; whole: string; restricted: string } {
  let at = 0;
  while (at < whole.length && whole[at] === restricted[at]) at++;
  const around = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 80), at + 160));
  return { at, whole: around(whole), restricted: around(restricted) };
}
