import { fold } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';
import { listedKind } from '../question/listed-kind.ts';
import type { LibrarySection } from '../library.ts';
import { matterBeside } from '../question/question-matter.ts';
import type { DocumentSummary } from '../types.ts';

/** Words that tell no heading from another. */
const joining = new Set('va cua cac nhung ve trong tai theo cho doi voi o den tu mot so'.split(' '));
/** Share of a heading's words that the question must say, and of the question's matter that the heading must. */
const saidOfHeading = 0.75;
const saidOfMatter = 0.65;

/**
 * The section whose heading a question for its content says: "nêu những hạn chế nào" is 'II- HẠN CHẾ'. Null where no
 * heading says nearly the same. The narrowest of equals.
 */
export function sectionAsked(
  question: Question,
  sections: readonly LibrarySection[],
  document: DocumentSummary,
): { section: LibrarySection; fit: number } | null {
  const said = new Set(question.words);
  const matter = matterBeside(question, [], [document]);
  const kind = listedKind(question);
  let best: { section: LibrarySection; fit: number } | null = null;
  for (const section of sections) {
    const heading = foldedSyllables(section.heading).filter((word) => !joining.has(word));
    if (heading.length < 2 || section.charTo - section.charFrom < section.heading.length * 1.5 + 20) continue;
    // "gồm những bước nào": a section about the same thing need not be its procedure.
    if (
      kind &&
      !kind.test(fold(`${section.heading} ${section.label}`)) &&
      !matter.every((word) => heading.includes(word))
    )
      continue;
    const words = new Set(heading);
    const ofHeading = heading.filter((word) => said.has(word)).length / heading.length;
    const ofMatter =
      matter.length === 0 ? 1 : matter.filter((word) => words.has(word)).length / matter.length;
    if (ofHeading < saidOfHeading || ofMatter < saidOfMatter) continue;
    const fit = ofHeading + ofMatter + 0.02 * heading.length;
    if (!best || fit > best.fit) best = { section, fit };
  }
  return best;
}
