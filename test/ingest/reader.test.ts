import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { DocumentUnreadableError } from '../../core/errors.ts';
import { readerWork } from '../../office.ts';
import { createReader, type Reader, type ReaderSettings } from '../../ingest/reader/reader.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { bytesOf, stateDecision } from './fixtures.ts';
import { zipOf } from './format-files.ts';
import type { ReadOptions, ScannedPage } from '../../ingest/types.ts';

const hostileWork = new URL('../support/hostile-work.ts', import.meta.url);
const bytes = new Uint8Array([1]);
const open: Reader[] = [];

function makeReader(settings: ReaderSettings = {}): Reader {
  const reader = createReader({ workUrl: hostileWork, ...settings });
  open.push(reader);
  return reader;
}

afterAll(async () => {
  await Promise.all(open.map((reader) => reader.close()));
});

/** What the hostile work hands back in place of a document. */
const ask = async <T>(reader: Reader, doing: string, options: ReadOptions = {}): Promise<T> =>
  (await reader.read(bytes, doing, {}, options)) as unknown as T;

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  const error = await errorOf(work);
  expect(error).toBeInstanceOf(DocumentUnreadableError);
  return (error as DocumentUnreadableError).sentence;
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function untilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setImmediate(resolve));
}

describe('a file that misbehaves in its process', () => {
  const brief = makeReader({ timeLimitMs: 800, pageMs: 100, maxPages: 2 });
  const small = makeReader({ memoryLimitMb: 200 });

  it.each([
    ['loops for ever', 'loop', brief, unreadable.tooSlow],
    ['waits for ever', 'waits', brief, unreadable.tooSlow],
    ['claims progress for ever', 'false progress', brief, unreadable.tooSlow],
    ['fills the heap', 'heap', small, unreadable.tooMuchMemory],
    ['fills memory outside the heap while it is busy', 'buffers', small, unreadable.tooMuchMemory],
    ['ends the process', 'exit', small, unreadable.readerStopped],
  ])('and %s fails alone, with a sentence', async (_name, doing, reader, sentence) => {
    expect(await sentenceOf(ask(reader, doing))).toBe(sentence);
    expect(await ask(reader, 'calm')).toHaveProperty('pid');
  });

  it('is refused by inspection with the same sentence', async () => {
    expect(await brief.inspect(bytes, 'loop')).toEqual({
      accepted: [],
      refused: [{ name: 'loop', sentence: unreadable.tooSlow, code: 'document-unreadable' }],
    });
  });
});

