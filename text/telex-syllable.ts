import { fold } from './normalise.ts';

/*
 * How a Vietnamese syllable is spelt: an onset, a rime and at most one tone. Only spelling, no dictionary: 'nguễn' is
 * none, 'rượng' is one though no word has it.
 */

const onsets = new Set(' b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q r s t th tr v x'.split(' '));

/** Without tone. After q the rime begins with its u. */
const rimes = new Set(
  `a ac ach ai am an ang anh ao ap at au ay ăc ăm ăk ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch
  êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot oa oac oach
  oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm
  ơn ơp ơt u ua uc ui um un ung up ut uy uya uych uynh uyt uyp uyu uân uât uâng uây uê uêch uênh uơ uyên uyêt uôc uôi
  uôm uôn uông uôt ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêt yêu yêng`
    .trim()
    .split(/\s+/u),
);

const tonePattern = /[\u0300\u0301\u0303\u0309\u0323]/gu;

const onsetPattern = /^(?:ngh|gi(?=[aeou])|qu?(?=u)|[cgknpt]h|ng|tr|[bcdghklmnpqrstvx])?/u;
const foldedRimes = new Set([...rimes].map((rime) => fold(rime)));

/** Whether a folded word (no diacritics) could be some Vietnamese syllable: 'bin' could, 'vein' and 'nhhieu' could not. */
export function isUnmarkedSyllable(word: string): boolean {
  const onset = onsetPattern.exec(word)![0];
  if (onset === 'qu' || onset === 'q')
    return foldedRimes.has(word.slice(1)) || foldedRimes.has(word.slice(2));
  return foldedRimes.has(word.slice(onset.length)) || (onset === 'gi' && foldedRimes.has(word.slice(1)));
}

/** Whether `word` (lower case, composed, the tone on any vowel) is spelt as a Vietnamese syllable. */
export function isSyllable(word: string): boolean {
  const apart = word.normalize('NFD');
  const tones = apart.match(tonePattern) ?? [];
  if (tones.length > 1) return false;
  const plain = apart.replace(tonePattern, '').normalize('NFC');
  const onset = /^(?:ngh|gi(?=[aăâeêioôơuư])|qu?(?=u)|[cgknpt]h|ng|tr|[bcdđghklmnpqrstvx])?/u.exec(plain)![0];
  return fits(onset === 'qu' ? 'q' : onset, plain.slice(onset === 'qu' ? 1 : onset.length), tones[0]);
}

function fits(onset: string, rime: string, tone: string | undefined): boolean {
  if (!onsets.has(onset)) return false;
  if (onset === 'q') {
    const rest = rime.slice(1);
    if (rime !== 'uôc' && !(/^u[aăâeêiyơ]/u.test(rime) && (rimes.has(rest) || rimes.has(rime)))) return false;
  } else if (!rimes.has(rime)) return false;
  const isFront = /^[eêiy]/u.test(rime);
  if (isFront ? onset === 'c' || onset === 'ng' : /^(?:k|gh|ngh)$/u.test(onset) && !/^ă/u.test(rime))
    return false;
  if (rime.startsWith('y') && rime.length > 1 && onset !== '') return false;
  // A stopped rime is said with a rising or a heavy tone alone; without any it is typed without diacritics.
  return !/(?:[ptc]|ch)$/u.test(rime) || tone === undefined || tone === '\u0301' || tone === '\u0323';
}
