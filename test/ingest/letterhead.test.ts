import { describe, expect, it } from 'vitest';
import { bodyName } from '../../ingest/metadata/body-names.ts';
import { findAlike, isStamp } from '../../ingest/metadata/lookalike.ts';
import { readDateLine } from '../../ingest/metadata/date-line.ts';
import { readLetterhead } from '../../ingest/metadata/letterhead.ts';
import { readMetadata } from '../../ingest/metadata/metadata.ts';
import { readSymbolLine } from '../../ingest/metadata/symbol-line.ts';
import type { Paragraph } from '../../ingest/types.ts';

const paragraphs = (text: string): Paragraph[] => {
  let from = 0;
  return text.split('\n').map((line) => {
    const paragraph = { text: line, from, to: from + line.length, pageNo: 1 };
    from += line.length + 1;
    return paragraph;
  });
};
const metadataOf = (text: string, fileName: string, isScan = false) =>
  readMetadata({ text, paragraphs: paragraphs(text), fields: {}, fileName, isScan });

const scan = (number: string) =>
  `THỦ TƯỚNG CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: ${number}/QĐ-TTg Hà Nội, ngày 10 tháng 4 năm 2024\n` +
  'QUYẾT ĐỊNH\nBan hành Danh mục\nCăn cứ Luật Tổ chức Chính phủ;\nĐiều 1. Ban hành Danh mục.';

describe('the number line', () => {
  it.each([
    ['Số: 06 /2024/TT-BCT', '06/2024/TT-BCT'],
    ['Só: 1402/QD-BNV Hà Nội, ngày 19 tháng 10 năm 2022', '1402/QĐ-BNV'],
    ['Sô 36 – HD/VPTW', '36-HD/VPTW'],
    ['$ố: 27 /2O21/QĐ-UBND', '27/2021/QĐ-UBND'],
    ['Số/No.: 204/TB-SNgV', '204/TB-SNgV'],
    ['Luật số: 35/2024/QH15', '35/2024/QH15'],
    ['Số: l5/2023/ND-CP', '15/2023/NĐ-CP'],
  ])('%s gives %s', (line, symbol) => {
    expect(readSymbolLine(line)?.symbol?.symbol).toBe(symbol);
  });

  it.each([
    'Số liệu đến ngày 30/6 như sau',
    'Số: /QĐ-UBND',
    'Sở: 12/3 hồ sơ',
    'Luật số 35/2024/QH15 quy định',
  ])('%s gives no symbol', (line) => {
    expect(readSymbolLine(line)?.symbol ?? null).toBeNull();
  });
});

describe('place and date', () => {
  it.each([
    ['Hà Nội, ngày 03 tháng 4 năm 2018', '2018-04-03', null],
    ['Ngày 3 tháng 12 năm 2024', '2024-12-03', null],
    ['Sơn Hải, ngảy O5 thàng 9 nãm 2024', '2024-09-05', null],
    ['Sơn Hải, ngày      tháng 5 năm 2024', null, '05/2024'],
    ['Hà Nội, ngày 01 tháng năm 2024', null, null],
    ['......, ngày ... tháng ... năm ......', null, null],
    ['Trà Giang, ngày 14 tháng ..... năm 2023', null, null],
  ])('of %s are %s and %s', (line, issuedOn, issuedIn) => {
    expect(readDateLine(line)).toMatchObject({ issuedOn, issuedIn });
  });

  it.each([
    'Hôm nay, ngày 05 tháng 8 năm 2026, Chi bộ Văn phòng họp',
    'Căn cứ Luật Đất đai ngày 29 tháng 11 năm 2013;',
    'Thực hiện Kế hoạch số 5 ngày 02 tháng 10 năm 2023',
  ])('are not taken from %s', (line) => {
    expect(readDateLine(line)).toBeNull();
  });
});

