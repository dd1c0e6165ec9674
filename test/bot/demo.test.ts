import { expect, it } from 'vitest';
import { createDemoFeature } from '../../bot/features/demo.ts';
import type { TurnContext } from '../../bot/types.ts';

const offered = async (documents: number): Promise<string> => {
  const feature = createDemoFeature({
    isLoaded: async () => false,
    documents: async () => documents,
    prepare: async () => {
      throw new Error('nobody asked for it');
    },
    remove: async () => ({ documents: 0, units: 0, members: 0, meetings: 0 }),
  });
  const request = { type: 'command', name: 'dulieumau', args: '' } as const;
  return JSON.stringify((await feature.handle({} as TurnContext, request)).blocks);
};

it('the demo data is offered for what the store holds: nothing, or documents that it will stand beside', async () => {
  expect(await offered(0)).toContain('Kho văn bản đang trống');
  const beside = await offered(10);
  expect(beside).toContain('Kho đang có 10 văn bản');
  expect(beside).not.toContain('trống');
});
