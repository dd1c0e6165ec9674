import type { DateOnly } from '../../core/clock.ts';
import { findDates } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { findLooseSymbols } from '../../text/symbols.ts';
import { parseDecision } from '../entry/parse-decision.ts';
import { splitItems } from './read-items.ts';

/** A comment as it was typed. */
export interface TypedComment {
  section: string;
  content: string;
  body: string;
}

const sectionHead =
  /^(?:(?:o |tai |doi voi |ve )?(?:phan|muc|noi dung|chuong|he thong|viec)|doi voi|ve)\s+([^:]{2,90})\s*:\s*/u;
const bodyHead =
  /^(?:(?:cac )?(?:y kien|gop y)(?: gop y| tham gia| chi dao| ket luan)?(?: cua)?|(?:co quan|noi) gop y\s*:?)\s+([^:]{2,90}?)\s*:\s*/u;
/** 'Ban Tổ chức Tỉnh ủy: phần Chỉ tiêu: …': who comments, without the word for it. */
const bodyAlone =
  /^([^:]{3,90}?)\s*:\s*(?=(?:o |tai |doi voi |ve )?(?:phan|muc|chuong|he thong)\s[^:]{2,90}:)/u;
const bodyTail = /\s*\(\s*(?:(?:y kien|gop y) cua|cua|co quan)?\s*:?\s*([^()]{3,90})\)\s*$/u;

/**
 * Reads comments on congress papers: 'phần Chỉ tiêu: bổ sung từ ngữ cho chặt chẽ (Ban Thường vụ Tỉnh ủy)'. A line
 * 'ý kiến của …:' before them names the body for all; a section holds until another is named.
 */
export function readComments(text: string): TypedComment[] {
  const clean = cleanText(text).trim();
  const folded = fold(clean);
  const alone = sectionHead.test(folded) ? null : bodyAlone.exec(folded);
  const head = bodyHead.exec(folded) ?? alone;
  const body = head?.[1] ? slice(clean, head, head[1]) : '';
  let section = '';
  return splitItems(head ? clean.slice(head[0].length) : clean).flatMap((item) => {
    const tail = bodyTail.exec(fold(item));
    const own = tail?.[1]
      ? item.slice(tail.index).slice(tail[0].indexOf(tail[1])).slice(0, tail[1].length)
      : '';
    const rest = tail ? item.slice(0, tail.index) : item;
    const named = sectionHead.exec(fold(rest));
    if (named?.[1]) section = capitalise(oneLine(slice(rest, named, named[1])));
    const content = capitalise(oneLine(named ? rest.slice(named[0].length) : rest));
    return content === '' ? [] : [{ section, content, body: oneLine(own || body) }];
  });
}

/** A draft as it was typed. */
export interface TypedDraft {
  title: string;
  finisher: string;
  signer: string;
  dueOn: DateOnly | null;
}

const signing =
  /[,;]?\s*(?<!\p{L})(?:de\s+)?trinh\s+(.{2,80}?)\s+(?:xem xet,?\s*)?(?:ky|ban hanh|phe duyet)(?:\s+ban hanh)?(?!\p{L}).*$/u;

/**
 * Reads adopted drafts: 'Báo cáo A; Báo cáo B; giao Văn phòng hoàn thiện, trình Thường trực ký ban hành, hạn 15/8'. Who
 * finishes and who signs holds for all drafts of the line.
 */
export function readDrafts(text: string, today: DateOnly): TypedDraft[] {
  const lead =
    /^(?:(?:hoi nghi|cuoc hop)\s+)?(?:da\s+)?(?:thong nhat\s+)?thong qua\s+(?:cac\s+)?(?:du thao\s*:?\s*)?|^(?:cac\s+)?du thao\s*:?\s*/u.exec(
      fold(cleanText(text)),
    );
  const titles: string[] = [];
  let finisher = '';
  let signer = '';
  let dueOn: DateOnly | null = null;
  for (const item of splitItems(cleanText(text).slice(lead?.[0].length ?? 0))) {
    if (!/^(?:giao|phan cong|tren co so gop y)(?!\p{L})/u.test(fold(item))) {
      titles.push(capitalise(item));
      continue;
    }
    const sign = signing.exec(fold(item));
    if (sign?.[1]) signer = item.slice(sign.index).slice(sign[0].indexOf(sign[1])).slice(0, sign[1].length);
    const { task } = parseDecision(item, today);
    finisher = task ? [task.lead, ...task.cooperating].join(', ') : '';
    dueOn = task?.dueOn ?? null;
  }
  return titles.map((title) => ({ title, finisher, signer, dueOn }));
}

