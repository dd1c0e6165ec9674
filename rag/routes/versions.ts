import { documentName } from '../../prompts/answers.ts';
import * as words from '../../prompts/versions.ts';
import { fold } from '../../text/normalise.ts';
import { addressesIn, resolveAddress, type Address } from '../question/address.ts';
import { analyseQuestion } from '../question/analyse.ts';
import type { LibrarySection } from '../library.ts';
import type { DocumentSummary, Passage } from '../types.ts';
import { blank, type NameSpan } from './relations/relations-question.ts';
import { nameSpans } from './relations/relations-names.ts';
import { relationConfidence, statementsOf, subjectOf } from './relations/relations-statements.ts';
import { subjectsOf } from './relations/relations-subjects.ts';
import { differencesOf, type Difference } from './versions-difference.ts';
import { documentOf, nothingFound, type AskedQuestion, type Result, type Route } from './route.ts';

const asksDifference =
  /(?<!\p{L})(?:(?:gi|diem|nao|cho) khac|khac (?:gi|nhau|the nao|o|biet|so|voi|quy dinh|quy che|huong dan|van ban|ban|truoc)|so sanh|so voi|co gi moi|diem moi|noi dung moi|thay doi (?:gi|nhung gi|the nao|ra sao|o)|da thay doi|sua (?:doi )?(?:nhung )?(?:gi|the nao|nhung gi))(?!\p{L})/u;

/** A side of a comparison: a stretch of a document. */
interface Side {
  document: DocumentSummary;
  /** 'Điều 5'; '' where the stretch has no label. */
  label: string;
  text: string;
  slices: { passage: Passage; from: number; to: number }[];
}

/** A quotation of one side goes no further than this, in characters. */
const longest = 1200;
/** A table longer than this no longer fits a reply. */
const mostRows = 12;

/**
 * 'Điều 5 mới khác gì Điều 5 cũ', 'Quy định 08 và 12 khác nhau gì về …': the two texts side by side, what was added and
 * what was dropped in words, both cited.
 */
export const versions: Route = async (asked) => {
  const { question } = asked;
  if (!asksDifference.test(fold(question.text))) return null;
  const pair = await pairOf(asked);
  if (!pair) return null;
  const [older, newer] = pair;
  const [address] = addressesIn(question.text, question.hasDiacritics);
  const sides = address
    ? await addressedSides(asked, older, newer, address)
    : await matterSides(asked, older, newer);
  return sides && told(asked, sides);
};

/**
 * The two documents, older first: both named, or the named one and what it replaced, or what replaced it. Where none is
 * named ('quy chế mới khác gì quy chế cũ về …'), the documents that the matter is found in tell which chain is meant.
 */
async function pairOf(asked: AskedQuestion): Promise<[DocumentSummary, DocumentSummary] | null> {
  const subjects = (await subjectsOf(asked, true)).flatMap(({ document }) => document ?? []);
  const [first, second] = subjects;
  if (first && second) {
    const isInOrder = (first.issuedOn ?? '') <= (second.issuedOn ?? '');
    return isInOrder ? [first, second] : [second, first];
  }
  if (first) return besideIt(asked, first);
  const { named } = await asked.resolution();
  if (named.length > 0 || !saysOldAndNew.test(fold(asked.question.text))) return null;
  const type = typedRule.exec(fold(asked.question.text))?.[1];
  const { evidence } = await asked.aside(analyseQuestion(matterBetween(asked.question.text))).found();
  const documents = new Map(
    evidence
      .map(documentOf)
      .filter(({ typeName }) => type === undefined || fold(typeName) === type)
      .map((document) => [document.id, document]),
  );
  for (const document of [...documents.values()].slice(0, mostTried)) {
    const pair = await besideIt(asked, document);
    if (pair) return pair;
  }
  return null;
}

/** A document and what it replaced or amended, or what did so to it; the newest first where there are several. */
async function besideIt(
  asked: AskedQuestion,
  document: DocumentSummary,
): Promise<[DocumentSummary, DocumentSummary] | null> {
  const changes = new Set(['replaces', 'repeals', 'amends']);
  for (const direction of ['in', 'out'] as const) {
    const other = (await statementsOf(asked, await subjectOf(asked, document), direction)).find(
      ({ relation, document: target }) => target !== null && changes.has(relation.kind),
    )?.document;
    if (other) return direction === 'in' ? [document, other] : [other, document];
  }
  return null;
}

