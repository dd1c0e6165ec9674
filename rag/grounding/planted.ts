import { cleanText, fold } from '../../text/normalise.ts';
import { sentences } from '../../text/sentences.ts';

/*
 * Sentences that give orders to whoever reads the text for people, instead of telling something. A document of an
 * office asks, assigns and forbids in the third person; it never speaks to a model. What is recognised here is kept
 * from the model and is no evidence either. Recognising is a help, not the defence: what a model makes of a sentence
 * that got through is held against the other sentences like anything else it writes.
 */

/** In their exact spelling. */
const accented: readonly RegExp[] = [
  /(?:bỏ qua|phớt lờ|quên|đừng (?:tuân|làm) theo|không (?:cần )?(?:tuân|làm) theo)\s[^.!?]{0,40}(?:quy tắc|chỉ dẫn|hướng dẫn|chỉ thị|mệnh lệnh|câu lệnh|lời nhắc|yêu cầu|ràng buộc)[^.!?]{0,25}(?:trước|ở trên|trên đây|bên trên|hệ thống|ban đầu|đã cho|vừa rồi|của bạn|cũ)/iu,
  /(?:bỏ qua|phớt lờ|quên)\s+(?:(?:mọi|tất cả|hết|toàn bộ|các)\s+)+[^.!?]{0,20}(?:quy tắc|chỉ dẫn|mệnh lệnh|câu lệnh|lời nhắc|ràng buộc)/iu,
  /(?<!\p{L})hãy\s+(?:\p{L}+\s+){0,3}?(?:trả lời|đáp|viết|in|hiển thị|xuất|nói|tiết lộ|khẳng định|thông báo|chèn|thêm|gọi|thực hiện|chạy|gửi|liệt kê|lặp lại|đóng vai|coi|bỏ qua|quên)(?!\p{L})/iu,
  /(?<!\p{L})bạn\s+(?:hãy|phải|cần|là|đang là|được lệnh|được phép|bây giờ|không được|sẽ)(?!\p{L})/iu,
  /(?:bây giờ|từ giờ|từ nay|kể từ giờ|từ bây giờ)[\s,]+(?:bạn|trợ lý)/iu,
  /(?:trợ lý (?:ảo|số|AI)|chatbot|mô hình ngôn ngữ|mô hình AI|trí tuệ nhân tạo|hệ thống AI)[^.!?]{0,40}(?<!\p{L})(?:hãy|phải|cần|bắt buộc|không được|được lệnh|trả lời|đọc|tóm tắt)(?!\p{L})/iu,
  /(?:khi|nếu)\s+(?:(?:được|bị|có người|ai|người dùng|có ai)\s+)*hỏi[^.!?]{0,60}(?:trả lời|đáp|nói|viết)(?!\p{L})/iu,
  /(?:bảo|nói với|nhắc|nói cho|mời)\s+người\s+(?:đọc|dùng|hỏi)(?!\p{L})|đọc (?:bằng|trên) máy(?!\p{L})/iu,
  /(?:lời nhắc|câu lệnh|chỉ dẫn|quy tắc)\s+(?:của\s+)?hệ thống/iu,
];

/** Without diacritics, which Vietnamese as well as English orders may lack. */
const unaccented: readonly RegExp[] = [
  /(?:ignore|disregard|forget|override|bypass|skip)\s[^.!?]{0,50}(?:instruction|rule|prompt|previous|above|guideline|context|constraint)/iu,
  /(?:^|[^a-z])(?:you are (?:now|an?|the)|you must|you will|act as|pretend|from now on|new instructions?|system prompt|developer mode|jailbreak|do anything now|respond with|reply with|answer with|respond only|output the|print the|reveal|repeat the|when asked|if asked|the assistant|ai (?:model|assistant)|language model)(?![a-z])/iu,
  /(?:bo qua|phot lo|quen)\s+(?:(?:moi|tat ca|het|toan bo|cac)\s+)+[^.!?]{0,20}(?:quy tac|chi dan|menh lenh|cau lenh|loi nhac|rang buoc|huong dan)/iu,
];

/** Marks that only conversations with models have, codes in place of words, letters set apart. */
const technical: readonly RegExp[] = [
  /<\|[^|]{0,30}\|>|\[\/?INST\]|<<\/?SYS>>|#{2,}\s*(?:instruction|system|user|assistant|chỉ dẫn|hệ thống)/iu,
  /^\s*(?:system|assistant|user|human|developer|prompt|hệ thống|trợ lý|quản trị viên)\s*[:：>]/imu,
  /(?<![\p{L}\p{N}])(?=[a-z0-9+/_-]*[a-z])(?=[a-z0-9+/_-]*[A-Z])(?=[A-Za-z+/_-]*\d)[A-Za-z0-9+/_-]{32,}={0,2}/u,
  /(?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|%[0-9a-f]{2}|&#x?[0-9a-f]+;){6,}/iu,
  /(?<!\p{L})(?:\p{L}[ .\-_*]){8,}\p{L}(?!\p{L})/u,
  /!\[[^\]]*\]\s*\(/u,
];

/** Where `text` speaks to a model: ranges [from, to) of whole sentences of `cleanText(text)`, in order. */
export function plantedIn(text: string): (readonly [number, number])[] {
  const clean = cleanText(text);
  // Split over lines an order is still one; lengths stay.
  const running = clean.replace(/\n/gu, ' ');
  const isPlain = fold(running) === running.toLowerCase();
  const found = [
    ...accented.flatMap((pattern) => placesOf(pattern, running)),
    ...unaccented.flatMap((pattern) => placesOf(pattern, fold(running))),
    ...technical.flatMap((pattern) => placesOf(pattern, clean)),
    // A whole text without diacritics is read by its letters.
    ...(isPlain ? accented.flatMap((pattern) => placesOf(foldedPattern(pattern), running)) : []),
  ];
  if (found.length === 0) return [];
  return sentences(clean)
    .filter((sentence) => found.some(([from, to]) => sentence.from < to && from < sentence.to))
    .map(({ from, to }) => [from, to] as const);
}

/** `cleanText(text)` with another text in the place of what `plantedIn` finds, and how many sentences that were. */
export function withoutPlanted(text: string, instead: string): { text: string; count: number } {
  const clean = cleanText(text);
  const found = plantedIn(clean);
  let result = '';
  let at = 0;
  for (const [from, to] of found) {
    result += clean.slice(at, from) + instead;
    at = to;
  }
  return { text: result + clean.slice(at), count: found.length };
}

function placesOf(pattern: RegExp, text: string): (readonly [number, number])[] {
  const global = new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`);
  return [...text.matchAll(global)].map((match) => [match.index, match.index + match[0].length] as const);
}

const folded = new Map<RegExp, RegExp>();
function foldedPattern(pattern: RegExp): RegExp {
  const known = folded.get(pattern);
  if (known) return known;
  // Letters of the pattern alone are folded: escapes such as \p{L} are ASCII and stay.
  const made = new RegExp(
    pattern.source.replace(/\p{L}/gu, (letter) => (/[A-Za-z]/u.test(letter) ? letter : fold(letter))),
    pattern.flags,
  );
  folded.set(pattern, made);
  return made;
}
