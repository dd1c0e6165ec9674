import { newId } from '../../core/ids.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import type { Meeting } from '../meeting.ts';
import { signerName } from './body-names.ts';
import { buildPaper } from './build-paper.ts';
import { symbolOf } from './numbering.ts';
import { typeCodes, type PaperKind } from './paper-kinds.ts';
import { getPaper, insertPaper, readSeries, takeNumber, type IssuedPaper } from './paper-store.ts';
import type { MeetingExtras } from './paper-values.ts';
import type { Template } from './template.ts';

/** What is issued, in whose name, under which day. */
export interface IssueInput {
  kind: PaperKind;
  meeting: Meeting;
  extras: MeetingExtras;
  /** Set for an invitation to a meeting that is only planned. */
  planId: string | null;
  issuedOn: string;
  /** Code of the issuer where the unit has set none. */
  defaultIssuer: string;
}

/**
 * Gives a paper its number and locks its words, in the caller's transaction. A paper that was issued before keeps its
 * number: asked twice, it is issued once.
 */
export async function issuePaper(
  t: Queryable,
  viewer: Viewer,
  input: IssueInput,
  template: Template,
  by: { accountId: string | null; at: string },
): Promise<{ paper: IssuedPaper; isNew: boolean }> {
  const { kind, meeting, extras, planId, issuedOn } = input;
  const of = planId === null ? { meetingId: meeting.id } : { planId };
  const series = await readSeries(t, meeting.unitId, issuedOn);
  const typeCode = typeCodes[kind];
  const known = await getPaper(t, viewer, of, kind);
  if (known) return { paper: known, isNew: false };
  const number = await takeNumber(t, meeting.unitId, series.term.name, typeCode);
  const issuer = series.issuer ?? input.defaultIssuer;
  const symbol = symbolOf(number, typeCode, issuer);
  const content = buildPaper(
    {
      kind,
      meeting,
      extras,
      number: { symbol, issuer, placeName: series.placeName, issuedOn },
      isDraft: false,
    },
    template,
  );
  const paper: IssuedPaper = {
    id: newId(),
    unitId: meeting.unitId,
    meetingId: planId === null ? meeting.id : null,
    planId,
    kind,
    typeCode,
    term: series.term.name,
    number,
    symbol,
    issuedOn,
    content,
    confirmedByName: signerName(meeting.chair),
    recordedBy: by.accountId,
    recordedAt: by.at,
  };
  await insertPaper(t, paper);
  return { paper, isNew: true };
}
