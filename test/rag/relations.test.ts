import { describe, expect, it } from 'vitest';
import { readRelationQuestion } from '../../rag/routes/relations/relations-question.ts';
import { placeOfSentence } from '../../rag/routes/relations/relations-sentence.ts';
import type { MemoryDocument } from '../../rag/search/retriever-memory.ts';
import type { DocumentRelation } from '../../rag/types.ts';
import { symbolKey } from '../../text/symbols.ts';
import { ask, document, shown } from './small-office.ts';

const key = (symbol: string): string => symbolKey(symbol) as string;
const states = (
  kind: DocumentRelation['kind'],
  targetSymbol: string,
  sentence: string,
  more: Partial<DocumentRelation> = {},
): NonNullable<MemoryDocument['relations']>[number] => ({
  kind,
  targetSymbol,
  targetSymbolKey: key(targetSymbol),
  sentence,
  ...more,
});

const old = document(
  'old',
  {
    title: 'Quy định về cho mượn hồ sơ lưu trữ',
    symbol: '08-QĐ/TU',
    typeName: 'Quy định',
    issuedOn: '2019-03-12',
  },
  [
    'QUY ĐỊNH về cho mượn hồ sơ lưu trữ, số 08-QĐ/TU ngày 12/3/2019.',
    'Điều 4. Thời hạn cho mượn hồ sơ không quá 5 ngày làm việc.',
    'Quy định này có hiệu lực từ ngày ký.',
  ],
);
const replacing = 'Quy định này có hiệu lực từ ngày 01/7/2023, thay thế Quy định số 08-QĐ/TU ngày 12/3/2019.';
const basis =
  'Căn cứ Nghị quyết số 03-NQ/TU ngày 05/02/2021 của Ban Chấp hành Đảng bộ tỉnh về công tác lưu trữ;';
const current: MemoryDocument = {
  ...document(
    'current',
    {
      title: 'Quy định về cho mượn hồ sơ lưu trữ',
      symbol: '12-QĐ/TU',
      typeName: 'Quy định',
      issuedOn: '2023-06-01',
    },
    [
      'QUY ĐỊNH về cho mượn hồ sơ lưu trữ, số 12-QĐ/TU ngày 01/6/2023.',
      basis,
      'Điều 4. Thời hạn cho mượn hồ sơ không quá 10 ngày làm việc.',
      replacing,
    ],
  ),
  effectiveOn: '2023-07-01',
  relations: [
    states('replaces', '08-QĐ/TU', replacing, { targetIssuedOn: '2019-03-12', effectiveOn: '2023-07-01' }),
    states('based_on', '03-NQ/TU', basis, { targetIssuedOn: '2021-02-05' }),
    states('based_on', '29/2018/QH14', 'Căn cứ Luật số 29/2018/QH14;'),
  ],
};
const amending =
  'Sửa đổi khoản 1 Điều 4 Quy định số 12-QĐ/TU như sau: thời hạn cho mượn không quá 7 ngày làm việc.';
const change: MemoryDocument = {
  ...document(
    'change',
    {
      title: 'Quyết định sửa đổi Quy định về cho mượn hồ sơ',
      symbol: '40-QĐ/TU',
      typeName: 'Quyết định',
      issuedOn: '2024-05-06',
    },
    [amending],
  ),
  relations: [
    states('amends', '12-QĐ/TU', amending, {
      targetParts: ['khoản 1 Điều 4'],
      effectiveOn: '2024-06-01',
      isConfirmed: false,
    }),
  ],
};
const carrying = 'Thực hiện Quy định số 12-QĐ/TU, Văn phòng Tỉnh ủy xây dựng kế hoạch số hóa hồ sơ như sau:';
const plan: MemoryDocument = {
  ...document(
    'plan',
    { title: 'Kế hoạch số hóa hồ sơ', symbol: '27-KH/VPTU', typeName: 'Kế hoạch', issuedOn: '2023-09-10' },
    ['KẾ HOẠCH số hóa hồ sơ lưu trữ giai đoạn 2023-2025.', `${carrying}\n1. Quét hồ sơ của năm 2020.`],
  ),
  relations: [states('implements', '12-QĐ/TU', carrying)],
};
const resolution = document(
  'resolution',
  {
    title: 'Nghị quyết về công tác lưu trữ',
    symbol: '03-NQ/TU',
    typeName: 'Nghị quyết',
    issuedOn: '2021-02-05',
  },
  ['NGHỊ QUYẾT về công tác lưu trữ, số 03-NQ/TU ngày 05/02/2021.', 'Phấn đấu số hóa 80% hồ sơ vào năm 2025.'],
);
const office = [old, current, change, plan, resolution];
const reply = async (question: string) => shown(await ask(office, question));

