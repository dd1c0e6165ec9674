import { fold, oneLine } from '../../text/normalise.ts';
import { holdsCounts, looksLikePlace, looksLikeUnit, matter, mayBePlace, onlyFillers } from './head-words.ts';
import type { EntryField } from './parsed-meeting.ts';
import { isName, readPeople } from './read-people.ts';

/*
 * Words of a line that nothing has read. None of them is dropped: what is no small talk is shown to the person, and the
 * fields that it most likely belongs to are asked for.
 */

/** What the line already told, so that what is left is not asked under a field that is full. */
export interface Known {
  chair: boolean;
  minuteTaker: boolean;
  place: boolean;
  attendance: boolean;
}

/** Small talk and words of the telling, which say nothing of the meeting; folded, longest first. */
const chatter = [
  ...'kinh gui,bao cao,em gui,em xin,em bao,xin gui,xin phep bao cao,chung toi,chung em,ben em,ben minh,ben toi,bon em,to chuc,dien ra,tien hanh,ghi giup,ghi ho,nhap giup,nho ghi,giup em,giup toi,nhu sau,cu the,duoc to chuc,bat dau,ket thuc,khai mac,be mac,toan the,cac dong chi,dang vien,dong chi,nhe a,da hop,hop xong,vua hop,vua xong,thong tin,cho em,cho toi,thu truong,a nhe,vang a,nhu thuong le,ket hop,long ghep,phoi hop,den khi xong,khoi su,tui em,tui minh,tui toi,bon minh,hoi nay,toi day,sap toi,vua roi,vua qua,nhap bu,ghi bu,bao bu,du het,hop chung,hop rieng,cung nhau,theo lich,theo quy dinh,theo ke hoach,cua minh,giao ban tuan,giao ban,hoi y,dang le,le ra,chung'.split(
    ',',
  ),
  ...'bu,mo,ngoi,tui,het,luc,cuoc,hop,buoi,phien,ngay,hom,luc,vao,hoi,tu,den,toi,cua,voi,do,va,la,da,se,vua,xong,roi,du,kien,lich,sap,moi,co,duoc,minh,em,giup,ghi,nhap,cho,nhe,nha,a,anh,chi,da,gui,chao,thua,tiep,don,trong,gom,gio,nho,ca,muon,som,hon,khoang,tam,gan,dung,thi,nay,o,nua,luon,ve,ky,hn,sh,con,dip,thang,nam,oi,voi,ha,hen,nghen,ne,day,ban,xin,phep,thu,tai,cuoi,dau,dong,chi bo,chi bo minh,dang bo,lan,het,thoi,va,luu,lai,vi,don vi,loai,noi,thoi gian,dia diem,pv,vs,tuc,ma,nhu,deu,mot,hai'.split(
    ',',
  ),
].sort((a, b) => b.length - a.length);
const onlyChatter = new RegExp(`^(?:(?:${chatter.join('|')})(?![\\p{L}\\p{N}])[\\s:.,()"“”/+–-]*)+$`, 'u');

