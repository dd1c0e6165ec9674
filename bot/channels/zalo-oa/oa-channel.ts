import type { Clock } from '../../../core/clock.ts';
import { ChannelError, toAppError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/logger.ts';
import type { Database } from '../../../db/database.ts';
import { pause as pauseInRealTime, type Pause } from '../../pause.ts';
import { laneOf, type Capabilities } from '../../types.ts';
import type { Channel, Part, Sink, Webhook, WireBlock } from '../channel.ts';
import { fetchRemote } from '../fetch-remote.ts';
import { takeRemoteFiles, type RemoteFilesDeps } from '../remote-files.ts';
import { OaTokenError, type OaButton, type OaClient, type OaMessage } from './client.ts';
import { choicePrefix, oaChannelId, readEvent } from './event.ts';
import { isSigned } from './signature.ts';
import type { OaTokens } from './tokens.ts';
import { sinceLastHeard } from './window-store.ts';
import { assertWindow } from './window.ts';

/** What an Official Account works with. */
export interface OaDeps extends RemoteFilesDeps {
  db: Database;
  client: OaClient;
  tokens: OaTokens;
  appId: string;
  /** The OA secret key: signs what is posted to us. */
  secret: string;
  ceiling: Capabilities['ceiling'];
  /** Hosts that files may be fetched from. */
  mediaHosts: readonly string[];
  clock: Clock;
  logger: Logger;
  pause?: Pause;
}

/** Longest text of a message, in characters; counted as UTF-16 units, which are never fewer. */
const mostUnits = 2000;
/** Buttons of one message, and units of a title. */
const mostButtons = 5;
const mostTitle = 100;
/** How often it is looked whether the token ends soon, so that the first message of a day does not wait for it. */
const lookAtTokenMs = 5 * 60_000;
const maxEventBytes = 256 * 1024;

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A Zalo Official Account as a channel: events come over a webhook, answers leave as consultation messages. */
export function createOaChannel(deps: OaDeps): Channel {
  const { db, client, tokens, clock, logger, pause = pauseInRealTime } = deps;
  const capabilities: Capabilities = {
    maxTextLength: mostUnits,
    markup: 'plain',
    hasButtons: true,
    maxButtons: mostButtons,
    hasTables: false,
    canSendFiles: true,
    fileLimit: { bytes: 5_000_000, types: ['application/pdf', 'application/msword', docx] },
    imageLimit: { bytes: 1_000_000, types: ['image/png', 'image/jpeg'] },
    sendsFilesApart: true,
    announcesItself: true,
    live: 'none',
    ceiling: deps.ceiling,
  };
  let trouble: string | null = 'not connected yet';
  /** The account's tier may have no buttons; then options are numbered from there on. */
  let hasButtons = true;

  /** With a token; with another one, once, where it is not accepted. */
  async function withToken<T>(action: (accessToken: string) => Promise<T>): Promise<T> {
    const token = await tokens.access();
    try {
      return await action(token);
    } catch (error) {
      if (!(error instanceof OaTokenError)) throw error;
      return action(await tokens.renew(token));
    }
  }

  async function sendPart(userId: string, part: Part): Promise<string> {
    const send = (message: OaMessage) => withToken((token) => client.send(token, userId, message));
    const file = part.blocks.find((block) => block.type === 'file' || block.type === 'image');
    if (file) return send(await uploadedMessage(file));
    const options = part.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    if (options.length === 0) return send({ text: whole(part.text) });
    if (hasButtons) {
      try {
        return await send(withButtons(whole(part.text), options));
      } catch (error) {
        if (!(error instanceof ChannelError) || error.kind !== 'invalid') throw error;
        logger.warn({ channel: oaChannelId, err: error }, 'buttons are refused; options are numbered');
        hasButtons = false;
      }
    }
    return send({ text: whole(numbered(part)) });
  }

  async function uploadedMessage(block: Extract<WireBlock, { type: 'file' | 'image' }>): Promise<OaMessage> {
    const { sha256, name, mime } = block.file;
    const bytes = await deps.files.read(sha256);
    if (!bytes) throw new ChannelError('invalid', 'a file to be sent is not kept any more');
    const kind = block.type;
    const upload = await withToken((token) => client.upload(token, kind, { bytes, name, mime }));
    return kind === 'file'
      ? { attachment: { type: 'file', payload: upload } }
      : {
          attachment: {
            type: 'template',
            payload: { template_type: 'media', elements: [{ media_type: 'image', ...upload }] },
          },
        };
  }

  function webhook(sink: Sink): Webhook {
    const answer = (status: number): Response => new Response(null, { status });
    return {
      path: oaChannelId,
      maxBytes: maxEventBytes,
      async handle(request) {
        const raw = new Uint8Array(await request.arrayBuffer());
        const event = readEvent(parsed(raw), deps.appId, clock.now());
        // Nothing was said to us: receipts, and the request that tries the address out before it is kept, which others
        // found unsigned (github.com/nextlevelbuilder/goclaw, internal/channels/zalo/oa).
        if (!event) return answer(200);
        if (!isSigned(raw, request.headers, { appId: deps.appId, secret: deps.secret })) return answer(401);
        try {
          // Kept within the two seconds that the platform waits; answered afterwards.
          await sink.accept(event);
          return answer(200);
        } catch (error) {
          logger.error({ channel: oaChannelId, err: toAppError(error) }, 'a zalo oa event was not kept');
          return answer(500);
        }
      },
    };
  }

  return {
    id: oaChannelId,
    capabilities: () => capabilities,
    webhook,
    async run(_sink, signal) {
      while (!signal.aborted) {
        try {
          await tokens.access();
          trouble = null;
        } catch (error) {
          const known = toAppError(error);
          trouble = known instanceof ChannelError ? `token: ${known.kind}` : 'token';
          logger.warn({ channel: oaChannelId, err: known }, 'no zalo oa token');
        }
        await pause(lookAtTokenMs, signal);
      }
    },
    async send(address, part, { key }) {
      const heard = await sinceLastHeard(db, laneOf(address));
      assertWindow(heard, { now: clock.now(), isAnswer: key.startsWith(`${oaChannelId}:`) });
      return { ids: [await sendPart(address.chat, part)] };
    },
    fetchFiles: (event, options) =>
      takeRemoteFiles(
        deps,
        event,
        (file, signal) => fetchRemote(file.ref, { hosts: deps.mediaHosts, maxBytes: deps.maxBytes }, signal),
        options,
      ),
    health: () => Promise.resolve(trouble === null ? { ok: true } : { ok: false, detail: trouble }),
  };
}

function parsed(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'));
  } catch {
    return null;
  }
}

type Option = Extract<WireBlock, { type: 'choices' }>['options'][number];

function withButtons(text: string, options: readonly Option[]): OaMessage {
  const buttons = options.map(({ label, key }): OaButton => ({
    title: label.length <= mostTitle ? label : `${label.slice(0, mostTitle - 1).trimEnd()}…`,
    type: 'oa.query.hide',
    payload: choicePrefix + key,
  }));
  return { text, attachment: { type: 'template', payload: { buttons } } };
}

/** The text with its options below it, for an account without buttons. */
function numbered({ text, blocks }: Part): string {
  const lines = blocks.flatMap((block) =>
    block.type === 'choices'
      ? block.options.map(({ label, position }) =>
          block.isNumbered === false ? `- ${label}` : `${position}. ${label}`,
        )
      : [],
  );
  return [text, ...lines].join('\n');
}

/** @throws ChannelError where the core made something that the platform would refuse */
function whole(text: string): string {
  if (text.trim() !== '' && text.length <= mostUnits) return text;
  throw new ChannelError('invalid', `a zalo oa message of ${text.length} units`);
}
