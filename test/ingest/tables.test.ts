import { describe, expect, it } from 'vitest';
import { localViewer } from '../../core/viewer.ts';
import { readDocument } from '../../ingest/ingest.ts';
import type { ReadDocument } from '../../ingest/types.ts';
import { createAnswerer } from '../../rag/answer.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';
import { bytesOf } from './fixtures.ts';

/* Figures of a district that does not exist. */

const head = `<p>HUYỆN ỦY MƯỜNG SEN</p><p>Số 15-BC/HU</p><p>ĐẢNG CỘNG SẢN VIỆT NAM</p>
<p>Mường Sen, ngày 20 tháng 01 năm 2025</p><p>BÁO CÁO</p><p>kết quả phát triển đảng viên năm 2024</p>
<p>Huyện ủy báo cáo kết quả phát triển đảng viên của các đảng bộ trực thuộc như sau.</p>`;

const names = ['Bản Phố', 'Nậm Lúc', 'Tả Van', 'Cốc Ly', 'Lùng Phình', 'Thải Giàng', 'Na Hối', 'Bảo Nhai'];

/** Two years, two columns each, under a head of two rows; long enough to be cut into several groups. */
const twoLineTable = `<p>Bảng 2. Tổ chức đảng và đảng viên</p><p>(Đơn vị: người)</p><table>
<tr><td rowspan="2">TT</td><td rowspan="2">Đảng bộ</td><td colspan="2">Năm 2023</td><td colspan="2">Năm 2024</td></tr>
<tr><td>Kết nạp mới</td><td>Tổng số đảng viên</td><td>Kết nạp mới</td><td>Tổng số đảng viên</td></tr>
<tr><td colspan="6">I. Khối xã</td></tr>
${Array.from({ length: 40 }, (_, index) => {
  const name = `Xã ${names[index % 8]} ${['', 'Thượng', 'Hạ', 'Đông', 'Tây'][Math.floor(index / 8)]}`.trim();
  return `<tr><td>${index + 1}</td><td>${name}</td><td>${index + 3}</td><td>${200 + index}</td><td>${index + 51}</td><td>${400 + index}</td></tr>`;
}).join('\n')}
</table><p>Huyện ủy đề nghị các đảng bộ tiếp tục thực hiện.</p>`;

const read = (html: string): Promise<ReadDocument> =>
  readDocument(bytesOf(`<html><body>${html}</body></html>`), 'bao-cao.html');

async function ask(document: ReadDocument, question: string) {
  const { metadata } = document;
  const answerer = createAnswerer({
    library: await createMemoryRetriever([
      {
        summary: { ...metadata, id: 'bao-cao', fileName: document.fileName, hasPages: document.hasPages },
        chunks: document.chunks,
      },
    ]),
    clock: { now: () => new Date('2025-03-01T03:00:00Z') },
  });
  const { answer } = await answerer.answer(question, { viewer: localViewer });
  const quotes = 'quotes' in answer ? answer.quotes : [];
  return {
    outcome: answer.outcome,
    text: quotes[0]?.text ?? '',
    marked: quotes[0]?.emphasis.map(([from, to]) => quotes[0]?.text.slice(from, to)) ?? [],
  };
}

describe('the rows of a table', () => {
  it('stand in groups that each know caption, unit, group and column names of the whole head', async () => {
    const { chunks } = await read(head + twoLineTable);
    const tables = chunks.filter(({ kind }) => kind === 'table');
    expect(tables.length).toBeGreaterThan(1);
    for (const table of tables) {
      expect(table.context).toContain('Bảng 2. Tổ chức đảng và đảng viên');
      expect(table.context).toContain('(Đơn vị: người)');
      expect(table.context).toMatch(
        /\| TT \| Đảng bộ \| Năm 2023 – Kết nạp mới \| Năm 2023 – Tổng số đảng viên \| Năm 2024 – Kết nạp mới \| Năm 2024 – Tổng số đảng viên \|$/u,
      );
    }
    const [first, second] = tables;
    expect(first?.text).toMatch(/^\| TT \| Đảng bộ \| Năm 2023 \| Năm 2023 \|/u);
    expect(second?.text).not.toContain('Kết nạp mới');
    expect(second?.context).toContain('I. Khối xã');
    expect(second?.locator).toMatch(/^bảng, dòng \d+-\d+|.*bảng, dòng \d+-\d+/u);
  });

  it.each([
    ['Năm 2024 Đảng bộ xã Tả Van kết nạp mới bao nhiêu đảng viên?', 'Xã Tả Van |', '53'],
    ['Tổng số đảng viên năm 2023 của Đảng bộ xã Cốc Ly Hạ là bao nhiêu?', 'Xã Cốc Ly Hạ', '219'],
    ['Theo bảng 2, tổng số đảng viên năm 2024 của xã Bảo Nhai Tây là bao nhiêu?', 'Xã Bảo Nhai Tây', '439'],
    ['tong so dang vien nam 2024 cua xa Na Hoi Dong la bao nhieu', 'Xã Na Hối Đông', '430'],
  ])(
    'answer a question for a row and a column below a head of two lines: %s',
    async (question, row, cell) => {
      const answered = await ask(await read(head + twoLineTable), question);
      expect(answered.outcome).toBe('answer');
      expect(answered.text).toContain(row);
      expect(answered.marked).toEqual([cell]);
    },
  );
});
