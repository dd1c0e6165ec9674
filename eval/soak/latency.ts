/** Something that went wrong at the messenger, from `performance.now()`; a moment where `to` is `from`. */
export interface Fault {
  /** Null: receiving failed, for everybody. */
  chat: number | null;
  from: number;
  /** Until when the messenger lets nobody through: what it asked to wait, or how long it kept silent. */
  to: number;
}

/** A message: its chat, when it was said and when its answer arrived. */
export interface Answered {
  chat: number;
  at: number;
  answeredAt: number;
}

interface Interval {
  from: number;
  to: number;
}

/** How long messages took, in milliseconds. */
export interface Latencies {
  /** From message to answer, whatever happened in between. */
  all: number[];
  /**
   * The same less the time in which the messenger itself let nothing through: what it asked to wait, and its silences.
   * What the assistant waits of its own accord counts. Without messages that a kill kept waiting.
   */
  own: number[];
  /** From message to answer where neither a fault nor a kill fell in between. */
  undisturbed: number[];
}

/** @param down when the process did not run or was catching up */
export function latenciesOf(
  messages: readonly Answered[],
  faults: readonly Fault[],
  down: readonly Interval[],
): Latencies {
  const ofChat = new Map<number | null, Fault[]>();
  for (const fault of faults) ofChat.set(fault.chat, [...(ofChat.get(fault.chat) ?? []), fault]);
  const result: Latencies = { all: [], own: [], undisturbed: [] };
  for (const { chat, at, answeredAt } of messages) {
    const between = { from: at, to: answeredAt };
    result.all.push(answeredAt - at);
    if (down.some((one) => overlaps(one, between))) continue;
    const met = [...(ofChat.get(null) ?? []), ...(ofChat.get(chat) ?? [])].filter((one) =>
      overlaps(one, between),
    );
    result.own.push(answeredAt - at - covered(met, between));
    if (met.length === 0) result.undisturbed.push(answeredAt - at);
  }
  return result;
}

const overlaps = (one: Interval, other: Interval): boolean => one.from <= other.to && other.from <= one.to;

/** How much of `within` the intervals cover together. */
function covered(intervals: readonly Interval[], within: Interval): number {
  let sum = 0;
  let end = within.from;
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = Math.min(to, within.to);
    sum += Math.max(0, last - Math.max(from, end));
    end = Math.max(end, last);
  }
  return sum;
}
