import { cleanText, fold } from '../../text/normalise.ts';
import { isReadable } from './document-brief-reading.ts';
import { cellsIn, columnsOfContext, isHeadRow, type Cell } from '../evidence/table-rows.ts';
import type { Passage } from '../types.ts';
import { unitsOf } from '../evidence/units.ts';

/** A stretch [from, to) of the text of a passage, verbatim. */
export interface TextSlice {
  text: string;
  from: number;
  to: number;
}

/** A task of a document as it stands: who does what by when. What the document does not say is null. */
export interface DocumentTask {
  passage: Passage;
  who: TextSlice | null;
  what: TextSlice;
  when: TextSlice | null;
  /** The sentence or row that says it. */
  whole: TextSlice;
}

/** Verbs with which a document gives work to a body, as they follow its name. */
const doing =
  'chu tri|phoi hop|ra soat|chuan bi|to chuc|xay dung|chi dao|tham muu|theo doi|bao cao|thuc hien|hoan thanh|ban hanh|la dau moi|co trach nhiem|chiu trach nhiem|phai|truc|cu|gui|huong dan|don doc|kiem tra|giam sat|lap|bo tri|quan triet|pho bien|tuyen truyen|trien khai|cu the hoa|tiep tuc|tang cuong|day manh|phan cong|dang ky|cap nhat|cong khai|dam bao|bao dam|nghien cuu|de xuat|tong hop|so ket|tong ket|danh gia|can cu|hop|nop|trinh|thong bao|dua|giai quyet|xu ly|quan ly|van dung|lanh dao|chu dong|kip thoi|dinh ky|hang nam|hang thang|hang quy';
const bodyWord =
  'cap uy|dang uy|dang bo|chi bo|chi uy|tinh uy|thanh uy|huyen uy|ban (?!hanh|quy|ke|thao|giao nhiem)|bo |so |uy ban|ubnd|hdnd|hoi dong|hoi |van phong|cac |moi |tung |don vi|co quan|to chuc|mat tran|lien doan|doan |thuong truc|bi thu|pho bi thu|chu tich|chanh van phong|truong |pho |thu truong|nguoi dung dau|dong chi|can bo|dang vien|cap uy vien|trung tam|truong chinh tri|bao |dai |cong an|quan su|kho bac|ngan hang|thanh vien|to giup viec|to cong tac|phong |cuc |vien |toa an|thanh tra|phan hieu';
