import { readBeir } from '../beir.ts';
import { paper } from '../office-papers.ts';
import { randomNumbers } from '../random.ts';

/** A text as a file that an office would take in. */
export interface BenchText {
  fileName: string;
  text: string;
  /** How many articles (Điều) of a collection stand in it; 1 for a paper. */
  articles: number;
}

/** What a measurement is made on: texts without end, and questions that people could ask of them. */
export interface BenchCorpus {
  /** For the table: where the texts come from. */
  name: string;
  /** The texts of the corpus, then copies of them with other words in places, for ever. The same every time. */
  texts(): Generator<BenchText>;
  questions: readonly string[];
}

/**
 * The laws of a BEIR folder, one text a law with its articles in order, or, without a folder, generated papers of a
 * fictional province with generated questions on the first ten thousand of them.
 * @throws AppError 'input-invalid' where the folder cannot be read
 */
export async function openBenchCorpus(folder: string | undefined, split = 'dev'): Promise<BenchCorpus> {
  if (folder === undefined) return generated;
  const { entries, queries } = await readBeir(folder, split);
  const laws = lawsOf(entries);
  return {
    name: folder,
    texts: () => withCopies(laws),
    questions: queries.map(({ text }) => text),
  };
}

/** What is asked of the demo data. */
export const demoQuestion = 'Chi bộ phải làm những việc gì?';

const generated: BenchCorpus = {
  name: 'generated papers',
  *texts() {
    for (let index = 0; ; index++) {
      const { name, text } = paper(index);
      yield { fileName: name, text, articles: 1 };
    }
  },
  questions: Array.from({ length: 600 }, (_, n) => questionOn(n * 17, n)),
};

/** A question on a generated paper in one of six manners: by symbol, by matter, by place, by person, by sum, in lay words. */
function questionOn(index: number, manner: number): string {
  const { text, symbol, issuedOn } = paper(index);
  const matter = /^về (.+) năm \d+$/mu.exec(text)?.[1] ?? '';
  const task = /Đảng ủy xã (\S+ \S+) (.+?); giao đồng chí (.+?) theo dõi/u.exec(text);
  const [, commune = '', action = '', person = ''] = task ?? [];
  const year = issuedOn.slice(0, 4);
  switch (manner % 6) {
    case 0:
      return `Văn bản số ${symbol} năm ${year} quy định những gì?`;
    case 1:
      return `Năm ${year} tỉnh có yêu cầu gì về ${matter}?`;
    case 2:
      return `Đảng ủy xã ${commune} phải làm gì về ${matter} năm ${year}?`;
    case 3:
      return `Đồng chí ${person} được giao theo dõi việc gì tại xã ${commune}?`;
    case 4:
      return `Kinh phí để ${action} ở xã ${commune} là bao nhiêu?`;
    default:
      return `${action} thì đến hạn ngày nào?`;
  }
}

/** Articles in the order of the collection, one text for those whose ids have the same head ('LAW+12', 'LAW@12'). */
export function lawsOf(
  entries: readonly { id: string; title: string; text: string }[],
): readonly BenchText[] {
  const laws = new Map<string, string[]>();
  for (const { id, title, text } of entries) {
    const law = /^(.+)[+@#][^+@#]*$/u.exec(id)?.[1] ?? id;
    const number = /(?:^|\s)(Điều\s+\d+\p{L}?)$/u.exec(title)?.[1];
    const article = number === undefined ? `${title}\n${text}` : `${number}. ${text}`;
    laws.set(law, [...(laws.get(law) ?? []), article]);
  }
  return [...laws].map(([law, articles]) => ({
    fileName: `${law.replace(/[^\p{L}\p{N}]+/gu, '-')}.txt`,
    text: `${articles.join('\n')}\n`,
    articles: articles.length,
  }));
}

/** How many of the small-letter words of a copy come from another text, so that copies are no doubles. */
const replacedShare = 0.2;

function* withCopies(texts: readonly BenchText[]): Generator<BenchText> {
  yield* texts;
  for (let round = 1; texts.length > 0; round++) {
    const random = randomNumbers(round);
    const below = (limit: number): number => Math.floor(random() * limit);
    let others: string[] = [];
    for (const { fileName, text, articles } of texts) {
      if (others.length === 0) others = smallWords(texts[below(texts.length)]!.text);
      const pool = others;
      const changed = text.replace(/(?<=\s)\p{Ll}+(?=\s)/gu, (word) =>
        random() < replacedShare ? (pool[below(pool.length)] ?? word) : word,
      );
      others = smallWords(text);
      yield { fileName: `${round}-${fileName}`, text: changed, articles };
    }
  }
}

const smallWords = (text: string): string[] => text.match(/(?<=\s)\p{Ll}+(?=\s)/gu) ?? [];
