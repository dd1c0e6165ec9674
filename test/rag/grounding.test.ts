import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGrounding } from '../../rag/grounding/grounding.ts';
import { unitsOf } from '../../rag/evidence/units.ts';

const passage =
  'Đảng bộ xã Bãi Ngang có 12 chi bộ với 407 đảng viên; theo Kế hoạch số 31-KH/HU ngày 04/7/2023, đến hết năm 2024 có 85,5% chi bộ đạt loại Tốt, kinh phí 1.250 triệu đồng. Điều 9 khoản 2 áp dụng từ ngày 01/8/2023 cho 22/23 đồng chí.';

describe('a sentence is grounded', () => {
  it.each([
    'Đảng bộ xã có 12 chi bộ, 407 đảng viên.',
    'Kế hoạch 31-KH/HU ban hành ngày 4 tháng 7 năm 2023.',
    'Đến năm 2024, 85,5 phần trăm chi bộ đạt loại Tốt.',
    'Kinh phí là 1,25 tỷ đồng.',
    'Theo khoản 2 Điều 9.',
    'Văn bản ra trong tháng 7/2023.',
    'Không có con số nào ở đây.',
  ])('where everything it states stands in the passage: %s', (sentence) => {
    const { missing } = checkGrounding(sentence, [passage]);
    expect(missing).toEqual([]);
  });

  it('when its parts stand in different cited passages', () => {
    expect(checkGrounding('Có 5 chi bộ và 8 tổ đảng.', ['Xã có 5 chi bộ.', 'Xã có 8 tổ đảng.']).ok).toBe(
      true,
    );
  });
});

describe('a sentence is not grounded', () => {
  it.each([
    ['another count', 'Đảng bộ xã có 13 chi bộ.', '13'],
    ['the number of another thing', 'Đảng bộ xã có 407 chi bộ.', '407 chi bộ'],
    ['another issuer', 'Theo Kế hoạch 31-KH/TU.', '31-KH/TU'],
    ['another type', 'Theo Kế hoạch 31-CT/HU.', '31-CT/HU'],
    ['another day', 'Ban hành ngày 05/7/2023.', '05/7/2023'],
    ['day and month swapped', 'Ban hành ngày 07/4/2023.', '07/4/2023'],
    ['another percentage', 'Đạt 58,5%.', '58,5%'],
    ['another scale', 'Kinh phí 1.250 tỷ đồng.', '1.250 tỷ đồng'],
    ['another article', 'Theo Điều 19.', 'Điều 19'],
    ['another year', 'Đến hết năm 2025.', 'năm 2025'],
  ])('with %s', (_what, sentence, part) => {
    const { ok, missing } = checkGrounding(sentence, [passage]);
    expect(ok).toBe(false);
    expect(missing.join(' ')).toContain(part);
  });

  it('without any passage', () => {
    expect(checkGrounding('Có 5 chi bộ.', []).missing).not.toEqual([]);
  });

  it('when a count is used more often than it is stated', () => {
    expect(checkGrounding('Có 12 chi bộ và 12 đảng viên.', ['Có 12 chi bộ.']).ok).toBe(false);
  });
});

/** Sentences with numbers from the project's own training texts. */
const folder = new URL('../../eval/training/documents/', import.meta.url);
const clauses = readdirSync(folder)
  .flatMap((name) => unitsOf(readFileSync(new URL(name, folder), 'utf8')))
  .map((unit) => unit.text)
  .filter((text) => /\d/u.test(text) && text.length > 20 && text.length < 600);

type Change = (text: string, at: number) => string | null;
const replaceNth =
  (pattern: RegExp, replace: (match: RegExpExecArray, at: number) => string | null): Change =>
  (text, at) => {
    const matches = [...text.matchAll(pattern)];
    const match = matches[at % Math.max(1, matches.length)];
    if (!match) return null;
    const other = replace(match as RegExpExecArray, at);
    return other === null || other === match[0]
      ? null
      : text.slice(0, match.index) + other + text.slice(match.index + match[0].length);
  };
const others = (list: readonly string[], not: string, at: number): string =>
  list.filter((one) => one !== not)[at % (list.length - 1)] as string;

const mutations: Readonly<Record<string, Change>> = {
  digit: replaceNth(/\d/gu, (m, at) => others([...'123456789'], m[0], at)),
  unit: replaceNth(/(?<=\d )(?:năm|tháng|ngày|phút)(?!\p{L})/gu, (m, at) =>
    others(['năm', 'tháng', 'ngày'], m[0], at),
  ),
  issuer: replaceNth(/(?<=[-/])(?:TU|ĐUK|BTCTU|VPTU)(?!\p{L})/gu, (m, at) =>
    others(['TU', 'TW', 'ĐUK', 'HU'], m[0], at),
  ),
  type: replaceNth(/(?<=\d-)(?:CT|NQ|QĐ|KL|KH|HD|TB)(?=\/)/gu, (m, at) =>
    others(['CT', 'NQ', 'KL', 'KH', 'HD'], m[0], at),
  ),
  percent: replaceNth(/(?<=\d)%/gu, () => ''),
  scale: replaceNth(/(?:triệu|nghìn|tỷ)(?= đồng)/gu, (m, at) => others(['triệu', 'nghìn', 'tỷ'], m[0], at)),
  article: replaceNth(/(?<=Điều )\d+/gu, (m) => String(Number(m[0]) + 10)),
  swap: replaceNth(/(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})/gu, (m) =>
    m[1] !== m[2] && Number(m[1]) <= 12 ? `${m[2]}/${m[1]}/${m[3]}` : null,
  ),
};

