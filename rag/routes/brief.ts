import {
  briefHead,
  briefLead,
  briefMore,
  briefOfPoorReading,
  briefParts,
  briefWithoutStructure,
} from '../../prompts/document-briefs.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { briefOf } from './document-brief.ts';
import { placeOfQuote } from '../quoting/place-of-quote.ts';
import { chosenDocuments, sure, whichDocument, wordsBeside } from './documents-choice.ts';
import { nothingFound, type Route } from './route.ts';

const asksBrief =
  /(?<!\p{L})(?:(?:ban )?tom (?:tat|luoc|gon)|tong quan|khai quat|diem chinh|y chinh|nhung diem chu yeu|noi dung (?:chinh|co ban|chu yeu|tong quat|tom tat|cot loi|trong tam)|noi dung (?=cua )|gioi thieu(?: ngan| noi dung)?)(?!\p{L})/u;
/** Words that go with it. */
const briefWords =
  /(?<!\p{L})(?:(?:ban )?tom (?:tat|luoc|gon)|tong quan|khai quat|diem chinh|y chinh|diem chu yeu|noi dung|chinh|co ban|chu yeu|tong quat|cot loi|trong tam|gioi thieu|ngan gon|ngan|vanban|doc|hieu)(?!\p{L})/u;
/** Quotations beside the table: the head and where it holds. */
const mostQuotes = 3;

/** 'Tóm tắt Chỉ thị 05-CT/TW', 'nội dung chính của …': fixed parts, every line verbatim with its place. */
export const brief: Route = async (asked) => {
  const { question, library, filter, quoting, resolution } = asked;
  const asking = fold(cleanText(question.text));
  if (!asksBrief.test(asking)) return null;
  const documents = await chosenDocuments(asked);
  const [document] = documents;
  if (!document) return null;
  const mentions = (await resolution()).named.map(({ mention }) => mention);
  if (wordsBeside(asked, document, mentions, briefWords).length > 0) return null;
  if (documents.length > 1) return whichDocument(asked, documents);
  const passages = await library.passages(filter.viewer, document.id);
  const made = briefOf(await library.sections(filter.viewer, document.id), passages);
  if (made.type !== 'brief')
    return {
      answer: {
        outcome: 'refusal',
        lead: made.type === 'unreadable' ? briefOfPoorReading(document) : briefWithoutStructure(document),
        nearest: [document],
      },
      found: nothingFound,
      missing: [],
      confidence: 0,
    };
  const head = await quoting.head(document);
  const slices = made.lines
    .filter(({ part }) => part === 'scope' || part === 'effect' || part === 'replaced' || part === 'content')
    .slice(0, mostQuotes - (head ? 1 : 0));
  const quotes = [...(head ? [head] : []), ...(await quoting.verbatim(slices))];
  const rows = made.lines.map(({ part, text, isCut, passage }) => [
    briefParts[part],
    isCut ? `${inCell(text)} …` : inCell(text),
    placeOfQuote({ text, passage }),
  ]);
  if (made.left > 0) {
    const at = made.lines.findLastIndex(({ part }) => part === 'content');
    rows.splice(at + 1, 0, [briefParts.content, briefMore(made.left), '']);
  }
  return {
    answer: {
      outcome: 'answer',
      lead: briefLead(document),
      quotes,
      table: { head: briefHead, rows },
    },
    found: nothingFound,
    missing: [],
    confidence: sure,
    isAboutForce: true,
  };
};

/** Lines of a signature and cells of a row beside each other. */
const inCell = (text: string): string =>
  text
    .replace(/^\|\s*|\s*\|$/gu, '')
    .replace(/\s*[|\n]+\s*/gu, ' · ')
    .trim();
