/** Letters a token, of Vietnamese text in the vocabularies in use (2.2 to 3.6); on the safe side for a ceiling. */
const lettersPerToken = 2.5;

/** About how many tokens so many letters are, where an endpoint does not tell. */
export const estimateTokens = (letters: number): number => Math.ceil(letters / lettersPerToken);
