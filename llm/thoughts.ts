/*
 * Thinking models write what they think before what they say, in tags, and the tags arrive torn to pieces. Nobody is
 * shown thoughts.
 */

const opening = /^<(think|thinking|thought|thoughts|reasoning)>/iu;
const openings = ['<think>', '<thinking>', '<thought>', '<thoughts>', '<reasoning>'];
const closing = /<\/(?:think|thinking|thought|thoughts|reasoning)>\s*/iu;
const closings = ['</think>', '</thinking>', '</thought>', '</thoughts>', '</reasoning>'];

/** Takes the thoughts out of an answer that grows. */
export interface ThoughtFilter {
  /** What of `piece`, and of what was held back, may be released. */
  push(piece: string): string;
  /** What is left at the end. `isWhole` false: the answer was cut, and open thoughts are not taken for an answer. */
  end(isWhole: boolean): string;
  /** Thoughts in tags were taken out. */
  hasThoughts(): boolean;
  /** How often thoughts ended that had never begun: what was released before were thoughts. */
  strays(): number;
}

/**
 * A filter for one answer. `startsThinking`: the model is known to begin with thoughts that no tag opens, because its
 * template wrote the tag.
 */
export function createThoughtFilter(startsThinking = false): ThoughtFilter {
  let state: 'start' | 'thinking' | 'speaking' = startsThinking ? 'thinking' : 'start';
  let isOpened = false;
  let strays = 0;
  let held = '';

  function push(piece: string): string {
    held += piece;
    let released = '';
    for (;;) {
      if (state === 'start') {
        const text = held.trimStart();
        const open = opening.exec(text);
        if (open) {
          held = text.slice(open[0].length);
          state = 'thinking';
          isOpened = true;
          continue;
        }
        const mayOpen = text === '' || openings.some((tag) => tag.startsWith(text.toLowerCase()));
        if (mayOpen) return released;
        held = text;
        state = 'speaking';
      }
      const close = closing.exec(held);
      if (state === 'thinking') {
        if (!close) return released;
        held = held.slice(close.index + close[0].length);
        state = 'start';
        continue;
      }
      if (close) {
        strays += 1;
        released = '';
        held = held.slice(close.index + close[0].length);
        continue;
      }
      const keep = tornTag(held);
      released += held.slice(0, held.length - keep);
      held = held.slice(held.length - keep);
      return released;
    }
  }

  return {
    push,
    end(isWhole) {
      const rest = held;
      held = '';
      // Thoughts that no tag opened and none closed were the answer, if it is a whole one.
      if (state === 'thinking') return isWhole && !isOpened ? rest : '';
      return rest;
    },
    hasThoughts: () => isOpened,
    strays: () => strays,
  };
}

/** How many letters at the end of `text` may be the beginning of a closing tag. */
function tornTag(text: string): number {
  const at = text.lastIndexOf('<');
  if (at < 0) return 0;
  const tail = text.slice(at).toLowerCase();
  return closings.some((tag) => tag.startsWith(tail)) ? tail.length : 0;
}

/** True where a whole answer begins with thoughts that no tag opens. */
export const hasUnopenedThoughts = (text: string): boolean =>
  closing.test(text) && !opening.test(text.trimStart());

/** A whole answer without thoughts, also without those that no tag opened. */
export function withoutThoughts(text: string, isWhole = true): string {
  const last = [...text.matchAll(new RegExp(closing, 'giu'))].at(-1);
  if (last) return text.slice(last.index + last[0].length);
  const filter = createThoughtFilter();
  return filter.push(text) + filter.end(isWhole);
}
