import { syllables } from '../../text/syllables.ts';
import { shortened } from '../question/shortened.ts';

/*
 * Bodies and names of a sentence held against its evidence: "Ban Thường vụ Tỉnh ủy" of a text that speaks of
 * "Ban Thường vụ Đảng ủy Khối". Read in their exact spelling with one tone placement, abbreviations written out
 * ("UBND" is "Ủy ban nhân dân"), case aside.
 */

/** What bodies are called; the longest that fits is taken. */
const bodies = [
  'ban bí thư|ban cán sự đảng|ban chấp hành|ban chỉ đạo|ban chỉ huy quân sự|ban dân vận|ban kinh tế|ban nội chính',
  'ban thường vụ|ban thường trực|ban tổ chức|ban tuyên giáo và dân vận|ban tuyên giáo|bảo hiểm xã hội|bộ chính trị',
  'bộ chỉ huy quân sự|chi bộ|chi ủy|chính phủ|công an|công đoàn|đảng bộ|đảng đoàn|đảng ủy|đoàn thanh niên',
  'hội chữ thập đỏ|hội cựu chiến binh|hội đồng nhân dân|hội liên hiệp phụ nữ|hội nông dân|huyện ủy|kho bạc nhà nước',
  'liên đoàn lao động|mặt trận tổ quốc|quận ủy|quốc hội|thành ủy|thị ủy|thủ tướng|thường trực|tỉnh đoàn|tỉnh ủy',
  'tòa án nhân dân|trung ương|trường chính trị|ủy ban kiểm tra|ủy ban mặt trận tổ quốc|ủy ban nhân dân|văn phòng',
  'viện kiểm sát nhân dân',
]
  .flatMap((line) => line.split('|'))
  .map((name) => name.split(' '))
  .sort((a, b) => b.length - a.length);
/** Bodies that only the capital word after them names: "Sở Nội vụ". */
const kindsOfBody = new Set(['sở', 'bộ', 'cục', 'vụ', 'phòng', 'viện', 'ban', 'hội', 'đoàn', 'trường']);
/** Words after a body that say nothing of what is told of it. */
const joining = new Set(
  'và với của về đã được là có các những trong tại ở cho theo để do khi sẽ không cũng đang phải từ đến thì trên gồm hoặc tỉnh huyện xã phường'.split(
    ' ',
  ),
);

interface Word {
  exact: string;
  isCapital: boolean;
  /** Stands right behind the word before it, only spaces between. */
  isJoined: boolean;
  from: number;
  to: number;
}

/** A body, or a name of several capital words, and what stands behind it. */
interface Part {
  words: string;
  isBody: boolean;
  next: string | null;
  /** The name or body that follows directly. */
  followedBy: Part | null;
  from: number;
  to: number;
}

/** What a text says of bodies and names. */
export interface NamedBodies {
  parts: readonly Part[];
  /** All words with a space at each end, for phrases. */
  running: string;
}

export function readBodies(text: string): NamedBodies {
  const words = wordsOf(text);
  const parts: Part[] = [];
  let last: { part: Part; end: number } | null = null;
  for (let at = 0; at < words.length;) {
    const isBehindBody = last !== null && last.end === at && last.part.isBody;
    const length = bodyAt(words, at) || nameAt(words, at, isBehindBody ? 1 : 2);
    if (length === 0) {
      at += 1;
      continue;
    }
    const run = words.slice(at, at + length);
    const [first] = run as [Word];
    const next = words[at + length];
    const part: Part = {
      words: run.map((word) => word.exact).join(' '),
      isBody: bodyAt(words, at) > 0,
      next: next?.isJoined ? next.exact : null,
      followedBy: null,
      from: first.from,
      to: (run.at(-1) as Word).to,
    };
    if (last && last.end === at && first.isJoined) last.part.followedBy = part;
    parts.push(part);
    at += length;
    last = { part, end: at };
  }
  return { parts, running: ` ${words.map((word) => word.exact).join(' ')} ` };
}

/** The bodies and names of `claim` that none of the texts of `evidence` states, or states of something else. */
export function unknownBodies(
  claim: NamedBodies,
  evidence: readonly NamedBodies[],
): { from: number; to: number }[] {
  const states = (phrase: string): boolean => evidence.some(({ running }) => running.includes(` ${phrase} `));
  return claim.parts.filter((part) => {
    if (!states(part.words)) return true;
    const following = part.followedBy;
    if (following) {
      if (following.words === part.words) return true;
      if (states(`${part.words} ${following.words}`)) return false;
      // "Ban Thường vụ Tỉnh ủy" is open to a text that speaks of "Ban Thường vụ" alone, not of that of another body.
      const isOpen = evidence.some(({ parts }) =>
        parts.some((other) => other.words === part.words && other.followedBy === null),
      );
      const isNameOfAnother =
        !following.isBody &&
        evidence.some(({ parts }) => parts.some((other) => other.followedBy?.words === following.words));
      return !isOpen || isNameOfAnother;
    }
    if (!part.isBody || part.next === null || joining.has(part.next)) return false;
    if (states(`${part.words} ${part.next}`)) return false;
    return evidence.some(({ parts }) =>
      parts.some((other) => other.isBody && other.next === part.next && other.words !== part.words),
    );
  });
}

function wordsOf(text: string): Word[] {
  const written = shortened(text);
  const words: Word[] = [];
  let end = 0;
  const push = (exact: string, from: number, to: number, isCapital: boolean): void => {
    words.push({ exact, isCapital, isJoined: /^\s*$/u.test(text.slice(end, from)), from, to });
    end = to;
  };
  for (const { exact, from, to } of syllables(text)) {
    const short = written.find((one) => one.from <= from && to <= one.to);
    if (!short) push(exact, from, to, /^\p{Lu}\p{Ll}*$/u.test(text.slice(from, to)));
    else if (short.from === from)
      for (const word of syllables(short.reading)) push(word.exact, short.from, short.to, false);
  }
  return words;
}

function bodyAt(words: readonly Word[], at: number): number {
  const name = bodies.find((body) =>
    body.every((word, i) => words[at + i]?.exact === word && (i === 0 || words[at + i]?.isJoined)),
  );
  if (name) return name.length;
  const [kind, first, second] = words.slice(at, at + 3);
  if (!kind?.isCapital || !kindsOfBody.has(kind.exact) || !first?.isCapital || !first.isJoined) return 0;
  return second?.isJoined && /^\p{L}+$/u.test(second.exact) && !joining.has(second.exact) ? 3 : 2;
}

/** Capital words in a row: two at least, or one right behind a body. */
function nameAt(words: readonly Word[], at: number, shortest: number): number {
  let length = 0;
  while (words[at + length]?.isCapital && (length === 0 || words[at + length]?.isJoined)) {
    if (length > 0 && bodyAt(words, at + length) > 0) break;
    length += 1;
  }
  return length >= shortest ? length : 0;
}