describe('how documents stand to each other', () => {
  it.each([
    ['Văn bản nào thay thế Quy định 08-QĐ/TU?', '12-QĐ/TU ngày 01/6/2023', 'current', replacing],
    ['Quy định 08-QĐ/TU đã bị thay thế bởi văn bản nào?', '12-QĐ/TU ngày 01/6/2023', 'current', replacing],
    ['quy dinh 08-QD/TU bi van ban nao thay the', '12-QĐ/TU ngày 01/6/2023', 'current', replacing],
    ['Quy định 12-QĐ/TU thay thế văn bản nào?', '08-QĐ/TU ngày 12/3/2019', 'current', replacing],
    ['Quy định nào bị Quy định 12-QĐ/TU thay thế?', '08-QĐ/TU ngày 12/3/2019', 'current', replacing],
    ['Văn bản nào sửa đổi Quy định 12-QĐ/TU?', '40-QĐ/TU ngày 06/5/2024', 'change', amending],
    ['Kế hoạch nào thực hiện Quy định 12-QĐ/TU?', '27-KH/VPTU ngày 10/9/2023', 'plan', carrying],
    [
      'Kế hoạch 27-KH/VPTU được ban hành để thực hiện văn bản nào?',
      '12-QĐ/TU ngày 01/6/2023',
      'plan',
      carrying,
    ],
    ['Quy định 12-QĐ/TU căn cứ vào những văn bản nào?', '03-NQ/TU ngày 05/02/2021', 'current', basis],
    ['Nghị quyết 03-NQ/TU là căn cứ của văn bản nào?', '12-QĐ/TU ngày 01/6/2023', 'current', basis],
  ])('are told with the sentence that says so: %s', async (question, named, cited, sentence) => {
    const { outcome, lead, quotes, documents } = await reply(question);
    expect(outcome).toBe('answer');
    expect(lead).toContain(named);
    expect(documents[0]).toBe(cited);
    expect(quotes[0]).toBe(sentence);
  });

  it('says which are not kept, and what nobody has confirmed', async () => {
    const { lead } = await reply('Quy định 12-QĐ/TU căn cứ vào những văn bản nào?');
    expect(lead).toMatch(/29\/2018\/QH14 \(chưa có trong kho\)/u);
    expect((await reply('Văn bản nào sửa đổi Quy định 12-QĐ/TU?')).lead).toMatch(
      /khoản 1 Điều 4.*từ ngày 01\/6\/2024.*chưa được xác nhận/u,
    );
  });

  it('are told of a document that is not kept by those that name it', async () => {
    const { outcome, lead, documents } = shown(
      await ask([current], 'Văn bản nào thay thế Quy định 08-QĐ/TU?'),
    );
    expect(outcome).toBe('answer');
    expect(documents).toEqual(['current']);
    expect(lead).toMatch(/08-QĐ\/TU ngày 12\/3\/2019 chưa có trong kho.*12-QĐ\/TU/su);
  });

  it('are not made up where no kept document says so', async () => {
    const { outcome, lead } = await reply('Văn bản nào bãi bỏ Nghị quyết 03-NQ/TU?');
    expect(outcome).not.toBe('answer');
    expect(lead).toMatch(/chưa|không/u);
  });

  it('count only documents of the asked type', async () => {
    expect((await reply('Hướng dẫn nào thực hiện Quy định 12-QĐ/TU?')).lead).not.toContain('27-KH/VPTU');
  });

  it('are told as a chain, each step with its status', async () => {
    const { answer } = await ask(office, 'Lịch sử thay thế của Quy định 08-QĐ/TU?');
    expect(answer).toMatchObject({
      outcome: 'answer',
      table: {
        rows: [
          ['Quy định 08-QĐ/TU', '12/3/2019', /thay thế/u],
          ['Quy định 12-QĐ/TU', '01/6/2023', /còn hiệu lực/u],
        ].map((row) =>
          row.map((cell) => (typeof cell === 'string' ? cell : (expect.stringMatching(cell) as string))),
        ),
      },
    });
  });
});

describe('whether a document holds', () => {
  it.each([
    ['Quy định 08-QĐ/TU còn hiệu lực không?', /đã bị thay thế bởi 12-QĐ\/TU từ ngày 01\/7\/2023/u, 'current'],
    ['quy dinh 08-QD/TU con hieu luc khong', /đã bị thay thế bởi 12-QĐ\/TU/u, 'current'],
    [
      'Nghị quyết 03-NQ/TU có còn hiệu lực hay không?',
      /còn hiệu lực theo các văn bản tra được/u,
      'resolution',
    ],
    [
      'Quy định 08-QĐ/TU còn hiệu lực ngày 15/5/2022 không?',
      /^Tại ngày 15\/5\/2022.*còn hiệu lực theo các văn bản tra được.*Hôm nay: đã bị thay thế/su,
      'old',
    ],
    ['Quy định 08-QĐ/TU hết hiệu lực từ khi nào?', /hết hiệu lực từ ngày 01\/7\/2023/u, 'current'],
    ['Quy định 12-QĐ/TU có hiệu lực từ ngày nào?', /có hiệu lực từ ngày 01\/7\/2023/u, 'current'],
    ['Quy định 08-QĐ/TU có hiệu lực từ khi nào?', /có hiệu lực từ ngày 12\/3\/2019/u, 'old'],
    ['Quy định 12-QĐ/TU đã bị thay thế chưa?', /chưa có văn bản nào/u, 'current'],
  ])('%s', async (question, lead, cited) => {
    const result = await reply(question);
    expect(result.outcome).toBe('answer');
    expect(result.lead).toMatch(lead);
    expect(result.documents[0]).toBe(cited);
  });
});

