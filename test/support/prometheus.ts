/** One series of the text format, with its labels. */
export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/**
 * Reads the text format of Prometheus 0.0.4 as its specification has it (prometheus.io/docs/instrumenting/exposition_formats)
 * and throws at the first line that a collector would not take: names, escapes, HELP and TYPE before the samples and once,
 * all samples of a metric together, no series twice, buckets of a histogram that grow and end with +Inf and the count.
 */
export function readPrometheus(text: string): Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const types = new Map<string, string>();
  const helps = new Set<string>();
  const ended = new Set<string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue;
    const about = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/u.exec(line);
    if (about) {
      const [, word, name = '', rest = ''] = about;
      const known = word === 'HELP' ? helps.has(name) : types.has(name);
      if (known || ended.has(name)) throw new Error(`told twice or too late: ${line}`);
      if (word === 'HELP') helps.add(name);
      else if (!/^(?:counter|gauge|histogram|summary|untyped)$/u.test(rest))
        throw new Error(`no type: ${line}`);
      else types.set(name, rest);
      if (current !== '' && current !== name) ended.add(current);
      current = name;
      continue;
    }
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: -?\d+)?$/u.exec(line);
    if (!sample) throw new Error(`no sample: ${line}`);
    const [, name = '', inside = '', number = ''] = sample;
    const family = types.get(name) === undefined ? name.replace(/_(?:bucket|sum|count)$/u, '') : name;
    if (!types.has(family) || !helps.has(family) || family !== current)
      throw new Error(`out of its place: ${line}`);
    const value = number === '+Inf' ? Infinity : Number(number);
    if (Number.isNaN(value)) throw new Error(`no number: ${line}`);
    const labels = readLabels(inside, line);
    const series = `${name}${JSON.stringify(Object.entries(labels).sort())}`;
    if (seen.has(series)) throw new Error(`twice: ${line}`);
    seen.add(series);
    samples.push({ name, labels, value });
  }
  for (const [family, type] of types) if (type === 'histogram') checkHistogram(family, samples);
  return samples;
}

function readLabels(inside: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  const pair = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/uy;
  while (pair.lastIndex < inside.length) {
    const found = pair.exec(inside);
    if (!found) throw new Error(`labels: ${line}`);
    const [, name = '', value = ''] = found;
    if (name in labels) throw new Error(`label twice: ${line}`);
    labels[name] = value.replace(/\\(["\\n])/gu, (_, one: string) => (one === 'n' ? '\n' : one));
  }
  return labels;
}

function checkHistogram(family: string, samples: readonly Sample[]): void {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples.filter(({ name }) => name === `${family}_bucket`)) {
    const key = JSON.stringify(Object.entries({ ...sample.labels, le: '' }).sort());
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  for (const [key, buckets] of groups) {
    const bounds = buckets.map(({ labels }) => (labels['le'] === '+Inf' ? Infinity : Number(labels['le'])));
    const isGrowing = buckets.every(
      ({ value }, at) =>
        at === 0 || (value >= (buckets[at - 1]?.value ?? 0) && (bounds[at] ?? 0) > (bounds[at - 1] ?? 0)),
    );
    const count = samples.find(
      ({ name, labels }) =>
        name === `${family}_count` && JSON.stringify(Object.entries({ ...labels, le: '' }).sort()) === key,
    );
    if (!isGrowing || bounds.at(-1) !== Infinity || count?.value !== buckets.at(-1)?.value)
      throw new Error(`buckets of ${family}${key}`);
  }
}
