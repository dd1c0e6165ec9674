import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { deleteDocument } from '../../ingest/document-store.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import {
  confirmRelation,
  listRelationsToConfirm,
  rejectRelation,
} from '../../ingest/relations/relation-store.ts';
import { createRetriever, type StoreRetriever } from '../../rag/search/retriever.ts';
import { statusOfDocument } from '../../rag/validity/validity-store.ts';
import { statusLine } from '../../prompts/status.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';
import { bytesOf } from '../ingest/fixtures.ts';

/* Chains of the field in small documents of our own: a province that does not exist, numbered as offices number. */

const now = new Date('2026-03-02T01:00:00Z');

/** A Party document of Lâm Hạ. */
const paper = (type: string, symbol: string, issued: string, subject: string, body: string): string => {
  const [year, month, day] = issued.split('-').map(Number);
  return [
    'TỈNH ỦY LÂM HẠ',
    '*',
    `Số ${symbol}`,
    `Lâm Hạ, ngày ${day} tháng ${month} năm ${year}`,
    type.toUpperCase(),
    subject,
    body,
    'T/M BAN THƯỜNG VỤ',
    'BÍ THƯ',
    'Lê Văn Mẫu',
  ].join('\n');
};

const rule = (symbol: string, issued: string, ending: string): string =>
  paper(
    'Quy định',
    symbol,
    issued,
    'thi hành quy chế sinh hoạt đảng trong tỉnh',
    `Điều 1. Phạm vi\nQuy định này áp dụng cho các chi bộ trong toàn tỉnh, bản ${symbol}.\nĐiều 2. Hiệu lực\n${ending}`,
  );

