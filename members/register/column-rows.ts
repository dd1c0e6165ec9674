import { codes, dayNumber, reasons } from './columnar.ts';
import type { Reason } from './columnar.ts';
import type { MemberRow, MemberStatus } from './member.ts';

/** A stretch of time of one person in one unit with one status, and the row of the list that it comes from. */
interface Stay {
  from: number;
  until: number;
  began: Reason;
  ended: Reason;
  status: MemberStatus;
  row: Omit<MemberRow, 'name'>;
}

/** Day of the ceremony, or else of the decision; 0 where neither is known. */
export const admissionOf = (
  row: Pick<MemberRow, 'admissionCeremonyDate' | 'admissionDecisionDate'>,
): number => dayNumber(row.admissionCeremonyDate ?? row.admissionDecisionDate);

/** The columns of stays while they are filled. */
export class ColumnRows {
  private length = 0;
  private readonly person: Int32Array;
  private readonly unit: Int32Array;
  private readonly from: Int32Array;
  private readonly until: Int32Array;
  private readonly birth: Int32Array;
  private readonly admission: Int32Array;
  private readonly decision: Int32Array;
  private readonly confirmation: Int32Array;
  private readonly correctionMonths: Int16Array;
  private readonly beganBy: Uint8Array;
  private readonly endedBy: Uint8Array;
  private readonly sex: Uint8Array;
  private readonly standing: Uint8Array;
  private readonly status: Uint8Array;
  private readonly theory: Uint8Array;
  private readonly schooling: Uint8Array;
  private readonly professional: Uint8Array;
  private readonly occupation: Uint8Array;
  private readonly ethnicity: Uint8Array;

  constructor(size: number) {
    const days = () => new Int32Array(size);
    const small = () => new Uint8Array(size);
    [this.person, this.unit, this.from, this.until] = [days(), days(), days(), days()];
    [this.birth, this.admission, this.decision, this.confirmation] = [days(), days(), days(), days()];
    this.correctionMonths = new Int16Array(size);
    [this.beganBy, this.endedBy, this.sex, this.standing] = [small(), small(), small(), small()];
    [this.status, this.theory, this.schooling] = [small(), small(), small()];
    [this.professional, this.occupation, this.ethnicity] = [small(), small(), small()];
  }

  add(stay: Stay, person: number, unit: number): void {
    const at = this.length++;
    const { row } = stay;
    this.person[at] = person;
    this.unit[at] = unit;
    this.from[at] = stay.from;
    this.until[at] = stay.until;
    this.beganBy[at] = reasons.indexOf(stay.began);
    this.endedBy[at] = reasons.indexOf(stay.ended);
    this.birth[at] = dayNumber(row.birthDate);
    this.admission[at] = admissionOf(row);
    this.decision[at] = dayNumber(row.admissionDecisionDate ?? row.admissionCeremonyDate);
    this.confirmation[at] = dayNumber(row.confirmationDate);
    this.correctionMonths[at] = row.partyAgeCorrectionMonths;
    this.sex[at] = codes.sex(row.sex);
    this.standing[at] = row.standing === 'unknown' ? 0 : codes.standing(row.standing);
    this.status[at] = codes.status(stay.status);
    this.theory[at] = codes.theory(row.theoryLevel);
    this.schooling[at] = codes.schooling(row.schooling);
    this.professional[at] = codes.professional(row.professionalLevel);
    this.occupation[at] = codes.occupation(row.occupationGroup);
    this.ethnicity[at] = row.isEthnicMinority === null ? 0 : row.isEthnicMinority ? 1 : 2;
  }

  columns() {
    const { length } = this;
    const cut = <T extends { subarray(from: number, to: number): T }>(array: T): T =>
      array.subarray(0, length);
    return {
      length,
      person: cut(this.person),
      unit: cut(this.unit),
      from: cut(this.from),
      until: cut(this.until),
      beganBy: cut(this.beganBy),
      endedBy: cut(this.endedBy),
      birth: cut(this.birth),
      admission: cut(this.admission),
      decision: cut(this.decision),
      confirmation: cut(this.confirmation),
      correctionMonths: cut(this.correctionMonths),
      sex: cut(this.sex),
      standing: cut(this.standing),
      status: cut(this.status),
      theory: cut(this.theory),
      schooling: cut(this.schooling),
      professional: cut(this.professional),
      occupation: cut(this.occupation),
      ethnicity: cut(this.ethnicity),
    };
  }
}
