import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  knownCommands,
  liesAbout,
  modelOf,
  type Message,
  type Saying,
} from '../../eval/understanding/doubles.ts';
import { messageReadingSchema } from '../../rag/understanding/reading-schema.ts';
import { checkCommand } from '../../rag/understanding/check-command.ts';

const text = await readFile(new URL('../../eval/understanding/messages.jsonl', import.meta.url), 'utf8');
const messages = text
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Message);
const said = async (saying: Saying): Promise<unknown> =>
  (await modelOf(saying).complete([], { signal: new AbortController().signal })).value;

describe('the scripted models of the evaluation', () => {
  it('have 60 different messages to read', () => {
    expect(messages).toHaveLength(60);
    expect(new Set(messages.map((message) => message.text)).size).toBe(60);
  });

  it('tell the truth and lies in the shape that is asked for, so that only the checks can tell them apart', async () => {
    for (const message of messages.filter(({ kind }) => kind !== 'statistics')) {
      const sayings: Saying[] = [{ type: 'right', message }, ...liesAbout(message, messages)];
      expect(sayings).toHaveLength(8);
      for (const saying of sayings)
        expect(messageReadingSchema.safeParse(await said(saying)).success).toBe(true);
    }
  });

  it('propose a right command that passes the check, and a made-up one that does not', async () => {
    for (const message of messages.filter(({ kind }) => kind === 'command')) {
      const right = messageReadingSchema.parse(await said({ type: 'right', message }));
      expect(checkCommand(message.text, right, knownCommands)).toMatch(/^\/[a-z]+/u);
      for (const lie of liesAbout(message, messages))
        expect(
          checkCommand(message.text, messageReadingSchema.parse(await said(lie)), knownCommands),
        ).toBeNull();
    }
  });
});