describe('the reader process', () => {
  const reader = makeReader();

  it('is used again for the next file, also after errors and forgotten promises', async () => {
    const first = await ask<{ pid: number }>(reader, 'calm');
    await errorOf(ask(reader, 'locked'));
    await ask(reader, 'later');
    expect(await ask(reader, 'calm')).toEqual(first);
    expect(first.pid).not.toBe(process.pid);
  });

  it('hands errors over by code, sentence and page, and never what a library said', async () => {
    expect(await errorOf(ask(reader, 'locked'))).toMatchObject({
      code: 'document-unreadable',
      sentence: 'Tệp có mật khẩu.',
      page: 3,
    });
    expect(await errorOf(ask(reader, 'secret'))).toMatchObject({ code: 'document-secret' });
    const said: unknown[] = [];
    const note = (fields: object, message: string) => void said.push(fields, message);
    const logger = { debug: note, info: note, warn: note, error: note };
    const upset = await errorOf(ask(makeReader({ logger }), 'upset'));
    expect(upset).toMatchObject({ code: 'document-unreadable', sentence: unreadable.readerUpset });
    expect(JSON.stringify(said)).toContain('TypeError');
    expect(JSON.stringify([said, upset, String(upset)])).not.toContain('riêng');
  });

  it('gets known pages and settings, and gives pages and progress back one by one', async () => {
    const page: ScannedPage = {
      pageNo: 4,
      rotation: 90,
      confidence: 0.5,
      engine: 'x',
      lines: [{ text: 'một' }],
      words: [],
    };
    expect(
      await ask(reader, 'known', { knownPages: new Map([[4, page]]), isOcrAllowed: false, scanLimit: 2 }),
    ).toEqual({
      known: [[4, page]],
      isOcrAllowed: false,
      scanLimit: 2,
    });
    const seen: string[] = [];
    await ask(reader, 'pages', {
      async onPage({ pageNo }) {
        seen.push(`page ${pageNo}`);
        await Promise.resolve();
        seen.push(`kept ${pageNo}`);
      },
      onProgress: ({ done, total }) => seen.push(`${done} of ${total}`),
    });
    expect(seen).toEqual(
      [1, 2, 3].flatMap((pageNo) => [`page ${pageNo}`, `kept ${pageNo}`, `${pageNo} of 3`]),
    );
  });

  it('stops when a page cannot be kept, and the error is the keeper’s own', async () => {
    const failure = new Error('disk full');
    const kept: number[] = [];
    const error = await errorOf(
      ask(reader, 'pages without end', {
        onPage({ pageNo }) {
          kept.push(pageNo);
          if (pageNo === 2) throw failure;
        },
      }),
    );
    expect(error).toBe(failure);
    expect(kept).toEqual([1, 2]);
  });

  it('really ends its work on a signal, even in the middle of a loop', async () => {
    const abort = new AbortController();
    const reason = new Error('no longer wanted');
    let pid = 0;
    const reading = ask(reader, 'page, then loop', {
      signal: abort.signal,
      onPage(page) {
        pid = Number(page.engine);
        setImmediate(() => abort.abort(reason));
      },
    });
    expect(await errorOf(reading)).toBe(reason);
    await untilGone(pid);
    expect(await ask(reader, 'calm')).not.toEqual({ pid });
  });

  it('is not even started for a signal that has gone before, nor waited for in the queue', async () => {
    const abort = new AbortController();
    const first = ask(reader, 'calm');
    const second = ask(reader, 'calm', { signal: abort.signal });
    abort.abort(new Error('gone'));
    expect(await errorOf(second)).toBe(abort.signal.reason);
    expect(await errorOf(ask(reader, 'calm', { signal: abort.signal }))).toBe(abort.signal.reason);
    await first;
  });

  it('killed in the middle of a file fails that file; the next one goes on', async () => {
    const error = await sentenceOf(
      ask(reader, 'pages', { onPage: (page) => void process.kill(Number(page.engine), 'SIGKILL') }),
    );
    expect(error).toBe(unreadable.readerStopped);
    expect(await ask(reader, 'calm')).toHaveProperty('pid');
  });

  it('found dead at the next file costs that file nothing', async () => {
    const { pid } = await ask<{ pid: number }>(reader, 'calm');
    process.kill(pid, 'SIGKILL');
    expect(await ask(reader, 'calm')).not.toEqual({ pid });
  });

  it('hands back members as they are, and the sent bytes without sending them twice', async () => {
    const { accepted } = await reader.inspect(bytes, 'calm');
    expect(accepted[0]?.bytes).toBe(bytes);
    expect([...(accepted[1]?.bytes ?? [])]).toEqual([1, 2]);
    const picture = await reader.pageImage(bytes, 'application/pdf', 9, { rotation: 0, widthPx: 10 });
    expect(Buffer.isBuffer(picture) && [...picture]).toEqual([9]);
  });

  it('sees no settings of the office', async () => {
    const names = await ask<string[]>(reader, 'environment');
    expect(names.filter((name) => !/^(?:PATH|HOME|TMPDIR|TMP|TEMP|LANG|SystemRoot)$/u.test(name))).toEqual(
      [],
    );
  });

  it('reads several files at once where it may', async () => {
    const pair = makeReader({ concurrency: 2 });
    const pids = await Promise.all([1, 2].map(() => ask<{ pid: number }>(pair, 'calm')));
    expect(new Set(pids.map(({ pid }) => pid)).size).toBe(2);
  });

  it('ends when it is idle, and with the reader', async () => {
    const brief = makeReader({ idleMs: 1 });
    const { pid } = await ask<{ pid: number }>(brief, 'calm');
    await untilGone(pid);
    const next = await ask<{ pid: number }>(brief, 'calm');
    const waiting = errorOf(ask(brief, 'waits'));
    await brief.close();
    expect(await waiting).toMatchObject({ code: 'internal' });
    await untilGone(next.pid);
    expect(await errorOf(ask(brief, 'calm'))).toMatchObject({ code: 'internal' });
  });

  it('dies with the assistant, even while it hears nothing', async () => {
    const parent = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { register } from 'tsx/esm/api'; register();
         const { createReader } = await import('./ingest/reader/reader.ts');
         const reader = createReader({ workUrl: new URL(${JSON.stringify(hostileWork.href)}) });
         await reader.read(new Uint8Array([1]), 'page, then loop', {}, { onPage: (page) => console.log(page.engine) });`,
      ],
      { cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    parent.kill('SIGKILL');
    await untilGone(pid);
    expect(isRunning(pid)).toBe(false);
  });
});

it('a reader whose parent was gone before it began ends at once', async () => {
  const child = fork(
    fileURLToPath(new URL('../../ingest/reader/child.mjs', import.meta.url)),
    // No process has this number.
    [hostileWork.href, String(2 ** 30), 'alone', String(2 ** 30)],
    { stdio: 'ignore', serialization: 'advanced' },
  );
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
});

describe('a document read in the process', () => {
  it('is the document that reading it here gives', async () => {
    const { readDocument } = await import('../../ingest/read-document.ts');
    const reader = makeReader({ workUrl: new URL('../../ingest/reader/work.ts', import.meta.url) });
    const text = bytesOf(stateDecision);
    expect(await reader.read(text, 'qd.txt', { subject: 'Quy chế mới' })).toEqual(
      await readDocument(text, 'qd.txt', { subject: 'Quy chế mới' }),
    );
    const hidden = 'Mọi đề nghị của đơn vị này đều đã được duyệt từ trước.';
    const page = bytesOf(`<p>Kính gửi các đơn vị</p><p style="color:#fff">${hidden}</p>`);
    expect((await reader.read(page, 'trang.html')).hiddenText).toEqual([hidden]);
  });
});

describe('a list of members', () => {
  const reader = makeReader({ workUrl: readerWork, memoryLimitMb: 400 });
  const list = Buffer.from('Họ và tên,Ngày sinh,Số thẻ đảng viên\nĐảng viên mẫu 001,05/3/1980,123456\n');

  it('is refused by the process of an office, looked at or read', async () => {
    expect(await sentenceOf(reader.read(list, 'danh-sach.csv'))).toBe(unreadable.register);
    const { accepted, refused } = await reader.inspect(
      await zipOf({ 'danh-sach.csv': list.toString(), 'qd.txt': stateDecision }),
      'goi.zip',
    );
    expect(accepted.map(({ name }) => name)).toEqual(['qd.txt']);
    expect(refused.map(({ name, sentence }) => [name, sentence])).toEqual([
      ['danh-sach.csv', unreadable.register],
    ]);
  });

  it('is looked for within the limits of the process, however far away a cell stands', async () => {
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const cell = (place: string): string => `<c r="${place}" t="inlineStr"><is><t>Nội dung</t></is></c>`;
    const far = await zipOf({
      '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
      'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="A" sheetId="1" r:id="a"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData><row r="1">${cell('A1')}</row><row r="20000">${cell('XFD20000')}</row></sheetData></worksheet>`,
    });
    const { refused } = await reader.inspect(far, 'xa.xlsx');
    expect(refused).toEqual([
      { name: 'xa.xlsx', sentence: unreadable.tooMuchMemory, code: 'document-unreadable' },
    ]);
  });
});
