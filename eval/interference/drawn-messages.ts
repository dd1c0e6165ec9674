import { fold } from '../../text/normalise.ts';
import type { DrawnDocument } from './drawn-documents.ts';

/** What is asked for without a document: lists, counts, reports. Some are refused to some people; that must be alike too. */
const general = [
  '/vanban',
  '/khovanban',
  '/cuochop',
  '/nhiemvu',
  '/kiennghi',
  '/lichhop',
  '/tuanthu',
  '/baocaohop',
  '/thongke',
  '/thongke theo độ tuổi',
  '/thongke nữ',
  '/denhan',
  '/solieu',
  '/donvi',
  'có bao nhiêu đảng viên',
  'văn bản mới nhất',
  'có bao nhiêu văn bản',
  'trong kho có những văn bản nào',
  'nhiệm vụ nào quá hạn',
  'chi bộ nào chưa họp tháng này',
];

/**
 * A message of a person, most about one of the documents, seen or hidden: by symbol, title, words of a sentence, with
 * and without diacritics, misspelt, continued, pressed.
 */
export function drawMessage(
  random: () => number,
  documents: readonly DrawnDocument[],
  unitNames: readonly string[],
): string {
  const among = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const document = among(documents);
  const { symbol, subject, typeName } = document;
  const words = among(document.sentences).replace(/[.,]/gu, '').split(' ');
  const piece = (): string => {
    const from = Math.floor(random() * Math.max(1, words.length - 5));
    return words.slice(from, from + 4 + Math.floor(random() * 4)).join(' ');
  };
  const text = among([
    () => `${symbol} quy định gì?`,
    () => `${symbol} còn hiệu lực không`,
    () => `văn bản nào thay thế ${symbol}`,
    () => `Điều 1 ${symbol} quy định gì`,
    () => `tóm tắt ${symbol}`,
    () => `văn bản liên quan đến ${symbol}`,
    () => `${typeName} về ${subject} quy định gì`,
    () => `có những văn bản nào về ${subject}`,
    () => `${typeName} mới nhất về ${subject}`,
    () => `${piece()} là bao nhiêu?`,
    () => `ai ${piece()}`,
    () => piece(),
    () => misspelt(random, piece()),
    () => `còn ${among(documents).subject} thì sao`,
    () => `so sánh ${symbol} và ${among(documents).symbol}`,
    () => among(general),
    () => `/thongke ${among(unitNames)}`,
    () => `/cuochop ${among(unitNames)}`,
    () => String(1 + Math.floor(random() * 4)),
  ])();
  return random() < 0.4 ? fold(text) : text;
}

/** One letter of one word left out or doubled. */
function misspelt(random: () => number, text: string): string {
  const at = 1 + Math.floor(random() * (text.length - 2));
  return random() < 0.5
    ? text.slice(0, at) + text.slice(at + 1)
    : text.slice(0, at) + text[at] + text.slice(at);
}
