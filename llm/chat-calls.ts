import { ModelCallError } from '../core/errors.ts';
import { adapt, createAbilities, type Abilities } from './abilities.ts';
import { readChunk, readWhole, type Part } from './chat-answer.ts';
import { toBody, usedBy, type Wish } from './chat-request.ts';
import type { Connection, Turn } from './connection.ts';
import { readEvents } from './sse.ts';

/** What a chat model was found to be like; kept for the process. */
export interface ChatTraits {
  abilities: Abilities;
  /** It was seen to think. */
  hasThoughts: boolean;
  /** It begins with thoughts that no tag opens. Undefined: no answer has been heard to its end yet. */
  startsThinking: boolean | undefined;
  /** How many streams in a row ended as if cut although the connection held. */
  unfinishedStreams: number;
  /** A wish for JSON was fulfilled once, so what is no JSON is the model's doing and not the server's. */
  hasWrittenJson: boolean;
}

/** Nothing is known of a model yet. */
export const newTraits = (): ChatTraits => ({
  abilities: createAbilities(),
  hasThoughts: false,
  startsThinking: undefined,
  unfinishedStreams: 0,
  hasWrittenJson: false,
});

/** So many streams without an end mean that the endpoint never marks it, and answers are taken as a whole from then on. */
const unfinishedStreamsAllowed = 2;

/** The two ways of asking a chat model. What an endpoint lacks is found out here, and done without. */
export interface ChatCalls {
  /** One request for a whole answer, put together from a stream where the endpoint only streams. */
  askWhole(wish: Wish, turn: Turn): Promise<Part>;
  /**
   * One request for a stream; a whole answer comes as one part where the endpoint cannot stream.
   * @throws ModelCallError also where a stream ends before its answer
   */
  askStream(wish: Wish, turn: Turn): AsyncGenerator<Part>;
}

/** Asks over `connection`; `traits` are filled in as they are found out. */
export function createChatCalls(connection: Connection, traits: ChatTraits): ChatCalls {
  async function askWhole(wish: Wish, turn: Turn): Promise<Part> {
    if (traits.abilities.lacks('whole')) return gather(wish, turn);
    const part = await adapt(
      traits.abilities,
      (without) => usedBy(wish, false, without),
      async (without) => {
        if (without.has('whole')) return null;
        const body = toBody(wish, usedBy(wish, false, without));
        const answer: unknown = await connection.client.chat.completions.create(body, {
          signal: turn.deadline.signal,
        });
        if (typeof answer === 'string' && /^\s*(?::|data:|event:)/u.test(answer)) return null;
        return readWhole(answer);
      },
    );
    if (part) return part;
    // The endpoint streams whatever it is asked for.
    traits.abilities.learn('whole');
    return gather(wish, turn);
  }

  /** A whole answer out of a stream. */
  async function gather(wish: Wish, turn: Turn): Promise<Part> {
    const all: Part = { text: '', thoughtLetters: 0, toolPieces: [], finish: '', usage: null };
    const toolPieces: Part['toolPieces'][number][] = [];
    for await (const part of askStream(wish, turn)) {
      all.text += part.text;
      all.thoughtLetters += part.thoughtLetters;
      toolPieces.push(...part.toolPieces);
      all.finish = part.finish || all.finish;
      all.usage = part.usage ?? all.usage;
    }
    return { ...all, toolPieces };
  }

  async function* askStream(wish: Wish, turn: Turn): AsyncGenerator<Part> {
    const { signal } = turn.deadline;
    const opened = await adapt(
      traits.abilities,
      (without) => usedBy(wish, !without.has('stream'), without).filter((ability) => ability !== 'whole'),
      async (without) => {
        const isStream = !without.has('stream');
        const used = usedBy(wish, isStream, without);
        const body = toBody(wish, used);
        if (!isStream)
          return { whole: readWhole(await connection.client.chat.completions.create(body, { signal })) };
        const response = await connection.client.chat.completions
          .create(
            {
              ...body,
              stream: true,
              ...(used.includes('stream_options') ? { stream_options: { include_usage: true } } : {}),
            },
            { signal },
          )
          .asResponse();
        if (!/^application\/json/u.test(response.headers.get('content-type') ?? ''))
          return { events: response.body };
        traits.abilities.learn('stream');
        return { whole: readWhole(await response.text()) };
      },
    );
    if ('whole' in opened) {
      yield opened.whole;
      return;
    }
    let isFinished = false;
    for await (const data of opened.events ? readEvents(opened.events) : []) {
      if (data.startsWith('[DONE]')) continue;
      const part = readChunk(data);
      isFinished ||= part.finish !== '';
      yield part;
    }
    if (isFinished) traits.unfinishedStreams = 0;
    else {
      // Half an answer must not pass for a whole one.
      traits.unfinishedStreams += 1;
      if (traits.unfinishedStreams >= unfinishedStreamsAllowed) traits.abilities.learn('stream');
      throw new ModelCallError('the stream ended before the answer did', { kind: 'broken' });
    }
  }

  return { askWhole, askStream };
}
