import { describe, expect, it } from 'vitest';
import { findDocuments } from '../../bot/features/documents/document-card.ts';
import type { DocumentHead } from '../../ingest/document-ledger-store.ts';
import { symbolKey } from '../../text/symbols.ts';

const head = (symbol: string, title: string): DocumentHead =>
  ({ id: symbol, symbol, symbolKey: symbolKey(symbol), title, typeName: '', issuedOn: null }) as DocumentHead;
const heads = [
  head('27-QĐ/TU', 'Quy định 1'),
  head('27-KH/ĐU', 'Kế hoạch 2'),
  head('127-QĐ/TU', 'Quy định 3'),
  head('8/2024/TT-BYT', 'Thông tư 27 mẫu biểu'),
];
const found = (asked: string): string[] => findDocuments(asked, heads).map(({ id }) => id);

describe('a bare number', () => {
  it.each(['27', 'số 27', '027', ' so 27 '])('lists all documents that carry it: %s', (asked) => {
    expect(found(asked)).toEqual(['27-QĐ/TU', '27-KH/ĐU']);
  });

  it('is read before the year of a symbol', () => {
    expect(found('8')).toEqual(['8/2024/TT-BYT']);
    expect(found('2024')).toEqual([]);
  });
});
