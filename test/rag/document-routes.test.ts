import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '../../core/viewer.ts';
import { loadDocuments } from '../../eval/documents.ts';
import { createAnswerer, type Answerer } from '../../rag/answer.ts';
import { createMemoryRetriever, type MemoryDocument } from '../../rag/search/retriever-memory.ts';
import type { Answer, Quote } from '../../rag/types.ts';
import { document } from './small-office.ts';

/* The papers of the fictional province, read as ingestion reads them. */

let documents: MemoryDocument[];
let answerer: Answerer;

beforeAll(async () => {
  ({ documents } = await loadDocuments(['demo/documents']));
  answerer = await over(documents);
});

const over = async (kept: readonly MemoryDocument[]): Promise<Answerer> =>
  createAnswerer({
    library: await createMemoryRetriever(kept),
    clock: { now: () => new Date('2026-10-01T03:00:00Z') },
  });
const ask = async (question: string): Promise<Answer> =>
  (await answerer.answer(question, { viewer: localViewer })).answer;
const listed = (answer: Answer): string[] =>
  answer.outcome === 'candidates'
    ? answer.documents.map(({ symbol, issuedOn }) => `${symbol} ${issuedOn}`)
    : [];
const rowsOf = (answer: Answer): (readonly string[])[] =>
  answer.outcome === 'answer' ? [...(answer.table?.rows ?? [])] : [];
const isVerbatim = (text: string): boolean =>
  documents.some(({ chunks }) => chunks.some((chunk) => chunk.text.includes(text)));

describe('documents of the store', () => {
  it.each([
    ['kho có những chỉ thị nào', ['08-CT/TU 2026-09-12', '08-CT/TU 2025-05-05']],
    ['trong kho co nhung chi thi nao nam 2025', ['08-CT/TU 2025-05-05']],
    ['văn bản nào của Tỉnh ủy nói về chuyển đổi số', ['31-QĐ/TU 2026-04-02', '08-CT/TU 2025-05-05']],
    ['chỉ thị của Tỉnh ủy năm 2025 về chuyển đổi số', ['08-CT/TU 2025-05-05']],
    ['có bao nhiêu quyết định về ban chỉ đạo', ['31-QĐ/TU 2026-04-02', '19-QĐ/TU 2024-06-06']],
  ])('are listed, newest first: %s', async (question, expected) => {
    const answer = await ask(question);
    expect(listed(answer)).toEqual(expected);
    expect(answer.lead).toContain(`có ${expected.length} `);
  });

  it('are said to be none where none is kept', async () => {
    const answer = await ask('kho có những thông tư nào năm 2024');
    expect(answer.outcome).toBe('refusal');
    expect(answer.lead).toContain('không có thông tư ban hành năm 2024');
  });

  it('are told apart by what only stands in their text', async () => {
    const answer = await ask('có bao nhiêu nghị quyết về chuyển đổi số');
    expect(answer.lead).toContain('không có nghị quyết nào có trích yếu nêu “chuyển đổi số”');
  });

  it('count a scan and the Word file of one paper once', async () => {
    const [paper] = documents.filter(({ summary }) => summary.symbol === '45-TB/TU');
    const twin = { ...paper!, summary: { ...paper!.summary, id: 'scan' } };
    const { answer } = await (
      await over([...documents, twin])
    ).answer('kho có bao nhiêu thông báo', {
      viewer: localViewer,
    });
    expect(listed(answer)).toHaveLength(1);
    expect(answer.lead).toContain('có 1 thông báo');
  });

  it('are counted for the viewer alone', async () => {
    const kept = documents.map((one) => ({ ...one, scope: 'internal' as const }));
    const { answer } = await (
      await over(kept)
    ).answer('kho có những chỉ thị nào', {
      viewer: { ...localViewer, ceiling: 'public' },
    });
    expect(listed(answer)).toEqual([]);
  });

  it('are not meant where a report states the number', async () => {
    const answer = await ask('Trong năm 2025 Đảng ủy đã ban hành bao nhiêu nghị quyết?');
    expect(answer.lead).not.toContain('Trong kho, phần đồng chí');
  });

  it('are named by the newest one', async () => {
    const answer = await ask('chỉ thị mới nhất về phòng chống thiên tai');
    expect(answer.lead).toContain('08-CT/TU ngày 12/9/2026');
  });

  it.each(['vanban 27', 'cho tôi xem 27-QĐ/TU', 'văn bản 27'])(
    'are shown when only named: %s',
    async (question) => {
      const answer = await ask(question);
      expect(answer.outcome).toBe('answer');
      expect(answer.lead).toContain('27-QĐ/TU');
    },
  );
});

