import { DocumentUnreadableError } from '../../core/errors.ts';
import { archiveName } from '../../prompts/archive.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { openMail } from './archive-mail.ts';
import { openZip, type ZipLimits } from './archive-zip.ts';
import { detectArchive } from '../detect.ts';

/** A file inside an archive or an e-mail. */
export interface Member {
  /** As the archive names it, with its folders; only to be looked at, never to be used as a path. */
  path: string;
  bytes: Uint8Array;
}

/** What an archive holds, archives inside it taken apart as well. */
export interface Unpacked {
  members: Member[];
  /** Members that cannot be taken out, each with its sentence. */
  refused: { path: string; sentence: string }[];
  /** Words about the archive as a whole: comments, subjects of mails. A secrecy mark may stand there. */
  marks: string[];
}

/** How many archives may lie inside each other; a mail with a zip of mails is three. */
const deepest = 3;

/** What an office packs together; the members are held in memory while they are looked at. */
const officeArchive: ZipLimits = {
  maxEntries: 2_000,
  maxTotalBytes: 256 * 1024 * 1024,
  maxEntryBytes: 128 * 1024 * 1024,
  maxRatio: 200,
};

/** What systems leave behind in archives beside the files of people. */
const junk =
  /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$|~\$[^/]*$|\.~lock\.[^/]*$|[^/]*\.tmp$)/iu;

/** True where the bytes are an archive or an e-mail rather than a document. */
export const isArchive = async (bytes: Uint8Array, fileName: string): Promise<boolean> =>
  (await detectArchive(bytes, fileName)) !== null;

/**
 * Takes an archive (.zip) or an e-mail (.eml) apart, with what lies nested in it. One limit of count and size holds for
 * all levels together.
 * @throws DocumentUnreadableError where the whole of it cannot be opened or would be too large
 */
export async function unpackArchive(
  bytes: Uint8Array,
  fileName: string,
  limits: ZipLimits = officeArchive,
): Promise<Unpacked> {
  const unpacked: Unpacked = { members: [], refused: [], marks: [] };
  let left = limits.maxTotalBytes;
  let places = limits.maxEntries;

  const spend = (member: Member): void => {
    left -= member.bytes.byteLength;
    places -= 1;
    if (left < 0) throw new DocumentUnreadableError(unreadable.tooLarge);
    if (places < 0) throw new DocumentUnreadableError(unreadable.tooManyMembers);
  };

  const visit = async (container: Member, depth: number): Promise<void> => {
    const kind = await detectArchive(container.bytes, container.path);
    if (kind === null) {
      unpacked.members.push(container);
      return;
    }
    if (depth > deepest) {
      unpacked.refused.push({ path: container.path, sentence: unreadable.nestedTooDeep });
      return;
    }
    try {
      for await (const member of kind === 'zip' ? zipMembers(container) : mailMembers(container)) {
        spend(member);
        // What a document is called may be secret by the folders and archives above it.
        await visit({ ...member, path: `${container.path}/${member.path}` }, depth + 1);
      }
    } catch (error) {
      // The limits hold for the whole; a damaged archive inside a sound one is refused by itself.
      if (depth === 1 || left < 0 || places < 0) throw error;
      if (!(error instanceof DocumentUnreadableError)) throw error;
      unpacked.refused.push({ path: container.path, sentence: error.sentence });
    }
  };

  async function* zipMembers(container: Member): AsyncGenerator<Member> {
    const zip = await openZip(container.bytes, {
      ...limits,
      maxTotalBytes: left,
      maxEntries: Math.max(1, places * 2),
    }).catch(brokenArchive);
    unpacked.marks.push(zip.comment);
    const entries = zip.entries.filter((entry) => !junk.test(entry.name) && !entry.isLink);
    if (entries.length === 0) throw new DocumentUnreadableError(unreadable.emptyArchive);
    if (entries.every((entry) => entry.isEncrypted))
      throw new DocumentUnreadableError(unreadable.encryptedArchive);
    for (const entry of entries) {
      const refuse = (sentence: string): void =>
        void unpacked.refused.push({ path: `${container.path}/${entry.name}`, sentence });
      if (entry.isEncrypted) {
        refuse(unreadable.encryptedMember);
        continue;
      }
      let content: Uint8Array;
      try {
        content = zip.read(entry);
      } catch {
        refuse(unreadable.brokenMember);
        continue;
      }
      yield { path: entry.name, bytes: content };
    }
  }

  async function* mailMembers(container: Member): AsyncGenerator<Member> {
    const mail = await openMail(container.bytes).catch(brokenMail);
    unpacked.marks.push(mail.subject);
    if (mail.members.length === 0) throw new DocumentUnreadableError(unreadable.emptyMail);
    yield* mail.members;
  }

  await visit({ path: fileName, bytes }, 1);
  return unpacked;
}

/** A name for people: without folders, control characters and marks that turn the writing direction. */
export function memberName(path: string, ordinal: number): string {
  const base = path.split('/').at(-1) ?? '';
  const clean = base
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .replace(/[<>:"|?*\\]/gu, '_')
    .replace(/^[\s.]+|[\s.]+$/gu, '');
  if (clean === '') return archiveName.nameless(ordinal);
  if (clean.length <= longestName) return clean;
  const extension = /\.[\p{L}\p{N}]{1,5}$/u.exec(clean)?.[0] ?? '';
  return clean.slice(0, longestName - extension.length) + extension;
}

const longestName = 200;

function brokenArchive(cause: unknown): never {
  if (cause instanceof DocumentUnreadableError) throw cause;
  const isLocked = cause instanceof Error && /encryption/u.test(cause.message);
  throw new DocumentUnreadableError(isLocked ? unreadable.encryptedArchive : unreadable.brokenArchive, {
    cause,
  });
}

function brokenMail(cause: unknown): never {
  throw new DocumentUnreadableError(unreadable.brokenMail, { cause });
}
