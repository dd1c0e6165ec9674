import type OpenAI from 'openai';
import { jsonOnly } from '../prompts/endpoints.ts';
import type { Ability } from './abilities.ts';
import type { ChatMessage, CompletionOptions, JsonSchema } from './model.ts';

type Wire = OpenAI.Chat.ChatCompletionMessageParam;
type Body = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

/** What a chat call wants, before it is known what the endpoint can. */
export interface Wish {
  model: string;
  messages: readonly ChatMessage[];
  maxTokens: number;
  json?: CompletionOptions['json'];
  tools?: CompletionOptions['tools'];
}

/** Which parts of the protocol the request has that leaves out `without`. */
export function usedBy(wish: Wish, isStream: boolean, without: ReadonlySet<Ability>): Ability[] {
  const wanted: Ability[] = ['temperature', isStream ? 'stream' : 'whole'];
  if (isStream) wanted.push('stream_options');
  if (wish.messages.some(({ role }) => role === 'system')) wanted.push('system');
  if (wish.json) wanted.push(without.has('json_schema') ? 'json_object' : 'json_schema');
  if (wish.tools && wish.tools.length > 0) wanted.push('tools');
  wanted.push(without.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens');
  return wanted.filter((ability) => !without.has(ability));
}

/** The request that uses `used` and nothing else that a server may lack. */
export function toBody(wish: Wish, used: readonly Ability[]): Body {
  const uses = new Set(used);
  const { json, tools } = wish;
  // A server that enforces the schema needs no words about it; all others get it as words.
  const messages = json && !uses.has('json_schema') ? withInstruction(wish.messages, json) : wish.messages;
  return {
    model: wish.model,
    messages: (uses.has('system') ? messages : withoutSystem(messages)).map(toWire),
    ...(uses.has('temperature') ? { temperature: 0 } : {}),
    ...(uses.has('max_tokens') ? { max_tokens: wish.maxTokens } : {}),
    ...(uses.has('max_completion_tokens') ? { max_completion_tokens: wish.maxTokens } : {}),
    ...(json && uses.has('json_schema')
      ? {
          response_format: {
            type: 'json_schema',
            json_schema: {
              name: json.name,
              schema: json.schema,
              ...(isStrict(json.schema) ? { strict: true } : {}),
            },
          },
        }
      : json && uses.has('json_object')
        ? { response_format: { type: 'json_object' } }
        : {}),
    ...(tools && uses.has('tools')
      ? {
          tools: tools.map(({ name, description, parameters }) => ({
            type: 'function' as const,
            function: { name, description, parameters },
          })),
        }
      : {}),
  };
}

function toWire(message: ChatMessage): Wire {
  const { role, content, toolCalls = [], toolCallId } = message;
  if (role === 'tool') return { role, content, tool_call_id: toolCallId ?? '' };
  if (role !== 'assistant' || toolCalls.length === 0) return { role, content };
  return {
    role,
    content: content === '' ? null : content,
    tool_calls: toolCalls.map(({ id, name, arguments: given }) => ({
      id,
      type: 'function',
      function: { name, arguments: JSON.stringify(given ?? {}) },
    })),
  };
}

/** For models without a place for instructions: they come before the first words of the user. */
function withoutSystem(messages: readonly ChatMessage[]): ChatMessage[] {
  const instructions = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const rest = messages.filter(({ role }) => role !== 'system');
  const first = rest.findIndex(({ role }) => role === 'user');
  if (first < 0) return [{ role: 'user', content: instructions.join('\n\n') }, ...rest];
  return rest.map((message, i) =>
    i === first ? { ...message, content: [...instructions, message.content].join('\n\n') } : message,
  );
}

function withInstruction(
  messages: readonly ChatMessage[],
  json: NonNullable<CompletionOptions['json']>,
): ChatMessage[] {
  const instruction = jsonOnly(JSON.stringify(json.schema));
  const last = messages.at(-1);
  if (last?.role !== 'user') return [...messages, { role: 'user', content: instruction }];
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${instruction}` }];
}

/** Whether OpenAI's strict mode takes the schema: every object closed, every property required. */
function isStrict(schema: JsonSchema): boolean {
  const properties = schema['properties'];
  if (typeof properties === 'object' && properties !== null) {
    const required = schema['required'];
    const names = Object.keys(properties);
    if (schema['additionalProperties'] !== false || !Array.isArray(required)) return false;
    if (names.some((name) => !required.includes(name))) return false;
  }
  return Object.values(schema).every((value) => {
    const parts = Array.isArray(value) ? value : [value];
    return parts.every((part) => typeof part !== 'object' || part === null || isStrict(part as JsonSchema));
  });
}
