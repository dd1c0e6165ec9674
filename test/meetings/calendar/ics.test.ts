import { describe, expect, it } from 'vitest';
import { renderIcs, type IcsEvent } from '../../../meetings/calendar/ics.ts';

const event = (more: Partial<IcsEvent> = {}): IcsEvent => ({
  uid: 'plan-1',
  sequence: 2,
  day: '2026-08-05',
  startsAt: '14:00',
  endsAt: '15:40',
  summary: 'Sinh hoạt chi bộ thường kỳ',
  ...more,
});
const now = new Date('2026-08-01T02:03:04.567Z');
const render = (...events: IcsEvent[]) => renderIcs('Lịch họp', events, now);

/** Reads a calendar back by the rules of RFC 5545 alone: unfolds, splits at the first free colon, takes the escapes back. */
function parse(file: string): { name: string; parameters: string; value: string }[] {
  expect(file.endsWith('\r\n')).toBe(true);
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
  const lines = file.slice(0, -2).split('\r\n');
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const open: string[] = [];
  return lines
    .join('\r\n')
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .map((line) => {
      const match = /^([A-Z-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)$/u.exec(line);
      if (!match) throw new Error(`no content line: ${line}`);
      const [, name = '', parameters = '', raw = ''] = match;
      if (name === 'BEGIN') open.push(raw);
      if (name === 'END') expect(open.pop()).toBe(raw);
      expect(raw.replace(/\\[\\;,nN]/gu, '')).not.toContain('\\');
      const value = raw.replace(/\\([\\;,nN])/gu, (_all, letter: string) =>
        /n/iu.test(letter) ? '\n' : letter,
      );
      return { name, parameters, value };
    });
}
const valueOf = (file: string, name: string): string | undefined =>
  parse(file)
    .filter((line) => line.name === name)
    .at(-1)?.value;

describe('a calendar file', () => {
  it('names the zone of every time and defines it', () => {
    const lines = parse(render(event()));
    expect(lines.filter(({ name }) => name === 'DTSTART').at(-1)).toEqual({
      name: 'DTSTART',
      parameters: ';TZID=Asia/Ho_Chi_Minh',
      value: '20260805T140000',
    });
    expect(valueOf(render(event()), 'DTEND')).toBe('20260805T154000');
    expect(lines.find(({ name }) => name === 'TZID')?.value).toBe('Asia/Ho_Chi_Minh');
    expect(lines.find(({ name }) => name === 'TZOFFSETTO')?.value).toBe('+0700');
    expect(valueOf(render(event()), 'DTSTAMP')).toBe('20260801T020304Z');
  });

  it('gives a whole day where there is no time, and invents no end', () => {
    const day = parse(render(event({ startsAt: null, endsAt: null, day: '2026-12-31' })));
    expect(day.filter(({ name }) => name === 'DTSTART').at(-1)).toMatchObject({
      parameters: ';VALUE=DATE',
      value: '20261231',
    });
    expect(day.filter(({ name }) => name === 'DTEND').at(-1)?.value).toBe('20270101');
    expect(parse(render(event({ endsAt: null }))).some(({ name }) => name === 'DTEND')).toBe(false);
  });

  it('keeps its words through escapes and folds, whatever they hold', () => {
    const summary = 'Nghị quyết; "Đảng bộ", C:\\tài liệu\nđổi mới 🏛️ '.repeat(6).trim();
    expect(valueOf(render(event({ summary })), 'SUMMARY')).toBe(summary);
    expect(valueOf(render(event({ summary: 'a\r\nb\u0007c' })), 'SUMMARY')).toBe('a\nbc');
    for (let length = 1; length < 90; length++) {
      const words = 'ệ'.repeat(length);
      expect(valueOf(render(event({ location: words })), 'LOCATION')).toBe(words);
    }
  });

  it('cannot be broken by a summary that looks like a line of its own', () => {
    const lines = parse(render(event({ summary: 'họp\r\nEND:VEVENT\r\nBEGIN:VEVENT' })));
    expect(lines.filter(({ name, value }) => name === 'BEGIN' && value === 'VEVENT')).toHaveLength(1);
  });

  it('keeps the id and tells the sequence and the state, so that a phone moves and cancels what it has', () => {
    const file = render(event({ isCancelled: true }), event({ uid: 'task-1', isFree: true, sequence: 0 }));
    const lines = parse(file);
    const values = (name: string) => lines.filter((line) => line.name === name).map(({ value }) => value);
    expect(values('UID')).toEqual(['plan-1@capuy', 'task-1@capuy']);
    expect(values('SEQUENCE')).toEqual(['2', '0']);
    expect(values('STATUS')).toEqual(['CANCELLED', 'CONFIRMED']);
    expect(values('TRANSP')).toEqual(['TRANSPARENT']);
  });
});
