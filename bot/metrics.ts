/** Numbers about the running process, counted since its start; they name channels and kinds, never people or chats. */
export interface Metrics {
  /** Adds one (or `by`) to a counter. */
  count(name: CounterName, labels: Labels, by?: number): void;
  /** Notes how long something took, in seconds. */
  observe(name: TimeName, labels: Labels, seconds: number): void;
  /** Everything in the text format of Prometheus, `gauges` of this moment included. */
  render(gauges?: readonly Gauge[]): string;
}

export type Labels = Readonly<Record<string, string>>;

/** A number that goes up and down. */
export interface Gauge {
  name: string;
  help: string;
  labels: Labels;
  value: number;
}

const counters = {
  capuy_messages_received_total: 'Events that were kept.',
  capuy_messages_repeated_total: 'Events that a channel delivered again.',
  capuy_messages_limited_total: 'Events beyond the limit of messages.',
  capuy_turns_total: 'Events that were answered, by how it ended.',
  capuy_parts_sent_total: 'Messages that were delivered.',
  capuy_sends_failed_total: 'Attempts to deliver that failed, by kind.',
  capuy_deliveries_unknown_total: 'Messages that may or may not have arrived.',
  capuy_replies_given_up_total: 'Replies that were given up, by kind of failure.',
} as const;
const times = {
  capuy_turn_seconds: 'From keeping an event to committing its answer.',
  capuy_delivery_seconds: 'From committing a reply to its last receipt.',
} as const;

export type CounterName = keyof typeof counters;
export type TimeName = keyof typeof times;

/** Upper bounds of the buckets of times, in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(): Metrics {
  const counted = new Map<CounterName, Map<string, number>>();
  const observed = new Map<
    TimeName,
    Map<string, { labels: Labels; buckets: number[]; sum: number; count: number }>
  >();

  return {
    count(name, labels, by = 1) {
      const series = counted.get(name) ?? new Map<string, number>();
      counted.set(name, series);
      const key = written(labels);
      series.set(key, (series.get(key) ?? 0) + by);
    },
    observe(name, labels, seconds) {
      const series = observed.get(name) ?? new Map();
      observed.set(name, series);
      const key = written(labels);
      const known = series.get(key) ?? { labels, buckets: bounds.map(() => 0), sum: 0, count: 0 };
      series.set(key, known);
      bounds.forEach((bound, index) => {
        if (seconds <= bound) known.buckets[index]++;
      });
      known.sum += seconds;
      known.count++;
    },
    render(gauges = []) {
      const lines: string[] = [];
      for (const [name, series] of counted) {
        lines.push(`# HELP ${name} ${counters[name]}`, `# TYPE ${name} counter`);
        for (const [labels, value] of series) lines.push(`${name}${labels} ${value}`);
      }
      for (const [name, series] of observed) {
        lines.push(`# HELP ${name} ${times[name]}`, `# TYPE ${name} histogram`);
        for (const { labels, buckets, sum, count } of series.values()) {
          bounds.forEach((bound, index) =>
            lines.push(`${name}_bucket${written({ ...labels, le: String(bound) })} ${buckets[index]}`),
          );
          lines.push(`${name}_bucket${written({ ...labels, le: '+Inf' })} ${count}`);
          lines.push(`${name}_sum${written(labels)} ${sum}`, `${name}_count${written(labels)} ${count}`);
        }
      }
      const named = new Set<string>();
      for (const { name, help, labels, value } of [...gauges].sort((a, b) => (a.name < b.name ? -1 : 1))) {
        if (!named.has(name)) lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`);
        named.add(name);
        lines.push(`${name}${written(labels)} ${value}`);
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Counts into nothing. */
export const noMetrics: Metrics = { count() {}, observe() {}, render: () => '\n' };
