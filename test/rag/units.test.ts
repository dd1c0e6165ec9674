import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHeadingLine, unitsOf } from '../../rag/evidence/units.ts';

const texts = (text: string): string[] => unitsOf(text).map((unit) => unit.text);

describe('a passage is cut into units', () => {
  it('at sentence ends, not at numbers, initials or titles', () => {
    expect(texts('Xã có 1.204 hộ. TS. Lò Văn B. chủ trì. Đạt 3,5 điểm.')).toEqual([
      'Xã có 1.204 hộ.',
      'TS. Lò Văn B. chủ trì.',
      'Đạt 3,5 điểm.',
    ]);
  });

  it('whose offsets give back their text, without overlap, for any text', () => {
    const piece = fc.constantFrom(
      'Xã có 5 chi bộ',
      '. ',
      ';\n',
      ':\n',
      '- ',
      '1. ',
      'a) ',
      '\n\n',
      ' ',
      'Tốt: 80,8%',
      '| a | b |\n',
      '…',
      'Điều 2. ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        let end = 0;
        for (const unit of unitsOf(text)) {
          expect(text.slice(unit.from, unit.to)).toBe(unit.text);
          expect(unit.from).toBeGreaterThanOrEqual(end);
          end = unit.to;
        }
      }),
    );
  });

  it('that lose nothing but white space and table rules', () => {
    const text = 'Mở đầu.\nHồ sơ gồm:\n- Đơn;\n- Ảnh.\nKết thúc!';
    expect(texts(text).join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
  });

  it('recipients and signatures as one', () => {
    expect(unitsOf('Nơi nhận:\n- Tỉnh ủy,\n- Lưu.', 'recipients')).toHaveLength(1);
    expect(unitsOf('T/M ĐẢNG ỦY\n\nLò A', 'signature')[0]?.text).toBe('T/M ĐẢNG ỦY\n\nLò A');
  });
});

describe('list items and their lead-in', () => {
  it('know each other', () => {
    const units = unitsOf('Hồ sơ gồm:\n- Đơn xin;\n- Lý lịch;\n- Ảnh 3x4.\nNộp tại văn phòng.');
    expect(units[0]?.items).toEqual([1, 2, 3]);
    expect(units.slice(1, 4).map((unit) => unit.lead)).toEqual([0, 0, 0]);
    expect(units[4]?.lead).toBeNull();
  });

  it('are nested where a numbered item introduces lettered ones', () => {
    const units = unitsOf('Phạt tiền như sau:\n1. Mức thấp:\na) Xả rác;\nb) Đốt lửa.\n2. Mức cao.');
    expect(units[1]?.lead).toBe(0);
    expect(units[1]?.items).toEqual([2, 3]);
    expect(units[4]?.lead).toBe(0);
  });

  it('go on without marks while lines end with a semicolon', () => {
    const units = unitsOf('Thành phần gồm:\nBí thư chi bộ;\nTrưởng bản;\nGià làng.');
    expect(units[0]?.items).toEqual([1, 2, 3]);
  });
});

describe('table rows', () => {
  it('stand alone under the first row', () => {
    const units = unitsOf('Bảng.\n| Việc | Hạn |\n|---|---|\n| Mở lớp | 30/9 |\n| In sổ | 31/5 |');
    expect(units.filter((unit) => unit.kind === 'row').map((unit) => unit.text)).toEqual([
      '| Việc | Hạn |',
      '| Mở lớp | 30/9 |',
      '| In sổ | 31/5 |',
    ]);
    expect(units.at(-1)?.lead).toBe(1);
  });
});

describe('a heading', () => {
  it.each([
    'KẾT QUẢ ĐẠT ĐƯỢC',
    'Điều 4. Chế độ họp',
    'II. Nhiệm vụ trọng tâm',
    '3. Về công tác cán bộ.',
    'Bản Mới, ngày 03 tháng 5 năm 2024',
  ])('names what follows: %s', (line) => expect(isHeadingLine(line)).toBe(true));

  it.each([
    'Tốt: 80,8%',
    'Đồng chí Lò A chủ trì hội nghị',
    'Hồ sơ gồm:',
    '1. Chi bộ họp mỗi tháng một lần, vào tuần đầu.',
  ])('states nothing that could be quoted, unlike: %s', (line) => expect(isHeadingLine(line)).toBe(false));
});
