import { may } from '../../../access/permissions.ts';
import * as words from '../../../prompts/ask.ts';
import type { Answer } from '../../../rag/types.ts';
import type { Block, Choice, TurnContext } from '../../types.ts';
import { documentsAtFirst, id, isListOfDocuments, rowsAtFirst } from './ask-blocks.ts';
import { approveChoice } from './curated.ts';
import { verdictChoices } from './feedback-verdict.ts';

/** What can be done with an answer, the rest of it first. */
export function answerChoices(
  context: TurnContext,
  answerId: string,
  answer: Answer,
  rest: Choice | null,
  isCurated = false,
): Block {
  const quotes = 'quotes' in answer ? answer.quotes : [];
  const [first] = quotes;
  const documentIds = [...new Set(quotes.map((quote) => quote.passage.document.id))];
  const hidden =
    answer.outcome === 'candidates' && isListOfDocuments(answer)
      ? answer.documents.slice(documentsAtFirst)
      : [];
  const rowsLeft = answer.outcome === 'answer' ? (answer.table?.rows.length ?? 0) - rowsAtFirst : 0;
  return {
    type: 'choices',
    id: 'answer',
    isOnce: false,
    options: [
      ...(rest ? [rest] : []),
      ...(rowsLeft > 0
        ? [{ label: words.rowsLeft(rowsLeft), action: `${id}:rows:${answerId}:${rowsAtFirst}` }]
        : []),
      ...(hidden.length > 0
        ? [
            {
              label: words.relatedRest(hidden.length),
              action: `${id}:documents:${hidden.map((document) => document.id).join(',')}`,
            },
          ]
        : []),
      // Where paths can be opened each quotation has its own link to the place.
      ...(first && !context.capabilities.opensPaths
        ? [{ label: words.buttons.original, action: `${id}:sources:${answerId}:0` }]
        : []),
      ...(first && first.passage.sectionOrdinal !== null && answer.outcome !== 'candidates'
        ? [{ label: words.buttons.article, action: `${id}:article:${first.passage.id}:0` }]
        : []),
      ...(first
        ? [{ label: words.buttons.related, action: `${id}:related:${documentIds.slice(0, 2).join(',')}:0` }]
        : []),
      { label: words.buttons.why, action: `${id}:why:${answerId}` },
      ...verdictChoices(answerId),
      ...(first &&
      !isCurated &&
      ['answer', 'correction'].includes(answer.outcome) &&
      may(context.viewer.role, 'answers.manage')
        ? [approveChoice(answerId)]
        : []),
    ],
  };
}
