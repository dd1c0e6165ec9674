import { expect } from 'vitest';
import type { Step } from './seed-meetings.ts';

/* The same steps over any channel. */

/** Somebody who types and presses: at a browser, at a terminal. */
export interface Typist {
  say(text: string): Promise<Told>;
  press(label: string): Promise<Told>;
}

/** What came back, and the labels that can be pressed. */
export interface Told {
  text: string;
  labels: readonly string[];
}

/** The label that begins so; a label itself goes before one that only begins with it. */
export function labelOf(told: Told, start: string): string {
  const label = told.labels.find((one) => one === start) ?? told.labels.find((one) => one.startsWith(start));
  if (label === undefined) throw new Error(`no button '${start}' in:\n${told.text}`);
  return label;
}

/** Types and presses, and looks for what must be said. */
export async function follow(typist: Typist, steps: readonly Step[]): Promise<void> {
  for (const { say, press = [], see = [] } of steps) {
    let told = await typist.say(say);
    for (const start of [press].flat()) told = await typist.press(labelOf(told, start));
    for (const words of see) expect(told.text, say).toContain(words);
  }
}

/** Approves every figure that waits. */
export async function approveFigures(typist: Typist): Promise<void> {
  const waiting = await typist.say('/duyetsolieu');
  const told = await typist.press(labelOf(waiting, 'Duyệt cả'));
  expect(told.text).toContain('Đã duyệt');
}
