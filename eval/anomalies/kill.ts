import { randomNumbers } from '../random.ts';
import { flows, type Flow } from './flows.ts';
import { chatKills } from './kill-chat.ts';
import { commandKills } from './kill-command.ts';
import { messengerKills } from './kill-messenger.ts';
import type { Killed, Moment, Report, Setting, Undisturbed } from './kill-parts.ts';
import type { ProgramPlace } from './program.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions } from './tally.ts';

/*
 * kill -9 at random moments: between two answers, or between the first instruction of the program and its first answer.
 * What was acknowledged is what stood on its output, or had arrived in a chat, when it died; nothing of the program is asked.
 * Of each flow there is one undisturbed run: after a kill and going on, the office must know exactly what it knows there.
 */

const saidOf = ({ answers, thenMs }: Moment): string => `${Math.round(thenMs)} ms after answer ${answers}`;

/** Kills every flow in turn, `runs` times over all. `template` is a data folder with an office in it. */
export async function killAtRandom(
  program: ProgramPlace,
  template: string,
  options: AnomalyOptions & { only?: readonly string[] },
): Promise<AnomalyFigures> {
  const tally = createTally('kill', options);
  const random = randomNumbers(options.seed);
  const chosen = flows.filter(({ name }) => options.only?.includes(name) ?? true);
  const undisturbed = new Map<string, Undisturbed>();
  const setting: Setting = { program, template, folder: options.folder };
  for (let run = 0; run < options.runs; run++) {
    const flow = chosen[run % chosen.length] as Flow;
    let whole = undisturbed.get(flow.name);
    if (!whole) {
      whole = await withoutKill(flow, setting);
      undisturbed.set(flow.name, whole);
      options.print(`kill, ${flow.name} undisturbed: ${whole.acknowledged} answers\n`);
    }
    const answers = Math.floor(random() * whole.gapsMs.length);
    const at = { answers, thenMs: random() * (whole.gapsMs[answers] ?? 0) };
    tally.run();
    const { killed, acknowledged } = await kill(flow, setting, at, whole, ({ kind, what }) =>
      tally.problem(kind, run, `${flow.name}, killed ${saidOf(at)}: ${what}`),
    );
    tally.fault(killed);
    tally.acknowledged(acknowledged);
    options.print(`kill ${run}: ${flow.name}, ${saidOf(at)}\n`);
  }
  return tally.figures();
}

function withoutKill(flow: Flow, setting: Setting): Promise<Undisturbed> {
  switch (flow.type) {
    case 'chat':
      return chatKills.undisturbed(flow, setting);
    case 'command':
      return commandKills.undisturbed(flow, setting);
    case 'messenger':
      return messengerKills.undisturbed(flow, setting);
  }
}

function kill(flow: Flow, setting: Setting, at: Moment, whole: Undisturbed, report: Report): Promise<Killed> {
  switch (flow.type) {
    case 'chat':
      return chatKills.kill(flow, setting, at, whole, report);
    case 'command':
      return commandKills.kill(flow, setting, at, whole, report);
    case 'messenger':
      return messengerKills.kill(flow, setting, at, whole, report);
  }
}
