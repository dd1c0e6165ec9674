import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { findLooseSymbols, findSymbols } from '../../text/symbols.ts';
import { parseDecision } from '../entry/parse-decision.ts';
import { splitItems } from './read-items.ts';
import { openStatuses, proposalStatuses, unansweredStatuses } from './proposal.ts';
import type { NewProposal, ProposalStatus } from './proposal.ts';

/** 'Đảng ủy X đề xuất, kiến nghị với Y: …', in folded form: who, whom. */
const header =
  /^(?:tai (?:buoi lam viec|hoi nghi|cuoc hop),?\s*)?(?:(.{2,90}?)\s+)?(?:co |da )?(?:de xuat,?\s*(?:va\s*)?)?(?:kien nghi|de xuat|de nghi)(?:,\s*de xuat)?(?:\s+(?:voi|toi|gui|len)\s+(.{2,90}?))?(?:\s+(?:cac |nhung |mot so |nhieu |\d+ )?(?:noi dung|van de)(?:\s+(?:sau|nhu sau))?)?\s*:\s*/u;
/** 'X kiến nghị Y: 1. …' without 'với', where Y is told by what bodies are called and the items are numbered. */
const plainHeader =
  /^(?:tai (?:buoi lam viec|hoi nghi|cuoc hop),?\s*)?(.{2,90}?)\s+(?:de xuat,?\s*)?(?:kien nghi|de xuat|de nghi)(?:,\s*de xuat)?\s+((?:bo chinh tri|ban bi thu|trung uong|ban |thuong truc |thuong vu |uy ban |van phong |(?:tinh|thanh|huyen|quan|dang|xa|phuong) uy|ubnd|hdnd|so )[^:]{0,120}?|(?:tinh|thanh|huyen|dang) uy|trung uong|ban bi thu|bo chinh tri)\s*:\s*(?=1\s*[.)])/u;
/** 'gửi Y: …', 'từ X gửi Y: …' before what is proposed. */
const sentHeader =
  /^(?:(?:tu|cua)\s+([^:;,]{2,90}?)[\s,]+)?(?:gui|kinh gui)(?:\s+(?:toi|den|len))?\s+([^:;]{2,90}?)\s*:\s+/u;
/** '(gửi Y)', ', từ X', at the end of an item. */
const sentTo = /[,;(]?\s*(?<!\p{L})(?:gui|kinh gui|noi nhan|voi)\s*:?\s+([^,;()]{2,90})\)?\s*$/u;
const sentFrom = /[,;(]?\s*(?<!\p{L})(?:kien nghi cua|cua|tu|noi kien nghi)\s*:?\s+([^,;()]{2,90})\)?\s*$/u;

/**
 * Reads pasted proposals, one or several, with who proposes and whom: from a line before them ('Đảng ủy X kiến nghị
 * với Y: 1. … 2. …'), from brackets behind one ('(gửi Y)'), or from 'Đề nghị Tỉnh ủy chỉ đạo …'. What was not said
 * stays empty.
 */
