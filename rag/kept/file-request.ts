import { foldedTypeNamePattern } from '../../text/document-types.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';

/*
 * 'gửi tôi Chỉ thị 05', 'cho xin file nghị quyết về chuyển đổi số': the person wants the file, not an answer from it.
 * All patterns are over folded text, whose offsets are those of the text.
 */

const polite = String.raw`(?:(?:dong chi|anh|chi|em|ban|tro ly|van phong)\s+)?(?:(?:vui long|lam on|hay|nho|phien)\s+)?`;
const me = String.raw`(?:chung toi|chung em|toi|minh|em|anh|chi)`;
const fileNoun = String.raw`(?:cai\s+|cac\s+|nhung\s+)?(?:file|tep(?:\s+tin)?|ban\s+(?:word|pdf|mem|scan|quet|goc|chup|day\s+du|dien\s+tu|toan\s+van)|toan\s+van)(?:\s+(?:word|pdf|goc|scan|day\s+du))?`;
const documentStart = String.raw`(?:${foldedTypeNamePattern}|van\s+ban|tai\s+lieu|\d{1,5}\s*[-/])`;

/** 'gửi tôi …', with what is to be sent named as a document or a file. */
const sending = new RegExp(
  String.raw`^${polite}(?:gui|chuyen)(?:\s+(?:giup|gium|ho|lai|qua))*(?:\s+cho)?\s+${me}(?:\s+xin)?\s+(?=${fileNoun}|${documentStart})`,
  'u',
);
/** '… xin file …', '… tải tệp …': the file itself is named. */
const asking = new RegExp(
  String.raw`^${polite}(?:(?:cho|xin|tai|lay|can|muon|gui|chuyen)\s+)(?:(?:${me}|xin|giup|gium|ho|ve|lai|nhan|lay|cho|tai)\s+)*(?=${fileNoun}(?!\p{L}))`,
  'u',
);
const noun = new RegExp(String.raw`^${fileNoun}(?!\p{L})\s*(?:(?:cua|ve|van\s+ban|tai\s+lieu)\s+)*`, 'u');
const closing =
  /(?:[\s,]+(?:nhe|nha|voi|a|giup|gium|di|duoc khong|cho (?:toi|minh|em)|giup (?:toi|minh|em)))*[\s.!?]*$/u;

/** What document's file a message asks for, as typed; '' where it names none; null where it asks for no file. */
export function readFileRequest(message: string): string | null {
  const text = oneLine(cleanText(message));
  const folded = fold(text);
  const start = sending.exec(folded) ?? asking.exec(folded);
  if (!start) return null;
  let from = start[0].length;
  from += noun.exec(folded.slice(from))?.[0].length ?? 0;
  const rest = folded.slice(from);
  const end = from + rest.length - (closing.exec(rest)?.[0].length ?? 0);
  return text.slice(from, end).trim();
}
