/** Parts of `capuy bench`, in the order in which they run. */
export const parts = ['start', 'question', 'overhead', 'ingest', 'ocr', 'web', 'install', 'peers'] as const;

export type Part = (typeof parts)[number];

/** One figure of the table. `limit` is the budget of design.md, section 8; a figure without one is shown beside it. */
export interface FigureSpec {
  part: Part;
  name: string;
  unit: 'ms' | 's' | 'MB' | 'kB' | '1/s' | '1/min' | 'n';
  limit?: number;
  /** More is better: the budget is a least. */
  isLeast?: true;
  /** It is held against the baseline, and how much worse its median must be at the least, as a share. */
  floor?: number;
}

/**
 * Every figure by its key. Times and rates are compared with the baseline, with a floor of what the same program differs by
 * on a machine that has nothing else to do; sizes differ by less.
 */
export const figures = {
  'start.answer': { part: 'start', name: 'start to first answer', unit: 's', limit: 3, floor: 0.1 },
  'start.demo': {
    part: 'start',
    name: 'first run with demo, to first answer',
    unit: 's',
    limit: 20,
    floor: 0.1,
  },
  'start.idle': { part: 'start', name: 'memory, idle', unit: 'MB', limit: 650, floor: 0.05 },
  'question.p50': { part: 'question', name: 'answer p50', unit: 'ms', limit: 25, floor: 0.08 },
  'question.p95': { part: 'question', name: 'answer p95', unit: 'ms', limit: 60, floor: 0.12 },
  'question.search': { part: 'question', name: 'search alone p50', unit: 'ms', limit: 2, floor: 0.08 },
  'question.texts': { part: 'question', name: 'search with texts p50', unit: 'ms', floor: 0.1 },
  'question.processor': {
    part: 'question',
    name: 'processor time of an answer',
    unit: 'ms',
    floor: 0.08,
  },
  'question.index': { part: 'question', name: 'index built, processor', unit: 's', floor: 0.08 },
  'question.large': { part: 'question', name: 'answer p95, large store', unit: 'ms', limit: 150 },
  'overhead.p95': { part: 'overhead', name: 'message to reply p95', unit: 'ms', limit: 25, floor: 0.15 },
  'overhead.rate': {
    part: 'overhead',
    name: 'messages sustained',
    unit: '1/s',
    limit: 150,
    isLeast: true,
    floor: 0.1,
  },
  'ingest.pages': {
    part: 'ingest',
    name: 'born-digital pages',
    unit: '1/s',
    limit: 40,
    isLeast: true,
    floor: 0.1,
  },
  'ingest.articles': {
    part: 'ingest',
    name: 'articles (40,000 in 4 minutes)',
    unit: '1/min',
    limit: 10_000,
    isLeast: true,
    floor: 0.1,
  },
  'ingest.memory': { part: 'ingest', name: 'memory while ingesting', unit: 'MB', limit: 900, floor: 0.1 },
  'ocr.pages': {
    part: 'ocr',
    name: 'scanned pages, one core',
    unit: '1/s',
    limit: 0.4,
    isLeast: true,
    floor: 0.1,
  },
  'web.transfer': { part: 'web', name: 'page as transferred', unit: 'kB', limit: 60 },
  'web.paint': { part: 'web', name: 'first paint, cold cache', unit: 's', limit: 1 },
  'web.axe': { part: 'web', name: 'axe violations', unit: 'n', limit: 0 },
  'install.seconds': { part: 'install', name: 'npm ci without a network', unit: 's', limit: 90 },
  'install.size': { part: 'install', name: 'packages', unit: 'MB', limit: 450 },
  'install.production': { part: 'install', name: 'packages, production only', unit: 'MB', limit: 350 },
  'install.downloads': {
    part: 'install',
    name: 'packages that do not come from the registry',
    unit: 'n',
    limit: 0,
  },
} as const satisfies Record<string, FigureSpec>;

export type FigureKey = keyof typeof figures;

/** The specification of a figure, with what not all of them have. */
export const specOf = (key: FigureKey): FigureSpec => figures[key];

/** What was measured: the values of all rounds, or why there are none. */
export type Measured = Partial<Record<FigureKey, readonly number[] | { skipped: string }>>;

/** Whether a figure keeps its budget; null where it has none. */
export const isKept = ({ limit, isLeast }: FigureSpec, value: number): boolean | null =>
  limit === undefined ? null : isLeast ? value >= limit : value <= limit;
