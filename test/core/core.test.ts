import { describe, expect, it } from 'vitest';
import { dateIn, timeIn } from '../../core/clock.ts';
import { AppError, ModelCallError, toAppError } from '../../core/errors.ts';
import { isSameSecret, newDigitCode, newSecret, sha256 } from '../../core/ids.ts';

describe('the clock', () => {
  it('gives the day and hour in Vietnam, not in UTC', () => {
    const lateInTheDay = new Date('2026-08-04T18:30:00Z');
    expect(dateIn(lateInTheDay)).toBe('2026-08-05');
    expect(timeIn(lateInTheDay)).toBe('01:30');
  });
});

describe('errors', () => {
  it('are retryable for a model without a status, on 429 and from 500 up', () => {
    expect(new ModelCallError('no answer').isRetryable).toBe(true);
    expect(new ModelCallError('busy', { status: 429 }).isRetryable).toBe(true);
    expect(new ModelCallError('broken', { status: 503 }).isRetryable).toBe(true);
    expect(new ModelCallError('wrong key', { status: 401 }).isRetryable).toBe(false);
  });

  it('keep what was thrown as the cause', () => {
    const cause = new TypeError('x is not a function');
    const known = toAppError(cause);
    expect(known).toBeInstanceOf(AppError);
    expect(known.code).toBe('internal');
    expect(known.cause).toBe(cause);
    expect(toAppError(known)).toBe(known);
  });
});

describe('ids', () => {
  it('make digit codes of the asked length', () => {
    for (let i = 0; i < 200; i++) expect(newDigitCode(6)).toMatch(/^\d{6}$/u);
  });

  it('compare secrets by value', () => {
    const secret = newSecret();
    expect(isSameSecret(secret, `${secret}`)).toBe(true);
    expect(isSameSecret(secret, newSecret())).toBe(false);
    expect(isSameSecret(secret, '')).toBe(false);
  });

  it('hash as SHA-256 does in FIPS 180-4, appendix B.1', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
