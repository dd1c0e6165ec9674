import type { MemberStatus, PartialDate, Sex, Standing, TheoryLevel } from '../register/member.ts';

/** What a count needs to know of a member. */
export interface CountedMember {
  unitId: string;
  sex: Sex | null;
  birthDate: PartialDate | null;
  /** The day the cell admitted the member (06-HD/TW, 4.2), or else the day of the decision. */
  admissionDate: PartialDate | null;
  confirmationDate: PartialDate | null;
  standing: Standing;
  status: MemberStatus;
  leftDate: PartialDate | null;
  theoryLevel: TheoryLevel | null;
  isEthnicMinority: boolean | null;
}
