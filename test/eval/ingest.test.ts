import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countLines, measureCompleteness } from '../../eval/ingest/ingest-completeness.ts';
import { evaluateIngest, fitsCode, type IngestFigures } from '../../eval/ingest/ingest.ts';
import { readDocument } from '../../ingest/read-document.ts';
import { bytesOf, partyPlan, stateDecision } from '../ingest/fixtures.ts';

describe('capuy eval ingest', () => {
  let folder = '';
  let printed: string[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capuy-eval-'));
    printed = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  it('says per group which share of symbols, types, dates and bodies is right', async () => {
    await writeFile(join(folder, 'plan.txt'), partyPlan);
    await writeFile(join(folder, 'decision.txt'), stateDecision);
    await writeFile(join(folder, 'broken.docx'), 'this is no archive');
    await writeFile(
      join(folder, 'manifest.json'),
      JSON.stringify([
        { file: 'plan.txt', doc_type: 'Kế hoạch', number: '45-KH/BTCTU', title: 'Số hóa hồ sơ (15/3/2025)' },
        {
          file: 'decision.txt',
          doc_type: 'Nghị quyết',
          number: '22/2024/QĐ-UBND',
          title: 'Nhà văn hóa (05/9/2024)',
        },
        { file: 'broken.docx', doc_type: 'Biểu mẫu', number: '', title: 'broken' },
      ]),
    );
    expect(await evaluateIngest([folder, '--json'])).toBe(0);
    const figures = JSON.parse(printed.at(-1) ?? '') as IngestFigures;
    expect(figures.files).toBe(3);
    expect(figures.groups['plan.txt']).toMatchObject({ symbol: 1, type: 1, date: 1, issuer: 1 });
    expect(figures.groups['decision.txt']).toMatchObject({ symbol: 0, type: 0, date: 1, issuer: 1 });
    expect(figures.groups['broken.docx']).toMatchObject({ symbol: 0 });
    expect(figures.structure).toMatchObject({ missing: 0, doubled: 0, uncovered: 0 });
  });

  it('refuses a call without a folder', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await evaluateIngest([])).toBe(2);
  });
});

describe('completeness of the structure', () => {
  it('sees a numbered line that is no section, one that is two, and letters in no chunk', async () => {
    const read = await readDocument(bytesOf(stateDecision), 'van-ban.txt');
    const whole = measureCompleteness(read);
    expect(whole.counted).toMatchObject({ article: 5, number: 2, point: 3, chapter: 1 });
    expect([whole.missing, whole.doubled, whole.withoutLocator, whole.gaps]).toEqual([[], [], [], []]);
    expect(whole.uncovered).toBe(0);

    const article = read.sections.find((section) => section.label === 'Điều 2');
    expect(article).toBeDefined();
    const without = measureCompleteness({
      ...read,
      sections: read.sections.filter((section) => section !== article),
      chunks: read.chunks.slice(1),
    });
    expect(without.missing[0]).toContain('Điều 2. Quyết định này');
    expect(without.uncovered).toBeGreaterThan(10);
    const doubled = article ? [...read.sections, article] : [];
    expect(measureCompleteness({ ...read, sections: doubled }).doubled).toHaveLength(1);
  });

  it('counts the quoted articles of another law apart, and sees a number left out', () => {
    const text =
      'Điều 1. Sửa đổi Điều 5 như sau:\n“Điều 5. Mức hỗ trợ\n1. Một suất là 2 triệu đồng.”.\nĐiều 3. Hiệu lực';
    const { own, quoted } = countLines(text);
    expect(own.map(({ number }) => number)).toEqual(['1', '3']);
    expect(quoted.map(({ number }) => number)).toEqual(['1']);
    const { gaps } = measureCompleteness({ text, sections: [], chunks: [] });
    expect(gaps).toEqual(['Điều 3. Hiệu lực']);
  });

  it.each([
    ['Bộ Giao thông vận tải', 'BGTVT', true],
    ['Ủy ban nhân dân tỉnh Lâm Hạ', 'UBND', true],
    ['Văn phòng Chính phủ', 'VPCP-KGVX', true],
    ['Ban Bí thư', 'TW', true],
    ['Tỉnh ủy Lâm Hạ', 'TW', false],
    ['Bộ Y tế', 'BCT', false],
  ])('takes %s for a body of %s: %s', (issuer, code, fits) => {
    expect(fitsCode(issuer, code)).toBe(fits);
  });
});
