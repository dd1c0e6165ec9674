import { openOffice } from '../../office.ts';
import type { Config } from '../../config.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { localViewer } from '../../core/viewer.ts';
import { loadDemo, readDemoDocuments, removeDemo } from '../../demo/load.ts';
import { isDemoLoaded } from '../../demo/state.ts';
import * as words from '../../prompts/demo.ts';

/** `capuy demo load|remove`. */
export async function run(args: string[], config: Config): Promise<number> {
  const [verb] = args;
  if (verb !== 'load' && verb !== 'remove') {
    process.stderr.write(words.usage);
    return 2;
  }
  const office = await openOffice(config);
  try {
    const isLoaded = await isDemoLoaded(office.db, localViewer);
    if (verb === 'remove') {
      process.stdout.write(`${isLoaded ? words.removed(await office.db.tx(removeDemo)) : words.isAbsent}\n`);
      return 0;
    }
    if (isLoaded) {
      process.stdout.write(`${words.isLoaded}\n`);
      return 0;
    }
    const documents = await readDemoDocuments();
    const now = systemClock.now();
    const counts = await office.db.tx((t) =>
      loadDemo(t, documents, { by: null, now, today: dateIn(now, config.TZ) }),
    );
    process.stdout.write(`${words.loaded(counts)}\n`);
    return 0;
  } finally {
    await office.close();
  }
}
