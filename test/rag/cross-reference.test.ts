import { describe, expect, it } from 'vitest';
import type { LibrarySection } from '../../rag/library.ts';
import type { MemoryDocument } from '../../rag/search/retriever-memory.ts';
import { referencesIn } from '../../rag/routes/cross-reference-reading.ts';
import { ask, document, shown } from './small-office.ts';

/** Each passage is an article of its own; its numbered lines are clauses. */
function withArticles(made: MemoryDocument): MemoryDocument {
  const sections: LibrarySection[] = [];
  for (const { text, charFrom, charTo } of made.chunks) {
    const label = /^(?:Điều \d+|Phụ lục [IVX]+)/u.exec(text)?.[0];
    if (label === undefined) continue;
    const parent = sections.length;
    const level = label.startsWith('Điều') ? 'article' : 'annex';
    sections.push({ ordinal: parent, parentOrdinal: null, level, label, heading: '', charFrom, charTo });
    for (const line of text.matchAll(/^(\d+)\. [^\n]*/gmu))
      sections.push({
        ordinal: sections.length,
        parentOrdinal: parent,
        level: 'clause',
        label: `khoản ${line[1]}`,
        heading: '',
        charFrom: charFrom + line.index,
        charTo: charFrom + line.index + line[0].length,
      });
  }
  return { ...made, sections };
}

const rule = withArticles(
  document(
    'rule',
    {
      title: 'Quy định về chế độ trực ở trụ sở',
      symbol: '31-QĐ/TU',
      typeName: 'Quy định',
      issuedOn: '2023-02-10',
    },
    [
      'Điều 2. Tiền bồi dưỡng trực đêm của nhân viên bảo vệ thực hiện theo khoản 2 Điều 7 Quy định này.',
      'Điều 4. Việc bàn giao ca trực lập thành biên bản theo mẫu tại Phụ lục I kèm theo.',
      'Điều 5. Trang phục của người trực áp dụng theo Điều 3 Quy định số 66-QĐ/TW ngày 04/5/2020.',
      'Điều 7. Mức chi\n1. Trực ngày thường: 90.000 đồng một ca.\n2. Trực đêm: 150.000 đồng một ca.',
      'Điều 8. Nhân viên bảo vệ nghỉ phép theo Điều 2 Quy chế số 14-QC/TU ngày 08/8/2022.',
      'Phụ lục I\nBiên bản bàn giao ca trực ghi rõ họ tên người giao, người nhận và tình trạng trụ sở.',
    ],
  ),
);
const leave = withArticles(
  document(
    'leave',
    { title: 'Quy chế về nghỉ phép', symbol: '14-QC/TU', typeName: 'Quy chế', issuedOn: '2022-08-08' },
    [
      'Điều 1. Quy chế này áp dụng cho người lao động.',
      'Điều 2. Người lao động được nghỉ phép 13 ngày một năm.',
    ],
  ),
);
const office = [rule, leave];
const reply = async (question: string) => shown(await ask(office, question));

describe('a passage that sends elsewhere', () => {
  it('is quoted with the clause of its own document that holds the value', async () => {
    const { outcome, quotes, lead } = await reply(
      'Tiền bồi dưỡng trực đêm của nhân viên bảo vệ là bao nhiêu đồng?',
    );
    expect(outcome).toBe('answer');
    expect(quotes.join('\n')).toContain('150.000 đồng');
    expect(quotes.join('\n')).toContain('theo khoản 2 Điều 7');
    expect(lead).toContain('dẫn chiếu tới khoản 2 Điều 7');
  });

  it('is quoted with the article of the other document', async () => {
    const { documents, lead } = await reply('Nhân viên bảo vệ nghỉ phép như thế nào?');
    expect(documents).toEqual(['rule', 'leave']);
    expect(lead).toMatch(/dẫn chiếu tới Điều 2 Quy chế 14-QC\/TU ngày 08\/8\/2022/u);
  });

  it.each([
    'Người lao động ở đợt trực theo Kế hoạch 50-KH/TU được nghỉ phép bao nhiêu ngày?',
    'nguoi lao dong duoc nghi phep bao nhieu ngay theo ke hoach 50-kh/tu',
  ])('is followed from a named document that does not say it itself: %s', async (question) => {
    const plan = document(
      'plan',
      { title: 'Kế hoạch trực Tết', symbol: '50-KH/TU', typeName: 'Kế hoạch', issuedOn: '2024-12-02' },
      [
        'Kế hoạch này phân công trực Tết tại trụ sở.',
        'Chế độ nghỉ bù của người trực thực hiện theo Điều 2 Quy chế số 14-QC/TU ngày 08/8/2022.',
      ],
    );
    const { outcome, documents, quotes } = shown(await ask([...office, plan], question));
    expect({ outcome, documents }).toEqual({ outcome: 'answer', documents: ['plan', 'leave'] });
    expect(quotes.join('\n')).toContain('13 ngày');
  });

  it('is quoted with the value where its name is asked for beside it', async () => {
    const { outcome, documents, quotes } = await reply(
      'Nhân viên bảo vệ nghỉ phép theo quy chế nào và được bao nhiêu ngày?',
    );
    expect({ outcome, documents }).toEqual({ outcome: 'answer', documents: ['rule', 'leave'] });
    expect(quotes.join('\n')).toContain('13 ngày');
  });

  it('is quoted with the annex', async () => {
    const { quotes } = await reply('Việc bàn giao ca trực lập thành biên bản thế nào?');
    expect(quotes.join('\n')).toContain('ghi rõ họ tên người giao');
  });

  it('says where the other document is not kept', async () => {
    const { documents, lead } = await reply('Trang phục của người trực áp dụng như thế nào?');
    expect(documents).toEqual(['rule']);
    expect(lead).toMatch(/dẫn chiếu tới Điều 3 66-QĐ\/TW, chưa có trong kho/u);
  });

  it('stands alone where it holds the asked value itself', async () => {
    const { quotes } = await reply('Trực ngày thường được chi bao nhiêu đồng một ca?');
    expect(quotes).toHaveLength(1);
  });
});

describe('the reading of references', () => {
  const read = (text: string) =>
    referencesIn(text).map(({ label, document: other, isInArticle }) => [
      label,
      other?.symbol ?? null,
      isInArticle,
    ]);

  it.each([
    ['Hồ sơ thực hiện theo khoản 2 Điều 7.', [['khoản 2 Điều 7', null, false]]],
    ['Hồ sơ lập theo quy định tại khoản 1 Điều này.', [['khoản 1', null, true]]],
    ['Mức chi áp dụng theo Điều 5 Quy định số 08-QĐ/TW.', [['Điều 5', '08-QĐ/TW', false]]],
    ['Biên bản lập theo mẫu tại Phụ lục II kèm theo.', [['Phụ lục II', null, false]]],
    ['Việc kiểm tra thực hiện theo Hướng dẫn số 09-HD/VPTU.', [['', '09-HD/VPTU', false]]],
    ['Điều 5. Thời hạn gửi hồ sơ là 3 ngày.', []],
    ['Việc xử phạt theo Điều 12 Luật Xử lý vi phạm hành chính.', []],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});
