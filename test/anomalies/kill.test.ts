import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAccounts } from '../../access/accounts.ts';
import { createAssistant } from '../../assistant.ts';
import { createDispatcher } from '../../bot/dispatch.ts';
import { readConfig } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import { localViewer } from '../../core/viewer.ts';
import { createDraw } from '../../demo/draw.ts';
import { directive } from '../../eval/anomalies/flows.ts';
import { startProgram, type RunningProgram } from '../../eval/anomalies/program.ts';
import { capuyBin } from '../../eval/ingest-run.ts';
import { readDocument } from '../../ingest/ingest.ts';
import { getMeeting, listMeetings } from '../../meetings/record/meeting-store.ts';
import { saveUnits } from '../../members/units/unit-store.ts';
import { openOffice, type Office } from '../../office.ts';
import { createCollectingChannel } from '../fakes/collecting-channel.ts';
import { putDatabaseIn } from '../support/data-folder.ts';
import { unitNamed } from '../support/units.ts';

/*
 * kill -9 at moments that a fixed seed draws, in real processes on a real data folder. After each kill the folder is
 * opened again and held against what had been acknowledged.
 */

/** 2 of each kind in everyday runs, as a kill costs two starts; `capuy eval anomalies --only kill` makes hundreds. */
const kills = Number(process.env['CAPUY_KILLS'] ?? 2);
/** Two answers may be taken between two kills, so the dialogue is longer than the kills take. */
const lineCount = kills;
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capuy-kill-'));
  await putDatabaseIn(dataDir);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function inOffice<T>(work: (office: Office) => Promise<T>): Promise<T> {
  const office = await openOffice(readConfig({ CAPUY_DATA_DIR: dataDir }));
  try {
    return await work(office);
  } finally {
    await office.close();
  }
}

/** What the next start does first: answers what was accepted and not yet answered. */
async function recover(office: Office): Promise<void> {
  const assistant = await createAssistant(office, readConfig({ CAPUY_DATA_DIR: dataDir }), silentLogger);
  const channel = createCollectingChannel({ id: 'terminal', signsIn: true });
  const dispatcher = createDispatcher({
    db: office.db,
    features: assistant.features,
    channels: [channel],
    accounts: createAccounts(),
    clock: systemClock,
    logger: silentLogger,
  });
  await dispatcher.start();
  await dispatcher.idle();
  await dispatcher.stop();
  await assistant.close();
}

const start = (args: string[]): RunningProgram =>
  startProgram({ main: capuyBin }, args, { dataDir, settings: { LOG_LEVEL: 'silent' } });
const isEnd = (line: string): boolean => line === '{"type":"end"}';

