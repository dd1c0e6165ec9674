import { fold } from '../../text/normalise.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { valueTypes } from '../evidence/holds.ts';
import { rarityOf, type PreparedPassage, type PreparedUnit } from '../evidence/prepare.ts';
import type { RankedUnit } from '../evidence/rank-units.ts';
import type { Question } from '../question/analyse.ts';
import { listedKind } from '../question/listed-kind.ts';
import { sourceLead } from './passages.ts';
import { documentOf, type Route } from './route.ts';

/** Share of what a question says that a lead-in must say itself, and with its headings. */
const saidItself = 0.3;
const saidWithHeadings = 0.6;
const saidOfOffices = 0.8;
/** How much a lead-in of the asked kind of thing is worth, in that share. */
const kindBonus = 0.25;
/** How much better a lead-in must fit than the best sentence. */
const margin = 0.12;

/**
 * "Phải thẩm tra những ai?", "cần giấy tờ gì?": the sentence that introduces such a list, where the one that ranks best
 * only has more words in common.
 */
export const listLead: Route = async (asked) => {
  const { question, library, quoting } = asked;
  const kind = listedKind(question);
  if (kind === null || (valueTypes.has(question.type) && question.type !== 'person')) return null;
  const { evidence, ranked, ...rest } = await asked.found();
  const [best] = evidence;
  if (!best) return null;
  const { outcome } = await asked.decision();
  // Papers list offices where a question asks for persons; then the lead-in itself must say nearly everything.
  const isOffices =
    outcome !== 'answer' &&
    question.type === 'person' &&
    best.missing.every(({ slot }) => slot === undefined);
  if (outcome !== 'answer' && !isOffices) return null;
  const rarity = rarityOf(library.statistics(asked.filter.viewer));
  const content = question.content.filter((word) => !asking.has(word));
  const weight = (words: readonly string[]): number => words.reduce((sum, one) => sum + rarity.of(one), 0);
  const total = weight(content);
  if (total === 0) return null;
  const fitOf = (passage: PreparedPassage, unit: PreparedUnit): number => {
    const itself = weight(content.filter((word) => unit.words.has(word))) / total;
    const withHeadings =
      weight(content.filter((word) => unit.words.has(word) || passage.context.words.has(word))) / total;
    if (itself < (isOffices ? saidOfOffices : saidItself) || withHeadings < saidWithHeadings) return 0;
    return withHeadings + (introduces(passage, unit) && kind.test(fold(unit.text)) ? kindBonus : 0);
  };
  const leads = ranked
    .filter(
      ({ passage, unit }) =>
        introduces(passage, unit) &&
        kind.test(fold(unit.text)) &&
        (question.slots.length === 0 || passage.passage.document.id === documentOf(best).id),
    )
    .map((one) => ({ one, fit: fitOf(one.passage, one.unit) }))
    .sort((a, b) => b.fit - a.fit);
  const [lead] = leads;
  if (!lead || lead.fit === 0) return null;
  const own = introducing(best.ranked);
  const isListed = introduces(best.ranked.passage, own);
  if (
    (own === lead.one.unit && !isOffices) ||
    lead.fit < fitOf(best.ranked.passage, own) + (isListed && own !== lead.one.unit ? margin : 0)
  )
    return null;
  const chosen: Evidence = { ...best, ranked: lead.one, missing: [], values: [] };
  const asList: Question = { ...question, wantsList: true, type: 'list', types: ['list'] };
  const quotes = await quoting.of(asList, [chosen]);
  return {
    answer: { outcome: 'answer', lead: sourceLead(quotes), quotes },
    found: { evidence, ranked, ...rest },
    missing: [],
    confidence: best.confidence,
  };
};

const asking = new Set(
  'ai gi nao nhung cac phai can thi duoc co em anh a ha vay gom buoc giay to'.split(' '),
);

/** The lead-in of an item; a unit that is none stands for itself. */
const introducing = ({ passage, unit }: RankedUnit): PreparedUnit =>
  (unit.lead === null || unit.kind === 'row' ? undefined : passage.units[unit.lead]) ?? unit;

/** A sentence with a list behind it, or with one in it: 'xem xét: Đơn …; lý lịch …; văn bản …'. */
const introduces = (passage: PreparedPassage, unit: PreparedUnit): boolean =>
  unit.kind !== 'row' &&
  passage.passage.kind !== 'table' &&
  (unit.items.length > 0 || unit.text.endsWith(':') || /:[^:;]{8,};[^;]{8,};/u.test(unit.text));
