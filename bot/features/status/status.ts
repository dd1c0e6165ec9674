import { dayMs } from '../../../core/clock.ts';
import * as words from '../../../prompts/system-status.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Block, Choice, Feature, Outcome, TurnContext } from '../../types.ts';
import { countCorpus, countFailures, countJobs, oldestWaiting } from '../../status-store.ts';
import { countOpen } from '../../outbox-store.ts';
import type { Database } from '../../../db/database.ts';
import { readFacts } from '../../../db/facts.ts';
import { diskSpace } from '../../../db/disk.ts';
import { fold } from '../../../text/normalise.ts';

interface Deps {
  running(): Promise<words.RunningFacts>;
  dataDir: string;
  timeZone?: string | undefined;
}

const id = 'status';
const details = ['errors', 'channels', 'jobs'] as const;
type Detail = (typeof details)[number];

/** Whole messages, folded, that mean the command. */
const asks: ReadonlySet<string> = new Set([
  'tinh trang',
  'tinh trang he thong',
  'tinh trang tro ly',
  'trang thai he thong',
  'tro ly co on khong',
  'he thong co on khong',
]);

/**
 * '/tinhtrang': how the assistant itself is, short enough for a telephone: what needs attention first, then the numbers;
 * buttons open the errors of the last day, the channels and the work in the background. For administrators. It says
 * nothing of what people wrote or what is in documents, so it may leave over every channel; documents are counted as far
 * as that channel's viewer sees them.
 */
export function createStatusFeature(deps: Deps): Feature {
  return {
    id,
    audience: 'public',
    commands: [
      {
        name: 'tinhtrang',
        aliases: ['status', 'trangthai'],
        permission: 'accounts.manage',
        description: words.commandHelp.tinhtrang,
      },
    ],
    recognise: (text) =>
      asks.has(
        fold(text)
          .replace(/[\s?.!]+$/u, '')
          .trim(),
      )
        ? { name: 'tinhtrang', args: '' }
        : null,
    async handle(context, request) {
      const asked =
        request.type === 'choice' ? request.action : request.type === 'command' ? fold(request.args) : '';
      const detail = words.detailAsked(asked.replace(/:$/u, ''));
      return detail === null ? overview(deps, context) : explain(deps, context, detail);
    },
  };
}

async function overview(deps: Deps, context: TurnContext): Promise<Outcome> {
  const status = await readStatus(deps, context.db, context.viewer, context.now);
  return {
    blocks: [
      { type: 'text', text: words.overview(status, context.now, deps.timeZone) },
      {
        type: 'choices',
        id: 'details',
        options: details.map((one): Choice => ({ label: words.detailLabels[one], action: `${id}:${one}:` })),
      },
    ],
  };
}

/** Reads everything that the overview tells. */
async function readStatus(deps: Deps, db: Database, viewer: Viewer, now: Date): Promise<words.SystemStatus> {
  const since = new Date(now.getTime() - dayMs).toISOString();
  const [running, facts, disk, corpus, open, oldest, failures, jobs] = await Promise.all([
    deps.running(),
    readFacts(db),
    diskSpace(deps.dataDir).catch(() => null),
    countCorpus(db, viewer),
    countOpen(db),
    oldestWaiting(db),
    countFailures(db, since),
    countJobs(db, since),
  ]);
  const sum = <T>(rows: readonly T[], of: (row: T) => number): number =>
    rows.reduce((all, row) => all + of(row), 0);
  return {
    ...running,
    database: { kind: db.kind, bytes: facts.bytes },
    disk,
    corpus,
    isPublicOnly: viewer.ceiling === 'public',
    // The question that is being answered waits itself.
    inbox: Math.max(0, sum(open, (one) => one.inbox) - 1),
    outbox: sum(open, (one) => one.outbox),
    oldestOutbox: oldest.outbox,
    turnFailures: sum(
      failures.filter(({ what }) => what === 'turn'),
      ({ count }) => count,
    ),
    deliveryFailures: sum(
      failures.filter(({ what }) => what === 'delivery'),
      ({ count }) => count,
    ),
    jobs: {
      waiting: sum(jobs, (one) => one.waiting),
      running: sum(jobs, (one) => one.running),
      failed: sum(jobs, (one) => one.failed),
    },
  };
}

async function explain(deps: Deps, { db, now }: TurnContext, detail: Detail): Promise<Outcome> {
  const since = new Date(now.getTime() - dayMs).toISOString();
  switch (detail) {
    case 'errors': {
      const failures = await countFailures(db, since);
      return failures.length === 0
        ? say(words.noErrors)
        : table(words.errorsTable, failures.map(words.errorRow));
    }
    case 'channels': {
      const [{ channels }, open] = await Promise.all([deps.running(), countOpen(db)]);
      return table(
        words.channelsTable,
        channels.map((channel) =>
          words.channelRow(
            channel,
            open.find((one) => one.channel === channel.id),
          ),
        ),
      );
    }
    case 'jobs': {
      const jobs = await countJobs(db, since);
      return jobs.length === 0 ? say(words.noJobs) : table(words.jobsTable, jobs.map(words.jobRow));
    }
  }
}

const say = (text: string): Outcome => ({ blocks: [{ type: 'text', text }] });
const table = (head: { title: string; head: string[] }, rows: string[][]): Outcome => ({
  blocks: [{ type: 'table', ...head, rows } satisfies Block],
});
