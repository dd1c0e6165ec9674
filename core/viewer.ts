/** From least to most: what each may do is the table in `access/permissions.ts`. */
export type Role = 'cadre' | 'secretary' | 'office' | 'admin';

/** How widely a row may be seen, from widest to narrowest. */
export type Scope = 'public' | 'internal' | 'units';

/**
 * On whose behalf a query runs. Every function that returns scoped rows takes one and filters inside the query,
 * so counts and suggestions cannot leak either.
 */
export interface Viewer {
  accountId: string;
  role: Role;
  /** Units whose rows a secretary or cadre may see, descendants included. Office and admin see every unit. */
  unitIds: readonly string[];
  /** The widest content that may leave over the channel in use: 'public' lets only public documents through. */
  ceiling: 'public' | 'all';
}

/** True where the viewer's role reaches across units. */
export const seesAllUnits = (viewer: Viewer): boolean => viewer.role === 'office' || viewer.role === 'admin';

/** The viewer of evaluations and command-line tools on the office's own machine: sees everything. */
export const localViewer: Viewer = {
  accountId: '00000000-0000-0000-0000-000000000000',
  role: 'admin',
  unitIds: [],
  ceiling: 'all',
};
