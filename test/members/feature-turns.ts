import { localViewer } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import type { Block, Feature, TurnContext } from '../../bot/types.ts';

/** A turn of one feature as the dispatcher would run it: answers, writes in a transaction, remembers the options. */
export function createTurns(db: Database, feature: Feature, settings: { today: string; viewer?: Viewer }) {
  let options: { label: string; action: string }[] = [];
  const contextOf = (more: Partial<TurnContext>): TurnContext => ({
    db,
    viewer: settings.viewer ?? localViewer,
    account: { id: (settings.viewer ?? localViewer).accountId, name: 'Người thử' },
    address: { channel: 'test', account: 'test', chat: 'test' },
    lane: 'test:test:test',
    isGroup: false,
    capabilities: {
      maxTextLength: 4000,
      markup: 'html',
      hasButtons: true,
      hasTables: true,
      canSendFiles: true,
      live: 'none',
      ceiling: 'all',
    },
    now: new Date(`${settings.today}T03:00:00Z`),
    today: settings.today,
    signal: new AbortController().signal,
    live() {},
    dialogue: undefined,
    ...more,
  });
  const run = async (
    request: Parameters<Feature['handle']>[1],
    more: Partial<TurnContext> = {},
  ): Promise<Block[]> => {
    const outcome = await feature.handle(contextOf(more), request);
    const written = outcome.write ? await db.tx((t) => outcome.write?.(t) ?? Promise.resolve()) : undefined;
    const blocks = written ?? outcome.blocks;
    options = blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    return blocks;
  };
  return {
    /** '/name args'. */
    command: (name: string, args = '', more: Partial<TurnContext> = {}) =>
      run({ type: 'command', name, args }, more),
    /** Presses the option of the last reply whose label begins so. */
    press(label: string, more: Partial<TurnContext> = {}): Promise<Block[]> {
      const option = options.find((each) => each.label.startsWith(label));
      if (!option)
        throw new Error(`no option ${label} among ${options.map((each) => each.label).join(' | ')}`);
      return run({ type: 'choice', action: option.action.slice(option.action.indexOf(':') + 1) }, more);
    },
    options: () => options.map((option) => option.label),
  };
}

/** Everything a person reads in the blocks, one line a row. */
export const readable = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => {
      switch (block.type) {
        case 'text':
        case 'quote':
          return block.text;
        case 'table':
          return [
            block.title,
            block.head.join(' | '),
            ...block.rows.map((row) => row.join(' | ')),
            block.note,
          ]
            .filter(Boolean)
            .join('\n');
        case 'image':
          return `[${block.alt}]`;
        case 'choices':
          return `(${block.options.map((option) => option.label).join('; ')})`;
        default:
          return '';
      }
    })
    .join('\n');
