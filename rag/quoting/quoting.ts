import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Question } from '../question/analyse.ts';
import { withWholeList } from './complete-list.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Library } from '../library.ts';
import { mergeNeighbours } from './merge-quotes.ts';
import { quoteOf, statingLead, type Slice } from './quote.ts';
import type { DocumentStatus, DocumentSummary, Passage, Quote } from '../types.ts';

/** A quotation, and whether a private reason of a person was left out at its end. */
export type Quoted = Quote & Pick<Slice, 'isTrimmed'>;

/** Makes quotations with the status of their document and of the part that they stand in, on one day for one viewer. */
export interface Quoting {
  /** Of what answers, best first; neighbouring slices become one. */
  of(question: Question, chosen: readonly Evidence[]): Promise<Quoted[]>;
  /** Of what answers each of several questions. */
  each(chosen: readonly { question: Question; evidence: Evidence }[]): Promise<Quoted[]>;
  /** Of slices that were cut elsewhere. */
  slices(slices: readonly Slice[]): Promise<Quoted[]>;
  /** Of passages as they stand, or of the slice [from, to) of their text. */
  verbatim(slices: readonly { passage: Passage; from?: number; to?: number }[]): Promise<Quoted[]>;
  /** The beginning of a document, where it prints its symbol, date and subject; null where that is long. */
  head(document: DocumentSummary): Promise<Quoted | null>;
}

/** How long a head may be to be quoted whole, in characters. */
const longestHead = 700;

/**
 * Where number, day, type and subject of a paper begin in its head: the names of the state and of the bodies stand above
 * them and are told by the answer itself. 0 where no such line is found.
 */
function ownLinesFrom(text: string): number {
  for (const { 0: line, index } of text.matchAll(/[^\n]+/gu)) if (ownLine.test(line.trim())) return index;
  return 0;
}

/** 'Số 17-QĐ/TU', 'Sơn Hải, ngày 14 tháng 3 năm 2025', 'QUYẾT ĐỊNH' in a line of its own or at the head of the title. */
const ownLine =
  /^Số\s*:?\s*\d|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|^(?:NGHỊ QUYẾT|CHỈ THỊ|KẾT LUẬN|QUYẾT ĐỊNH|QUY ĐỊNH|QUY CHẾ|HƯỚNG DẪN|THÔNG BÁO|BÁO CÁO|KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|TỜ TRÌNH|NGHỊ ĐỊNH|THÔNG TƯ(?: LIÊN TỊCH)?|LUẬT|PHÁP LỆNH|CÔNG ĐIỆN)(?!\p{L})/u;

/**
 * @param today on which the statuses are told
 * @param asOf a day that the question is about: how everything held then is told as well
 */
export function createQuoting(library: Library, viewer: Viewer, today: DateOnly, asOf?: DateOnly): Quoting {
  async function withStatus(slices: readonly Slice[]): Promise<Quoted[]> {
    const ids = [...new Set(slices.map((slice) => slice.passage.document.id))];
    const standing = await library.statuses(viewer, ids, today);
    const stood = asOf === undefined ? null : await library.statuses(viewer, ids, asOf);
    return Promise.all(
      slices.map(async (slice): Promise<Quoted> => {
        const { charFrom, charTo } = slice;
        const documentId = slice.passage.document.id;
        const on = async (
          day: DateOnly,
          statuses: ReadonlyMap<string, DocumentStatus>,
        ): Promise<Pick<Quote, 'status' | 'partStatus'>> => {
          const partStatus = await library.partsAt(viewer, { documentId, charFrom, charTo }, day);
          const status = statuses.get(documentId) ?? { state: 'unclear' };
          return { status, ...(partStatus.length > 0 && { partStatus }) };
        };
        return {
          ...slice,
          ...(await on(today, standing)),
          ...(asOf !== undefined && stood && { then: { day: asOf, ...(await on(asOf, stood)) } }),
        };
      }),
    );
  }

  const each: Quoting['each'] = async (chosen) =>
    withStatus(
      mergeNeighbours(
        (
          await Promise.all(
            chosen.map(async ({ question, evidence }) => {
              const slice = quoteOf(question, evidence);
              const lead = statingLead(question, evidence, slice);
              return [
                ...(lead ? [lead] : []),
                await withWholeList(library, viewer, question, evidence, slice),
              ];
            }),
          )
        ).flat(),
      ),
    );

  const verbatim: Quoting['verbatim'] = (slices) =>
    withStatus(
      slices.map(({ passage, from = 0, to = passage.text.length }) => ({
        passage,
        text: passage.text.slice(from, to),
        charFrom: passage.charFrom + from,
        charTo: passage.charFrom + to,
        emphasis: [],
        isTrimmed: false,
      })),
    );

  return {
    of: (question, chosen) => each(chosen.map((evidence) => ({ question, evidence }))),
    each,
    slices: withStatus,
    verbatim,
    async head(document) {
      const [passage] = await library.passages(viewer, document.id, { charFrom: 0, charTo: 1 });
      if (!passage || passage.text.length > longestHead) return null;
      const [quote] = await verbatim([{ passage, from: ownLinesFrom(passage.text) }]);
      return quote ?? null;
    },
  };
}
