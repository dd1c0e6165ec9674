import { recordAudit } from '../../../access/audit-store.ts';
import { listBackups } from '../../../backup/backup-files.ts';
import type { BackupDesk } from '../../../backup/desk.ts';
import { dateIn, timeIn } from '../../../core/clock.ts';
import { BackupError } from '../../../core/errors.ts';
import { backupProblem } from '../../../prompts/backup.ts';
import * as words from '../../../prompts/backup-chat.ts';
import { formatDate } from '../../../text/calendar.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Feature, FeatureRequest, Outcome, TurnContext } from '../../types.ts';

interface Deps {
  desk: BackupDesk;
  /** 'HH:MM'; null where the office has switched scheduled backups off. */
  scheduledAt: string | null;
  timeZone?: string | undefined;
}

/** Whole messages, folded, that mean the command; more words may be a question about documents. */
const asksForBackup: ReadonlySet<string> = new Set([
  'sao luu',
  'sao luu du lieu',
  'sao luu ngay',
  'hay sao luu',
  'hay sao luu du lieu',
  'tao ban sao luu',
]);
/** What may follow the command, folded, to see what there is. */
const asksForList: ReadonlySet<string> = new Set(['xem', 'danh sach', 'cac ban', 'liet ke', 'list']);

/** How many of the latest backups are listed. */
const listed = 5;

/** '/saoluu': makes a backup now and says what became of it; '/saoluu xem' lists what there is. */
export function createBackupFeature({ desk, scheduledAt, timeZone }: Deps): Feature {
  return {
    id: 'backup',
    commands: [
      {
        name: 'saoluu',
        aliases: ['backup'],
        permission: 'backups.manage',
        description: words.commandHelp.saoluu,
        example: words.commandExamples.saoluu,
      },
    ],
    recognise: (text) => (asksForBackup.has(fold(text).trim()) ? { name: 'saoluu', args: '' } : null),
    async handle(context: TurnContext, request: FeatureRequest): Promise<Outcome> {
      const args = request.type === 'command' ? fold(request.args).trim() : '';
      if (asksForList.has(args)) return { blocks: await listBlocks() };
      if (args !== '') return { blocks: [{ type: 'text', text: words.usage }] };
      context.live(words.underWay);
      try {
        const made = await desk.make({ signal: context.signal });
        return {
          blocks: [
            {
              type: 'text',
              text: words.made({
                path: made.path,
                bytes: made.sizeBytes,
                documents: made.end.tables['document']?.rows ?? 0,
                meetings: made.end.tables['meeting']?.rows ?? 0,
                members: made.end.tables['member']?.rows ?? 0,
                files: made.end.files.count,
                broken: made.end.broken.length,
                isEncrypted: made.header.encryption !== undefined,
              }),
            },
          ],
          write: (t) =>
            recordAudit(t, {
              at: context.now.toISOString(),
              accountId: context.account.id,
              action: 'backup.made',
              entity: 'backup',
              details: { bytes: made.sizeBytes, files: made.end.files.count },
            }),
        };
      } catch (error) {
        if (!(error instanceof BackupError)) throw error;
        return { blocks: [{ type: 'text', text: backupProblem(error.problem, error.subject) }] };
      }
    },
  };

  async function listBlocks(): Promise<Block[]> {
    const files = await listBackups(desk.folder);
    const when = words.scheduled(scheduledAt, desk.folder);
    if (files.length === 0) return [{ type: 'text', text: `${words.none}\n${when}` }];
    return [
      {
        type: 'table',
        title: words.listTitle(files.length),
        head: [...words.listHead],
        rows: files.slice(0, listed).map(({ path, createdAt, sizeBytes, isEncrypted }) => {
          const at = new Date(createdAt);
          return words.listRow({
            at: `${formatDate(dateIn(at, timeZone))} ${timeIn(at, timeZone)}`,
            path,
            bytes: sizeBytes,
            isEncrypted,
          });
        }),
        note: when,
      },
    ];
  }
}
