/* Pieces of the patterns that tell what is outside the product; all on folded text. */

/** Where a whole word begins and ends, for patterns that are put together. */
export const start = String.raw`(?<![\p{L}\p{N}])`;
export const end = String.raw`(?![\p{L}\p{N}])`;
/** Whole folded words; `pattern` may hold alternatives. */
export const words = (pattern: string): RegExp => new RegExp(`${start}(?:${pattern})${end}`, 'u');
/** The same at the beginning. */
export const first = (pattern: string): RegExp => new RegExp(`^(?:${pattern})${end}`, 'u');

/** Who is asked and how: "Em ơi nhờ em", "hãy", "cho anh". */
export const address =
  '(?:(?:alo|nay|oi|e|thoi|hay|xin|vui long|lam on|phien|nho|giup|ho|cho|toi|em|anh|chi|minh|ban|bot|may|tro ly|bac|chu|co|dong chi|muon|can|tu dong|de nghi|yeu cau|mau|nhanh|lap tuc|co the|tra loi|please|luon),? )*?';

/** The assistant, as people call it; folded. */
export const you =
  '(?:(?<!van |thong |bien |co |dia |lam |can |ai |hai |phu )ban|em|bot|tro ly|may|chatbot|ai nay)';
