import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Sink } from '../bot/channels/channel.ts';
import { keepFiles, type Inspect } from '../bot/channels/keep-files.ts';
import { hearRecording, type Hear } from '../bot/channels/recording.ts';
import { mainChat, webAccount, webAddress, type WebChannel } from '../bot/channels/web/channel.ts';
import { addConversation } from '../bot/conversation-store.ts';
import { laneOf, type Inbound, type SentFiles } from '../bot/types.ts';
import type { Clock } from '../core/clock.ts';
import type { Viewer } from '../core/viewer.ts';
import type { Queryable } from '../db/database.ts';
import type { FileStore } from '../db/file-store.ts';
import { exampleQuestions, refusals, tooLarge, tooLong, tooManyFiles } from '../prompts/web.ts';
import { cleanText } from '../text/normalise.ts';
import { limitBody } from './body-limit.ts';
import type { FileLinks } from './downloads.ts';
import { limitAtOnce } from './request-limits.ts';
import type { SignedIn, WebEnv } from './session.ts';
import { batchOf, readHistory, wordsOf, type Transcript } from './transcript.ts';
import { readUploadForm } from './upload-form.ts';
import type { History, SaidMessage } from './wire.ts';

/** What the routes of the chat work with. */
export interface ChatDeps {
  db: Queryable;
  sink: Sink;
  channel: WebChannel;
  files: FileStore;
  links: FileLinks;
  clock: Clock;
  maxUploadMb: number;
  /** Questions that this person can ask of what the office has; where there are none, general ones. */
  examples?: (viewer: Viewer) => Promise<readonly string[]>;
  /** Looks at a file before anything of it is kept. */
  inspect?: Inspect;
  /** Listens to spoken questions; absent: a recording is answered with a sentence. */
  hear?: Hear;
}

/** Longest message, in UTF-16 units. */
const maxTextLength = 16_000;
const maxJsonBytes = 128 * 1024;
const maxFiles = 10;
/** Uploads of one person at the same time; each is held in memory. The page sends its files one by one. */
const mostUploads = 3;
/** A slow line of an office needs minutes for the largest upload. */
const uploadSeconds = 600;
/** Conversations that are remembered as kept; more are looked up again. */
const mostNoted = 10_000;

// Letters and digits only, so that the page's id can always be told from what others append to the key.
const clientId = z.string().regex(/^[0-9a-z]{16,40}$/u);
/** A conversation of the person who asks; absent in requests of before there were several. */
export const chatId = z.union([z.literal(mainChat), clientId]).default(mainChat);
const messageBody = z.object({ id: clientId, chat: chatId, text: z.string() });
const choiceBody = z.object({
  id: clientId,
  chat: chatId,
  key: z.string().regex(/^[\w-]{1,100}$/u),
  label: z.string().max(500).optional(),
});
const stopBody = z.object({ id: clientId, chat: chatId });
const cursorQuery = z.object({ said: z.coerce.number().int().min(0), reply: z.coerce.number().int().min(0) });
const lengthQuery = z.coerce.number().int().min(1).max(200).optional();

/** Event keys of the pages of `accountId` start with it. */
export const keyPrefixOf = (accountId: string): string => `web:${webAccount}:${accountId}:`;

/** The view of a person on a conversation of their own. */
export const transcriptOf = (
  deps: Pick<ChatDeps, 'db' | 'links' | 'clock'>,
  person: SignedIn,
  chat: string,
): Transcript => ({
  db: deps.db,
  accountId: person.accountId,
  lane: laneOf(webAddress(person.accountId, chat)),
  keyPrefix: keyPrefixOf(person.accountId),
  links: deps.links,
  now: deps.clock.now(),
});

/**
 * `/api/messages`, `/api/choices`, `/api/stop`, `/api/files`, `/api/history`, each of the conversation `chat`. 202 means:
 * committed to the inbox.
 */
