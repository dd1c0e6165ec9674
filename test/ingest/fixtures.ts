import { Buffer } from 'node:buffer';

/* Documents of our own writing about bodies that do not exist, in the layouts that offices use. */

export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));

/** A Party plan as a converter leaves it: columns line by line, wrapped at the page width, two pages. */
export const partyPlan = `TỈNH ỦY LÂM HẠ ĐẢNG CỘNG SẢN VIỆT NAM
BAN TỔ CHỨC
*
Số 45-KH/BTCTU Lâm Hạ, ngày 15 tháng 3 năm 2025

KẾ HOẠCH
triển khai số hóa hồ sơ đảng viên giai đoạn 2025 - 2027

Thực hiện Chỉ thị số 12-CT/TU, ngày 10/02/2025 của Ban Thường vụ Tỉnh ủy Lâm Hạ về chuyển đổi số
trong các cơ quan đảng, Ban Tổ chức Tỉnh ủy ban hành kế hoạch như sau:

I- MỤC ĐÍCH, YÊU CẦU

1. Mục đích

Bảo đảm 100% hồ sơ đảng viên được số hóa, đối khớp với cơ sở dữ liệu trước ngày 31/12/2027.

2. Yêu cầu

a) Số hóa đúng quy trình, không làm thất lạc hồ sơ giấy.

b) Người được giao nhiệm vụ chịu trách nhiệm về tính chính xác của dữ liệu.

II- NHIỆM VỤ

1. Các đảng ủy trực thuộc thực hiện những việc sau:

- Lập danh sách hồ sơ còn thiếu;
- Bố trí ít nhất 02 cán bộ chuyên trách;
- Báo cáo tiến độ vào ngày 25 hằng tháng.

2. Văn phòng Tỉnh ủy bố trí kinh phí 1.250.000.000 đồng cho năm 2025, trong đó ưu tiên các xã vùng cao chưa
có máy quét.

Nơi nhận:
- Thường trực Tỉnh ủy (để báo cáo),
- Các đảng ủy trực thuộc Tỉnh ủy,
- Lưu Ban Tổ chức Tỉnh ủy.

K/T TRƯỞNG BAN
PHÓ TRƯỞNG BAN

Đinh Thị Hòa
`;

/** A State decision with articles and an enclosed regulation. */
export const stateDecision = `ỦY BAN NHÂN DÂN
TỈNH LÂM HẠ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 21/2024/QĐ-UBND
Lâm Hạ, ngày 05 tháng 9 năm 2024

QUYẾT ĐỊNH
Ban hành Quy chế quản lý nhà văn hóa thôn trên địa bàn tỉnh Lâm Hạ

ỦY BAN NHÂN DÂN TỈNH LÂM HẠ

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Căn cứ Nghị định số 77/2019/NĐ-CP ngày 10 tháng 10 năm 2019 của Chính phủ;
Theo đề nghị của Giám đốc Sở Văn hóa tại Tờ trình số 88/TTr-SVH ngày 01 tháng 8 năm 2024.

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Quy chế quản lý nhà văn hóa thôn trên địa bàn tỉnh Lâm Hạ.

Điều 2. Quyết định này có hiệu lực từ ngày 20 tháng 9 năm 2024 và thay thế Quyết định số 09/2016/QĐ-UBND ngày 12 tháng 4 năm 2016 của Ủy ban nhân dân tỉnh; bãi bỏ khoản 2 Điều 4 Quyết định số 30/2018/QĐ-UBND ngày 03 tháng 5 năm 2018.

Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Văn hóa chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 3;
- Lưu: VT, KGVX.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Lò Văn Sơn

QUY CHẾ
QUẢN LÝ NHÀ VĂN HÓA THÔN
(Ban hành kèm theo Quyết định số 21/2024/QĐ-UBND ngày 05 tháng 9 năm 2024)

Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh
Quy chế này quy định việc quản lý, sử dụng nhà văn hóa thôn.

Điều 2. Nguyên tắc quản lý
1. Nhà văn hóa mở cửa ít nhất 4 ngày mỗi tuần, do ban công tác thôn phân công người trông coi, giữ gìn tài sản chung và lập sổ theo dõi người sử dụng theo mẫu thống nhất của xã.
2. Không sử dụng nhà văn hóa vào các mục đích sau đây, trừ trường hợp có ý kiến bằng văn bản của Ủy ban nhân dân cấp xã nơi có nhà văn hóa:
a) Kinh doanh, cho thuê dài hạn dưới mọi hình thức, kể cả khi có sự đồng ý của đa số hộ dân trong thôn;
b) Chứa hàng hóa, vật liệu dễ cháy, dễ nổ hoặc gây ô nhiễm môi trường xung quanh khu dân cư;
đ) Việc khác trái với phong tục tốt đẹp của địa phương đã được cộng đồng dân cư thống nhất.

Phụ lục I
ĐỊNH MỨC HỖ TRỢ

| STT | Loại nhà văn hóa | Mức hỗ trợ (triệu đồng) |
| 1 | Thôn dưới 100 hộ | 15 |
| 2 | Thôn từ 100 hộ trở lên | 22,5 |
`;

