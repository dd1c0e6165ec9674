import { z } from 'zod';
import type { DateOnly } from '../../core/clock.ts';
import { meetingKinds, voteMatters, votingBodies } from '../meeting.ts';
import type { MeetingKind, VoteMatter, VotingBody } from '../meeting.ts';
import shipped from './voting-rules.json' with { type: 'json' };

/*
 * Who counts and how many must agree, as data: `voting-rules.json`. A new regulation is a new entry with the day from
 * which it holds; what was voted before keeps the rule that it was stored with.
 */

/** Numbers that a base is made of. */
export const baseTerms = [
  'delegates-summoned',
  'convening-absent',
  'delegates-absent',
  'full-members',
  'exempt-absent',
  'temporary-out-absent',
  'suspended',
  'prosecuted',
  'absent-accepted',
  'incumbents',
] as const;
export type BaseTermName = (typeof baseTerms)[number];

export const thresholds = ['more-than-half', 'two-thirds'] as const;
export type Threshold = (typeof thresholds)[number];
export type Stage = 'propose' | 'decide';

/** How the base of a body is counted. */
export interface BodyRule {
  item: string;
  start: BaseTermName;
  subtract: readonly BaseTermName[];
}

/** How many must agree in a matter; `propose` where the body only proposes what another decides. */
export interface MatterRule {
  item: string;
  propose?: Threshold | undefined;
  decide: Threshold;
}

/** One regulation with the day from which it holds, until the next one does. */
export interface VotingRule {
  id: string;
  symbol: string;
  from: DateOnly;
  /** False where nobody has held the entry against the text of the regulation. */
  isChecked: boolean;
  bodies: Readonly<Record<VotingBody, BodyRule>>;
  matters: Readonly<Record<VoteMatter, MatterRule>>;
}

/** All that the file says. */
export interface VotingRules {
  /** Newest first. */
  rules: readonly VotingRule[];
  /** The body that votes at meetings of a kind; kinds without one are asked about. */
  bodyOfKind: Readonly<Partial<Record<MeetingKind, VotingBody>>>;
  /** What a body does where the rule knows two stages; bodies without one are asked about. */
  stageOfBody: Readonly<Partial<Record<VotingBody, Stage>>>;
}

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u);
const bodyRule = z.object({
  item: z.string(),
  start: z.enum(baseTerms),
  subtract: z.array(z.enum(baseTerms)),
});
const matterRule = z.object({
  item: z.string(),
  propose: z.enum(thresholds).optional(),
  decide: z.enum(thresholds),
});
const file = z.object({
  rules: z
    .array(
      z.object({
        id: z.string().min(1),
        symbol: z.string().min(1),
        issuedOn: day,
        from: day,
        isChecked: z.boolean(),
        source: z.string(),
        like: z.string().optional(),
        bodies: z.record(z.enum(votingBodies), bodyRule).optional(),
        matters: z.record(z.enum(voteMatters), matterRule).optional(),
      }),
    )
    .min(1),
  bodyOfKind: z.partialRecord(z.enum(meetingKinds), z.enum(votingBodies)),
  stageOfBody: z.partialRecord(z.enum(votingBodies), z.enum(['propose', 'decide'])),
});

/** Reads the rules from the content of a file; an entry that is `like` another counts as that one does. */
export function readVotingRules(content: unknown): VotingRules {
  const { rules, bodyOfKind, stageOfBody } = file.parse(content);
  const entry = (id: string, seen: readonly string[] = []): (typeof rules)[number] => {
    const found = rules.find((rule) => rule.id === id);
    if (!found || seen.includes(id)) throw new Error(`voting rules: no entry '${id}' to count like`);
    return found.like === undefined ? found : entry(found.like, [...seen, id]);
  };
  const read = rules.map(({ id, symbol, from, isChecked }): VotingRule => {
    const { bodies, matters } = entry(id);
    if (!bodies || !matters) throw new Error(`voting rules: entry '${id}' has no bodies or matters`);
    return { id, symbol, from, isChecked, bodies, matters };
  });
  read.sort((a, b) => (a.from < b.from ? 1 : -1));
  return { rules: read, bodyOfKind, stageOfBody };
}

/** The rules that come with the program. */
export const votingRules: VotingRules = readVotingRules(shipped);

/** The rule in force on the day of the meeting; null before the oldest one that is known. */
export const votingRuleOn = (day: DateOnly, { rules }: VotingRules = votingRules): VotingRule | null =>
  rules.find((rule) => rule.from <= day) ?? null;
