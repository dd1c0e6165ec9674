import { dateIn, systemClock, type Clock, type DateOnly } from '../core/clock.ts';
import type { Viewer } from '../core/viewer.ts';
import { documentName, outOfScopeLead, understoodAs } from '../prompts/answers.ts';
import { analyseQuestion, type Question } from './question/analyse.ts';
import { withKeptSymbols } from './question/kept-symbols.ts';
import { answerInTime } from './validity/as-of-answer.ts';
import { decide } from './evidence/decide.ts';
import { blockOf, type Evidence } from './evidence/evidence.ts';
import { createEvidenceFinder } from './evidence/find-evidence.ts';
import { createPreparer } from './evidence/prepare.ts';
import {
  isFollowUp,
  rewriteFollowUp,
  turnOf,
  type PreviousTurn,
  type Understood,
} from './question/follow-up.ts';
import type { Library } from './library.ts';
import { createQuoting } from './quoting/quoting.ts';
import { address } from './routes/address.ts';
import { ambiguous } from './routes/ambiguous.ts';
import { brief } from './routes/brief.ts';
import { card } from './routes/card.ts';
import { comparison } from './routes/comparison.ts';
import { definition } from './routes/definition.ts';
import { documents } from './routes/documents.ts';
import { listLead } from './routes/list-lead.ts';
import { list } from './routes/list.ts';
import { passages } from './routes/passages.ts';
import { people } from './routes/people.ts';
import { premise } from './routes/premise.ts';
import { crossReference, withReferences } from './routes/cross-reference.ts';
import { versions } from './routes/versions.ts';
import { hop } from './routes/relations/relations-hop.ts';
import { relations } from './routes/relations/relations.ts';
import { documentOf, hasSymbol, type AskedQuestion, type Result, type Route } from './routes/route.ts';
import { sameSymbol } from './routes/same-symbol.ts';
import { tableRow } from './routes/table-row.ts';
import { tasks } from './routes/tasks.ts';
import { scopeOf } from './question/scope.ts';
import { searchedAs, withoutKeys } from './search/query-repair.ts';
import type { KnownCommand } from './understanding/check-command.ts';
import { withSecondReading, type Proposal } from './understanding/second-reading.ts';
import type { Understanding } from './understanding/understand.ts';
import { standing } from './validity/supersede.ts';
import { workedOut } from './computing/worded-computation.ts';
import type { Answer, Explanation, Passage, SearchFilter } from './types.ts';

/** The ways of answering, tried in this order; the passages are the last, for every question. */
const routes: readonly Route[] = [
  hop,
  relations,
  versions,
  address,
  brief,
  tasks,
  documents,
  people,
  definition,
  comparison,
  tableRow,
  sameSymbol,
  list,
  listLead,
  premise,
  card,
  crossReference,
  ambiguous,
];

/** What an answerer needs. */
export interface AnswererDeps {
  library: Library;
  /** For the day on which statuses are told; default the machine's. */
  clock?: Clock;
  /** Reads with a model what the rules made nothing of; absent where there is no model. */
  understanding?: Understanding;
}

export interface AnswerRequest {
  viewer: Viewer;
  /** Only what was in force on this day. */
  asOf?: DateOnly;
  /** The turn before, for follow-ups. */
  previous?: PreviousTurn;
  /** What the person may do besides asking, for a model to propose. */
  commands?: readonly KnownCommand[];
  /** No model is asked what was meant, because one has been asked of the same message. */
  isByRules?: true;
  /** Aborted when the answer is no longer wanted. */
  signal?: AbortSignal;
}

/** One answered question with everything that stores and explains it. */
export interface Answered {
  answer: Answer;
  explanation: Explanation;
  understood: Understood;
  /** How sure it is that the store answers the question, 0..1; also where it was refused. */
  confidence: number;
  /** The sentences considered, best first, whether or not they were given as an answer. */
  considered: readonly { text: string; documentId: string }[];
  /** The passages found, best first: what a model may word the answer from. */
  passages: readonly Passage[];
  /** What the person may have meant, to choose or to leave. */
  proposed?: Proposal;
}

export interface Answerer {
  answer(question: string, request: AnswerRequest): Promise<Answered>;
}