/** How many documents that the matter is found in are looked at for a chain. */
const mostTried = 3;
const saysOldAndNew = /(?<!\p{L})(?:cu|truoc day|truoc kia|truoc va sau)(?!\p{L})/u;
const ruleWord = '(quy dinh|quy che|huong dan|quyet dinh|nghi quyet|ke hoach|chi thi)';
const typedRule = new RegExp(String.raw`(?<!\p{L})${ruleWord}(?:\s+\p{L}+){0,8}?\s+(?:moi|cu)(?!\p{L})`, 'u');

/** The question without the words that compare: what both texts are asked for. */
function matterBetween(text: string): string {
  const folded = fold(text);
  let rest = '';
  let at = 0;
  for (const match of folded.matchAll(comparing)) {
    rest += text.slice(at, match.index);
    at = match.index + match[0].length;
  }
  return rest + text.slice(at);
}

const comparing = new RegExp(
  String.raw`(?<!\p{L})(?:(?:so (?:voi|sanh)|khac(?: (?:gi|nhau|biet|the nao|voi|so voi))*|thay doi(?: (?:gi|the nao|ra sao))?|giong(?: nhau)?|co gi|nhung gi|diem gi|truoc day|truoc kia|hien nay|bay gio|(?:${ruleWord} )?(?:moi|cu))\s*)+(?!\p{L})`,
  'gu',
);

async function addressedSides(
  asked: AskedQuestion,
  older: DocumentSummary,
  newer: DocumentSummary,
  address: Address,
): Promise<[Side, Side] | null> {
  const before = await sectionAt(asked, older, address);
  if (!before) return null;
  const old = await sideOf(asked, older, before);
  // An amendment prints the new text of the article that it names.
  const amended = await amendedSide(asked, older, newer, address);
  if (amended) return [old, amended];
  const after = await sectionAt(asked, newer, address);
  return after ? [old, await sideOf(asked, newer, after)] : null;
}

async function sectionAt(
  { library, filter }: AskedQuestion,
  document: DocumentSummary,
  address: Address,
): Promise<LibrarySection | null> {
  const resolved = resolveAddress(address, await library.sections(filter.viewer, document.id));
  return 'found' in resolved ? (resolved.found[0] ?? null) : null;
}

