import { describe, expect, it } from 'vitest';
import { readVotingRules, votingRuleOn, votingRules } from '../../../meetings/record/voting-rules.ts';

describe('rules of voting as data', () => {
  it('takes the rule in force on the day of the meeting', () => {
    expect(votingRuleOn('2025-07-01')?.symbol).toBe('294-QĐ/TW');
    expect(votingRuleOn('2025-06-30')?.symbol).toBe('232-QĐ/TW');
    expect(votingRuleOn('2025-01-19')?.symbol).toBe('24-QĐ/TW');
    expect(votingRuleOn('2021-07-29')).toBeNull();
  });

  it('takes a later regulation from the file alone', () => {
    const [newest] = votingRules.rules;
    const entry = {
      id: 'next',
      symbol: '99-QĐ/TW',
      issuedOn: '2027-01-10',
      from: '2027-02-01',
      isChecked: true,
      source: 'một quy định mới',
      bodies: newest?.bodies,
      matters: { ...newest?.matters, removal: { item: '9.9', decide: 'two-thirds' } },
    };
    const rules = readVotingRules({ rules: [entry], bodyOfKind: {}, stageOfBody: {} });
    expect(votingRuleOn('2027-02-01', rules)?.matters.removal.decide).toBe('two-thirds');
    expect(votingRuleOn('2027-01-31', rules)).toBeNull();
  });

  it('refuses a file that counts like an entry that is not there', () => {
    const entry = {
      id: 'a',
      symbol: 'a',
      issuedOn: '2027-01-10',
      from: '2027-02-01',
      isChecked: true,
      source: '',
      like: 'b',
    };
    expect(() => readVotingRules({ rules: [entry], bodyOfKind: {}, stageOfBody: {} })).toThrow(
      "no entry 'b'",
    );
  });
});
