import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { answererOver, replyText } from '../../eval/answers.ts';
import { loadDocuments } from '../../eval/documents.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Answered, Answerer } from '../../rag/answer.ts';

/* Questions with structure over the papers of a fictional province: test/fixtures/structured. */

const fixtures = new URL('../fixtures/structured/', import.meta.url);
const rows = readFileSync(new URL('questions.tsv', fixtures), 'utf8')
  .split('\n')
  .slice(1)
  .filter((line) => line !== '')
  .map((line) => {
    const [kind = '', documents = '', spans = '', question = '', previous = ''] = line.split('\t');
    return {
      kind,
      question,
      previous,
      documents: documents.split(' ').filter(Boolean),
      spans: spans.split('|').filter(Boolean),
    };
  });
const ofKind = (kind: string) => rows.filter((row) => row.kind === kind);

let answerer: Answerer;
beforeAll(async () => {
  const { documents } = await loadDocuments([
    new URL('documents', fixtures).pathname,
    new URL('../../demo/documents', import.meta.url).pathname,
  ]);
  answerer = await answererOver(documents);
}, 60_000);

async function ask({ question, previous }: { question: string; previous: string }): Promise<Answered> {
  const viewer = localViewer;
  const turn = previous === '' ? undefined : (await answerer.answer(previous, { viewer })).understood;
  return answerer.answer(question, { viewer, ...(turn && { previous: turn }) });
}

const citedIn = ({ answer }: Answered): string[] =>
  'quotes' in answer ? answer.quotes.map((quote) => quote.passage.document.fileName) : [];

describe.each([
  ['an address leads to the unit itself', 'address', ['answer']],
  ['a term is answered by the sentence that defines it', 'definition', ['answer']],
  ['a figure is read by row and column', 'table', ['answer', 'candidates']],
  ['a list is given from its lead-in to its last item', 'list', ['answer']],
  ['who signed, chaired or received', 'role', ['answer', 'candidates']],
  ['a deadline', 'deadline', ['answer']],
  ['each of several documents has its quotation', 'cross_doc', ['answer']],
  ['amounts are compared with both sources', 'computed', ['answer']],
  ['a follow-up is completed from the turn before', 'follow_up', ['answer', 'candidates']],
  ['what several documents answer is listed', 'ambiguous', ['candidates', 'answer']],
  ['a false premise is corrected with the source', 'false_premise', ['correction', 'answer']],
] as const)('%s', (_, kind, outcomes) => {
  it.each(ofKind(kind))('$previous $question', async (row) => {
    const answered = await ask(row);
    expect(outcomes).toContain(answered.answer.outcome);
    for (const span of row.spans) expect(replyText(answered)).toContain(span);
    for (const document of row.documents) expect(citedIn(answered)).toContain(document);
  });
});

describe('what the papers do not say', () => {
  it.each(ofKind('unanswerable'))('is not given as an answer: $question', async (row) => {
    const { answer } = await ask(row);
    expect(['near-miss', 'refusal']).toContain(answer.outcome);
  });
});

describe('an address that does not exist', () => {
  it('is said not to exist, with what the document has', async () => {
    const { answer } = await ask({ question: 'Điều 19 Quy định 17-QĐ/TU quy định gì?', previous: '' });
    expect(answer.lead).toContain('không có Điều 19');
    expect(answer.lead).toContain('6 điều: từ Điều 1 đến Điều 6');
  });
  it('is answered with the unit around it where only its innermost part is missing', async () => {
    const { answer } = await ask({ question: 'khoản 6 Điều 4 Quy định 17-QĐ/TU', previous: '' });
    expect(answer.lead).toContain('không có khoản 6');
    expect('quotes' in answer && answer.quotes[0]?.text).toContain('chậm nhất 30 ngày');
  });
});

describe('quotations', () => {
  it('of a list that runs over several passages are one verbatim slice to its last item', async () => {
    const { answer } = await ask({
      question: 'Ban Chấp hành Đảng bộ huyện Khe Vàng quyết định những vấn đề gì?',
      previous: '',
    });
    const [quote] = 'quotes' in answer ? answer.quotes : [];
    expect(quote?.text.length).toBeGreaterThan(1500);
    expect(quote && quote.charTo - quote.charFrom).toBe(quote?.text.length);
    expect(quote?.text.trim().endsWith('đề nghị bằng văn bản.')).toBe(true);
  });
  it('of a signature mark the name', async () => {
    const { answer } = await ask({ question: 'Ai ký Quy định 17-QĐ/TU?', previous: '' });
    const [quote] = 'quotes' in answer ? answer.quotes : [];
    const [range] = quote?.emphasis ?? [];
    expect(range && quote?.text.slice(...range)).toBe('Đoàn Thị Vải');
  });
  it('that give one value each stand beside it in a table', async () => {
    const { answer } = await ask({
      question: 'Đảng bộ huyện Khe Vàng nhiều hơn Đảng bộ huyện Thạch Lưu bao nhiêu đảng viên?',
      previous: '',
    });
    expect(answer.outcome === 'answer' && answer.table?.rows.map((row) => row[1])).toEqual([
      '4.210',
      '3.655',
    ]);
    expect(answer.outcome === 'answer' && answer.computed?.text).toContain('4.210 − 3.655 = 555');
  });
});

describe('a true claim', () => {
  it.each([
    ['Có phải đồng chí Đoàn Thị Vải ký Quy định 17-QĐ/TU không?', 'Đoàn Thị Vải'],
    ['Có phải Đảng bộ huyện Khe Vàng có 4.210 đảng viên không?', '4.210'],
  ])('is not corrected: %s', async (question, span) => {
    const answered = await ask({ question, previous: '' });
    expect(answered.answer.outcome).toBe('answer');
    expect(replyText(answered)).toContain(span);
  });
});
