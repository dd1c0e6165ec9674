import { fold, normalise, oneLine } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { analyseQuestion, type Question } from '../question/analyse.ts';
import { factsOf } from '../question/facts.ts';
import type { PreviousTurn } from '../question/follow-up.ts';
import { scopeOf } from '../question/scope.ts';
import type { CorpusStatistics } from '../types.ts';
import { longestReading, type MessageReading } from './reading-schema.ts';

/*
 * Whether a question that a model wrote may stand for what a person wrote. What it names must be the person's own, what
 * the person named must still be there, and it must ask for the same kind of thing. With no word of anybody else's it
 * may be asked in the person's place; with other words it is only what the person may have meant.
 */

/** What the person wrote, and what the model made of it. */
export interface RewritingInput {
  typed: string;
  previous?: PreviousTurn;
  reading: Pick<MessageReading, 'question' | 'replaced'>;
  /** Words that no document has cannot be the words of documents. */
  statistics: CorpusStatistics;
}

export type Rewriting =
  | { ok: true; question: string; basis: 'own-words' | 'other-words' }
  | {
      ok: false;
      reason: 'none' | 'unchanged' | 'too-long' | 'out-of-scope' | 'invented' | 'dropped' | 'other-kind';
    };

/** Holds a rewritten question against the message and the turn before it. Pure. */
export function checkRewriting({ typed, previous, reading, statistics }: RewritingInput): Rewriting {
  const question = oneLine(normalise(reading.question ?? ''));
  if (question === '' || question.startsWith('/')) return { ok: false, reason: 'none' };
  if (question.length > longestReading) return { ok: false, reason: 'too-long' };
  const said = oneLine(normalise(typed));
  if (bare(question) === bare(said)) return { ok: false, reason: 'unchanged' };
  if (scopeOf(question) !== null) return { ok: false, reason: 'out-of-scope' };

  const asked = analyseQuestion(said);
  const rewritten = analyseQuestion(question);
  const before = previous
    ? [previous.question, previous.document ?? '', previous.place ?? ''].map((text) =>
        oneLine(normalise(text)),
      )
    : [];
  const own = [said, ...before];
  if (inventsFacts(question, own) || inventsNames(question, own)) return { ok: false, reason: 'invented' };
  if (!namesAll(asked, question)) return { ok: false, reason: 'dropped' };
  if (!asksTheSame(asked, rewritten, previous)) return { ok: false, reason: 'other-kind' };

  const ownWords = new Set(own.flatMap((text) => foldedSyllables(text)));
  const kept = new Set(rewritten.words);
  const added = rewritten.content.filter((word) => !ownWords.has(word) && !joining.has(word));
  const dropped = asked.content.filter((word) => !kept.has(word) && !joining.has(word) && !around.has(word));
  if (added.length === 0 && dropped.length === 0)
    // Two turns put together ask two things, and the evidence for one of them would pass for an answer to both.
    return asksNothingElse(asked, rewritten, previous)
      ? { ok: true, question, basis: 'own-words' }
      : { ok: false, reason: 'other-kind' };

  const isAccountedFor = accountsFor(reading.replaced, { said, question, added, dropped, statistics });
  if (isAccountedFor !== null) return { ok: false, reason: isAccountedFor };
  const isStillAbout = asked.content.some((word) => kept.has(word) && !joining.has(word));
  return isStillAbout ? { ok: true, question, basis: 'other-words' } : { ok: false, reason: 'dropped' };
}

/** Words that join others and name nothing; folded. */
const joining = new Set(
  'trong tai theo ve cho tu den vao voi do thi la cua duoc co khong nay mot cac nhung hay hoac va ra len nhu phai can bi de boi so luong muc viec su cuoc hien'.split(
    ' ',
  ),
);
/** Words around a question that a complete one does without; folded. */
const around = new Set(
  'con the vay roi thi sao do nay ay kia day hoi cho biet giup voi toi minh em anh chi dong xin vui long lam on nhe nha nhi a ah ha nua nao gi no chung ta luon cung hon tiep'.split(
    ' ',
  ),
);

