import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compareWithBaseline } from '../../eval/gold/gold-baseline.ts';
import { loadKept, withoutReferences } from '../../eval/gold/gold-documents.ts';
import { goldFigures } from '../../eval/gold/gold-figures.ts';
import { holdsOn, supersededWithoutBanner, type KnownValidities } from '../../eval/gold/gold-validity.ts';
import {
  failuresToShow,
  readGoldItems,
  readValidities,
  scoreGold,
  type GoldItem,
} from '../../eval/gold/gold.ts';
import { shows } from '../../eval/answers.ts';
import type { Answered, Answerer } from '../../rag/answer.ts';
import type { Answer, DocumentStatus, Quote } from '../../rag/types.ts';

const old: KnownValidities = {
  'cu.txt': { until: '2026-02-01', parts: [{ text: 'họp ngày 15', until: '2025-01-01' }] },
  'nghi.txt': { suspended: { from: '2026-10-01', to: '2027-03-31' } },
  'mai.txt': { from: '2027-01-01' },
};

function quoteOf(fileName: string, text: string, status: DocumentStatus = { state: 'in-force' }): Quote {
  return {
    text,
    charFrom: 0,
    charTo: text.length,
    emphasis: [],
    status,
    passage: { document: { id: fileName, fileName } } as Quote['passage'],
  };
}

const replaced: DocumentStatus = {
  state: 'replaced',
  by: { documentId: 'moi.txt', symbol: '2-QĐ/TU', title: 'Quy định' },
  from: '2026-02-01',
};

const answering = (answer: Answer): Answerer => ({
  answer: () =>
    Promise.resolve({ answer, confidence: 1, understood: { question: '', isRewritten: false } } as Answered),
});

const itemOf = (parts: Partial<GoldItem>): GoldItem => ({
  id: 'x-01',
  kind: 'version',
  split: 'dev',
  question: 'Họp bao nhiêu phút?',
  answer_spans: ['90 phút'],
  docs: ['moi.txt'],
  answerable: true,
  ...parts,
});

const answer = (...quotes: Quote[]): Answer => ({ outcome: 'answer', lead: 'Theo văn bản:', quotes });

describe('what is known to hold', () => {
  it('ends on its day, rests while suspended, and has not begun before its day', () => {
    expect(holdsOn(old, quoteOf('cu.txt', '60 phút'), '2026-01-31')).toBe(true);
    expect(holdsOn(old, quoteOf('cu.txt', '60 phút'), '2026-02-01')).toBe(false);
    expect(holdsOn(old, quoteOf('nghi.txt', 'a'), '2027-03-31')).toBe(false);
    expect(holdsOn(old, quoteOf('nghi.txt', 'a'), '2027-04-01')).toBe(true);
    expect(holdsOn(old, quoteOf('mai.txt', 'a'), '2026-12-31')).toBe(false);
    expect(holdsOn(old, quoteOf('khac.txt', 'a'), '2026-12-31')).toBe(true);
  });

  it('counts a sentence that stopped holding before its document', () => {
    expect(holdsOn(old, quoteOf('cu.txt', 'Chi bộ họp ngày 15 hằng tháng.'), '2025-06-01')).toBe(false);
    expect(holdsOn(old, quoteOf('cu.txt', 'Chi bộ họp ngày 16 hằng tháng.'), '2025-06-01')).toBe(true);
  });

  it('is missed only where the quotation says nothing of its end', () => {
    const silent = quoteOf('cu.txt', '60 phút');
    const telling = quoteOf('cu.txt', '60 phút', replaced);
    expect(supersededWithoutBanner(old, [silent, telling], '2026-11-20')).toEqual([silent]);
    expect(supersededWithoutBanner(old, [silent], '2026-01-01')).toEqual([]);
  });
});

