import { describe, expect, it } from 'vitest';
import { isCurrent } from '../../rag/validity/status.ts';
import type { DatedDocument, Replacement } from '../../rag/validity/status.ts';
import type { DocumentStatus } from '../../rag/types.ts';
import { Validity } from '../../rag/validity/validity.ts';

const make = (id: string, issuedOn: string | null, more: Partial<DatedDocument> = {}): DatedDocument => ({
  id,
  symbol: '35-CT/TU',
  symbolKey: '35|CT|TU',
  title: `Văn bản ${id}`,
  kind: 'signed',
  issuedOn,
  effectiveOn: null,
  ...more,
});

const replacing = (source: DatedDocument, more: Partial<Replacement> = {}): Replacement => ({
  source,
  targetSymbolKey: '35|CT|TU',
  targetIssuedOn: null,
  effectiveOn: null,
  ...more,
});

/** The status of a document among those of its symbol and those that change it. */
function documentStatus(
  document: DatedDocument,
  changes: readonly Replacement[],
  namesakes: readonly DatedDocument[],
  day: string,
): DocumentStatus {
  const all = [...new Set([document, ...namesakes, ...changes.map(({ source }) => source)])];
  return new Validity(
    all,
    changes.map(({ source, ...rest }) => ({ ...rest, sourceId: source.id })),
  ).status(document, day);
}

const old = make('old', '2019-05-30');
const successor = make('successor', '2025-04-14', { symbol: '45-CT/TU', symbolKey: '45|CT|TU' });

describe('documentStatus', () => {
  it('is in force where no kept document says otherwise', () => {
    expect(documentStatus(old, [], [old], '2026-01-01')).toEqual({ state: 'in-force' });
  });

  it('is not yet in force before its effective day, which the issue day stands in for', () => {
    expect(documentStatus(old, [], [old], '2019-05-29')).toEqual({ state: 'not-yet', from: '2019-05-30' });
    const later = make('later', '2025-06-01', { effectiveOn: '2025-07-01' });
    expect(documentStatus(later, [], [later], '2025-06-15')).toEqual({
      state: 'not-yet',
      from: '2025-07-01',
    });
    expect(documentStatus(later, [], [later], '2025-07-01')).toEqual({ state: 'in-force' });
  });

  it('names a partial change once where the amending document is kept as scan and as Word file', () => {
    const scan = make('scan', null, { symbol: '45-CT/TU', symbolKey: '45|CT|TU' });
    const repeal = { kind: 'repeals', targetParts: ['Điều 5'], effectiveOn: '2025-05-01' } as const;
    const changes = [
      replacing(scan, { ...repeal, isConfirmed: false }),
      replacing(successor, { ...repeal, isConfirmed: true }),
    ];
    for (const given of [changes, [...changes].reverse()]) {
      const status = documentStatus(old, given, [old], '2025-06-01');
      expect(status).toMatchObject({ state: 'in-force', changes: [{ how: 'repealed', parts: ['Điều 5'] }] });
      expect(status.state === 'in-force' && status.changes?.map((change) => change.isUnconfirmed)).toEqual([
        undefined,
      ]);
    }
  });

  it('is replaced from the day that the relation names, and in force until then', () => {
    const replacement = replacing(successor, { effectiveOn: '2025-05-01' });
    expect(documentStatus(old, [replacement], [old], '2025-04-30')).toEqual({ state: 'in-force' });
    expect(documentStatus(old, [replacement], [old], '2025-05-01')).toEqual({
      state: 'replaced',
      by: { documentId: 'successor', symbol: '45-CT/TU', title: 'Văn bản successor' },
      from: '2025-05-01',
    });
  });

  it('is replaced from the day of the replacing document where the relation names none', () => {
    const status = documentStatus(old, [replacing(successor)], [old], '2026-01-01');
    expect(status).toMatchObject({ state: 'replaced', from: '2025-04-14' });
  });

  it('is replaced by the first of several', () => {
    const third = make('third', '2026-02-01', { symbolKey: '50|CT|TU' });
    const status = documentStatus(old, [replacing(third), replacing(successor)], [old], '2026-03-01');
    expect(status).toMatchObject({ by: { documentId: 'successor' } });
  });

  it('tells two documents of one symbol apart by the date that the relation names', () => {
    const newer = make('newer', '2024-06-14');
    const replacement = replacing(successor, { targetIssuedOn: '2024-06-14' });
    const namesakes = [old, newer];
    expect(documentStatus(newer, [replacement], namesakes, '2026-01-01').state).toBe('replaced');
    expect(documentStatus(old, [replacement], namesakes, '2026-01-01').state).toBe('in-force');
  });

  it('is unclear where the relation names no date and could mean two kept documents', () => {
    const newer = make('newer', '2024-06-14');
    const namesakes = [old, newer];
    expect(documentStatus(old, [replacing(successor)], namesakes, '2026-01-01').state).toBe('unclear');
    expect(documentStatus(newer, [replacing(successor)], namesakes, '2026-01-01').state).toBe('unclear');
  });

  it('is not replaced by a document that is older than it', () => {
    const nextTerm = make('next term', '2026-02-01');
    const status = documentStatus(nextTerm, [replacing(successor)], [old, nextTerm], '2026-03-01');
    expect(status).toEqual({ state: 'in-force' });
    expect(documentStatus(old, [replacing(successor)], [old, nextTerm], '2026-03-01').state).toBe('replaced');
  });

  it('is not ended by a draft, a news item or itself', () => {
    for (const kind of ['draft', 'news'] as const) {
      const source = { ...successor, kind };
      expect(documentStatus(old, [replacing(source)], [old], '2026-01-01').state).toBe('in-force');
    }
    expect(documentStatus(old, [replacing(old)], [old], '2026-01-01').state).toBe('in-force');
  });

  it('is unclear for news, drafts and undated documents', () => {
    expect(documentStatus(make('n', '2024-01-01', { kind: 'news' }), [], [], '2026-01-01').state).toBe(
      'unclear',
    );
    expect(documentStatus(make('u', null), [], [], '2026-01-01').state).toBe('unclear');
  });
});

describe('isCurrent', () => {
  it('leaves out what is replaced or not yet in force, and keeps what is unclear', () => {
    expect(isCurrent({ state: 'in-force' })).toBe(true);
    expect(isCurrent({ state: 'unclear' })).toBe(true);
    expect(isCurrent({ state: 'not-yet', from: '2030-01-01' })).toBe(false);
    expect(isCurrent(documentStatus(old, [replacing(successor)], [old], '2026-01-01'))).toBe(false);
  });
});
