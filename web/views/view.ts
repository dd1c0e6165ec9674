import type { Context } from 'hono';
import { leastRole, may, type Permission } from '../../access/permissions.ts';
import { webAddress, type WebChannel } from '../../bot/channels/web/channel.ts';
import {
  laneOf,
  type Block,
  type Feature,
  type Outcome,
  type PairingLink,
  type TurnContext,
} from '../../bot/types.ts';
import type { MeetingsDeps } from '../../bot/features/meetings/meeting-part.ts';
import { dateIn, timeIn, type Clock, type DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import type { DocumentStatus, DocumentSummary } from '../../rag/types.ts';
import * as words from '../../prompts/web-views.ts';
import { formatDate } from '../../text/calendar.ts';
import { messagePage } from '../pages.ts';
import type { SignedIn, WebEnv } from '../session.ts';
import { views, type View } from './index.ts';

/** What the views need; `app.ts` has the real ones. */
export interface ViewDeps {
  db: Database;
  clock: Clock;
  /** Of the office's days. Default Asia/Ho_Chi_Minh. */
  timeZone?: string | undefined;
  channel: WebChannel;
  /** Documents that the viewer may see, newest first. */
  documents(viewer: Viewer): Promise<readonly DocumentSummary[]>;
  /** How each of these stands on a day. */
  statuses(
    viewer: Viewer,
    documentIds: readonly string[],
    day: DateOnly,
  ): Promise<ReadonlyMap<string, DocumentStatus>>;
  /** What answers in the chat; pages press its buttons. */
  features: readonly Feature[];
  /** Where a pairing code can be used by opening an address. */
  pairingLinks?(code: string): readonly PairingLink[];
  /** Days after which a link to a messenger that nobody uses ends; 0 or absent: never. */
  linkDays?: number;
  /** What papers of meetings are printed with. */
  papers: MeetingsDeps['papers'];
}

/** The entry of a view in the menu. */
export const viewOf = (id: View['id']): View => views.find((one) => one.id === id) as View;

/** Today, where the office is. */
export const todayOf = ({ clock, timeZone }: ViewDeps): DateOnly => dateIn(clock.now(), timeZone);

/** '05/8/2026 14:03', where the office is. */
export function momentIn({ timeZone }: Pick<ViewDeps, 'timeZone'>, instant: string): string {
  const at = new Date(instant);
  return `${formatDate(dateIn(at, timeZone))} ${timeIn(at, timeZone)}`;
}

/** The instant at which a day begins, where the office is. */
export function dayStart({ timeZone }: Pick<ViewDeps, 'timeZone'>, day: DateOnly): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const at = (instant: number): number =>
    Date.parse(`${dateIn(new Date(instant), timeZone)}T${timeIn(new Date(instant), timeZone)}:00Z`);
  // How far clocks there are ahead at that hour.
  return new Date(midnight - (at(midnight) - midnight)).toISOString();
}

/**
 * The person at the page as features know people, so that a page reads and changes through the very functions that the
 * chat does. No dialogue is open and nothing is sent: what a feature says comes back to the page.
 */
export function contextOf(deps: ViewDeps, { accountId, name, viewer }: SignedIn): TurnContext {
  const address = webAddress(accountId);
  const now = deps.clock.now();
  return {
    db: deps.db,
    viewer,
    account: { id: accountId, name },
    address,
    lane: laneOf(address),
    isGroup: false,
    capabilities: deps.channel.capabilities(address),
    now,
    today: dateIn(now, deps.timeZone),
    signal: new AbortController().signal,
    live: () => undefined,
    ...(deps.pairingLinks ? { pairingLinks: deps.pairingLinks } : {}),
    dialogue: undefined,
  };
}

/** Makes what an outcome wants to change, in one transaction, and returns what is said of it. */
export async function commitOutcome(db: Database, { blocks, write }: Outcome): Promise<readonly Block[]> {
  if (!write) return blocks;
  return (await db.tx((t) => write(t))) ?? blocks;
}

/** The answer to whoever may not open a view. */
export const notAllowedPage = (c: Context<WebEnv>, permission: Permission): Response | Promise<Response> =>
  c.html(
    messagePage(
      c.var.assets,
      words.frame.notAllowedTitle,
      words.frame.notAllowed(words.audiences[leastRole[permission]]),
    ),
    403,
  );

/** The answer where a change needs more than the view; null where the person may go on. */
export const refusedChange = (
  c: Context<WebEnv>,
  permission: Permission,
): Response | Promise<Response> | null =>
  may(c.var.person.viewer.role, permission)
    ? null
    : c.html(messagePage(c.var.assets, words.frame.notAllowedTitle, words.frame.notAllowedToChange), 403);

/** What does not exist, and what this person may not see, look the same. */
export const notFoundPage = (c: Context<WebEnv>): Response | Promise<Response> =>
  c.html(messagePage(c.var.assets, words.frame.notFoundTitle, words.frame.notFound), 404);
