import { randomNumbers } from '../random.ts';
import type { BeirEntry } from '../beir.ts';

/** A question made from the text that answers it. */
export interface PseudoQuestion {
  text: string;
  gold: string;
  kind: 'heading' | 'definition' | 'penalty' | 'list' | 'duty' | 'amount';
}

/**
 * Questions in the formal manner, as people ask who know the words of the law: the heading turned into a question,
 * a term to be defined, an act whose fine is asked, a list asked for, a duty, an amount. Words are dropped and
 * replaced by everyday ones, and the matter of the whole document is added as people do. Made from the texts alone,
 * the same for the same seed.
 */
export function makePseudoQuestions(
  entries: readonly BeirEntry[],
  documentOf: (id: string) => string,
  count: number,
  seed = 1,
): PseudoQuestion[] {
  const random = randomNumbers(seed);
  const documents = new Map<string, BeirEntry[]>();
  const headings = new Map<string, number>();
  for (const entry of entries) {
    const list = documents.get(documentOf(entry.id));
    if (list) list.push(entry);
    else documents.set(documentOf(entry.id), [entry]);
    const heading = headingOf(entry).toLowerCase();
    headings.set(heading, (headings.get(heading) ?? 0) + 1);
  }
  const questions: PseudoQuestion[] = [];
  for (let tries = 0; questions.length < count && tries < count * 50; tries++) {
    const entry = pick(entries, random);
    const list = documents.get(documentOf(entry.id))!;
    if (withoutMatter.test(entry.title)) continue;
    const matter = matterOf(list);
    const isCommon = (headings.get(headingOf(entry).toLowerCase()) ?? 0) > 1;
    const made = pick(makers, random)(entry, matter, isCommon, random);
    if (made === null) continue;
    const text = reworded(made.text, random);
    if (text.split(' ').length < 6 || text.split(' ').length > 45) continue;
    questions.push({ text, gold: entry.id, kind: made.kind });
  }
  return questions;
}

/** Articles that nobody asks for. */
const withoutMatter =
  /Phạm vi|[Hh]iệu lực|thi hành$|Tổ chức thực hiện|Điều khoản|Đối tượng áp dụng|chuyển tiếp/u;

type Random = () => number;
type Made = Omit<PseudoQuestion, 'gold'> | null;

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!;

const headingOf = ({ title }: BeirEntry): string => title.replace(/^Điều\s+\S+\s*/u, '').trim();

/** What the whole document is about: what its first article says that it governs. */
function matterOf(list: readonly BeirEntry[]): string {
  for (const { text } of list.slice(0, 2)) {
    const found = /quy định (?:chi tiết )?(?:về |việc )?([^.;:()\d]{12,140})/u.exec(text);
    if (found) return firstWords(found[1]!, 12);
  }
  return '';
}

const firstWords = (text: string, most: number): string =>
  text
    .trim()
    .split(/\s+/u)
    .slice(0, most)
    .join(' ')
    .replace(/[,;:.]+$/u, '')
    .replace(/ (?:và|của|cho|về|hoặc|các|theo|do|bị|với|từ|đối)$/u, '');

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const askHow = [
  'được quy định như thế nào?',
  'được quy định ra sao?',
  'như thế nào?',
  'theo quy định là gì?',
];
const askList = ['bao gồm những gì?', 'gồm những gì?', 'là những gì?', 'gồm những loại nào?'];
const askFine = [
  'bị xử phạt như thế nào?',
  'bị phạt bao nhiêu tiền?',
  'thì bị phạt thế nào?',
  'bị xử lý ra sao?',
];

const fromHeading = (entry: BeirEntry, matter: string, isCommon: boolean, random: Random): Made => {
  const heading = headingOf(entry);
  if (heading.split(' ').length < 4 || (isCommon && matter === '')) return null;
  const about = isCommon || random() < 0.3 ? ` ${pick(['trong', 'về', 'của', 'khi'], random)} ${matter}` : '';
  return { kind: 'heading', text: `${heading}${matter === '' ? '' : about} ${pick(askHow, random)}` };
};

const fromDefinition = (entry: BeirEntry, matter: string, _: boolean, random: Random): Made => {
  if (!/Giải thích|thuật ngữ|Khái niệm/u.test(entry.title)) return null;
  const terms = [
    ...entry.text.matchAll(/(?:^|\n)\s*\*?\d+\*?\.\s*\*?([^*:.;\n]{6,60}?)\s*\*?\s+(?:là|được hiểu là)\s/gu),
  ];
  if (terms.length === 0) return null;
  const about = matter !== '' && random() < 0.25 ? ` trong ${matter}` : '';
  return {
    kind: 'definition',
    text: `${pick(terms, random)[1]!}${about} ${pick(['là gì?', 'được hiểu như thế nào?', 'nghĩa là gì?'], random)}`,
  };
};