describe('a scan', () => {
  it('takes the number of its file name where recognition erred in one digit, and says so', () => {
    const { metadata, warnings } = metadataOf(scan('209'), '299-ttg.signed.pdf', true);
    expect(metadata).toMatchObject({ symbol: '299/QĐ-TTg', number: 299, issuedOn: '2024-04-10' });
    expect(warnings).toContain('symbol-differs-from-file-name');
  });

  it('keeps its number against a file name of another body or number, and a born-digital file always', () => {
    expect(metadataOf(scan('209'), '299-vpcp.pdf', true).metadata.symbol).toBe('209/QĐ-TTg');
    expect(metadataOf(scan('209'), '4150-ttg.pdf', true).metadata.symbol).toBe('209/QĐ-TTg');
    expect(metadataOf(scan('209'), '299-ttg.pdf').metadata.symbol).toBe('209/QĐ-TTg');
  });

  it('without a number takes that of its file name, in small letters too, and warns', () => {
    const text = scan('209').replace('Số: 209/QĐ-TTg ', '');
    const { metadata, warnings } = metadataOf(text, '153-qd-ttg.signed.pdf', true);
    expect(metadata.symbol).toBe('153/QĐ-TTg');
    expect(warnings).toContain('symbol-from-file-name');
  });

  it('is no day older or younger for the stamps on it', () => {
    const head = readLetterhead(
      paragraphs(
        'Người ký: CỔNG THÔNG TIN ĐIỆN TỬ\nThời gian ký: 21.10.2022 09:12:44 +07:00\nBỘ NỘI VỤ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n' +
          'Số: 12/QĐ-BNV Hà Nội, ngày    tháng    năm 2022\nĐẾN Ngày: 24/10/2022 QUYẾT ĐỊNH\nVề việc công bố danh mục',
      ),
    );
    expect(head).toMatchObject({
      bodies: ['BỘ NỘI VỤ'],
      issuedOn: null,
      hasDateLine: true,
      typeName: 'Quyết định',
      subject: 'Về việc công bố danh mục',
    });
  });
});

