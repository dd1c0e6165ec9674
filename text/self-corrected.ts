import { cleanText, fold } from './normalise.ts';

/*
 * '19h30 à nhầm 20h', 'ngày 20/11, quên, 19/11', 'không phải 21/11 mà 19/11': people take back what they have just
 * typed. Only a day, a time or a count against the next of its own kind is sure; names and words are left to a person.
 */

const dayOrCount = String.raw`\d{1,3}(?:[/.-]\d{1,4}){1,2}`;
const time = String.raw`\d{1,2}\s?(?:h|g(?:io)?|:)(?:\s?\d{2}(?!\d))?(?:\s?p(?:hut)?(?!\p{L}))?`;
const takenBack =
  String.raw`[\s,.;…(-]{0,5}(?:(?:a|ah|uh|o|oi|y)[\s,]{1,3}(?:khong|ko|sai)|(?:(?:a|ah|uh|o|oi|y)[\s,]{1,3})?(?:(?:ghi |go |viet )?(?:nham|lon|quen)|xin loi|(?:khong|ko) phai))` +
  String.raw`(?:\s(?:roi|mat|chut))?[\s,:.…]{0,5}(?:(?:moi )?(?:phai )?la\s)?(?:ngay\s|luc\s|hoi\s)?`;
const patterns = [dayOrCount, time].flatMap((kind) => [
  new RegExp(`(?<![\\p{L}\\p{N}/])(?:${kind})(?![\\p{N}/])${takenBack}(?=${kind})`, 'gu'),
  new RegExp(
    `(?<!\\p{L})(?:khong|ko) phai(?: la)? (?:${kind})[\\s,]{1,3}ma (?:phai )?(?:la )?(?:ngay |luc )?(?=${kind})`,
    'gu',
  ),
]);

/** The text with what was taken back replaced by what was meant; as many lines as before. */
export function selfCorrected(text: string): string {
  let corrected = cleanText(text);
  for (const pattern of patterns) {
    let from = 0;
    let kept = '';
    for (const { index, 0: cut } of fold(corrected).matchAll(pattern)) {
      if (cut.includes('\n')) continue;
      kept += corrected.slice(from, index);
      from = index + cut.length;
    }
    corrected = kept + corrected.slice(from);
  }
  return corrected;
}
