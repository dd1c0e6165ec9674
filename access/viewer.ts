import type { Role, Viewer } from '../core/viewer.ts';
import type { Account } from './account-store.ts';
import { lowerRole } from './permissions.ts';

/**
 * On whose behalf queries run for `account` on a channel that lets content up to `ceiling` out. In a group everybody
 * reads the reply, so the least that anybody there may see is what counts: a cadre's view without any unit.
 */
export function viewerFor(account: Account, ceiling: Viewer['ceiling'], isGroup: boolean): Viewer {
  const role: Role = isGroup ? lowerRole(account.role, 'cadre') : account.role;
  return { accountId: account.id, role, unitIds: isGroup ? [] : account.unitIds, ceiling };
}
