import { describe, expect, it } from 'vitest';
import { ask, document, shown } from './small-office.ts';

/* A fictional district; nothing here is a real document. */

const conclusion = document(
  'ket-luan',
  {
    title: 'Kết luận Hội nghị Ban Thường vụ Huyện ủy Mường Sa lần thứ 7',
    symbol: '41-KL/HU',
    typeName: 'Kết luận',
    subject: 'Hội nghị Ban Thường vụ Huyện ủy lần thứ 7',
    issuedOn: '2024-05-14',
    issuer: 'Ban Thường vụ Huyện ủy',
  },
  [
    'KẾT LUẬN\nHội nghị Ban Thường vụ Huyện ủy lần thứ 7',
    'Ngày 13/5/2024, Ban Thường vụ Huyện ủy Mường Sa họp lần thứ 7. Đồng chí Lù Văn Phong, Bí thư Huyện ủy chủ trì hội nghị.',
    'Toàn Đảng bộ huyện có 38 tổ chức cơ sở đảng, gồm 17 đảng bộ và 21 chi bộ; tổng số đảng viên là 2.745. Kết quả xếp loại sinh hoạt chi bộ quý I năm 2024: Tốt 74,5%, Khá 21,3%, Trung bình 4,2%.',
    'Trong 4 tháng đầu năm 2024, đã kết nạp 46 đảng viên, chuyển chính thức cho 39 đảng viên dự bị. Cấp mới thẻ đảng viên cho 52 đồng chí, cấp lại thẻ bị mất cho 06 đồng chí.',
    'Huyện ủy yêu cầu tổ chức thực hiện Kế hoạch số 77-KH/HU ngày 22/4/2024 về thực hiện Chỉ thị số 19-CT/TU ngày 08/4/2024 của Ban Thường vụ Tỉnh ủy về tiết kiệm điện.',
    'Các chi bộ tập trung vào ba việc sau:\n- Rà soát danh sách quần chúng ưu tú;\n- Củng cố tổ đảng ở bản xa;\n- Hoàn thành thu nộp đảng phí.',
    'Thống nhất cho đồng chí Quàng Thị Mến thôi tham gia Ban Chấp hành theo nguyện vọng cá nhân, vì lý do sức khỏe.',
    {
      text: 'Nơi nhận:\n- Tỉnh ủy (báo cáo),\n- Các chi, đảng bộ cơ sở,\n- Lưu Văn phòng.',
      kind: 'recipients',
    },
    { text: 'T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nTòng Minh Khoa', kind: 'signature' },
  ],
);
const news = document(
  'tin',
  { title: 'Huyện ủy Nậm Lai sơ kết công tác xây dựng Đảng', issuedOn: '2022-06-30' },
  [
    'Sáng 30/6, Huyện ủy Nậm Lai sơ kết công tác xây dựng Đảng 6 tháng đầu năm 2022 do đồng chí Hoàng Thế Vỹ chủ trì.',
    'Toàn Đảng bộ huyện có 29 tổ chức cơ sở đảng; tổng số đảng viên là 1.980, tăng 10% so với năm 2020. Đảng bộ huyện đã hoàn thành chỉ tiêu kết nạp.',
  ],
);
const rules = document(
  'quy-che',
  {
    title: 'Quy chế làm việc của Ban Chấp hành Đảng bộ huyện Mường Sa',
    symbol: '02-QC/HU',
    typeName: 'Quy chế',
    subject: 'làm việc của Ban Chấp hành Đảng bộ huyện',
    issuedOn: '2020-10-20',
  },
  [
    'Điều 4. Chế độ họp\n1. Ban Chấp hành họp ba tháng một lần.\n2. Tài liệu gửi đại biểu trước ít nhất 05 ngày làm việc.',
    'Điều 6. Thẩm quyền\nBan Thường vụ quyết định khen thưởng tổ chức cơ sở đảng.',
  ],
);
const other = document('khac', { title: 'Nội quy thư viện huyện' }, [
  'Thư viện mở cửa từ 7 giờ 30 đến 17 giờ; phí làm thẻ bạn đọc là 15.000 đồng.',
]);
const office = [conclusion, news, rules, other];

