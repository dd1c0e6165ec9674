import type { IncomingMessage } from 'node:http';
import type { Answer } from './telegram-methods.ts';
import type { Call } from './telegram-server.ts';

/** What an update holds besides its number: 'message', 'callback_query', … */
export type UpdateContent = Record<string, unknown>;
export type Update = UpdateContent & { update_id: number };

/** Updates that wait for the bot, over long polling or to a webhook: never both. */
export interface Updates {
  /** Queues an update; returns its number. */
  add(content: UpdateContent): number;
  /** Delivers an update once more, as after an acknowledgement that was lost. */
  repeat(updateId: number): void;
  answer(call: Call, request: IncomingMessage): Promise<Answer>;
  webhook(): { url: string; secret: string } | null;
  webhookAnswers: number[];
  isSettled(): boolean;
  close(): void;
}

/** Not sent unless asked for (Bot API, getUpdates). */
const unaskedFor = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
/** How often a webhook is tried, and how long after a failure. */
const mostDeliveries = 5;
const pauseMs = 10;

export function createUpdates(changed: () => void, keeps: boolean): Updates {
  let queue: Update[] = [];
  const repeated: Update[] = [];
  const known = new Map<number, Update>();
  let nextId = 1;
  let allowed: readonly string[] | null = null;
  let waiting: { wake(): void; end(answer: Answer): void } | null = null;
  let hook: { url: string; secret: string } | null = null;
  let isClosed = false;
  const answers: number[] = [];
  /** Lanes of the webhook: one chat in sequence, other chats beside it. */
  const lanes = new Map<string, Promise<void>>();

  const isAllowed = (content: UpdateContent): boolean => {
    const kind = Object.keys(content).find((key) => key !== 'update_id') ?? '';
    return allowed === null ? !unaskedFor.has(kind) : allowed.includes(kind);
  };

  function add(content: UpdateContent): number {
    const update: Update = { update_id: nextId++, ...content };
    if (!isAllowed(content)) return update.update_id;
    if (keeps) known.set(update.update_id, update);
    if (hook) post(update);
    else {
      queue.push(update);
      waiting?.wake();
    }
    return update.update_id;
  }

  function post(update: Update): void {
    const lane = laneOf(update);
    const work = (lanes.get(lane) ?? Promise.resolve()).then(() => deliver(update));
    lanes.set(lane, work);
    void work.finally(() => {
      if (lanes.get(lane) === work) lanes.delete(lane);
      changed();
    });
  }

  async function deliver(update: Update): Promise<void> {
    for (let attempt = 1; attempt <= mostDeliveries && hook && !isClosed; attempt++) {
      const status = await fetch(hook.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': hook.secret },
        body: JSON.stringify(update),
      }).then(
        async (response) => {
          await response.arrayBuffer();
          return response.status;
        },
        () => 0,
      );
      answers.push(status);
      changed();
      if (status >= 200 && status < 300) return;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  async function poll(call: Call, request: IncomingMessage): Promise<Answer> {
    if (hook)
      return conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    // The one who came before is turned away, as Telegram does.
    waiting?.end(
      conflict('terminated by other getUpdates request; make sure that only one bot instance is running'),
    );
    const {
      offset = 0,
      timeout = 0,
      limit = 100,
      allowed_updates: asked,
    } = call.payload as Record<string, never>;
    if (asked) allowed = asked;
    queue = queue.filter((update) => update.update_id >= offset);
    const take = (): Answer => ({ result: [...repeated.splice(0), ...queue.slice(0, limit)] });
    if (queue.length + repeated.length > 0 || Number(timeout) === 0) return take();
    return new Promise((resolve) => {
      const end = (answer: Answer): void => {
        clearTimeout(timer);
        if (waiting === mine) waiting = null;
        resolve(answer);
      };
      const mine = { wake: () => end(take()), end };
      const timer = setTimeout(() => end(take()), Number(timeout) * 1000);
      waiting = mine;
      request.socket.once('close', () => end({ result: [] }));
      changed();
    });
  }

  return {
    add,
    repeat(updateId) {
      const update = known.get(updateId);
      if (!update) throw new Error(`update ${updateId} was never sent`);
      if (hook) post(update);
      else {
        repeated.push(update);
        waiting?.wake();
      }
    },
    webhookAnswers: answers,
    webhook: () => hook,
    isSettled: () => queue.length === 0 && lanes.size === 0 && (hook !== null || waiting !== null),
    async answer(call, request) {
      const { payload } = call;
      switch (call.method) {
        case 'getUpdates':
          return poll(call, request);
        case 'setWebhook': {
          const asked = payload['allowed_updates'];
          if (Array.isArray(asked)) allowed = asked as string[];
          hook = { url: String(payload['url']), secret: String(payload['secret_token'] ?? '') };
          waiting?.end(conflict('terminated by setWebhook request'));
          for (const update of queue.splice(0)) post(update);
          return { result: true };
        }
        case 'deleteWebhook':
          hook = null;
          if (payload['drop_pending_updates']) queue = [];
          return { result: true };
        case 'getWebhookInfo':
          return {
            result: {
              url: hook?.url ?? '',
              has_custom_certificate: false,
              pending_update_count: queue.length,
            },
          };
        default:
          return { code: 404, description: 'Not Found' };
      }
    },
    close() {
      isClosed = true;
      hook = null;
      waiting?.end({ result: [] });
    },
  };
}

const conflict = (reason: string): Answer => ({ code: 409, description: `Conflict: ${reason}` });

function laneOf(update: Update): string {
  const content = Object.entries(update).find(([key]) => key !== 'update_id')?.[1] as
    { chat?: { id?: number }; message?: { chat?: { id?: number } } } | undefined;
  return String(content?.chat?.id ?? content?.message?.chat?.id ?? '');
}
