import * as words from '../../prompts/ingest.ts';
import type { ReadDocument } from '../../ingest/types.ts';
import type { Block } from '../types.ts';

const openingLength = 600;

/** What was understood of a file: the fields, what to look at, and how the text begins. */
export function previewBlocks(read: ReadDocument, waiting: number): Block[] {
  const { metadata } = read;
  const { fieldNames } = words;
  const rows: [string, string | null][] = [
    [fieldNames.type, metadata.typeName],
    [fieldNames.symbol, metadata.symbol ?? words.unknownValue],
    [fieldNames.date, words.dateText(metadata.issuedOn, metadata.issuedIn)],
    [fieldNames.issuer, metadata.issuer ?? words.unknownValue],
    [fieldNames.subject, metadata.subject ?? metadata.title],
    [fieldNames.effective, metadata.effectiveOn ? words.dateText(metadata.effectiveOn, null) : null],
    [fieldNames.signer, metadata.signer],
    [fieldNames.extent, words.extent(read.pages.length, read.hasPages, read.chunks.length)],
  ];
  const blocks: Block[] = [
    {
      type: 'table',
      title: words.previewTitle(read.fileName),
      head: [words.columnHeads.field, words.columnHeads.value],
      rows: rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
      audience: 'internal',
    },
  ];
  const sentences = read.warnings.map((warning) => words.warningSentences[warning]);
  if (sentences.length > 0) blocks.push({ type: 'text', text: words.checkThese(sentences) });
  blocks.push({
    type: 'quote',
    text: read.text.slice(0, openingLength).trim(),
    source: {
      symbol: metadata.symbol,
      issuedOn: metadata.issuedOn,
      title: metadata.title,
      locator: words.places.head,
      file: read.fileName,
    },
    audience: 'internal',
  });
  if (waiting > 0) blocks.push({ type: 'text', text: words.moreWaiting(waiting) });
  return blocks;
}
