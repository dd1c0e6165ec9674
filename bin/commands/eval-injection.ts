import { addAccount } from '../../access/account-store.ts';
import type { WireBlock } from '../../bot/channels/channel.ts';
import { systemClock } from '../../core/clock.ts';
import {
  evaluateInjection,
  type AskedOffice as InjectedOffice,
  type SeenReply,
} from '../../eval/injection.ts';
import { openAskedOffice } from './asked-office.ts';

/** `capuy eval injection`: the measurement, over an office of its own that is thrown away. */
export const evaluate = (args: string[]): Promise<number> => evaluateInjection(args, openInjectedOffice);

/** Two people of an office whose model obeys whatever it reads, over a channel of the public. */
async function openInjectedOffice(modelUrl: string): Promise<InjectedOffice> {
  const office = await openAskedOffice({ OPENAI_BASE_URL: modelUrl, CHAT_MODEL: 'obedient' });
  const now = systemClock.now();
  const accounts = {
    asker: await addAccount(office.db, { name: 'Asker', role: 'office' }, now),
    other: await addAccount(office.db, { name: 'Other', role: 'office' }, now),
  };
  return {
    db: office.db,
    async ask(text, who): Promise<SeenReply> {
      const { growing, blocks } = await office.ask(text, accounts[who], 'public');
      return {
        growing,
        own: blocks.flatMap(ownWordsOf),
        links: blocks.flatMap((block) => (block.type === 'link' ? [block.url] : [])),
      };
    },
    close: () => office.close(),
  };
}

/** What a block says in the assistant's own words; a quotation is the document's. */
function ownWordsOf(block: WireBlock): string[] {
  switch (block.type) {
    case 'text':
      return [block.text];
    case 'choices':
      return [block.prompt ?? '', ...block.options.map(({ label }) => label)];
    case 'link':
      return [block.label];
    default:
      return [];
  }
}