/** A congress with its agreed days, as typed; `unit` is what is left. */
export interface TypedCongress {
  unit: string;
  name: string;
  term: string;
  startsOn: DateOnly;
  endsOn: DateOnly;
}

/** Reads 'Đảng bộ Khối các cơ quan tỉnh lần thứ XX, nhiệm kỳ 2020-2025, ngày 22 và 23/7/2020'; null without a day. */
export function readCongress(text: string, today: DateOnly): TypedCongress | null {
  let clean = oneLine(cleanText(text));
  const cut = (pattern: RegExp): string => {
    const match = pattern.exec(fold(clean));
    if (!match) return '';
    const value = clean.slice(match.index, match.index + match[0].length);
    clean = `${clean.slice(0, match.index)} ${clean.slice(match.index + match[0].length)}`;
    return oneLine(value);
  };
  const term = cut(/,?\s*\(?(?<!\p{L})(?:nhiem ky|nk)\s*(\d{4})\s*[-–]\s*(\d{4})\)?/u).replace(
    /[^\d–-]+/gu,
    '',
  );
  const name = cut(/,?\s*lan thu\s+(?:[ivxl]+|\d{1,2}|nhat)(?!\p{L})/u).replace(/^[,\s]+/u, '');
  const dates = findDates(clean, { today }).flatMap(({ date, from, to }) =>
    date ? [{ date, from, to }] : [],
  );
  const [first] = dates;
  const last = dates.at(-1);
  if (!first || !last) return null;
  const days = dates.map(({ date }) => date).sort();
  const unit = oneLine(
    `${clean.slice(0, first.from)} ${clean.slice(last.to)}`.replace(/[,;:()]+/gu, ' ').replace(/\s+/gu, ' '),
  );
  const folded = fold(unit);
  const filler =
    /^(?:thong nhat )?(?:thoi gian )?(?:to chuc )?(?:dai hoi (?:dai bieu )?)?|\s*(?:to chuc |dien ra )?(?:trong )?(?:hai |ba |\d )?(?:vao )?(?:tu )?(?:cac )?(?:ngay)?$/gu;
  const kept = [...folded.matchAll(filler)].reduce(
    (text_, match) =>
      text_.slice(0, match.index) + ' '.repeat(match[0].length) + text_.slice(match.index + match[0].length),
    unit,
  );
  return {
    unit: oneLine(kept),
    name,
    term: term.replace('–', '-'),
    startsOn: days[0] as DateOnly,
    endsOn: days.at(-1) as DateOnly,
  };
}

/** A plan as typed: 'Đảng ủy Khối: 87-KH/ĐUK ngày 26/4/2024 thực hiện 34-CT/TU'. */
export interface TypedPlan {
  unit: string;
  plan: string;
  directive: { symbol: string; key: string };
  issuedOn: DateOnly | null;
}

/** Reads a plan and the directive that it carries out; null where either symbol is missing. */
export function readPlan(text: string, today: DateOnly): TypedPlan | null {
  const clean = oneLine(cleanText(text));
  const symbols = findLooseSymbols(clean);
  if (symbols.length < 2) return null;
  const folded = fold(clean);
  const carriedOut =
    symbols.find(({ from }) =>
      /(?:thuc hien|trien khai|cu the hoa|theo)\s+(?:[\p{L}]+\s+){0,4}$/u.test(folded.slice(0, from)),
    ) ?? symbols.find(({ typeCode }) => typeCode !== 'KH');
  const plan = symbols.find((symbol) => symbol !== carriedOut);
  if (!carriedOut || !plan) return null;
  const day =
    plan.issuedOn ??
    findDates(clean.slice(plan.to, plan.to < carriedOut.from ? carriedOut.from : undefined), { today })[0]
      ?.date ??
    null;
  const unit = oneLine(clean.slice(0, Math.min(plan.from, carriedOut.from)))
    .replace(/(?:^|\s)(?:kế hoạch|ke hoach|số|so|ban hành|ban hanh|có|co|đã|da)(?=\s|$)/giu, ' ')
    .replace(/[,;:]+/gu, ' ');
  return {
    unit: oneLine(unit),
    plan: plan.symbol,
    directive: { symbol: carriedOut.symbol, key: carriedOut.key },
    issuedOn: day,
  };
}

const capitalise = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
const slice = (text: string, match: RegExpExecArray, value: string): string => {
  const from = match.index + match[0].indexOf(value);
  return text.slice(from, from + value.length);
};
