import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../ingest/ingest.ts';
import type { ReadDocument } from '../../ingest/types.ts';
import {
  bytesOf,
  conclusionWithoutNumber,
  makePdf,
  newsItem,
  partyPlan,
  pdfLines,
  stateDecision,
} from './fixtures.ts';

const read = (text: string, name = 'van-ban.txt') => readDocument(bytesOf(text), name);
const chunkWith = (document: ReadDocument, words: string) => {
  const chunk = document.chunks.find(({ text }) => text.includes(words));
  if (!chunk) throw new Error(`no chunk holds: ${words}`);
  return chunk;
};

/** Every letter and sign of the text lies in a chunk, and every chunk is a slice of it. */
function expectCoverage(document: ReadDocument): void {
  const covered = new Uint8Array(document.text.length);
  for (const { text, charFrom, charTo } of document.chunks) {
    expect(document.text.slice(charFrom, charTo)).toBe(text);
    covered.fill(1, charFrom, charTo);
  }
  const missed = [...document.text].length === document.text.length ? document.text : document.text;
  for (let index = 0; index < missed.length; index++) {
    if (/\S/u.test(missed.charAt(index)) && covered[index] !== 1) {
      throw new Error(`not covered at ${index}: ${missed.slice(index, index + 60)}`);
    }
  }
}

describe('chunks', () => {
  it('of one paragraph without any break take time in proportion to its length', () => {
    // Where every piece reads the whole paragraph again this takes far longer than a test may.
    const document = readDocument(bytesOf(`THÔNG BÁO\nvề việc thử\n\n${'a'.repeat(600_000)}\n`), 'dai.txt');
    return Promise.resolve(document).then(({ chunks }) => {
      expect(chunks.length).toBeGreaterThan(100);
      expect(chunks.at(-1)?.text).toMatch(/^a+$/u);
    });
  });

  it.each([
    ['a Party plan', partyPlan],
    ['a State decision with a regulation', stateDecision],
    ['a press item', newsItem],
    ['a conclusion', conclusionWithoutNumber],
  ])('of %s together hold every sign of its text, each as it stands', async (_name, text) => {
    expectCoverage(await read(text));
  });

  it('of any document together hold every sign of its text', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        'QUYẾT ĐỊNH',
        'Số 12-QĐ/TU',
        'Điều 1. Phạm vi',
        'Điều 2.',
        'Chương II',
        'NHỮNG QUY ĐỊNH CHUNG',
        '1. Các cấp ủy thực hiện những việc sau:',
        '2.',
        '1.1. Nội dung',
        'a) Lập danh sách;',
        'đ) Việc khác.',
        '- Gạch đầu dòng',
        'II. NHIỆM VỤ',
        'Phụ lục I',
        '(Ban hành kèm theo Quyết định số 1)',
        '| STT | Tên |',
        '| 1 | Chi bộ |',
        'Nơi nhận:',
        'T/M BAN THƯỜNG VỤ',
        'Nguyễn Văn A',
        'Quyết định này có hiệu lực từ ngày ký.',
        '“Điều 5. Được sửa đổi như sau:',
        'hết.”.',
        'Ảnh: PV',
      ),
      fc
        .integer({ min: 1, max: 40 })
        .map((count) => 'Đảng ủy yêu cầu các chi bộ báo cáo kết quả. '.repeat(count)),
      fc.integer({ min: 1, max: 300 }).map((count) => 'từ'.repeat(count)),
      fc.string({ maxLength: 30, unit: 'grapheme' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), async (lines) => {
        const text = `Văn bản của xã.\n\n${lines.join('\n\n')}`;
        const document = await read(text).catch((error: { code?: string }) => {
          // Random letters may happen to be what the gates refuse.
          if (error.code === 'document-secret' || error.code === 'document-unreadable') return null;
          throw error;
        });
        if (document) expectCoverage(document);
      }),
      { numRuns: 150 },
    );
  });

  it('stay below a size that can be quoted, without losing what is long', async () => {
    const long = `Điều 1. Nội dung\n1. ${'Các đảng ủy trực thuộc báo cáo kết quả hằng quý theo mẫu. '.repeat(80)}\n2. Ngắn.`;
    const document = await read(long);
    expectCoverage(document);
    for (const { text } of document.chunks) expect(text.length).toBeLessThanOrEqual(1800);
    const later = document.chunks.filter(({ locator }) => locator === 'Điều 1, khoản 1');
    expect(later.length).toBeGreaterThan(3);
    expect(later.at(-1)?.context).toContain('Các đảng ủy trực thuộc báo cáo kết quả hằng quý theo mẫu.');
  });

  it('keep a lead-in and its items together', async () => {
    const document = await read(partyPlan);
    const list = chunkWith(document, 'Bố trí ít nhất 02 cán bộ');
    expect(list.text).toMatch(/^II- NHIỆM VỤ|^1\. Các đảng ủy trực thuộc/u);
    expect(list.text).toContain('Báo cáo tiến độ vào ngày 25 hằng tháng.');
    expect(list).toMatchObject({ kind: 'list', locator: 'mục II.1' });
    const clause = chunkWith(await read(stateDecision), 'Kinh doanh, cho thuê dài hạn');
    expect(clause.text).toContain('Việc khác trái với phong tục');
    expect(clause).toMatchObject({
      kind: 'list',
      locator: 'Quy chế kèm theo, Điều 2, khoản 2',
    });
  });

  it('say in their context what the document is and under which headings they stand', async () => {
    const plan = chunkWith(await read(partyPlan), 'Người được giao nhiệm vụ');
    expect(plan.context).toBe(
      'Kế hoạch 45-KH/BTCTU ngày 15/3/2025 của Ban Tổ chức Tỉnh ủy Lâm Hạ: triển khai số hóa hồ sơ đảng viên giai đoạn 2025 - 2027 › I. MỤC ĐÍCH, YÊU CẦU',
    );
    const conclusion = chunkWith(await read(conclusionWithoutNumber), 'Rà soát quy hoạch');
    expect(`${conclusion.context}\n${conclusion.text}`).toContain('Nhiệm vụ quý 2');
    const news = chunkWith(await read(newsItem), '21 chi bộ');
    expect(news.context).toContain('ngày 12/5/2023');
    expect(news.context).toContain('Thường trực Huyện ủy Mường Sen làm việc với Đảng ủy xã Bản Phố');
  });

  it('of a table carry its header', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, index) => `| ${index + 1} | Chi bộ thôn số ${index + 1} | ${index * 3} đảng viên |`,
    );
    const document = await read(
      `Bảng số liệu của xã.\n\n| STT | Chi bộ | Số đảng viên |\n${rows.join('\n')}`,
      'bang.md',
    );
    const tables = document.chunks.filter(({ kind }) => kind === 'table');
    expect(tables.length).toBeGreaterThan(1);
    for (const { text, context } of tables)
      expect(`${context}${text}`).toContain('| STT | Chi bộ | Số đảng viên |');
  });

  it('keep recipients and signature, which questions ask for', async () => {
    const document = await read(partyPlan);
    expect(document.chunks.filter(({ kind }) => kind === 'recipients').map(({ text }) => text)).toEqual([
      'Nơi nhận:\n\n- Thường trực Tỉnh ủy (để báo cáo),\n\n- Các đảng ủy trực thuộc Tỉnh ủy,\n\n- Lưu Ban Tổ chức Tỉnh ủy.',
    ]);
    expect(document.chunks.find(({ kind }) => kind === 'signature')?.text).toContain('Đinh Thị Hòa');
  });

  it('name the page where there are pages, also across a page break', async () => {
    const wide = 'Chi bộ tổ chức sinh hoạt chuyên đề ít nhất mỗi quý một lần theo kế';
    const document = await readDocument(
      makePdf([
        pdfLines([
          'QUY CHẾ',
          'Sinh hoạt chi bộ',
          'Điều 1. Phạm vi',
          'Quy chế này áp dụng cho mọi chi bộ trong xã.',
          'Điều 2. Chuyên đề',
          wide,
        ]),
        pdfLines([
          'hoạch của đảng ủy. Việc này được ghi biên bản.',
          'Điều 3. Hiệu lực',
          'Quy chế này có hiệu lực từ ngày ký ban hành.',
        ]),
      ]),
      'quy-che.pdf',
    );
    expectCoverage(document);
    expect(chunkWith(document, 'sinh hoạt chuyên đề').text).toContain(`${wide} hoạch của đảng ủy.`);
    expect(chunkWith(document, 'sinh hoạt chuyên đề')).toMatchObject({
      locator: 'Điều 2, tr. 1-2',
      pageFrom: 1,
      pageTo: 2,
    });
    expect(chunkWith(document, 'có hiệu lực').locator).toBe('Điều 3, tr. 2');
  });
});

