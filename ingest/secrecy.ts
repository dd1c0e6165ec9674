import { AppError } from '../core/errors.ts';
import { cleanText, oneLine } from '../text/normalise.ts';
import type { ParsedFile } from './types.ts';

/*
 * Luật Bảo vệ bí mật nhà nước 117/2025/QH15, Điều 5: secrets are neither drafted nor kept on networked devices. A file
 * with a mark of secrecy is refused before anything of it is stored, indexed or logged.
 */

/** Lines at the top of a document among which a stamp stands, and at the edges of every page. */
const headLines = 30;
const edgeLines = 3;

/** How many words a line may have and still be a stamp rather than a sentence that mentions one. */
const longestStamp = 6;

/** A letter and the spaces, dots and dashes that stamping and reading by machine put after it. */
const spaced = (word: string): string => [...word].join(String.raw`[\s.\-_]{0,3}`);

const stamp = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:(?:${spaced('TUYỆT')}|${spaced('TỐI')})[\s.\-_]{0,4})?${spaced('MẬT')}(?![\p{L}\p{N}])`,
  'gu',
);

/** Words that make 'mật' an ordinary word: bí mật, bảo mật, cơ mật; mật độ, mật khẩu, mật mã, mật ong … */
const before = /(?:^|[^\p{L}])(?:bí|bảo|cơ|cẩn|thân|nội|mã|trao|ong|túi|dịch|ống)[\s.\-_]*$/iu;
const after = /^[\s.\-_]*(?:độ|khẩu|mã|thư|ong|thiết|nghị|mía|vụ|danh|đàm|ước|lệnh)(?!\p{L})/iu;

/** 'Danh mục bí mật nhà nước độ Tuyệt mật' names a published list of subjects, not a secret paper. */
const listOfSubjects = /bí\s+mật\s+nhà\s+nước(?:\s+thuộc)?(?:\s+\p{L}+){0,3}\s+độ\s*$/iu;

/** The parts of a file in which a mark counts. */
export interface SecrecyEvidence {
  fileName: string;
  /** Lines of the body by page, as read, before any repair. */
  pages: readonly (readonly string[])[];
  /** Headers, footers, stamps, properties. */
  marks: readonly string[];
  /** Titles that the file states about itself. */
  titles: readonly string[];
  subject: string | null;
}

/** True where a mark of secrecy stands in stamp, header, footer, file name, title or subject. */
export function isMarkedSecret(evidence: SecrecyEvidence): boolean {
  if (isSecretFileName(evidence.fileName)) return true;
  if (evidence.marks.some((mark) => isStampLine(mark) || hasMark(mark))) return true;
  if ([...evidence.titles, evidence.subject ?? ''].some((title) => hasMark(title) || isBracketedMark(title)))
    return true;
  const lines = evidence.pages.flatMap((page, index) => [
    ...page.slice(0, index === 0 ? headLines : edgeLines),
    ...page.slice(-edgeLines),
  ]);
  return lines.some((line) => isStampLine(line) || isDegreeLine(line) || isBracketedMark(line));
}

/** True where a file, or a folder or archive that it lies in, is named secret; '/' parts the path. */
export const isSecretPath = (path: string): boolean => path.split('/').some(isSecretFileName);

/** True where words written about a file (a comment, the subject of a mail) carry a mark. */
export const isSecretMark = (text: string): boolean =>
  text.split('\n').some((line) => isStampLine(line) || hasMark(line) || isBracketedMark(line));

/** @throws AppError 'document-secret'; its message never says what was read. */
export function refuseSecret(evidence: SecrecyEvidence): void {
  if (isMarkedSecret(evidence)) throw new AppError('document-secret', 'the file carries a mark of secrecy');
}

/** What the secrecy check sees of a parsed file. */
export const secrecyEvidence = (
  fileName: string,
  file: ParsedFile,
  subject: string | null,
): SecrecyEvidence => ({
  fileName,
  pages: file.pages.map((page) => page.map((line) => line.text)),
  marks: file.marks,
  titles: Object.entries(file.fields)
    .filter(([name]) => /^(?:title|tieu-de|trich-yeu|do-mat|muc-do-mat|tags)$/u.test(name))
    .map(([name, value]) => (name.endsWith('do-mat') ? value.toUpperCase() : value)),
  subject,
});

/** A mark in capitals that no neighbouring word turns into an ordinary one. */
function hasMark(text: string): boolean {
  const clean = cleanText(text);
  for (const match of clean.matchAll(stamp)) {
    const lead = clean.slice(0, match.index);
    const rest = clean.slice(match.index + match[0].length);
    if (before.test(lead) || after.test(rest) || listOfSubjects.test(lead)) continue;
    return true;
  }
  return false;
}

const wordCount = (line: string): number =>
  oneLine(line.replace(/(?<=^|\s)\p{L}(?=\s\p{L}(?:\s|$))/gu, '')).split(' ').length;

const isStampLine = (line: string): boolean =>
  (wordCount(cleanText(line)) <= longestStamp && hasMark(line)) || isStampTyped(line) || isStampMisread(line);

/**
 * A stamp alone in its line with the marks above its letters misread or lost: 'MÂT', 'MẠT', 'TÔI MẬT', 'TUYET MAT', 'T0I MẬT'.
 * 'MẤT', 'MẮT', 'MẶT' and 'MAT' alone are other words; behind 'TỐI' and 'TUYỆT' nothing else is meant.
 */
function isStampMisread(line: string): boolean {
  const letters = cleanText(line).replace(/[\s.\-_|[\](){}*'"“”:;,!/\\]+/gu, '');
  return /^(?:(?:T[ỐÔÓỒỔỖÕỎÒOƠỚ0][IÍÌ1]|TUY[ỆÊẸẾỀEÉ]T)M[ẬÂẠẦẤẨẪĂẶẮÃẢÀÁA]T|M[ẬÂẠ]T)$/u.test(letters);
}

/** 'Mật', 'Tối mật' alone in their line, as typed by hand; in small letters it may be the rest of a broken line. */
const isStampTyped = (line: string): boolean =>
  /^[^\p{L}\p{N}]*(?:Tuyệt\s+[Mm]ật|Tối\s+[Mm]ật|Mật)[^\p{L}\p{N}]*$/u.test(cleanText(line));

/** 'Độ mật: Mật', 'Mức độ mật: Tối mật'. */
const isDegreeLine = (line: string): boolean =>
  /độ\s+mật\s*:\s*(?:(?:tuyệt|tối)\s+)?(?:mật|a|b|c)(?![\p{L}])/iu.test(cleanText(line));

/** '(mật)', '[Tối mật]' beside a title or a number. */
const isBracketedMark = (line: string): boolean =>
  /[([]\s*(?:(?:tuyệt|tối)\s+)?mật\s*[)\]]/iu.test(cleanText(line));

/**
 * File names lose case and diacritics. With diacritics 'mật' counts unless a neighbour makes it ordinary; without them
 * only the compounds and a capital MAT standing alone do ('mat tran', 'mat do' are ordinary).
 */
function isSecretFileName(fileName: string): boolean {
  const name = cleanText(fileName)
    .replace(/\.[^.]*$/u, '')
    .replace(/[_\-.()[\]+,]+/gu, ' ');
  if (/(?<!\p{L})(?:tuyet|toi)\s*mat(?!\p{L})/iu.test(name)) return true;
  for (const match of name.matchAll(/(?<!\p{L})mật(?!\p{L})/giu)) {
    if (before.test(name.slice(0, match.index)) || after.test(name.slice(match.index + 3))) continue;
    if (listOfSubjects.test(name.slice(0, match.index))) continue;
    return true;
  }
  // In a name set in capitals throughout, MAT is as likely 'mặt' or 'mắt'.
  const isShouting = name === name.toUpperCase() && (name.match(/\p{L}+/gu)?.length ?? 0) > 2;
  return (
    !isShouting &&
    /(?<!\p{L})MAT(?!\p{L})(?!\s*(?:TRAN|DO|KHAU|MA|BANG|HANG|TIEN)(?!\p{L}))/u.test(name) &&
    !/(?<!\p{L})(?:BI|BAO)\s*MAT/u.test(name)
  );
}
