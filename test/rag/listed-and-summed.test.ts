import { describe, expect, it } from 'vitest';
import { localViewer } from '../../core/viewer.ts';
import { answererOver } from '../../eval/answers.ts';
import { ask, document } from './small-office.ts';

const market = document('cho', { symbol: '14-QC/HU', typeName: 'Quy chế', title: 'Quy chế chợ phiên' }, [
  'Tổ quản lý kiểm tra đơn trước khi cấp quầy, kiểm tra hàng khi cấp quầy và kiểm tra quầy sau khi cấp quầy.',
  'a) Những đối tượng cần kiểm tra khi cấp quầy gồm:\n- Chủ quầy.\n- Người bán thay; người góp vốn.',
  '2. Cơ quan quyết định mở chợ phiên gồm:\na) Ủy ban xã đối với chợ một xã;\nb) Ban quản lý liên xã đối với chợ nhiều xã.',
  'Kết quả quý 2 như sau: Sạch: 60,5%, Đạt: 20,25%, Kém: 19,25%.',
]);
const ranks = document('bao-cao', { symbol: '15-BC/HU', typeName: 'Báo cáo', title: 'Báo cáo xếp hạng tổ' }, [
  {
    kind: 'table',
    text: '| Xếp hạng | Số tổ | Tỷ lệ |\n| Vàng | 61 | 74,4% |\n| Bạc | 17 | 20,7% |\n| Đồng | 4 | 4,9% |',
  },
]);
const shown = ({ answer }: Awaited<ReturnType<typeof ask>>): string => JSON.stringify(answer);

describe('a list', () => {
  it('is introduced by the sentence of the asked kind, not by one with more words in common', async () => {
    expect(shown(await ask([market], 'cấp quầy thì phải kiểm tra những ai?'))).toContain('người góp vốn');
  });
  it('is whole where an item was found by its lead-in', async () => {
    const answer = shown(await ask([market], 'Cơ quan nào quyết định mở chợ phiên?'));
    expect(answer).toContain('chợ một xã');
    expect(answer).toContain('chợ nhiều xã');
  });
});

describe('a sum', () => {
  it('adds up parts whose common word the sentence leaves out', async () => {
    expect(shown(await ask([market], 'Tổng tỷ lệ chợ sạch và đạt quý 2 là bao nhiêu?'))).toContain(
      '= 80,75%',
    );
  });
  it('adds up rows of a table', async () => {
    expect(shown(await ask([ranks], 'Số tổ xếp hạng Vàng và Bạc cộng lại là bao nhiêu?'))).toContain('= 78');
  });
});

describe('"đồng chí đó"', () => {
  it('is the person whom the turn before was answered with', async () => {
    const paper = document('tin', { title: 'Họp chợ' }, [
      'Đồng chí Lò Văn Phúc chủ trì cuộc họp chợ phiên. Lò Văn Phúc giữ chức Trưởng ban Chợ phiên.',
    ]);
    const answerer = await answererOver([paper]);
    const first = await answerer.answer('Ai chủ trì cuộc họp chợ phiên?', { viewer: localViewer });
    const { understood } = await answerer.answer('đồng chí đó giữ chức gì', {
      viewer: localViewer,
      previous: first.understood,
    });
    expect(understood.question).toBe('Lò Văn Phúc giữ chức gì');
  });
});