/** Creates the answerer: question to verbatim quotations with their sources; without `understanding`, by rules alone. */
export function createAnswerer(deps: AnswererDeps): Answerer {
  const { clock = systemClock, understanding } = deps;
  // Kept from answer to answer: a stored passage never changes.
  const prepare = createPreparer();

  /** How a question is answered from a library that stays the same. */
  function answering(library: Library) {
    const finder = createEvidenceFinder(library, prepare);

    function asking(question: Question, filter: SearchFilter, previous?: PreviousTurn): AskedQuestion {
      const today = dateIn(clock.now());
      const day = filter.asOf ?? today;
      const { viewer } = filter;
      const resolution = once(() => library.resolve(viewer, question.text));
      // Only a question with a symbol names a document in a way that needs looking up.
      const meant = once(async () => {
        const entries = hasSymbol(question) ? (await resolution()).named : [];
        return {
          exact: withKeptSymbols(question, entries),
          named: entries.flatMap(({ documents }) => documents),
        };
      });
      const found = once(async () => {
        const { exact, named } = await meant();
        const all = await finder.find(exact, filter, named);
        const seek = async (documentIds: readonly string[]): Promise<readonly Evidence[]> =>
          (await finder.find(exact, { ...filter, documentIds }, [])).evidence;
        return {
          ...all,
          evidence: await standing(question, all.evidence, { library, viewer, day, named, seek }),
        };
      });
      const decision = once(async () => {
        const { evidence } = await found();
        const worked = workedOut(question, evidence);
        return worked
          ? { outcome: 'answer' as const, chosen: [worked] }
          : decide((await meant()).exact, evidence);
      });
      const quoting = createQuoting(library, viewer, today, filter.asOf);
      return {
        question,
        filter,
        day,
        library,
        finder,
        quoting,
        ...(previous && { previous }),
        resolution,
        found,
        decision,
        again: (text, narrowed) => answerOf(analyseQuestion(text), { ...filter, ...narrowed }, previous),
        aside: (other) => asking(other, filter, previous),
      };
    }

    async function answerOf(
      question: Question,
      filter: SearchFilter,
      previous?: PreviousTurn,
    ): Promise<Result> {
      const asked = asking(question, filter, previous);
      for (const route of routes) {
        const result = await route(asked);
        if (result) return route === address ? withReferences(asked, result) : result;
      }
      return withReferences(asked, await passages(asked));
    }

    return answerOf;
  }

  const byRules: Answerer = {
    async answer(text, { viewer, asOf, previous }) {
      const isContinued = previous !== undefined && isFollowUp(text);
      const reason = scopeOf(text);
      if (reason !== null && !(isContinued && reason === 'empty')) return outOfScope(text, reason);
      const library = (await deps.library.settled?.()) ?? deps.library;
      const answerOf = answering(library);
      const statistics = library.statistics(viewer);
      const asked = withoutKeys(isContinued ? rewriteFollowUp(text, previous) : text, statistics);
      const refused = isContinued ? scopeOf(asked) : null;
      if (refused !== null) return outOfScope(text, refused);
      const timed = await answerInTime(asked, {
        viewer,
        library,
        today: dateIn(clock.now()),
        ...(asOf !== undefined && { asOf }),
        answer: (question, filter) => answerOf(question, filter, previous),
      });
      const { question, result } = timed;
      return {
        answer: isContinued
          ? { ...result.answer, lead: `${understoodAs(question.text)}\n${result.answer.lead}` }
          : result.answer,
        confidence: result.confidence,
        considered: result.found.evidence
          .slice(0, consideredCount)
          .map((one) => ({ text: consideredText(one), documentId: documentOf(one).id })),
        passages: result.found.hits.map((hit) => hit.passage),
        understood: {
          question: question.text,
          isRewritten: isContinued,
          ...turnOf(result.answer),
        },
        explanation: {
          query: text,
          expandedQuery: searchedAs(question.expanded, statistics),
          ...(isContinued && { understoodAs: question.text }),
          filters: timed.asOf === undefined ? [] : [timed.asOf],
          ...(result.found.hits.some(({ signals }) => signals['wordsAlone'] === 1) && {
            isWordsAlone: true as const,
          }),
          candidates: result.found.hits.slice(0, candidateCount).map((hit) => ({
            locator: hit.passage.locator,
            document: documentName(hit.passage.document),
            score: Math.round(hit.score * 1000) / 1000,
          })),
          decision: result.answer.outcome,
          missing: result.missing,
        },
      };
    },
  };
  return understanding ? withSecondReading(byRules, { understanding, clock }) : byRules;
}

/** Does the work when first asked and remembers its result. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}

function outOfScope(text: string, reason: string): Answered {
  return {
    answer: { outcome: 'out-of-scope', lead: outOfScopeLead[reason] ?? (outOfScopeLead.chat as string) },
    confidence: 0,
    considered: [],
    passages: [],
    understood: { question: text, isRewritten: false, documentIds: [] },
    explanation: {
      query: text,
      expandedQuery: text,
      filters: [],
      candidates: [],
      decision: 'out-of-scope',
      missing: [],
    },
  };
}

/** How many candidates an explanation names. */
const candidateCount = 5;
/** How many sentences are kept for who measures or explains the choice. */
const consideredCount = 5;
const consideredText = ({ ranked }: Evidence): string =>
  blockOf(ranked)
    .map((unit) => unit.text)
    .join('\n');
