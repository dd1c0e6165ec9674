import type { History, PageBlock, ReplyMessage } from '../../web/wire.ts';
import { readEvents, type ServerEvent } from '../web/event-reader.ts';

type BlockOf<Type extends PageBlock['type']> = Extract<PageBlock, { type: Type }>;

/** Everything the assistant said to one message, as the page gets it. */
export interface Reply {
  blocks: PageBlock[];
  /** States of the growing text that came before, in order. */
  growing: string[];
  /** What a person can read: texts, titles, cells, quotes, labels of buttons. */
  text: string;
  quotes: BlockOf<'quote'>[];
  /** Labels of the buttons. */
  labels: string[];
  /** Key of the button with this label. */
  key(label: string): string;
  /** Path of the file that is offered, and its name. */
  file: { url: string; name: string } | null;
}

/** One person at one browser: a session cookie and one event stream. */
export interface Person {
  cookie: string;
  /** Sends a message and waits until its turn is over. */
  say(text: string): Promise<Reply>;
  /** Presses a button of the last reply. */
  press(label: string): Promise<Reply>;
  /** Sends the key of a button, wherever it comes from. */
  pressKey(key: string): Promise<Reply>;
  /** Sends files and waits for the reply; a refused upload is a status with a sentence. */
  upload(files: readonly File[], caption?: string): Promise<Reply>;
  tryUpload(files: readonly File[]): Promise<{ status: number; problem: string }>;
  get(path: string): Promise<Response>;
  history(): Promise<History>;
  leave(): Promise<void>;
}

/** Types a code on the sign-in page, or presses the button that a link leads to: the same form. */
export async function signInAt(url: string, code: string): Promise<Person> {
  const response = await fetch(`${url}/vao`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ ma: code }),
  });
  await response.arrayBuffer();
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (response.status !== 303 || !cookie) throw new Error(`not signed in: ${response.status}`);
  return comeBack(url, cookie);
}

/** The same browser at a later time: its cookie is still there. */
export async function comeBack(url: string, cookie: string): Promise<Person> {
  const request = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url + path, {
      ...init,
      headers: { cookie, origin: url, ...(init.headers as Record<string, string>) },
    });
  const history = async (): Promise<History> => (await request('/api/history')).json() as Promise<History>;

  const { lastSeq } = await history();
  const stream = await request(`/api/events?after=${lastSeq}`);
  if (!stream.ok) throw new Error(`no event stream: ${stream.status}`);
  const events = readEvents(stream);
  let messages = 0;
  let last: Reply | null = null;

  /** Sends under a new id and follows the stream until the turn of that id has ended. */
  async function turn(send: (id: string) => Promise<Response>): Promise<Reply> {
    const id = `m${++messages}x${lastSeq}`.padEnd(24, '0');
    const response = await send(id);
    if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
    await response.arrayBuffer();
    const blocks: PageBlock[] = [];
    const growing: string[] = [];
    for (;;) {
      const event: ServerEvent | null = await events.next();
      if (event === null) throw new Error('the event stream ended before the turn did');
      if (event.event === 'growing') growing.push((event.data as { text: string }).text);
      if (event.event === 'reply') {
        const reply = event.data as ReplyMessage;
        if (reply.replyTo === id) blocks.push(...reply.blocks);
      }
      if (event.event === 'ended' && (event.data as { id: string }).id === id) break;
    }
    last = replyOf(blocks, growing);
    return last;
  }

  const postJson = (path: string, body: unknown) =>
    request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const postFiles = (id: string, files: readonly File[], caption: string) => {
    const form = new FormData();
    form.set('id', id);
    form.set('caption', caption);
    for (const file of files) form.append('files', file);
    return request('/api/files', { method: 'POST', body: form });
  };

  return {
    cookie,
    say: (text) => turn((id) => postJson('/api/messages', { id, text })),
    press(label) {
      if (!last) throw new Error('nothing was said yet');
      const key = last.key(label);
      return turn((id) => postJson('/api/choices', { id, key, label }));
    },
    pressKey: (key) => turn((id) => postJson('/api/choices', { id, key })),
    upload: (files, caption = '') => turn((id) => postFiles(id, files, caption)),
    async tryUpload(files) {
      const response = await postFiles(`u${++messages}x${lastSeq}`.padEnd(24, '0'), files, '');
      const body = (await response.json()) as { problem?: string };
      return { status: response.status, problem: body.problem ?? '' };
    },
    get: request,
    history,
    leave: () => events.close(),
  };
}

/** A file as a browser sends it. */
export const fileOf = (name: string, content: string | Uint8Array, type = 'application/octet-stream'): File =>
  new File([typeof content === 'string' ? content : new Uint8Array(content)], name, { type });

function replyOf(blocks: PageBlock[], growing: string[]): Reply {
  const options = blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
  const file = blocks.find((block) => block.type === 'file');
  const text = blocks.map(readable).join('\n');
  return {
    blocks,
    growing,
    text,
    labels: options.map((option) => option.label),
    quotes: blocks.filter((block) => block.type === 'quote'),
    key(label) {
      const option = options.find((one) => one.label === label);
      if (!option) throw new Error(`no button '${label}' in:\n${text}`);
      return option.key;
    },
    file: file ? { url: file.url, name: file.name } : null,
  };
}

/** What a person reads of a block. */
export function readable(block: PageBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'quote':
      return [`“${block.text}”`, block.source.symbol, block.source.locator, block.status, block.warning].join(
        ' | ',
      );
    case 'table':
      return [
        block.title ?? '',
        block.head.join(' | '),
        ...block.rows.map((row) => row.join(' | ')),
        block.note ?? '',
      ]
        .filter((line) => line !== '')
        .join('\n');
    case 'choices':
      return [block.prompt ?? '', ...block.options.map((option) => `[${option.label}]`)].join('\n');
    case 'link':
      return block.label;
    case 'file':
      return block.name;
    case 'image':
      return block.alt;
  }
}

/** What a source page marks, line by line, as plain text. */
export async function markedText(page: Response): Promise<string> {
  const html = await page.text();
  return [...html.matchAll(/<mark[^>]*>(.*?)<\/mark>/gsu)]
    .map((match) => unescape(match[1] ?? ''))
    .join('\n');
}

const unescape = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