describe('a question that one sentence answers', () => {
  it.each([
    ['Đảng bộ huyện Mường Sa có bao nhiêu tổ chức cơ sở đảng?', '38 tổ chức cơ sở đảng', '38'],
    ['Tỷ lệ chi bộ xếp loại Tốt quý I năm 2024 là bao nhiêu?', 'Tốt 74,5%', '74,5%'],
    ['ty le chi bo xep loai kha quy 1 nam 2024 la bao nhieu', 'Khá 21,3%', '21,3%'],
    ['Phí làm thẻ bạn đọc của thư viện huyện là bao nhiêu tiền?', '15.000 đồng', '15.000 đồng'],
    ['Ban Thường vụ Huyện ủy Mường Sa họp lần thứ 7 ngày nào?', 'Ngày 13/5/2024', '13/5/2024'],
  ])('is answered by it, with the value marked: %s', async (question, part, value) => {
    const answered = await ask(office, question);
    const { outcome, quotes } = shown(answered);
    expect(outcome).toBe('answer');
    expect(quotes[0]).toContain(part);
    if (answered.answer.outcome !== 'answer') return;
    const [quote] = answered.answer.quotes;
    const marked = quote?.emphasis.map(([from, to]) => quote.text.slice(from, to)) ?? [];
    expect(marked.map((one) => one.toLowerCase())).toContain(value.toLowerCase());
  });

  it('names who did it', async () => {
    const { outcome, quotes } = shown(
      await ask(office, 'Ai chủ trì hội nghị Ban Thường vụ Huyện ủy Mường Sa lần thứ 7?'),
    );
    expect(outcome).toBe('answer');
    expect(quotes.join(' ')).toContain('Lù Văn Phong');
  });

  it('finds who signed in the signature', async () => {
    const { quotes } = shown(await ask(office, 'Ai ký Kết luận 41-KL/HU?'));
    expect(quotes[0]).toContain('Tòng Minh Khoa');
  });

  it('gives nobody as the signer of another meeting than the one that is kept', async () => {
    const question = (count: number): string =>
      `Ai ký Kết luận Hội nghị Ban Thường vụ Huyện ủy lần thứ ${count}?`;
    const kept = shown(await ask(office, question(7)));
    expect(kept.quotes[0]).toContain('Tòng Minh Khoa');
    expect(shown(await ask(office, question(12))).outcome).not.toBe('answer');
  });

  it('gives every recipient', async () => {
    const { quotes } = shown(await ask(office, 'Nơi nhận của Kết luận hội nghị lần thứ 7 gồm những đâu?'));
    expect(quotes[0]).toContain('Tỉnh ủy (báo cáo)');
    expect(quotes[0]).toContain('Lưu Văn phòng');
  });

  it('gives a list whole, with its lead-in', async () => {
    const { quotes } = shown(await ask(office, 'Các chi bộ cần tập trung vào những việc gì?'));
    expect(quotes[0]).toContain('ba việc sau:');
    expect(quotes[0]).toContain('Rà soát');
    expect(quotes[0]).toContain('đảng phí');
  });

  it('quotes verbatim, at offsets that open the place', async () => {
    for (const question of [
      'Tổng số đảng viên huyện Nậm Lai là bao nhiêu?',
      'Ban Chấp hành họp bao lâu một lần?',
    ]) {
      const { answer } = await ask(office, question);
      for (const quote of 'quotes' in answer ? answer.quotes : []) {
        const { charFrom, text } = quote.passage;
        expect(quote.text).toBe(text.slice(quote.charFrom - charFrom, quote.charTo - charFrom));
      }
    }
  });

  it('answers the same without diacritics', async () => {
    const accented = shown(await ask(office, 'Ban Chấp hành họp bao lâu một lần?'));
    const plain = shown(await ask(office, 'ban chap hanh hop bao lau mot lan'));
    expect(plain.quotes).toEqual(accented.quotes);
    expect(plain.outcome).toBe('answer');
  });
});

describe('an item whose amount stands in the line above the list', () => {
  const fines = document(
    'phat',
    { title: 'Nội quy bãi xe huyện Mường Sa', symbol: '09-NQ/VP', typeName: 'Nội quy' },
    [
      'Điều 3. Mức phạt\n1. Phạt tiền từ 150.000 đồng đến 250.000 đồng đối với một trong các việc sau đây:\na) Để xe chắn lối thoát nạn;\nb) Rửa xe trong khu nhà làm việc;\nc) Đỗ xe qua đêm mà không đăng ký với bảo vệ.',
    ],
  );

  it('is quoted after that line, the amount marked', async () => {
    const { answer } = await ask([fines, other], 'Rửa xe trong khu nhà làm việc bị phạt bao nhiêu tiền?');
    if (!('quotes' in answer)) throw new Error(answer.outcome);
    expect(answer.quotes.map(({ text }) => text).join('\n')).toContain('Rửa xe trong khu nhà làm việc');
    const marked = answer.quotes.flatMap(({ text, emphasis }) =>
      emphasis.map(([from, to]) => text.slice(from, to)),
    );
    expect(marked).toEqual(['150.000 đồng', '250.000 đồng']);
  });
});

