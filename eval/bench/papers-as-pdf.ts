import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fontFile } from '../../papers/chart-parts.ts';
import { paper } from '../office-papers.ts';
import { launchBrowser } from './browser.ts';

/** Prints generated papers, `count` from number `first` on, as PDFs with a text layer into `folder`. */
export async function writePdfs(
  executablePath: string,
  folder: string,
  first: number,
  count: number,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  // A font with every Vietnamese letter: letters of a second font would make the text look torn.
  const font = (await readFile(fontFile(400))).toString('base64');
  const style =
    `@font-face{font-family:own;src:url(data:font/ttf;base64,${font})}` +
    'body{font:12pt own;line-height:1.5}p{margin:4pt 0}';
  const browser = await launchBrowser(executablePath);
  try {
    const page = await browser.newPage();
    for (let index = first; index < first + count; index++) {
      const { name, text } = paper(index);
      const paragraphs = text.split('\n').map((line) => `<p>${line.replace(/[&<]/gu, ' ')}</p>`);
      await page.setContent(`<html lang="vi"><style>${style}</style>${paragraphs.join('')}</html>`);
      const path = join(folder, name.replace(/txt$/u, 'pdf'));
      await writeFile(
        path,
        await page.pdf({ format: 'A4', margin: { top: '2cm', left: '3cm', right: '2cm' } }),
      );
    }
  } finally {
    await browser.close();
  }
}