const fromPenalty = (entry: BeirEntry, _: string, __: boolean, random: Random): Made => {
  const acts = [
    ...entry.text.matchAll(/đối với (?:một trong các )?(?:hành vi|người có hành vi)\s+([^:;.\n]{25,200})/gu),
    ...(/[Pp]hạt tiền/u.test(entry.text) ? entry.text.matchAll(/\n\s*[a-zđ]\)\s*([^:;.\n]{25,200})/gu) : []),
  ];
  const act = acts.length > 0 ? pick(acts, random)[1]! : '';
  if (act === '' || act.startsWith('quy định') || act.startsWith('vi phạm quy định tại')) return null;
  return {
    kind: 'penalty',
    text: `${upper(firstWords(act, 10 + Math.floor(random() * 12)))} ${pick(askFine, random)}`,
  };
};

const fromList = (entry: BeirEntry, matter: string, isCommon: boolean, random: Random): Made => {
  const leads = [
    ...entry.text.matchAll(
      /(?:^|\n)\s*(?:\d+\.\s*)?([^:;.\n]{25,160}?)\s*(?:bao gồm|gồm|như sau|sau đây|sau)\s*:/gu,
    ),
  ];
  if (leads.length === 0) return null;
  const lead = firstWords(pick(leads, random)[1]!, 20);
  const about = isCommon && matter !== '' ? ` ${pick(['trong', 'về'], random)} ${matter}` : '';
  const heading = random() < 0.3 && !isCommon ? `${headingOf(entry)}: ` : '';
  return { kind: 'list', text: `${heading}${lead}${about} ${pick(askList, random)}` };
};

const fromDuty = (entry: BeirEntry, matter: string, _: boolean, random: Random): Made => {
  const duties = [
    ...entry.text.matchAll(
      /(?:^|\n)\s*(?:\d+\.|[a-zđ]\))?\s*([\p{Lu}][^:;.\n]{15,90}?)\s+(phải|được|không được|có trách nhiệm|có quyền)\s+([^:;.\n]{20,160})/gu,
    ),
  ];
  if (duties.length === 0) return null;
  const [, who, may, what] = pick(duties, random);
  const about = matter !== '' && random() < 0.3 ? ` trong ${matter}` : '';
  const deed = firstWords(what!, 8 + Math.floor(random() * 8));
  if (may === 'có trách nhiệm' && random() < 0.6)
    return { kind: 'duty', text: `${who}${about} có trách nhiệm gì?` };
  return random() < 0.5
    ? { kind: 'duty', text: `${who} có ${may!.replace('có ', '')} ${deed} không?` }
    : { kind: 'duty', text: `Khi nào ${lower(who!)} ${may} ${deed}${about}?` };
};

const fromAmount = (entry: BeirEntry, _: string, isCommon: boolean, random: Random): Made => {
  const amounts = [
    ...entry.text.matchAll(
      /(?:^|[\n;.])\s*(?:\d+\.|[a-zđ]\))?\s*([^:;.\n]{20,140}?)\s+\d[\d.,]*\s*(?:\([^)]*\)\s*)?(ngày làm việc|ngày|tháng|năm|giờ|phần trăm|đồng|%|mét|m2|người)(?=[\s,;.])([^:;.\n]{0,80})/gu,
    ),
  ];
  if (amounts.length === 0) return null;
  const [, before, unit, after] = pick(amounts, random);
  const heading = !isCommon && random() < 0.4 ? `${headingOf(entry)}: ` : '';
  const rest = firstWords(after!, 10);
  return {
    kind: 'amount',
    text: `${heading}${firstWords(before!, 22)} bao nhiêu ${unit} ${rest}`.trim() + '?',
  };
};

const makers = [fromHeading, fromHeading, fromDefinition, fromPenalty, fromList, fromDuty, fromAmount];

/** What people say for words of the law. */
const everyday: readonly (readonly [string, string])[] = [
  ['cơ quan nhà nước có thẩm quyền', 'cơ quan nào'],
  ['cơ quan có thẩm quyền', 'cơ quan chức năng'],
  ['tổ chức, cá nhân', 'người dân, doanh nghiệp'],
  ['người lao động', 'nhân viên'],
  ['người sử dụng lao động', 'công ty'],
  ['phương tiện giao thông', 'xe cộ'],
  ['trường hợp', 'khi'],
  ['quy định tại', 'theo'],
  ['hồ sơ', 'giấy tờ'],
  ['trình tự, thủ tục', 'cách làm thủ tục'],
  ['thẩm quyền', 'quyền'],
  ['nghĩa vụ', 'trách nhiệm'],
  ['tiến hành', 'làm'],
  ['thực hiện', 'làm'],
  ['cấp lại', 'xin lại'],
  ['đề nghị', 'xin'],
  ['bồi thường', 'đền bù'],
  ['chấm dứt', 'kết thúc'],
  ['sử dụng', 'dùng'],
  ['bảo đảm', 'đảm bảo'],
  ['nguyên tắc', 'quy tắc'],
  ['thời hạn', 'thời gian'],
  ['phương thức', 'cách thức'],
  ['điều kiện', 'yêu cầu'],
  ['kinh phí', 'tiền'],
  ['mức', 'số'],
];

const keep = 0.9;

/** Drops about one word in ten and says some in everyday words. */
function reworded(text: string, random: Random): string {
  let said = text
    .replace(/[*_"“”]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  for (const [formal, plain] of everyday) {
    if (random() < 0.3) said = said.replace(formal, plain);
  }
  const words = said.split(' ');
  return words.filter((word, place) => place >= words.length - 3 || random() < keep).join(' ');
}
