import { recordAudit } from '../../../access/audit-store.ts';
import { may } from '../../../access/permissions.ts';
import { newId } from '../../../core/ids.ts';
import { localViewer } from '../../../core/viewer.ts';
import * as words from '../../../prompts/glossary.ts';
import { readGlossaryLine, termKey, type GlossaryRequest } from '../../../rag/kept/glossary.ts';
import {
  listGlossary,
  removeGlossaryEntry,
  saveGlossaryEntry,
  type GlossaryEntry,
} from '../../../rag/kept/glossary-store.ts';
import type { Block, Feature, Outcome, TurnContext } from '../../types.ts';
import { say, text } from './ask-blocks.ts';

const id = 'glossary';
const rowsAtOnce = 12;

/** '/tudien': the office's own terms and abbreviations; everybody looks them up, admins keep them. */
export function createGlossaryFeature(): Feature {
  return {
    id,
    commands: [
      {
        name: 'tudien',
        aliases: ['viettat', 'thuatngu'],
        permission: 'ask',
        description: words.commandHelp.tudien,
        example: words.commandExamples.tudien,
      },
    ],
    async handle(context, request) {
      if (context.viewer.ceiling !== 'all') return say(words.onlyInside);
      if (request.type === 'command') return run(context, readGlossaryLine(request.args));
      if (request.type !== 'choice') return { blocks: [] };
      return list(context, Number(request.action.split(':')[1]) || 0);
    },
  };
}

async function run(context: TurnContext, request: GlossaryRequest): Promise<Outcome> {
  const mayEdit = may(context.viewer.role, 'glossary.manage');
  switch (request.type) {
    case 'list':
      return list(context, 0);
    case 'show': {
      const key = termKey(request.term);
      const entry = (await listGlossary(context.db)).find((one) => termKey(one.term) === key);
      return entry
        ? { blocks: [text(words.definition(entry)), text(words.fromGlossary)] }
        : say(words.noSuchTerm(request.term));
    }
    case 'not-understood':
      return say(words.usage);
    case 'too-long':
      return say(words.tooLong(request.what, request.most));
    case 'set':
      return mayEdit ? set(context, request) : say(words.notAllowed);
    case 'remove':
      return mayEdit ? remove(context, request.term) : say(words.notAllowed);
  }
}

async function list(context: TurnContext, first: number): Promise<Outcome> {
  const entries = await listGlossary(context.db);
  if (entries.length === 0) return { blocks: [text(words.empty), text(words.usage)] };
  const shown = entries.slice(first, first + rowsAtOnce);
  const left = entries.length - first - shown.length;
  const blocks: Block[] = [
    {
      type: 'table',
      title: words.tableTitle(entries.length),
      head: [...words.tableHead],
      rows: shown.map(({ term, expansion, meaning }) => [term, expansion ?? '', meaning ?? '']),
      audience: 'internal',
    },
  ];
  if (left > 0)
    blocks.push({
      type: 'choices',
      id: 'glossary',
      isOnce: false,
      options: [{ label: words.more(left), action: `${id}:page:${first + rowsAtOnce}` }],
    });
  return { blocks };
}

async function set(
  context: TurnContext,
  { term, expansion, meaning }: Extract<GlossaryRequest, { type: 'set' }>,
): Promise<Outcome> {
  const key = termKey(term);
  const before = (await listGlossary(context.db)).find((one) => termKey(one.term) === key);
  const entry: GlossaryEntry = { id: newId(), term, expansion, meaning };
  const at = context.now.toISOString();
  return {
    blocks: [
      text(expansion === null ? words.savedMeaning(term) : words.saved(term)),
      text(words.definition(entry)),
      ...(before ? [text(words.replaced(words.definition(before)))] : []),
    ],
    write: async (t) => {
      const by = context.account.id === localViewer.accountId ? null : context.account.id;
      const entryId = await saveGlossaryEntry(t, { ...entry, key, by, at });
      await recordAudit(t, {
        at,
        accountId: context.account.id,
        action: 'glossary.set',
        entity: 'glossary_entry',
        entityId: entryId,
      });
    },
  };
}

function remove(context: TurnContext, term: string): Outcome {
  return {
    blocks: [],
    write: async (t) => {
      const entryId = await removeGlossaryEntry(t, termKey(term));
      if (entryId === null) return [text(words.noSuchTerm(term))];
      await recordAudit(t, {
        at: context.now.toISOString(),
        accountId: context.account.id,
        action: 'glossary.remove',
        entity: 'glossary_entry',
        entityId: entryId,
      });
      return [text(words.removed(term))];
    },
  };
}
