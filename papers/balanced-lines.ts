/** Words that a number before them counts: '9 tháng'; other numbers belong to the word before: 'tháng 8'. */
const counting = /(?<=\s)(\d+) ((?:tháng|năm|quý|ngày|kỳ|giờ|tuần)(?!\s+\d)(?!\p{L}))/giu;

/**
 * Breaks a text into as few lines of at most `letters` letters as it needs, and these as even as can be, so that the
 * name of an office in a heading has no single word on its last line. A word longer than a line stays whole, and a number
 * stays with the word that it counts ('tháng 8', 'năm 2026').
 */
export function balancedLines(text: string, letters: number): string[] {
  const words = text
    .replace(counting, '$1\u00A0$2')
    .replace(/ (?=(?:\d+(?![\d\u00A0])|[IVXLC]+(?!\p{L})))/gu, '\u00A0')
    .split(/[ \t\n]+/u)
    .filter((word) => word !== '');
  const fill = (most: number): string[] => {
    const lines: string[] = [];
    for (const word of words) {
      const last = lines.at(-1);
      if (last !== undefined && `${last} ${word}`.length <= most) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  };
  const needed = fill(letters).length;
  // The narrowest width that still takes no more lines is the most even one.
  let most = letters;
  while (most > 1 && fill(most - 1).length === needed) most--;
  return fill(most);
}