describe('wordings', () => {
  it('are found in spite of slips, and not in other words', () => {
    expect(
      findAlike('BỘ Y TẾ CỌNG HÒA XÃ HỘl CHỦ NGHĨA VIẸT NAM', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'),
    ).toEqual({
      from: 8,
      to: 42,
    });
    expect(findAlike('CÔNG TY CỔ PHẦN XÂY DỰNG NAM VIỆT', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')).toBeNull();
    expect(isStamp('CỐNG THÔNG TRN ĐIỆN TỪ CHÍNH PHÙ')).toBe(true);
    expect(isStamp('Về việc công bố thông tin điện tử')).toBe(false);
  });

  it.each([
    ['TỈNH ỦY SƠN HẢI', 'Tỉnh ủy Sơn Hải'],
    ['UỶ BAN NHÂN DÂN XÃ BẢN PHỐ', 'Ủy ban nhân dân xã Bản Phố'],
    ['ĐẢNG BỘ HUYỆN MƯỜNG SEN TỈNH SƠN HẢI', 'Đảng bộ huyện Mường Sen tỉnh Sơn Hải'],
    ['SỞ GIÁO DỤC VÀ ĐÀO TẠO', 'Sở Giáo dục và Đào tạo'],
    ['THÀNH ỦY HẢI PHÒNG', 'Thành ủy Hải Phòng'],
  ])('%s is written %s', (printed, name) => {
    expect(bodyName(printed, '')).toBe(name);
  });
});

describe('what registries and portals stamp on a head', () => {
  const letter =
    'UBND TỈNH SÔNG VÂN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ XÂY DỰNG\nĐộc lập - Tự do - Hạnh phúc\nSố: 512/SXD-QLN\n' +
    'Sông Vân, ngày 06 tháng 5 năm 2024\nV/v kiểm tra nhà ở cũ\nKính gửi: Ủy ban nhân dân các huyện.\nSở Xây dựng đề nghị báo cáo.';
  it.each([
    ['above the head', `CÔNG VĂN ĐẾN\nSố 77\nNgày 08/5/2024\n${letter}`],
    ['read in another order', `Số: 77\nĐẾN\ngày: 08/5/2024\nChuyển: .......\n${letter}`],
    ['without its name', `Số 77\nNgày 08/5/2024\n${letter}`],
    ['under the number', letter.replace('SXD-QLN', 'SXD-QLN\nVĂN BẢN ĐẾN\nSố 77\nNgày 08/5/2024')],
  ])('is no part of it: an incoming stamp %s', (_where, text) => {
    expect(metadataOf(text, 'a.pdf', true).metadata).toMatchObject({
      symbol: '512/SXD-QLN',
      typeName: 'Công văn',
      issuedOn: '2024-05-06',
      issuer: 'Sở Xây dựng',
      subject: 'kiểm tra nhà ở cũ',
      kind: 'signed',
    });
  });

  it('takes nothing from the number and date of a notice that has no stamp', () => {
    const { metadata } = metadataOf(
      'TỈNH ỦY SÔNG VÂN\nVĂN PHÒNG\nSố 77-TB/VPTU\nĐẢNG CỘNG SẢN VIỆT NAM\nSông Vân, ngày 08 tháng 5 năm 2024\nTHÔNG BÁO\nvề lịch tiếp dân',
      'a.txt',
    );
    expect(metadata).toMatchObject({ symbol: '77-TB/VPTU', issuedOn: '2024-05-08' });
  });

  it('beside the subject is cut from it, even where the portal is half read', () => {
    const { metadata } = metadataOf(
      scan('15').replace(
        'Ban hành Danh mục',
        'Ban hành Danh mục hàng hóa dự trữ CỔNG THÔNG Tin ĐIỆN TỦ CHÍNH PHỦ',
      ),
      'a.pdf',
      true,
    );
    expect(metadata.subject).toBe('Ban hành Danh mục hàng hóa dự trữ');
  });
});

describe('a subject on one line with the first sentence of the body', () => {
  it.each([
    'Căn cứ Luật Dự trữ quốc gia ngày 20 tháng 11 năm 2012;',
    'lăn cư Luật Dự trữ quốc gia ngày 20 tháng 11 năm 2012;',
    'Thực hiện Chỉ thị số 11-CT/TW, Thủ tướng Chính phủ quyết định như sau:',
  ])('ends before it: %s', (opening) => {
    const { metadata } = metadataOf(
      scan('15').replace(
        'Ban hành Danh mục\n',
        `Ban hành Danh mục hàng hóa dự trữ của các địa phương miền núi ${opening}\n`,
      ),
      'a.pdf',
      true,
    );
    expect(metadata.subject).toBe('Ban hành Danh mục hàng hóa dự trữ của các địa phương miền núi');
  });

  it('is left alone where it only speaks of what is carried out', () => {
    const subject =
      'kiểm tra việc các chi bộ Thực hiện chương trình hành động và triển khai nghị quyết của Đảng bộ tỉnh nhiệm kỳ mới';
    const { metadata } = metadataOf(scan('15').replace('Ban hành Danh mục', subject), 'a.pdf', true);
    expect(metadata.subject).toBe(subject);
  });
});

describe('who signs on behalf of a body, with the office on the same line', () => {
  const plan = (authority: string): ReturnType<typeof metadataOf>['metadata'] =>
    metadataOf(
      'TỈNH ỦY SÔNG VÂN\nHUYỆN ỦY KHE CÁT\nSố 21-KH/HU\nĐẢNG CỘNG SẢN VIỆT NAM\nKhe Cát, ngày 08 tháng 5 năm 2024\nKẾ HOẠCH\n' +
        `tổ chức hội thi\n1. Hội thi mở trong tháng 6.\nNơi nhận:\n- Các chi bộ,\n- Lưu Văn phòng.\n${authority}\nLý Văn Sáu`,
      'a.pdf',
      true,
    ).metadata;

  it('is named by the body alone', () => {
    expect(plan('T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ')).toMatchObject({
      issuer: 'Ban Thường vụ Huyện ủy Khe Cát',
      authorityLine: 'T/M BAN THƯỜNG VỤ',
      signer: 'Lý Văn Sáu',
    });
  });

  it('is named in spite of signs that strokes of the signature left in the line', () => {
    expect(plan('T/M BAN _THƯỜNG VỤ').issuer).toBe('Ban Thường vụ Huyện ủy Khe Cát');
  });

  it('keeps bodies whose own name ends like an office', () => {
    expect(plan('T/M BAN BÍ THƯ').authorityLine).toBe('T/M BAN BÍ THƯ');
  });
});
