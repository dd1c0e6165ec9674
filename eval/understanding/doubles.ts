import type { ChatModel } from '../../llm/model.ts';
import type { Unit } from '../../members/units/units.ts';

/*
 * Scripted models: a right reading of each message, and lies about it. A lie keeps the shape that is asked for, so that
 * only what stands in it can give it away.
 */

interface Pair {
  from: string;
  to: string;
}

/** A message with what a perfect reader says of it. */
export type Message = { text: string } & (
  | { kind: 'lay' | 'follow-up'; previous?: string; question: string; replaced: Pair[]; spans: string[] }
  | { kind: 'unanswerable'; previous?: string; question: null; replaced: Pair[]; spans?: undefined }
  | { kind: 'command'; command: { name: string; args: string } }
  | {
      kind: 'statistics';
      reading: Record<string, unknown>;
      query: { unit: string; filter: Record<string, unknown>; dimension: string };
    }
);

/** What a double says when it is asked. */
export type Saying =
  { type: 'right'; message: Message } | { type: 'lie'; value: unknown } | { type: 'garbage' };

export const today = '2026-11-22';

const unit = (id: number, name: string): Unit => ({
  id: `00000000-0000-4000-8000-00000000000${id}`,
  parentId: null,
  name,
  shortName: null,
  level: 'grassroots_branch' as Unit['level'],
  aliases: [],
  validFrom: null,
  validTo: null,
  successorIds: [],
  isDemo: false,
});
/** A small office. */
export const units: readonly Unit[] = [unit(1, 'Chi bộ Văn phòng'), unit(2, 'Chi bộ Trường Chính trị')];

/** Names of the product's own commands; what they say of themselves is of no account to a double. */
export const knownCommands = ['hop', 'nhiemvu', 'bienban', 'thongke', 'cuochop', 'diemdanh', 'ketluan'].map(
  (name) => ({ name, description: name }),
);

const nothing = { intent: 'question', question: null, replaced: [], entities: [], asOf: null, command: null };

function rightOf(message: Message): unknown {
  switch (message.kind) {
    case 'statistics':
      return message.reading;
    case 'command':
      return { ...nothing, intent: 'command', command: message.command };
    default:
      return { ...nothing, question: message.question, replaced: message.replaced };
  }
}

/** Seven lies about a message, the same ones each time. */
export function liesAbout(message: Message, all: readonly Message[]): Saying[] {
  const lie = (value: unknown): Saying => ({ type: 'lie', value });
  if (message.kind === 'statistics') return statisticsLies(message, all).map(lie);
  const questions = all.flatMap((one) => ('question' in one && one !== message ? (one.question ?? []) : []));
  const at = all.indexOf(message);
  const other = (shift: number): string => questions[(at * 7 + shift) % questions.length] ?? '';
  const previous = 'previous' in message ? (message.previous ?? '') : '';
  const words = message.text.replace(/[?.!]+$/u, '').split(' ');
  const keeping = words[words.length - 1] ?? '';
  return [
    // Another question of the same office, owned up to for every word.
    lie({ ...nothing, question: other(1), replaced: [{ from: message.text, to: other(1) }] }),
    // The same, with a word of the person's at its end, so that it is still about something said.
    lie({
      ...nothing,
      question: `${other(3)} ${keeping}`,
      replaced: [{ from: words.slice(0, -1).join(' '), to: other(3).replace(/[?.!]+$/u, '') }],
    }),
    // The turn before once more, as if nothing new had been asked.
    lie({ ...nothing, question: previous || other(5) }),
    // Both turns in one, in the wrong order.
    lie({ ...nothing, question: `${previous} ${message.text}`.trim() }),
    // A number, a year and a document that nobody named.
    lie({ ...nothing, question: `Theo Quy định 27-QĐ/TU năm 2026 thì ${message.text}` }),
    // Something to be done instead.
    lie({ ...nothing, intent: 'command', command: { name: 'bienban', args: 'tất cả' } }),
    // A day of its own.
    lie({ ...nothing, question: other(9), asOf: '2019-01-01' }),
  ];
}

function statisticsLies(
  message: Extract<Message, { kind: 'statistics' }>,
  all: readonly Message[],
): unknown[] {
  const { reading, text } = message;
  const others = all.flatMap((one) => (one.kind === 'statistics' && one !== message ? [one.reading] : []));
  const words = text.split(' ').slice(0, 2).join(' ');
  return [
    ...others.slice(0, 3),
    { ...reading, unit: 'Chi bộ Bịa Đặt' },
    { ...reading, asOf: { value: '2019-12-31', words } },
    { ...reading, age: { value: { from: 18, to: 65 }, words } },
    { ...reading, standing: { value: 'official', words: 'đảng viên chính thức' } },
  ];
}

/** A model that says this one thing. */
export function modelOf(saying: Saying): ChatModel {
  const value =
    saying.type === 'right' ? rightOf(saying.message) : saying.type === 'lie' ? saying.value : undefined;
  return {
    name: 'double',
    async *stream() {
      yield '';
    },
    complete: async () => ({
      text: value === undefined ? 'Dạ, tôi chưa rõ ý đồng chí.' : JSON.stringify(value),
      ...(value === undefined ? {} : { value }),
      toolCalls: [],
      isTruncated: false,
      usage: { model: 'double', kind: 'chat', promptTokens: 0, completionTokens: 0, isEstimated: true },
    }),
  };
}
