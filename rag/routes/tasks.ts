import {
  deadlinesLead,
  moreTasks,
  noDeadline,
  noDoer,
  noTasks,
  taskHead,
  tasksLead,
} from '../../prompts/document-briefs.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { tasksOf, type DocumentTask } from './document-brief-tasks.ts';
import { placeOfQuote } from '../quoting/place-of-quote.ts';
import { chosenDocuments, sure, whichDocument, wordsBeside } from './documents-choice.ts';
import { nothingFound, type Route } from './route.ts';

const asksTasks =
  /(?<!\p{L})(?:(?:cac |nhung )?(?:nhiem vu|viec|cong viec)(?: cu the)? (?:duoc )?(?:giao|phan cong)|giao (?:nhung |cac )?(?:nhiem vu|viec)(?: gi| nao)?(?: cho)?|giao (?:cho )?(?:ai|nhung ai|don vi nao|co quan nao|nhung don vi nao|cac don vi nao)|giao .{2,50} (?:nhiem vu gi|viec gi|lam gi|nhung viec gi|nhung gi)|phan cong (?:nhiem vu|thuc hien|cong viec|cho)|(?:bang|danh sach|liet ke|thong ke|tong hop)(?: cac| nhung)? (?:nhiem vu|cong viec|phan cong)|nhiem vu va thoi han|(?:nhung|cac) nhiem vu (?:nao|gi|trong|cua|theo|tai|neu)|ai (?:lam|chu tri|phu trach|thuc hien) (?:gi|viec gi|nhung gi|nhung viec gi))(?!\p{L})/u;
const asksDeadlines =
  /(?<!\p{L})(?:(?:cac |nhung )?moc (?:thoi gian|tien do)|(?:cac |nhung )?thoi han(?: bao cao| hoan thanh| thuc hien| gui| nop)?|tien do thuc hien|han (?:bao cao|nop|gui|hoan thanh)|khi nao phai (?:bao cao|hoan thanh|gui|nop))(?!\p{L})/u;
/** 'Thời hạn cho mượn là bao nhiêu ngày' asks for one value, not for what is due when. */
const asksOneValue = /(?<!\p{L})(?:bao nhieu|bao lau|may (?:gio|ngay|tuan|thang|quy|nam))(?!\p{L})/u;
const words =
  /(?<!\p{L})(?:moc|thoi gian|tien do|thoi han|thoi|han|hoan thanh|thuc hien|nhiem vu|cong viec|viec|cu the|giao|phan cong|don vi|co quan|ai|lam|chu tri|phu trach|bang|danh sach|liet ke|thong ke|tong hop|phai|khi|luc|lau|gui|nop|bao cao|can|neu|tai|ghi|yeu cau)(?!\p{L})/u;
/** How many rows a first reply shows. */
const mostRows = 10;
const mostQuotes = 3;

/** 'Nhiệm vụ giao cho ai trong Kế hoạch …', 'các mốc thời gian của …': who, what, by when, and where it stands. */
export const tasks: Route = async (asked) => {
  const { question, library, filter, quoting, resolution } = asked;
  const asking = fold(cleanText(question.text));
  const isOfDays = asksDeadlines.test(asking) && !asksOneValue.test(asking);
  if (!isOfDays && !asksTasks.test(asking)) return null;
  const { named } = await resolution();
  const documents = await chosenDocuments(asked);
  const [document] = documents;
  if (!document) return null;
  const beside = wordsBeside(
    asked,
    document,
    named.map(({ mention }) => mention),
    words,
  );
  if (documents.length > 1) return beside.length === 0 ? whichDocument(asked, documents) : null;
  const all = tasksOf(await library.passages(filter.viewer, document.id));
  const isOfReports =
    /(?<!\p{L})(?:bao cao)(?!\p{L})/u.test(asking) && !/^bao cao/u.test(fold(document.typeName));
  let wanted = isOfDays ? all.filter(({ when }) => when !== null) : all;
  if (isOfDays && isOfReports) wanted = wanted.filter(isReport);
  // What is asked beside: the body that has to do it, or the work; a question about something else is none of this.
  const body =
    /(?<!\p{L})giao (?:cho )?(?<body>.+?) (?:nhung |cac |lam |thuc hien )*(?:nhiem vu|viec|lam|gi)(?!\p{L})/u.exec(
      asking,
    )?.groups?.['body'];
  const ofBody = body === undefined ? [] : wanted.filter(({ who }) => who !== null && isBody(who.text, body));
  if (ofBody.length > 0) wanted = ofBody;
  else if (beside.length > 0) wanted = wanted.filter((task) => says(task, beside));
  if (wanted.length === 0)
    return beside.length > 0 || all.length > 0
      ? null
      : {
          answer: { outcome: 'refusal', lead: noTasks(document), nearest: [document] },
          found: nothingFound,
          missing: [],
          confidence: 0,
        };
  const shown = wanted.slice(0, mostRows);
  const rows = shown.map(({ who, what, when, whole, passage }) => [
    who?.text ?? noDoer,
    what.text,
    when?.text ?? noDeadline,
    placeOfQuote({ text: whole.text, passage }),
  ]);
  if (wanted.length > shown.length) rows.push(['', moreTasks(wanted.length - shown.length), '', '']);
  const quotes = await quoting.verbatim(
    shown.slice(0, mostQuotes).map(({ passage, whole }) => ({ passage, from: whole.from, to: whole.to })),
  );
  const without = wanted.filter(({ when }) => when === null).length;
  return {
    answer: {
      outcome: 'answer',
      lead: isOfDays ? deadlinesLead(document, wanted.length) : tasksLead(document, wanted.length, without),
      quotes,
      table: { head: taskHead, rows },
    },
    found: nothingFound,
    missing: [],
    confidence: sure,
    isAboutForce: true,
  };
};

const isReport = ({ whole }: DocumentTask): boolean => /(?<!\p{L})bao cao(?!\p{L})/u.test(fold(whole.text));

/** The body itself, alone or among those named with it; not a part of it. */
function isBody(who: string, asked: string): boolean {
  const wanted = foldedSyllables(asked).join(' ');
  return fold(who)
    .split(/\s*(?:,|;|\sva\s|\|)\s*/u)
    .some((one) => foldedSyllables(one).join(' ').startsWith(wanted));
}

/** The body or the work holds every word that is asked beside. */
function says({ who, what }: DocumentTask, wanted: readonly string[]): boolean {
  const has = new Set(foldedSyllables(`${who?.text ?? ''} ${what.text}`));
  return wanted.every((word) => has.has(word));
}
