import { documentCard } from '../../prompts/answers.ts';
import { asksContent, cardOf } from './document-card.ts';
import { documentOf, hasSymbol, type Route } from './route.ts';

/** What the store knows of a document answers from this confidence on. */
const cardConfidence = 0.9;

/** "34-CT/TU là văn bản gì, ban hành ngày nào": what the store itself knows of a document, with its printed head. */
export const card: Route = async ({ question, quoting, resolution, found, decision }) => {
  if (!hasSymbol(question)) return null;
  const document = cardOf(
    question,
    (await resolution()).named.flatMap((entry) => entry.documents),
  );
  if (!document) return null;
  const { outcome } = await decision();
  if (outcome === 'correction' || outcome === 'candidates') return null;
  const all = await found();
  const own = all.evidence.filter((one) => documentOf(one).id === document.id).slice(0, 1);
  const head = await quoting.head(document);
  const quotes = [
    ...(head ? [head] : []),
    ...(asksContent(question) || !head ? await quoting.of(question, own) : []),
  ];
  if (quotes.length === 0) return null;
  return {
    answer: { outcome: 'answer', lead: documentCard(document), quotes },
    found: all,
    missing: [],
    confidence: Math.max(all.evidence[0]?.confidence ?? 0, cardConfidence),
  };
};