describe('sections', () => {
  const labels = async (text: string): Promise<string[]> =>
    (await read(text)).sections.map(
      ({ label, heading, level }) => [label, heading].filter(Boolean).join(': ') || level,
    );

  it('follow chapters, articles, clauses and points, and start anew in what is enclosed', async () => {
    expect(await labels(stateDecision)).toEqual([
      'Điều 1',
      'Điều 2',
      'Điều 3',
      'nơi nhận',
      'phần ký',
      'Quy chế kèm theo: QUY CHẾ QUẢN LÝ NHÀ VĂN HÓA THÔN',
      'Chương I: QUY ĐỊNH CHUNG',
      'Điều 1: Phạm vi điều chỉnh',
      'Điều 2: Nguyên tắc quản lý',
      'khoản 1',
      'khoản 2',
      'điểm a',
      'điểm b',
      'điểm đ',
      'Phụ lục I: ĐỊNH MỨC HỖ TRỢ',
      'table',
    ]);
  });

  it('nest decimal items by their depth', async () => {
    const { sections } = await read(
      'QUY ĐỊNH\nvề sinh hoạt\n9. Nguyên tắc\n9.3. Về biểu quyết\n9.3.1. Đại hội đại biểu bầu bằng phiếu.\n9.3.2. Đại hội đảng viên biểu quyết.\n10. Hiệu lực\n10.1. Từ ngày ký.',
    );
    const parents = sections.map(
      ({ label, parentOrdinal }) =>
        `${label} < ${parentOrdinal === null ? '' : sections[parentOrdinal]?.label}`,
    );
    expect(parents).toEqual(['9 < ', '9.3 < 9', '9.3.1 < 9.3', '9.3.2 < 9.3', '10 < ', '10.1 < 10']);
  });

  it('are not opened by references, initials, dates, figures or amended texts', async () => {
    expect(
      (
        await read(
          'QUYẾT ĐỊNH\nvề thi đua\nĐiều 1. Sửa đổi Điều 5 như sau:\n“Điều 5. Tiêu chuẩn\n1. Có thành tích.\n2. Không vi phạm.”.\n' +
            'Điều 5 của Quy chế cũ hết hiệu lực.\nC. Mác viết nhiều sách.\nV. I. Lênin cũng vậy.\n1.513 đồng chí được kết nạp.\n30/11 là hạn cuối.\nĐiều 2. Hiệu lực từ ngày ký.',
        )
      ).sections.map(({ label }) => label),
    ).toEqual(['Điều 1', 'Điều 2']);
  });
});
