import { recordAudit } from '../../access/audit-store.ts';
import type { Config } from '../../config.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { localViewer } from '../../core/viewer.ts';
import { saveObservation } from '../../members/observations/observation-store.ts';
import { readFigureRows } from '../../members/observations/read-figure-rows.ts';
import { cellText } from '../../members/tables/sheet.ts';
import { listUnits } from '../../members/units/unit-store.ts';
import { openOffice } from '../../office.ts';
import { fileImport, rowProblem, rowsNotRead } from '../../prompts/members-figures.ts';
import { breakdown, figure, importPreview, indicatorName, timeWords } from '../../prompts/members.ts';
import { fail, isConfirmed, openNamedTable, print } from '../terminal.ts';

/** `capuy figures import FILE`: reads a table of reported figures, shows what was understood, keeps drafts. */
export async function run(args: string[], config: Config): Promise<number> {
  const named = await openNamedTable(args, fileImport.usage);
  if (typeof named === 'number') return named;
  const { sheets, isAgreed } = named;
  const now = systemClock.now();
  const office = await openOffice(config);
  try {
    const units = await listUnits(office.db, localViewer);
    const context = { units, today: dateIn(now, config.TZ), ownUnitIds: [] };
    const read = sheets.map((sheet) =>
      readFigureRows(
        sheet.rows.map((row) => row.map(cellText)),
        context,
      ),
    );
    const figures = read.flatMap((one) => one.figures);
    const problems = read.flatMap((one) => one.problems);
    print([
      fileImport.read(figures.length),
      ...figures.map(({ draft, unitName }) =>
        [
          indicatorName(draft.indicator, draft.qualifier),
          unitName,
          draft.breakdown.length > 0
            ? breakdown(draft.value, draft.breakdown)
            : figure(draft.value, draft.valueUnit, draft.denominator),
          timeWords(draft),
          draft.source,
        ].join('; '),
      ),
      ...(problems.length > 0
        ? [rowsNotRead(problems.map(({ row, typed, kind }) => ({ row, typed, why: rowProblem(kind) })))]
        : []),
    ]);
    const code = problems.length > 0 ? 1 : 0;
    if (figures.length === 0) return fail(importPreview.nothing, 1);
    if (!isAgreed && !(await isConfirmed())) return fail(importPreview.notSaved, code);
    await office.db.tx(async (t) => {
      const at = now.toISOString();
      for (const { draft } of figures) await saveObservation(t, draft, { by: null, at });
      await recordAudit(t, {
        at,
        accountId: null,
        action: 'observations.imported',
        entity: 'observation',
        details: { kept: figures.length, rejected: problems.length },
      });
    });
    print([fileImport.saved(figures.length)]);
    return code;
  } finally {
    await office.close();
  }
}
