import { recordAudit } from '../../access/audit-store.ts';
import { openOffice } from '../../office.ts';
import type { Config } from '../../config.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { localViewer } from '../../core/viewer.ts';
import { parseUnits } from '../../members/units/parse-units.ts';
import { listUnits, saveUnits } from '../../members/units/unit-store.ts';
import { importPreview as words } from '../../prompts/members.ts';
import { fail, isConfirmed, openNamedTable, print } from '../terminal.ts';

/** `capuy units import FILE`: shows what would be added and changed, then saves the list of Party organisations. */
export async function run(args: string[], config: Config): Promise<number> {
  const named = await openNamedTable(args, words.usageUnits);
  if (typeof named === 'number') return named;
  const { sheets, isAgreed } = named;
  const now = systemClock.now();
  const office = await openOffice(config);
  try {
    const units = await listUnits(office.db, localViewer);
    const preview = parseUnits(sheets, { units, today: dateIn(now, config.TZ), newId });
    if (preview.kind === 'no-header') return fail(words.noHeaderUnits, 1);
    const { created, changed, rejected } = preview;
    print([
      words.kept(
        preview.columns.map(({ header, field }) => ({
          header,
          fields: [field === 'name' ? 'unitName' : field],
        })),
      ),
      words.dropped(preview.dropped),
      ...(rejected.length > 0 ? [words.rejected(rejected)] : []),
      words.unitChanges(created.length, changed.length, preview.unchanged),
    ]);
    const saved = [...created, ...changed];
    if (saved.length === 0) {
      print([words.nothing]);
      return rejected.length > 0 ? 1 : 0;
    }
    if (!isAgreed && !(await isConfirmed())) return fail(words.notSaved, rejected.length > 0 ? 1 : 0);
    await office.db.tx(async (t) => {
      await saveUnits(t, saved);
      await recordAudit(t, {
        at: now.toISOString(),
        accountId: null,
        action: 'units.imported',
        entity: 'org_unit',
        details: { created: created.length, changed: changed.length, rejected: rejected.length },
      });
    });
    print([words.savedUnits(saved.length)]);
    return rejected.length > 0 ? 1 : 0;
  } finally {
    await office.close();
  }
}
