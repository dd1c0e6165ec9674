import { describe, expect, it } from 'vitest';
import { oneEditFrom } from '../../text/typo.ts';

describe('oneEditFrom', () => {
  it('goes both ways for each kind of slip', () => {
    for (const typed of ['nhiue', 'nhiu', 'nhieeu', 'nhiwu', 'hnieu', 'nhieux']) {
      expect(oneEditFrom(typed)).toContain('nhieu');
      expect(oneEditFrom('nhieu')).toContain(typed);
    }
  });

  it('has neither the word itself nor what takes two slips nor nothing at all', () => {
    expect(oneEditFrom('ab')).not.toContain('ab');
    expect(oneEditFrom('a')).not.toContain('');
    expect(oneEditFrom('nhieu')).not.toContain('nhuei');
  });
});
