import { ownAnswer } from '../../../rag/kept/answer-store.ts';
import { saveFeedback, saveRemark, verdicts, type Verdict } from '../../../rag/kept/feedback-store.ts';
import { buttons } from '../../../prompts/ask.ts';
import * as words from '../../../prompts/feedback.ts';
import { oneLine } from '../../../text/normalise.ts';
import type { Choice, Outcome, TurnContext } from '../../types.ts';
import { id, say, text } from './ask-blocks.ts';

/* What a person says of an answer: right, wrong or incomplete, and one line of their own where they want to. */

/** Longest line that a person may add, in characters. */
export const longestRemark = 500;

/** The person is about to type their line. */
export interface RemarkDialogue {
  type: 'remark';
  answerId: string;
}

/** 'Đúng', 'Sai', 'Thiếu' under an answer. */
export const verdictChoices = (answerId: string): Choice[] =>
  verdicts.map((verdict) => ({ label: buttons[verdict], action: `${id}:verdict:${verdict}:${answerId}` }));

/** The verdict and the answer that an option of `verdictChoices` stands for; null for any other. */
export function verdictIn(action: string): { verdict: Verdict; answerId: string } | null {
  const [feature, verb, name, answerId] = action.split(':');
  const verdict = verdicts.find((one) => one === name);
  return feature === id && verb === 'verdict' && verdict && answerId ? { verdict, answerId } : null;
}

/** Keeps a verdict; of a wrong or incomplete answer it offers to add a line. */
export async function giveVerdict(context: TurnContext, name: string, answerId: string): Promise<Outcome> {
  const verdict = verdicts.find((one) => one === name);
  if (!verdict || !(await ownAnswer(context.db, answerId, context.account.id))) return say(words.notYours);
  return {
    blocks: [
      text(words.thanks[verdict]),
      ...(verdict === 'right'
        ? []
        : [
            {
              type: 'choices' as const,
              id: 'remark',
              isOnce: true,
              prompt: words.remarkPrompt,
              options: [{ label: words.remarkButton, action: `${id}:remark:${answerId}` }],
            },
          ]),
    ],
    write: (t) =>
      saveFeedback(t, { answerId, accountId: context.account.id, verdict, at: context.now.toISOString() }),
  };
}

/** Asks for the line. Only after the button: whoever goes on asking is not taken for remarking. */
export async function askRemark(context: TurnContext, answerId: string): Promise<Outcome> {
  if (!(await ownAnswer(context.db, answerId, context.account.id))) return say(words.notYours);
  const dialogue: RemarkDialogue = { type: 'remark', answerId };
  return { blocks: [text(words.remarkAsk)], dialogue };
}

/** Keeps the line. */
export function keepRemark(context: TurnContext, { answerId }: RemarkDialogue, said: string): Outcome {
  const line = oneLine(said).slice(0, longestRemark);
  return {
    blocks: [],
    dialogue: null,
    write: async (t) => {
      const isKept = await saveRemark(t, { answerId, accountId: context.account.id, text: line });
      return [text(isKept ? words.remarkKept : words.remarkGone)];
    },
  };
}