async function amendedSide(
  asked: AskedQuestion,
  older: DocumentSummary,
  newer: DocumentSummary,
  address: Address,
): Promise<Side | null> {
  const { says } = await subjectOf(asked, newer);
  const label = address.units.map(({ word, number }) => fold(`${word} ${number}`)).reverse();
  const isMeant = says.some(
    ({ kind, targetSymbolKey, targetParts }) =>
      kind === 'amends' &&
      targetSymbolKey === older.symbolKey &&
      targetParts.some((part) => label.some((unit) => ` ${fold(part)} `.includes(` ${unit} `))),
  );
  if (!isMeant) return null;
  const wanted = label.at(-1) ?? '';
  const { library, filter } = asked;
  for (const passage of await library.passages(filter.viewer, newer.id)) {
    const folded = fold(passage.text);
    const at = folded.search(
      new RegExp(String.raw`(?<!\p{L})sua doi[^"“]{0,200}?${wanted}(?![\p{L}\d])[^"“]{0,300}["“]`, 'u'),
    );
    if (at < 0) continue;
    const from = at + folded.slice(at).search(/["“]/u) + 1;
    const length = passage.text.slice(from).search(/["”]\s*(?:[.;]|$|\n)/u);
    const to = length < 0 ? passage.text.length : from + length;
    return {
      document: newer,
      label: '',
      text: passage.text.slice(from, to),
      slices: [{ passage, from: at, to }],
    };
  }
  return null;
}

/** What each document says of the matter that the question names. */
async function matterSides(
  asked: AskedQuestion,
  older: DocumentSummary,
  newer: DocumentSummary,
): Promise<[Side, Side] | null> {
  const { question, finder, filter, library, resolution } = asked;
  const resolved = await resolution();
  const spans = nameSpans(question.text, resolved, []);
  const text = matterOf(question.text, spans);
  if (text === null) return null;
  const sides: Side[] = [];
  for (const document of [older, newer]) {
    const { evidence } = await finder.find(
      analyseQuestion(text),
      { viewer: filter.viewer, documentIds: [document.id] },
      [],
    );
    const [best] = evidence;
    if (!best) return null;
    const { passage, unit } = best.ranked;
    const from = passage.passage.charFrom + unit.from;
    const sections = await library.sections(filter.viewer, document.id);
    const section = narrowest(sections, from);
    sides.push(
      section
        ? await sideOf(asked, document, section)
        : {
            document,
            label: '',
            text: passage.passage.text,
            slices: [{ passage: passage.passage, from: 0, to: passage.passage.text.length }],
          },
    );
  }
  return sides.length === 2 ? [sides[0]!, sides[1]!] : null;
}

/** What the comparison is about: behind 'về', or before the names ('Thời hạn … ở ¤ và ¤ khác nhau thế nào'). */
function matterOf(text: string, spans: readonly NameSpan[]): string | null {
  const blanked = blank(text, spans);
  const behind = /(?<!\p{L})ve\s+(?<matter>[^¤?]{4,})$/u.exec(blanked)?.groups?.['matter'];
  if (behind && !/^(?:van de|noi dung|diem|nhung)?\s*(?:gi|nao)$/u.test(behind.trim()))
    return text.slice(blanked.length - behind.length, blanked.length);
  const [first] = spans;
  if (!first) {
    const between = matterBetween(text).trim();
    return between.length >= shortestMatter ? between : null;
  }
  const before =
    /^(?<matter>.{8,}?)\s+(?:o|cua|theo|trong|giua|tai|quy dinh (?:o|tai|trong))(?:\s+hai)?\s*$/u.exec(
      blanked.slice(0, first.from).trimEnd(),
    )?.groups?.['matter'];
  return before && !asksDifference.test(before) ? text.slice(0, before.length) : null;
}

/** Less than this says no matter, in characters. */
const shortestMatter = 8;

/** A section without articles is compared up to this length, in characters. */
const longestSection = 2500;

/** The article that a place stands in, else the widest section around it that is not too long. */
function narrowest(sections: readonly LibrarySection[], at: number): LibrarySection | null {
  const around = sections.filter(({ charFrom, charTo }) => charFrom <= at && at < charTo);
  const article = around.findLast(({ level }) => level === 'article');
  if (article) return article;
  const widest = around.find(({ charFrom, charTo }) => charTo - charFrom <= longestSection) ?? around.at(-1);
  if (!widest) return null;
  // Items of a flat list belong together: the same matter may stand under another number.
  const items = sections.filter(
    ({ level, parentOrdinal }) => level === widest.level && parentOrdinal === widest.parentOrdinal,
  );
  const charFrom = Math.min(...items.map((item) => item.charFrom));
  const charTo = Math.max(...items.map((item) => item.charTo));
  return charTo - charFrom <= longestSection ? { ...widest, label: '', charFrom, charTo } : widest;
}

async function sideOf(
  { library, filter }: AskedQuestion,
  document: DocumentSummary,
  { label, charFrom, charTo }: LibrarySection,
): Promise<Side> {
  const passages = await library.passages(filter.viewer, document.id, { charFrom, charTo });
  const slices = passages.map((passage) => ({
    passage,
    from: Math.max(0, charFrom - passage.charFrom),
    to: Math.min(passage.text.length, charTo - passage.charFrom),
  }));
  return {
    document,
    label,
    text: slices.map(({ passage, from, to }) => passage.text.slice(from, to)).join('\n'),
    slices,
  };
}

async function told({ quoting }: AskedQuestion, [before, after]: [Side, Side]): Promise<Result | null> {
  if (before.slices.length === 0 || after.slices.length === 0) return null;
  const differences = differencesOf(before.text, after.text);
  const told = differences.filter(({ how }) => how !== 'kept');
  const quotes = await quoting.verbatim(
    [before, after]
      .flatMap(({ slices }) => slices.slice(0, 1))
      .map((slice) => ({
        ...slice,
        to: Math.min(slice.to, slice.from + longest),
      })),
  );
  const names = [before, after].map(({ document, label }) =>
    words.sideName(/^[\dIVXLC.]+$/u.test(label) ? words.numbered(label) : label, documentName(document)),
  ) as [string, string];
  const count = (how: Difference['how']): number => told.filter((one) => one.how === how).length;
  return {
    answer: {
      outcome: 'answer',
      lead:
        told.length === 0
          ? words.sameText(...names)
          : words.differenceLead(...names, {
              changed: count('changed'),
              added: count('added'),
              dropped: count('dropped'),
            }),
      quotes,
      ...(told.length > 0 && {
        table: {
          head: words.differenceHead(before.document.symbol ?? names[0], after.document.symbol ?? names[1]),
          rows: told.slice(0, mostRows).map(rowOf),
        },
      }),
    },
    found: nothingFound,
    missing: [],
    confidence: relationConfidence,
    isAboutForce: true,
  };
}

function rowOf(difference: Difference): string[] {
  switch (difference.how) {
    case 'changed':
      return [words.changed(difference.dropped, difference.added), difference.before, difference.after];
    case 'dropped':
      return [words.dropped, difference.before, words.none];
    case 'added':
      return [words.added, words.none, difference.after];
    case 'kept':
      return [words.kept, difference.before, difference.after];
  }
}
