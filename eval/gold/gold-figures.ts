import type { GoldScore } from './gold.ts';
import { percentile } from '../statistics.ts';

/** The machine output of `capuy eval gold`; shares are 0 to 1. */
export interface GoldFigures {
  n: number;
  ok: number;
  /** Questions about documents that were not given. */
  skipped: number;
  byKind: Record<string, { n: number; ok: number }>;
  bySplit: Record<string, { n: number; ok: number }>;
  /** Of the kinds 'version' and 'as-of': answered, and first from the document that holds. */
  rightVersion: { n: number; share: number };
  /** Replies of any kind that quote what no longer holds without saying so; 0 is wanted. */
  supersededWithoutBanner: number;
  /** Pairs of which both questions are right. */
  asOfPairs: { n: number; bothRight: number };
  twoHop: { n: number; bothEndsCited: number };
  replyMs: { p50: number; p95: number };
}

/** Counts what the set is judged by. */
export function goldFigures(scores: readonly GoldScore[], skipped: number): GoldFigures {
  const share = (list: readonly GoldScore[], is: (score: GoldScore) => boolean): number =>
    list.length === 0 ? 0 : round(list.filter(is).length / list.length);
  const by = (key: (score: GoldScore) => string): Record<string, { n: number; ok: number }> =>
    Object.fromEntries(
      [...new Set(scores.map(key))].sort().map((name) => {
        const own = scores.filter((score) => key(score) === name);
        return [name, { n: own.length, ok: share(own, ({ isOk }) => isOk) }];
      }),
    );
  const versions = scores.filter(({ item }) => item.kind === 'version' || item.kind === 'as-of');
  const hops = scores.filter(({ item }) => item.kind === 'two-hop');
  const pairs = [...new Set(scores.flatMap(({ item }) => item.pair ?? []))].map((pair) =>
    scores.filter(({ item }) => item.pair === pair),
  );
  const times = scores.map(({ ms }) => ms);
  return {
    n: scores.length,
    ok: share(scores, ({ isOk }) => isOk),
    skipped,
    byKind: by(({ item }) => item.kind),
    bySplit: by(({ item }) => item.split),
    rightVersion: { n: versions.length, share: share(versions, ({ isRightVersion }) => isRightVersion) },
    supersededWithoutBanner: scores.filter(({ unmarked }) => unmarked.length > 0).length,
    asOfPairs: {
      n: pairs.length,
      bothRight:
        pairs.length === 0
          ? 0
          : round(pairs.filter((pair) => pair.every(({ isOk }) => isOk)).length / pairs.length),
    },
    twoHop: { n: hops.length, bothEndsCited: share(hops, ({ areEndsCited }) => areEndsCited) },
    replyMs: { p50: round(percentile(times, 0.5)), p95: round(percentile(times, 0.95)) },
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
