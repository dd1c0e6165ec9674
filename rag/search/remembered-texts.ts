import type { Viewer } from '../../core/viewer.ts';
import type { LibrarySection } from '../library.ts';
import type { Passage } from '../types.ts';

/** Where the texts of what a search found are read. What the viewer may not see is left out. */
export interface Texts {
  /** In any order. */
  passages(viewer: Viewer, ids: readonly string[]): Promise<readonly Passage[]>;
  /** The sections of each document that has any. */
  sections(
    viewer: Viewer,
    documentIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly LibrarySection[]>>;
}

/** The texts for one answer. */
export interface RememberedTexts {
  /** In the order of `ids`. */
  passages(viewer: Viewer, ids: readonly string[]): Promise<Passage[]>;
  sections(viewer: Viewer, documentId: string): Promise<readonly LibrarySection[]>;
}

/**
 * Reads each passage and each document's sections once, and together what is asked for together: one answer comes back to
 * the same places several times and looks into several documents at once, and each look would be a statement. For as
 * long as the documents stand still, which is one answer.
 */
export function rememberTexts(texts: Texts): RememberedTexts {
  const ofViewer = new Map<
    Viewer,
    { passages: Gathered<Passage>; sections: Gathered<readonly LibrarySection[]> }
  >();

  function seenBy(viewer: Viewer) {
    const before = ofViewer.get(viewer);
    if (before) return before;
    const made = {
      passages: new Gathered(
        async (ids) =>
          new Map((await texts.passages(viewer, ids)).map((passage) => [passage.id, passage] as const)),
      ),
      sections: new Gathered((ids) => texts.sections(viewer, ids)),
    };
    ofViewer.set(viewer, made);
    return made;
  }

  return {
    async passages(viewer, ids) {
      const { passages } = seenBy(viewer);
      return (await Promise.all(ids.map((id) => passages.get(id)))).filter((one) => one !== undefined);
    },
    async sections(viewer, documentId) {
      return (await seenBy(viewer).sections.get(documentId)) ?? [];
    },
  };
}

/** Values by key, each read once; the keys asked for before the event loop goes on are read in one go. */
class Gathered<Value> {
  readonly #read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  readonly #values = new Map<string, Promise<Value | undefined>>();
  #next: { keys: string[]; values: Promise<ReadonlyMap<string, Value>> } | undefined;

  constructor(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>) {
    this.#read = read;
  }

  get(key: string): Promise<Value | undefined> {
    const known = this.#values.get(key);
    if (known) return known;
    const { keys, values } = (this.#next ??= this.#gather());
    keys.push(key);
    const value = values.then((found) => found.get(key));
    this.#values.set(key, value);
    return value;
  }

  #gather() {
    const keys: string[] = [];
    // A tick comes after all that goes on without waiting, such as searches that were begun together.
    const values = new Promise<void>((resolve) => process.nextTick(resolve)).then(() => {
      this.#next = undefined;
      return this.#read(keys);
    });
    return { keys, values };
  }
}
