import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPdfMaker } from '../../papers/pdf.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-pdf-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A program that stands for LibreOffice: gets the same arguments, does what `script` says. */
async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}
const docx = new TextEncoder().encode('paper');
/** In the arguments of the program the folder stands behind '--outdir'. */
const toOut = 'while [ "$1" != --outdir ]; do shift; done; OUT="$2"';

describe('a .pdf', () => {
  it('is what the office suite made of the paper', async () => {
    const copier = await program(
      'copier',
      `${toOut}; (printf 'PDF of '; cat "$OUT/paper.docx") > "$OUT/paper.pdf"`,
    );
    const made = await createPdfMaker({ programs: [join(folder, 'no-such'), copier] }).fromDocx(docx);
    expect(made.type === 'made' && new TextDecoder().decode(made.bytes)).toBe('PDF of paper');
  });

  it('cannot be made where no office suite is, which is said and not thrown', async () => {
    expect(await createPdfMaker({ programs: [join(folder, 'no-such')] }).fromDocx(docx)).toEqual({
      type: 'absent',
    });
  });

  it('is not made of a paper that the suite refuses, nor by one that hangs', async () => {
    const refuser = await program('refuser', 'exit 0');
    const hanger = await program('hanger', 'sleep 600');
    expect(await createPdfMaker({ programs: [refuser] }).fromDocx(docx)).toEqual({
      type: 'failed',
      reason: 'refused',
    });
    expect(await createPdfMaker({ programs: [hanger], timeoutMs: 50 }).fromDocx(docx)).toEqual({
      type: 'failed',
      reason: 'timeout',
    });
    const stopped = await createPdfMaker({ programs: [hanger] }).fromDocx(docx, {
      signal: AbortSignal.abort(),
    });
    expect(stopped).toEqual({ type: 'failed', reason: 'stopped' });
  });

  it('is made one after the other', async () => {
    const lock = join(folder, 'lock');
    const careful = await program(
      'careful',
      `${toOut}; mkdir "${lock}" || exit 1; cp "$OUT/paper.docx" "$OUT/paper.pdf"; rmdir "${lock}"`,
    );
    const maker = createPdfMaker({ programs: [careful] });
    const made = await Promise.all([1, 2, 3].map(() => maker.fromDocx(docx)));
    expect(made.map((one) => one.type)).toEqual(['made', 'made', 'made']);
    expect(await readdir(folder)).not.toContain('lock');
  });
});
