import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { chooseKept, wordingKey, type WordingKey } from '../../rag/kept/answer-cache.ts';
import { findWorded, keepWorded } from '../../rag/kept/answer-cache-store.ts';
import { saveAnswer } from '../../rag/kept/answer-store.ts';
import { saveFeedback } from '../../rag/kept/feedback-store.ts';
import type { Quote } from '../../rag/types.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';
import { document } from './small-office.ts';

const office = document(
  'd1',
  { symbol: '41-QĐ/TU', typeName: 'Quy định', title: 'Quy định về sinh hoạt chi bộ' },
  ['Một buổi sinh hoạt thường kỳ không ít hơn 75 phút.'],
);
const quote = (changes: Partial<Quote> = {}): Quote => {
  const [chunk] = office.chunks;
  if (!chunk) throw new Error('no chunk');
  return {
    passage: { ...chunk, id: 'p1', document: office.summary },
    text: chunk.text,
    charFrom: 0,
    charTo: chunk.text.length,
    emphasis: [[37, 49]],
    status: { state: 'in-force' },
    ...changes,
  };
};
const asked = 'Một buổi sinh hoạt thường kỳ không ít hơn bao nhiêu phút?';
const cadre: Viewer = { accountId: 'a', role: 'cadre', unitIds: ['u2', 'u1'], ceiling: 'all' };
const keyOf = (
  question = asked,
  { viewer = cadre, quotes = [quote()], ...rest }: Partial<Parameters<typeof wordingKey>[0]> = {},
): WordingKey => {
  const key = wordingKey({ question, viewer, quotes, wordedAs: 'm/answer-1', ...rest });
  if (key === null) throw new Error('no key');
  return key;
};

describe('what a wording was made of', () => {
  it('is the same for the same quotations in the same view, whoever looks', () => {
    expect(keyOf(asked, { viewer: { ...cadre, accountId: 'b', unitIds: ['u1', 'u2', 'u1'] } })).toEqual(
      keyOf(),
    );
    expect(keyOf(asked, { viewer: localViewer })).toEqual(
      keyOf(asked, { viewer: { ...localViewer, role: 'office', unitIds: ['u9'] } }),
    );
  });

  it.each<[string, WordingKey]>([
    ['a wider view', keyOf(asked, { viewer: localViewer })],
    ['a narrower view', keyOf(asked, { viewer: { ...cadre, unitIds: ['u1'] } })],
    ['a channel where less may leave', keyOf(asked, { viewer: { ...cadre, ceiling: 'public' } })],
    ['another day', keyOf(asked, { asOf: '2024-01-01' })],
    ['another model or other instructions', keyOf(asked, { wordedAs: 'm/answer-2' })],
    ['another quotation', keyOf(asked, { quotes: [quote(), quote({ charFrom: 4 })] })],
    ['another value in it', keyOf(asked, { quotes: [quote({ emphasis: [[0, 3]] })] })],
    [
      'a source that was replaced since',
      keyOf(asked, {
        quotes: [
          quote({
            status: { state: 'replaced', by: { documentId: 'd2', symbol: null, title: 'mới' }, from: null },
          }),
        ],
      }),
    ],
    ['another number in the question', keyOf('Một buổi sinh hoạt không ít hơn 75 phút phải không?')],
  ])('is another thing with %s', (_what, key) => {
    const { evidence, filter, shape } = keyOf();
    expect({ evidence: key.evidence, filter: key.filter, shape: key.shape }).not.toEqual({
      evidence,
      filter,
      shape,
    });
  });

  it('is nothing for a question whose answer passes, or that says too little', () => {
    const given = { viewer: cadre, quotes: [quote()], wordedAs: 'm' };
    expect(wordingKey({ ...given, question: 'Quy định mới nhất nói bao nhiêu phút?' })).toBeNull();
    expect(wordingKey({ ...given, question: 'mấy phút?' })).toBeNull();
    expect(wordingKey({ ...given, question: asked, quotes: [] })).toBeNull();
  });
});

describe('a kept wording', () => {
  const keptOf = (question: string, vector: number[] | null) => ({
    question,
    questionKey: keyOf(question).questionKey,
    shape: keyOf(question).shape,
    vector,
  });
  const quoted = [quote().text];
  const kept = [keptOf(asked, [1, 0])];

  it('is chosen by the words of the question, however they are typed', () => {
    const typed = keyOf('cho tôi hỏi mot buoi sinh hoat thuong ky khong it hon bao nhieu phut');
    expect(chooseKept(typed, { vector: null, quoted }, kept)).toBe(kept[0]);
  });

  it('is chosen by meaning only with vectors, near enough', () => {
    const near = keyOf('Một buổi sinh hoạt thường kỳ của đơn vị không ít hơn bao nhiêu phút?');
    expect(chooseKept(near, { vector: null, quoted: [] }, kept)).toBeNull();
    expect(chooseKept(near, { vector: [1, 0.1], quoted: [] }, kept)).toBe(kept[0]);
    expect(chooseKept(near, { vector: [0, 1], quoted: [] }, kept)).toBeNull();
    expect(chooseKept(near, { vector: [1, 0, 0], quoted: [] }, kept)).toBeNull();
  });

  it.each([
    [
      'a word that tells things apart in the quotations',
      'Một sinh hoạt thường kỳ không ít hơn bao nhiêu phút?',
    ],
    ['a word that turns it round', 'Một buổi sinh hoạt thường kỳ không nhiều hơn bao nhiêu phút?'],
  ])('is not chosen by meaning where the questions differ in %s', (_what, question) => {
    expect(chooseKept(keyOf(question), { vector: [1, 0], quoted }, kept)).toBeNull();
  });
});

describeEachDatabase('the store of wordings', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(() => emptyTables(db));

  const accountId = newId();
  const at = '2026-08-10T03:00:00Z';
  async function answered(from?: string): Promise<string> {
    const id = newId();
    await db.tx((t) =>
      saveAnswer(t, {
        id,
        turnId: newId(),
        lane: 'l',
        accountId,
        understood: { question: asked, isRewritten: false, documentIds: [] },
        outcome: 'answer',
        explanation: {
          query: asked,
          expandedQuery: asked,
          filters: [],
          candidates: [],
          decision: 'answer',
          missing: [],
          wording: { model: 'm', promptVersion: 'answer-1', result: 'worded', ...(from && { from }) },
        },
        shown: { lead: 'Không ít hơn 75 phút [1].' },
        citations: [],
        at,
      }),
    );
    return id;
  }

  it('gives what was kept for the same evidence and view, until somebody calls it wrong', async () => {
    const first = await answered();
    await db.tx((t) => keepWorded(t, first, keyOf(), { vector: [0.5, 1], at }));
    const [found] = await findWorded(db, keyOf());
    expect(found).toMatchObject({
      answerId: first,
      text: 'Không ít hơn 75 phút [1].',
      vector: [0.5, 1],
      wording: { model: 'm', result: 'worded' },
    });
    expect(await findWorded(db, keyOf(asked, { viewer: localViewer }))).toEqual([]);
    expect(await findWorded(db, keyOf(asked, { asOf: '2024-01-01' }))).toEqual([]);

    const again = await answered(first);
    await db.tx((t) => saveFeedback(t, { answerId: again, accountId, verdict: 'right', at }));
    expect(await findWorded(db, keyOf())).toHaveLength(1);
    await db.tx((t) => saveFeedback(t, { answerId: again, accountId, verdict: 'wrong', at }));
    expect(await findWorded(db, keyOf())).toEqual([]);
  });
});
