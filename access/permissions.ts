import type { Role } from '../core/viewer.ts';

/** Everything a person can be allowed to do; a command names one. */
export type Permission =
  | 'ask'
  | 'help'
  | 'meetings.read'
  | 'meetings.write'
  | 'papers.manage'
  | 'members.statistics'
  | 'members.persons'
  | 'members.import'
  | 'observations.write'
  | 'documents.read'
  | 'documents.ingest'
  | 'documents.remove'
  | 'answers.manage'
  | 'glossary.manage'
  | 'accounts.manage'
  | 'backups.manage'
  | 'demo.manage';

/** The permission table: the least role that may do each thing. */
export const leastRole: Readonly<Record<Permission, Role>> = {
  ask: 'cadre',
  help: 'cadre',
  'documents.read': 'cadre',
  'meetings.read': 'secretary',
  'meetings.write': 'secretary',
  'members.statistics': 'secretary',
  'members.persons': 'secretary',
  'observations.write': 'secretary',
  'papers.manage': 'office',
  'members.import': 'office',
  'documents.ingest': 'admin',
  'documents.remove': 'admin',
  'answers.manage': 'admin',
  'glossary.manage': 'admin',
  'accounts.manage': 'admin',
  'backups.manage': 'admin',
  'demo.manage': 'admin',
};

const rank: Readonly<Record<Role, number>> = { cadre: 0, secretary: 1, office: 2, admin: 3 };

/** Whether a role may do `permission`; a higher role may do all that a lower one may. */
export const may = (role: Role, permission: Permission): boolean => rank[role] >= rank[leastRole[permission]];

/** The lower of two roles: what counts in a group chat. */
export const lowerRole = (a: Role, b: Role): Role => (rank[a] <= rank[b] ? a : b);
