import { createWebChannel } from '../../bot/channels/web/channel.ts';
import { parseBold } from '../../bot/markup.ts';
import { systemClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { silentLogger } from '../../core/logger.ts';
import { createWeb } from '../../web/server.ts';
import type { WebSessions } from '../../web/session.ts';
import type { PageBlock, ReplyMessage } from '../../web/wire.ts';
import { createClient } from '../web/client.ts';
import { describeChannel, type ChannelHarness, type ChannelSetup } from './channel.ts';

/** A browser without its page: the routes of the web app with one signed-in person. */
async function openBrowser({ db, files, accountId }: ChannelSetup): Promise<ChannelHarness> {
  const channel = createWebChannel();
  const viewer = { accountId, role: 'admin', unitIds: [], ceiling: 'all' } as const;
  const sessions: WebSessions = {
    redeem: async () => null,
    find: async (token) => (token === 'a-session' ? { accountId, name: 'Nguyễn An', viewer } : null),
    end: async () => {},
  };
  let client: ReturnType<typeof createClient> | null = null;
  const connected = (): ReturnType<typeof createClient> => {
    if (!client) throw new Error('connect first');
    return client;
  };
  const clientId = (): string => newId().replaceAll('-', '');
  const replies = async (): Promise<ReplyMessage[]> =>
    (await connected().history()).messages.filter(
      (message): message is ReplyMessage => message.kind === 'reply',
    );

  return {
    channel,
    async connect(sink) {
      const web = createWeb({
        config: { HOST: '127.0.0.1', PORT: 0, PUBLIC_URL: undefined, MAX_UPLOAD_MB: 1, TRUST_PROXY: false },
        db,
        sink,
        channel,
        sessions,
        files,
        linkSecret: 'secret of the contract',
        loadSource: async () => null,
        statusOf: async () => ({ state: 'unclear' }),
        clock: systemClock,
        logger: silentLogger,
      });
      client = createClient(web, 'capuy_session=a-session');
    },
    type: async (text, id = clientId()) =>
      accepted(await connected().postJson('/api/messages', { id, text })),
    async choose(label) {
      const options = (await replies())
        .flatMap((reply) => reply.blocks)
        .flatMap((block) => (block.type === 'choices' ? block.options : []));
      const key = options.findLast((option) => option.label === label)?.key;
      accepted(await connected().postJson('/api/choices', { id: clientId(), key, label }));
    },
    stop: async () => accepted(await connected().postJson('/api/stop', { id: clientId() })),
    sendFile: async (name, content, caption) =>
      accepted(
        await connected().upload(clientId(), [new File([content], name, { type: 'text/plain' })], caption),
      ),
    shown: async () => (await replies()).flatMap((reply) => reply.blocks.map(asText)).join('\n'),
    async received(name) {
      const blocks = (await replies()).flatMap((reply) => reply.blocks);
      const file = blocks.find((block) => block.type === 'file' && block.name === name);
      return file?.type === 'file' ? (await connected().get(file.url)).text() : null;
    },
    async disconnect() {
      client = null;
    },
  };
}

function accepted(response: Response): void {
  if (response.status !== 202) throw new Error(`not acknowledged: ${response.status}`);
}

/** What a person reads of a block. */
function asText(block: PageBlock): string {
  switch (block.type) {
    case 'text':
      return parseBold(block.text).text;
    case 'quote':
      return [block.text, block.source.symbol, block.source.locator, block.status].join(' ');
    case 'table':
      return [block.head, ...block.rows].map((row) => row.join(' ')).join('\n');
    case 'choices':
      return [block.prompt, ...block.options.map((option) => option.label)].join('\n');
    case 'link':
      return block.label;
    case 'file':
      return block.name;
    case 'image':
      return block.alt;
  }
}

describeChannel('web', { open: openBrowser, canRepeat: true });
