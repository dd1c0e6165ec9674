/* Bodies that nobody should send: broken, of wrong types, huge, in letters that break programs. */

/** Words that have broken programs before. */
export const horrors: readonly string[] = [
  '',
  '\0',
  '\ud800',
  '\udfff lẻ',
  'a\u0300'.repeat(300),
  '\u202egnoc iaht',
  '\ufeff\u200b\u200d',
  '👨‍👩‍👧‍👦'.repeat(50),
  'ﷺ'.repeat(100),
  'Đảng ủy\r\n\t\u2028\u2029',
  "'; DROP TABLE inbox; --",
  '${7*7} {{7*7}} <script>alert(1)</script>',
  '../../../../etc/passwd',
  '/'.repeat(3000),
  '%s%n%x'.repeat(100),
  'x'.repeat(200_000),
  '/hop '.repeat(500),
  '"""',
  '__proto__',
];
const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  -1e308,
  2 ** 53,
  Number.MIN_VALUE,
  [],
  {},
  [[[[]]]],
  { a: { b: { c: null } } },
  ...horrors,
];

/** A body made out of a good one: now and then left as it is, mostly not. */
export function hostileBody(good: Readonly<Record<string, unknown>>, random: () => number): string {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const which = random();
  if (which < 0.06) return JSON.stringify(good).slice(0, Math.floor(random() * JSON.stringify(good).length));
  if (which < 0.09)
    return Array.from({ length: 40 }, () => String.fromCharCode(Math.floor(random() * 255))).join('');
  if (which < 0.11) return '['.repeat(20_000);
  if (which < 0.12) return `{"a":${'[1,'.repeat(1000)}`;
  if (which < 0.13) return JSON.stringify({ ...good, filler: 'x'.repeat(300_000) });
  if (which < 0.16) return JSON.stringify(pick(values)) ?? '';
  if (which < 0.18)
    return JSON.stringify(good).replace('{', '{"__proto__":{"isAdmin":true},"constructor":1,');
  let body: unknown = good;
  const times = 1 + Math.floor(random() * 3);
  for (let time = 0; time < times; time++) body = changed(body, random, pick);
  return JSON.stringify(body) ?? '';
}

function changed(value: unknown, random: () => number, pick: <T>(all: readonly T[]) => T): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return pick(values);
  const entries = Object.entries(value);
  if (entries.length === 0) return pick(values);
  const index = Math.floor(random() * entries.length);
  const [key, inner] = entries[index] as [string, unknown];
  const which = random();
  const rest = entries.filter((_, place) => place !== index);
  const other: [string, unknown][] =
    which < 0.2
      ? rest
      : which < 0.3
        ? [...entries, [pick(horrors), pick(values)]]
        : [...rest, [key, changed(inner, random, pick)]];
  return Array.isArray(value) ? other.map(([, one]) => one) : Object.fromEntries(other);
}
