import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openOffice } from '../../office.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import { localViewer } from '../../core/viewer.ts';
import {
  foundPassage,
  nothingFound,
  searchUsage,
  unreadableCount,
  unreadableDate,
} from '../../prompts/search.ts';
import { createRetriever } from '../../rag/search/retriever.ts';
import { isValidDate, parseDate } from '../../text/dates.ts';
import type { Config } from '../../config.ts';
import type { DateOnly } from '../../core/clock.ts';
import type { Hit } from '../../rag/types.ts';

/**
 * `capuy search "query" [--k 10] [--as-of DATE] [--json]`: ranked passages of the office's store with scores and
 * locators. Exit code 2 where the arguments cannot be used; finding nothing is no failure.
 */
export async function run(args: string[], config: Config): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        k: { type: 'string', default: '10' },
        'as-of': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch {
    return refuse(searchUsage);
  }
  const { values, positionals } = parsed;
  const text = positionals.join(' ').trim();
  if (text === '') return refuse(searchUsage);
  const k = Number(values.k);
  if (!Number.isInteger(k) || k < 1 || k > 1000) return refuse(unreadableCount(values.k));
  const typedDate = values['as-of'];
  const asOf =
    typedDate === undefined ? undefined : readDate(typedDate, dateIn(systemClock.now(), config.TZ));
  if (asOf === null) return refuse(unreadableDate(typedDate ?? ''));

  const office = await openOffice(config);
  const retriever = createRetriever({
    db: office.db,
    logger: silentLogger,
    imagePath: join(office.dataDir, 'search.index'),
  });
  try {
    const filter = { viewer: localViewer, ...(asOf !== undefined && { asOf }) };
    const hits = await retriever.search({ text, filter, k });
    process.stdout.write(values.json ? asJson(text, hits) : asText(hits));
    return 0;
  } finally {
    await retriever.close();
    await office.close();
  }
}

function refuse(sentence: string): number {
  process.stderr.write(sentence);
  return 2;
}

const readDate = (typed: string, today: DateOnly): DateOnly | null =>
  isValidDate(typed) ? typed : (parseDate(typed, today)?.date ?? null);

const asText = (hits: readonly Hit[]): string =>
  hits.length === 0
    ? nothingFound
    : hits
        .map(({ passage, score }, at) =>
          foundPassage(at + 1, score, passage.document, passage.locator, passage.text),
        )
        .join('');

function asJson(query: string, hits: readonly Hit[]): string {
  const found = hits.map(({ passage, score, signals }) => ({
    chunkId: passage.id,
    score: Number(score.toFixed(4)),
    signals,
    document: {
      id: passage.document.id,
      symbol: passage.document.symbol,
      issuedOn: passage.document.issuedOn,
      title: passage.document.title,
      file: passage.document.fileName,
    },
    locator: passage.locator,
    kind: passage.kind,
    pageFrom: passage.pageFrom,
    charFrom: passage.charFrom,
    charTo: passage.charTo,
    text: passage.text,
  }));
  return `${JSON.stringify({ query, hits: found })}\n`;
}
