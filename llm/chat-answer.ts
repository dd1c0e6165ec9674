import { z } from 'zod';
import { ModelCallError } from '../core/errors.ts';
import { parse } from './json.ts';
import type { ToolCall } from './model.ts';

/*
 * What comes back from a chat call, read with doubt: servers that call themselves compatible leave fields out, name them
 * differently, or send something else altogether.
 */

const text = z.string().nullish().catch(null);
const usage = z
  .object({
    prompt_tokens: z.number().nonnegative(),
    completion_tokens: z.number().nonnegative().default(0),
  })
  .nullish()
  .catch(null);

const toolCall = z.object({
  index: z.number().int().optional(),
  id: text,
  function: z.object({
    name: text,
    arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
  }),
});
const toolCalls = z.array(toolCall).nullish().catch(null);

const content = { content: text, reasoning_content: text, reasoning: text, tool_calls: toolCalls };

const whole = z.object({
  choices: z.array(z.object({ message: z.object(content), finish_reason: text })).min(1),
  usage,
});

const chunk = z.object({
  choices: z.array(z.object({ delta: z.object(content).nullish(), finish_reason: text })).nullish(),
  usage,
});

/** What one event of a stream, or a whole answer, carries. */
export interface Part {
  text: string;
  /** Letters of thoughts that the server keeps apart from the answer. */
  thoughtLetters: number;
  toolPieces: readonly z.infer<typeof toolCall>[];
  /** Empty: the answer goes on. */
  finish: string;
  usage: { prompt: number; completion: number } | null;
}

type Content = { [field in keyof typeof content]?: z.infer<(typeof content)[field]> };

const toPart = (
  found: Content | null | undefined,
  finish: string | null | undefined,
  counted: z.infer<typeof usage>,
): Part => ({
  text: found?.content ?? '',
  thoughtLetters: (found?.reasoning_content ?? found?.reasoning ?? '').length,
  toolPieces: found?.tool_calls ?? [],
  finish: finish ?? '',
  usage: counted ? { prompt: counted.prompt_tokens, completion: counted.completion_tokens } : null,
});

/**
 * A whole answer; also where it came with the wrong type and is still a text.
 * @throws ModelCallError of kind `broken` where it is no answer
 */
export function readWhole(body: unknown): Part {
  const value = typeof body === 'string' ? parse(body) : body;
  const answer = whole.safeParse(value);
  if (!answer.success) throw new ModelCallError('the answer is none of a chat', { kind: 'broken' });
  const [choice] = answer.data.choices;
  return toPart(choice?.message, choice?.finish_reason, answer.data.usage);
}

/**
 * One event of a stream.
 * @throws ModelCallError of kind `broken` where it is no JSON, or reports an error: a piece that is left out could be the
 * word that turns the sentence around
 */
export function readChunk(data: string): Part {
  const value = parse(data);
  const event = chunk.safeParse(value);
  const isError = typeof value === 'object' && value !== null && 'error' in value && Boolean(value.error);
  if (!event.success || isError)
    throw new ModelCallError(isError ? 'the endpoint reports an error' : 'an event is no answer', {
      kind: 'broken',
    });
  const choice = event.data.choices?.[0];
  return toPart(choice?.delta, choice?.finish_reason, event.data.usage);
}

/** Puts calls of tools together that come in pieces: the first names it, the others go on with its arguments. */
export function collectToolCalls(): { add(pieces: Part['toolPieces']): void; calls(): ToolCall[] } {
  const found: { id: string; name: string; text: string; given?: unknown }[] = [];
  return {
    add(pieces) {
      for (const piece of pieces) {
        // Without an index a piece with a name begins a call, and one without goes on with the last.
        const at = piece.index ?? (piece.function.name ? found.length : Math.max(0, found.length - 1));
        const entry = (found[at] ??= { id: '', name: '', text: '' });
        if (piece.id) entry.id = piece.id;
        if (piece.function.name) entry.name = piece.function.name;
        const given = piece.function.arguments;
        if (typeof given === 'string') entry.text += given;
        else if (given) entry.given = given;
      }
    },
    calls: () =>
      found.flatMap(({ id, name, text: written, given }, i) =>
        name === ''
          ? []
          : [
              {
                id: id || `call-${i + 1}`,
                name,
                arguments: given ?? (written.trim() === '' ? {} : parse(written)),
              },
            ],
      ),
  };
}
