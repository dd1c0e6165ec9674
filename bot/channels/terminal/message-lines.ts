/*
 * Lines of a terminal become messages. One line is one message, so that lines can be piped in; several lines are one
 * message where a person pasted them at a prompt, which terminals mark (bracketed paste), and between two marks `"""`,
 * the first of which may end a line: '/nhiemvu """', the rows of a table, '"""'.
 */

const mark = /(?:^|\s)"""$/u;

/** What `take` is given line by line. */
export interface MessageLines {
  /** The next line; returns the message that it ends, or null while more belongs to it. */
  take(line: string): string | null;
  /** A paste begins or is over; its last line is ended by the person. */
  paste(isOver: boolean): void;
  /** More lines belong to a message that was begun. */
  isOpen(): boolean;
  /** What was begun and not ended, as where the input ends; null where there is none. Nothing is left then. */
  rest(): string | null;
}

/** Puts lines together; see above. The text of a message keeps its line breaks, without empty lines around it. */
export function createMessageLines(): MessageLines {
  let begun: string[] = [];
  let isMarked = false;
  let isPasting = false;

  function end(): string {
    const message = begun.join('\n').replace(/^(?:[^\S\n]*\n)+|\s+$/gu, '');
    begun = [];
    isMarked = false;
    return message;
  }

  return {
    take(line) {
      if (isMarked && line.trim() === '"""') return end();
      if (!isMarked && !isPasting && begun.length === 0 && mark.test(line.trimEnd())) {
        isMarked = true;
        const before = line.trimEnd().slice(0, -3).trimEnd();
        if (before !== '') begun.push(before);
        return null;
      }
      begun.push(line);
      return isMarked || isPasting ? null : end();
    },
    paste(isOver) {
      isPasting = !isOver;
    },
    isOpen: () => isMarked || begun.length > 0,
    rest() {
      const isEmpty = begun.length === 0;
      const message = end();
      return isEmpty || message === '' ? null : message;
    },
  };
}
