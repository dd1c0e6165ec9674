import type { DateOnly } from '../../core/clock.ts';

/**
 * What can happen to members and be counted (domain of the sector's reports): admission, confirmation, transfers,
 * badges, cards, exemption, and leaving. `leave` (removed, expelled, resignation accepted) is a count and nothing more:
 * never a person, never why.
 */
export const eventKinds = [
  'admit',
  'confirm',
  'transfer_in',
  'transfer_out',
  'transfer',
  'badge',
  'card_issue',
  'card_reissue',
  'exempt',
  'exempt_end',
  'leave',
  'other_out',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Kinds of which only counts are kept, whatever a file says of persons. */
export const countOnlyKinds: ReadonlySet<EventKind> = new Set([
  'leave',
  'card_issue',
  'card_reissue',
  'other_out',
]);

/** Kinds that a command may enter for one member whom the register already has. */
export const personKinds: ReadonlySet<EventKind> = new Set([
  'confirm',
  'transfer',
  'transfer_out',
  'badge',
  'exempt',
  'exempt_end',
]);

/** Something that happened on a day: to one member of the register, or to a number of members without saying who. */
export interface MemberEvent {
  id: string;
  kind: EventKind;
  happenedOn: DateOnly;
  /** The unit that the event is counted in; of `transfer` the unit left. */
  unitId: string;
  /** Only of `transfer`, between two units of the register: the unit gone to. */
  toUnitId: string | null;
  /** Of `badge`: years. */
  level: number | null;
  /** Null: a count. */
  personId: string | null;
  /** How many; 1 for a person. */
  count: number;
}

/** Equal for two entries of one and the same event. */
export const eventKey = (event: Omit<MemberEvent, 'id'>): string =>
  [
    event.kind,
    event.happenedOn,
    event.personId ?? event.unitId,
    event.toUnitId ?? '',
    event.level ?? '',
    event.personId === null ? event.count : '',
  ].join('|');
