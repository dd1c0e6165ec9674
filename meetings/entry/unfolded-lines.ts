import { fold, oneLine } from '../../text/normalise.ts';

/*
 * Minutes that lost their line breaks on the way, as forms and messengers pass them on: the labels, headings and points
 * that they are known by begin lines again.
 */

/** Folded. A label up to its colon; behind a comma it goes on with what was said. */
const label = new RegExp(
  String.raw`(?:^|(?<!,)\s+)(?:(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)/]\s*|[-+]\s*)?(?:cac |nguoi |ket qua |phan |chi bo |don vi )?` +
    String.raw`(?:chu tri|chu toa|ghi bien ban|thu ky|thoi gian|dia diem|thanh phan|tong so|co mat|du(?=:)|vang(?=:)|khach moi|noi dung|chuong trinh|dien bien|thao luan|y kien|ket luan|bieu quyet|kien nghi|de xuat)` +
    String.raw`(?!\p{L})[^:.;,]{0,40}:`,
  'gu',
);
/** Folded. How minutes end. */
const end =
  /\s+(?:(?:bien ban|cuoc hop|hoi nghi|buoi (?:hop|lam viec|sinh hoat)) (?:duoc )?(?:ket thuc|be mac|lap|thong qua)|ket thuc (?:luc|vao|hoi|\d))/gu;
/** The title, the names above it, parts by their number, the sentences that open and close the report. */
const heading =
  /\s(?:(?<!(?:HỌP|HOẠT|CỦA|TẠI|VỚI|BCH|HÀNH|VỤ|NGHỊ) )(?=(?:BIÊN BẢN|GHI CHÉP|CHI BỘ|ĐẢNG BỘ|ĐẢNG ỦY|ĐẢNG CỘNG SẢN)(?!\p{L}))|(?<=(?:BIÊN BẢN(?: \p{Lu}{1,9}){0,6}|[IVXA-H]\.(?: [\p{Lu},]{2,9}){1,8}) )(?=\p{Lu}?\p{Ll})|(?=\*\s)|(?=(?:[IVX]{1,4}|[A-H])[./] \p{Lu})|(?=Hôm nay,|Sau khi (?:nghe|thảo luận)(?!\p{L})))/gu;
/** Fewer labels on one line are a line like any other. */
const fewestLabels = 3;

/** The lines of a text; one that holds minutes as a whole is taken apart. */
export const unfoldedLines = (text: string): string[] =>
  text.split('\n').flatMap((typed) => {
    const line = oneLine(typed);
    const labels = labelsIn(line);
    return labels.length < fewestLabels ? [typed] : takenApart(line, labels);
  });

/** Where labels begin; who writes one with a capital writes all so, and the others are words of a sentence. */
function labelsIn(line: string): number[] {
  const all = [...fold(line).matchAll(label)];
  const capital = all.filter(({ index, 0: { length } }) =>
    /^\P{L}*(?:[ivxIVXa-hA-H][.)/]\s*)?\p{Lu}/u.test(line.slice(index, index + length)),
  );
  return (capital.length > 0 ? capital : all).map(({ index }) => index);
}

function takenApart(line: string, labels: readonly number[]): string[] {
  const others = [...fold(line).matchAll(end), ...line.matchAll(heading)];
  return cut(line, [...labels, ...others.map(({ index }) => index)]).flatMap(pointsOf);
}

/** Points with a dash, behind the end of a sentence where there is any; numbered ones as far as they count on. */
function pointsOf(line: string): string[] {
  const isList = /:\s*[-–+•*]\s/u.test(line) && !/[;.]\s+[-–+•*]\s/u.test(line);
  const dashed = line.matchAll(isList ? /\s+(?=[-–+•*]\s)/gu : /(?<=[;.:])\s+(?=[-–+•*]\s+\p{Lu})/gu);
  let expected = 1;
  const numbered = [...line.matchAll(/\s+(?=(\d{1,2})[.)/]\s+\p{L})/gu)].filter(({ 1: ordinal }) => {
    const isNext = Number(ordinal) === expected;
    if (isNext) expected++;
    return isNext;
  });
  // A single '1.' is no list.
  const points = [...dashed, ...(expected > 2 ? numbered : [])];
  return cut(
    line,
    points.map(({ index }) => index),
  );
}

function cut(line: string, at: readonly number[]): string[] {
  const places = [0, ...[...new Set(at)].sort((one, other) => one - other), line.length];
  return places.slice(1).map((to, i) => line.slice(places[i], to).trim());
}
