import type { DateOnly } from '../../core/clock.ts';

/**
 * The way of a proposal: raised, with the opinion of the competent body, directed (what was directed is known, or only
 * that it was), answered or declined by its addressee, or withdrawn. Source: the working meetings between levels.
 */
export const proposalStatuses = [
  'raised',
  'opinion',
  'directed-unknown',
  'directed',
  'answered',
  'declined',
  'withdrawn',
] as const;
export type ProposalStatus = (typeof proposalStatuses)[number];

/** Nothing that ends the matter is known yet. */
export const openStatuses: readonly ProposalStatus[] = ['raised', 'opinion', 'directed-unknown'];
/** Neither answered nor directed. */
export const unansweredStatuses: readonly ProposalStatus[] = ['raised', 'opinion'];

/** What is written down when a proposal is raised. */
export interface NewProposal {
  content: string;
  /** Who proposes; '' where it was not said. */
  proposer: string;
  addressee: string;
  /** Symbols of documents that it is about. */
  basis: readonly string[];
}

/** A proposal with what became of it. */
export interface Proposal extends NewProposal {
  id: string;
  ordinal: number;
  meetingId: string | null;
  unitId: string;
  unitName: string;
  raisedOn: DateOnly;
  status: ProposalStatus;
  opinion: string;
  opinionBy: string;
  /** '' while none was given, and where its content is not in the store. */
  directive: string;
  directiveBy: string;
  directiveOn: DateOnly | null;
  reply: string;
  replyBy: string;
  repliedOn: DateOnly | null;
  basisKeys: readonly string[];
  revision: number;
}
