import { createMeetingsFeature } from '../../../bot/features/meetings/meetings.ts';
import type { Block, Choice, TurnContext } from '../../../bot/types.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import type { FileStore } from '../../../db/file-store.ts';
import { createTemplateFiles } from '../../../meetings/papers/template-files.ts';
import { createPdfMaker } from '../../../papers/pdf.ts';

/** A chat with the meetings feature on a real database: commands, buttons, answers, one dialogue, files in memory. */
export function openChat(db: Database, viewer: Viewer, today: string) {
  const files = new Map<string, Uint8Array>();
  const store = {
    put: async (bytes: Uint8Array, name: string, mediaType: string) => {
      files.set(name, bytes);
      return { sha256: name, name, mediaType, size: bytes.length };
    },
    read: async (name: string) => files.get(name) ?? null,
  } as unknown as FileStore;
  const feature = createMeetingsFeature({
    files: store,
    papers: { templates: createTemplateFiles('/nowhere'), pdf: createPdfMaker({ programs: [] }) },
  });
  let dialogue: unknown;
  let options: Choice[] = [];

  const turn = async (request: Parameters<typeof feature.handle>[1]): Promise<string> => {
    const context: TurnContext = {
      db,
      viewer,
      account: { id: viewer.accountId, name: 'Người thử' },
      address: { channel: 'test', account: 'test', chat: viewer.accountId },
      lane: `test:test:${viewer.accountId}`,
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
      now: new Date(`${today}T03:00:00Z`),
      today,
      signal: new AbortController().signal,
      live() {},
      dialogue,
    };
    const outcome = await feature.handle(context, request);
    const written = outcome.write ? await db.tx(async (t) => outcome.write?.(t)) : undefined;
    if (outcome.dialogue !== undefined) dialogue = outcome.dialogue ?? undefined;
    const blocks = written ?? outcome.blocks;
    options = blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    return blocks.map(readable).join('\n');
  };
  return {
    files,
    /** What a person types: a command, an answer, or a sentence that the feature recognises. */
    say(typed: string): Promise<string> {
      const command = /^\/(\S+)\s*(.*)$/su.exec(typed);
      if (command) return turn({ type: 'command', name: command[1] ?? '', args: command[2] ?? '' });
      if (dialogue !== undefined) return turn({ type: 'text', text: typed });
      const recognised = feature.recognise?.(typed);
      if (!recognised) throw new Error(`nothing recognises '${typed}'`);
      return turn({ type: 'command', ...recognised });
    },
    /** Presses the option whose label begins so. */
    press(label: string): Promise<string> {
      const option = options.find((one) => one.label.startsWith(label));
      if (!option)
        throw new Error(`no option '${label}' among ${options.map((one) => one.label).join(' | ')}`);
      return turn({ type: 'choice', action: option.action.slice(option.action.indexOf(':') + 1) });
    },
    recognises: (sentence: string) => feature.recognise?.(sentence)?.name ?? null,
    options: () => options.map((option) => option.label),
    actions: () => options.map((option) => option.action),
  };
}

function readable(block: Block): string {
  switch (block.type) {
    case 'text':
    case 'quote':
      return block.text;
    case 'table':
      return [block.title, block.head.join(' | '), ...block.rows.map((row) => row.join(' | ')), block.note]
        .filter(Boolean)
        .join('\n');
    case 'choices':
      return `(${[block.prompt, ...block.options.map((option) => option.label)].filter(Boolean).join('; ')})`;
    case 'file':
      return `[${block.file.name}]`;
    case 'image':
      return `[${block.alt}]`;
    case 'link':
      return block.label;
  }
}
