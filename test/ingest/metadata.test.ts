import { describe, expect, it } from 'vitest';
import { readDocument } from '../../ingest/ingest.ts';
import { bytesOf, conclusionWithoutNumber, newsItem, partyPlan, stateDecision } from './fixtures.ts';

const read = (text: string, name = 'van-ban.txt') => readDocument(bytesOf(text), name);

describe('metadata', () => {
  it('are read from a Party layout whose columns share lines', async () => {
    const { metadata, warnings } = await read(partyPlan);
    expect(metadata).toMatchObject({
      symbol: '45-KH/BTCTU',
      symbolKey: '45|KH|BTCTU',
      number: 45,
      typeCode: 'KH',
      typeName: 'Kế hoạch',
      issuer: 'Ban Tổ chức Tỉnh ủy Lâm Hạ',
      issuedOn: '2025-03-15',
      place: 'Lâm Hạ',
      subject: 'triển khai số hóa hồ sơ đảng viên giai đoạn 2025 - 2027',
      title: 'Kế hoạch triển khai số hóa hồ sơ đảng viên giai đoạn 2025 - 2027',
      signer: 'Đinh Thị Hòa',
      authorityLine: 'K/T TRƯỞNG BAN',
      recipients: [
        'Thường trực Tỉnh ủy (để báo cáo)',
        'Các đảng ủy trực thuộc Tỉnh ủy',
        'Lưu Ban Tổ chức Tỉnh ủy',
      ],
      kind: 'signed',
    });
    expect(warnings).toEqual([]);
  });

  it('are read from a State layout line by line', async () => {
    const { metadata } = await read(stateDecision);
    expect(metadata).toMatchObject({
      symbol: '21/2024/QĐ-UBND',
      typeName: 'Quyết định',
      issuer: 'Ủy ban nhân dân tỉnh Lâm Hạ',
      issuedOn: '2024-09-05',
      effectiveOn: '2024-09-20',
      subject: 'Ban hành Quy chế quản lý nhà văn hóa thôn trên địa bàn tỉnh Lâm Hạ',
      signer: 'Lò Văn Sơn',
      recipients: ['Như Điều 3', 'Lưu: VT, KGVX'],
      kind: 'signed',
    });
  });

  it('of a press item are headline, dateline and paper, and never a number', async () => {
    const { metadata, warnings } = await read(newsItem);
    expect(metadata).toMatchObject({
      symbol: null,
      typeName: 'Bài báo',
      title: 'Thường trực Huyện ủy Mường Sen làm việc với Đảng ủy xã Bản Phố',
      issuedOn: '2023-05-12',
      kind: 'news',
    });
    expect(warnings).toEqual([]);
    const withoutYear = newsItem
      .replace('12/5/2023 09:40\n\n', '')
      .replace('Từ đầu năm đến nay', 'Đến tháng 4 năm 2023');
    const inferred = await read(withoutYear);
    expect(inferred.metadata.issuedOn).toBe('2023-05-12');
    expect(inferred.warnings).toContain('year-inferred');
  });

  it('of a press item take the headline over the date line, whatever stands above', async () => {
    const text =
      'Đường dây nóng: 0123 456 789 | toasoan@bao.vn\n\nHuyện Mường Sen ra quân làm đường nông thôn\nThứ 6, 21/03/2025 | 15:45\n' +
      '(BML) - Huyện Mường Sen vừa phát động phong trào. Phát biểu tại lễ ra quân, lãnh đạo huyện nhấn mạnh sự đồng lòng.';
    expect((await read(text)).metadata).toMatchObject({
      kind: 'news',
      title: 'Huyện Mường Sen ra quân làm đường nông thôn',
      issuedOn: '2025-03-21',
      issuer: 'BML',
    });
  });

  it('of minutes end the subject where the record begins', async () => {
    const text =
      'ĐẢNG ỦY XÃ BẢN PHỐ\nCHI BỘ VĂN PHÒNG\nSố 02-BB/CB\nBản Phố, ngày 05 tháng 8 năm 2025\nBIÊN BẢN\nSinh hoạt chi bộ tháng 8\n' +
      'Hôm nay, ngày 05 tháng 8 năm 2025, Chi bộ Văn phòng họp.\nI. THÀNH PHẦN\nCó mặt 14 đồng chí.';
    expect((await read(text)).metadata).toMatchObject({
      symbol: '02-BB/CB',
      title: 'Biên bản Sinh hoạt chi bộ tháng 8',
      issuer: 'Chi bộ Văn phòng',
      issuedOn: '2025-08-05',
    });
  });

  it('of a conclusion without a number take the date from its opening, and say so', async () => {
    const { metadata, warnings } = await read(conclusionWithoutNumber);
    expect(metadata).toMatchObject({
      symbol: null,
      typeName: 'Kết luận',
      issuedOn: '2023-04-03',
      issuer: 'Ban Chấp hành Đảng bộ xã Bản Phố',
      signer: 'Vàng A Sử',
      kind: 'signed',
    });
    expect(warnings).toEqual(['date-from-body', 'no-symbol']);
  });

  it.each([
    ['QUY ĐỊNH', 'Quy định'],
    ['QUYẾT ĐỊNH', 'Quyết định'],
  ])('tell Quy định from Quyết định by the title: %s', async (title, typeName) => {
    const text = `TỈNH ỦY LÂM HẠ\nSố 946-QĐ/TU\nLâm Hạ, ngày 1 tháng 6 năm 2022\n${title}\nvề phân cấp quản lý cán bộ\nĐiều 1. Phạm vi áp dụng.`;
    expect((await read(text)).metadata.typeName).toBe(typeName);
  });

  it('tell Quy định from Quyết định by what the document calls itself where no title stands', async () => {
    const text = `TỈNH ỦY LÂM HẠ\nSố 946-QĐ/TU\nLâm Hạ, ngày 1 tháng 6 năm 2022\nvề phân cấp quản lý cán bộ trong tỉnh.\nĐiều 1. Quy định này áp dụng cho cấp ủy. Quy định này không áp dụng cho hội.`;
    const { metadata, warnings } = await read(text);
    expect(metadata.typeName).toBe('Quy định');
    expect(warnings).toContain('type-guessed');
  });

  it('name the body behind the authority line, not the issuer code', async () => {
    const text =
      'BAN CHẤP HÀNH TRUNG ƯƠNG\nSố 99-KL/TW\nHà Nội, ngày 2 tháng 3 năm 2024\nKẾT LUẬN\nvề công tác dân vận\n' +
      '1. Các cấp ủy nâng cao trách nhiệm.\nNơi nhận:\n- Các tỉnh ủy,\n- Lưu Văn phòng.\nT/M BAN BÍ THƯ\nNguyễn Văn Thử';
    expect((await read(text)).metadata).toMatchObject({
      issuerCode: 'TW',
      issuer: 'Ban Bí thư',
      signer: 'Nguyễn Văn Thử',
    });
  });

  it('of a letter come from its number and the line under it', async () => {
    const text =
      'SỞ NỘI VỤ LÂM HẠ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 315/SNV-CCVC\nV/v rà soát biên chế\nnăm 2025\n' +
      'Lâm Hạ, ngày 7 tháng 1 năm 2025\nKính gửi: Các huyện, thị xã.\nSở đề nghị các đơn vị báo cáo trước ngày 20/1.';
    expect((await read(text)).metadata).toMatchObject({
      symbol: '315/SNV-CCVC',
      typeName: 'Công văn',
      subject: 'rà soát biên chế năm 2025',
      issuedOn: '2025-01-07',
    });
  });

  it('stated in a table of particulars or front matter are taken', async () => {
    const text =
      '---\ntitle: "Nghị quyết 7/NQ-HĐND về học phí"\ndate: 2024-07-30\n---\n# NGHỊ QUYẾT\n\n## THÔNG TIN VĂN BẢN\n\n' +
      '| Trường | Giá trị |\n|---|---|\n| Số hiệu | 07/NQ-HĐND |\n| Ngày ban hành | 29/7/2024 |\n| Cơ quan ban hành | Hội đồng nhân dân tỉnh Lâm Hạ |\n\n' +
      '## VĂN BẢN\n\nĐiều 1. Mức học phí là 100.000 đồng.';
    expect((await read(text, 'a.md')).metadata).toMatchObject({
      symbol: '07/NQ-HĐND',
      issuedOn: '2024-07-29',
      issuer: 'Hội đồng nhân dân tỉnh Lâm Hạ',
      subject: 'về học phí',
    });
  });

  it('do not mistake a press headline about a directive for the directive', async () => {
    const text =
      'Xã Bản Phố quán triệt Chỉ thị số 35-CT/TW\n\nSáng 3/6/2024, Đảng ủy xã tổ chức hội nghị quán triệt Chỉ thị.\n\n' +
      'Phát biểu tại hội nghị, đồng chí Bí thư nhấn mạnh việc chuẩn bị nhân sự. Ảnh: PV';
    expect((await read(text)).metadata).toMatchObject({ symbol: null, kind: 'news', issuedOn: '2024-06-03' });
  });

  it('take the number from the file name last, and say so', async () => {
    const text = 'NGHỊ ĐỊNH\nQUY ĐỊNH VỀ LỄ HỘI\nĐiều 1. Phạm vi điều chỉnh của văn bản.';
    const { metadata, warnings } = await read(text, 'Nghị định 12-2021-NĐ-CP.txt');
    expect(metadata.symbol).toBe('12/2021/NĐ-CP');
    expect(warnings).toContain('symbol-from-file-name');
  });

  it('mark drafts and forms, which are never authority', async () => {
    const draft =
      'DỰ THẢO\nTỈNH ỦY LÂM HẠ\nSố     -QĐ/TU\nLâm Hạ, ngày     tháng     năm 2025\nQUY ĐỊNH\nvề thi đua\nĐiều 1. Phạm vi.';
    expect((await read(draft)).metadata).toMatchObject({ kind: 'draft', symbol: null });
    const form = `ĐƠN XIN CHUYỂN SINH HOẠT ĐẢNG\nKính gửi: ${'.'.repeat(40)}\nTôi tên là: ${'.'.repeat(30)}\nSinh ngày: ${'.'.repeat(20)}\nChi bộ: ${'.'.repeat(20)}\nLý do: ${'.'.repeat(20)}\nNgày: ${'.'.repeat(20)}`;
    const read2 = await read(form);
    expect(read2.metadata).toMatchObject({ kind: 'other', typeName: 'Biểu mẫu' });
    expect(read2.warnings).toContain('form');
  });

  it('can be set right by a person, and contexts follow', async () => {
    const corrected = await readDocument(bytesOf(conclusionWithoutNumber), 'a.txt', {
      symbol: '15-KL/ĐU',
      issuedOn: '2023-04-05',
    });
    expect(corrected.metadata).toMatchObject({
      symbol: '15-KL/ĐU',
      symbolKey: '15|KL|DU',
      number: 15,
      issuedOn: '2023-04-05',
    });
    expect(corrected.warnings).toEqual([]);
    expect(corrected.chunks.at(-1)?.context).toContain('Kết luận 15-KL/ĐU ngày 05/4/2023');
  });
});
