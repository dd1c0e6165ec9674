import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localViewer } from '../../core/viewer.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';
import { fold } from '../../text/normalise.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { MemoryDocument } from '../../rag/search/retriever-memory.ts';
import type { DocumentSummary, NewChunk } from '../../rag/types.ts';

const chunk = (ordinal: number, heading: string, text: string): NewChunk => ({
  ordinal,
  sectionOrdinal: null,
  kind: 'clause',
  text,
  context: heading,
  heading,
  locator: heading,
  pageFrom: 1,
  pageTo: 1,
  charFrom: 0,
  charTo: text.length,
});

const summary = (id: string, more: Partial<DocumentSummary> = {}): DocumentSummary => ({
  id,
  symbol: null,
  symbolKey: null,
  typeName: 'Quy định',
  issuer: null,
  title: id,
  subject: null,
  issuedOn: null,
  kind: 'signed',
  fileName: `${id}.txt`,
  hasPages: false,
  ...more,
});

const make = (
  id: string,
  texts: readonly (readonly [heading: string, text: string])[],
  more: Partial<MemoryDocument> & { head?: Partial<DocumentSummary> } = {},
): MemoryDocument => ({
  summary: summary(id, more.head),
  chunks: texts.map(([heading, text], at) => chunk(at, heading, text)),
  ...more,
});

const fee = make('fee', [
  ['Điều 1. Mức đóng đảng phí', 'Đảng viên đóng đảng phí hằng tháng theo mức một phần trăm tiền lương.'],
  ['Điều 2. Quản lý', 'Chi bộ thu đảng phí và nộp lên cấp trên trước ngày mười.'],
]);
const meeting = make('meeting', [
  ['Điều 1. Sinh hoạt chi bộ', 'Chi bộ sinh hoạt thường kỳ mỗi tháng một lần; biên bản do thư ký ghi.'],
  ['Điều 2. Họp bất thường', 'Khi cần, bí thư triệu tập họp bất thường và báo cáo đảng ủy.'],
]);

const idsOf = async (
  documents: readonly MemoryDocument[],
  text: string,
  filter: Partial<Parameters<Awaited<ReturnType<typeof createMemoryRetriever>>['search']>[0]['filter']> = {},
): Promise<string[]> => {
  const retriever = await createMemoryRetriever(documents);
  const hits = await retriever.search({ text, filter: { viewer: localViewer, ...filter } });
  return hits.map(({ passage }) => passage.id);
};

describe('search', () => {
  it('puts the passage on the matter first, in every spelling of the question', async () => {
    for (const text of [
      'Mức đóng đảng phí là bao nhiêu?',
      'muc dong dang phi la bao nhieu',
      'Mức đóng dang phí',
      'mức đóng đảng phí là bao nhiêu?'.normalize('NFD'),
    ]) {
      expect((await idsOf([fee, meeting], text))[0], text).toBe('fee#0');
    }
  });

  it('prefers the passage whose heading the question says over one that only mentions the words', async () => {
    const other = make('other', [
      ['Điều 9. Khen thưởng', 'Chi bộ họp bất thường để xét khen thưởng khi có thành tích.'],
    ]);
    expect((await idsOf([other, meeting], 'khi nào họp bất thường'))[0]).toBe('meeting#1');
  });

  it('prefers exact accents where the question has them, and treats both alike where it has none', async () => {
    const twins = [
      make('ban', [['', 'ban kiểm tra']]),
      make('bản', [['', 'bản kiểm tra']]),
      make('bạn', [['', 'bạn kiểm tra']]),
    ];
    expect((await idsOf(twins, 'bản kiểm tra'))[0]).toBe('bản#0');
    expect((await idsOf(twins, 'bạn kiểm tra'))[0]).toBe('bạn#0');
    const retriever = await createMemoryRetriever(twins);
    const hits = await retriever.search({ text: 'ban kiem tra', filter: { viewer: localViewer } });
    expect(new Set(hits.map((hit) => hit.score)).size).toBe(1);
  });

  it('finds what an abbreviation stands for', async () => {
    expect((await idsOf([fee, meeting], 'ĐU nhận báo cáo gì'))[0]).toBe('meeting#1');
  });

  it('ranks a question without diacritics as one with them where accents tell nothing apart', async () => {
    const documents = [fee, meeting];
    for (const text of ['Ai ghi biên bản?', 'Chi bộ nộp đảng phí khi nào?', 'Triệu tập họp bất thường']) {
      expect((await idsOf(documents, fold(text)))[0]).toBe((await idsOf(documents, text))[0]);
    }
  });

  it('gives finite scores and no failure for odd stores and odd questions', async () => {
    const odd = [
      make('empty', []),
      make('blank', [['', '']]),
      make('signs', [['—', '…']]),
      make('one', [['', 'đảng']]),
    ];
    for (const documents of [[], odd, [odd[3]!]]) {
      const retriever = await createMemoryRetriever(documents);
      for (const text of ['', '?', 'đảng', 'là gì', 'qwx zzz', 'đảng '.repeat(3000)]) {
        const hits = await retriever.search({ text, filter: { viewer: localViewer } });
        for (const { score, signals } of hits)
          expect([score, ...Object.values(signals)].every(Number.isFinite), text.slice(0, 20)).toBe(true);
      }
    }
  });

  it('returns at most k passages, of the chosen documents alone where some are chosen', async () => {
    const retriever = await createMemoryRetriever([fee, meeting]);
    const filter = { viewer: localViewer };
    expect(await retriever.search({ text: 'chi bộ', filter, k: 1 })).toHaveLength(1);
    const chosen = await idsOf([fee, meeting], 'chi bộ', { documentIds: ['meeting'] });
    expect(chosen.length).toBeGreaterThan(0);
    expect(chosen.every((id) => id.startsWith('meeting'))).toBe(true);
    expect(await idsOf([fee, meeting], 'chi bộ', { documentIds: [] })).toEqual([]);
  });
});

