import type { Viewer } from '../../core/viewer.ts';
import type { LibrarySection } from '../library.ts';
import type { Passage } from '../types.ts';

/** Where the texts of what a search found are read. */
export interface Texts {
  /** In the order of `ids`; what the viewer may not see is left out. */
  passages(viewer: Viewer, ids: readonly string[]): Promise<Passage[]>;
  sections(viewer: Viewer, documentId: string): Promise<LibrarySection[]>;
}

/**
 * Reads each passage and each document's sections once: one answer comes back to the same places several times, and each
 * time would be a statement. For as long as the documents stand still, which is one answer.
 */
export function rememberTexts(texts: Texts): Texts {
  const ofViewer = new Map<
    Viewer,
    { passages: Map<string, Passage | null>; sections: Map<string, Promise<LibrarySection[]>> }
  >();

  function known(viewer: Viewer) {
    const before = ofViewer.get(viewer);
    if (before) return before;
    const made = {
      passages: new Map<string, Passage | null>(),
      sections: new Map<string, Promise<LibrarySection[]>>(),
    };
    ofViewer.set(viewer, made);
    return made;
  }

  return {
    async passages(viewer, ids) {
      const { passages } = known(viewer);
      const unread = ids.filter((id) => !passages.has(id));
      const read = unread.length === 0 ? [] : await texts.passages(viewer, unread);
      for (const id of unread) passages.set(id, null);
      for (const passage of read) passages.set(passage.id, passage);
      return ids.flatMap((id) => passages.get(id) ?? []);
    },
    sections(viewer, documentId) {
      const { sections } = known(viewer);
      const before = sections.get(documentId);
      if (before) return before;
      const reading = texts.sections(viewer, documentId);
      sections.set(documentId, reading);
      return reading;
    },
  };
}
