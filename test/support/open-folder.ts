import { openDatabase } from '../../db/open.ts';

/* A process of its own that starts on a data folder, with all tables, and ends in order. Usage: open-folder.ts DIRECTORY */
const dataDir = process.argv[2];
if (!dataDir) throw new Error('usage: open-folder.ts DIRECTORY');
await (await openDatabase({ dataDir })).close();
