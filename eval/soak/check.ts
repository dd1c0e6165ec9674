/** A copy of an answer as it arrived, in the order of arrival. */
export interface Copy {
  chat: number;
  text: string;
  /** Number of the message that it answers; -1: of none. */
  number: number;
}

/** What is wrong with what arrived. */
export interface Checked {
  lost: number;
  doubled: number;
  unknown: number;
  outOfOrder: number;
}

/** As the product marks a message whose first delivery is unknown. */
const repeatMark = /có thể bị lặp/u;

/**
 * Holds what arrived against what was sent, number by number. A second copy must be marked as a possible repeat; a
 * message of which nothing arrived counts as unknown as long as cuts explain it, otherwise as lost; in each chat the
 * first copies must come in the order of the messages.
 */
export function checkArrived(
  sent: readonly { chat: number }[],
  arrived: readonly Copy[],
  mostUnknown: number,
): Checked {
  const plain = new Map<number, number>();
  let marked = 0;
  let outOfOrder = 0;
  let foreign = 0;
  const latest = new Map<number, number>();
  const seen = new Set<number>();
  for (const { chat, text, number } of arrived) {
    if (number < 0) continue;
    if (sent[number]?.chat !== chat) foreign++;
    if (repeatMark.test(text)) marked++;
    else plain.set(number, (plain.get(number) ?? 0) + 1);
    if (seen.has(number)) continue;
    seen.add(number);
    if (number < (latest.get(chat) ?? -1)) outOfOrder++;
    latest.set(chat, Math.max(number, latest.get(chat) ?? -1));
  }
  const missing = sent.length - seen.size;
  const unexplained = Math.max(0, missing + marked - mostUnknown);
  return {
    lost: Math.min(missing, unexplained) + foreign,
    doubled: [...plain.values()].filter((count) => count > 1).length,
    unknown: marked + missing,
    outOfOrder,
  };
}
