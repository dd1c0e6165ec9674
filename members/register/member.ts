import type { DateOnly } from '../../core/clock.ts';

/** 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD': as exact as the list gives it. Compares as text, as its earliest day. */
export type PartialDate = string;

export const sexes = ['female', 'male'] as const;
export type Sex = (typeof sexes)[number];

export const standings = ['official', 'probationary', 'unknown'] as const;
export type Standing = (typeof standings)[number];

export const memberStatuses = ['active', 'exempt', 'temporary_out', 'temporary_in', 'left'] as const;
export type MemberStatus = (typeof memberStatuses)[number];

/** Political theory levels (statistics forms of the sector); 'none' where the list says so. */
export const theoryLevels = ['elementary', 'intermediate', 'advanced', 'bachelor', 'none'] as const;
export type TheoryLevel = (typeof theoryLevels)[number];

export const schoolingLevels = ['primary', 'lower_secondary', 'upper_secondary'] as const;
export type SchoolingLevel = (typeof schoolingLevels)[number];

export const professionalLevels = [
  'elementary',
  'intermediate',
  'college',
  'university',
  'master',
  'doctor',
  'none',
] as const;
export type ProfessionalLevel = (typeof professionalLevels)[number];

export const occupationGroups = [
  'state_agency',
  'party_mass',
  'commune_staff',
  'village_staff',
  'public_service',
  'enterprise',
  'farmer',
  'armed_forces',
  'student',
  'retired',
  'other',
] as const;
export type OccupationGroup = (typeof occupationGroups)[number];

/** What the register keeps of one member: these fields and no others (domain rule: a minimal working copy). */
export interface MemberRow {
  unitId: string;
  name: string;
  sex: Sex | null;
  birthDate: PartialDate | null;
  admissionDecisionDate: PartialDate | null;
  admissionCeremonyDate: PartialDate | null;
  confirmationDate: PartialDate | null;
  /** What holds where `confirmationDate` is empty. */
  standing: Standing;
  status: MemberStatus;
  leftDate: PartialDate | null;
  occupationGroup: OccupationGroup | null;
  schooling: SchoolingLevel | null;
  professionalLevel: ProfessionalLevel | null;
  theoryLevel: TheoryLevel | null;
  isEthnicMinority: boolean | null;
  /** Levels in years of the badges received. */
  badges: readonly number[];
  partyAgeCorrectionMonths: number;
}

/** Fields a list can have; the rest of `MemberRow` follows from them. */
export const registerFields = [
  'name',
  'unit',
  'sex',
  'birthDate',
  'admissionDecisionDate',
  'admissionCeremonyDate',
  'confirmationDate',
  'standing',
  'status',
  'leftDate',
  'occupationGroup',
  'schooling',
  'professionalLevel',
  'theoryLevel',
  'isEthnicMinority',
  'badges',
  'partyAgeCorrectionMonths',
] as const;
export type RegisterField = (typeof registerFields)[number];

/** One import: which file of which day, and what it had. */
export interface ImportBatch {
  id: string;
  unitId: string | null;
  fileName: string;
  listedOn: DateOnly;
  importedAt: string;
  importedBy: string | null;
  fields: readonly RegisterField[];
  keptCount: number;
  rejectedCount: number;
  /** Against the list before of the same units; all zero for the first. */
  joinedCount: number;
  leftCount: number;
  changedCount: number;
  isDemo: boolean;
}