describe('scope', () => {
  const scopes = ['public', 'internal', 'units'] as const;
  const viewers: Viewer[] = [
    { accountId: 'a', role: 'cadre', unitIds: [], ceiling: 'all' },
    { accountId: 'a', role: 'cadre', unitIds: ['u1'], ceiling: 'all' },
    { accountId: 'a', role: 'secretary', unitIds: ['u2'], ceiling: 'public' },
    { accountId: 'a', role: 'office', unitIds: [], ceiling: 'all' },
    { accountId: 'a', role: 'admin', unitIds: [], ceiling: 'public' },
  ];
  /** The rule said once more, the other way round, to hold the filter against. */
  const mayNotSee = (viewer: Viewer, scope: string, units: readonly string[]): boolean =>
    scope !== 'public' &&
    (viewer.ceiling === 'public' ||
      (scope === 'units' &&
        ['cadre', 'secretary'].includes(viewer.role) &&
        !viewer.unitIds.some((unit) => units.includes(unit))));

  it('is never leaked, whoever asks for whatever: hidden documents are neither found nor resolved', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            scope: fc.constantFrom(...scopes),
            scopeUnitIds: fc.subarray(['u1', 'u2']),
            repeat: fc.nat(2),
          }),
          { maxLength: 8 },
        ),
        fc.constantFrom(...viewers),
        async (specs, viewer) => {
          const documents = specs.map(({ scope, scopeUnitIds, repeat }, at) =>
            make(`d${at}`, [['', `chi bộ ${'họp '.repeat(repeat)}`]], {
              scope,
              scopeUnitIds,
              head: { symbol: '07-QĐ/TU', symbolKey: '7|QD|TU' },
            }),
          );
          const visible = specs.flatMap(({ scope, scopeUnitIds }, at) =>
            mayNotSee(viewer, scope, scopeUnitIds) ? [] : [`d${at}`],
          );
          const retriever = await createMemoryRetriever(documents);
          const hits = await retriever.search({ text: 'chi bộ họp 07-QĐ/TU', filter: { viewer } });
          expect(hits.map(({ passage }) => passage.document.id).sort()).toEqual(visible);
          const { named } = await retriever.resolve(viewer, 'quy định 07-QĐ/TU');
          expect(named[0]?.documents.map(({ id }) => id).sort()).toEqual(visible);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves no trace: order, scores and signals are those of a store that never had the hidden documents', async () => {
    const words = ['đảng phí', 'chi bộ', 'họp', 'nhà khách', 'thời hạn', '5 ngày', 'văn phòng', 'nộp', 'xe'];
    const phrase = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 });
    const stores = fc.array(fc.record({ isOpen: fc.boolean(), heading: phrase, text: phrase }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(stores, phrase, async (drawn, asked) => {
        const documents = drawn.map(({ isOpen, heading, text }, at) =>
          make(`d${at}`, [[heading.join(' '), text.join(', ')]], { scope: isOpen ? 'public' : 'internal' }),
        );
        const whole = await createMemoryRetriever(documents);
        const restricted = await createMemoryRetriever(documents.filter((_, at) => drawn[at]!.isOpen));
        const viewer: Viewer = { ...localViewer, ceiling: 'public' };
        const text = fold(asked.join(' '));
        const [inWhole, inRestricted] = await Promise.all(
          [whole, restricted].map((one) => one.search({ text, filter: { viewer }, k: 5 })),
        );
        expect(inWhole).toEqual(inRestricted);
      }),
      { numRuns: 60 },
    );
  });

  it('a replacing document that a viewer may not see changes nothing for them, as if it were not kept', async () => {
    const head = { symbol: '07-QĐ/TU', symbolKey: '7|QD|TU', issuedOn: '2020-01-01' };
    const retriever = await createMemoryRetriever([
      make('old', [['', 'x']], { head }),
      make('new', [['', 'y']], {
        scope: 'internal',
        head: { issuedOn: '2024-01-01' },
        relations: [{ targetSymbolKey: '7|QD|TU', targetIssuedOn: null, effectiveOn: null }],
      }),
    ]);
    const stateFor = async (viewer: Viewer) =>
      (await retriever.statuses(viewer, ['old'], '2025-01-01')).get('old')?.state;
    expect(await stateFor(localViewer)).toBe('replaced');
    expect(await stateFor({ ...localViewer, ceiling: 'public' })).toBe('in-force');
  });
});