it(
  `a guided /hop that is killed ${kills} times goes on where it was, and is logged once`,
  { timeout: 600_000 },
  async () => {
    await inOffice(({ db }) =>
      db.tx((t) => saveUnits(t, [unitNamed('Chi bộ Thử nghiệm', { level: 'grassroots_cell' })])),
    );
    /** Each answer with the step at which it finds the dialogue; agenda and conclusions take several lines. */
    const script = [
      '/hop',
      'chi bộ Thử nghiệm',
      'thường kỳ',
      'hôm qua',
      '14h-15h40',
      'Phòng họp số 1',
      'Lê Văn Mẫu',
      'Trần Thị Ví Dụ',
      'tổng 17, miễn 1, có mặt 14, vắng có lý do 2',
      ...Array.from({ length: lineCount }, (_, i) => `Nội dung ${i + 1}`),
      'xong',
      ...Array.from({ length: lineCount }, (_, i) => `Kết luận ${i + 1}`),
      'xong',
    ];
    const draw = createDraw('kill/hop');
    let accepted = 0;
    let killed = 0;
    while (accepted < script.length) {
      const chat = start(['chat', '--json']);
      const isKilled = killed < kills;
      const batch = script.slice(accepted, isKilled ? accepted + 2 : script.length);
      for (const line of batch) chat.write(line);
      // One acknowledged answer, then a blow at a moment in which the next one may be anywhere.
      await chat.waitForLines(isEnd, isKilled ? 1 : batch.length);
      if (isKilled) await delay(draw.between(0, 40));
      await chat.kill();
      killed++;
      const acknowledged = chat.lines().filter(isEnd).length;
      const kept = await inOffice(async (office) => {
        await recover(office);
        const { rows } = await office.db.query<{ text: string; done: boolean }>(
          `SELECT event->>'text' AS text, done_at IS NOT NULL AS done FROM inbox ORDER BY seq`,
        );
        expect(rows.every((row) => row.done)).toBe(true);
        return rows.map((row) => row.text);
      });
      // Nothing acknowledged is missing, nothing was taken twice, and the order is the order of typing.
      expect(kept.length).toBeGreaterThanOrEqual(accepted + acknowledged);
      expect(kept).toEqual(script.slice(0, kept.length));
      accepted = kept.length;
    }
    expect(killed).toBeGreaterThan(kills);
    const chat = start(['chat', '--json']);
    chat.write('lưu');
    await chat.waitForLines(isEnd, 1);
    await chat.kill();
    await inOffice(async ({ db }) => {
      const [meeting, ...others] = await listMeetings(db, localViewer);
      expect(others).toEqual([]);
      expect(await getMeeting(db, localViewer, meeting?.id ?? '')).toMatchObject({
        unitName: 'Chi bộ Thử nghiệm',
        chair: 'Lê Văn Mẫu',
        attendance: { present: 14 },
        agenda: Array.from({ length: lineCount }, (_, i) => ({ title: `Nội dung ${i + 1}` })),
        decisions: Array.from({ length: lineCount }, (_, i) => ({ text: `Kết luận ${i + 1}` })),
      });
    });
  },
);

it(
  `an ingestion that is killed ${kills} times leaves whole documents only, and ends complete`,
  { timeout: 600_000 },
  async () => {
    const folder = join(dataDir, 'incoming');
    await mkdir(folder);
    const names = Array.from({ length: 60 }, (_, i) => `van-ban-${i + 1}.txt`);
    const expected = new Map<string, number>();
    for (const [i, name] of names.entries()) {
      const text = directive(i + 1, 30);
      await writeFile(join(folder, name), text);
      expected.set(name, (await readDocument(Buffer.from(text), name)).chunks.length);
    }
    const draw = createDraw('kill/ingest');
    const told = new Set<string>();
    for (let killed = 0; killed < kills; killed++) {
      const ingest = start(['ingest', folder, '--yes', '--json']);
      await ingest.waitForLines((line) => line.includes('"stored"'), draw.between(0, 2));
      await delay(draw.between(0, 30));
      await ingest.kill();
      for (const line of ingest.lines()) {
        // The last line may have been cut by the kill; it was not acknowledged then.
        if (line.endsWith('}'))
          told.add((JSON.parse(line) as { file: string }).file.split('/').at(-1) as string);
      }
      await inOffice(async ({ db }) => {
        const { rows } = await db.query<{ name: string; chunks: number; pages: number }>(
          `SELECT d.file_name AS name, (SELECT count(*) FROM chunk c WHERE c.document_id = d.id) AS chunks,
                (SELECT count(*) FROM page p WHERE p.document_id = d.id) AS pages FROM document d`,
        );
        for (const row of rows) expect(row).toMatchObject({ chunks: expected.get(row.name), pages: 1 });
        const stored = new Set(rows.map((row) => row.name));
        expect([...told].filter((name) => !stored.has(name))).toEqual([]);
      });
    }
    const last = start(['ingest', folder, '--yes', '--json']);
    expect(await last.ended).toBe(0);
    await inOffice(async ({ db }) => {
      const { rows } = await db.query<{ count: number }>('SELECT count(*) AS count FROM document');
      expect(rows[0]?.count).toBe(names.length);
    });
  },
);
