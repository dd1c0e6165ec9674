import { openZip } from '../../ingest/archive/archive-zip.ts';
import { randomFrom } from '../ingest/ingest-noise.ts';
import { makeZip } from '../zip-writer.ts';

/* Ways to damage a file. The same seed damages the same way. */

/** A source of numbers from 0 up to, and without, `below`. */
export type Draw = (below: number) => number;

/** The source that a seed gives. */
export function drawFrom(seed: number): Draw {
  const random = randomFrom(seed);
  return (below) => Math.floor(random() * below);
}

/** Makes a damaged copy; null where the file is not of the sort that it damages. */
export type Mutation = (bytes: Buffer, draw: Draw, donor: Buffer) => Promise<Buffer | null> | Buffer | null;

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const pick = <T>(draw: Draw, all: readonly T[]): T => all[draw(all.length)] as T;
const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 2).equals(latin('PK'));
const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 1024).includes('%PDF-');
const largest = 12 * 1024 * 1024;

/** Limits of unpacking that no sample comes near. */
const ample = { maxEntries: 1000, maxTotalBytes: 1e9, maxEntryBytes: 1e9, maxRatio: 1e9 };

/** What breaks readers of markup. */
const nasty: readonly string[] = [
  '<'.repeat(500),
  '<table><tr><td>'.repeat(3000),
  '<div style="display:none">',
  '<w:tbl><w:tr><w:tc>'.repeat(2000),
  '&#1114112;&#0;&nothing;&#xD800;',
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>&b;',
  ']]>',
  '<![CDATA[',
  '\0\0\0\0',
  '\xff\xfe\xfa',
  'x'.repeat(300_000),
  '| '.repeat(20_000),
  '\n'.repeat(50_000),
  'Điều 1. '.repeat(5_000),
  '1.'.repeat(10_000),
  '(((((((((('.repeat(2_000),
  '{\\rtf1{\\*\\x'.repeat(3_000),
  '\u202E\uFEFF\u200B',
  `a${'\u0301'.repeat(10_000)}`,
];

const numbers: readonly string[] = [
  '0',
  '-1',
  '1',
  '99999999',
  '2147483648',
  '4294967295',
  '1e308',
  '0.0000001',
  'NaN',
];

/** A place in the file and a length, neither beyond the end. */
function range(bytes: Buffer, draw: Draw, longest: number): [from: number, to: number] {
  const from = draw(Math.max(1, bytes.length));
  return [from, Math.min(bytes.length, from + 1 + draw(longest))];
}

const insert = (bytes: Buffer, at: number, part: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);

const flip: Mutation = (bytes, draw) => {
  const copy = Buffer.from(bytes);
  for (let count = 1 + draw(64); count > 0; count--) {
    const at = draw(copy.length);
    copy[at] = (copy[at] as number) ^ (1 << draw(8));
  }
  return copy;
};

const truncate: Mutation = (bytes, draw) => bytes.subarray(0, draw(bytes.length));

const splice: Mutation = (bytes, draw, donor) => {
  const [from, to] = range(bytes, draw, 8192);
  const [donorFrom, donorTo] = range(donor, draw, 8192);
  return Buffer.concat([bytes.subarray(0, from), donor.subarray(donorFrom, donorTo), bytes.subarray(to)]);
};

const swapBlocks: Mutation = (bytes, draw) => {
  const size = 1 + draw(Math.max(1, Math.min(4096, bytes.length >> 2)));
  const first = draw(Math.max(1, bytes.length - 2 * size));
  const second = first + size + draw(Math.max(1, bytes.length - first - 2 * size));
  return Buffer.concat([
    bytes.subarray(0, first),
    bytes.subarray(second, second + size),
    bytes.subarray(first + size, second),
    bytes.subarray(first, first + size),
    bytes.subarray(second + size),
  ]);
};

const repeatBlock: Mutation = (bytes, draw) => {
  const [from, to] = range(bytes, draw, 4096);
  const times = 1 + draw(Math.max(1, Math.min(200, Math.floor(1_000_000 / (to - from)))));
  return insert(bytes, from, Buffer.concat(Array<Buffer>(times).fill(bytes.subarray(from, to))));
};

const zeroBlock: Mutation = (bytes, draw) => {
  const [from, to] = range(bytes, draw, 4096);
  return Buffer.from(bytes).fill(0, from, to);
};

const insertNasty: Mutation = (bytes, draw) =>
  insert(bytes, draw(bytes.length + 1), Buffer.from(pick(draw, nasty)));

/** The file of one kind behind the beginning of another. */
const polyglot: Mutation = (bytes, draw, donor) =>
  draw(2) === 0
    ? Buffer.concat([bytes, donor.subarray(0, largest)])
    : Buffer.concat([donor.subarray(0, 1 + draw(1500)), bytes]);

