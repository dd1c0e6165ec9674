import type { FileStore } from '../../../db/file-store.ts';
import { listHeads, type DocumentHead } from '../../../ingest/document-ledger-store.ts';
import * as words from '../../../prompts/ask.ts';
import { loadDocumentFile } from '../../../rag/kept/document-file-store.ts';
import { loadDocuments } from '../../../rag/search/passage-store.ts';
import { meantBy, type Resolution } from '../../../rag/search/resolver.ts';
import type { Viewer } from '../../../core/viewer.ts';
import { expandAbbreviations } from '../../../text/abbreviations.ts';
import { foldedSyllables } from '../../../text/syllables.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { id, say, text } from './ask-blocks.ts';
import { findDocuments, labelOf } from '../documents/document-card.ts';

/* The file of a document, to who may see the document. */

export interface FileFinderDeps {
  files: Pick<FileStore, 'read'>;
  /** The documents that a text names by symbol or title. */
  resolve?(viewer: Viewer, text: string): Promise<Resolution>;
}

/** How many documents are listed to choose from. */
const mostChoices = 6;
/** The least share of the words asked for that a title must hold. */
const leastShare = 0.6;

/** Finds the document that is asked for and gives its file; several are listed. */
export async function findFile(deps: FileFinderDeps, context: TurnContext, asked: string): Promise<Outcome> {
  if (asked === '') return say(words.tellFile);
  const heads = await listHeads(context.db, context.viewer);
  const found = await documentsMeant(deps, context, asked, heads);
  const [only] = found;
  if (!only) return say(words.noSuchFile(asked));
  if (found.length === 1) return giveFile(deps, context, only.id);
  return {
    blocks: [
      {
        type: 'choices',
        id: 'document-file',
        isOnce: false,
        prompt: words.severalFiles(found.length),
        options: found
          .slice(0, mostChoices)
          .map((head) => ({ label: labelOf(head), action: `${id}:file:${head.id}` })),
      },
      ...(found.length > mostChoices ? [text(words.moreFiles(found.length - mostChoices))] : []),
    ],
  };
}

/** The file of a document that is kept, as long as the viewer may see it. */
export async function giveFile(
  deps: FileFinderDeps,
  context: TurnContext,
  documentId: string,
): Promise<Outcome> {
  const [document] = await loadDocuments(context.db, context.viewer, [documentId]);
  const file = await loadDocumentFile(context.db, context.viewer, documentId);
  if (!document || !file) return say(words.passageGone);
  const name = words.officialName(document);
  const link = { type: 'link' as const, label: words.openDocument, url: `/nguon/${document.id}` };
  const bytes = await deps.files.read(file.sha256);
  if (!bytes) return { blocks: [text(words.fileGone(name)), link] };
  return {
    blocks: [
      text(words.fileOf(name)),
      {
        type: 'file',
        file: { sha256: file.sha256, name: file.name, mime: file.mime, sizeBytes: bytes.byteLength },
        ...(file.scope === 'public' ? {} : { audience: 'internal' as const }),
      },
      link,
    ],
  };
}

async function documentsMeant(
  deps: FileFinderDeps,
  context: TurnContext,
  asked: string,
  heads: readonly DocumentHead[],
): Promise<DocumentHead[]> {
  const headsOf = (ids: readonly string[]): DocumentHead[] =>
    [...new Set(ids)].flatMap((one) => heads.find((head) => head.id === one) ?? []);
  const resolution = await deps.resolve?.(context.viewer, asked);
  if (resolution && resolution.named.length > 0) {
    // A symbol that the store does not have is not answered with another document.
    const byResolver = headsOf(meantBy(resolution).map(({ id: one }) => one));
    return byResolver.length > 0 ? byResolver : findDocuments(asked, heads);
  }
  const byTitle = findDocuments(asked, heads);
  if (byTitle.length > 0) return byTitle;
  const meant = resolution ? headsOf(meantBy(resolution).map(({ id: one }) => one)) : [];
  return meant.length > 0 ? meant : byWords(asked, heads);
}

/** Words that titles and requests share whatever they are about. */
const idleWords = new Set(
  've cua so ngay thang nam viec cac nhung va cho voi tren trong den tu la mot theo van ban tai lieu'.split(
    ' ',
  ),
);

/** Documents by the words of their titles: of the type that is named, best first, near ones beside the best. */
function byWords(asked: string, heads: readonly DocumentHead[]): DocumentHead[] {
  const written = foldedSyllables(expandAbbreviations(asked).expanded);
  const line = written.join(' ');
  const isOfType = (head: DocumentHead): boolean => line.startsWith(foldedSyllables(head.typeName).join(' '));
  const typed = heads.filter(isOfType);
  const pool = typed.length > 0 ? typed : heads;
  const typeWords = new Set(typed.length > 0 ? foldedSyllables(typed[0]?.typeName ?? '') : []);
  const wanted = [...new Set(written)].filter((word) => !idleWords.has(word) && !typeWords.has(word));
  if (wanted.length === 0) return [...typed];
  const scored = pool
    .map((head) => {
      const has = new Set([...foldedSyllables(head.title), (head.issuedOn ?? '').slice(0, 4)]);
      // A number that is asked for is part of which document is meant.
      const isWrong = wanted.some((word) => /^\d+$/u.test(word) && !has.has(word));
      return { head, share: isWrong ? 0 : wanted.filter((word) => has.has(word)).length / wanted.length };
    })
    .filter(({ share }) => share >= leastShare)
    .sort((a, b) => b.share - a.share);
  const best = scored[0]?.share ?? 0;
  return scored.filter(({ share }) => share >= best - 0.1).map(({ head }) => head);
}
