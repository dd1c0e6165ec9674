import { describe, expect, it } from 'vitest';
import { readKeys } from '../../text/telex.ts';
import { isSyllable } from '../../text/telex-syllable.ts';

describe('isSyllable', () => {
  it.each(
    'nghiêng khuỷu quốc quyết giếng gì giữa được người hoạch thuở yêu ý uỷ quý xoong đắk kỳ nghỉ oanh ghế quan tuần huyện rượu quỳnh'.split(
      ' ',
    ),
  )('takes "%s" for a syllable', (word) => expect(isSyllable(word)).toBe(true));

  it.each('ddang vieen dinhj test nguễn ceo ngiêm kanh quuy bắn2 tàt str'.split(' '))(
    'takes "%s" for none',
    (word) => expect(isSyllable(word)).toBe(false),
  );
});

describe('readKeys', () => {
  it.each([
    ['ddangr', 'đảng'],
    ['Ddarng', 'đảng'],
    ['dangdr', 'đảng'],
    ['vieen', 'viên'],
    ['quyeets', 'quyết'],
    ['dinhj', 'dịnh'],
    ['ddinhj', 'định'],
    ['dduwowcj', 'được'],
    ['dduocwj', 'được'],
    ['nguwowif', 'người'],
    ['nguowif', 'người'],
    ['truwowngf', 'trường'],
    ['huwong', 'hương'],
    ['nghij', 'nghị'],
    ['cuar', 'của'],
    ['muwa', 'mưa'],
    ['muaw', 'mưa'],
    ['quawn', 'quăn'],
    ['tw', 'tư'],
    ['giax', 'giã'],
    ['gif', 'gì'],
    ['quys', 'quý'],
    ['hoas', 'hóa'],
    ['thuyr', 'thủy'],
    ['đangr', 'đảng'],
  ])('reads Telex "%s" as "%s"', (typed, read) => expect(readKeys(typed)).toBe(read));

  it.each([
    ['d9ang3', 'đảng'],
    ['vie6n', 'viên'],
    ['quye61t', 'quyết'],
    ['quye6t1', 'quyết'],
    ['d9i5nh', 'định'],
    ['ngu7o72i', 'người'],
    ['nguo7i2', 'người'],
    ['na8m', 'năm'],
    ['cu3a', 'của'],
    ['cua3', 'của'],
  ])('reads VNI "%s" as "%s"', (typed, read) => expect(readKeys(typed)).toBe(read));

  it.each(
    'đảng viên quyet dinh windows dieu5 khoan2 quan3 q9 m2 2024 5a class nq09 kpi covid19 b52'.split(' '),
  )('leaves "%s" alone', (word) => expect(readKeys(word)).toBeNull());
});
