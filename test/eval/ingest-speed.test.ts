import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { evaluateIngestSpeed } from '../../eval/ingest/ingest-speed.ts';
import { makePdf, pdfLines } from '../ingest/fixtures.ts';

describe('the speed of reading', () => {
  let folder = '';
  afterEach(async () => {
    vi.restoreAllMocks();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  it('is measured for each reader in its own process, with the files that all of them can read', async () => {
    folder = await mkdtemp(join(tmpdir(), 'speed-'));
    const lines = Array.from(
      { length: 6 },
      (_, index) => `Dòng thứ ${index + 1} của một trang có đủ chữ để đọc.`,
    );
    await writeFile(join(folder, 'a.pdf'), makePdf([pdfLines(lines), pdfLines(lines)]));
    await writeFile(join(folder, 'hong.pdf'), '%PDF-1.7 hỏng');
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    expect(await evaluateIngestSpeed([folder, '--rounds', '0', '--json'])).toBe(0);
    const { formats } = JSON.parse(written.at(-1) ?? '') as {
      formats: {
        pdf: {
          contenders: Record<string, { files: number; pages: number; peakMb: number }>;
          unreadable: number;
        };
      };
    };
    expect(Object.keys(formats.pdf.contenders)).toEqual(['capuy', 'unpdf', 'langchain PDFLoader']);
    expect(formats.pdf.unreadable).toBe(1);
    for (const figures of Object.values(formats.pdf.contenders)) {
      expect(figures).toMatchObject({ files: 1, pages: 2 });
      expect(figures.peakMb).toBeGreaterThan(10);
    }
    // Three processes start one after the other.
  }, 120_000);

  it('says how it is used where there is nothing to read', async () => {
    const error = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await evaluateIngestSpeed([])).toBe(2);
    expect(error).toHaveBeenCalled();
  });
});
