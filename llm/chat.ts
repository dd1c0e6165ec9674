import { ModelCallError } from '../core/errors.ts';
import { createChatCalls, newTraits, type ChatTraits } from './chat-calls.ts';
import { collectToolCalls, type Part } from './chat-answer.ts';
import type { Wish } from './chat-request.ts';
import { call, takeTurn, wasWorkedOn, type Connection, type Turn, type Used } from './connection.ts';
import { findJson } from './json.ts';
import type { ChatMessage, ChatModel, Completion, StreamOptions } from './model.ts';
import { waitToRetry } from './retry.ts';
import { createThoughtFilter, hasUnopenedThoughts, withoutThoughts } from './thoughts.ts';
import { estimateTokens } from './tokens.ts';

/** Letters a token that no answer exceeds; what is longer than that comes from a server that ignores the limit. */
const mostLettersPerToken = 8;

/** A chat model over `connection`. `traits` are filled in as they are found out. */
export function createChat(connection: Connection, traits: ChatTraits = newTraits()): ChatModel {
  const { model } = connection;

  const { askWhole, askStream } = createChatCalls(connection, traits);

  /** The words of one attempt, without thoughts. */
  async function* say(
    wish: Wish,
    turn: Turn,
    { isCautious = false }: Pick<StreamOptions, 'isCautious'>,
  ): AsyncGenerator<string> {
    const meter = createMeter(wish.messages);
    const filter = createThoughtFilter(traits.startsThinking);
    const most = wish.maxTokens * mostLettersPerToken;
    const isHeldBack = isCautious && traits.startsThinking === undefined;
    let heldBack = '';
    let strays = 0;
    let finish = '';
    let isAnswered = false;
    let failure: ModelCallError | undefined;
    try {
      for await (const part of askStream(wish, turn)) {
        const isToken = part.text !== '' || part.thoughtLetters > 0;
        if (isToken) turn.deadline.beat();
        meter.see(part);
        traits.hasThoughts ||= part.thoughtLetters > 0 || filter.hasThoughts();
        finish = part.finish || finish;
        const piece = filter.push(part.text);
        if (filter.strays() > strays) {
          strays = filter.strays();
          traits.startsThinking = true;
          heldBack = '';
          if (!isHeldBack)
            throw new ModelCallError('thoughts stood where the answer should', { kind: 'broken' });
        }
        if (isHeldBack) heldBack += piece;
        else if (piece !== '') yield piece;
        if (meter.letters() > most) {
          finish = 'length';
          break;
        }
      }
      isAnswered = true;
      if (finish === 'content_filter')
        throw new ModelCallError('the endpoint withholds the answer', { kind: 'filtered' });
      const rest = heldBack + filter.end(finish !== 'length');
      if (finish !== 'length') traits.startsThinking ??= false;
      if (rest !== '') yield rest;
      if (finish === 'length')
        throw new ModelCallError('the answer ends at the longest length', { kind: 'truncated' });
    } catch (error) {
      failure = turn.errorOf(error);
      throw failure;
    } finally {
      // Also where the reader went away: what was written until then is charged for.
      if (isAnswered || !failure || wasWorkedOn(failure)) turn.count(meter.read());
    }
  }

  /** One request for a whole answer, read and counted. */
  async function completeOnce(wish: Wish, turn: Turn): Promise<Completion> {
    const meter = createMeter(wish.messages);
    let part: Part;
    try {
      part = await askWhole(wish, turn);
    } catch (error) {
      const known = turn.errorOf(error);
      if (wasWorkedOn(known)) turn.count(meter.read());
      throw known;
    }
    meter.see(part);
    const usage = turn.count(meter.read());
    if (part.finish === 'content_filter')
      throw new ModelCallError('the endpoint withholds the answer', { kind: 'filtered' });
    const isTruncated = part.finish === 'length' || part.text.length > wish.maxTokens * mostLettersPerToken;
    const text = withoutThoughts(part.text, !isTruncated);
    traits.hasThoughts ||= part.thoughtLetters > 0 || text.length < part.text.trim().length;
    if (hasUnopenedThoughts(part.text)) traits.startsThinking = true;
    const calls = collectToolCalls();
    calls.add(part.toolPieces);
    const offered = new Set((wish.tools ?? []).map(({ name }) => name));
    return {
      text,
      ...(wish.json ? { value: findJson(text, wish.json.schema['type'] === 'array' ? '[' : '{') } : {}),
      toolCalls: calls.calls().filter(({ name }) => offered.has(name)),
      isTruncated,
      usage,
    };
  }

  return {
    name: model,

    async *stream(messages, options) {
      const wish: Wish = { model, messages, maxTokens: connection.maxTokens };
      const promptTokens = promptTokensOf(messages);
      const turn = await takeTurn(connection, {
        options,
        promptTokens,
        completionTokens: wish.maxTokens,
        isPiecewise: true,
      });
      let failure: ModelCallError | undefined;
      try {
        for (let number = 1; ; number += 1) {
          let isReleased = false;
          try {
            for await (const piece of say(wish, turn, options)) {
              isReleased = true;
              turn.deadline.hold();
              yield piece;
              // Nothing more is said to somebody who said stop, even if it is here already.
              const failure = turn.deadline.failure();
              if (failure) throw failure;
              turn.deadline.beat();
            }
            return;
          } catch (error) {
            // What a person has read cannot be taken back and written anew.
            if (isReleased) throw error;
            await waitToRetry(turn.errorOf(error), number, turn.deadline);
          }
        }
      } catch (error) {
        failure = turn.errorOf(error);
        throw failure;
      } finally {
        // Also where the reader had enough: the endpoint did its part.
        if (!failure) turn.succeeded();
        turn.end(failure);
      }
    },

    async complete(messages, options) {
      const { json, tools, maxTokens = connection.maxTokens } = options;
      const wish: Wish = {
        model,
        messages,
        maxTokens,
        ...(json ? { json } : {}),
        ...(tools ? { tools } : {}),
      };
      const promptTokens = promptTokensOf(messages);
      return call(connection, { options, promptTokens, completionTokens: maxTokens }, async (turn) => {
        const completion = await completeOnce(wish, turn);
        if (!json || completion.isTruncated) return completion;
        if (completion.value !== undefined) {
          traits.hasWrittenJson = true;
          return completion;
        }
        // A server may accept the wish for JSON and ignore it; the same wish in words is what it understands.
        if (traits.hasWrittenJson || traits.abilities.lacks('json_schema')) return completion;
        traits.abilities.learn('json_schema');
        const again = await completeOnce(wish, turn);
        traits.hasWrittenJson = again.value !== undefined;
        return again;
      });
    },
  };
}

const promptTokensOf = (messages: readonly ChatMessage[]): number =>
  estimateTokens(messages.reduce((sum, { content }) => sum + content.length, 0));

/** What one attempt used: as the endpoint counted it, else estimated from letters. */
function createMeter(messages: readonly ChatMessage[]) {
  let letters = 0;
  let told: Part['usage'] = null;
  return {
    see(part: Part) {
      letters += part.text.length + part.thoughtLetters;
      told = part.usage ?? told;
    },
    letters: () => letters,
    read: (): Used =>
      told
        ? { promptTokens: told.prompt, completionTokens: told.completion, isEstimated: false }
        : {
            promptTokens: promptTokensOf(messages),
            completionTokens: estimateTokens(letters),
            isEstimated: true,
          },
  };
}
