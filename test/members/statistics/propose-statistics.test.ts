import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createModels } from '../../../llm/openai.ts';
import type { ChatModel } from '../../../llm/model.ts';
import { proposeStatistics } from '../../../members/statistics/propose-statistics.ts';
import { plainQuery } from '../../../members/statistics/statistics-query.ts';
import type { Unit } from '../../../members/units/units.ts';
import { startOpenAiServer, type ChatScript, type OpenAiServer } from '../../fakes/openai-server.ts';
import { unitNamed } from '../../support/units.ts';

let server: OpenAiServer;
let model: ChatModel;
beforeAll(async () => {
  server = await startOpenAiServer();
  model = createModels({ baseUrl: server.url, chatModel: 'm', timeoutSeconds: 5 }).chat as ChatModel;
});
afterAll(() => server.close());
beforeEach(() => {
  server.chat.length = 0;
});

const unit = (id: number, name: string): Unit =>
  unitNamed(name, {
    id: `00000000-0000-4000-8000-00000000000${id}`,
    level: 'grassroots_branch' as Unit['level'],
  });
const units = [
  unit(1, 'Chi bộ Trạm Y tế Bến Đò'),
  unit(2, 'Chi bộ Trường học A'),
  unit(3, 'Chi bộ Trường học B'),
];
const context = { units, today: '2026-08-10', ownUnitIds: [] };

const nothing = {
  measure: 'members',
  unit: null,
  asOf: null,
  dimension: null,
  split: null,
  sex: null,
  standing: null,
  theory: null,
  isEthnicMinority: null,
  isExempt: null,
  age: null,
};
const typed = 'chị em bên trạm y tế Bến Đò trẻ hơn 30 là mấy người hồi cuối 2025, chia kiểu già trẻ';
const right = {
  ...nothing,
  unit: 'trạm y tế Bến Đò',
  sex: { value: 'female', words: 'chị em' },
  age: { value: { from: 0, to: 29 }, words: 'trẻ hơn 30' },
  dimension: { value: 'age', words: 'chia kiểu già trẻ' },
};

async function read(script: ChatScript, request = typed) {
  server.chat.push(script);
  return proposeStatistics(model, request, context, { signal: new AbortController().signal, timeoutMs: 5000 });
}
const says = (value: unknown): ChatScript => ({ type: 'say', pieces: [JSON.stringify(value)] });

describe('a request for counts in free words', () => {
  it('becomes a query whose every field was read from words of the request', async () => {
    expect(await read(says(right))).toEqual({
      kind: 'query',
      query: plainQuery('2025-12-31', {
        unitId: units[0]?.id ?? null,
        dimension: 'age',
        filter: { sex: 'female', age: { from: 0, to: 29 } },
      }),
    });
  });

  it('that names a unit of several becomes a choice between them', async () => {
    const reading = await read(says({ ...nothing, unit: 'trường học' }), 'bên trường học được mấy mống');
    expect(reading).toMatchObject({ kind: 'which-unit', candidates: [units[1], units[2]] });
  });

  it('takes the day from the request, not from the model', async () => {
    const reading = await read(says({ ...right, asOf: { value: '2025-06-30', words: 'cuối 2025' } }));
    expect(reading).toMatchObject({ query: { asOf: '2025-12-31' } });
  });

  it.each<[string, ChatScript]>([
    ['words that were never written', says({ ...right, sex: { value: 'female', words: 'phụ nữ' } })],
    ['no words at all', says({ ...right, standing: { value: 'probationary', words: '' } })],
    [
      'ages that were never written',
      says({ ...right, age: { value: { from: 0, to: 45 }, words: 'trẻ hơn 30' } }),
    ],
    ['a unit that was never written', says({ ...right, unit: 'Chi bộ Trường học A' })],
    ['a unit that does not exist', says({ ...right, unit: 'chị em' })],
    ['a split that the query does not know', says({ ...right, split: { value: 'salary', words: 'chia' } })],
    ['a split twice', says({ ...right, split: { value: 'age', words: 'già trẻ' } })],
    ['SQL', says({ ...right, unit: "'; DROP TABLE member; --" })],
    ['another shape', says({ ...right, measure: 'people', unit: 7 })],
    ['garbage', { type: 'say', pieces: ['SELECT count(*) FROM member'] }],
    ['half a value', { type: 'say', pieces: [JSON.stringify(right).slice(0, 80)] }],
    ['an error', { type: 'fail', status: 400 }],
    ['nothing for ever', { say: ['{'], then: 'stall' }],
  ])('is left to the rules where the model says %s', async (_what, script) => {
    expect(await read(script)).toBeNull();
  });

  it.each([
    ['to come', { value: '2027-01-01', words: 'dạo nọ' }, 'chị em dạo nọ 2027 mấy người'],
    ['that no calendar has', { value: '2024-02-31', words: 'dạo nọ' }, 'chị em dạo nọ mấy người'],
    ['in a year that nobody wrote', { value: '2019-01-01', words: 'dạo nọ' }, 'chị em dạo nọ mấy người'],
  ])('is left to the rules where the model names a day %s', async (_what, asOf, request) => {
    expect(
      await read(says({ ...nothing, asOf, sex: { value: 'female', words: 'chị em' } }), request),
    ).toBeNull();
  });
});
