import type { Question } from './analyse.ts';

/* What a question asks to have listed, in the words of people, and how papers introduce it. */

const word = (pattern: string): RegExp => new RegExp(String.raw`(?<!\p{L})(?:${pattern})(?!\p{L})`, 'u');

const kinds: readonly { asked: RegExp; said: RegExp }[] = [
  {
    asked: word('(?:giay to|ho so|thu) (?:gi|nao)|ho so (?:gom|can|phai)|can (?:nop )?nhung gi'),
    said: word('ho so|giay to|tai lieu|don|van ban|ban sao|thanh phan'),
  },
  {
    asked: word('nhung ai|gom ai|nhung nguoi nao|nguoi nao|(?:nhung |cac )?doi tuong nao|co ai'),
    said: word('nguoi|doi tuong|ca nhan|thanh phan|dong chi|thanh vien|dai bieu'),
  },
  {
    asked: word('(?:cac |nhung |may )?buoc(?: nao| gi)?|trinh tu|lam the nao|lam nhu the nao'),
    said: word('trinh tu|thu tuc|quy trinh|cac buoc|chuong trinh|buoc'),
  },
  {
    asked: word('(?:nhung |cac )?truong hop nao'),
    said: word('truong hop'),
  },
  {
    asked: word('(?:nhung |cac )?(?:khoan|muc|noi dung|viec) (?:gi|nao)'),
    said: word('noi dung|cac khoan|viec|nhiem vu|bao gom|gom'),
  },
  {
    asked: word('(?:nhung |cac )?(?:co quan|don vi|to chuc|bo) nao'),
    said: word('co quan|don vi|to chuc|bo'),
  },
];

/** How papers introduce what the question asks to have listed; null where it names no kind of thing. */
export function listedKind(question: Question): RegExp | null {
  return kinds.find(({ asked }) => asked.test(question.frame))?.said ?? null;
}
