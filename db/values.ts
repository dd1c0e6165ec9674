import type { SqlValue } from './database.ts';

/** A column of a result: its name and the OID of its PostgreSQL type. */
export interface Field {
  name: string;
  type: number;
}

/**
 * A parameter as PostgreSQL text. Both drivers get it in this form and let the server read it as the type that the
 * statement gives it, so that neither driver's own guesses (arrays as JSON, days shifted by a time zone) matter.
 */
export function encodeParam(value: SqlValue): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return withoutNul(value);
  if (value instanceof Uint8Array)
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  if (typeof value === 'object') return `{${value.map(encodeElement).join(',')}}`;
  return String(value);
}

const encodeElement = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `"${withoutNul(value).replace(/["\\]/g, '\\$&')}"`;

/** PostgreSQL keeps no NUL in a text: a statement with one fails, and anybody could make it fail. */
const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text);

/** Rows of PostgreSQL text as objects, with the types that `Queryable` promises. */
export function decodeRows<Row>(
  fields: readonly Field[],
  rows: readonly (readonly (string | null)[])[],
): Row[] {
  const decoders = fields.map(({ name, type }) => ({ name, decode: decoderOf(type) }));
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    decoders.forEach(({ name, decode }, index) => {
      const value = values[index] ?? null;
      row[name] = value === null || decode === undefined ? value : decode(value);
    });
    return row as Row;
  });
}

type Decode = (text: string) => unknown;

const toInstant: Decode = (text) => {
  const instant = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(instant.getTime()) ? text : instant.toISOString();
};
const toJson: Decode = (text) => JSON.parse(text);
const toBoolean: Decode = (text) => text === 't';

/** By OID. Types that are not named stay text: text, uuid, date, timestamp, interval, numeric, vector, ... */
const scalars = new Map<number, Decode>([
  [16, toBoolean],
  [17, (text) => Buffer.from(text.slice(2), 'hex')],
  [20, Number],
  [21, Number],
  [23, Number],
  [26, Number],
  [114, toJson],
  [700, Number],
  [701, Number],
  [1184, toInstant],
  [3802, toJson],
]);

/** Array types, with the type of their elements. */
const arrays = new Map<number, number>([
  [199, 114],
  [1000, 16],
  [1003, 19],
  [1005, 21],
  [1007, 23],
  [1009, 25],
  [1015, 1043],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1182, 1082],
  [1185, 1184],
  [1231, 1700],
  [2951, 2950],
  [3807, 3802],
]);

function decoderOf(type: number): Decode | undefined {
  const element = arrays.get(type);
  if (element === undefined) return scalars.get(type);
  const decode = scalars.get(element);
  return (text) => decodeArray(text).map((value) => (value === null || !decode ? value : decode(value)));
}

/** Elements of a one-dimensional array literal, '{a,"b, c",NULL}'. */
function decodeArray(text: string): (string | null)[] {
  const elements: (string | null)[] = [];
  const pattern = /"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs;
  for (const [, quoted, bare] of text.slice(1, -1).matchAll(pattern)) {
    if (quoted !== undefined) elements.push(quoted.replace(/\\(.)/gs, '$1'));
    else elements.push(bare === 'NULL' ? null : (bare ?? ''));
  }
  return elements;
}
