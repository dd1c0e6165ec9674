import { z } from 'zod';

/*
 * What the double of an endpoint does, as data: the same words in a fixture file and in a test.
 */

const pieces = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

/** What an error answer looks like: the status, its headers, and the body that public services and vLLM send. */
const failure = z.strictObject({
  status: z.number().int(),
  message: z.string().default('scripted failure'),
  code: z.string().nullable().default(null),
  param: z.string().nullable().default(null),
  /** Seconds, or an HTTP date. */
  retryAfter: z.union([z.number(), z.string()]).optional(),
  /** Sent as it is instead of the usual object: a proxy's HTML page, for example. */
  rawBody: z.string().optional(),
});

/** One answer to a chat call. */
export const chatTurn = z.strictObject({
  /** An error instead of an answer. */
  fail: failure.optional(),
  /** The pieces of the text, one event each. */
  say: pieces.default([]),
  /** How often the pieces are said: loops and answers without end. */
  repeat: z.number().int().min(1).default(1),
  /** What a thinking model thinks before it speaks, and where it writes that. */
  thinking: z
    .strictObject({
      say: pieces,
      as: z.enum(['tags', 'unopened', 'reasoning_content', 'reasoning']).default('tags'),
    })
    .optional(),
  /** Proposed calls. `arguments` as text may be any text; `pieces` is into how many events it is torn. */
  toolCalls: z
    .array(
      z.strictObject({
        name: z.string(),
        arguments: z.unknown(),
        pieces: z.number().int().min(1).default(1),
      }),
    )
    .default([]),
  /** Null: never told. Default: 'stop', or 'tool_calls'. */
  finish: z.enum(['stop', 'length', 'tool_calls', 'content_filter']).nullable().optional(),
  /** 'none': not told even where asked for. */
  usage: z
    .union([
      z.literal('none'),
      z.strictObject({ prompt_tokens: z.number().int(), completion_tokens: z.number().int() }),
    ])
    .optional(),
  /** Waiting before the first and between all further pieces, in milliseconds. */
  firstMs: z.number().min(0).default(0),
  gapMs: z.number().min(0).default(0),
  /** After `after` pieces: the connection is cut, says nothing more for ever, ends, or reports an error. */
  then: z.enum(['cut', 'stall', 'end', 'error']).optional(),
  after: z.number().int().min(0).optional(),
  /** Answers in JSON although a stream was asked for, or as a stream although none was. */
  as: z.enum(['json', 'stream']).optional(),
  /** Into packets of how many bytes the stream is torn; letters of several bytes are torn with it. */
  packetBytes: z.number().int().min(1).optional(),
  /** Comments between events, as proxies send to keep a connection open. */
  comments: z.boolean().default(false),
  /** A raw line before the first event, ended by an empty line. */
  junk: z.string().optional(),
  lineEnd: z.enum(['\n', '\r\n']).default('\n'),
  /** Whether `data: [DONE]` ends the stream. */
  done: z.boolean().default(true),
  /** Cuts the JSON of the last event, or of the whole answer, to so many characters. */
  truncateJsonTo: z.number().int().min(0).optional(),
});
export type ChatTurn = z.infer<typeof chatTurn>;

/** How the next call for vectors goes wrong. */
export const embeddingTurn = z.strictObject({
  fail: failure.optional(),
  /** Out of order, as the protocol allows, but LangChain's client does not expect. */
  shuffled: z.boolean().default(false),
  /** One vector less, one more, all places named 0, no places, one vector of another length, one value no number. */
  wrong: z.enum(['fewer', 'more', 'same-index', 'no-index', 'ragged', 'not-a-number', 'empty']).optional(),
  /** Base64 although numbers were asked for, or the other way round. */
  as: z.enum(['float', 'base64']).optional(),
  firstMs: z.number().min(0).default(0),
});
export type EmbeddingTurn = z.infer<typeof embeddingTurn>;

/** How the next transcription or reranking goes; without one the double's own answer. */
export const plainTurn = z.strictObject({
  fail: failure.optional(),
  /** The body, as JSON. */
  body: z.unknown().optional(),
  firstMs: z.number().min(0).default(0),
});

/** Parts of the protocol that an endpoint may lack. */
export const features = [
  'stream',
  'stream_options',
  'tools',
  'json_schema',
  'json_object',
  'temperature',
  'max_tokens',
  'max_completion_tokens',
  'system',
  'encoding_format',
] as const;
export type Feature = (typeof features)[number];

/** A whole endpoint. */
export const fixture = z.strictObject({
  /** Known models; any where absent. An unknown one is answered with 404. */
  models: z.array(z.string()).optional(),
  /** The key that every call must carry. */
  key: z.string().optional(),
  /** `rejected`: status 400 that names it; `unnamed`: status 400 that does not; `ignored`: as if it were not asked for. */
  lacks: z.partialRecord(z.enum(features), z.enum(['rejected', 'unnamed', 'ignored'])).default({}),
  /** Of a context in characters: longer requests get the error of a context that is too long. */
  contextCharacters: z.number().int().optional(),
  /** The longest list of texts for one embedding call; more get status 413. */
  embeddingBatch: z.number().int().optional(),
  /** Consumed one a call. */
  chat: z.array(chatTurn).default([]),
  /** For calls whose messages match the regular expression `when`, as often as they come. */
  rules: z.array(z.strictObject({ when: z.string(), turn: chatTurn })).default([]),
  /** Where neither holds; without it a call gets status 500, so that a test notices. */
  otherwise: chatTurn.optional(),
  embeddings: z.array(embeddingTurn).default([]),
  transcriptions: z.array(plainTurn).default([]),
  reranks: z.array(plainTurn).default([]),
});
/** What a fixture file holds, and what a test writes: everything may be left out. */
export type Fixture = z.input<typeof fixture>;

/** Short forms of a chat turn. */
export type ChatShorthand =
  | { type: 'say'; pieces: readonly string[] }
  | { type: 'cut'; pieces: readonly string[] }
  | { type: 'fail'; status: number };

/** A turn or its short form, with all defaults. */
export function toChatTurn(script: z.input<typeof chatTurn> | ChatShorthand): ChatTurn {
  if (!('type' in script)) return chatTurn.parse(script);
  if (script.type === 'fail') return chatTurn.parse({ fail: { status: script.status } });
  return chatTurn.parse({ say: [...script.pieces], ...(script.type === 'cut' ? { then: 'cut' } : {}) });
}
