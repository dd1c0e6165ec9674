import { plain, type Paper, type PaperBlock, type Signature } from '../../papers/paper.ts';
import { addendum as words } from '../../prompts/papers.ts';
import type { Addendum, IssuedPaper } from './paper-store.ts';

/** Locked minutes with what was added later behind them, each on a page of its own under signatures of its own. */
export function withAddenda(
  paper: Pick<IssuedPaper, 'content' | 'symbol' | 'issuedOn'>,
  addenda: readonly Addendum[],
): Paper {
  const { content } = paper;
  if (addenda.length === 0) return content;
  const added = addenda.flatMap((one, i): PaperBlock[] => [
    { type: 'page-break' },
    { type: 'title', lines: [words.title(one.ordinal), words.of(paper.symbol, paper.issuedOn)] },
    { type: 'paragraph', text: words.opening(one.dated) },
    ...one.text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): PaperBlock => ({ type: 'paragraph', text: plain(line.trim()) })),
    { type: 'paragraph', text: words.closing },
    ...(i < addenda.length - 1 ? [signaturesOf(content, one)] : []),
  ]);
  const last = addenda.at(-1) as Addendum;
  return {
    ...content,
    blocks: [...content.blocks, { type: 'signatures', signatures: content.signatures }, ...added],
    signatures: signaturesOf(content, last).signatures,
  };
}

/** The same roles sign an addendum; whoever chairs now stands where the chair stood. */
function signaturesOf(
  content: Paper,
  { confirmedByName }: Addendum,
): { type: 'signatures'; signatures: readonly Signature[] } {
  const chair = content.signatures.length - 1;
  return {
    type: 'signatures',
    signatures: content.signatures.map((signature, i) =>
      i === chair && confirmedByName !== '' ? { ...signature, name: confirmedByName } : signature,
    ),
  };
}
