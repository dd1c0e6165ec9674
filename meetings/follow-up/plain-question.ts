import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { findLooseSymbols } from '../../text/symbols.ts';

/* Which plain sentences may be questions about our own lists: what is not understood to the last word is left alone. */

const genre =
  '(?:nghi quyet|chi thi|quy dinh|quy che|ke hoach|ket luan|cong van|van ban|dieu le|huong dan|thong tri|thong bao|bao cao|luat|nghi dinh|thong tu|quyet dinh|de an|chuong trinh hanh dong|tai lieu)';
/** Words that stand before the document of our own task: 'theo Chỉ thị 34-CT/TU'. */
const restsOn = new RegExp(`(?:theo|thuc hien|can cu|trien khai|cua)\\s+(?:${genre}\\s+)?(?:so\\s+)?$`, 'u');
const source = new RegExp(
  `(?<!\\p{L})${genre}(?!\\p{L})|(?<!\\p{L})(?:neu (?:trong|tai|ra|ro|nhiem vu|kien nghi)|duoc neu|de ra|thi sao|bi xu ly|xu ly the nao|vi sao|tai sao)(?!\\p{L})`,
  'u',
);
/** Asks for a change, not for a list. */
const order =
  /^(?:(?:nho|hay|vui long|lam on|em|giup)\s+(?:toi |em |minh |giup )*)?(?:xoa|sua|doi|huy|bo|them|cap nhat|dieu chinh|gia han|chuyen|tao|lap|gui|danh dau|nhac|giao|soan|viet|dong)(?!\p{L})/u;

/**
 * True where a plain sentence may ask for a list of tasks, proposals or meetings: it names no document as the source of what
 * is asked ('Nghị quyết giao nhiệm vụ gì'), and wants nothing changed ('xóa giúp tôi …').
 */
export function mayAskForList(sentence: string): boolean {
  let clean = oneLine(cleanText(sentence));
  for (const { from, to } of [...findLooseSymbols(clean)].reverse()) {
    const before = restsOn.exec(fold(clean.slice(0, from)));
    clean = clean.slice(0, before ? before.index : from) + clean.slice(to);
  }
  const folded = fold(clean);
  const asked = folded.replace(
    /^(?:bao cao|thong ke|tong hop)\s+(?=(?:cac |so )?(?:nhiem vu|kien nghi|cuoc|hop|sinh hoat))/u,
    '',
  );
  return !order.test(asked) && !source.test(asked);
}

/** What a unit, a body or a person is called at the beginning, folded. */
const called =
  /^(?:cac )?(?:chi bo|dang bo|dang uy|chi uy|cap uy|to dang|ban|phong|van phong|thon|xom|khu|xa|phuong|khoa|truong|hoi|doan|trung tam|to|cong an|quan su|btv|bch|ubkt|uy ban|thuong truc|so|tinh uy|thanh uy|mttq|ubnd|dong chi|d\/c|dc|ong|ba|cb)(?!\p{L})/u;

/** Whether the words that are left of a question name somebody: as bodies are called, or in capitals; '' does. */
export const namesSomebody = (words: string): boolean =>
  words === '' ||
  (words.split(' ').length <= 10 &&
    (called.test(fold(words)) || words.split(' ').every((word) => /^\p{Lu}/u.test(word))));
