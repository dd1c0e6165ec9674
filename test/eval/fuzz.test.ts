import { describe, expect, it } from 'vitest';
import { drawFrom, mutations } from '../../eval/fuzz/fuzz-mutations.ts';
import { ownSamples } from '../../eval/fuzz/fuzz-samples.ts';
import { isWhole } from '../../eval/fuzz/fuzz.ts';
import { inspectFile } from '../../ingest/inspect.ts';
import { readDocument } from '../../ingest/read-document.ts';
import { bytesOf, makePdf, partyPlan, pdfLines } from '../ingest/fixtures.ts';

const plan = { name: 'ke-hoach.txt', bytes: Buffer.from(bytesOf(partyPlan)) };

describe('damage to files', () => {
  const samples = [
    ...ownSamples([plan]),
    { name: 'a.pdf', bytes: Buffer.from(makePdf([pdfLines(['Nội dung'])])) },
  ];

  it.each(Object.keys(mutations))(
    'by %s changes a file that it fits, and the same seed changes it the same way',
    async (way) => {
      let changed = 0;
      for (const { bytes } of samples) {
        const twice = await Promise.all(
          [1, 1].map((seed) => mutations[way]?.(Buffer.from(bytes), drawFrom(seed), plan.bytes)),
        );
        expect(twice[0]).toEqual(twice[1]);
        if (twice[0] && !twice[0].equals(bytes)) changed += 1;
      }
      expect(changed).toBeGreaterThan(0);
    },
  );

  it('begins with samples that are read as they are', async () => {
    for (const { name, bytes } of ownSamples([plan])) {
      const { accepted, refused } = await inspectFile(bytes, name);
      expect([name, refused]).toEqual([name, []]);
      expect(accepted.length).toBeGreaterThan(0);
    }
  });
});

describe('a document', () => {
  it('is whole where every part stands where it says', async () => {
    const document = await readDocument(plan.bytes, plan.name);
    expect(isWhole(document)).toBe(true);
    expect(isWhole({ ...document, text: `${document.text} thêm` })).toBe(false);
    expect(isWhole({ ...document, chunks: [] })).toBe(false);
    const [first, ...rest] = document.chunks;
    if (!first) throw new Error('no chunk');
    expect(isWhole({ ...document, chunks: [{ ...first, charFrom: first.charFrom + 1 }, ...rest] })).toBe(
      false,
    );
  });
});
