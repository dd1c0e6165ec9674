import type { MadePerson, MadeRegister } from './register-generator.ts';

/*
 * What every count must be, from the facts of each person one by one, with nothing of the product in between: slow and
 * plain on purpose.
 */

/** The unit that a person is counted in on a day; null: no member here. */
export function unitOn(person: MadePerson, day: string): number | null {
  if (person.ceremony > day) return null;
  if (person.left !== null && person.left.on <= day) return null;
  let unit: number | null = null;
  for (const stay of person.stays) if (stay.from <= day) unit = stay.unit;
  return unit;
}

/** Members on a day in some units, with a few splits. */
export function recountStock(made: MadeRegister, units: ReadonlySet<number>, day: string) {
  const counts = { total: 0, female: 0, probationary: 0, exempt: 0, under31: 0, badge40: 0 };
  for (const person of made.persons) {
    const unit = unitOn(person, day);
    if (unit === null || !units.has(unit)) continue;
    counts.total++;
    if (person.sex === 'female') counts.female++;
    if (person.confirmation === null || person.confirmation > day) counts.probationary++;
    if (person.exemptFrom !== null && person.exemptFrom <= day) counts.exempt++;
    const years =
      Number(day.slice(0, 4)) -
      Number(person.birth.slice(0, 4)) -
      (day.slice(5) < person.birth.slice(5) ? 1 : 0);
    if (years <= 30) counts.under31++;
    if (person.badges.some((badge) => badge.isDated && badge.level === 40 && badge.on <= day))
      counts.badge40++;
  }
  return counts;
}

/** What happened in a period in some units, by kind; moves inside them do not count. */
export function recountFlow(made: MadeRegister, units: ReadonlySet<number>, from: string, to: string) {
  const flow = { admit: 0, confirm: 0, transfer_in: 0, transfer_out: 0, left: 0, badge: 0 };
  const within = (day: string): boolean => day >= from && day <= to;
  const isIn = (unit: number | null): boolean => unit !== null && units.has(unit);
  for (const person of made.persons) {
    const first = person.stays[0]?.unit ?? null;
    if (person.arrived === null && within(person.ceremony) && isIn(first)) flow.admit++;
    if (
      person.confirmation !== null &&
      within(person.confirmation) &&
      isIn(unitOn(person, person.confirmation))
    )
      flow.confirm++;
    if (person.arrived !== null && within(person.arrived) && isIn(first)) flow.transfer_in++;
    person.stays.forEach((stay, index) => {
      const before = person.stays[index - 1];
      if (!before || !within(stay.from)) return;
      if (isIn(stay.unit) && !isIn(before.unit)) flow.transfer_in++;
      if (!isIn(stay.unit) && isIn(before.unit)) flow.transfer_out++;
    });
    if (person.left !== null && within(person.left.on) && isIn(person.stays.at(-1)?.unit ?? null))
      flow[person.left.how === 'out' ? 'transfer_out' : 'left']++;
    for (const badge of person.badges)
      if (badge.isDated && within(badge.on) && isIn(unitOn(person, badge.on))) flow.badge++;
  }
  return flow;
}
