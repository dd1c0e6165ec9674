import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { scopeRules } from './scope-rules.ts';

/**
 * Why a message is not a question about the kept documents. 'profile' and 'opinion' are refused whatever the store
 * holds: nothing here may judge, list or describe individuals by their views, health, family or vetting.
 */
export type OutOfScope =
  | 'empty'
  | 'greeting'
  | 'thanks'
  | 'about'
  | 'chat'
  | 'creative'
  | 'opinion'
  | 'profile'
  | 'change'
  | 'secret'
  | 'instruction';

/** One way of being outside. Patterns read the folded question, one line, without final punctuation. */
export interface ScopeRule {
  reason: OutOfScope;
  pattern: RegExp;
  /** Must match as well, anywhere. */
  and?: RegExp;
  /** Must also match the question as typed within 30 characters of the match, where capitals decide. */
  near?: RegExp;
  /** Must also match a question that is typed with diacritics: folded words are ambiguous. */
  accented?: RegExp;
  /** Only for questions typed with diacritics. */
  isAccentedOnly?: true;
  /** Keeps the question in scope although the pattern matches. */
  except?: RegExp;
  /** Longest question in syllables to which the rule applies; default 30. */
  longest?: number;
}

/** The reason why `question` is outside the product, or null. Rules first to last; the first match decides. */
export function scopeOf(question: string): OutOfScope | null {
  const typed = oneLine(cleanText(question)).replace(/[\s?!.…]+$/u, '');
  const syllables = foldedSyllables(typed);
  if (!syllables.some((syllable) => /\p{L}{2}|\d/u.test(syllable))) return 'empty';
  return reasonOf(typed, syllables.length) ?? spokenReason(typed, syllables.length);
}

/** How the assistant is spoken to at the end of a sentence: it hides the end that rules look for. */
const spokenTo =
  /(?<!(?<!\p{L})(?:trẻ|tre|anh|chị|chi|các|cac|đàn|dan|phó|văn))[,\s]+(?:(?:hả|ha|à|a|ạ|vậy|vay|nhỉ|nhi|thế|the)\s+)?(?:em|bạn|bot)(?:\s(?:ơi|oi|ạ|nhỉ|nhé|nha|a|nhi|nhe))?$/iu;

/** The same without "…, hả em" at its end; null where there is nothing to leave out. */
function spokenReason(typed: string, length: number): OutOfScope | null {
  const plain = typed.replace(spokenTo, '').replace(/[\s?!.…,]+$/u, '');
  return plain === typed || plain === '' ? null : reasonOf(plain, length);
}

function reasonOf(typed: string, length: number): OutOfScope | null {
  const folded = fold(typed);
  const hasDiacritics = folded !== typed.toLowerCase();
  for (const rule of scopeRules) {
    if (length > (rule.longest ?? 30)) continue;
    const match = rule.pattern.exec(folded);
    if (!match || (rule.and && !rule.and.test(folded))) continue;
    const around = typed.slice(Math.max(0, match.index - 30), match.index + match[0].length + 30);
    if (rule.near && !rule.near.test(around)) continue;
    if (rule.accented && hasDiacritics && !rule.accented.test(typed)) continue;
    if (rule.isAccentedOnly && !hasDiacritics) continue;
    if (rule.except?.test(folded)) continue;
    return rule.reason;
  }
  return null;
}