describe('the score of a question', () => {
  it('wants the value from the right document', async () => {
    const right = await scoreGold(itemOf({}), answering(answer(quoteOf('moi.txt', 'ít nhất 90 phút'))), old);
    expect(right).toMatchObject({ isOk: true, isRightVersion: true });
    const wrong = await scoreGold(itemOf({}), answering(answer(quoteOf('khac.txt', 'ít nhất 90 phút'))), old);
    expect(wrong).toMatchObject({ isOk: false, isRightVersion: false });
  });

  it('fails where an old rule stands beside the right one without a word', async () => {
    const both = answering(answer(quoteOf('moi.txt', '90 phút'), quoteOf('cu.txt', '60 phút')));
    expect((await scoreGold(itemOf({}), both, old)).isOk).toBe(false);
    const told = answering(answer(quoteOf('moi.txt', '90 phút'), quoteOf('cu.txt', '60 phút', replaced)));
    expect((await scoreGold(itemOf({}), told, old)).isOk).toBe(true);
  });

  it('wants both ends of a reference, the value in the second', async () => {
    const item = itemOf({
      kind: 'two-hop',
      docs: ['dan.txt', 'moi.txt'],
      must_cite: [{ file: 'dan.txt' }, { file: 'moi.txt', text: '90 phút' }],
    });
    const one = answering(answer(quoteOf('moi.txt', '90 phút')));
    expect((await scoreGold(item, one, old)).areEndsCited).toBe(false);
    const ends = answering(
      answer(quoteOf('dan.txt', 'theo Quy định số 2-QĐ/TU'), quoteOf('moi.txt', '90 phút')),
    );
    expect((await scoreGold(item, ends, old)).isOk).toBe(true);
  });

  it('takes a list of the documents for a name that several share, not one of them', async () => {
    const item = itemOf({ ask: 'candidates', docs: ['a.txt', 'b.txt'], answer_spans: [] });
    const documents = ['a.txt', 'b.txt'].map((fileName) => ({ fileName, status: { state: 'in-force' } }));
    const listed = {
      outcome: 'candidates',
      lead: 'Có nhiều văn bản:',
      documents,
      quotes: [],
    } as unknown as Answer;
    expect((await scoreGold(item, answering(listed), old)).isOk).toBe(true);
    expect((await scoreGold(item, answering(answer(quoteOf('a.txt', 'x'))), old)).isOk).toBe(false);
  });

  it('wants the state of an old document told where the question names it', async () => {
    const item = itemOf({ docs: ['cu.txt'], answer_spans: ['60 phút'], status: { 'cu.txt': 'replaced' } });
    const told = answering(answer(quoteOf('cu.txt', '60 phút', replaced)));
    expect((await scoreGold(item, told, old)).isOk).toBe(true);
    expect((await scoreGold(item, told, old)).unmarked).toEqual([]);
    const silent = answering(answer(quoteOf('cu.txt', '60 phút', { state: 'unclear' })));
    expect((await scoreGold(item, silent, old)).isOk).toBe(false);
  });
});

describe('the figures', () => {
  it('take a pair as right only where both of its questions are', async () => {
    const right = answering(answer(quoteOf('moi.txt', '90 phút')));
    const pair = await Promise.all([
      scoreGold(itemOf({ id: 'a', kind: 'as-of', pair: 'p' }), right, old),
      scoreGold(itemOf({ id: 'b', kind: 'as-of', pair: 'p', answer_spans: ['60 phút'] }), right, old),
    ]);
    expect(goldFigures(pair, 3)).toMatchObject({
      n: 2,
      ok: 0.5,
      skipped: 3,
      asOfPairs: { n: 1, bothRight: 0 },
      rightVersion: { n: 2, share: 1 },
    });
  });

  it('keep failures of the half kept aside to themselves, and show the worst first', async () => {
    const ask = async (id: string, split: GoldItem['split'], reply: Answer) =>
      scoreGold(itemOf({ id, split }), answering(reply), old);
    const scores = [
      await ask('missing', 'dev', { outcome: 'refusal', lead: 'Chưa thấy.', nearest: [] }),
      await ask('aside', 'held-out', { outcome: 'refusal', lead: 'Chưa thấy.', nearest: [] }),
      await ask('old', 'dev', answer(quoteOf('cu.txt', '60 phút'))),
    ];
    expect(failuresToShow(scores, false).map(({ item }) => item.id)).toEqual(['old', 'missing']);
    expect(failuresToShow(scores, true)).toHaveLength(3);
  });

  it('are held against the baseline: what became worse before what became better', async () => {
    const right = answering(answer(quoteOf('moi.txt', '90 phút')));
    const wrong = answering(answer(quoteOf('moi.txt', '45 phút')));
    const scores = [
      await scoreGold(itemOf({ id: 'up', question: 'Lên?' }), right, old),
      await scoreGold(itemOf({ id: 'down', question: 'Xuống?' }), wrong, old),
    ];
    const figures = goldFigures(scores, 0);
    const shares = { dev: figures, 'held-out': figures, all: { ...figures, ok: 1 } };
    expect(compareWithBaseline(scores, 'dev', { figures: shares, dev: { up: 'fail', down: 'ok' } })).toBe(
      'worse  down [version] Xuống?\nbetter up [version] Lên?\n',
    );
    const same = { up: 'ok', down: 'fail' } as const;
    expect(compareWithBaseline(scores, 'dev', { figures: shares, dev: same })).toBe('as in the baseline\n');
    expect(compareWithBaseline(scores, 'all', { figures: shares, dev: same })).toMatch(/^ok +1 → 0.5\n$/u);
  });
});

