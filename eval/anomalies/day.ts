import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { dateIn, systemClock, timeIn } from '../../core/clock.ts';
import { openPglite } from '../../db/pglite.ts';
import { randomNumbers } from '../random.ts';
import { allowanceBytes, everythingAnswered, mostGrowth, mostHandlesMore, thirds } from './attack.ts';
import { disturbance } from './disk-full.ts';
import { flows } from './flows.ts';
import type { ProgramPlace } from './program.ts';
import { startProviders } from './provider-double.ts';
import { findHalves, markedMessages, noticesOf, readInbox } from './state-store.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions } from './tally.ts';
import { startReachable, type WayIn } from './ways-in.ts';

/*
 * Days of an office in minutes: the clock of the program, and the intervals in which its workers look, run so many times as
 * fast. People of all channels write as they do by day and by night; reminders leave once a day and never in the quiet hours;
 * retention and backups do their work; in the end memory and handles are what they were.
 */

const dayMs = 24 * 3_600_000;
/** In which a day passes. */
const daySeconds = 120;
const messagesADay = 600;
/** Hours of the night, in which reminders are silent unless somebody has set otherwise (meetings/calendar/reminder-settings.ts). */
const quiet = { from: '21:00', to: '06:30' };
/** Messages of an hour beside those of the busiest one. */
const byHour = [1, 1, 0, 0, 0, 1, 4, 14, 20, 18, 16, 10, 5, 9, 18, 20, 16, 9, 5, 4, 4, 3, 2, 1];

/** `runs` days. */
export async function liveDays(
  place: ProgramPlace,
  template: string,
  options: AnomalyOptions,
): Promise<AnomalyFigures> {
  const tally = createTally('day', options);
  const random = randomNumbers(options.seed);
  const dataDir = join(options.folder, 'office');
  await rm(dataDir, { recursive: true, force: true });
  await cp(template, dataDir, { recursive: true });
  const rate = dayMs / (daySeconds * 1000);
  const nowMs = (): number => systemClock.now().getTime();
  const pace = { rate, begunMs: nowMs() };
  const { preload, tell } = disturbance(options.folder, dataDir, pace);
  await tell({});
  const providers = await startProviders({ keeps: false });
  const office = await startReachable(place, dataDir, providers, { LOG_LEVEL: 'warn' }, preload);
  const clock = (): Date => new Date(pace.begunMs + (nowMs() - pace.begunMs) * rate);
  const sampleEvery = (daySeconds * 1000) / 40;
  const usages: { bytes: number; handles: number }[] = [];
  const sampling = setInterval(() => {
    const usage = office.program.usage();
    if (usage) usages.push(usage);
  }, sampleEvery);
  const questions = flows.flatMap((flow) =>
    flow.type === 'chat' && ['question', 'thongke'].includes(flow.name) ? flow.lines(7, dataDir) : [],
  );
  let taken = 0;
  try {
    const whole = byHour.reduce((sum, share) => sum + share, 0);
    for (let run = 0; run < options.runs; run++) {
      tally.run();
      const end = performance.now() + daySeconds * 1000;
      for (let sent = 0; performance.now() < end;) {
        const hour = Number(timeIn(clock(), 'Asia/Ho_Chi_Minh').slice(0, 2));
        const perSecond = ((byHour[hour] ?? 0) / whole) * messagesADay * (24 / daySeconds);
        await wait(Math.min(2000, 1000 / Math.max(0.5, perSecond)));
        const way = office.ways[Math.floor(random() * office.ways.length)] as WayIn;
        const number = 1_000_000 * (run + 1) + sent++;
        const text = way.channel === 'web' ? (questions[sent % questions.length] as string) : `zq${number}`;
        const { status } = await way.post(JSON.stringify(way.message(number, 1 + (sent % 50), text)));
        if (status === 200 || status === 202) taken += 1;
        else tally.problem('unexplained', run, `${way.channel} answers ${status}`);
      }
      options.print(
        `day ${run + 1}: ${taken} messages, ${Math.round((usages.at(-1)?.bytes ?? 0) / 1e6)} MB\n`,
      );
    }
    tally.acknowledged(taken);
    await everythingAnswered(office);
    if (!(await office.isHealthy())) tally.problem('unexplained', options.runs, 'not healthy in the end');
  } finally {
    clearInterval(sampling);
    await office.program.stop();
    await providers.close();
  }
  const [middle, last] = thirds(usages);
  if (middle && last && last.bytes > middle.bytes * mostGrowth + allowanceBytes)
    tally.problem('unexplained', options.runs, `memory grew from ${middle.bytes} to ${last.bytes}`);
  if (middle && last && last.handles > middle.handles + mostHandlesMore)
    tally.problem('unexplained', options.runs, `${middle.handles} handles became ${last.handles}`);
  const db = await openPglite({ dataDir: join(dataDir, 'database') });
  try {
    for (const half of await findHalves(db)) tally.problem('unexplained', 0, half);
    let kept = 0;
    for (const { channel } of office.ways) {
      for (const { text, count } of await markedMessages(db, channel, 'zq'))
        if (count > 1) tally.problem('doubled', 0, `${channel}: ${text} is kept ${count} times`);
      const inbox = await readInbox(db, `${channel}:`);
      kept += inbox.length;
      for (const { text, isDone, unsent, failure } of inbox) {
        if (!isDone || unsent > 0) tally.problem('lost', 0, `${channel}: '${text}' was not answered`);
        if (failure === 'internal') tally.problem('unexplained', 0, `${channel}: '${text}' failed`);
      }
    }
    if (kept < taken) tally.problem('lost', 0, `${taken} messages taken, ${kept} kept`);
    const days = new Map<string, number>();
    for (const { at, lane } of await noticesOf(db, 'reminder:')) {
      const time = timeIn(new Date(at));
      if (time >= quiet.from || time < quiet.to) tally.problem('unexplained', 0, `a reminder at ${time}`);
      const day = `${lane} ${dateIn(new Date(at))}`;
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    for (const [day, count] of days)
      if (count > 1) tally.problem('doubled', 0, `${count} reminders on ${day}`);
    options.print(`day: ${days.size} reminders\n`);
  } finally {
    await db.close();
  }
  return tally.figures();
}
