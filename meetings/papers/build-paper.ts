import type { Paper } from '../../papers/paper.ts';
import type { Meeting } from '../meeting.ts';
import { fillTemplate } from './fill-template.ts';
import { type PaperKind, templateOf, typeCodes } from './paper-kinds.ts';
import { type MeetingExtras, type PaperNumber, valuesOf } from './paper-values.ts';
import type { Template } from './template.ts';
import type { TemplateName } from './paper-kinds.ts';

/** What a paper is made of beside the meeting itself. */
export interface PaperInput {
  kind: PaperKind;
  meeting: Meeting;
  extras: MeetingExtras;
  number: Omit<PaperNumber, 'typeCode'>;
  /** Carries the mark of a draft. */
  isDraft: boolean;
}

/** A paper of a meeting as data for `writePartyDocument` and for reading aloud. */
export function buildPaper(input: PaperInput, template: Template): Paper {
  const { kind, meeting, extras, number, isDraft } = input;
  const values = valuesOf(meeting, extras, { ...number, typeCode: typeCodes[kind] }, kind);
  return fillTemplate(template, values, { isDraft });
}

/** The name of the template that a paper of this meeting is printed with. */
export const templateNameOf = (kind: PaperKind, meeting: Pick<Meeting, 'kind'>): TemplateName =>
  templateOf(kind, meeting.kind);