describe('the summary of a document', () => {
  it.each(['tóm tắt Kế hoạch 14-KH/ĐU', 'noi dung chinh cua ke hoach 14 kh du la gi'])(
    'has fixed parts, every line verbatim with its place: %s',
    async (question) => {
      const answer = await ask(question);
      const rows = rowsOf(answer);
      expect(rows.map(([part]) => part)).toEqual([
        'Người ký',
        'Nội dung',
        'Nội dung',
        'Nội dung',
        'Nội dung',
        'Việc có thời hạn',
        'Việc có thời hạn',
        'Việc có thời hạn',
      ]);
      for (const [, text = '', place] of rows) {
        for (const piece of text.split(' · ')) expect(isVerbatim(piece)).toBe(true);
        expect(place).not.toBe('');
      }
    },
  );

  it('gives effect and replacement', async () => {
    const rows = rowsOf(await ask('tóm tắt quy chế làm việc của Ban Chấp hành'));
    expect(rows).toContainEqual([
      'Hiệu lực',
      'Quy chế này có hiệu lực kể từ ngày ký, thay thế Quy chế số 01-QC/ĐU, ngày 30/8/2025.',
      'Điều 6',
    ]);
  });

  it('quotes at offsets that open the place', async () => {
    const answer = await ask('tóm tắt Kế hoạch 14-KH/ĐU');
    const quotes: readonly Quote[] = 'quotes' in answer ? answer.quotes : [];
    expect(quotes.length).toBeGreaterThan(1);
    for (const { text, charFrom, charTo, passage } of quotes)
      expect(text).toBe(passage.text.slice(charFrom - passage.charFrom, charTo - passage.charFrom));
  });

  it('asks which one where a symbol is shared', async () => {
    expect(listed(await ask('tóm tắt chỉ thị 08'))).toHaveLength(2);
  });

  it('is refused where nothing divides the text, or where it was read too badly', async () => {
    const plain = document(
      'p',
      { title: 'Chỉ thị về đê điều', symbol: '71-CT/TU', typeName: 'Chỉ thị', issuedOn: '2024-01-02' },
      ['Các địa phương giữ đê.'],
    );
    const broken = document(
      'b',
      { title: 'Chỉ thị về lúa', symbol: '72-CT/TU', typeName: 'Chỉ thị', issuedOn: '2024-01-02' },
      ['xqwz krtp '.repeat(40)],
    );
    const office = await over([...documents, plain, broken]);
    for (const [question, part] of [
      ['tóm tắt chỉ thị 71-CT/TU', 'không đọc ra'],
      ['tóm tắt chỉ thị 72-CT/TU', 'không đủ rõ'],
    ] as const) {
      const { answer } = await office.answer(question, { viewer: localViewer });
      expect(answer.outcome).toBe('refusal');
      expect(answer.lead).toContain(part);
    }
  });

  it('is not given for a question about a matter inside the document', async () => {
    const answer = await ask('tóm tắt phần kinh phí trong Kế hoạch 14-KH/ĐU');
    expect(rowsOf(answer)).toEqual([]);
  });
});

describe('tasks of a document', () => {
  it('are rows of who, what, by when and where, from tables and sentences', async () => {
    const rows = rowsOf(await ask('nhiệm vụ giao cho ai trong Kế hoạch 14-KH/ĐU'));
    expect(rows).toHaveLength(6);
    expect(rows).toContainEqual([
      'Ban Xây dựng Đảng',
      'Tập huấn sử dụng kho văn bản điện tử',
      '31/10/2025',
      'mục II, bảng',
    ]);
    expect(rows).toContainEqual([
      'Các đảng bộ, chi bộ cơ sở',
      'cử một cán bộ làm đầu mối, gửi danh sách về Văn phòng Đảng ủy trước ngày 30/5/2025.',
      'trước ngày 30/5/2025',
      'mục IV.2',
    ]);
    for (const row of rows) for (const cell of row.slice(0, 3)) expect(isVerbatim(cell)).toBe(true);
  });

  it('say where no deadline is given', async () => {
    const rows = rowsOf(
      await ask(
        'chỉ thị 08-CT/TU ngày 12/9/2026 giao nhiệm vụ cho những đơn vị nào, liệt kê nhiệm vụ được giao',
      ),
    );
    expect(rows.map(([who, , when]) => [who, when])).toContainEqual([
      'Đảng ủy các xã, phường',
      'trước ngày 25/9/2026',
    ]);
    expect(rows.map(([who, , when]) => [who, when])).toContainEqual([
      'Đảng ủy Quân sự tỉnh',
      'không ghi thời hạn',
    ]);
  });

  it('take no year that a strategy is named after for a deadline', async () => {
    const plan = document(
      'ke-hoach-71',
      { title: 'Kế hoạch 71-KH/ĐU', symbol: '71-KH/ĐU', typeName: 'Kế hoạch' },
      [
        'Chi bộ Thủy văn xây dựng chương trình thực hiện Chiến lược phát triển lòng hồ đến năm 2031, tầm nhìn đến năm 2046.',
        'Chi bộ Bến xe báo cáo kết quả trước ngày 15/11/2026.',
      ],
    );
    const { answer } = await (
      await over([plan])
    ).answer('các nhiệm vụ và thời hạn trong Kế hoạch 71-KH/ĐU', { viewer: localViewer });
    expect(rowsOf(answer).map((row) => row[2])).toEqual(['trước ngày 15/11/2026']);
  });

  it('are those of one body where it is asked for', async () => {
    const rows = rowsOf(await ask('kế hoạch 14-KH/ĐU giao Văn phòng Đảng ủy nhiệm vụ gì'));
    expect(new Set(rows.map(([who]) => who))).toEqual(new Set(['Văn phòng Đảng ủy']));
  });

  it('are reports alone where the deadline of reports is asked', async () => {
    const rows = rowsOf(await ask('thời hạn báo cáo của kế hoạch 14-KH/ĐU'));
    expect(rows.map(([, , when]) => when)).toEqual(['vào ngày 25 hằng tháng']);
  });
});
