import { words } from './phrase-reader.ts';
import type { PhraseReader } from './phrase-reader.ts';

/*
 * Words around a question that say nothing about what is counted: address, thanks, haste, particles of the regions. A
 * word that changes the figure in some sentence does not belong here: 'tỉnh' names a unit, 'mới' and 'qua đời' an event,
 * 'không' and 'chưa' deny, 'ngoài' and 'trừ' leave out, 'gần' and 'khoảng' blur, 'cũ' is another unit. What is idle at one
 * place only is taken at that place only.
 */

/** Single words, folded, that may stand at the ends of what is left. Two of them in a row must not make a third. */
export const fillers = new Set(
  (
    'bn may so sl tong la co hien dang dv nguoi d c dc cua o tai thuoc trong theo va cho toi minh em anh biet xem hoi ' +
    'toan ca het duoc nhung cac hay ve den ngay nay chiem bang lap ke giup gium dum voi nhe nha a ah vay qua ta da dem coi ' +
    'thi nhu giua ben e gui roi vua con chia oi ma the nao dat'
  ).split(' '),
);
/** The same of several syllables. */
const idleTerms = words(
  'thong ke|bao nhieu|so luong|so lieu|tong so|tong cong|tong hop|toan bo|dang vien|dong chi|d/c|chi tiet|ty le|ti le|phan tram|' +
    'bang bieu|bieu do|bieu bang|danh sach|(?:nhu )?the nao|ra sao|la sao|lam sao|truong hop|so sanh|nhu cau|co cau|' +
    '(?:cac )?don vi|ben duoi|(?:toan|ca|cua|trong|o|cac|toan the) dang bo|thu ky|tro ly|(?:chia|tach|tinh|phan)(?: ra| rieng| theo| to| loai)+|phan|tach|gom co',
);

const person =
  '(?:cac )?(?:em|anh|chi|ban|bac|co(?! (?:cau|quan|so|bao nhieu|bn|may|duoc))|chu|chau|minh|toi|tui|sep|thu truong|dong chi|d/c|bot|ad|tro ly|moi nguoi|ca nha)';
/** Opens a line and asks nothing. */
const opening = new RegExp(
  `^[\\s,.!?:-]*(?:(?:alo+|a lo|hello|hi|uh|um|da|vang|thua|kinh (?:gui|thua|chao)|xin chao|chao|xin phep|nay|ne|lam on|vui long|phien|nho|xin hoi|xin)(?: ${person})*(?: oi| a| nhe)*[\\s,.!:-]+|(?:may |cac )?${person} oi[\\s,.!:-]+)+`,
  'u',
);
const particle =
  `(?:may |cac )?${person}(?: oi| a| nhe)?|oi|a|ah|nhe|nha|nhen|nhi|nhei|nhen|nghe|nghen|hen|hen ta|he|hi|hia|hy|ha|hah|hong|khong|rua|ri|the|vay|ta|voi|luon|day|do|roi|chut|xiu|gap|gap gap|nhanh|som|ngay|u|uh|um|ne|te|thoi|nao|di|` +
  '(?:co )?(?:dung|phai|duoc|dong|nhieu|it)(?: lam| qua)? khong|co khong|la sao|ra sao|the nao|la bao nhieu';
/** Closes a line: particles, address, 'không' of a question. */
const closing = new RegExp(`(?<![\\p{L}\\p{N}])(?:${particle})[\\s,.!?~]*$`, 'u');

const report =
  '(?:bao cao|bieu|bieu mau|so lieu|tham luan|bai|bai phat bieu|slide|cuoc hop|hop|van kien|ho so|ke hoach|tong ket|so ket)';
