import type { ChildProcess } from 'node:child_process';
import { expect, it } from 'vitest';
import { createReplicas, type HeldClaim } from '../../eval/replicas/replicas.ts';

const child = (pid: number): ChildProcess => ({ pid }) as ChildProcess;
const ownerOf = (pid: number): string => `host:${pid}:id`;
const poll = (pid: number): HeldClaim => ({ name: 'poll:telegram:1', owner: ownerOf(pid), holds: true });
const lane = (chat: string, pid: number): HeldClaim => ({
  name: `lane:${chat}`,
  owner: ownerOf(pid),
  holds: false,
});

it('kills the process that polls, waits until others have all that was its own, and starts one in its place', async () => {
  let nextPid = 1;
  const ended: [number | undefined, string][] = [];
  /** What each look finds; the last stays. */
  let found: HeldClaim[][] = [[poll(2)]];
  const { program, takeOvers } = createReplicas({
    count: 3,
    start: async () => child(nextPid++),
    end: async ({ pid }, signal) => void ended.push([pid, signal]),
    memoryOf: ({ pid }) => (pid ?? 0) * 10,
    claims: async () => (found.length > 1 ? found.shift() : found[0]) ?? [],
  });
  await program.start('');
  expect(program.memory()).toBe(30);

  await program.kill();
  expect(ended).toEqual([[2, 'SIGKILL']]);
  found = [
    [poll(2), lane('a', 2), lane('b', 2)],
    [poll(3), lane('b', 2)],
    [poll(3), lane('b', 1)],
  ];
  await program.start('');
  expect(takeOvers).toMatchObject([{ chats: 2 }]);
  const [{ pollMs, chatsMs } = { pollMs: 0, chatsMs: 0 }] = takeOvers;
  expect(pollMs).toBeGreaterThan(0);
  expect(chatsMs).toBeGreaterThan(pollMs);
  expect(program.memory()).toBe(40);

  await program.stop();
  expect(ended.slice(1).sort()).toEqual([
    [1, 'SIGTERM'],
    [3, 'SIGTERM'],
    [4, 'SIGTERM'],
  ]);
  expect(program.memory()).toBeNull();
});
