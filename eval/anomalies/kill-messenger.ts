import { setTimeout as wait } from 'node:timers/promises';
import { maybeRepeated } from '../../prompts/channels.ts';
import { everythingAnswered } from './attack.ts';
import type { Desk, MessengerFlow, PhoneMessage } from './flows.ts';
import {
  compare,
  freshOffice,
  gapsOf,
  inDatabase,
  wordsOf,
  type Kills,
  type Report,
  type Setting,
} from './kill-parts.ts';
import { startProgram } from './program.ts';
import { startProviders, type ProviderDouble } from './provider-double.ts';
import { findHalves, markedMessages, noticesOf, readState } from './state-store.ts';
import { launchOffice, telegramWay, type LaunchedOffice } from './ways-in.ts';

/*
 * Flows over a messenger, whose provider is a double on loopback: it delivers an update again until it is acknowledged, and
 * never afterwards, and it keeps what the assistant sends. A message is answered when another text has arrived in its chat.
 */

const lastGapMs = 300;
const patienceMs = 180_000;
const isEnd = (line: string): boolean => line === '{"type":"end"}';

/** Flows over a messenger: the assistant is killed before, between and after its answers, and started again. */
export const messengerKills: Kills<MessengerFlow> = {
  async undisturbed(flow, setting) {
    const providers = await startProviders();
    try {
      const talk = await begin(flow, setting, providers);
      const office = await launch(flow, setting, talk);
      const times = [performance.now()];
      await converse(talk, office, () => times.push(performance.now()));
      if (!talk.isOver())
        throw new Error(`${flow.name} does not work undisturbed: ${office.program.errors()}`);
      await everythingAnswered(office);
      times.push(performance.now() + lastGapMs);
      await office.program.stop();
      return {
        state: await inDatabase(talk.office, readState),
        gapsMs: gapsOf(times),
        acknowledged: talk.messages.length + flow.notices.length,
      };
    } finally {
      await providers.close();
    }
  },

  async kill(flow, setting, at, { state, acknowledged }, report) {
    const providers = await startProviders();
    try {
      const talk = await begin(flow, setting, providers);
      const first = await launch(flow, setting, talk);
      let heard = 0;
      let isDue = (): void => {};
      const due = new Promise<void>((resolve) => (isDue = resolve));
      if (at.answers === 0) isDue();
      const talking = converse(talk, first, () => {
        heard += 1;
        if (heard === at.answers) isDue();
      });
      await Promise.race([first.program.ended, due]);
      await Promise.race([first.program.ended, wait(at.thenMs)]);
      await first.program.kill();
      await talking;
      await reportKept(talk, report);

      const second = await launch(flow, setting, talk);
      await converse(talk, second, () => undefined);
      if (!talk.isOver())
        report({ kind: 'lost', what: `not everything was answered: ${second.program.errors()}` });
      await everythingAnswered(second);
      await wait(lastGapMs);
      await second.program.stop();
      reportArrived(talk, report);
      await reportNotices(talk, report);
      await compare(talk.office, state, report, 'telegram:');
      return { killed: 1, acknowledged };
    } finally {
      await providers.close();
    }
  },
};

/** What has happened so far, over all processes. */
interface Talk {
  flow: MessengerFlow;
  office: string;
  providers: ProviderDouble;
  messages: readonly PhoneMessage[];
  /** Messages that were acknowledged to the provider. */
  taken: number;
  /** Different texts that arrived in a chat. */
  heard(sender: number): Set<string>;
  isOver(): boolean;
}

async function begin(flow: MessengerFlow, setting: Setting, providers: ProviderDouble): Promise<Talk> {
  const office = await freshOffice(setting);
  const messages = await flow.prepare(deskIn(flow, setting, office, providers), wordsOf);
  return talkIn(flow, office, providers, messages);
}

function talkIn(
  flow: MessengerFlow,
  office: string,
  providers: ProviderDouble,
  messages: readonly PhoneMessage[],
): Talk {
  // What came while the office was made ready is none of it.
  const from = providers.arrived.length;
  const textsOf = (sender: number): string[] =>
    providers.arrived
      .slice(from)
      .filter(({ channel, chat }) => channel === 'telegram' && chat === String(sender))
      .map(({ text }) => text);
  const talk: Talk = {
    ...{ flow, office, providers, messages, taken: 0 },
    heard: (sender) => new Set(textsOf(sender).map((text) => text.replace(maybeRepeated, '').trim())),
    isOver: () =>
      talk.taken === messages.length &&
      [...new Set([...messages.map(({ sender }) => sender), ...flow.notices])].every(
        (sender) =>
          talk.heard(sender).size >= wantedOf(talk, sender, messages.length) + noticesFor(flow, sender),
      ),
  };
  return talk;
}

