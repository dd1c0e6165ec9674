import { expect, it } from 'vitest';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import { rememberTexts } from '../../rag/search/remembered-texts.ts';
import type { LibrarySection } from '../../rag/library.ts';
import type { Passage } from '../../rag/types.ts';

const stranger: Viewer = { ...localViewer, accountId: 'stranger', role: 'cadre', ceiling: 'public' };

function openTexts() {
  const asked: string[][] = [];
  const texts = rememberTexts({
    passages: (viewer, ids) => {
      asked.push([...ids]);
      const seen = viewer === stranger ? ids.filter((id) => id === 'public') : ids;
      // In another order than they were asked for, as a database may.
      return Promise.resolve(seen.map((id) => ({ id }) as Passage).reverse());
    },
    sections: (_viewer, documentIds) => {
      asked.push([...documentIds]);
      return Promise.resolve(new Map([['long', [{ ordinal: 1 } as LibrarySection]]]));
    },
  });
  const read = async (viewer: Viewer, ...ids: string[]) =>
    (await texts.passages(viewer, ids)).map(({ id }) => id);
  return { texts, read, asked };
}

it('a passage is read once, and comes in the order that it is asked for', async () => {
  const { read, asked } = openTexts();
  expect(await read(localViewer, 'a', 'b')).toEqual(['a', 'b']);
  expect(await read(localViewer, 'b', 'c', 'a')).toEqual(['b', 'c', 'a']);
  expect(await read(localViewer, 'c', 'b')).toEqual(['c', 'b']);
  expect(asked).toEqual([['a', 'b'], ['c']]);
});

it('what one viewer has read is nothing that another one may see', async () => {
  const { read, asked } = openTexts();
  expect(await read(localViewer, 'public', 'internal')).toEqual(['public', 'internal']);
  expect(await read(stranger, 'public', 'internal')).toEqual(['public']);
  // What is not to be seen is not looked for again, and stays unseen.
  expect(await read(stranger, 'internal')).toEqual([]);
  expect(asked).toEqual([
    ['public', 'internal'],
    ['public', 'internal'],
  ]);
});

it('the sections of a document are read once for each viewer', async () => {
  const { texts, asked } = openTexts();
  await Promise.all([texts.sections(localViewer, 'd'), texts.sections(localViewer, 'd')]);
  await texts.sections(localViewer, 'd');
  await texts.sections(stranger, 'd');
  expect(asked).toEqual([['d'], ['d']]);
});

it('what is asked for together is read together, and each gets its own', async () => {
  const { texts, read, asked } = openTexts();
  const found = await Promise.all([read(localViewer, 'a', 'b'), read(localViewer, 'c', 'a')]);
  expect(found).toEqual([
    ['a', 'b'],
    ['c', 'a'],
  ]);
  const outlines = await Promise.all(['long', 'flat'].map((id) => texts.sections(localViewer, id)));
  expect(outlines).toEqual([[{ ordinal: 1 }], []]);
  expect(asked).toEqual([
    ['a', 'b', 'c'],
    ['long', 'flat'],
  ]);
});

it('a read that fails is told to everyone who waits for it', async () => {
  const texts = rememberTexts({
    passages: () => Promise.reject(new Error('gone')),
    sections: () => Promise.reject(new Error('gone')),
  });
  const asked = [texts.passages(localViewer, ['a', 'b']), texts.sections(localViewer, 'd')];
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
