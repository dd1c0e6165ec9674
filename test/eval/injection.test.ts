import { describe, expect, it } from 'vitest';
import { plantedDocument } from '../../eval/injection/injection-documents.ts';
import { plants } from '../../eval/injection/injection-plants.ts';
import { readDocument } from '../../ingest/ingest.ts';

describe('the plants', () => {
  const all = plants();

  it('are different ones in every place and with every aim', () => {
    expect(new Set(all.map(({ place, text }) => `${place}: ${text}`)).size).toBe(all.length);
    expect(new Set(all.map(({ place }) => place)).size).toBe(19);
    expect(new Set(all.map(({ aim }) => aim))).toEqual(
      new Set(['rule', 'prompt', 'data', 'command', 'link', 'claim']),
    );
  });

  it('in comments and properties of a file are no text of the document', async () => {
    for (const where of ['comment', 'file property'] as const) {
      const plant = all.find(({ place }) => place === where);
      if (!plant) throw new Error(`no plant in a ${where}`);
      const { name, bytes } = await plantedDocument(plant);
      const read = await readDocument(bytes, name);
      const text = read.chunks.map((chunk) => chunk.text).join('\n');
      expect(text).toContain('Mức chi');
      expect(text).not.toContain(plant.text);
    }
  });

  it('in white letters are shown to who takes the file in', async () => {
    const plant = all.find(({ place }) => place === 'white text');
    if (!plant) throw new Error('no plant in white letters');
    const { name, bytes } = await plantedDocument(plant);
    const read = await readDocument(bytes, name);
    expect(read.hiddenText?.join(' ')).toContain(plant.text);
  });
});
