import { fold } from '../../text/normalise.ts';
import type { NotedField } from './check-notes.ts';
import type { DraftLine } from './draft-sections.ts';
import { parseMeetingLine, type ParsedMeeting } from './parse-meeting.ts';
import { readKind } from './read-kind.ts';

/* The sentences of a draft that tell who met, when, where and as what: its title, or 'Chiều 13/8, chi bộ … đã họp …'. */

/** Notes a field with its value and the words that it came from. */
export type Note = (step: NotedField['step'], value: string, source: string) => void;

/** A line in capitals. */
export const isHeading = (text: string): boolean =>
  text === text.toLocaleUpperCase('vi') && /\p{L}/u.test(text);

/** The first sentence of a line that is no abbreviation. */
export const firstSentence = (text: string): string => /^.{20,}?[.!?](?=\s|$)/u.exec(text)?.[0] ?? text;

/** A sentence with all that the rules of lines read in it. */
export interface Told {
  sentence: string;
  parsed: ParsedMeeting;
}

/** 'Chiều 13/8, từ 13h30, chi bộ … đã họp chuyên đề …': the sentence that tells who met when, if one does. */
export function storyOf(lines: readonly DraftLine[], today: string): Told | null {
  for (const { text } of lines.filter(
    ({ section, folded }) => section === 'head' && !/^kinh gui/u.test(folded),
  )) {
    for (const sentence of sentencesOf(text)) {
      const folded = fold(sentence);
      if (
        !/\d/u.test(folded) ||
        !/(?<!\p{L})(?:hop|sinh hoat|hoi nghi|lam viec|dai hoi|khao sat|kiem tra)(?!\p{L})/u.test(folded)
      )
        continue;
      // 'Hôm nay, ngày 4/8': today is the day of the minutes, not the one on which they are sent.
      const plain = sentence.replace(/^hôm nay\s*,?\s*(?=.*\d{1,2}\s*(?:\/|tháng))/iu, '');
      const parsed = parseMeetingLine(plain, today);
      const { heldOn, startsAt, kind } = parsed.head;
      if (heldOn !== undefined && (kind !== undefined || startsAt !== undefined)) return { sentence, parsed };
    }
  }
  return null;
}

/** The sentences of a line. */
export const sentencesOf = (text: string): string[] => text.split(/(?<=[\p{L})\d]{2}[.!?])\s+(?=\p{Lu})/u);

/** The title alone, with the line behind it, and the first lines: one of them names the kind. */
export function titlesOf(lines: readonly DraftLine[], title: number, today: string): Told[] {
  const top = lines.filter(({ section }, i) => section === 'head' && i < Math.max(title + 5, 20));
  const own = title < 0 ? [] : lines.slice(title, title + 3).map(({ text }) => text);
  const named = own.map((text) =>
    text.replace(
      /^(?:biên bản|bien ban|thông báo|thong bao|ghi chép|ghi chep)(?:\s+(?:cuộc|buổi))?\s*/iu,
      '',
    ),
  );
  const [first = '', second = ''] = named;
  return [
    [first, second].filter(Boolean).join(' '),
    ...named,
    ...top
      .filter(({ text, folded }) => !isHeading(text) && !/^kinh gui/u.test(folded))
      .map(({ text }) => firstSentence(text)),
    ...top.map(({ text }) => text),
  ]
    .filter((sentence) => sentence !== '' && readKind(sentence).kind !== undefined)
    .map((sentence) => ({ sentence, parsed: parseMeetingLine(sentence, today) }));
}

/** The kind as the first sentence has it that names one, with what others of the same kind say besides. */
export function readKindOf(told: readonly Told[], head: ParsedMeeting['head'], note: Note): void {
  const sure = told.filter(
    ({ parsed }) => parsed.head.kind && !parsed.unclear?.some(({ field }) => field === 'kind'),
  );
  const [first] = sure;
  const kind = first?.parsed.head.kind;
  if (!first || !kind) return;
  head.kind = kind;
  note('kind', first.sentence, first.sentence);
  for (const { parsed } of sure.filter((one) => one.parsed.head.kind === kind)) {
    const { sessionNo, isExtended, isOnline, topic, participants = [] } = parsed.head;
    if (sessionNo && head.sessionNo === undefined) head.sessionNo = sessionNo;
    if (isExtended) head.isExtended = true;
    if (isOnline) head.isOnline = true;
    if (topic && kind !== 'regular' && head.topic === undefined) head.topic = topic;
    const met = participants.filter(({ capacity }) => capacity === 'host' || capacity === 'delegation');
    if (met.length > 0 && head.participants === undefined) head.participants = met;
  }
}

/** Day, hours and place of the sentence that tells who met. */
export function readStory(story: Told | null, today: string, head: ParsedMeeting['head'], note: Note): void {
  if (!story) return;
  const { heldOn, endsOn, startsAt, endsAt, place } = story.parsed.head;
  if (heldOn !== undefined && heldOn <= today) {
    head.heldOn = heldOn;
    if (endsOn) head.endsOn = endsOn;
    note('date', [heldOn, endsOn].filter(Boolean).join(' - '), story.sentence);
  }
  if (startsAt) {
    head.startsAt = startsAt;
    if (endsAt) head.endsAt = endsAt;
    note('time', [startsAt, endsAt].filter(Boolean).join(' - '), story.sentence);
  }
  if (place) {
    head.place = place;
    note('place', place, story.sentence);
  }
}
