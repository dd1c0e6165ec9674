import { oneLine } from '../../text/normalise.ts';
import { findSymbols, typeCodeOf, type SymbolMention } from '../../text/symbols.ts';
import type { MetadataSource } from './metadata-source.ts';

/** A title sentence in the opening: 'Kết luận số 69-KL/TW ngày 11/01/2024 của Bộ Chính trị về …'. */
export interface TitleSentence {
  mention: SymbolMention;
  issuer: string | null;
  subject: string | null;
  paragraph: number;
}

export function titleOf({
  paragraphs,
  fields,
}: Pick<MetadataSource, 'paragraphs' | 'fields'>): TitleSentence | null {
  const candidates = [
    ...paragraphs.slice(0, 3).map(({ text }, index) => ({ text, paragraph: index })),
    ...(fields['title'] ? [{ text: fields['title'], paragraph: -1 }] : []),
  ];
  const heading = candidates
    .map(({ text, paragraph }) => ({ text, paragraph, mention: findSymbols(text)[0] }))
    .find(
      ({ text, mention }) =>
        mention &&
        mention.form !== 'number-only' &&
        mention.typeName !== null &&
        // The symbol opens the line, after its type word alone, and is what the line is about.
        typeCodeOf(oneLine(text.slice(0, mention.from).replace(/s[ốo]\s*:?\s*$/iu, ''))) !== null,
    );
  if (!heading?.mention) return null;
  // The fullest sentence about the same document within the opening gives date, issuer and subject.
  const fullest = candidates
    .flatMap(({ text, paragraph }) =>
      findSymbols(text)
        .filter((mention) => mention.key === heading.mention?.key)
        .map((mention) => ({ mention, paragraph, rest: text.slice(mention.to) })),
    )
    .sort((a, b) => Number(b.mention.issuedOn !== null) - Number(a.mention.issuedOn !== null))[0];
  const rest = fullest?.rest ?? '';
  const issuer =
    /^[^\p{L}]*(?:(?:ban hành\s+)?\(?ngày\s+[^)\p{L}]*(?:tháng\s+\d+\s+năm\s+\d+)?\)?[\s,]*)?của\s+(.{3,80}?)(?=\s+(?:về|ban hành|quy định|hướng dẫn|phê duyệt|tại)(?!\p{L})|[,.;(]|$)/u.exec(
      rest,
    )?.[1];
  const subject = /(?:^|\s)((?:về|ban hành|quy định|hướng dẫn|phê duyệt|kết luận)\s.+)$/iu.exec(rest)?.[1];
  return {
    mention: fullest?.mention ?? heading.mention,
    issuer: issuer ?? null,
    subject: subject?.replace(/[.\s]+$/u, '') ?? null,
    paragraph: heading.paragraph,
  };
}