/** Whether words may be passed over: small talk, or nothing but marks. */
export const isChatter = (words: string): boolean => {
  const folded = fold(oneLine(words))
    .replace(/[¦"“”():;,.!?–-]+/gu, ' ')
    .trim();
  return folded === '' || onlyChatter.test(folded) || onlyFillers.test(folded);
};

const called =
  /(?<!\p{L})(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi|ông|ong|bà|anh|chị|cô|chú|bác|thầy|cậu|bí thư|bi thu|phó|trưởng|pbt|bt)(?!\p{L})/iu;
const guestWords =
  /(?<!\p{L})(?:moi|khach|dai bieu|dai dien|du|tham du|tham gia|cung du|ve du|xuong du|chi dao|doan|lanh dao|phu trach)(?!\p{L})/u;
const timeWords =
  /(?<!\p{L})(?:gio|phut|sang|trua|chieu|toi|dem|buoi|ruoi|kem|tieng|luc|hoi|tam|khoang)(?!\p{L})|\d\s*[h:]/u;
const dayWords =
  /(?<!\p{L})(?:hoan|doi lai|lui|nhung|ngay|hom|bua|tuan|thang|mung|mong|ram|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|nam)(?!\p{L})/u;
const orgWords =
  /(?<!\p{L})(?:so|ban|phong|huyen|xa|phuong|tinh|truong|cong ty|khoi|thon|ap|to|khu|trung tam|chi cuc|cuc|vien|benh vien|tram|hoi|doan|khoa|van phong|ubnd|dcs|chi bo|dang bo|dang uy|chi uy|doanh nghiep|hop tac xa|htx)(?!\p{L})/u;
const kindWords =
  /(?<!\p{L})(?:lan|phien|ky|khoa|mo rong|truc tuyen|online|zoom|meet|teams|thuong|dinh|chuyen|dai hoi|bat thuong|dot xuat|hoi nghi)(?!\p{L})/u;

/** The fields that words most likely belong to; `isBeside`: they stand right behind the unit's name. */
export function fieldsOf(words: string, known: Known, isBeside: boolean): EntryField[] {
  const folded = fold(words).trim();
  const { people } = readPeople(words);
  const isPerson =
    called.test(words) ||
    (people.length > 0 &&
      people.every(({ name }) => name !== '' && name.includes(' ') && isName(name, true)));
  if (
    holdsCounts.test(folded) ||
    /(?<!\p{L})(?:vang|co mat|phep|ly do|si so|quan so|du (?:het|ca|mat|quan)|day du|dong du)(?!\p{L})/u.test(
      folded,
    )
  )
    return ['attendance'];
  if (/^(?:chua|khong) (?:chot|ro|biet|co|xac dinh|tim duoc) (?:cho|dia diem|phong|noi)/u.test(folded))
    return ['place'];
  if (!known.minuteTaker && /^(?:ghi|chep|viet) /u.test(folded) && isName(words.replace(/^\S+\s+/u, '')))
    return ['minute-taker'];
  if (/\d/u.test(folded)) {
    if (looksLikePlace.test(folded) || mayBePlace.test(folded)) return ['place'];
    if (dayWords.test(folded)) return ['date'];
    if (timeWords.test(folded) || /^\d{1,2}[.,]\d{2}/u.test(folded)) return ['time'];
    if (kindWords.test(folded)) return ['kind'];
    if (isBeside) return ['unit'];
    return known.attendance ? ['time'] : ['attendance'];
  }
  if (mayBePlace.test(folded) && !isBeside && !called.test(words)) return ['place'];
  if (guestWords.test(folded) && (isPerson || /^(?:moi|khach|dai bieu|dai dien|doan|co )/u.test(folded)))
    return ['guests'];
  if (looksLikePlace.test(folded)) return ['place'];
  if (isPerson) return whoIsMissing(known);
  if (matter.test(`${folded} `) && !looksLikeUnit.test(folded)) return ['agenda'];
  if (dayWords.test(folded) && folded.split(' ').length <= 3) return ['date'];
  if (timeWords.test(folded) && folded.split(' ').length <= 3) return ['time'];
  if (kindWords.test(folded) && folded.split(' ').length <= 3) return ['kind'];
  // Behind a whole name a word in small letters goes on about the meeting; a body or a capital may be more of the name.
  if (isBeside && orgWords.test(folded)) return ['unit'];
  if (isBeside) return /^\p{Lu}/u.test(words) ? ['unit', 'agenda'] : ['agenda', 'place'];
  if (looksLikeUnit.test(folded)) return ['unit'];
  if (guestWords.test(folded)) return ['guests'];
  return !known.place && folded.split(' ').length <= 3 ? ['agenda', 'place'] : ['agenda'];
}

/** Somebody is named and nothing says as what. */
function whoIsMissing(known: Known): EntryField[] {
  const missing: EntryField[] = [
    ...(known.chair ? [] : (['chair'] as const)),
    ...(known.minuteTaker ? [] : (['minute-taker'] as const)),
  ];
  return missing.length > 0 ? missing : ['guests'];
}
