import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { createEmbeddedEngine } from '../../ingest/ocr/engine-embedded.ts';
import { parseTable } from '../../ingest/ocr/engine.ts';
import { findSystemEngine } from '../../ingest/ocr/engine-system.ts';
import type { OcrEngine } from '../../ingest/ocr/engine.ts';
import { pageImage } from '../../ingest/ocr/page-image.ts';
import { createOcr, type Ocr } from '../../ingest/ocr/read-page.ts';
import { parseImage } from '../../ingest/parsers/image.ts';
import { parsePdf } from '../../ingest/parsers/pdf.ts';
import { placeWords } from '../../ingest/place-words.ts';
import { repairText } from '../../ingest/repair.ts';
import type { ParsedFile, ScannedPage } from '../../ingest/types.ts';
import { drawPage, makePicturePdf } from '../../eval/ocr/drawn-pages.ts';

/* The letter a of the drawn font has the form of a handwritten one, which engines take for an o where it has a mark. */
const notice = [
  'Số: 37-TB/HU',
  'Mường Sen, ngày 14 trong quý III năm 2023',
  'Hội nghị thống kê về tổ chức cuộc họp',
  'của chi bộ thôn Mường Sen ngày 25.',
  'Kinh phí chung là 12.500.000 đồng.',
];

const textOf = (file: ParsedFile): string =>
  file.pages
    .flat()
    .map((line) => line.text)
    .join('\n');

/** An engine that must not be asked, or that says what it is told to. */
const fakeEngine = (read: OcrEngine['read']): OcrEngine => ({
  name: 'fake',
  read,
  close: () => Promise.resolve(),
});
const forbidden = (): Promise<never> => Promise.reject(new Error('asked to read'));

describe('a page that is a picture', () => {
  let ocr: Ocr;
  beforeAll(async () => {
    ocr = createOcr('embedded', await createEmbeddedEngine());
  });
  afterAll(() => ocr.close());

  it('is read without anything but what is installed, every word with its place and confidence', async () => {
    const file = await parseImage(await drawPage(notice), {}, ocr);
    const text = textOf(file);
    for (const piece of ['Số: 37-TB/HU', 'năm 2023', 'về tổ chức cuộc họp', '12.500.000 đồng'])
      expect(text).toContain(piece);
    expect(file.warnings).toEqual(['ocr-used']);
    const [page] = file.scans ?? [];
    expect(page).toMatchObject({ pageNo: 1, rotation: 0 });
    expect(page?.engine).toMatch(/^tesseract\.js \d/u);
    expect(page?.confidence).toBeGreaterThan(0.8);
    const sum = page?.words.find((word) => word.text.startsWith('12.500'));
    expect(sum?.confidence).toBeGreaterThan(0.6);
    // Drawn in the fifth line of a page of 430 pixels, after its left third.
    expect(sum?.box.y0).toBeGreaterThan(0.7);
    expect(sum?.box.x0).toBeGreaterThan(0.3);
    expect(sum?.box.x1).toBeLessThan(0.8);
  });

  it.each([
    [90, 270],
    [180, 180],
  ] as const)(
    'lying at %i degrees is turned by %i and its words are placed as it lies',
    async (turn, rotation) => {
      const file = await parseImage(await drawPage(notice, { turn }), {}, ocr);
      const [page] = file.scans ?? [];
      expect(page?.rotation).toBe(rotation);
      expect(textOf(file)).toContain('về tổ chức cuộc họp');
      const label = page?.words.find((word) => word.text.startsWith('37-TB'));
      // The first line lies along the right edge, or upside down at the lower edge.
      if (turn === 90) expect(label?.box.x0).toBeGreaterThan(0.7);
      else expect(label?.box.y0).toBeGreaterThan(0.7);
    },
  );

  it('slanting by two degrees is made level before it is read', async () => {
    const file = await parseImage(await drawPage(notice, { turn: 2 }), {}, ocr);
    expect(textOf(file)).toContain('Mường Sen');
    expect(textOf(file)).toContain('12.500.000');
  });

  it('photographed in slanting light on a dark desk is read like a scan', async () => {
    const page = await drawPage(notice);
    const shade =
      '<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="430"><linearGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#5a5a5a"/></linearGradient><rect width="100%" height="100%" fill="url(#g)"/></svg>';
    const lit = await sharp(page)
      .composite([{ input: Buffer.from(shade), blend: 'multiply' }])
      .png()
      .toBuffer();
    const photograph = await sharp(lit)
      .extend({ top: 90, bottom: 70, left: 80, right: 110, background: '#241d18' })
      .jpeg({ quality: 85 })
      .toBuffer();
    const file = await parseImage(photograph, {}, ocr);
    expect(textOf(file)).toContain('37-TB/HU');
    expect(textOf(file)).toContain('12.500.000');
  });

  it('stamped with a mark of secrecy is refused before it is handed out', async () => {
    const pages: ScannedPage[] = [];
    const picture = await drawPage(notice, { stamp: 'MẬT', height: 560 });
    const reading = parseImage(picture, { onPage: (page) => void pages.push(page) }, ocr);
    await expect(reading).rejects.toMatchObject({ code: 'document-secret' });
    expect(pages).toEqual([]);
  });

  it('is read among pages of text, which keep their own', async () => {
    const typed = Array.from(
      { length: 12 },
      (_, index) => `Line ${index + 1} of a typed report about roads and bridges.`,
    );
    const pdf = await makePicturePdf([{ text: typed }, { picture: await drawPage(notice) }]);
    const progress: number[] = [];
    const file = await parsePdf(pdf, { onProgress: ({ done }) => progress.push(done) }, ocr);
    expect(file.scans?.map((page) => page.pageNo)).toEqual([2]);
    expect(file.pages[0]?.[0]?.text).toContain('Line 1 of a typed report');
    expect(file.pages[1]?.map((line) => line.text).join('\n')).toContain('37-TB/HU');
    expect(progress.slice(-2)).toEqual([1, 2]);
  });
});

