/** The letters of folded Vietnamese and of the foreign words in it. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Every text that one slip of typing makes of a folded word, or the word of it: a letter left out, added, replaced or
 * two neighbours changed about. The word itself is not among them; about 53 for each letter, each once.
 */
export function oneEditFrom(word: string): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const before = word.slice(0, at);
    const after = word.slice(at);
    if (after !== '') found.add(before + after.slice(1));
    if (after.length > 1) found.add(before + after[1]! + after[0]! + after.slice(2));
    for (const letter of alphabet) {
      found.add(before + letter + after);
      if (after !== '') found.add(before + letter + after.slice(1));
    }
  }
  found.delete(word);
  found.delete('');
  return found;
}
