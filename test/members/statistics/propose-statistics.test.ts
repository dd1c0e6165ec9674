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
  return proposeStatistics(model, request, context, {
    signal: new AbortController().signal,
    timeoutMs: 'then' in script ? 200 : 5000,
  });
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

  it.each([
    [
      'what happened in a period',
      'dạo quý 1/2026 được vào hàng ngũ mấy mống',
      {
        measure: 'admit',
        measureWords: 'vào hàng ngũ',
        period: { value: { from: '2026-01-01', to: '2026-03-31' }, words: 'quý 1/2026' },
      },
      { measure: 'admit', asOf: '2026-03-31', period: { from: '2026-01-01', to: '2026-03-31' } },
    ],
    [
      'a trend',
      'từ 2021 đến 2025 quân số lên xuống ra sao mỗi độ xuân về',
      {
        period: { value: { from: '2021-01-01', to: '2025-12-31' }, words: '2021 đến 2025' },
        trend: { value: 'year', words: 'mỗi độ xuân về' },
      },
      { period: { from: '2021-01-01', to: '2025-12-31' }, trend: { step: 'year' } },
    ],
    [
      'two units side by side',
      'trạm y tế Bến Đò đọ với trường học B ai lắm chị em',
      {
        unit: 'trạm y tế Bến Đò',
        sex: { value: 'female', words: 'chị em' },
        compare: { value: { unit: 'trường học B' }, words: 'đọ với' },
      },
      { unitId: units[0]?.id, compare: { with: 'unit', unitId: units[2]?.id }, filter: { sex: 'female' } },
    ],
    [
      'levels from one on',
      'ai học hết phổ thông rồi lên cao, bậc kỹ sư đổ lên',
      { professional: { value: ['university', 'master', 'doctor'], words: 'bậc kỹ sư đổ lên' } },
      { filter: { professional: ['university', 'master', 'doctor'] } },
    ],
    [
      'a ranking',
      '3 nơi đông nhất',
      { top: { value: { count: 3, order: 'most' }, words: '3 nơi đông nhất' } },
      { dimension: 'unit', top: { count: 3, order: 'most' } },
    ],
  ])('knows %s', async (_what, request, said, query) => {
    expect(await read(says({ ...nothing, ...said }), request)).toMatchObject({ kind: 'query', query });
  });

  it.each([
    [
      'another event than the rules read',
      'kết nạp năm 2025',
      {
        measure: 'left',
        measureWords: 'kết nạp',
        period: { value: { from: '2025-01-01', to: '2025-12-31' }, words: 'năm 2025' },
      },
    ],
    [
      'an event without its words',
      'năm 2025 mấy mống',
      { measure: 'admit', period: { value: { from: '2025-01-01', to: '2025-12-31' }, words: 'năm 2025' } },
    ],
    [
      'an event without its period',
      'vào hàng ngũ mấy mống',
      { measure: 'admit', measureWords: 'vào hàng ngũ' },
    ],
    [
      'a ranking of more than was written',
      '3 nơi đông nhất',
      { top: { value: { count: 9, order: 'most' }, words: '3 nơi đông nhất' } },
    ],
    [
      'a comparison with a unit that does not exist',
      'đọ với phường Xa',
      { compare: { value: { unit: 'phường Xa' }, words: 'đọ với' } },
    ],
    [
      'a comparison of a stock with a period',
      'đọ với năm 2024',
      { compare: { value: { period: { from: '2024-01-01', to: '2024-12-31' } }, words: 'đọ với' } },
    ],
  ])('is left to the rules where the model says %s', async (_what, request, said) => {
    expect(await read(says({ ...nothing, ...said }), request)).toBeNull();
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