describe('a document that is asked for by its symbol', () => {
  it('is described from what the store knows of it', async () => {
    const { outcome, lead, documents } = shown(
      await ask(office, '41 kl hu là văn bản gì, ban hành ngày nào?'),
    );
    expect(outcome).toBe('answer');
    expect(lead).toContain('Kết luận số 41-KL/HU ngày 14/5/2024');
    expect(documents).toContain('ket-luan');
  });

  it('is not merely described where the question is about a matter inside it', async () => {
    const { quotes } = shown(
      await ask(office, 'Quy chế 02-QC/HU yêu cầu gửi tài liệu đại biểu trước bao nhiêu ngày?'),
    );
    expect(quotes[0]).toContain('05 ngày làm việc');
  });

  it('is not merely described where a day inside it is asked for', async () => {
    const plan = document(
      'plan-of-fair',
      {
        title: 'Kế hoạch tổ chức hội chợ nông sản',
        symbol: '62-KH/HU',
        typeName: 'Kế hoạch',
        issuedOn: '2024-02-05',
      },
      [
        'KẾ HOẠCH tổ chức hội chợ nông sản, số 62-KH/HU.',
        'Lễ khai mạc diễn ra ngày 14/5/2024 tại nhà văn hóa.',
      ],
    );
    const { quotes } = shown(await ask([...office, plan], 'Kế hoạch 62-KH/HU khai mạc ngày nào?'));
    expect(quotes.join('\n')).toContain('14/5/2024');
  });

  it('is described by the fullest mention where only others cite it', async () => {
    const { outcome, quotes } = shown(await ask(office, 'Chỉ thị 19-CT/TU ban hành ngày nào?'));
    expect(outcome).toBe('answer');
    expect(quotes[0]).toContain('19-CT/TU ngày 08/4/2024 của Ban Thường vụ Tỉnh ủy');
  });

  it('is listed twice where its symbol was given twice', async () => {
    const older = document(
      'cu',
      {
        title: 'Kết luận về thu ngân sách',
        symbol: '41-KL/HU',
        typeName: 'Kết luận',
        issuedOn: '2019-02-01',
      },
      ['Ban Thường vụ kết luận về thu ngân sách năm 2018.'],
    );
    const { answer } = await ask([...office, older], 'Kết luận 41-KL/HU nói về việc gì?');
    expect(answer.outcome).toBe('candidates');
    expect(answer.outcome === 'candidates' ? answer.documents.map(({ id }) => id).sort() : []).toEqual([
      'cu',
      'ket-luan',
    ]);
  });
});

describe('arithmetic', () => {
  it('is shown with its operands where a total is asked for', async () => {
    const { answer } = await ask(
      office,
      'Tổng số thẻ đảng viên đã cấp (cấp mới và cấp lại) trong 4 tháng đầu năm 2024?',
    );
    expect(answer.outcome === 'answer' && answer.computed?.text).toContain(
      '52 (cấp mới) + 06 (cấp lại) = 58',
    );
  });

  it('compares two documents with a quotation of each', async () => {
    const answered = await ask(
      office,
      'So sánh số đảng viên của Đảng bộ huyện Mường Sa (2024) với Đảng bộ huyện Nậm Lai (2022)?',
    );
    expect(answered.answer.outcome === 'answer' && answered.answer.computed?.text).toContain(
      '2.745 − 1.980 = 765',
    );
    expect(shown(answered).documents.sort()).toEqual(['ket-luan', 'tin']);
  });

  it('counts the days between two dated symbols', async () => {
    const { answer } = await ask(
      office,
      'Kế hoạch 77-KH/HU ban hành sau Chỉ thị mà nó thực hiện bao nhiêu ngày?',
    );
    expect(answer.outcome === 'answer' && answer.computed?.text).toContain('14 ngày');
  });

  it('derives the amount before a growth and says that it is derived', async () => {
    const { answer } = await ask(office, 'Năm 2020 Đảng bộ huyện Nậm Lai có khoảng bao nhiêu đảng viên?');
    expect(answer.outcome === 'answer' && answer.computed?.text).toContain('Ước tính');
    expect(answer.outcome === 'answer' && answer.computed?.text).toContain('1.800');
  });
});

