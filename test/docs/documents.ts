import { readdir, readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);

/** The text of a file of the project. */
export const readDocument = (name: string): Promise<string> => readFile(new URL(name, root), 'utf8');

/** Names of all documents of the project, from its root. */
export const documentNames = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'deploy/README.md',
  ...(await readdir(new URL('docs/', root), { recursive: true, encoding: 'utf8' }))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** All documents of the project. */
export const readDocuments = (): Promise<{ name: string; text: string }[]> =>
  Promise.all(documentNames.map(async (name) => ({ name, text: await readDocument(name) })));