describe('which way up a page is read', () => {
  const reading = (confidence: number): ReturnType<OcrEngine['read']> =>
    Promise.resolve([{ words: [{ text: 'DANGBO', confidence, x0: 90, y0: 80, x1: 400, y1: 110 }] }]);

  it('is tried the other way where hardly a word was read, however sure its shapes were', async () => {
    const picture = await drawPage(notice, { height: 560 });
    const said = [0.64, 0.93];
    const upsideDown = createOcr(
      'auto',
      fakeEngine(() => reading(said.shift() ?? 0)),
    );
    const file = await parseImage(picture, {}, upsideDown);
    expect(file.scans?.[0]).toMatchObject({ rotation: 180, confidence: 0.93 });
  });

  it('is not asked twice of a page that reads well', async () => {
    const read = vi.fn(() => reading(0.9));
    await parseImage(await drawPage(notice, { height: 560 }), {}, createOcr('auto', fakeEngine(read)));
    expect(read).toHaveBeenCalledTimes(1);
  });
});

describe('reading a file of pictures', () => {
  const known = (pageNo: number): ScannedPage => ({
    pageNo,
    rotation: 0,
    confidence: 0.9,
    engine: 'earlier',
    lines: [{ text: `Trang ${pageNo} đã đọc lần trước` }],
    words: [],
  });

  it('goes on where it stopped: pages that are known are not read again', async () => {
    const picture = await drawPage(notice);
    const pdf = await makePicturePdf([{ picture }, { picture }]);
    const read = vi.fn<OcrEngine['read']>(() =>
      Promise.resolve([{ words: [{ text: 'Mới', confidence: 0.9, x0: 10, y0: 10, x1: 90, y1: 40 }] }]),
    );
    const handedOut: number[] = [];
    const file = await parsePdf(
      pdf,
      { knownPages: new Map([[1, known(1)]]), onPage: (page) => void handedOut.push(page.pageNo) },
      createOcr('auto', fakeEngine(read)),
    );
    expect(read).toHaveBeenCalledTimes(1);
    expect(handedOut).toEqual([2]);
    expect(file.pages.map((lines) => lines[0]?.text)).toEqual(['Trang 1 đã đọc lần trước', 'Mới']);
  });

  it('ends with the reason of its signal', async () => {
    const pdf = await makePicturePdf([{ picture: await drawPage(notice) }]);
    const abort = new AbortController();
    const engine = fakeEngine(() => {
      abort.abort(new AppError('internal', 'called off'));
      abort.signal.throwIfAborted();
      return Promise.resolve([]);
    });
    await expect(parsePdf(pdf, { signal: abort.signal }, createOcr('auto', engine))).rejects.toThrow(
      'called off',
    );
  });

  it('can be told not to look at pictures, and to look at the first ones only', async () => {
    const picture = await drawPage(notice);
    const ocr = createOcr('auto', fakeEngine(forbidden));
    const typed = Array.from({ length: 4 }, () => 'A line of typed text about the roads of the district.');
    const mixed = await makePicturePdf([{ text: typed }, { picture }]);
    expect((await parsePdf(mixed, { isOcrAllowed: false }, ocr)).warnings).toEqual(['pages-without-text']);
    const read = vi.fn<OcrEngine['read']>(() => Promise.resolve([]));
    const scan = await makePicturePdf([{ picture }, { picture }]);
    const first = await parsePdf(scan, { scanLimit: 1 }, createOcr('auto', fakeEngine(read)));
    expect(read).toHaveBeenCalledTimes(1);
    expect(first.warnings).toContain('pages-without-text');
  });

  it('takes the picture where the text layer is garbage, and the text layer where it is sound', async () => {
    const picture = await drawPage(notice);
    const garbage = [
      'C#NG H6A XA H0I CH8 NGH1A VI3T N4M',
      'Wk|ng b4o k3t qu4 h6i ngh] xq7z',
      'Ng4y m#ng b0n th4ng s4u n1m',
    ];
    const sound = [
      'Annual report of the district committee on roads',
      'Bridges were repaired in three villages this year',
      'Costs stayed within the approved budget of the fund',
    ];
    const pdf = await makePicturePdf([{ picture, text: garbage }, { text: [...sound, ...sound] }]);
    const read = vi.fn<OcrEngine['read']>(() => Promise.resolve([]));
    await parsePdf(pdf, {}, createOcr('auto', fakeEngine(read)));
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('tells pages that are hard to read', async () => {
    const engine = fakeEngine(() =>
      Promise.resolve([
        {
          words: ['Báo', 'cáo', 'tổng', 'kết'].map((text, index) => ({
            text,
            confidence: 0.55,
            x0: 10 + index * 90,
            y0: 10,
            x1: 90 + index * 90,
            y1: 40,
          })),
        },
      ]),
    );
    const file = await parseImage(await drawPage(notice), {}, createOcr('auto', engine));
    expect(file.warnings).toEqual(['ocr-used', 'ocr-low-confidence']);
    expect(file.scans?.[0]?.confidence).toBeCloseTo(0.55);
  });
});

describe('words in the text', () => {
  it('stand where the repaired text has them, also when a sentence was completed on the page before', () => {
    const word = (text: string, at: number) => ({
      text,
      confidence: 0.9,
      box: { x0: at / 100, y0: 0.1, x1: at / 100 + 0.01, y1: 0.12 },
    });
    const page = (pageNo: number, text: string, isOpen = false): ScannedPage => ({
      pageNo,
      rotation: 0,
      confidence: 0.9,
      engine: 'x',
      lines: [{ text, ...(isOpen ? { isOpen } : {}) }],
      words: text.split(' ').map(word),
    });
    const scans = [
      page(1, 'Ban Thường vụ giao Văn phòng theo dõi việc thực hiện và báo cáo kết quả', true),
      page(2, 'trước ngày 15 tháng 3. Các chi bộ gửi danh sách.'),
    ];
    const repaired = repairText({
      pages: scans.map((scan) => scan.lines),
      hasPages: true,
      marks: [],
      fields: {},
      warnings: [],
    });
    const placed = placeWords(repaired, scans);
    const texts = placed.map(({ words }) =>
      words.map(({ from, to }) => repaired.text.slice(from, to)).join(' '),
    );
    expect(texts[0]).toBe(scans[0]?.lines[0]?.text);
    expect(texts[1]).toBe('trước ngày 15 tháng 3. Các chi bộ gửi danh sách.');
    expect(repaired.pages[0]?.text).toContain('trước ngày 15 tháng 3.');
  });
});

describe('the engine of the operating system', () => {
  it('is not used where it is not installed', async () => {
    expect(await findSystemEngine('no-such-tesseract')).toBeNull();
  });

  it('answers with a table of words, which become lines', () => {
    const row = (...cells: (string | number)[]): string => cells.join('\t');
    const table = [
      row(
        'level',
        'page_num',
        'block_num',
        'par_num',
        'line_num',
        'word_num',
        'left',
        'top',
        'width',
        'height',
        'conf',
        'text',
      ),
      row(4, 1, 1, 1, 1, 0, 10, 20, 300, 30, -1, ''),
      row(5, 1, 1, 1, 1, 1, 10, 20, 60, 30, 96.5, 'Số:'),
      row(5, 1, 1, 1, 1, 2, 80, 20, 90, 30, 91, '12-TB/HU'),
      row(5, 1, 1, 1, 2, 1, 10, 60, 60, 30, 40, 'ngày'),
    ].join('\n');
    const lines = parseTable(table);
    expect(lines.map(({ words }) => words.map((word) => word.text))).toEqual([['Số:', '12-TB/HU'], ['ngày']]);
    expect(lines[0]?.words[0]).toEqual({ text: 'Số:', confidence: 0.965, x0: 10, y0: 20, x1: 70, y1: 50 });
  });
});

describe('the picture of a page for people', () => {
  it('is cut out where it lies and turned upright', async () => {
    // The left half is black, so the upper half of the page turned by 90 degrees is.
    const half = { create: { width: 200, height: 600, channels: 3 as const, background: '#000000' } };
    const picture = await sharp({ create: { width: 400, height: 600, channels: 3, background: '#ffffff' } })
      .composite([{ input: await sharp(half).png().toBuffer(), left: 0, top: 0 }])
      .png()
      .toBuffer();
    const box = { x0: 0.25, y0: 0, x1: 0.75, y1: 1 };
    const image = await pageImage(picture, 'image/png', 1, { rotation: 90, box, widthPx: 300 });
    const { data, info } = await sharp(image).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([300, 100]);
    expect(data[10 * info.width + 150]).toBeLessThan(40);
    expect(data[90 * info.width + 150]).toBeGreaterThan(215);
  });

  it('does not exist for a page beyond the last', async () => {
    const pdf = await makePicturePdf([{ text: ['One page'] }]);
    await expect(pageImage(pdf, 'application/pdf', 2, { rotation: 0, widthPx: 200 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
