import { expect, it } from 'vitest';
import { checkArrived } from '../../eval/soak/check.ts';
import { latenciesOf } from '../../eval/soak/latency.ts';
import { startTelegramDouble, type Arrived, type Trouble } from '../../eval/soak/telegram-double.ts';
import { maybeRepeated } from '../../prompts/channels.ts';

const copy = (number: number, chat: number, text = 'đáp') => ({ number, chat, text });
const sent = [{ chat: 1 }, { chat: 1 }, { chat: 2 }];

it('finds nothing wrong where each message is answered once, in the order of its chat', () => {
  expect(checkArrived(sent, [copy(2, 2), copy(0, 1), copy(1, 1)], 0)).toEqual({
    lost: 0,
    doubled: 0,
    unknown: 0,
    outOfOrder: 0,
  });
});

it('counts what is lost, said twice, said to somebody else and out of order', () => {
  expect(checkArrived(sent, [copy(1, 1), copy(0, 1)], 0)).toMatchObject({ lost: 1, outOfOrder: 1 });
  expect(checkArrived(sent, [copy(0, 1), copy(0, 1), copy(1, 1), copy(2, 2)], 0)).toMatchObject({
    doubled: 1,
  });
  expect(checkArrived(sent, [copy(0, 2), copy(1, 1), copy(2, 2)], 9)).toMatchObject({ lost: 1 });
});

it('takes a marked copy, and a silence, for unknown only as far as there were cuts', () => {
  const marked = [copy(0, 1), copy(0, 1, `${maybeRepeated} đáp`), copy(1, 1)];
  expect(checkArrived(sent, marked, 2)).toMatchObject({ lost: 0, doubled: 0, unknown: 2 });
  expect(checkArrived(sent, marked, 1)).toMatchObject({ lost: 1, unknown: 2 });
});

it('takes from the time of an answer what the messenger let nothing through, each moment once', () => {
  const message = { chat: 1, at: 100, answeredAt: 200 };
  const faults = [
    { chat: null, from: 90, to: 130 },
    { chat: 1, from: 120, to: 150 },
    { chat: 1, from: 160, to: 160 },
    { chat: 2, from: 100, to: 200 },
  ];
  expect(latenciesOf([message, { ...message, chat: 3 }], faults, [])).toEqual({
    all: [100, 100],
    own: [50, 70],
    undisturbed: [],
  });
  expect(latenciesOf([message], faults.slice(3), [])).toMatchObject({ own: [100], undisturbed: [100] });
  expect(latenciesOf([message], [], [{ from: 150, to: 170 }])).toEqual({
    all: [100],
    own: [],
    undisturbed: [],
  });
});

it('the double delivers again what was not confirmed, and fails before or after it has done what was asked', async () => {
  const arrived: Arrived[] = [];
  const troubles: (Trouble | null)[] = [];
  const double = await startTelegramDouble({
    token: '1:x',
    trouble: () => troubles.shift() ?? null,
    arrived: (message) => arrived.push(message),
  });
  const call = async (method: string, payload: object): Promise<unknown> => {
    const body = JSON.stringify(payload);
    const response = await fetch(`${double.url}/bot1:x/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return response.json();
  };
  try {
    double.say(7, 'chào');
    const first = { result: [{ update_id: 1, message: { chat: { id: 7 }, text: 'chào' } }] };
    expect(await call('getUpdates', { offset: 0, timeout: 0 })).toMatchObject(first);
    expect(await call('getUpdates', { offset: 0, timeout: 0 })).toMatchObject(first);
    expect(await call('getUpdates', { offset: 2, timeout: 0 })).toMatchObject({ result: [] });
    troubles.push(
      { type: 'rate', retryAfter: 3 },
      { type: 'cut', isDone: true },
      { type: 'cut', isDone: false },
    );
    const message = { chat_id: 7, text: 'đáp' };
    expect(await call('sendMessage', message)).toMatchObject({ ok: false, parameters: { retry_after: 3 } });
    await expect(call('sendMessage', message)).rejects.toThrow();
    expect(arrived).toHaveLength(1);
    await expect(call('sendMessage', message)).rejects.toThrow();
    expect(arrived).toHaveLength(1);
    expect(double.troubles).toEqual({ rate: 1, error: 0, cut: 2 });
    expect(double.faults.map(({ chat, from, to }) => [chat, to - from])).toEqual([
      [7, 3000],
      [7, 0],
      [7, 0],
    ]);
  } finally {
    await double.close();
  }
});