/** Answers that the first so many messages must have in a chat. */
const wantedOf = ({ messages }: Talk, sender: number, upTo: number): number =>
  messages.slice(0, upTo).filter((message) => message.sender === sender).length;

const noticesFor = ({ notices }: MessengerFlow, sender: number): number =>
  notices.filter((one) => one === sender).length;

const launch = (
  flow: MessengerFlow,
  setting: Setting,
  { office, providers }: Talk,
): Promise<LaunchedOffice> =>
  launchOffice(setting.program, office, providers, { TELEGRAM_CEILING: 'all', ...flow.settings });

/** Delivers what was not taken yet, each when the one before is answered, and waits for notices, until the process is gone. */
async function converse(talk: Talk, office: LaunchedOffice, noteAnswer: () => void): Promise<void> {
  const { messages, flow } = talk;
  const way = telegramWay(office.root);
  const until = performance.now() + patienceMs;
  const goesOn = (): boolean => !office.program.isOver() && performance.now() < until;
  await office.ready;
  for (const [index, { sender, text }] of messages.entries()) {
    const wanted = wantedOf(talk, sender, index + 1);
    if (talk.heard(sender).size >= wanted && index < talk.taken) continue;
    while (talk.taken <= index && goesOn()) {
      const body = JSON.stringify(way.message(1000 + index, sender, text));
      const answer = await way.post(body).catch(() => null);
      if (answer?.status === 200) talk.taken = index + 1;
      else await wait(50);
    }
    while (talk.heard(sender).size < wanted && goesOn()) await wait(5);
    if (!goesOn()) return;
    noteAnswer();
  }
  for (const sender of new Set(flow.notices)) {
    const wanted = wantedOf(talk, sender, messages.length) + noticesFor(flow, sender);
    while (talk.heard(sender).size < wanted && goesOn()) await wait(5);
    if (!goesOn()) return;
    noteAnswer();
  }
}

/** What was acknowledged to the provider must be there, once. */
async function reportKept({ office, messages, taken }: Talk, report: Report): Promise<void> {
  await inDatabase(office, async (db) => {
    for (const half of await findHalves(db)) report({ kind: 'unexplained', what: half });
    const kept = new Map((await markedMessages(db, 'telegram', '')).map(({ text, count }) => [text, count]));
    for (const { text } of messages.slice(0, taken))
      if (!kept.has(text)) report({ kind: 'lost', what: `'${text}' was acknowledged and is not kept` });
  });
}

/** A copy that does not say that it may be one is a second answer. */
function reportArrived({ flow, providers, messages }: Talk, report: Report): void {
  for (const sender of new Set([...messages.map(({ sender }) => sender), ...flow.notices])) {
    const plain = providers.arrived
      .filter(
        ({ channel, chat, text }) =>
          channel === 'telegram' && chat === String(sender) && !text.includes(maybeRepeated),
      )
      .map(({ text }) => text);
    for (const text of new Set(plain.filter((one, index) => plain.indexOf(one) !== index)))
      report({ kind: 'doubled', what: `arrived twice: ${text.slice(0, 120)}` });
  }
}

async function reportNotices({ office, flow }: Talk, report: Report): Promise<void> {
  const keys = await inDatabase(office, (db) => noticesOf(db, 'reminder:'));
  const lanes = keys.map(({ lane }) => lane).filter((lane) => lane.startsWith('telegram:'));
  if (new Set(lanes).size < lanes.length) report({ kind: 'doubled', what: 'somebody is reminded twice' });
  if (lanes.length < new Set(flow.notices).size) report({ kind: 'lost', what: 'somebody is not reminded' });
}

/** What is done in the office before the part that is disturbed. */
function deskIn(flow: MessengerFlow, setting: Setting, office: string, providers: ProviderDouble): Desk {
  return {
    async type(lines) {
      const program = startProgram(setting.program, ['chat', '--json'], { dataDir: office });
      for (const [index, line] of lines.entries()) {
        program.write(line);
        await program.waitForLines(isEnd, index + 1);
      }
      program.end();
      await program.ended;
      return program.lines().join('\n');
    },
    async write(messages) {
      const talk = talkIn({ ...flow, notices: [] }, office, providers, messages);
      const settings = { TELEGRAM_CEILING: 'all', ...flow.settings, CAPUY_REMINDERS: 'no' };
      const running = await launchOffice(setting.program, office, providers, settings);
      await converse(talk, running, () => undefined);
      await everythingAnswered(running);
      await running.program.stop();
      if (!talk.isOver()) throw new Error(`the office could not be made ready: ${running.program.errors()}`);
    },
  };
}
