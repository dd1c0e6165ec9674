import { recordAudit } from '../../access/audit-store.ts';
import type { Queryable } from '../../db/database.ts';
import * as words from '../../prompts/demo.ts';
import { fold } from '../../text/normalise.ts';
import type { Block, Feature, Outcome, TurnContext } from '../types.ts';

const id = 'demo';

interface Counts {
  documents: number;
  units: number;
  members: number;
  meetings: number;
}

/** What the feature needs of the demo data; `app.ts` passes the real one. */
export interface DemoData {
  isLoaded(context: TurnContext): Promise<boolean>;
  /** How many documents the person sees. */
  documents(context: TurnContext): Promise<number>;
  /** Reads the documents now and returns the change that stores everything. */
  prepare(context: TurnContext): Promise<(t: Queryable) => Promise<Counts>>;
  remove(t: Queryable): Promise<Counts>;
}

/** The demo data: one sentence or button on the first run, and '/dulieumau' for later. */
export function createDemoFeature(demo: DemoData): Feature {
  return {
    id,
    commands: [
      { name: 'dulieumau', aliases: ['demo'], permission: 'demo.manage', description: words.commandHelp },
    ],
    recognise(text) {
      const folded = fold(text.trim());
      if (!/du lieu mau/u.test(folded)) return null;
      const verb = /^(?:nap|tai|dung)(?!\p{L})/u.test(folded)
        ? 'load'
        : /^(?:go|xoa)(?!\p{L})/u.test(folded)
          ? 'remove'
          : null;
      return verb && { name: 'dulieumau', args: verb };
    },
    async handle(context, request) {
      const verb =
        request.type === 'choice' ? request.action : request.type === 'command' ? request.args : '';
      if (verb.startsWith('load')) return load(demo, context);
      if (verb.startsWith('remove')) return remove(demo, context);
      if (verb.startsWith('skip')) return { blocks: [{ type: 'text', text: words.skipped }] };
      if (verb.startsWith('keep')) return { blocks: [{ type: 'text', text: words.kept }] };
      const isLoaded = await demo.isLoaded(context);
      return { blocks: isLoaded ? removeOffer() : demoOffer(await demo.documents(context)) };
    },
  };
}

const demoOffer = (documents: number): Block[] => [
  { type: 'text', text: documents === 0 ? words.offer : words.offerBeside(documents) },
  {
    type: 'choices',
    id: 'demo-offer',
    options: [
      { label: words.buttons.load, action: `${id}:load`, style: 'primary' },
      documents === 0
        ? { label: words.buttons.skip, action: `${id}:skip` }
        : { label: words.buttons.keep, action: `${id}:keep` },
    ],
  },
];

const removeOffer = (): Block[] => [
  { type: 'text', text: words.isLoaded },
  {
    type: 'choices',
    id: 'demo-remove',
    options: [{ label: words.buttons.remove, action: `${id}:remove`, style: 'danger' }],
  },
];

async function load(demo: DemoData, context: TurnContext): Promise<Outcome> {
  if (await demo.isLoaded(context)) return { blocks: [{ type: 'text', text: words.isLoaded }] };
  const store = await demo.prepare(context);
  return {
    blocks: [],
    write: async (t) => {
      const counts = await store(t);
      await audit(t, context, 'demo.loaded', counts);
      return [
        { type: 'text', text: words.loaded(counts) },
        {
          type: 'text',
          text: [words.tryThese, ...words.examples.map((example) => `- ${example}`)].join('\n'),
        },
      ];
    },
  };
}

async function remove(demo: DemoData, context: TurnContext): Promise<Outcome> {
  if (!(await demo.isLoaded(context))) return { blocks: [{ type: 'text', text: words.isAbsent }] };
  return {
    blocks: [],
    write: async (t) => {
      const counts = await demo.remove(t);
      await audit(t, context, 'demo.removed', counts);
      return [{ type: 'text', text: words.removed(counts) }];
    },
  };
}

const audit = (t: Queryable, context: TurnContext, action: string, counts: Counts): Promise<void> =>
  recordAudit(t, {
    at: context.now.toISOString(),
    accountId: context.account.id,
    action,
    entity: 'demo',
    entityId: null,
    details: { ...counts },
  });
