import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { recordAudit } from '../../access/audit-store.ts';
import type { Config } from '../../config.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { localViewer } from '../../core/viewer.ts';
import { listEventKeys, saveEvents } from '../../members/events/event-store.ts';
import { eventKey } from '../../members/events/event.ts';
import { parseEvents } from '../../members/events/parse-events.ts';
import { resolvePersons } from '../../members/events/resolve-persons.ts';
import { listPresentPersons } from '../../members/register/member-store.ts';
import { rejectedSheet } from '../../members/register/rejected-sheet.ts';
import { listUnits } from '../../members/units/unit-store.ts';
import { openOffice } from '../../office.ts';
import { writeWorkbook } from '../../papers/workbook.ts';
import * as say from '../../prompts/members-register.ts';
import { importPreview as words } from '../../prompts/members.ts';
import { fail, isConfirmed, openTable, print, progressLine, writePrivateFile } from '../terminal.ts';

/** `capuy members events FILE`: shows what would be saved, then adds the events of a list, each once. */
export async function importEvents(args: string[], config: Config): Promise<number> {
  const parsed = readArgs(args);
  const [path] = parsed?.positionals ?? [];
  if (!parsed || path === undefined) return fail(say.usageMembers, 2);
  const line = progressLine();
  line.show(say.progress.reading(basename(path)));
  const sheets = await openTable(path);
  if (sheets === null) return 1;
  const now = systemClock.now();
  const office = await openOffice(config);
  try {
    const units = await listUnits(office.db, localViewer);
    const preview = parseEvents(sheets, { units, today: dateIn(now, config.TZ) });
    line.clear();
    sheets.length = 0;
    if (preview.kind === 'no-header') return fail(say.events.noHeader, 1);
    const found = resolvePersons(preview.rows, await listPresentPersons(office.db));
    const known = await listEventKeys(office.db);
    const drafts = found.drafts.filter((draft) => !known.has(eventKey(draft)));
    const rejected = [...preview.rejected, ...found.rejected].sort((a, b) => a.row - b.row);
    const counts = new Map<string, number>();
    for (const draft of drafts) counts.set(draft.kind, (counts.get(draft.kind) ?? 0) + draft.count);
    print([
      say.events.columns(preview.columns),
      words.dropped(preview.dropped),
      ...(rejected.length > 0 ? [words.rejected(rejected)] : []),
      ...(drafts.length < found.drafts.length
        ? [say.events.duplicates(found.drafts.length - drafts.length)]
        : []),
      say.events.countOnly,
      ...(drafts.length > 0 ? [say.events.found([...counts])] : []),
    ]);
    if (rejected.length > 0 && parsed.values.rejected !== undefined) {
      if (!(await writePrivateFile(parsed.values.rejected, await writeWorkbook([rejectedSheet(rejected)]))))
        return 1;
      print([say.rejectedFile.saved(parsed.values.rejected, rejected.length)]);
    }
    const code = rejected.length > 0 ? 1 : 0;
    if (drafts.length === 0) return fail(words.nothing, code);
    if (!parsed.values.yes && !(await isConfirmed())) return fail(words.notSaved, code);
    const importId = newId();
    await office.db.tx(async (t) => {
      await saveEvents(
        t,
        drafts,
        { source: basename(path), importId, by: null, at: now.toISOString() },
        (saved) => line.show(say.progress.saving(saved, drafts.length)),
      );
      await recordAudit(t, {
        at: now.toISOString(),
        accountId: null,
        action: 'events.imported',
        entity: 'member_event',
        entityId: importId,
        details: { ...Object.fromEntries(counts), rejected: rejected.length },
      });
    });
    line.clear();
    print([say.events.saved(drafts.length)]);
    return code;
  } finally {
    line.clear();
    await office.close();
  }
}

function readArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { rejected: { type: 'string' }, yes: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch {
    return null;
  }
}
