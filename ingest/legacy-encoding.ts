/*
 * TCVN3 (ABC) is the code page of Vietnamese office files before Unicode. Read as Western text its letters become
 * signs such as "§" and "µ". Capital letters with tones were a matter of the font (".VnTimeH"), not of the code.
 */

const tcvn3Letters =
  'µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợ' +
  'ïùóúñủòũôụ\u00ADưõừøứöử÷ữùựúỳýýûỷüỹþỵ¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư';

const fromTcvn3: ReadonlyMap<string, string> = new Map(
  Array.from({ length: tcvn3Letters.length / 2 }, (_, index) => [
    tcvn3Letters.charAt(index * 2),
    tcvn3Letters.charAt(index * 2 + 1),
  ]),
);

/** True for Western text that is TCVN3 read with the wrong code page: its signs stand inside words, and often. */
export function looksLikeTcvn3(text: string): boolean {
  const sample = text.slice(0, 20_000);
  if (/[\u1ea0-\u1ef9ăđơư]/iu.test(sample)) return false;
  const signs = sample.match(/[a-z][µ¸¶·¹¨»¾¼½©®ª«¬\u00AD]|[®§µ¸¶·¹¨»¾¼½©ª«¬\u00AD][a-z]/giu)?.length ?? 0;
  return signs >= 8 && signs > sample.length / 200;
}

/** Rewrites TCVN3 letters as Unicode. */
export function decodeTcvn3(text: string): string {
  return Array.from(text, (character) => fromTcvn3.get(character) ?? character).join('');
}