describe('what the store does not say', () => {
  it.each([
    ['Đảng bộ huyện Mường Sa có bao nhiêu đảng viên nữ?', 'đảng viên nữ'],
    ['Tỷ lệ chi bộ xếp loại Tốt quý III năm 2024 của huyện Mường Sa là bao nhiêu?', 'quý III năm 2024'],
    ['Ban Thường vụ Huyện ủy Mường Sa họp lần thứ 8 ngày nào?', 'lần thứ 8'],
  ])('is named, and the nearest passage is no answer: %s', async (question, missing) => {
    const { answer } = await ask(office, question);
    expect(answer.outcome).toBe('near-miss');
    expect(answer.outcome === 'near-miss' ? answer.missing : []).toContain(missing);
    expect(answer.lead).toContain(`không nêu ${missing}`);
  });

  it('is refused with what was looked for and the nearest documents', async () => {
    const { answer } = await ask(
      office,
      'Thủ tục xin thị thực điện tử cho người nước ngoài gồm những bước nào?',
    );
    expect(answer.outcome).toBe('refusal');
    expect(answer.lead).toContain('thị thực điện tử');
  });

  it('is refused in an empty store', async () => {
    expect((await ask([], 'Có bao nhiêu đảng viên?')).answer).toMatchObject({
      outcome: 'refusal',
      nearest: [],
    });
  });

  it('is surer where the store answers than where it does not', async () => {
    const known = await ask(office, 'Đảng bộ huyện Mường Sa có bao nhiêu tổ chức cơ sở đảng?');
    const unknown = await ask(office, 'Giá đất đền bù ở thị trấn là bao nhiêu tiền một mét vuông?');
    expect(known.confidence).toBeGreaterThan(unknown.confidence);
  });
});

describe('a false premise', () => {
  it('is corrected where the document affirms what the question denies', async () => {
    const { outcome, quotes } = shown(
      await ask(office, 'Vì sao Đảng bộ huyện Nậm Lai không hoàn thành chỉ tiêu kết nạp?'),
    );
    expect(outcome).toBe('correction');
    expect(quotes[0]).toContain('đã hoàn thành chỉ tiêu kết nạp');
  });

  it('is corrected where the issuer of a symbol is another', async () => {
    const { outcome, lead, quotes } = shown(
      await ask(office, 'Chỉ thị 19-CT/TW ngày 08/4/2024 nói gì về tiết kiệm điện?'),
    );
    expect(outcome).toBe('correction');
    expect(lead).toContain('19-CT/TU');
    expect(quotes[0]).toContain('19-CT/TU');
  });

  it('is corrected where the number is another', async () => {
    const { outcome, quotes } = shown(
      await ask(office, 'Có phải huyện Mường Sa có 45 tổ chức cơ sở đảng không?'),
    );
    expect(outcome).toBe('correction');
    expect(quotes[0]).toContain('38 tổ chức cơ sở đảng');
  });
});

describe('an ambiguous question', () => {
  it('is answered from every document that it may mean, each with its source', async () => {
    const answered = await ask(office, 'Toàn Đảng bộ huyện có bao nhiêu tổ chức cơ sở đảng?');
    expect(answered.answer.outcome).toBe('candidates');
    expect(shown(answered).documents.sort()).toEqual(['ket-luan', 'tin']);
  });
});

describe('people', () => {
  it('a reason of health given for one person is left to the document', async () => {
    const { quotes, lead } = shown(await ask(office, 'Vì sao một đồng chí thôi tham gia Ban Chấp hành?'));
    expect(quotes.join(' ')).toContain('theo nguyện vọng cá nhân');
    expect(quotes.join(' ')).not.toContain('sức khỏe');
    expect(lead).toContain('nguyên văn có trong tài liệu');
  });

  it('a list of people by their views is refused whatever the store holds', async () => {
    const { answer } = await ask(office, 'Liệt kê đảng viên có tư tưởng dao động ở huyện Mường Sa');
    expect(answer.outcome).toBe('out-of-scope');
  });
});

describe('a follow-up', () => {
  it('inherits what it leaves out, and says so', async () => {
    const answered = await ask(
      office,
      'Còn loại Khá?',
      'Tỷ lệ chi bộ xếp loại Tốt quý I năm 2024 là bao nhiêu?',
    );
    expect(answered.understood.isRewritten).toBe(true);
    expect(shown(answered).lead).toContain('Tôi hiểu là:');
    expect(shown(answered).quotes[0]).toContain('Khá 21,3%');
  });

  it('is taken as it stands without a turn before it', async () => {
    expect((await ask(office, 'Còn loại Khá?')).understood.isRewritten).toBe(false);
  });
});
