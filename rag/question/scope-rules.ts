import { orderRules } from './scope-orders.ts';
import { personRules } from './scope-persons.ts';
import { requestRules } from './scope-requests.ts';
import { talkRules } from './scope-talk.ts';
import type { ScopeRule } from './scope.ts';

/*
 * What people ask an assistant for that no document answers. The rules follow what is done with the words, not the
 * topic: who is spoken to (the assistant), of whom something private or a judgement is asked, what is to be changed,
 * made up or forgotten. Topics alone decide little, because documents speak of everything.
 */

/** Every rule; the first that matches decides. */
export const scopeRules: readonly ScopeRule[] = [
  ...orderRules,
  ...personRules,
  ...requestRules,
  ...talkRules,
];