describe('the documents', () => {
  it('leave out the text that stands beside a scan', () => {
    expect(withoutReferences(['/a/x.pdf', '/a/x.txt', '/a/y.txt'])).toEqual(['/a/x.pdf', '/a/y.txt']);
  });

  it('are read once where a folder keeps them', async () => {
    const keep = await mkdtemp(join(tmpdir(), 'capuy-gold-'));
    const path = fileURLToPath(new URL('../../eval/gold/documents/09-qc-du-2022.txt', import.meta.url));
    const first = await loadKept([path], keep);
    const [name] = await readdir(keep);
    expect(name).toMatch(/\.json$/u);
    expect(await loadKept([path], keep)).toEqual(JSON.parse(JSON.stringify(first)));
    await rm(keep, { recursive: true });
  });
});

describe('the set', () => {
  const folders = ['../../eval/gold/documents/', '../../demo/documents/'];
  const textOf = (name: string): string | null => {
    for (const folder of folders) {
      try {
        return readFileSync(fileURLToPath(new URL(folder + name, import.meta.url)), 'utf8');
      } catch {
        continue;
      }
    }
    return null;
  };

  it('has at least 300 questions with names of their own, half of each kind kept aside', async () => {
    const items = await readGoldItems();
    expect(items.length).toBeGreaterThanOrEqual(300);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    for (const kind of new Set(items.map((item) => item.kind))) {
      const own = items.filter((item) => item.kind === kind);
      const aside = own.filter(({ split }) => split === 'held-out').length;
      expect(Math.abs(own.length - 2 * aside), kind).toBeLessThanOrEqual(2);
    }
  });

  it('keeps both questions of a pair in one half', async () => {
    const paired = (await readGoldItems()).filter(({ pair }) => pair !== undefined);
    for (const pair of new Set(paired.map((item) => item.pair))) {
      const items = paired.filter((item) => item.pair === pair);
      expect(items, pair).toHaveLength(2);
      expect(new Set(items.map(({ split }) => split)).size, pair).toBe(1);
    }
  });

  it('asks only for what its own documents say', async () => {
    const missing: string[] = [];
    for (const item of (await readGoldItems()).filter(({ docs }) =>
      docs.every((name) => textOf(name) !== null),
    ))
      for (const span of item.answer_spans)
        if (!item.docs.some((name) => shows(textOf(name)!, span))) missing.push(`${item.id}: ${span}`);
    expect(missing).toEqual([]);
  });

  it('knows of each ended document where its end is written', async () => {
    for (const [name, { parts = [] }] of Object.entries(await readValidities())) {
      const text = textOf(name);
      expect(text, name).not.toBeNull();
      for (const part of parts) expect(shows(text!, part.text), part.text).toBe(true);
    }
  });

  it('repeats no passage of the central documents', async () => {
    const path = fileURLToPath(new URL('../../eval/gold/central.jsonl', import.meta.url));
    const items = (await readFile(path, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as GoldItem);
    for (const { id, answer_spans: spans } of items)
      for (const span of spans) expect(span.length, id).toBeLessThanOrEqual(80);
  });
});