/** 'Giao Văn phòng …', 'Đề nghị các ban …', or the body itself at the beginning, up to its verb. */
const assignment = new RegExp(
  String.raw`^(?<mark>\s*(?:[-–+*•]|\(?\p{L}\)|\(?\d{1,2}(?:\.\d{1,2})*[.)]|(?:dieu|khoan) \d+[.:]?|[ivx]+[.)-])?\s*)(?<give>(?:giao(?: cho)?|phan cong|de nghi|yeu cau)\s+)?(?<who>(?:${bodyWord})[^.;:]{0,160}?)\s*:?\s*(?=(?:(?:${doing})(?!\p{L}|\s*:)))`,
  'u',
);
/** 'Giao Bộ Công Thương: (i) …': the colon says where the work begins. */
const assignmentWithColon = new RegExp(
  String.raw`^(?<mark>\s*(?:[-–+*•]|\(?\p{L}\)|\(?\d{1,2}(?:\.\d{1,2})*[.)])?\s*)(?<give>(?:giao(?: cho)?|phan cong|de nghi|yeu cau)\s+)(?<who>(?:${bodyWord})[^.;:]{0,120}?)\s*:\s*(?=\S)`,
  'u',
);
/** A day, month, quarter or year as a deadline names it. */
const day = String.raw`(?:ngay\s+\d{1,2}(?:\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?|\s+thang\s+\d{1,2}(?:\s+nam\s+\d{4})?|\s+(?:hang|hằng|moi)\s+(?:thang|quy|nam))|\d{1,2}/\d{1,2}(?:/\d{4})?|(?:thang|quy)\s+(?:\d{1,2}|[iv]+)(?:\s*[/-]\s*\d{4}|(?:\s+nam)?\s+\d{4})?|nam\s+\d{4}|(?:cuoi|dau|giua)\s+(?:nam|quy|thang|tuan)(?:\s+(?:\d{1,4}|[iv]+))?(?:\s*/\s*\d{4}|\s+nam\s+\d{4})?)`;
const deadline = new RegExp(
  [
    String.raw`(?<!\p{L})truoc khi [^,.;]{2,60}? (?:it nhat |toi thieu )?\d{1,3} (?:gio|ngay|thang|tuan)(?: lam viec)?(?!\p{L})`,
    String.raw`(?<!\p{L})(?:cham nhat(?:\s+(?:la|den|vao|trong|truoc))?|truoc|den het|het|muon nhat|khong qua|khong muon hon|tu nay den|vao|trong|den|xong trong|han(?:\s+(?:cuoi|chot))?|thoi han(?:\s+la)?)(?:\s+\d{1,2}\s*(?:gio|h)\d{0,2},?)?\s+(?:cac\s+)?${day}(?:\s+(?:hang|moi)\s+(?:thang|quy|nam))?`,
    String.raw`(?<!\p{L})(?:trong(?: vong)?|sau|khong qua|cham nhat(?: la)?|toi da)\s+\d{1,3}\s+(?:ngay|thang|tuan|gio|nam)(?:\s+lam viec)?(?:\s+(?:ke\s+)?tu\s+(?:khi|ngay)[^,.;]{0,60})?`,
    String.raw`(?<!\p{L})(?:dinh ky|hang|moi)\s+(?:\d{1,2}\s+)?(?:thang|quy|nam|tuan|6 thang)(?:(?:,| va| hoac)\s+(?:hang\s+)?(?:\d{1,2}\s+)?(?:thang|quy|nam|tuan|dot xuat))*(?!\p{L})`,
    String.raw`(?<!\p{L})(?:\d{1,2}\s+(?:thang|nam|quy|tuan|ngay)\s+(?:mot|1)\s+lan)`,
    String.raw`(?<!\p{L})ngay\s+\d{1,2}\s+(?:hang|moi)\s+(?:thang|quy|nam)`,
  ].join('|'),
  'u',
);

/** The year that a strategy or a plan is named after is no deadline: 'Chiến lược … đến năm 2030, tầm nhìn đến năm 2045'. */
function deadlineIn(folded: string): RegExpExecArray | undefined {
  return [...folded.matchAll(new RegExp(deadline.source, 'gu'))].find(({ 0: found, index }) => {
    const isHorizon =
      /^\s*(?:den|tu nay den)\s+nam\s/u.test(found) &&
      (/^,?\s*tam nhin(?!\p{L})/u.test(folded.slice(index + found.length)) ||
        /(?<!\p{L})(?:tam nhin|chien luoc|quy hoach|dinh huong|hien dai hoa dat nuoc)(?!\p{L})[^,.;:]{0,120}$/u.test(
          folded.slice(0, index),
        ));
    return !isHorizon;
  });
}

/** Every task of a document, in order, from its sentences, items and tables. Nothing is put into words anew. */
export function tasksOf(passages: readonly Passage[]): DocumentTask[] {
  return passages
    .filter((passage) => isReadable([passage]))
    .flatMap((passage) =>
      passage.kind === 'table'
        ? tasksOfTable(passage)
        : ['clause', 'list', 'paragraph'].includes(passage.kind)
          ? tasksOfText(passage)
          : [],
    );
}

function tasksOfText(passage: Passage): DocumentTask[] {
  const text = cleanText(passage.text);
  // Offsets must hold for the stored text; documents are stored clean.
  if (text !== passage.text) return [];
  const units = unitsOf(text, passage.kind, null);
  return units.flatMap((unit): DocumentTask[] => {
    if (unit.kind === 'heading') return [];
    const folded = fold(unit.text);
    const found = assignmentWithColon.exec(folded) ?? assignment.exec(folded);
    const by = deadlineIn(folded);
    const slice = (from: number, to: number): TextSlice => {
      let start = unit.from + from;
      let end = unit.from + to;
      while (start < end && /[\s,;:]/u.test(text[start]!)) start++;
      while (end > start && /[\s,;:]/u.test(text[end - 1]!)) end--;
      return { text: text.slice(start, end), from: start, to: end };
    };
    const whoText = found?.groups?.['who'] ?? '';
    const isTask = found !== null && isBody(whoText, folded.slice(found[0].length), found.groups?.['give']);
    // A sentence that gives no work is a deadline only where it says that something is due.
    if (
      !isTask &&
      !(
        by &&
        /(?<!\p{L})(?:hoan thanh|bao cao|gui|nop|trinh|ban hanh|xong|to chuc|thoi han)(?!\p{L})/u.test(folded)
      )
    )
      return [];
    if (isPast.test(folded)) return [];
    const whoFrom = isTask
      ? (found.groups?.['mark'] ?? '').length + (found.groups?.['give'] ?? '').length
      : 0;
    const who = isTask ? slice(whoFrom, whoFrom + whoText.length) : null;
    const markLength = /^\s*(?:[-–+*•]|\(?\p{L}\)|\(?\d{1,2}(?:\.\d{1,2})*[.)])?\s*/u.exec(folded)![0].length;
    const what = slice(isTask ? found[0].length : markLength, folded.length);
    if (what.text === '') return [];
    return [
      {
        passage,
        who,
        what,
        when: by ? slice(by.index, by.index + by[0].length) : null,
        whole: slice(0, folded.length),
      },
    ];
  });
}

