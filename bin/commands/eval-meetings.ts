import { evaluateMeetings } from '../../eval/meetings/meetings.ts';

/** `capuy eval meetings`. */
export const evaluate = (args: string[]): Promise<number> => evaluateMeetings(args);
