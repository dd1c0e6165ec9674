import type { DateOnly } from '../core/clock.ts';
import type {
  MemberRow,
  OccupationGroup,
  ProfessionalLevel,
  TheoryLevel,
} from '../members/register/member.ts';
import { addDays, addMonths, dateParts } from '../text/dates.ts';
import { createDraw } from './draw.ts';

/**
 * Fictional members of one cell: names are numbers, so that nobody is named. The same cell always gives the same
 * people. Dates lie before `today`; some are probationary, a few exempt, a few have left.
 */
export function makeDemoMembers(
  cell: { key: string; id: string; members: number },
  today: DateOnly,
  firstNumber: number,
): MemberRow[] {
  const draw = createDraw(cell.key);
  const isVillage = ['east', 'west'].includes(cell.key);
  return Array.from({ length: cell.members }, (_, i) => {
    const age = isVillage ? draw.between(24, 78) : draw.between(25, 60);
    const birthDate = addDays(today, -Math.round(age * 365.25) - draw.between(0, 364));
    const yearsInParty = draw.between(0, Math.max(0, Math.min(age - 20, isVillage ? 50 : 34)));
    const admitted = addDays(today, -Math.round(yearsInParty * 365.25) - draw.between(10, 340));
    const confirmed = addMonths(admitted, 12);
    const isProbationary = confirmed > today;
    const isExempt = age >= 70 && draw.chance(0.5);
    const hasLeft = !isProbationary && draw.chance(0.03);
    const partyYears = dateParts(today).year - dateParts(admitted).year;
    return {
      unitId: cell.id,
      name: `Đảng viên mẫu ${String(firstNumber + i).padStart(3, '0')}`,
      sex: draw.chance(0.44) ? 'female' : 'male',
      birthDate,
      admissionDecisionDate: admitted,
      admissionCeremonyDate: addDays(admitted, draw.between(5, 25)),
      confirmationDate: isProbationary ? null : confirmed,
      standing: isProbationary ? 'probationary' : 'official',
      status: hasLeft ? 'left' : isExempt ? 'exempt' : 'active',
      leftDate: hasLeft ? addDays(today, -draw.between(20, 300)) : null,
      occupationGroup: occupationOf(cell.key, age),
      schooling: age > 60 && draw.chance(0.3) ? 'lower_secondary' : 'upper_secondary',
      professionalLevel: isVillage
        ? draw.pick<ProfessionalLevel>(['none', 'elementary', 'intermediate', 'university'])
        : draw.pick<ProfessionalLevel>(['university', 'university', 'university', 'master', 'college']),
      theoryLevel: isVillage
        ? draw.pick<TheoryLevel>(['elementary', 'elementary', 'none', 'intermediate'])
        : draw.pick<TheoryLevel>(['intermediate', 'intermediate', 'advanced', 'elementary']),
      isEthnicMinority: draw.chance(0.12),
      badges: [30, 40, 45, 50].filter((level) => partyYears > level),
      partyAgeCorrectionMonths: 0,
    };
  });
}

function occupationOf(key: string, age: number): OccupationGroup {
  if (age > 61) return 'retired';
  if (['faculty', 'training', 'primary-school'].includes(key)) return 'public_service';
  if (key === 'military') return 'armed_forces';
  return ['east', 'west'].includes(key) ? 'farmer' : 'party_mass';
}