/** What has been done, and what a body is or has, is no task. */
const isPast =
  /(?<!\p{L})(?:da (?:duoc |hoan thanh|to chuc|ban hanh|thuc hien|ra soat|chi dao|xay dung|co)|thoi gian qua|co nhiem vu sau|gom co)(?!\p{L})/u;

/** A body and nothing but a body: no clause about it, and not the document itself. */
function isBody(who: string, rest: string, give: string | undefined): boolean {
  if (
    who.length < 4 ||
    /(?<!\p{L})(?:nay|khi|neu|duoc|la|vi|do|de|thi|ma|nham|tren co so|theo)(?!\p{L})/u.test(who)
  )
    return false;
  if (/^(?:cac|moi|tung)\s*$/u.test(who)) return false;
  if (
    give === undefined &&
    /^cac (?!co quan|don vi|cap|ban|so|nganh|dang|chi|huyen|xa|phuong|to chuc|dia phuong|doan|dong chi|thanh vien|truong|hoi|phong)/u.test(
      who,
    )
  )
    return false;
  return rest.trim().split(/\s+/u).length >= 2;
}

const columnRoles: readonly (readonly [keyof Roles, RegExp])[] = [
  ['when', /thoi (?:han|gian|diem)|han hoan thanh|tien do|hoan thanh|ngay (?:nop|gui)|moc/u],
  [
    'who',
    /chu tri|don vi (?:thuc hien|chiu|phu trach)|co quan (?:thuc hien|chu tri)|nguoi (?:thuc hien|phu trach)|phan cong|thuc hien|trach nhiem|dau moi/u,
  ],
  ['what', /nhiem vu|noi dung|cong viec|hoat dong|viec|san pham|ten (?:de an|bao cao|van ban)/u],
];
interface Roles {
  when?: number;
  who?: number;
  what?: number;
}

function tasksOfTable(passage: Passage): DocumentTask[] {
  const { text } = passage;
  const fromContext = columnsOfContext(passage.context);
  const tasks: DocumentTask[] = [];
  let columns = fromContext;
  let at = 0;
  for (const line of text.split('\n')) {
    const from = at;
    at += line.length + 1;
    if (!line.includes('|') || /^[\s|:-]+$/u.test(line)) continue;
    const cells = cellsIn(line, from);
    if (columns === null) {
      columns = cells.map((cell) => cell.text);
      continue;
    }
    if (isHeadRow(line, columns)) continue;
    const roles = rolesOf(columns);
    const cell = (index: number | undefined): TextSlice | null => {
      const found: Cell | undefined = index === undefined ? undefined : cells[index];
      return found && found.text !== '' ? found : null;
    };
    const what = cell(roles.what);
    if (what === null || (roles.when === undefined && roles.who === undefined)) continue;
    tasks.push({
      passage,
      who: cell(roles.who),
      what,
      when: cell(roles.when),
      whole: { text: line, from, to: from + line.length },
    });
  }
  return tasks;
}

function rolesOf(columns: readonly string[]): Roles {
  const roles: Roles = {};
  for (const [role, pattern] of columnRoles) {
    const taken = new Set(Object.values(roles));
    const at = columns.findIndex((name, index) => !taken.has(index) && pattern.test(fold(name)));
    if (at >= 0) roles[role] = at;
  }
  return roles;
}