describe('the reading of such questions', () => {
  const read = (question: string) => {
    const from = question.indexOf('X');
    return readRelationQuestion(question, [{ from, to: from + 1 }]);
  };

  it.each([
    'X quy định thời hạn cho mượn hồ sơ là bao lâu?',
    'Theo X, cơ quan nào thực hiện việc cho mượn hồ sơ?',
    'X quy định văn bản nào phải đóng dấu?',
    'Căn cứ X, thời hạn gửi hồ sơ là bao lâu?',
    'Ai ký X?',
    'X yêu cầu thực hiện xong trước ngày nào?',
    'Theo X, đơn vị còn thiếu bao nhiêu người?',
    'X quy định mấy điều kiện?',
    'Theo X, thủ kho dùng sổ theo dõi đến khi nào thì nộp lưu?',
  ])('leaves other questions alone: %s', (question) => {
    expect(read(question)).toBeNull();
  });

  it.each([
    ['X còn dùng được không?', 'now'],
    ['Bây giờ có còn làm theo X nữa không?', 'now'],
    ['x con su dung duoc nua khong', 'now'],
    ['X có còn tác dụng không ạ?', 'now'],
    ['X đã hết hạn chưa?', 'now'],
    ['Tình trạng hiệu lực của X?', 'now'],
    ['X áp dụng đến khi nào thì hết?', 'end'],
    ['Bao giờ X hết hiệu lực?', 'end'],
    ['X được áp dụng đến hết ngày nào?', 'end'],
    ['X bao giờ có hiệu lực?', 'start'],
    ['Khi nào X mới được áp dụng?', 'start'],
    ['x ap dung tu ngay nao', 'start'],
  ])('finds that force is asked for: %s', (question, about) => {
    expect(read(question.replace(/^x /u, 'X '))).toEqual({ asks: 'force', about });
  });

  it.each([
    ['X sửa những điều nào?', 'out'],
    ['X bãi bỏ khoản nào?', 'out'],
    ['X bãi bỏ, sửa đổi những điều khoản nào?', 'out'],
    ['X sửa đổi, bổ sung mấy điều?', 'out'],
    ['X bị sửa ở những điều, khoản nào?', 'in'],
    ['Những điều nào của X đã bị bãi bỏ?', 'in'],
    ['nhung khoan nao trong X da het hieu luc', 'in'],
  ])('finds that changed parts are asked for: %s', (question, direction) => {
    expect(read(question)).toMatchObject({ asks: 'others', isOfParts: true, direction });
  });
});

describe('a rule whose end is to come', () => {
  const late: MemoryDocument = {
    ...current,
    effectiveOn: '2026-01-01',
    relations: current.relations?.map((one) => ({ ...one, effectiveOn: '2026-01-01' })) ?? [],
  };

  it.each(['Quy định 08-QĐ/TU áp dụng đến khi nào thì hết?', 'Quy định 08-QĐ/TU còn hiệu lực không?'])(
    'is told with the day and what ends it: %s',
    async (question) => {
      const answered = await ask([old, late], question);
      expect(answered.answer.lead).toMatch(/hết hiệu lực từ ngày 01\/01\/2026.*12-QĐ\/TU/u);
      expect(shown(answered).documents).toContain('current');
    },
  );
});

describe('which parts were changed', () => {
  it.each([
    ['Quy định 12-QĐ/TU bị sửa đổi ở những điều, khoản nào?', 'change'],
    ['Quyết định 40-QĐ/TU sửa những khoản nào của Quy định 12-QĐ/TU?', 'change'],
  ])('is told with its parts, and quoted: %s', async (question, documentId) => {
    const answered = await ask([old, current, change], question);
    expect(shown(answered)).toMatchObject({ outcome: 'answer', documents: [documentId] });
    expect(answered.answer.lead).toContain('khoản 1 Điều 4');
  });
});

describe('the place of a sentence', () => {
  const passagesOf = (text: string) => [
    { ...document('d', { title: 'Văn bản' }, [text]).chunks[0]!, id: 'p', document: old.summary },
  ];

  it('is found across line breaks and behind the lead that list items share', () => {
    const text =
      'Các văn bản sau hết hiệu lực:\na) Quy định số 05-QĐ/TU ngày 02/4/2018\ncủa Ban Thường vụ;\nb) Quy định số 06-QĐ/TU ngày 03/4/2018.';
    const place = placeOfSentence(
      'Các văn bản sau hết hiệu lực: b) Quy định số 06-QĐ/TU ngày 03/4/2018.',
      passagesOf(text),
    );
    expect(place && text.slice(place.from, place.to)).toBe('b) Quy định số 06-QĐ/TU ngày 03/4/2018.');
  });

  it('is none where the text does not say it', () => {
    expect(
      placeOfSentence('Quy định này thay thế Quy định số 01-QĐ/TU.', passagesOf('Nơi nhận: như trên.')),
    ).toBeNull();
  });
});