const retypings: Readonly<Record<string, Change>> = {
  longDate: replaceNth(
    /(?<![\d/.,-])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])/gu,
    (m) => `${String(m[1]).padStart(2, '0')} tháng ${Number(m[2])} năm ${m[3]}`,
  ),
  shortDate: replaceNth(
    /ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})/gu,
    (m) => `ngày ${Number(m[1])}/${Number(m[2])}/${m[3]}`,
  ),
  ungrouped: replaceNth(/(?<![\d.,/])\d{1,3}(?:\.\d{3})+(?![\d,])(?! (?:triệu|tỷ|nghìn))/gu, (m) =>
    m[0].replace(/\./gu, ''),
  ),
  unpadded: replaceNth(
    /(?<![\d.,/-])0(\d)(?= (?:đồng chí|năm|tháng|ngày|đảng viên))/gu,
    (m) => m[1] as string,
  ),
  percentWord: replaceNth(/(?<=\d)%/gu, () => ' phần trăm'),
  spacedSymbol: replaceNth(/(\d{1,5})-(CT|NQ|QĐ|KL|KH)\/(\p{Lu}+)/gu, (m) => `${m[1]} - ${m[2]}/${m[3]}`),
};

describe('bodies and names', () => {
  const report =
    'Ban Thường vụ Huyện ủy Bãi Ngang giao Văn phòng Huyện ủy chủ trì, phối hợp với UBND huyện; đồng chí Lê Thị Bưởi, Trưởng Ban Tổ chức Huyện ủy báo cáo Tỉnh ủy Sơn Hải. Tỉnh ủy yêu cầu xong trước ngày 15/9/2025.';

  it.each([
    'Văn phòng Huyện ủy chủ trì.',
    'Ban Thường vụ giao Văn phòng Huyện ủy.',
    'Phối hợp với Ủy ban nhân dân huyện.',
    'Đồng chí Lê Thị Bưởi báo cáo.',
    'Theo Tỉnh uỷ Sơn Hải, việc phải xong trước ngày 15/9/2025.',
  ])('are grounded as the passage names them: %s', (sentence) => {
    expect(checkGrounding(sentence, [report]).missing).toEqual([]);
  });

  it.each([
    ['another body', 'Ban Tuyên giáo Huyện ủy chủ trì.', 'Ban Tuyên giáo'],
    ['a body of another committee', 'Văn phòng Tỉnh ủy chủ trì.', 'Văn phòng'],
    ['what is told of another body', 'Huyện ủy yêu cầu xong trước ngày 15/9/2025.', 'Huyện ủy'],
    ['another place', 'Ban Thường vụ Huyện ủy Cồn Sậy giao.', 'Cồn Sậy'],
    ['another person', 'Đồng chí Lê Thị Bường báo cáo.', 'Lê Thị Bường'],
  ])('are not grounded with %s', (_what, sentence, part) => {
    expect(checkGrounding(sentence, [report]).missing).toContain(part);
  });
});

describe('a value of the passage is not grounded', () => {
  it.each([
    [
      'beside what another one is said of',
      'Kết nạp 12 đảng viên, khai trừ 03 đảng viên.',
      'Khai trừ 12 đảng viên.',
    ],
    [
      'in the place of the next',
      'Có 03 đồng chí 60 năm, 41 đồng chí 50 năm.',
      'Có 41 đồng chí 60 năm, 03 đồng chí 50 năm.',
    ],
    [
      'twice where it is stated once',
      'Theo khoản 2 và khoản 3 Điều này.',
      'Theo khoản 3 và khoản 3 Điều này.',
    ],
    ['as a code with another digit', 'Đất 25 m2 loại F1.', 'Đất 25 m2 loại F7.'],
    ['as another point', 'Theo điểm c khoản này.', 'Theo điểm b khoản này.'],
  ])('%s', (_what, evidence, sentence) => {
    expect(checkGrounding(evidence, [evidence]).missing).toEqual([]);
    expect(checkGrounding(sentence, [evidence]).ok).toBe(false);
  });
});

describe('over the sentences of whole documents', () => {
  it('a sentence is grounded in itself', () => {
    expect(clauses.length).toBeGreaterThan(60);
    expect(clauses.filter((clause) => !checkGrounding(clause, [clause]).ok)).toEqual([]);
  });

  it('the same facts written another way raise no alarm', () => {
    const alarms: string[] = [];
    let count = 0;
    for (const clause of clauses) {
      for (const [name, change] of Object.entries(retypings)) {
        const again = change(clause, 0);
        if (again === null) continue;
        count += 1;
        const { ok, missing } = checkGrounding(again, [clause]);
        if (!ok) alarms.push(`${name}: ${missing.join(', ')} in ${again}`);
      }
    }
    expect(count).toBeGreaterThan(30);
    expect(alarms).toEqual([]);
  });

  it('at least 99 of 100 single changes are caught', () => {
    const missed: string[] = [];
    let count = 0;
    for (const clause of clauses) {
      for (const [name, change] of Object.entries(mutations)) {
        for (const at of [0, 3]) {
          const changed = change(clause, at);
          if (changed === null || changed === clause) continue;
          count += 1;
          if (checkGrounding(changed, [clause]).ok) missed.push(`${name}: ${changed}`);
        }
      }
    }
    expect(count).toBeGreaterThan(150);
    expect(missed.length / count, missed.join('\n')).toBeLessThanOrEqual(0.01);
  });

  it('no choice of change and place makes it throw', () => {
    const names = Object.keys(mutations);
    fc.assert(
      fc.property(fc.constantFrom(...clauses), fc.constantFrom(...names), fc.nat(20), (clause, name, at) => {
        const changed = (mutations[name] as Change)(clause, at) ?? clause;
        return Array.isArray(checkGrounding(changed, [clause]).missing);
      }),
    );
  });
});
