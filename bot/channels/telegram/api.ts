import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Api, GrammyError, HttpError } from 'grammy';
import { ChannelError } from '../../../core/errors.ts';
import { isNeverSent } from '../never-sent.ts';
import { createTunnelAgent } from './tunnel-agent.ts';

/** Where Telegram is and how it is reached. */
export interface TelegramConnection {
  token: string;
  /** Default 'https://api.telegram.org'; a server of the office's own, or a relay. Without a slash at the end. */
  apiRoot?: string | undefined;
  /** 'http://user:password@proxy:3128', for roots with https. */
  proxy?: string | undefined;
}

/** The clients share their connections; they differ in how long a call may take. */
export interface TelegramClients {
  api: Api;
  /** For getUpdates, which Telegram holds open. */
  polls: Api;
  /** For calls that carry a file. */
  uploads: Api;
  agent: HttpAgent;
  /** Address of a file by its path. It holds the token: for fetching only, never for a log. */
  fileUrl(path: string): string;
  close(): void;
}

/** How long Telegram may hold a poll that has nothing to tell, in seconds. */
export const pollSeconds = 30;
/** A chat waits for nothing longer than this; an answer that came later is 'unknown-delivery'. */
const callSeconds = 20;
const uploadSeconds = 300;

/** Clients of the Bot API. Nothing is called yet. */
export function createClients({ token, apiRoot, proxy }: TelegramConnection): TelegramClients {
  const root = (apiRoot ?? 'https://api.telegram.org').replace(/\/+$/u, '');
  const isSecure = root.startsWith('https:');
  const agent = !isSecure
    ? new HttpAgent({ keepAlive: true })
    : proxy
      ? createTunnelAgent(new URL(proxy))
      : new HttpsAgent({ keepAlive: true });
  const client = (timeoutSeconds: number): Api =>
    new Api(token, {
      apiRoot: root,
      timeoutSeconds,
      baseFetchConfig: { agent, ...(isSecure ? { compress: true } : {}) },
    });
  return {
    api: client(callSeconds),
    polls: client(pollSeconds + 15),
    uploads: client(uploadSeconds),
    agent,
    fileUrl: (path) => `${root}/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`,
    close: () => agent.destroy(),
  };
}

/** Chats that will never take a message of ours again, in the words of the server. */
const goneReasons =
  /chat not found|user is deactivated|PEER_ID_INVALID|bot was kicked|group chat was deactivated|chat was deleted|have no rights to send|CHAT_WRITE_FORBIDDEN|TOPIC_DELETED|message thread not found|TOPIC_CLOSED/iu;

/** A failure of a call as the outbox understands it. What Telegram says is repeated, addresses are not. */
export function toChannelError(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error;
  if (error instanceof GrammyError) {
    const { error_code: code, description, method, parameters } = error;
    const said = `${method}: ${code} ${description}`;
    if (parameters.migrate_to_chat_id !== undefined)
      return new ChannelError('moved', said, { movedTo: String(parameters.migrate_to_chat_id) });
    if (code === 429)
      return new ChannelError('rate', said, { retryAfterMs: (parameters.retry_after ?? 1) * 1000 });
    // A token that is not known answers 401; one of the wrong form 404, whatever the method.
    if (code === 401) return new ChannelError('auth', said);
    if (code === 403 || (code === 400 && goneReasons.test(description)))
      return new ChannelError('gone', said);
    return new ChannelError(code >= 500 ? 'transient' : 'invalid', said);
  }
  if (error instanceof HttpError) {
    const reason = codeOf(error.error);
    return new ChannelError(
      isNeverSent(reason) ? 'transient' : 'unknown-delivery',
      `Telegram did not answer (${reason})`,
    );
  }
  return new ChannelError('invalid', error instanceof Error ? error.message : 'unknown failure', {
    cause: error,
  });
}

/** Code of a failed connection; messages of the platform repeat the address, and with it the token. */
function codeOf(error: unknown): string {
  const { code, type } = (error ?? {}) as { code?: unknown; type?: unknown };
  return typeof code === 'string' ? code : typeof type === 'string' ? type : 'timeout';
}

/** True where the server refuses how a message is written, not the message: its marks, its buttons or a file's form. */
export const isFormRefused = (error: ChannelError): boolean =>
  error.kind === 'invalid' &&
  /can't parse entities|ENTITY|BUTTON|reply markup|inline keyboard|PHOTO|IMAGE_PROCESS/iu.test(error.message);

/** True where an edit changes nothing, which is as good as done. */
export const isUnmodified = (error: ChannelError): boolean => /message is not modified/iu.test(error.message);

/** True where the message that should be edited or deleted is not there any more, or too old. */
export const isMessageGone = (error: ChannelError): boolean =>
  error.kind === 'invalid' &&
  /message to (?:edit|delete) not found|can't be (?:edited|deleted)|MESSAGE_ID_INVALID/iu.test(error.message);

/** True where the server does not know the method: an older server, or a relay. */
export const isUnknownMethod = (error: ChannelError): boolean => /: 404 /u.test(error.message);
