import type { Paragraph } from '../types.ts';

/** Everything metadata is read from. */
export interface MetadataSource {
  text: string;
  paragraphs: readonly Paragraph[];
  fields: Readonly<Record<string, string>>;
  fileName: string;
  /** True where the words were read from pictures: digits may then be mistaken. */
  isScan?: boolean;
}