const bare = (text: string): string =>
  fold(text)
    .replace(/[\s?!.,]+/gu, ' ')
    .trim();

/** A number, date, period, reference or symbol that the person never wrote. */
function inventsFacts(question: string, own: readonly string[]): boolean {
  const stated = new Set(
    own.flatMap((text) => [...factsOf(text), ...factsOf(text, 'evidence')].map(({ key }) => key)),
  );
  return factsOf(question).some(({ key }) => !stated.has(key));
}

/** A place or a capitalised name that the person never wrote; its first word may be capital for its place alone. */
function inventsNames(question: string, own: readonly string[]): boolean {
  const [first = '', second = ''] = question.split(' ');
  const isNameFirst = /^\p{Lu}/u.test(second);
  const inside = `, ${isNameFirst ? first : first.toLocaleLowerCase('vi')}${question.slice(first.length)}`;
  const ownWords = new Set(own.flatMap((text) => foldedSyllables(text)));
  return analyseQuestion(inside).slots.some(
    ({ kind, key }) =>
      (kind === 'place' || kind === 'name') && key.split(' ').some((word) => !ownWords.has(word)),
  );
}

/** Everything that the message names is named again. */
function namesAll(asked: Question, question: string): boolean {
  const facts = new Set([...factsOf(question), ...factsOf(question, 'evidence')].map(({ key }) => key));
  const words = new Set(foldedSyllables(question));
  return asked.slots.every(({ kind, key }) =>
    kind === 'place' || kind === 'name' ? key.split(' ').every((word) => words.has(word)) : facts.has(key),
  );
}

/** Who stays who, how many stays how many; what asks for nothing by itself asks what the turn before asked. */
function asksTheSame(asked: Question, rewritten: Question, previous?: PreviousTurn): boolean {
  const { type: own } = analyseQuestion(asked.text.replace(particles, ''));
  if (own !== 'other') return rewritten.types.includes(own);
  if (!previous) return true;
  const { type } = analyseQuestion(previous.question);
  return rewritten.type === type || rewritten.type === 'other';
}

/** Asks only for what the message asks for; one that asks nothing by itself takes over what the turn before asked. */
function asksNothingElse(asked: Question, rewritten: Question, previous?: PreviousTurn): boolean {
  const own = analyseQuestion(asked.text.replace(particles, ''));
  const source = own.type === 'other' && previous ? analyseQuestion(previous.question) : own;
  return rewritten.types.every((type) => type === 'other' || source.types.includes(type));
}

/** 'nhỉ' and the like at the end ask politely and make no question of yes or no. */
const particles = /[\s,]+(?:nhỉ|nhé|ạ|à|hả|vậy|nhi|nhe|ha)[?!.\s]*$/iu;

/** Every word that changed is one that the model says it changed, into words that documents have. */
function accountsFor(
  replaced: MessageReading['replaced'],
  {
    said,
    question,
    added,
    dropped,
    statistics,
  }: {
    said: string;
    question: string;
    added: readonly string[];
    dropped: readonly string[];
    statistics: CorpusStatistics;
  },
): 'invented' | 'dropped' | null {
  const pairs = replaced
    .map(({ from, to }) => ({ from: bare(oneLine(normalise(from))), to: bare(oneLine(normalise(to))) }))
    .filter(({ from, to }) => isIn(bare(said), from) && isIn(bare(question), to));
  const goes = new Set(pairs.flatMap(({ from }) => from.split(' ')));
  const comes = new Set(pairs.flatMap(({ to }) => to.split(' ')));
  if (dropped.some((word) => !goes.has(word))) return 'dropped';
  const isKnown = (word: string): boolean => statistics.passageFrequency(word) > 0;
  return added.some((word) => !comes.has(word) || !isKnown(word)) ? 'invented' : null;
}

const isIn = (text: string, phrase: string): boolean => phrase !== '' && ` ${text} `.includes(` ${phrase} `);
