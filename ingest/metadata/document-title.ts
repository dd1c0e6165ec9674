import { fold, oneLine } from '../../text/normalise.ts';
import { findSymbols } from '../../text/symbols.ts';
import { typeNames } from '../../prompts/ingest.ts';
import type { MetadataSource } from './metadata-source.ts';

/** The subject in a page title: '… về việc …' behind type and symbol, or the title itself. */
export function subjectFrom(title: string | undefined): string | null {
  if (title === undefined) return null;
  const mention = findSymbols(title)[0];
  if (!mention) return title;
  const rest = title.slice(mention.to).replace(/^[\s,:–-]*(?:\(?ngày\s+[\d/.\s-]+\)?)?[\s,:–-]*/u, '');
  return /\p{L}/u.test(rest) ? rest : null;
}

export const openingVerbs =
  /^(?:Về|Ban hành|Quy định|Phê duyệt|Sửa đổi|Bổ sung|Triển khai|Thực hiện|Tổ chức|Thi hành|Hướng dẫn|Tăng cường|Đẩy mạnh|Một số|Thành lập|Kiện toàn|Thay đổi|Điều chỉnh|Công nhận|Công bố)(?!\p{L})/u;

export function composeTitle(typeName: string, subject: string | null, source: MetadataSource): string {
  if (subject === null) {
    const first = source.paragraphs.find(({ text }) => text.length > 8)?.text ?? source.fileName;
    return typeName === '' || typeName === typeNames.unknown ? oneLine(first).slice(0, 160) : typeName;
  }
  return joinTitle(typeName, subject);
}

export function joinTitle(typeName: string, subject: string): string {
  if (fold(subject).startsWith(fold(typeName)) || typeName === typeNames.unknown) return subject;
  const lowered = openingVerbs.test(subject) ? subject.charAt(0).toLowerCase() + subject.slice(1) : subject;
  return `${typeName} ${lowered}`.trim();
}