describe('as of a day', () => {
  const documents = [
    make('old', [['', 'mức đóng cũ']], {
      head: { symbol: '07-QĐ/TU', symbolKey: '7|QD|TU', issuedOn: '2020-01-01' },
    }),
    make('new', [['', 'mức đóng mới']], {
      head: { issuedOn: '2024-01-01' },
      relations: [{ targetSymbolKey: '7|QD|TU', targetIssuedOn: '2020-01-01', effectiveOn: '2024-02-01' }],
    }),
  ];

  it.each([
    ['2019-01-01', []],
    ['2023-06-01', ['old#0']],
    ['2024-01-15', ['new#0', 'old#0']],
    ['2025-01-01', ['new#0']],
  ])('%s finds only what was in force', async (asOf, expected) => {
    expect((await idsOf(documents, 'mức đóng', { asOf })).sort()).toEqual(expected);
  });
});

describe('resolve', () => {
  const named = (id: string, symbol: string, symbolKey: string, issuedOn: string | null, typeName: string) =>
    make(id, [['', `nội dung ${id}`]], {
      head: { symbol, symbolKey, issuedOn, typeName, subject: `tăng cường công tác ${id} trong tỉnh` },
    });
  const documents = [
    named('tu', '34-CT/TU', '34|CT|TU', '2024-04-20', 'Chỉ thị'),
    named('tw', '34-CT/TW', '34|CT|TW', '2019-05-30', 'Chỉ thị'),
    named('tw again', '34-CT/TW', '34|CT|TW', '2026-03-01', 'Chỉ thị'),
    named('rule', '144-QĐ/TW', '144|QD|TW', '2024-05-09', 'Quy định'),
    named('decision', '144-QĐ/TW', '144|QD|TW', '2018-01-05', 'Quyết định'),
    named('khoi', '08-NQ/ĐUK', '8|NQ|DUK', '2023-01-01', 'Nghị quyết'),
  ];
  const idsNamed = async (text: string): Promise<string[][]> => {
    const retriever = await createMemoryRetriever(documents);
    const { named: found } = await retriever.resolve(localViewer, text);
    return found.map((one) => one.documents.map(({ id }) => id));
  };

  it.each([
    ['34-CT/TU', ['tu']],
    ['nội dung 34 ct tu là gì', ['tu']],
    ['34-CT/TW', ['tw again', 'tw']],
    ['34-CT/TW ngày 30/5/2019', ['tw']],
    ['34-CT/TW ngày 01/01/2001', []],
    ['QĐ 144/TW', ['rule', 'decision']],
    ['Quy định 144-QĐ/TW', ['rule']],
    ['Quyết định số 144', ['decision']],
    ['chỉ thị 34 của Tỉnh ủy', ['tu']],
    ['Chỉ thị 34 của Bộ Chính trị', ['tw again', 'tw']],
    ['8-nq/duk', ['khoi']],
    ['28-NQ/TU', []],
  ])('%s means %j', async (text, expected) => {
    expect(await idsNamed(text)).toEqual([expected]);
  });

  it('finds no document in a question that names none', async () => {
    expect(await idsNamed('chi bộ có 34 đảng viên')).toEqual([]);
  });

  it('lists the documents whose subject the question says', async () => {
    const retriever = await createMemoryRetriever(documents);
    const { titled } = await retriever.resolve(
      localViewer,
      'van ban ve tang cuong cong tac khoi trong tinh noi gi',
    );
    expect(titled[0]?.document.id).toBe('khoi');
    expect(titled[0]?.share).toBe(1);
  });

  it('answers for the newest document of a type, on a matter or at all', async () => {
    const retriever = await createMemoryRetriever(documents);
    const latest = async (text: string) =>
      (await retriever.resolve(localViewer, text)).latest?.documents.map(({ id }) => id);
    expect(await latest('Chỉ thị mới nhất là gì?')).toEqual(['tw again', 'tu', 'tw']);
    expect((await latest('nghi quyet moi nhat ve noi dung khoi'))?.[0]).toBe('khoi');
    expect(await latest('Chỉ thị 34-CT/TU quy định gì?')).toBeUndefined();
  });

  it('gives passages of a named document the lead', async () => {
    const retriever = await createMemoryRetriever(documents);
    const hits = await retriever.search({
      text: 'nội dung 34-CT/TU',
      filter: { viewer: localViewer },
    });
    expect(hits[0]?.passage.document.id).toBe('tu');
    expect(hits[0]?.signals['named']).toBe(1);
  });
});