/** A press item: headline, date line, counter, captions, dateline without a year, tail. */
export const newsItem = `Thường trực Huyện ủy Mường Sen làm việc với Đảng ủy xã Bản Phố

118

12/5/2023 09:40

Sáng 12/5, Thường trực Huyện ủy Mường Sen làm việc với Ban Thường vụ Đảng ủy xã Bản Phố về công tác xây dựng Đảng.

Quang cảnh buổi làm việc. Ảnh: PV

Đảng bộ xã hiện có 21 chi bộ với 412 đảng viên. Từ đầu năm đến nay, Đảng bộ kết nạp 9 đảng viên mới.

Phát biểu tại buổi làm việc, đồng chí Bí thư Huyện ủy đề nghị xã hoàn thành nhà sinh hoạt cộng đồng trong quý 3.

Tin liên quan

Xã Bản Phố khai giảng lớp học nghề
`;

/** A conclusion without a number: the date stands in its opening only. */
export const conclusionWithoutNumber = `KẾT LUẬN

Hội nghị Ban Chấp hành Đảng bộ xã Bản Phố lần thứ 7

Ngày 03 tháng 4 năm 2023, Ban Chấp hành Đảng bộ xã Bản Phố khóa XXI đã họp kỳ thứ 7. Hội nghị kết luận:

1. Kết quả quý 1 năm 2023

Đảng ủy đã chủ động trong công tác

phòng chống hạn cho 120 ha lúa.

2. Nhiệm vụ quý 2

- Rà soát quy hoạch cấp ủy nhiệm kỳ 2025 - 2030;

- Kết nạp 3 đảng viên mới.

Nơi nhận:

- Thường trực Huyện ủy,
- Lưu Văn phòng.

T/M BAN CHẤP HÀNH

Vàng A Sử
`;

/* PDF by hand: a composite font without glyphs, and a table that says which letter each code is. */

/** Words at a place, in points from the lower left corner. */
export interface PdfText {
  x: number;
  y: number;
  text: string;
  size?: number;
  /** Drawn in white, or without ink; 'white on dark' is seen. */
  unseen?: 'white' | 'inkless' | 'white on dark';
}

/** Every letter is half as wide as the font is high. */
export function makePdf(
  pages: readonly (readonly PdfText[])[],
  options: { isEncrypted?: boolean } = {},
): Uint8Array {
  const letters = [...new Set(pages.flatMap((page) => page.flatMap(({ text }) => [...text])))];
  const codeOf = new Map(letters.map((letter, index) => [letter, index + 1]));
  const hex = (value: number): string => value.toString(16).padStart(4, '0');
  const stream = (content: string): string =>
    `<< /Length ${Buffer.byteLength(content)} >>\nstream\n${content}\nendstream`;
  const mapping = letters
    .map((letter) => `<${hex(codeOf.get(letter) ?? 0)}> <${hex(letter.codePointAt(0) ?? 0)}>`)
    .join('\n');
  const cmap =
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n' +
    '1 begincodespacerange <0000> <FFFF> endcodespacerange\n' +
    `${letters.length} beginbfchar\n${mapping}\nendbfchar\nendcmap CMapName currentdict /CMap defineresource pop end end`;
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${7 + index * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>',
    '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 5 0 R >>',
    '<< /Type /FontDescriptor /FontName /Own /Flags 4 /FontBBox [0 0 500 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
    stream(cmap),
  ];
  for (const [index, page] of pages.entries()) {
    const content = page
      .map(({ x, y, text, size = 12, unseen }) => {
        const ground = unseen === 'white on dark' ? `0 0 0.4 rg ${x - 5} ${y - 5} 500 25 re f ` : '';
        const ink = unseen === undefined ? '' : unseen === 'inkless' ? '3 Tr' : `${ground}1 g`;
        const codes = [...text].map((letter) => hex(codeOf.get(letter) ?? 0)).join('');
        const shown = `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm <${codes}> Tj ET`;
        return ink === '' ? shown : `q ${ink} ${shown} Q`;
      })
      .join('\n');
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> /Contents ${8 + index * 2} 0 R >>`,
      stream(content),
    );
  }
  let body = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(Buffer.byteLength(body));
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const xref = Buffer.byteLength(body);
  const encryption = options.isEncrypted
    ? ` /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >> /ID [<00><00>]`
    : '';
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets
    .map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('')}trailer << /Size ${objects.length + 1} /Root 1 0 R${encryption} >>\nstartxref\n${xref}\n%%EOF`;
  return new Uint8Array(Buffer.from(body, 'latin1'));
}

/** Lines of a page one below the other, from the top. */
export const pdfLines = (lines: readonly string[], { x = 72, top = 740, leading = 16 } = {}): PdfText[] =>
  lines.map((text, index) => ({ x, y: top - index * leading, text }));
