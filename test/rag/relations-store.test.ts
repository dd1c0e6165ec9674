import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import type { NewRelation } from '../../ingest/types.ts';
import { questionKey, standingOf } from '../../rag/kept/curated.ts';
import { curatedOutOfForce } from '../../rag/kept/curated-standing.ts';
import { saveCurated } from '../../rag/kept/curated-store.ts';
import { loadDocuments } from '../../rag/search/passage-store.ts';
import { loadRelations, loadRelationsNaming } from '../../rag/validity/relations-store.ts';
import { standingsAt } from '../../rag/validity/validity-store.ts';
import { findLooseSymbols } from '../../text/symbols.ts';
import { bytesOf } from '../ingest/fixtures.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';

/* Relations and what holds, read from the embedded database as documents are stored. */

let db: Database;
const ids = new Map<string, string>();

const rule = (symbol: string, day: string, subject: string, closing: string): string => `TỈNH ỦY LÂM HẠ
*
Số ${symbol}

ĐẢNG CỘNG SẢN VIỆT NAM

Lâm Hạ, ngày ${day}

QUY ĐỊNH
${subject}

Điều 1. Đối tượng
Quy định này áp dụng đối với thư viện của các cơ quan đảng.

Điều 2. Thời hạn
Thời hạn cho mượn sách là 15 ngày.

Điều 3. Hiệu lực
${closing}

T/M BAN THƯỜNG VỤ
BÍ THƯ

Nguyễn Văn Ví Dụ
`;

async function keep(
  name: string,
  text: string,
  scope: 'public' | 'internal' | 'units' = 'public',
  relations?: readonly Partial<NewRelation>[],
): Promise<string> {
  const read = await readDocument(bytesOf(text), `${name}.txt`);
  const [own] = read.relations;
  const made = relations?.map((relation) => ({ ...(own as NewRelation), ...relation }));
  const unit = newId();
  const { documentId } = await storeDocument(db, made ? { ...read, relations: made } : read, {
    scope,
    ...(scope === 'units' && { scopeUnitIds: [unit] }),
    by: null,
    now: new Date('2026-03-01T01:00:00Z'),
  });
  ids.set(name, documentId);
  return documentId;
}

const cadre: Viewer = { accountId: newId(), role: 'cadre', unitIds: [], ceiling: 'all' };
const relationsOf = async (name: string, viewer: Viewer = localViewer) => {
  const [document] = await loadDocuments(db, localViewer, [ids.get(name) ?? '']);
  if (!document) throw new Error(`${name} is not kept`);
  return loadRelations(db, viewer, document);
};
const named = async (symbol: string, viewer: Viewer = localViewer) => {
  const [mention] = findLooseSymbols(symbol);
  if (!mention) throw new Error('no symbol');
  return (await loadRelationsNaming(db, viewer, mention)).map(({ source, kind }) => [source.symbol, kind]);
};

beforeAll(async () => {
  db = await openTestDatabase();
  await emptyTables(db);
  await keep(
    'first',
    rule('08-QĐ/TU', '12 tháng 3 năm 2019', 'về cho mượn sách', 'Quy định này có hiệu lực kể từ ngày ký.'),
  );
  const replacing = (number: string): string =>
    `Quy định này có hiệu lực kể từ ngày ký và thay thế Quy định số ${number}, ngày 12/3/2019 của Ban Thường vụ Tỉnh ủy.`;
  await keep('second', rule('12-QĐ/TU', '01 tháng 6 năm 2023', 'về cho mượn sách', replacing('08-QĐ/TU')));
  const titled = { targetSymbol: '', targetSymbolKey: '', targetIssuedOn: null, targetParts: [] };
  await keep(
    'by-title',
    rule('30-QĐ/TU', '05 tháng 9 năm 2024', 'về phòng đọc', replacing('02-QĐ/TU')),
    'units',
    [
      { ...titled, kind: 'based_on', targetTitle: 'Quy định về cho mượn sách năm 2019' },
      { ...titled, kind: 'based_on', targetSymbol: '12', targetSymbolKey: '12|QD|' },
    ],
  );
}, 120_000);
afterAll(() => db.close());

