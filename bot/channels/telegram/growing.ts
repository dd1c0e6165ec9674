import type { Clock } from '../../../core/clock.ts';
import type { ChannelError } from '../../../core/errors.ts';
import type { Pause } from '../../pause.ts';
import { laneOf, type Address } from '../../types.ts';
import { clipSpans, parseBold, splitPoint } from '../../markup.ts';
import type { Part } from '../channel.ts';
import { stillGrowing } from '../../../prompts/telegram.ts';
import { isUnknownMethod, toChannelError } from './api.ts';
import { isGroupAddress } from './update.ts';

/** How a growing text reaches a chat; each throws what the client throws. */
export interface GrowingWire {
  /** Posts a message with a button that stops the answer; returns its id. */
  post(address: Address, shown: GrowingText): Promise<number>;
  edit(address: Address, messageId: number, shown: GrowingText): Promise<void>;
  remove(address: Address, messageId: number): Promise<void>;
  /** Shows a draft, which disappears by itself; absent where drafts are not wanted. */
  draft?(address: Address, draftId: number, shown: GrowingText): Promise<void>;
}

/** A text as far as it has grown, and what is bold in it. */
export type GrowingText = Pick<Part, 'text' | 'spans'>;

/** Answers that grow in their chats: a message that is posted and edited, or a draft. */
export interface Growing {
  show(address: Address, eventKey: string, text: string): void;
  /**
   * The message that the answer to `eventKey` grew in, for its first part to replace, once nothing is under way there
   * and it may be edited again; null where there is none.
   */
  settle(address: Address, eventKey: string): Promise<number | null>;
  /** The message was replaced, or is not there any more. */
  forget(address: Address, eventKey: string): void;
  /** The turn is over: a message that nothing has replaced is taken away. */
  end(address: Address, eventKey: string): void;
  stop(): void;
}

/** A short answer is there before this, in milliseconds, and nothing has to be shown of its growing. */
const firstMs = 1000;
/** Between two posts or edits (Bot FAQ: one a second in a chat, twenty a minute in a group). */
const privateMs = 1100;
const groupMs = 3100;
const mostUnits = 4000;
/** What stands in the message, and drafts that live for 30 s, are not worth an attempt after this many failures. */
const mostFailures = 3;

interface Answer {
  address: Address;
  eventKey: string;
  text: string;
  shown: string;
  messageId: number | null;
  /** When something was last sent, in milliseconds; null: nothing yet. */
  sentAt: number | null;
  failures: number;
  isOver: boolean;
  over: AbortController;
  work: Promise<void> | null;
}

export function createGrowing(deps: { wire: GrowingWire; clock: Clock; pause: Pause }): Growing {
  const { wire, clock, pause } = deps;
  const answers = new Map<string, Answer>();
  let hasDrafts = wire.draft !== undefined;
  let nextDraft = 1;

  const everyMs = (address: Address): number => (isGroupAddress(address) ? groupMs : privateMs);
  const leftMs = ({ address, sentAt }: Answer): number =>
    sentAt === null ? firstMs : Math.max(0, sentAt + everyMs(address) - clock.now().getTime());

  async function grow(answer: Answer): Promise<void> {
    const draftId = nextDraft++;
    while (!answer.isOver && answer.text !== answer.shown) {
      await pause(leftMs(answer), answer.over.signal);
      if (answer.isOver) return;
      const { text } = answer;
      try {
        await showNow(answer, draftId, text);
        answer.shown = text;
      } catch (cause) {
        const error = toChannelError(cause);
        if (!(await mayGoOn(answer, error))) return;
      } finally {
        answer.sentAt = clock.now().getTime();
      }
    }
  }

  async function showNow(answer: Answer, draftId: number, text: string): Promise<void> {
    const { address } = answer;
    const visible = clipped(text);
    if (hasDrafts && wire.draft && !isGroupAddress(address)) {
      try {
        return await wire.draft(address, draftId, visible);
      } catch (cause) {
        const error = toChannelError(cause);
        // A server that does not know drafts will not learn about them while we run.
        if (!isUnknownMethod(error) && error.kind !== 'invalid') throw error;
        hasDrafts = false;
      }
    }
    if (answer.messageId === null) answer.messageId = await wire.post(address, visible);
    else await wire.edit(address, answer.messageId, visible);
  }

  /** A growing answer is a courtesy: it waits when it is asked to and gives up early. */
  async function mayGoOn(answer: Answer, error: ChannelError): Promise<boolean> {
    answer.failures++;
    if (error.kind === 'rate' && answer.failures < mostFailures) {
      await pause(error.retryAfterMs ?? 1000, answer.over.signal);
      return true;
    }
    answer.isOver = true;
    return false;
  }

  /** The answer, which nobody will show any more. */
  function take(address: Address, eventKey: string): Answer | null {
    const lane = laneOf(address);
    const answer = answers.get(lane);
    if (answer?.eventKey !== eventKey) return null;
    answer.isOver = true;
    answer.over.abort();
    answers.delete(lane);
    return answer;
  }

  async function removed(answer: Answer): Promise<void> {
    await answer.work;
    if (answer.messageId !== null) await wire.remove(answer.address, answer.messageId).catch(() => undefined);
  }

  return {
    show(address, eventKey, text) {
      if (text.trim() === '') return;
      const lane = laneOf(address);
      let answer = answers.get(lane);
      if (answer?.eventKey !== eventKey) {
        answer?.over.abort();
        answer = {
          address,
          eventKey,
          text: '',
          shown: '',
          messageId: null,
          sentAt: null,
          failures: 0,
          isOver: false,
          over: new AbortController(),
          work: null,
        };
        answers.set(lane, answer);
      }
      answer.text = text;
      if (answer.work || answer.isOver) return;
      const growing = answer;
      growing.work = grow(growing).finally(() => {
        growing.work = null;
      });
    },
    async settle(address, eventKey) {
      const answer = answers.get(laneOf(address));
      if (answer?.eventKey !== eventKey) return null;
      answer.isOver = true;
      answer.over.abort();
      await answer.work;
      if (answer.messageId !== null) await pause(leftMs(answer), new AbortController().signal);
      return answer.messageId;
    },
    forget: (address, eventKey) => void take(address, eventKey),
    end(address, eventKey) {
      const answer = take(address, eventKey);
      if (answer) void removed(answer);
    },
    stop() {
      for (const answer of answers.values()) {
        answer.isOver = true;
        answer.over.abort();
      }
      answers.clear();
    },
  };
}

/** The beginning of a text that has become too long for one message, with the sign that it goes on. */
function clipped(growing: string): GrowingText {
  const { text, bold } = parseBold(growing);
  const end = text.length <= mostUnits ? text.length : splitPoint(text, 0, mostUnits);
  const kept = text.slice(0, end).trimEnd();
  return { text: kept.endsWith('…') ? kept : kept + stillGrowing, spans: clipSpans(bold, 0, kept.length) };
}