export function chatRoutes(deps: ChatDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const smallBody = bodyLimit({
    maxSize: maxJsonBytes,
    onError: (c) => c.json({ problem: tooLong(maxTextLength) }, 413),
  });

  app.post('/messages', smallBody, async (c) => {
    const body = messageBody.safeParse(await readJson(c));
    if (!body.success) return c.json({ problem: refusals.invalid }, 400);
    const text = cleanText(body.data.text).trim();
    if (text === '') return c.json({ problem: refusals.empty }, 400);
    if (text.length > maxTextLength) return c.json({ problem: tooLong(maxTextLength) }, 413);
    return accept(c, body.data, { type: 'text', text });
  });

  app.post('/choices', smallBody, async (c) => {
    const body = choiceBody.safeParse(await readJson(c));
    if (!body.success) return c.json({ problem: refusals.invalid }, 400);
    return accept(c, body.data, { type: 'choice', actionKey: body.data.key }, body.data.label);
  });

  app.post('/stop', smallBody, async (c) => {
    const body = stopBody.safeParse(await readJson(c));
    if (!body.success) return c.json({ problem: refusals.invalid }, 400);
    return accept(c, body.data, { type: 'stop' });
  });

  const uploadBody = limitBody({
    // Room for the multipart boundaries and headers around the files.
    maxBytes: deps.maxUploadMb * 1024 * 1024 + 64 * 1024,
    seconds: uploadSeconds,
    tooLarge: (c) => c.json({ problem: tooLarge(deps.maxUploadMb) }, 413),
  });
  app.post('/files', limitAtOnce(mostUploads), uploadBody, async (c) => {
    const form = await readUploadForm(c);
    const id = clientId.safeParse(form?.get('id'));
    const chat = chatId.safeParse(form?.get('chat') ?? undefined);
    if (!form || !id.success || !chat.success) return c.json({ problem: refusals.invalid }, 400);
    const message = { id: id.data, chat: chat.data };
    const sent = form.getAll('files').filter((value) => value instanceof File);
    // Files that belong together come one by one, each with its own progress, and then the end of them.
    const batchId = clientId.safeParse(form.get('batch'));
    const batch = batchId.success ? { id: batchId.data, isEnd: form.get('end') === '1' } : null;
    if (sent.length === 0 && !batch?.isEnd) return c.json({ problem: refusals.noFiles }, 400);
    if (sent.length > maxFiles) return c.json({ problem: tooManyFiles(maxFiles) }, 400);
    if (sent.some((file) => file.size === 0)) return c.json({ problem: refusals.emptyFile }, 400);
    const words = form.get('caption');
    const caption = typeof words === 'string' ? cleanText(words).trim().slice(0, maxTextLength) : '';
    const uploads = await Promise.all(
      sent.map(async (file) => ({
        bytes: new Uint8Array(await file.arrayBuffer()),
        name: safeFileName(file.name),
        mime: /^[\w.+-]+\/[\w.+-]+$/u.test(file.type) ? file.type : 'application/octet-stream',
      })),
    );
    const heard = await hearRecording(deps.hear, uploads, {
      signal: c.req.raw.signal,
      role: c.var.person.viewer.role,
      isPartOfBatch: batch !== null,
    });
    if (heard)
      return 'problem' in heard
        ? c.json({ problem: heard.problem }, 422)
        : accept(c, message, {
            type: 'text',
            text: [caption, heard.text].filter(Boolean).join(' '),
            isHeard: true,
          });
    const { files, refused, refusal } = await keepFiles(deps, uploads);
    if (refusal !== null) return c.json({ problem: refusal }, 422);
    return accept(c, message, {
      type: 'files',
      files,
      caption,
      ...(refused.length > 0 ? { refused } : {}),
      ...(batch ? { batch } : {}),
    });
  });

  app.get('/history', async (c) => {
    const cursor = cursorQuery.safeParse(c.req.query());
    const chat = chatId.safeParse(c.req.query('chat'));
    const length = lengthQuery.safeParse(c.req.query('length'));
    if (!chat.success || !length.success) return c.json({ problem: refusals.invalid }, 400);
    const transcript = transcriptOf(deps, c.var.person, chat.data);
    const history = await readHistory(transcript, cursor.success ? cursor.data : null, length.data);
    const own = (await deps.examples?.(c.var.person.viewer)) ?? [];
    return c.json({ ...history, examples: own.length > 0 ? own : exampleQuestions } satisfies History);
  });

  type Content =
    | { type: 'text'; text: string; isHeard?: boolean }
    | { type: 'choice'; actionKey: string }
    | ({ type: 'files' } & SentFiles)
    | { type: 'stop' };

  /** Lanes that are known to be kept as conversations, so that it is noted once and not with each message. */
  const noted = new Set<string>();
  async function noteConversation(lane: string, accountId: string, id: string, at: string): Promise<void> {
    if (noted.has(lane)) return;
    await addConversation(deps.db, { lane, accountId, id, at });
    if (noted.size >= mostNoted) noted.clear();
    noted.add(lane);
  }

  /** Commits the event and only then acknowledges. The other windows of the same person see it too. */
  async function accept(
    c: Context<WebEnv>,
    { id, chat }: { id: string; chat: string },
    content: Content,
    label: string | null = null,
  ): Promise<Response> {
    const { accountId } = c.var.person;
    const to = webAddress(accountId, chat);
    const at = deps.clock.now().toISOString();
    const event: Inbound = {
      key: keyPrefixOf(accountId) + id,
      at,
      senderId: accountId,
      to,
      isGroup: false,
      ...content,
    };
    const text = wordsOf(event, label);
    const { batch } = batchOf(event);
    // Told before it is committed, so that no window can show the answer above the question.
    if (text !== null) {
      const message: SaidMessage = { kind: 'said', id, at, text, isWaiting: true, ...(batch && { batch }) };
      deps.channel.publish(to, { type: 'said', message });
    }
    await noteConversation(laneOf(to), accountId, chat, at);
    const outcome = await deps.sink.accept(event);
    return c.json({ outcome, ...(batch?.refused && { refused: batch.refused }) }, 202);
  }
  return app;
}

const readJson = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

/** The last part of the name, without what could hide or move it; 'tep' where nothing is left. */
function safeFileName(name: string): string {
  const base = cleanText(name).split(/[/\\]/u).at(-1) ?? '';
  const visible = base
    .replace(/\p{Cc}/gu, '')
    .trim()
    .replace(/^\.+/u, '');
  if (visible.length <= 150) return visible || 'tep';
  const extension = /\.[\p{L}\p{N}]{1,8}$/u.exec(visible)?.[0] ?? '';
  // Cut between the two halves of a character, a name would be no text any more.
  return visible.slice(0, 150 - extension.length).replace(/\p{Surrogate}/gu, '') + extension;
}