const changeNumber: Mutation = (bytes, draw) => {
  const text = bytes.toString('latin1');
  const from = draw(text.length);
  const match = /\d+/u.exec(text.slice(from, from + 20_000));
  if (!match) return null;
  const at = from + match.index;
  return Buffer.concat([
    bytes.subarray(0, at),
    latin(pick(draw, numbers)),
    bytes.subarray(at + match[0].length),
  ]);
};

/** One part of an archive damaged inside, and packed again with right sums: only its reader can notice. */
const damageMember: Mutation = async (bytes, draw, donor) => {
  if (!isZip(bytes)) return null;
  const zip = await openZip(bytes, ample);
  const files: { name: string; content: Buffer }[] = zip.entries.map((entry) => ({
    name: entry.name,
    content: Buffer.from(zip.read(entry)),
  }));
  if (files.length === 0) return null;
  const texts = files.filter(({ name }) => /\.(?:xml|rels|txt|html)$/u.test(name));
  const file = pick(draw, texts.length > 0 && draw(4) > 0 ? texts : files);
  const damage = pick(draw, [
    flip,
    truncate,
    splice,
    swapBlocks,
    repeatBlock,
    insertNasty,
    changeNumber,
    cutTag,
  ]);
  file.content = (await damage(file.content, draw, donor)) ?? file.content;
  return Buffer.from(makeZip(files));
};

/** The archive's own table made wrong: sizes, sums, names, a part left out or twice. */
const damageDirectory: Mutation = async (bytes, draw) => {
  if (!isZip(bytes)) return null;
  const zip = await openZip(bytes, ample);
  const files = zip.entries.map((entry) => ({ name: entry.name, content: Buffer.from(zip.read(entry)) }));
  const index = draw(Math.max(1, files.length));
  const file = files[index];
  if (!file) return null;
  switch (draw(5)) {
    case 0:
      return Buffer.from(makeZip(files.filter((_, other) => other !== index)));
    case 1:
      return Buffer.from(makeZip([...files, file]));
    case 2:
      return Buffer.from(
        makeZip(files.map((one) => (one === file ? { ...one, claimedSize: draw(2 ** 31) } : one))),
      );
    case 3:
      return Buffer.from(
        makeZip(files.map((one) => (one === file ? { ...one, crc: 1 + draw(2 ** 31) } : one))),
      );
    default:
      return Buffer.from(makeZip(files.map((one) => (one === file ? { ...one, isEncrypted: true } : one))));
  }
};

/** A tag taken away, so that what follows nests wrongly. */
function cutTag(bytes: Buffer, draw: Draw): Buffer {
  const from = bytes.indexOf('<', draw(Math.max(1, bytes.length)));
  const to = from < 0 ? -1 : bytes.indexOf('>', from);
  return to < 0 ? bytes : Buffer.concat([bytes.subarray(0, from), bytes.subarray(to + 1)]);
}

/** An object of a PDF taken out, doubled, emptied or made to point elsewhere, itself included. */
const damagePdfObject: Mutation = (bytes, draw) => {
  if (!isPdf(bytes)) return null;
  const text = bytes.toString('latin1');
  const objects = [...text.matchAll(/\b(\d+) (\d+) obj\b[\s\S]*?\bendobj/gu)];
  const object = objects.length > 0 ? pick(draw, objects) : null;
  if (!object) return null;
  const whole = object[0];
  const references = objects.map((match) => match[1] as string);
  const replace = (part: string): Buffer =>
    latin(text.slice(0, object.index) + part + text.slice(object.index + whole.length));
  switch (draw(6)) {
    case 0:
      return replace('');
    case 1:
      return replace(`${whole}\n${whole}`);
    case 2:
      return replace(whole.replace(/\b\d+ 0 R\b/u, `${pick(draw, references)} 0 R`));
    case 3:
      return replace(whole.replaceAll(/\b\d+ 0 R\b/gu, `${object[1]} 0 R`));
    case 4:
      return replace(
        whole.replace(
          /(\/(?:Length|Count|W|Index|Size|First|N|Width|Height)\s+)\d+/u,
          `$1${pick(draw, numbers)}`,
        ),
      );
    default:
      return replace(
        whole.replace(/\/(?:FlateDecode|DCTDecode|JBIG2Decode|Type|Kids|Font|Encoding)\b/u, '/Khac'),
      );
  }
};

/** All ways by name; each is drawn equally often for the files that it fits. */
export const mutations: Readonly<Record<string, Mutation>> = {
  flip,
  truncate,
  splice,
  swapBlocks,
  repeatBlock,
  zeroBlock,
  insertNasty,
  polyglot,
  changeNumber,
  damageMember,
  damageDirectory,
  damagePdfObject,
};
