import type { MeetingKind } from '../meeting.ts';

/** The papers that are made of a meeting. */
export const paperKinds = ['minutes', 'conclusion', 'resolution', 'notice', 'invitation'] as const;
export type PaperKind = (typeof paperKinds)[number];

/** Type codes of 66-QĐ/TW (06/02/2017): each has a series of numbers of its own. */
export const typeCodes: Readonly<Record<PaperKind, string>> = {
  minutes: 'BB',
  conclusion: 'KL',
  resolution: 'NQ',
  notice: 'TB',
  invitation: 'GM',
};

/** The shipped templates, by the names of their files in `prompts/papers/`. */
export const templateNames = [
  'bien-ban-chi-bo',
  'bien-ban-hoi-nghi',
  'bien-ban-lam-viec',
  'bien-ban-duyet-dai-hoi',
  'bien-ban-dai-hoi',
  'ket-luan',
  'nghi-quyet-chi-bo',
  'thong-bao-ket-luan',
  'giay-moi',
] as const;
export type TemplateName = (typeof templateNames)[number];

/** Which template a paper of a meeting of this kind is printed with. */
export function templateOf(paper: PaperKind, meeting: MeetingKind): TemplateName {
  switch (paper) {
    case 'minutes':
      if (isCellMeeting(meeting)) return 'bien-ban-chi-bo';
      if (meeting === 'working' || meeting === 'visit') return 'bien-ban-lam-viec';
      if (meeting === 'congress-approval') return 'bien-ban-duyet-dai-hoi';
      return meeting === 'congress' ? 'bien-ban-dai-hoi' : 'bien-ban-hoi-nghi';
    case 'conclusion':
      return 'ket-luan';
    case 'resolution':
      return 'nghi-quyet-chi-bo';
    case 'notice':
      return 'thong-bao-ket-luan';
    case 'invitation':
      return 'giay-moi';
  }
}

/** Meetings of all members of a cell. */
export const isCellMeeting = (kind: MeetingKind): boolean => kind === 'regular' || kind === 'thematic';