describe('the relations of a kept document', () => {
  it('are what it says and what others say of it', async () => {
    const { isSaid, says } = await relationsOf('first');
    expect(isSaid.map(({ source, kind }) => [source.symbol, kind])).toContainEqual(['12-QĐ/TU', 'replaces']);
    expect(says).toEqual([]);
    expect((await relationsOf('second')).says.map(({ targetSymbolKey }) => targetSymbolKey)).toContain(
      '8|QD|TU',
    );
  });

  it('reach a document by its title and year alone, or by a number of the same house', async () => {
    const byTitle = (await relationsOf('first')).isSaid.map(({ source }) => source.symbol);
    expect(byTitle).toContain('30-QĐ/TU');
    const byNumber = (await relationsOf('second')).isSaid.map(({ source }) => source.symbol);
    expect(byNumber).toEqual(['30-QĐ/TU']);
  });

  it('are none of documents that the viewer may not see', async () => {
    expect((await relationsOf('first', cadre)).isSaid.map(({ source }) => source.symbol)).toEqual([
      '12-QĐ/TU',
    ]);
    expect((await relationsOf('second', cadre)).isSaid).toEqual([]);
  });
});

describe('what is said of a document that is only named', () => {
  it('is found by number, type and body, never across bodies', async () => {
    expect(await named('Quy định 08-QĐ/TU')).toEqual([['12-QĐ/TU', 'replaces']]);
    expect(await named('Quy định 08-QĐ/TW')).toEqual([]);
    expect(await named('Quy định 08-QĐ/TU ngày 01/01/2020')).toEqual([]);
  });

  it('is none of documents that the viewer may not see', async () => {
    expect((await named('Quy định 12-QĐ/TU')).map(([symbol]) => symbol)).toContain('30-QĐ/TU');
    expect(await named('Quy định 12-QĐ/TU', cadre)).toEqual([]);
  });
});

describe('an approved answer', () => {
  it('is out of force with the transaction that stores what replaces its source', async () => {
    const documentId = ids.get('second') ?? '';
    const { rows } = await db.query<{ id: string; text: string; char_from: number; char_to: number }>(
      `SELECT id, text, char_from, char_to FROM chunk WHERE document_id = $1 AND text LIKE '%15 ngày%' LIMIT 1`,
      [documentId],
    );
    const [chunk] = rows;
    if (!chunk) throw new Error('nothing was stored');
    const place = { documentId, charFrom: chunk.char_from, charTo: chunk.char_to };
    const [standing] = await standingsAt(db, [place], '2026-03-02');
    const question = 'Thời hạn cho mượn sách của thư viện là bao nhiêu ngày?';
    await saveCurated(db, {
      id: newId(),
      question,
      questionKey: questionKey(question) ?? '',
      lead: 'Theo quy định:',
      computed: null,
      approvedBy: null,
      approvedByName: 'Quản trị',
      approvedAt: '2026-03-01T02:00:00.000Z',
      citations: [
        {
          ...place,
          chunkId: chunk.id,
          quote: chunk.text,
          emphasis: [],
          standing: standing ? standingOf(standing) : '',
        },
      ],
    });
    expect(await curatedOutOfForce(db, '2026-03-02')).toEqual([]);
    await keep(
      'third',
      rule(
        '44-QĐ/TU',
        '20 tháng 02 năm 2026',
        'về thư viện',
        'Quy định này có hiệu lực kể từ ngày ký và thay thế Quy định số 12-QĐ/TU, ngày 01/6/2023 của Ban Thường vụ Tỉnh ủy.',
      ),
    );
    expect((await curatedOutOfForce(db, '2026-03-02')).map((answer) => answer.question)).toEqual([question]);
  });
});
