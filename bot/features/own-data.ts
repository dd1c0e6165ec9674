import { listAccounts } from '../../access/account-store.ts';
import { auditOf, listLooks, recordAudit } from '../../access/audit-store.ts';
import { localViewer } from '../../core/viewer.ts';
import { dateIn, dayMs, timeIn } from '../../core/clock.ts';
import type { FileStore } from '../../db/file-store.ts';
import { workbookMime, writeWorkbook } from '../../papers/workbook.ts';
import { roleNames } from '../../prompts/accounts.ts';
import * as words from '../../prompts/own-data.ts';
import { eraseTurns } from '../../rag/kept/answer-store.ts';
import { formatDate } from '../../text/dates.ts';
import { forgetTitles } from '../conversation-store.ts';
import { eraseMessages, listMessagesOf } from '../inbox-store.ts';
import { readChatDays } from '../kept-days.ts';
import { eraseReplies } from '../outbox-store.ts';
import type { Feature, Outcome, TurnContext } from '../types.ts';

const id = 'own-data';
const mostMessages = 5000;

/**
 * '/dulieu': what is kept of the person who asks, as a file too, and its removal (Luật 91/2025/QH15: access, deletion);
 * '/luotxem' for administrators: every look at a list of persons.
 */
export function createOwnDataFeature(deps: { files: FileStore; timeZone?: string | undefined }): Feature {
  return {
    id,
    commands: [
      {
        name: 'dulieu',
        aliases: ['dulieucuatoi'],
        permission: 'help',
        description: words.commandHelp.dulieu,
      },
      { name: 'luotxem', permission: 'accounts.manage', description: words.commandHelp.luotxem },
    ],
    async handle(context, request) {
      if (context.isGroup) return say(words.notInGroup);
      if (request.type === 'choice') {
        if (request.action.startsWith('erase:')) return erase(context);
        return request.action.startsWith('export:') ? exportAll(deps, context) : say(words.erase.kept);
      }
      if (request.type !== 'command') return see(context);
      if (request.name === 'luotxem') return looks(deps, context);
      switch (words.request(request.args)) {
        case 'export':
          return exportAll(deps, context);
        case 'erase':
          return askToErase();
        case 'see':
          return see(context);
      }
    },
  };
}

async function see(context: TurnContext): Promise<Outcome> {
  const own = (await listAccounts(context.db)).find((each) => each.id === context.account.id);
  const messages = await listMessagesOf(context.db, context.account.id, mostMessages);
  const actions = await auditOf(context.db, context.account.id, mostMessages);
  return {
    blocks: [
      {
        type: 'text',
        text: words.see({
          name: context.account.name,
          role: roleNames[context.viewer.role],
          units: own?.units ?? [],
          channels: own?.channels ?? [],
          messages: messages.length,
          isMore: messages.length === mostMessages,
          actions: actions.length,
          keptDays: await readChatDays(context.db),
        }),
      },
      {
        type: 'choices',
        id: 'own-data',
        options: [
          { label: words.buttons.export, action: `${id}:export:` },
          { label: words.buttons.erase, action: 'say:/dulieu xoa' },
        ],
      },
    ],
  };
}

async function exportAll(
  deps: { files: FileStore; timeZone?: string | undefined },
  context: TurnContext,
): Promise<Outcome> {
  const at = (instant: string): string => {
    const time = new Date(instant);
    return `${formatDate(dateIn(time, deps.timeZone))} ${timeIn(time, deps.timeZone)}`;
  };
  const messages = await listMessagesOf(context.db, context.account.id, mostMessages);
  const actions = await auditOf(context.db, context.account.id, mostMessages);
  const bytes = await writeWorkbook([
    {
      name: words.workbook.messages,
      columns: words.workbook.messageHead.map((head, index) => ({ head, width: [18, 12, 80][index] ?? 20 })),
      rows: messages.map((message) => [at(message.at), message.channel, message.text]),
    },
    {
      name: words.workbook.actions,
      columns: words.workbook.actionHead.map((head) => ({ head, width: 24 })),
      rows: actions.map((action) => [at(action.at), action.action, action.entity]),
    },
  ]);
  const file = await deps.files.put(bytes, words.workbook.fileName, workbookMime);
  return { blocks: [{ type: 'file', file, audience: 'internal' }] };
}

const askToErase = (): Outcome => ({
  blocks: [
    {
      type: 'choices',
      id: 'erase-own',
      prompt: words.erase.ask,
      isOnce: true,
      options: [
        { label: words.erase.confirm, action: `${id}:erase:`, style: 'danger' },
        { label: words.erase.keep, action: `${id}:keep:` },
      ],
    },
  ],
});

function erase(context: TurnContext): Outcome {
  return {
    blocks: [],
    async write(t) {
      const before = context.now.toISOString();
      const keys = await eraseMessages(t, context.account.id, before);
      await eraseReplies(t, keys);
      await forgetTitles(t, context.account.id);
      const turns = await eraseTurns(t, context.account.id, before);
      await recordAudit(t, {
        at: before,
        accountId: context.account.id === localViewer.accountId ? null : context.account.id,
        action: 'own-data.erased',
        entity: 'account',
        entityId: context.account.id,
        details: { messages: keys.length, questions: turns },
      });
      return [{ type: 'text', text: words.erase.done(keys.length, turns) }];
    },
  };
}

async function looks(deps: { timeZone?: string | undefined }, context: TurnContext): Promise<Outcome> {
  const since = new Date(context.now.getTime() - 90 * dayMs).toISOString();
  const found = await listLooks(context.db, since, 200);
  if (found.length === 0) return say(words.looks.none);
  return {
    blocks: [
      {
        type: 'table',
        title: words.looks.title,
        head: words.looks.head,
        rows: found.map((look) => {
          const time = new Date(look.at);
          return [
            `${formatDate(dateIn(time, deps.timeZone))} ${timeIn(time, deps.timeZone)}`,
            look.name ?? words.looks.onMachine,
            words.looks.list(look.entity),
            String(look.details?.['count'] ?? ''),
            String(look.details?.['channel'] ?? ''),
          ];
        }),
        audience: 'internal',
      },
    ],
  };
}

const say = (text: string): Outcome => ({ blocks: [{ type: 'text', text }] });