export function readProposals(text: string): NewProposal[] {
  const clean = cleanText(text).trim();
  const folded = fold(clean);
  const head = header.exec(folded) ?? plainHeader.exec(folded) ?? sentHeader.exec(folded);
  const [proposer, addressee] = head ? [groupOf(clean, head, 1), groupOf(clean, head, 2)] : ['', ''];
  const body = head ? clean.slice(head[0].length) : clean;
  return splitItems(body).map((item) => {
    const to = cutTail(item, /\((?=\s*(?:gui|kinh gui|noi nhan))/u, sentTo);
    const from = cutTail(to.rest, /\((?=\s*(?:kien nghi cua|cua|tu))/u, sentFrom);
    const asked = parseDecision(from.rest, '2000-01-01').task;
    const isAsking = /^(?:de nghi|kinh de nghi)(?!\p{L})/u.test(fold(from.rest));
    return {
      content: from.rest,
      proposer: from.value || proposer,
      addressee: to.value || addressee || (isAsking ? (asked?.lead ?? '') : ''),
      basis: [...new Set(findSymbols(from.rest).map(({ symbol }) => symbol))],
    };
  });
}

/** 'gửi Y', 'từ X' typed alone: what it adds to proposals that wait for 'Lưu'. */
export function readParties(text: string): { proposer?: string; addressee?: string } | null {
  const clean = oneLine(cleanText(text)).replace(/[.!]+$/u, '');
  const parts = clean.split(/[,;]\s*/u);
  const read: { proposer?: string; addressee?: string } = {};
  for (const part of parts) {
    const folded = fold(part);
    const to = /^(?:gui|kinh gui|noi nhan|toi|voi)\s*:?\s+(?=\S)/u.exec(folded);
    const from = /^(?:tu|cua|noi kien nghi|kien nghi cua)\s*:?\s+(?=\S)/u.exec(folded);
    if (to) read.addressee = part.slice(to[0].length);
    else if (from) read.proposer = part.slice(from[0].length);
    else return null;
  }
  return read;
}

function groupOf(clean: string, match: RegExpExecArray, group: number): string {
  const value = match[group];
  if (value === undefined) return '';
  const from = match[0].indexOf(value, group === 2 ? (match[1]?.length ?? 0) : 0);
  return clean.slice(from, from + value.length);
}

/** Takes what a pattern finds at the end off; only behind a bracket, so that 'với' inside a sentence stays. */
function cutTail(item: string, opening: RegExp, pattern: RegExp): { rest: string; value: string } {
  const folded = fold(item);
  const open = opening.exec(folded);
  const match = open ? pattern.exec(folded.slice(open.index)) : null;
  if (!open || !match?.[1]) return { rest: item, value: '' };
  const from = open.index + match.index + match[0].indexOf(match[1]);
  return { rest: item.slice(0, open.index).trim(), value: item.slice(from, from + match[1].length).trim() };
}

/** What a person asks of the list of proposals. */
export interface ProposalQuestion {
  statuses: readonly ProposalStatus[];
  /** How the statuses are called in the title. */
  name: 'open' | 'unanswered' | 'directed' | 'answered' | 'declined' | 'withdrawn' | 'all';
  basis: readonly { symbol: string; key: string }[];
  /** Syllables of a unit, a proposer or an addressee, as typed. */
  who: string;
}

const questions: readonly (readonly [RegExp, ProposalQuestion['name'], readonly ProposalStatus[]])[] = [
  [
    /(?:chua|khong) (?:duoc |co |thay )*(?:tra loi|phan hoi|giai quyet|hoi am|chi dao|y kien|xu ly|hoi dap)(?: tra loi)?/u,
    'unanswered',
    unansweredStatuses,
  ],
  [/(?:da )?(?:duoc |co )*chi dao/u, 'directed', ['directed', 'directed-unknown']],
  [
    /(?:da )?(?:duoc |co )*(?:tra loi|phan hoi|giai quyet|hoi am|xu ly)(?: xong)?/u,
    'answered',
    ['answered', 'directed'],
  ],
  [/(?:khong|chua) (?:duoc )?(?:chap nhan|chap thuan|dong y)|bi tu choi|tu choi/u, 'declined', ['declined']],
  [/(?:da )?rut(?: lai)?/u, 'withdrawn', ['withdrawn']],
  [/tat ca|toan bo/u, 'all', proposalStatuses],
  [/(?:con |dang )?mo|con (?:lai|ton)|ton dong|chua xong|dang cho|cho tra loi/u, 'open', openStatuses],
];
const filler =
  /(?<!\p{L})(?:cac|nhung|nao|gi|kien nghi|de xuat|danh sach|liet ke|cho toi xem|cho xem|xem|hien nay|cua|gui|toi|voi|tu|den|con|da|chua|duoc|co|bao nhieu|may|khong|bi|lien quan|ve|theo|nhe|o|tai)(?!\p{L})/gu;

/** Reads '/kiennghi …': 'mở', 'chưa trả lời', 'gửi Tỉnh ủy', '946-QĐ/TU'. */
export function readProposalQuestion(text: string): ProposalQuestion {
  let clean = cleanText(text);
  const drop = (from: number, to: number): void => {
    clean = clean.slice(0, from) + ' '.repeat(to - from) + clean.slice(to);
  };
  const basis = findLooseSymbols(clean).map(({ symbol, key, from, to }) => {
    drop(from, to);
    return { symbol, key };
  });
  let found: Pick<ProposalQuestion, 'name' | 'statuses'> =
    basis.length > 0 ? { name: 'all', statuses: proposalStatuses } : { name: 'open', statuses: openStatuses };
  for (const [pattern, name, statuses] of questions) {
    const match = new RegExp(`(?<!\\p{L})(?:${pattern.source})(?!\\p{L})`, 'u').exec(fold(clean));
    if (!match) continue;
    drop(match.index, match.index + match[0].length);
    found = { name, statuses };
    break;
  }
  const masked = fold(clean).replace(filler, (word) => ' '.repeat(word.length));
  const from = masked.search(/[\p{L}\p{N}]/u);
  const who = from < 0 ? '' : oneLine(clean.slice(from, masked.trimEnd().length)).replace(/[?.!,;:]+$/u, '');
  return { ...found, basis, who };
}

/** True where a plain sentence asks for the list of proposals: 'kiến nghị nào chưa được trả lời', 'kien nghi con mo'. */
export function asksForProposals(sentence: string): boolean {
  const folded = fold(oneLine(cleanText(sentence))).replace(/[?.!]+$/u, '');
  if (folded.length > 120) return false;
  if (
    /(?:nhu the nao|the nao|quy dinh|la gi|vi sao|tai sao|bao lau|thoi han|khieu nai|to cao|cu tri|trach nhiem|bao nhieu ngay)/u.test(
      folded,
    )
  )
    return false;
  const what = '(?:kien nghi|de xuat)';
  const how =
    '(?:(?:chua|khong)(?: duoc| co| thay)* (?:tra loi|phan hoi|giai quyet|hoi am|chi dao|xu ly)|con mo|dang mo|ton dong|con ton|qua han|cho tra loi|dang cho|(?:da|nao) (?:duoc |co )*(?:tra loi|phan hoi|chi dao|giai quyet))';
  return (
    new RegExp(`(?<!\\p{L})${what}(?!\\p{L}).{0,60}(?<!\\p{L})${how}(?!\\p{L})`, 'u').test(folded) ||
    new RegExp(`^(?:con|nhung|cac|con nhung) ${what} (?:gi|nao)(?: chua .{2,30})?$`, 'u').test(folded) ||
    new RegExp(`^(?:danh sach|liet ke|xem|cho xem|tinh hinh) (?:cac |nhung )?${what}$`, 'u').test(folded)
  );
}

/** A document that a proposal asks to amend or to replace: 'sửa đổi, bổ sung … Quy định số 946-QĐ/TU'. */
export function documentsToAmend(content: string): { symbol: string; act: 'amend' | 'replace' }[] {
  const clean = cleanText(content);
  const folded = fold(clean);
  return findSymbols(clean).flatMap(({ symbol, from }): { symbol: string; act: 'amend' | 'replace' }[] => {
    const before = folded.slice(0, from);
    if (/(?<!\p{L})(?:thay the|thay cho|bai bo)(?!\p{L})[^;.]{0,80}$/u.test(before))
      return [{ symbol, act: 'replace' }];
    if (/(?<!\p{L})(?:sua doi|bo sung|dieu chinh)(?!\p{L})[^;.]{0,80}$/u.test(before))
      return [{ symbol, act: 'amend' }];
    return [];
  });
}

/** 'Ban Tổ chức Tỉnh ủy: đồng ý, …' : who says it, and what. */
export function readSaid(text: string): { by: string; text: string } {
  const clean = oneLine(cleanText(text)).replace(/[.;]+$/u, '');
  const colon = clean.indexOf(':');
  return colon > 1 && colon < 90
    ? { by: clean.slice(0, colon).trim(), text: clean.slice(colon + 1).trim() }
    : { by: '', text: clean };
}
