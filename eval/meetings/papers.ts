import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocument } from '../../ingest/ingest.ts';
import { parsePdf } from '../../ingest/parsers/pdf.ts';
import { withAddenda } from '../../meetings/papers/addenda.ts';
import { buildPaper, templateNameOf } from '../../meetings/papers/build-paper.ts';
import { createTemplateFiles } from '../../meetings/papers/template-files.ts';
import { textOf, type Paper } from '../../papers/paper.ts';
import { writePartyDocument } from '../../papers/docx/party-document.ts';
import { createPdfMaker } from '../../papers/pdf.ts';
import { printer, printFigures, readCommand, wrongUse } from '../command.ts';
import { samplePapers, type SamplePaper } from './sample-meetings.ts';

const usage = 'usage: capuy eval papers [--lengths N] [--keep FOLDER] [--json]\n';

/**
 * `capuy eval papers`: a paper of each kind written as .docx, read back by our own reader, and set on pages by LibreOffice
 * where that is present. Counts what got lost on either way, and signatures that are cut by the end of a page or stand
 * on one without the lines above them. `--keep` leaves the files to be looked at.
 */
export async function evaluatePapers(args: string[]): Promise<number> {
  const read = readCommand(args, { lengths: { type: 'string', default: '12' }, keep: { type: 'string' } });
  if (!read) return wrongUse(usage);
  const print = printer(read.values.json);
  const { keep } = read.values;
  if (keep) await mkdir(keep, { recursive: true });
  const profile = await mkdtemp(join(tmpdir(), 'capuy-papers-'));
  const pdf = createPdfMaker({ profile });
  const figures = {
    papers: 0,
    lostInDocx: 0,
    pdf: 0,
    pdfAbsent: 0,
    pdfFailed: 0,
    pages: 0,
    longest: 0,
    lostInPdf: 0,
    signaturesAlone: 0,
    signaturesCut: 0,
  };
  for (const sample of samplePapers(Number(read.values.lengths))) {
    const paper = await paperOf(sample);
    const docx = await writePartyDocument(paper);
    figures.papers++;
    const wanted = wordsOf(paper);
    const lost = missing(wanted, (await readDocument(docx, 'paper.docx')).text);
    figures.lostInDocx += lost.length;
    if (keep) await writeFile(join(keep, `${sample.name}.docx`), docx);
    const made = await pdf.fromDocx(docx);
    if (made.type !== 'made') {
      figures[made.type === 'absent' ? 'pdfAbsent' : 'pdfFailed']++;
      print(`${sample.name}: ${made.type}\n`);
      continue;
    }
    if (keep) await writeFile(join(keep, `${sample.name}.pdf`), made.bytes);
    const pages = await pagesOf(made.bytes);
    const onPages = judgePages(paper, pages);
    const lostOnPages = missing(lettersOf(wanted.join('')), lettersOf(pages.join('')).join(' '));
    figures.pdf++;
    figures.pages += pages.length;
    figures.longest = Math.max(figures.longest, pages.length);
    figures.lostInPdf += lostOnPages.length;
    figures.signaturesAlone += onPages.isAlone ? 1 : 0;
    figures.signaturesCut += onPages.isCut ? 1 : 0;
    const faults = [
      ...lost.map((word) => `lost in .docx: ${word}`),
      ...(lostOnPages.length > 0 ? [`letters lost on pages: ${lostOnPages.join('')}`] : []),
      ...(onPages.isAlone ? ['signatures alone'] : []),
      ...(onPages.isCut ? ['signatures cut'] : []),
    ];
    print(`${sample.name}: ${pages.length} pages${faults.map((fault) => `\n    ${fault}`).join('')}\n`);
  }
  await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  printFigures(figures);
  const { lostInDocx, pdfFailed, lostInPdf, signaturesAlone, signaturesCut } = figures;
  return lostInDocx + pdfFailed + lostInPdf + signaturesAlone + signaturesCut > 0 ? 1 : 0;
}

async function paperOf({ kind, meeting, extras, addenda }: SamplePaper): Promise<Paper> {
  const templates = createTemplateFiles('');
  const { template } = await templates.load(templateNameOf(kind, meeting));
  const symbol = addenda > 0 ? '05-BB/CB' : null;
  const number = { symbol, issuer: 'CB', placeName: 'Bến Đò', issuedOn: meeting.heldOn };
  const content = buildPaper({ kind, meeting, extras, number, isDraft: symbol === null }, template);
  const added = Array.from({ length: addenda }, (_, i) => ({
    id: '',
    ordinal: i + 1,
    dated: '2026-08-20',
    text: 'Sửa thời hạn nhiệm vụ số 1 thành 20/8/2026.',
    confirmedByName: ['Ngô Văn Thử', 'Hồ Văn Giả'][i % 2] as string,
  }));
  return withAddenda({ content, symbol: symbol ?? '', issuedOn: meeting.heldOn }, added);
}

/** Everything that must be readable on the paper: paragraphs, cells, names, recipients. */
function wordsOf(paper: Paper): string[] {
  const { heading } = paper;
  const said = [
    heading.upper?.toLocaleUpperCase('vi') ?? '',
    heading.body.toLocaleUpperCase('vi'),
    heading.placeAndDate,
    paper.title ?? '',
    ...paper.subject,
    ...paper.signatures.flatMap(({ lines, name }) => [...lines, name]),
    ...(paper.recipients?.lines.map(textOf) ?? []),
  ];
  for (const block of paper.blocks) {
    if (block.type === 'paragraph' || block.type === 'heading') said.push(textOf(block.text));
    if (block.type === 'title') said.push(...block.lines);
    if (block.type === 'table') said.push(...block.head, ...block.rows.flat().map(textOf));
  }
  return said.flatMap((text) => text.split(/\s+/u)).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** Words that are not there as often as they are wanted. */
function missing(wanted: readonly string[], text: string): string[] {
  const there = new Map<string, number>();
  for (const word of text.normalize('NFC').split(/[\s|]+/u)) there.set(word, (there.get(word) ?? 0) + 1);
  return wanted.filter((word) => {
    const left = there.get(word) ?? 0;
    there.set(word, left - 1);
    return left <= 0;
  });
}

/** A .pdf places marks apart from their letters, so words of a page are compared letter by letter. */
const lettersOf = (text: string): string[] => [...squeeze(text)].filter((sign) => /[\p{L}\p{N}]/u.test(sign));
const squeeze = (text: string): string => text.replace(/\s+/gu, '').normalize('NFC');

/** The text of each page of a .pdf, its header included. */
async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const { pages } = await parsePdf(pdf, { isOcrAllowed: false, isHiddenKept: true });
  return pages.map((lines) => lines.map(({ text }) => text.normalize('NFC')).join('\n'));
}

/** Whether the last page holds the signatures whole, and the end of the body with them. */
function judgePages(paper: Paper, pages: readonly string[]): { isAlone: boolean; isCut: boolean } {
  const page = lettersOf(pages.at(-1) ?? '').join(' ');
  const last = [...paper.blocks].reverse().find((block) => block.type === 'paragraph');
  const end = last?.type === 'paragraph' ? textOf(last.text).slice(-60) : '';
  const signed = paper.signatures.flatMap(({ lines, name }) => [...lines, name]).join('');
  return {
    isCut: missing(lettersOf(signed), page).length > 0,
    isAlone: missing(lettersOf(signed + end), page).length > 0,
  };
}
