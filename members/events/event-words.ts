import { badgeLevels } from '../register/register-values.ts';
import { fold } from '../../text/normalise.ts';
import type { EventKind } from './event.ts';

/* How offices name what happens to members, folded. The first that fits decides. */
const kindWords: readonly (readonly [EventKind, RegExp])[] = [
  [
    'card_reissue',
    /cap lai the|(?:cap )?the (?:bi )?(?:mat|hong)|lam lai the|doi the|the cap lai|cap doi the/u,
  ],
  ['card_issue', /cap (?:moi )?the|phat the|the (?:cap )?moi|trao the|(?:^| )the dang vien/u],
  ['badge', /huy hieu|(?:^| )hh(?: |$)/u],
  ['exempt_end', /(?:het|thoi|dung|bo) mien|tro lai sinh hoat/u],
  ['exempt', /mien (?:cong tac|sinh hoat|cong tac va|sh)|(?:^| )(?:duoc )?mien(?: |$)/u],
  ['leave', /xoa ten|khai tru|(?:cho|xin|ra) (?:ra )?khoi dang|xin ra|cho ra(?: |$)/u],
  ['other_out', /tu tran|qua doi|giam khac|hy sinh/u],
  [
    'transfer',
    /chuyen (?:sinh hoat )?(?:dang )?(?:noi bo|giua cac chi bo|trong dang bo)|dieu chuyen|chuyen chi bo|chuyen noi bo/u,
  ],
  [
    'transfer_out',
    /chuyen (?:sinh hoat )?(?:dang )?(?:chinh thuc )?(?:di|ra ngoai)(?: |$)|chuyen di|giam do chuyen/u,
  ],
  [
    'transfer_in',
    /chuyen (?:sinh hoat )?(?:dang )?(?:chinh thuc )?(?:den|ve)(?: |$)|tiep nhan|chuyen den|noi khac den/u,
  ],
  ['confirm', /(?:chuyen|cong nhan)(?: la| dang vien| dang)* chinh thuc|(?:^| )chinh thuc(?: |$)/u],
  ['admit', /ket nap|vao dang/u],
];

/** The kind that some words name, and where they stand in `fold(text)`; null where they name none. */
export function findEventKind(text: string): { kind: EventKind; from: number; to: number } | null {
  const folded = fold(text);
  // 'Sinh hoạt tạm thời' changes nobody's membership.
  if (/tam thoi/u.test(folded)) return null;
  for (const [kind, pattern] of kindWords) {
    const match = pattern.exec(folded);
    if (match) return { kind, from: match.index, to: match.index + match[0].length };
  }
  return null;
}

/** A badge level in years in some words; null where there is none that exists (294-QĐ/TW, 28.3.1). */
export function findBadgeLevel(text: string): number | null {
  for (const match of text.matchAll(/(?<!\d)\d{2}(?!\d)/gu)) {
    const level = Number(match[0]);
    if ((badgeLevels as readonly number[]).includes(level)) return level;
  }
  return null;
}
