import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** One line of a set for `capuy eval answers`; the format stands in docs/evaluation.md. */
export interface EvalQuestion {
  id: string;
  question: string;
  /** Verbatim pieces of the documents; the reply must show every one. */
  answer_spans: string[];
  /** File names; each must be cited. */
  docs: string[];
  /** False: nothing may be given as an answer. */
  answerable: boolean;
  kind: string;
}

/** The office's own set of questions. */
export interface EvalQuestions {
  /** Where it is kept. */
  path: string;
  /** Adds a question, or replaces the one of its id; returns how many there are. */
  add(question: EvalQuestion): Promise<number>;
}

/** The set in the JSONL file `path`; the file and its folder are made with the first question. */
export function createEvalQuestions(path: string): EvalQuestions {
  return {
    path,
    async add(question) {
      const lines = await linesOf(path);
      const others = lines.filter((line) => idOf(line) !== question.id);
      const next = [...others, JSON.stringify(question)];
      await mkdir(dirname(path), { recursive: true });
      // Written beside and renamed: a crash leaves the set as it was.
      await writeFile(`${path}.new`, `${next.join('\n')}\n`);
      await rename(`${path}.new`, path);
      return next.length;
    },
  };
}

async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** A line that somebody spoilt by hand is kept as it is. */
function idOf(line: string): string | null {
  try {
    return (JSON.parse(line) as EvalQuestion).id;
  } catch {
    return null;
  }
}
