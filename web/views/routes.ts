import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { may } from '../../access/permissions.ts';
import type { WebEnv } from '../session.ts';
import { accountViews } from './accounts.ts';
import { auditViews } from './audit.ts';
import { documentViews } from './documents.ts';
import { feedbackViews } from './feedback.ts';
import type { View } from './index.ts';
import { meetingViews } from './meetings.ts';
import { statisticsViews } from './statistics.ts';
import { taskViews } from './tasks.ts';
import { notAllowedPage, viewOf, type ViewDeps } from './view.ts';

/** The pages of each view, below its path; the calendar is served by `web/calendar-page.ts`. */
const pagesOf: Partial<Record<View['id'], (deps: ViewDeps) => Hono<WebEnv>>> = {
  documents: documentViews,
  meetings: meetingViews,
  tasks: taskViews,
  statistics: statisticsViews,
  accounts: accountViews,
  audit: auditViews,
  feedback: feedbackViews,
};

/**
 * All views, each behind its permission; whoever may not open one gets a sentence. Expects to be mounted at the root, behind
 * `requirePerson` for `viewPaths`.
 */
export function viewRoutes(deps: ViewDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  for (const [id, pages] of Object.entries(pagesOf)) {
    const { path, permission } = viewOf(id as View['id']);
    const part = new Hono<WebEnv>();
    part.use(compress());
    part.use(async (c, next) =>
      may(c.var.person.viewer.role, permission) ? next() : notAllowedPage(c, permission),
    );
    part.route('/', pages(deps));
    app.route(path, part);
  }
  return app;
}

/** Paths that only people with a session may ask for. */
export const viewPaths: readonly string[] = (Object.keys(pagesOf) as View['id'][]).flatMap((id) => {
  const { path } = viewOf(id);
  return [path, `${path}/*`];
});
