import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureCompleteness } from '../../eval/ingest/ingest-completeness.ts';
import { parseLayouts } from '../../eval/ingest/ingest-layouts.ts';
import { readDocument } from '../../ingest/read-document.ts';
import { buildStructure } from '../../ingest/structure/structure.ts';
import { bytesOf } from './fixtures.ts';

const read = (text: string) => readDocument(bytesOf(text), 'van-ban.txt');
const head =
  'BỘ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 5/2024/TT-BNV\nHà Nội, ngày 02 tháng 5 năm 2024\n';

describe('structure', () => {
  it('takes the quoted articles of another law for text of the clause that amends it', async () => {
    const { sections, chunks } = await read(
      `${head}THÔNG TƯ\nSửa đổi Thông tư số 1/2020/TT-BNV\nĐiều 1. Sửa đổi, bổ sung\n1. Sửa đổi Điều 5 như sau:\n` +
        '“Điều 5. Lưu giữ\n1. Giữ 10 năm.\n2. Hủy theo quy định.”.\n2. Bãi bỏ Điều 9.\nĐiều 2. Hiệu lực thi hành\nTừ ngày ký.',
    );
    expect(sections.map(({ label }) => label)).toEqual(['Điều 1', 'khoản 1', 'khoản 2', 'Điều 2']);
    const quoted = chunks.find(({ text }) => text.includes('Giữ 10 năm'));
    expect(quoted?.locator).toContain('Điều 1');
  });

  it('loses no article to a quotation mark that nobody closes', async () => {
    const { sections } = await read(
      `${head}THÔNG TƯ\nQuy định chế độ\nĐiều 1. Đối tượng\n1. Người có “thẻ ưu tiên được phục vụ trước.\n` +
        '2. Người cao tuổi.\nĐiều 2. Như sau: “thẻ xanh là thẻ tạm.\nĐiều 3. Hiệu lực\nTừ ngày ký.',
    );
    expect(sections.filter(({ level }) => level === 'article').map(({ label }) => label)).toEqual([
      'Điều 1',
      'Điều 2',
      'Điều 3',
    ]);
  });

  it('counts what is enclosed anew, with a place of its own, also without a note and for two of one type', async () => {
    const body =
      `${head}QUYẾT ĐỊNH\nBan hành hai quy chế\nĐiều 1. Ban hành kèm theo hai quy chế.\nĐiều 2. Hiệu lực từ ngày ký.\n` +
      'BỘ TRƯỞNG\nTrần Văn Bảy\n';
    const { chunks, sections } = await read(
      `${body}QUY CHẾ\nquản lý xe\n(Ban hành kèm theo Quyết định số 5)\nĐiều 1. Xe công dùng cho việc công.\n` +
        'QUY CHẾ\nquản lý nhà\nĐiều 1. Nhà công vụ cho thuê theo giá quy định.',
    );
    expect(chunks.map(({ locator }) => locator)).toEqual(
      expect.arrayContaining(['Quy chế kèm theo, Điều 1', 'Quy chế kèm theo (2), Điều 1']),
    );
    expect(sections.filter(({ label }) => label === 'Điều 1')).toHaveLength(3);
  });

  it('reads a table of contents as text, and what it names once', async () => {
    const { sections } = await read(
      `${head}QUY CHẾ\nLàm việc\nMỤC LỤC\nChương I. QUY ĐỊNH CHUNG .......... 2\nĐiều 1. Phạm vi .......... 2\nĐiều 2. Nguyên tắc .......... 3\n` +
        'Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nToàn cơ quan.\nĐiều 2. Nguyên tắc\nTập trung dân chủ.',
    );
    expect(sections.filter(({ level }) => level === 'article').map(({ label }) => label)).toEqual([
      'Điều 1',
      'Điều 2',
    ]);
    expect(sections.filter(({ level }) => level === 'chapter')).toHaveLength(1);
  });

  it('reads articles through slips of recognition', async () => {
    const { sections } = await read(
      `${head}QUYẾT ĐỊNH\nThành lập tổ\nĐiều 1. Thành lập tổ gồm 5 người.\n- Điêu 2. Tổ tự giải thể.\nDiều 3. Chánh Văn phòng thi hành.`,
    );
    expect(sections.map(({ label }) => label)).toEqual(['Điều 1', 'Điều 2', 'Điều 3']);
  });

  it('names no section after a stamp, a page header or the office that decides', async () => {
    const { sections, chunks } = await read(
      `${head}QUYẾT ĐỊNH\nVề việc thay đổi thành viên Tổ Giúp việc\nBỘ TRƯỞNG, CHỦ NHIỆM ỦY BAN\nCăn cứ Nghị định số 12/2023/NĐ-CP ngày 05 tháng 3 năm 2023;\n` +
        'CỔNG THÔNG TIN ĐIỆN TỦ CHÍNH PHỦ\nTheo đề nghị của Chánh Văn phòng.\nQUYẾT ĐỊNH:\n' +
        'Điều 1. Cử bà Lê Thị Hoa tham gia Tổ.\nĐiều 2. Quyết định này có hiệu lực từ ngày ký.',
    );
    expect(sections.map(({ label }) => label)).toEqual(['Điều 1', 'Điều 2']);
    for (const { heading, locator, context } of chunks)
      expect(`${heading} ${locator} ${context.split(' › ').slice(1).join(' ')}`).not.toMatch(
        /CỔNG THÔNG TIN|BỘ TRƯỞNG/u,
      );
    const lines: [string, number][] = [
      ['TÌNH HÌNH CHUNG', 1],
      ['Công việc tiến triển theo kế hoạch đã đề ra.', 1],
      ['BẢN TIN NỘI BỘ KHE VÀNG', 1],
      ['Các chi bộ đều sinh hoạt đủ.', 2],
      ['BẢN TIN NỘI BỘ KHE VÀNG', 2],
      ['HƯỚNG DẪN DÙNG CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ', 3],
      ['Mở trang rồi đăng nhập.', 3],
    ];
    const paragraphs = lines.map(([text, pageNo], index) => ({ text, pageNo, from: index, to: index + 1 }));
    expect(buildStructure(paragraphs, 0, []).sections.map(({ heading }) => heading)).toEqual([
      'TÌNH HÌNH CHUNG',
      'HƯỚNG DẪN DÙNG CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ',
    ]);
  });

  it('makes each numbered line of every layout one section with a place, and loses no letter', async () => {
    for (const name of ['dev', 'heldout', 'fresh']) {
      const file = new URL(`../../eval/ingest-layouts/${name}.txt`, import.meta.url);
      for (const layout of parseLayouts(readFileSync(file, 'utf8'))) {
        if (layout.id.endsWith('.md')) continue;
        const { missing, doubled, outOfOrder, withoutLocator, quotedAsSections, uncovered } =
          measureCompleteness(await read(layout.text));
        expect(
          { missing, doubled, outOfOrder, withoutLocator, quotedAsSections, uncovered },
          layout.id,
        ).toEqual({
          missing: [],
          doubled: [],
          outOfOrder: [],
          withoutLocator: [],
          quotedAsSections: [],
          uncovered: 0,
        });
      }
    }
  });
});
