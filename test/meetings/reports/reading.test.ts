import { describe, expect, it } from 'vitest';
import { readReportQuestion, recogniseReport } from '../../../meetings/reports/read-report.ts';
import { plansReport, withoutBody } from '../../../meetings/reports/plans-report.ts';

const today = '2026-08-20';

describe('which report is asked for', () => {
  it.each([
    ['quý 2', null, '2026-04-01', '2026-06-30'],
    ['cuộc họp tháng 7', 'meetings', '2026-07-01', '2026-07-31'],
    ['tuan thu quy 1', 'compliance', '2026-01-01', '2026-03-31'],
    ['nhiệm vụ', 'tasks', undefined, undefined],
    ['kien nghi cua dang uy xa', 'proposals', undefined, undefined],
    ['lịch đại hội năm 2025', 'congress', '2025-01-01', '2025-12-31'],
  ])('%s', (typed, kind, from, to) => {
    const read = readReportQuestion(typed, today);
    expect([read.kind, read.period?.from, read.period?.to]).toEqual([kind, from, to]);
  });

  it.each([
    ['đơn vị nào đã có kế hoạch thực hiện 34-CT/TU', 'kehoach'],
    ['don vi nao chua co ke hoach thuc hien 34 ct tu', 'kehoach'],
    ['chi bộ nào đã ban hành kế hoạch triển khai Chỉ thị 34-CT/TU?', 'kehoach'],
    ['chi bo nao hop duoi 90 phut', 'tuanthu'],
    ['chi bộ nào chưa sinh hoạt chuyên đề quý này', 'tuanthu'],
    ['tháng 7 họp bao nhiêu cuộc', 'baocaohop'],
    ['báo cáo các cuộc họp quý 2', 'baocaohop'],
    ['lich dai hoi', 'daihoi'],
    ['văn bản nào đang được đề nghị sửa đổi', 'baocaohop'],
    ['cac quy che dang duoc kien nghi thay the', 'baocaohop'],
    ['văn bản nào sửa đổi Quy định 946-QĐ/TU', undefined],
    ['chi bộ phải sinh hoạt mấy lần một tháng', undefined],
    ['kế hoạch thực hiện 34-CT/TU gồm những nội dung gì', undefined],
    ['đại hội chi bộ tổ chức như thế nào', undefined],
    ['quy định về thời lượng sinh hoạt chi bộ', undefined],
  ])('"%s": %s', (sentence, name) => expect(recogniseReport(sentence)?.name).toBe(name));

  it('a congress calendar of the year that the sentence names, and no entry of a day', () => {
    expect(recogniseReport('lịch đại hội năm 2020')?.args).toContain('2020');
    expect(recogniseReport('lịch đại hội ngày 22/7/2020')?.args).toBe('');
  });
});

describe('the map of plans', () => {
  const units = [
    { id: 'a', name: 'Đảng bộ xã A', level: 'upper_grassroots' },
    { id: 'b', name: 'Đảng bộ xã B', level: 'upper_grassroots' },
    { id: 'c', name: 'Chi bộ thôn C', level: 'cell' },
  ];
  const document = {
    id: 'd',
    symbol: '87-KH/ĐU',
    key: '87|KH|DU',
    title: 'Kế hoạch',
    issuer: 'Ban Thường vụ Đảng ủy xã A',
    issuedOn: '2026-04-26',
    targetKey: '34|CT|TU',
    targetSymbol: '34-CT/TU',
  };
  const entry = {
    id: 'e',
    unitId: 'c',
    directive: '34-CT/TU',
    directiveKey: '34|CT|TU',
    plan: '05-KH/CB',
    planKey: '5|KH|CB',
    issuedOn: null,
  };
  const report = (entries: (typeof entry)[]) =>
    plansReport(
      {
        directive: '34-CT/TU',
        units,
        documents: [document],
        entries,
        unitsOf: (issuer) => (issuer === 'Đảng ủy xã A' ? ['a'] : []),
        today,
      },
      { unit: '' },
    );

  it('joins documents of the store with entries, and names who has none', () => {
    const { rows, notes } = report([entry]);
    expect(rows.map((row) => [row[0], row[1]])).toEqual([
      ['Chi bộ thôn C', '05-KH/CB'],
      ['Đảng bộ xã A', '87-KH/ĐU'],
      ['Đảng bộ xã B', 'chưa có kế hoạch'],
    ]);
    // A cell under a committee is counted only where it has a plan.
    expect(notes[0]).toContain('2/3');
  });

  it('says a plan once that was entered by hand and came into the store later', () => {
    const { rows } = report([{ ...entry, unitId: 'a', plan: '87-KH/ĐU', planKey: '87|KH|DU' }]);
    expect(rows.filter((row) => row[1] === '87-KH/ĐU')).toHaveLength(1);
  });

  it('finds the organisation behind its standing body', () => {
    expect(withoutBody('Ban Thường vụ Tỉnh ủy')).toBe('Tỉnh ủy');
    expect(withoutBody('Ban Tổ chức Tỉnh ủy')).toBe('Ban Tổ chức Tỉnh ủy');
  });
});
