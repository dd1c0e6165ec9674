import { findSymbols } from '../../text/symbols.ts';
import type { Corrections, DocumentMetadata } from '../types.ts';
import { joinTitle } from './document-title.ts';

/** Metadata with what a person has corrected; a symbol brings its number, type and issuer code along. */
export function correctMetadata(found: DocumentMetadata, corrections: Corrections): DocumentMetadata {
  const metadata = { ...found, ...corrections };
  const mention = corrections.symbol ? (findSymbols(corrections.symbol)[0] ?? null) : null;
  if (mention) {
    metadata.symbolKey = mention.key;
    metadata.number = Number(/^\d+/u.exec(mention.number)?.[0] ?? '') || null;
    metadata.issuerCode = mention.issuerCode;
    metadata.typeCode = mention.typeCode ?? found.typeCode;
    if (corrections.typeName === undefined && mention.typeName !== null) metadata.typeName = mention.typeName;
    // What a press item reports on is not what it is: whoever gives it a number takes it for the document itself.
    if (found.kind === 'news' || found.kind === 'other') metadata.kind = 'signed';
  }
  if (corrections.issuedOn) metadata.issuedIn = null;
  if (corrections.subject !== undefined || metadata.typeName !== found.typeName) {
    metadata.title = metadata.subject === null ? found.title : joinTitle(metadata.typeName, metadata.subject);
  }
  return metadata;
}