const because = `(?:de |cho kip )?(?:lam|viet|dua vao|ghi vao|dien vao|dien|hoan thien|nop|gui|trinh|phuc vu|bo sung|tong hop|kip) (?:vao )?(?:cai )?${report}(?: (?:cho )?(?:sep|lanh dao|cap tren|thuong truc|hop))?`;
/** What the number is for. */
const purposeSource = [
  'de (?:em |anh |toi |tui |minh |con |chau |di |kip |con )*(?:bao cao|ghi so|ghi chep|tong hop|nam|nam duoc|nam tinh hinh|biet|theo doi|hop|giao ban|trinh ky|nop|doi chieu so lieu)(?: (?:voi |cho |len )?(?:sep|lanh dao|cap tren|thuong truc|chi dao|hop|giao ban|cuoi ngay|chieu nay|sang nay|sang mai|chieu mai))*',
  `(?:de )?(?:(?:em|anh|chi|toi|tui|minh|bac|co|chu|con|chau) )?(?:de )?(?:can )?(?:ghi|chep|nhap|in|dien|dua)(?: (?:lai|vao|ra|len|luon))* (?:so theo doi|so sach|so tay|so|bang bieu|bang|bieu|giay|may|file|bao cao|slide|ho so)(?! (?:lieu|luong|dang|chi|nguoi|\\p{L}*vien))`,
  '(?:em|anh|chi|toi|tui|minh|bac|co|chu|con|chau) can in(?: ra)?(?: (?:giay|ngay|gap))?',
].join('|');
/** The same in a line of its own, to be cut out. */
export const purpose = new RegExp(words(purposeSource).source, 'gu');
/** Idle wherever it stands. */
const idle = [
  `(?:xin )?cam on(?: (?:${person}|nhieu|truoc|nha|nhe|lam|a))*`,
  'xin loi|lam phien',
  `(?:${person} )?(?:dang )?can (?:gap|ngay|som|lien)?(?: ?${because})?(?: (?:gap|ngay|som|lien))?(?! bo)`,
  because,
  purposeSource,
  'tat ca|tong cong|ca thay|het thay|tat tan tat',
  'len (?:toi|den)(?= (?:bao nhieu|bn|may|con so))',
  `(?:${person} )?dang (?:lam|viet|soan|chuan bi|lap) ${report}(?=[ ,.]*(?:$|[,.:;]))`,
  '^(?:em |anh |chi |toi |tui |minh )?(?:khong|chua) biet(?! (?:chu|boi|doc|viet|tieng))',
  'con so|so lieu cu the|cu the(?: la)?',
  `(?:cho|nho|thua|giup|gui|bao) (?:(?:cac )?${person} )*${person}`,
  `(?:nho|phien) ${person}|${person} oi`,
  `(?:${person} )?(?:dang )?muon (?:hoi|biet|xem|co|tim hieu)`,
  '(?:tra cuu|tim|kiem tra|lay|tinh|coi|ra soat|loc)(?: (?:giup|gium|dum|ho|cho|lai|thu))+',
  '(?:giup|gium|dum|ho) (?:voi|cai|em|anh|chi|minh|toi|tui|bac|co|chu)',
  `(?:ma )?(?:${person} )?(?:tim|kiem|do|xem|mo|coi|hoi)(?: (?:hoai|mai|nay gio|tu sang|khap|quanh|di|tim|lai))+ (?:ma )?(?:khong|ko|chua|cha|chang) (?:thay|ra|duoc|co|biet)(?: (?:dau|gi|het|ca))*`,
  'con lai|(?<=co )ai',
  '(?:nhung |co nhung )?ai(?= (?:co|da|dang|duoc|thuoc|trong|o|tren|duoi|tu)(?!\\p{L}).*(?:bao nhieu|bn|may) (?:nguoi|dong chi|dang vien|d/c|dv)(?!\\p{L}))',
  '(?:dem|thong ke|liet ke|in|viet|ke|lap|chia|tach)(?: (?:ra|duoc))?(?: (?:giup|gium|dum|ho|giup gium))+(?: (?:cho|voi))?',
  `(?:giup|gium|dum|ho) (?:gium|dum|ho|${person})`,
  'dem (?:duoc|ra|thu|coi|xem)',
  `(?:(?:the|vay|day|rua) )?(?:nhi|nhe|nha|nhen|nghen|hen|hi|hy|ha|hia|ne|vay|rua)(?= ?,)`,
  '(?<=(?:bao nhieu|bn|may|cac|nhung) )(?:co chu|chu bac|co bac|bac co|anh chi em|anh chi|anh em|cu ong cu ba|co chu bac)',
  '(?<=(?:bao nhieu|bn|may|cac|duoc|la) )(?:cu|vi|bac|ong ba|mang|thanh vien)(?! bi)',
  'gio(?= (?:co|con|dang|la|len|duoc|bao nhieu|bn|may)| ?\\|)',
  'xin(?= (?:so|con so|hoi|tong|thong tin|bang|biet))',
  '(?:nha|ben|cua) minh|minh(?= co)|ben (?:em|anh|chi)',
  '(?:chiem|dat) (?:ty le |ti le )?(?:bao nhieu|bn|may)? ?(?:%|phan tram)',
  '(?:hien )?(?:dang )?co mat',
].map(words);

/** Takes what says nothing of two syllables or more; after everything that reads such words. */
export function takeIdleTerms(reader: PhraseReader): void {
  while (reader.take(idleTerms)) continue;
}

/** Takes what is idle out of the line. After units, which may bear such words, and after the measure. */
export function takeChatter(reader: PhraseReader): void {
  reader.take(opening);
  for (const pattern of idle) while (reader.take(pattern)) continue;
  // 'theo nghề' ends like 'nghe': what follows 'theo' is a split.
  for (let end = closing.exec(reader.rest()); end;) {
    const before = reader.rest().slice(0, end.index);
    const isMeant =
      /(?:^|[\s|])(?:theo|va|nganh|nhom|cau|tung|moi) $/u.test(before) ||
      (/^em/u.test(end[0]) && /(?:la|dang vien|dv|cac|nhieu|may|bn|so|cua) chi $/u.test(before)) ||
      (/^do/u.test(end[0]) && /(?:trinh|muc|che) $/u.test(before)) ||
      (/^di/u.test(end[0]) && /(?:chuyen|hoat|dang) $/u.test(before)) ||
      (/^the/u.test(end[0]) && /(?:cap|lai|doi|phat|bao nhieu|may|bn|vien) $/u.test(before)) ||
      (/^khong/u.test(end[0]) && /(?:hay|la|hoac) $/u.test(before));
    if (isMeant) break;
    reader.cut(end.index, end.index + end[0].length);
    // Only what was cut here lies behind the next: 'không' before a detail that was taken denies it.
    end = closing.exec(before);
  }
}