describeEachDatabase('what holds in the store', (open) => {
  let db: Database;
  let retriever: StoreRetriever;
  let kept: Map<string, string>;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    retriever = createRetriever({ db, logger: silentLogger });
    kept = new Map();
  });

  const keep = async (
    name: string,
    text: string,
    options: { isConfirmed?: boolean; scope?: 'public' | 'internal' } = {},
  ): Promise<string> => {
    const { documentId } = await storeDocument(db, await readDocument(bytesOf(text), `${name}.txt`), {
      scope: options.scope ?? 'public',
      by: null,
      now,
      areRelationsConfirmed: options.isConfirmed ?? true,
    });
    kept.set(name, documentId);
    return documentId;
  };
  const line = async (name: string, day: string, viewer: Viewer = localViewer): Promise<string | null> => {
    const id = kept.get(name)!;
    const status = (await retriever.statuses(viewer, [id], day)).get(id)!;
    expect(await statusOfDocument(db, viewer, id, day)).toEqual(status);
    return statusLine(status);
  };

  const chain: readonly (readonly [name: string, text: string])[] = [
    ['A', rule('45-QĐ/TU', '2011-11-01', 'Quy định này có hiệu lực kể từ ngày ký.')],
    [
      'B',
      rule(
        '29-QĐ/TU',
        '2016-07-25',
        'Quy định này có hiệu lực kể từ ngày ký và thay thế Quy định số 45-QĐ/TU, ngày 01/11/2011.',
      ),
    ],
    [
      'C',
      rule(
        '24-QĐ/TU',
        '2021-07-30',
        'Quy định này thay thế Quy định số 29-QĐ/TU, ngày 25/7/2016, có hiệu lực từ ngày 01 tháng 9 năm 2021.',
      ),
    ],
    [
      'D',
      rule(
        '94-QĐ/TU',
        '2025-05-26',
        'Quy định này có hiệu lực kể từ ngày ký, thay thế Quy định số 24-QĐ/TU, ngày 30/7/2021.',
      ),
    ],
  ];

  describe.each([
    ['oldest first', chain],
    ['newest first', [...chain].reverse()],
  ])('a chain that arrived %s', (_order, arrivals) => {
    it('names on every day who replaced whom, and what holds at its end', async () => {
      for (const [name, text] of arrivals) await keep(name, text);
      expect(await line('A', '2011-10-31')).toBe('chưa có hiệu lực, có hiệu lực từ ngày 01/11/2011');
      expect(await line('A', '2016-07-24')).toBe('còn hiệu lực theo các văn bản tra được');
      expect(await line('A', '2016-07-25')).toBe('đã bị thay thế bởi 29-QĐ/TU từ ngày 25/7/2016');
      expect(await line('A', '2021-09-01')).toBe(
        'đã bị thay thế bởi 29-QĐ/TU từ ngày 25/7/2016; hiện áp dụng 24-QĐ/TU',
      );
      expect(await line('A', '2026-01-01')).toBe(
        'đã bị thay thế bởi 29-QĐ/TU từ ngày 25/7/2016; hiện áp dụng 94-QĐ/TU',
      );
      expect(await line('B', '2021-08-31')).toBe('còn hiệu lực theo các văn bản tra được');
      expect(await line('B', '2021-09-01')).toBe('đã bị thay thế bởi 24-QĐ/TU từ ngày 01/9/2021');
      expect(await line('C', '2021-08-15')).toBe('chưa có hiệu lực, có hiệu lực từ ngày 01/9/2021');
      expect(await line('D', '2026-01-01')).toBe('còn hiệu lực theo các văn bản tra được');
    });

    it('finds as of a day the one that held then', async () => {
      for (const [name, text] of arrivals) await keep(name, text);
      const found = async (asOf: string): Promise<string[]> => {
        const hits = await retriever.search({
          text: 'áp dụng cho các chi bộ trong toàn tỉnh',
          filter: { viewer: localViewer, asOf },
        });
        return [...new Set(hits.map((hit) => hit.passage.document.symbol ?? ''))];
      };
      expect(await found('2012-05-01')).toEqual(['45-QĐ/TU']);
      expect(await found('2021-08-15')).toEqual(['29-QĐ/TU']);
      expect(await found('2026-01-01')).toEqual(['94-QĐ/TU']);
    });
  });

  it('stays replaced where what replaced it is gone too, or is repealed with nothing in its place', async () => {
    for (const [name, text] of chain.slice(0, 2)) await keep(name, text);
    await keep(
      'E',
      paper(
        'Quyết định',
        '310-QĐ/TU',
        '2024-02-01',
        'bãi bỏ văn bản',
        'Điều 1. Bãi bỏ Quy định số 29-QĐ/TU, ngày 25/7/2016.\nĐiều 2. Quyết định này có hiệu lực từ ngày ký.',
      ),
    );
    expect(await line('B', '2026-01-01')).toBe('đã bị bãi bỏ bởi 310-QĐ/TU từ ngày 01/02/2024');
    expect(await line('A', '2026-01-01')).toBe(
      'đã bị thay thế bởi 29-QĐ/TU từ ngày 25/7/2016; văn bản đó nay cũng đã hết hiệu lực',
    );
  });

  it('leaves an open reference open, and is in force again once the document that replaced it is removed', async () => {
    await keep('B', chain[1]![1]);
    expect(await line('B', '2026-01-01')).toBe('còn hiệu lực theo các văn bản tra được');
    await keep('A', chain[0]![1]);
    expect(await line('A', '2026-01-01')).toContain('29-QĐ/TU');
    await db.tx((t) => deleteDocument(t, kept.get('B')!));
    expect(await line('A', '2026-01-01')).toBe('còn hiệu lực theo các văn bản tra được');
  });

  const directive = (symbol: string, issued: string, ending: string): string =>
    paper(
      'Chỉ thị',
      symbol,
      issued,
      'về đại hội đảng bộ các cấp',
      `1. Các cấp ủy chuẩn bị đại hội theo hướng dẫn của Tỉnh ủy.\n2. ${ending}`,
    );

  it('tells two documents of one symbol apart by the date that the successor names', async () => {
    await keep('old term', directive('35-CT/TU', '2019-05-30', 'Chỉ thị này được phổ biến đến chi bộ.'));
    await keep('new term', directive('35-CT/TU', '2024-06-14', 'Chỉ thị này được phổ biến đến chi bộ.'));
    await keep(
      'successor',
      directive('45-CT/TU', '2025-04-14', 'Chỉ thị này thay thế Chỉ thị số 35-CT/TU, ngày 14/6/2024.'),
    );
    expect(await line('new term', '2025-04-14')).toBe('đã bị thay thế bởi 45-CT/TU từ ngày 14/4/2025');
    expect(await line('old term', '2026-01-01')).toBe('còn hiệu lực theo các văn bản tra được');
  });

  it('says that it is unclear where the successor names no date and either may be meant', async () => {
    await keep('old term', directive('35-CT/TU', '2019-05-30', 'Chỉ thị này được phổ biến đến chi bộ.'));
    await keep('successor', directive('45-CT/TU', '2025-04-14', 'Chỉ thị này thay thế Chỉ thị số 35-CT/TU.'));
    expect(await line('old term', '2026-01-01')).toBe('đã bị thay thế bởi 45-CT/TU từ ngày 14/4/2025');
    await keep('new term', directive('35-CT/TU', '2024-06-14', 'Chỉ thị này được phổ biến đến chi bộ.'));
    expect(await line('old term', '2026-01-01')).toBeNull();
    expect(await line('new term', '2026-01-01')).toBeNull();
    await keep('next term', directive('35-CT/TU', '2026-02-01', 'Chỉ thị này được phổ biến đến chi bộ.'));
    expect(await line('next term', '2026-03-01')).toBe('còn hiệu lực theo các văn bản tra được');
  });

  it('finds laws that are named by title and year alone', async () => {
    await keep(
      'law',
      'QUỐC HỘI\nLuật số: 15/2009/QH12\nHà Nội, ngày 20 tháng 6 năm 2009\nLUẬT\nBẢO VỆ NGUỒN GIỐNG\nĐiều 1. Phạm vi điều chỉnh\nLuật này quy định về bảo vệ nguồn giống.',
    );
    await keep(
      'successor',
      'QUỐC HỘI\nLuật số: 90/2025/QH15\nHà Nội, ngày 25 tháng 6 năm 2025\nLUẬT\nGIỐNG CÂY TRỒNG VÀ VẬT NUÔI\nĐiều 1. Phạm vi điều chỉnh\nLuật này quy định về giống.\nĐiều 50. Hiệu lực thi hành\n1. Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2026.\n2. Luật Bảo vệ nguồn giống năm 2009 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.',
    );
    expect(await line('law', '2025-12-31')).toBe('còn hiệu lực theo các văn bản tra được');
    expect(await line('law', '2026-01-01')).toBe('đã bị bãi bỏ bởi 90/2025/QH15 từ ngày 01/01/2026');
  });

  it('ends by its own term', async () => {
    await keep(
      'pilot',
      paper(
        'Nghị quyết',
        '08-NQ/TU',
        '2023-01-10',
        'về thí điểm chợ quê',
        'Điều 1. Thí điểm chợ quê ở năm xã.\nĐiều 2. Nghị quyết này có hiệu lực từ ngày ký đến hết ngày 31 tháng 12 năm 2025.',
      ),
    );
    expect(await line('pilot', '2025-12-31')).toBe('còn hiệu lực theo các văn bản tra được');
    expect(await line('pilot', '2026-01-01')).toBe('đã hết hiệu lực sau ngày 31/12/2025, theo chính văn bản');
  });

  const statute = paper(
    'Quy định',
    '18-QĐ/TU',
    '2021-06-22',
    'về quản lý nhà văn hóa',
    [
      'Điều 1. Phạm vi\nQuy định này áp dụng cho nhà văn hóa xã.',
      'Điều 4. Giờ mở cửa\nNhà văn hóa mở cửa từ bảy giờ sáng đến chín giờ tối hằng ngày.',
      'Điều 5. Phí thuê hội trường\nPhí thuê hội trường nhà văn hóa là hai trăm nghìn đồng một buổi.',
      'Điều 6. Trách nhiệm\n1. Ban chủ nhiệm giữ chìa khóa nhà văn hóa.\n2. Ban chủ nhiệm báo cáo chi bộ hằng quý về nhà văn hóa.',
    ].join('\n'),
  );
  const partly = paper(
    'Quy định',
    '40-QĐ/TU',
    '2024-09-10',
    'về phí ở cơ sở',
    'Điều 1. Phí ở cơ sở do xã quyết định.\nĐiều 2. Bãi bỏ Điều 5 Quy định số 18-QĐ/TU, ngày 22/6/2021.\nĐiều 3. Sửa đổi, bổ sung khoản 2 Điều 6 Quy định số 18-QĐ/TU, ngày 22/6/2021 như sau: báo cáo hằng tháng.\nĐiều 4. Quy định này có hiệu lực từ ngày 01 tháng 10 năm 2024.',
  );

  describe.each([
    ['before', [statute, partly]],
    ['after', [partly, statute]],
  ])('a partial repeal of what arrived %s it', (_order, [first, second]) => {
    const parts = async (words: string, day: string): Promise<string[]> => {
      const [hit] = await retriever.search({
        text: words,
        filter: { viewer: localViewer, documentIds: [kept.get('statute')!] },
      });
      const { passage } = hit!;
      const found = await retriever.partsAt(
        localViewer,
        { documentId: passage.document.id, charFrom: passage.charFrom, charTo: passage.charTo },
        day,
      );
      return found.map(({ part, how, by, from }) => `${part} ${how} ${by?.symbol} ${from}`);
    };

    it('touches its articles alone, and only from its day on', async () => {
      await keep(first === statute ? 'statute' : 'change', first!);
      await keep(second === statute ? 'statute' : 'change', second!);
      expect(await parts('phí thuê hội trường một buổi', '2024-09-30')).toEqual([]);
      expect(await parts('phí thuê hội trường một buổi', '2024-10-01')).toEqual([
        'Điều 5 repealed 40-QĐ/TU 2024-10-01',
      ]);
      expect(await parts('giờ mở cửa sáng tối hằng ngày', '2026-01-01')).toEqual([]);
      expect(await parts('ban chủ nhiệm báo cáo hằng quý', '2026-01-01')).toContain(
        'khoản 2 Điều 6 amended 40-QĐ/TU 2024-10-01',
      );
      expect(await line('statute', '2026-01-01')).toBe(
        'còn hiệu lực theo các văn bản tra được; Điều 5 đã bị bãi bỏ bởi 40-QĐ/TU từ ngày 01/10/2024; ' +
          'khoản 2 Điều 6 đã được sửa đổi, bổ sung bởi 40-QĐ/TU từ ngày 01/10/2024',
      );
    });

    it('takes the article out of a search as of a later day, and leaves the rest', async () => {
      await keep(first === statute ? 'statute' : 'change', first!);
      await keep(second === statute ? 'statute' : 'change', second!);
      const locators = async (asOf: string): Promise<string[]> => {
        const hits = await retriever.search({
          text: 'nhà văn hóa phí thuê hội trường',
          filter: { viewer: localViewer, asOf, documentIds: [kept.get('statute')!] },
        });
        return hits.map((hit) => hit.passage.locator);
      };
      expect((await locators('2024-09-30')).some((locator) => locator.startsWith('Điều 5'))).toBe(true);
      const later = await locators('2024-10-01');
      expect(later.some((locator) => locator.startsWith('Điều 5'))).toBe(false);
      expect(later.some((locator) => locator.startsWith('Điều 4'))).toBe(true);
    });
  });

  it('counts an unconfirmed relation with a label, a confirmed one without, a rejected one not at all', async () => {
    await keep('A', chain[0]![1]);
    await keep('B', chain[1]![1], { isConfirmed: false });
    expect(await line('A', '2026-01-01')).toBe(
      'đã bị thay thế bởi 29-QĐ/TU từ ngày 25/7/2016 (theo nội dung văn bản, chưa được xác nhận)',
    );
    const [waiting, ...others] = await listRelationsToConfirm(db, localViewer);
    expect(others).toEqual([]);
    expect(waiting).toMatchObject({
      kind: 'replaces',
      targetSymbol: '45-QĐ/TU',
      effectiveOn: '2016-07-25',
      source: { symbol: '29-QĐ/TU' },
      targets: [{ id: kept.get('A'), symbol: '45-QĐ/TU', issuedOn: '2011-11-01' }],
    });
    expect(await db.tx((t) => rejectRelation(t, waiting!.id, null, now))).toBe(true);
    expect(await line('A', '2026-01-01')).toBe('còn hiệu lực theo các văn bản tra được');
    expect(await listRelationsToConfirm(db, localViewer, kept.get('B')!)).toEqual([]);
    expect(await db.tx((t) => confirmRelation(t, waiting!.id, null, now))).toBe(true);
    expect(await line('A', '2026-01-01')).toBe('đã bị thay thế bởi 29-QĐ/TU từ ngày 25/7/2016');
    expect(await db.tx((t) => confirmRelation(t, kept.get('A')!, null, now))).toBe(false);
  });

  it('never names a document that the viewer may not see', async () => {
    await keep('A', chain[0]![1]);
    await keep('B', chain[1]![1], { scope: 'internal' });
    await keep('statute', statute);
    await keep('change', partly, { scope: 'internal' });
    const outside: Viewer = { ...localViewer, role: 'cadre', ceiling: 'public' };
    expect(await line('A', '2026-01-01', outside)).toBe('còn hiệu lực theo các văn bản tra được');
    expect(await line('statute', '2026-01-01', outside)).toBe('còn hiệu lực theo các văn bản tra được');
    expect(await listRelationsToConfirm(db, outside)).toEqual([]);
  });

  it('finds an earlier version only as of days before the later one', async () => {
    const first = await keep(
      'first',
      rule('70-QĐ/TU', '2024-01-05', 'Báo cáo gửi trước ngày 10 hằng tháng.'),
    );
    const second = await keep(
      'second',
      rule('70-QĐ/TU', '2024-01-05', 'Báo cáo gửi trước ngày 15 hằng tháng và lưu tại văn phòng cấp ủy.'),
    );
    await db.query('UPDATE document SET version_of = $1, version_from = $2 WHERE id = $3', [
      first,
      '2024-03-01',
      second,
    ]);
    expect(await line('first', '2024-02-29')).toBe('còn hiệu lực theo các văn bản tra được');
    expect(await line('first', '2024-03-01')).toBe('đã có bản mới hơn từ ngày 01/3/2024: 70-QĐ/TU');
    expect(await line('second', '2024-03-01')).toBe('còn hiệu lực theo các văn bản tra được');
  });
});
