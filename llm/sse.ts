import { ModelCallError } from '../core/errors.ts';

/** No line of an answer is longer; a server that never ends one must not fill the memory. In letters. */
const longestLine = 1_000_000;

/**
 * The data of server-sent events, as the HTML standard reads them: lines end with LF, CRLF or CR, several `data` lines
 * are one event, and comments, unknown fields and events without data are nothing. The library's own reader fails on an
 * event without data, which proxies send to keep a connection open. Leaving early closes the connection.
 * @throws ModelCallError of kind `broken` where a line does not end
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  // Letters of several bytes may be torn between packets; the decoder waits for the rest.
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let held = '';
  let data: string[] = [];
  let isOver = false;
  try {
    while (!isOver) {
      const { done, value } = await reader.read();
      isOver = done;
      held += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // A CR at the end may be half of a line's end.
      const end = isOver || !held.endsWith('\r') ? held.length : held.length - 1;
      const lines = held.slice(0, end).split(/\r\n|\n|\r/u);
      held = (lines.pop() ?? '') + held.slice(end);
      if (held.length > longestLine)
        throw new ModelCallError('a line of the answer does not end', { kind: 'broken' });
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield data.join('\n');
          data = [];
        } else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
      }
    }
    // The standard drops an event that no empty line ends; servers in use forget that line after the last.
    if (data.length > 0) yield data.join('\n');
  } finally {
    if (!isOver) await reader.cancel().catch(() => undefined);
  }
}
