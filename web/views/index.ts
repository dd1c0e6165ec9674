import { may, type Permission } from '../../access/permissions.ts';
import type { Role } from '../../core/viewer.ts';
import { titles } from '../../prompts/web-views.ts';

/** A page beside the chat, as menus list it. */
export interface View {
  id: keyof typeof titles;
  /** Path on the web app; what belongs to it lies below. */
  path: string;
  title: string;
  /** Who may open it. */
  permission: Permission;
}

const view = (id: View['id'], path: string, permission: Permission): View => ({
  id,
  path,
  title: titles[id],
  permission,
});

/** Every view, in the order of menus. The calendar is a page of its own, beside the meetings. */
export const views: readonly View[] = [
  view('documents', '/van-ban', 'documents.read'),
  view('meetings', '/hop', 'meetings.read'),
  view('calendar', '/lich', 'meetings.read'),
  view('tasks', '/nhiem-vu', 'meetings.read'),
  view('statistics', '/thong-ke', 'members.statistics'),
  view('accounts', '/tai-khoan', 'accounts.manage'),
  view('audit', '/nhat-ky', 'accounts.manage'),
  view('feedback', '/gop-y', 'answers.manage'),
];

/** The views that a role may open. */
export const viewsFor = (role: Role): readonly View[] =>
  views.filter(({ permission }) => may(role, permission));
