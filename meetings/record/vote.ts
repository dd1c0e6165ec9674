import type { Meeting, Vote, VoteCount, VoteMatter, VotingBody } from '../meeting.ts';
import { judgeVote, numbersOfAttendance, thresholdOf, votingBaseOf } from './quorum.ts';
import type { Assumption, BaseNumbers, VotingBase } from './quorum.ts';
import { votingRuleOn, votingRules } from './voting-rules.ts';
import type { BaseTermName, Stage, Threshold, VotingRule } from './voting-rules.ts';

/** What the secretary told of a vote. Null: not told. */
export interface ToldVote {
  subject: string;
  inFavour: number;
  against: number;
  other: number;
  /** The base outright. */
  base: number | null;
  /** Numbers of the base; they go before those of the attendance. */
  numbers: BaseNumbers;
  threshold: Threshold | null;
  matter: VoteMatter;
  stage: Stage | null;
  body: VotingBody | null;
}

/** A vote judged by the rule of its day, or what has to be asked or corrected first. */
export type PreparedVote =
  | { type: 'ask-body' }
  | { type: 'ask-stage'; matter: VoteMatter; body: VotingBody }
  /** `isTotalOpen`: an attendance was taken, and nobody told how many there are. */
  | { type: 'no-base'; body: VotingBody; missing: readonly BaseTermName[]; isTotalOpen: boolean }
  | { type: 'base-too-small'; votingBase: VotingBase }
  | { type: 'exceeds-base'; cast: number; base: number; votingBase: VotingBase | null }
  | { type: 'exceeds-present'; cast: number; present: number }
  | JudgedVote;

/** A vote that may be saved once the secretary has confirmed its base. */
export interface JudgedVote {
  type: 'judged';
  vote: Omit<Vote, 'id' | 'ordinal' | 'count'>;
  count: Omit<VoteCount, 'confirmedBy' | 'confirmedAt'>;
  /** The base with its subtractions, as far as it was computed. */
  votingBase: VotingBase | null;
  /** The base that the numbers give where another one was told. */
  otherBase: number | null;
  assumptions: readonly Assumption[];
  hasStages: boolean;
  /** 'older': no rule is known for so early a day, the oldest one was taken; 'unchecked': its text was not compared. */
  ruleNote: 'older' | 'unchecked' | null;
}

/** Judges what was told of a vote at a meeting (294-QĐ/TW, 9.3, or the rule that held on its day). */
export function prepareVote(
  meeting: Pick<Meeting, 'kind' | 'heldOn' | 'attendance' | 'agenda' | 'decisions'>,
  told: ToldVote,
): PreparedVote {
  const body = told.body ?? votingRules.bodyOfKind[meeting.kind] ?? null;
  if (!body) return { type: 'ask-body' };
  const inForce = votingRuleOn(meeting.heldOn);
  const rule = inForce ?? (votingRules.rules.at(-1) as VotingRule);
  const staged = thresholdOf(rule, told.matter, null).hasStages;
  const stage = staged ? (told.stage ?? votingRules.stageOfBody[body] ?? null) : null;
  if (staged && !stage && !told.threshold) return { type: 'ask-stage', matter: told.matter, body };
  const asked = thresholdOf(rule, told.matter, stage);
  const threshold = told.threshold ?? asked.threshold;

  const counted = countBase(rule, body, meeting, told);
  const isTotalOpen = meeting.attendance?.total === null;
  if (counted.missing.length > 0 && told.base === null)
    return { type: 'no-base', body, missing: counted.missing, isTotalOpen };
  if (told.base === null && counted.votingBase && counted.votingBase.base <= 0)
    return { type: 'base-too-small', votingBase: counted.votingBase };
  const computed = counted.votingBase?.base ?? null;
  const base = told.base ?? computed;
  if (base === null || base <= 0)
    return { type: 'no-base', body, missing: [rule.bodies[body].start], isTotalOpen };
  const isOwnBase = told.base !== null && told.base !== computed;
  const votingBase = isOwnBase ? null : counted.votingBase;
  const result = judgeVote(base, told, threshold);
  if (result.exceedsBase) return { type: 'exceeds-base', cast: result.cast, base, votingBase };
  const present = meeting.attendance?.present ?? null;
  if (present !== null && result.cast > present)
    return { type: 'exceeds-present', cast: result.cast, present };
  const items = [rule.bodies[body].item, ...(told.matter === 'resolution' ? [] : [asked.item])];
  return {
    type: 'judged',
    vote: {
      subject: subjectOf(meeting, told.subject),
      base,
      threshold,
      inFavour: told.inFavour,
      against: told.against,
      other: told.other,
      isPassed: result.isPassed,
      ruleRef: `${rule.symbol}, ${items.join(', ')}`,
    },
    count: {
      body,
      matter: told.matter,
      stage,
      ruleId: rule.id,
      ruleFrom: rule.from,
      terms: votingBase?.terms ?? [],
      needed: result.needed,
    },
    votingBase,
    otherBase: isOwnBase ? computed : null,
    assumptions: isOwnBase ? [] : counted.assumptions,
    hasStages: asked.hasStages,
    ruleNote: inForce === null ? 'older' : rule.isChecked ? null : 'unchecked',
  };
}

/** The base from the attendance, with every number that was told in its place. */
function countBase(
  rule: VotingRule,
  body: VotingBody,
  { attendance }: Pick<Meeting, 'attendance'>,
  told: ToldVote,
): { votingBase: VotingBase | null; assumptions: readonly Assumption[]; missing: readonly BaseTermName[] } {
  const bodyRule = rule.bodies[body];
  const taken = attendance
    ? numbersOfAttendance(body, attendance)
    : { numbers: {}, assumptions: [], missing: [] };
  const numbers: BaseNumbers = { ...taken.numbers, ...told.numbers };
  const missing = [...new Set([bodyRule.start, ...taken.missing])].filter(
    (term) => numbers[term] === undefined,
  );
  return {
    votingBase: missing.length > 0 ? null : votingBaseOf(bodyRule, numbers),
    assumptions: taken.assumptions.filter(({ type }) =>
      type === 'all-full'
        ? told.numbers['full-members'] === undefined
        : told.numbers['absent-accepted'] === undefined,
    ),
    missing,
  };
}

/** 'mục 2' or '2' is the second item of the agenda, or the second conclusion where there is no agenda. */
function subjectOf({ agenda, decisions }: Pick<Meeting, 'agenda' | 'decisions'>, subject: string): string {
  const number = /^(?:\p{L}+\s+){0,2}(\d{1,2})\s*[.:]?$/u.exec(subject.trim())?.[1];
  if (number === undefined) return subject;
  const at = Number(number) - 1;
  return agenda[at]?.title ?? decisions[at]?.text ?? subject;
}
