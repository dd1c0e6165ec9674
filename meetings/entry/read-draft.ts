import { fold, oneLine } from '../../text/normalise.ts';
import { parseTimeRange } from '../../text/times.ts';
import type { NotedField, NotesDraft } from './check-notes.ts';
import { startGuided, type Draft, type GuidedEnvironment, type UnitChoice } from './guided.ts';
import { attendanceOf, readPersons } from './draft-people.ts';
import {
  firstSentence,
  isHeading,
  readKindOf,
  readStory,
  storyOf,
  titlesOf,
  type Note,
  type Told,
} from './draft-story.ts';
import { draftLines, linesIn, type DraftLine } from './draft-sections.ts';
import { parseMeetingLine, type ParsedMeeting } from './parse-meeting.ts';
import { conclusionLine, readConclusions } from './read-conclusions.ts';
import { isUnclear, readWhen } from './read-when.ts';

/*
 * A draft of minutes or a forwarded note, read by rules: headings and labelled lines as the forms of minutes have them
 * (16-HD/VPTW and the forms of cells), else the sentences that say who met, when and under whom. Every field names the
 * line that it came from; what people said in the discussion is not read at all.
 */

/**
 * Whether a text is minutes by its looks: their title, and two of the labels that minutes have; or a notice of a
 * conclusion with the sentence that leads to it.
 */
export function looksLikeDraft(text: string): boolean {
  const lines = draftLines(text);
  const begins = (title: RegExp): boolean => lines.slice(0, 10).some(({ folded }) => title.test(folded));
  if (lines.length < 5) return false;
  if (
    begins(/^thong bao(?: ket luan.*)?$/u) &&
    begins(/^(?:thong bao )?(?:y kien )?ket luan (?:cua|tai|hoi nghi)/u)
  )
    return lines.some(({ folded }) => /ket luan(?: nhu sau| mot so noi dung(?: nhu sau)?)?:$/u.test(folded));
  if (!begins(/^(?:bien ban|ghi chep (?:hoi nghi|cuoc hop|hop|buoi))(?!\p{L})/u)) return false;
  const labels =
    /^(?:nguoi )?(?:chu tri|chu toa|thu ky|ghi bien ban|thanh phan|dia diem|thoi gian|tong so|co mat|noi dung)/u;
  return lines.filter(({ folded }) => labels.test(folded)).length >= 2;
}

/** Reads `text`; null where fewer than two fields of a meeting stand in it. */
export function readDraft(text: string, environment: GuidedEnvironment): NotesDraft | null {
  const read = readDraftFields(text, environment);
  return read.found.length < 2 ? null : draftOf(read, environment);
}

/** Fields of a draft before they are looked at. */
export interface DraftFields {
  parsed: ParsedMeeting;
  found: NotedField[];
  leftOut: NotedField['step'][];
  untaken: NonNullable<Draft['untaken']>;
  /** Words among the conclusions that are none; the review shows them. */
  left: string;
}

/** The draft in the guided dialogue: what is missing and needed is asked for, then comes the review. */
export function draftOf(
  { parsed, found, leftOut, untaken, left }: DraftFields,
  environment: GuidedEnvironment,
): NotesDraft | null {
  const turn = startGuided(parsed, environment);
  if (turn.type !== 'ask') return null;
  const { draft } = turn.state;
  const notes = [
    ...(draft.notes ?? []),
    ...(left === '' ? [] : [{ words: left, steps: ['conclusions' as const] }]),
  ];
  const more = { ...(notes.length > 0 ? { notes } : {}), ...(untaken.length > 0 ? { untaken } : {}) };
  return { turn: { ...turn, state: { ...turn.state, draft: { ...draft, ...more } } }, found, leftOut };
}

/** Reads the fields of `text` without judging whether they are enough. */
export function readDraftFields(text: string, environment: GuidedEnvironment): DraftFields {
  const lines = draftLines(text);
  const found: NotedField[] = [];
  const leftOut = new Set<NotedField['step']>();
  const head: ParsedMeeting['head'] = {};
  const note = (step: NotedField['step'], value: string, source: string): void =>
    void found.push({ step, value, source: source.slice(0, 300) });
  const title = titleAt(lines);

  const story = storyOf(lines, environment.today);
  const titles = titlesOf(lines, title, environment.today);
  readKindOf([...(story ? [story] : []), ...titles], head, note);
  const unit = unitOf(lines, title, [...titles, ...(story ? [story] : [])], environment);
  if (unit) note('unit', unit.unit.name, unit.source);
  readStory(story, environment.today, head, note);
  readTimes(lines, environment, head, note, leftOut);
  readPersons(lines, environment, head, note, leftOut);
  const place = lines.find(({ label }) => /^(?:dia diem|noi hop|noi lam viec)/u.test(label));
  if (place?.value) {
    head.place = place.value.replace(/[.;,]+$/u, '').replace(/^(?:tại|tai)\s+/iu, '');
    note('place', head.place, place.text);
  }
  if (head.place === undefined) {
    const short = lines.filter(
      ({ section, text: line }, i) => section === 'head' && i < 6 && line.length < 90,
    );
    for (const { text: line } of short) {
      const { place: read } = parseMeetingLine(line, environment.today).head;
      if (read === undefined || head.place !== undefined || isHeading(line)) continue;
      head.place = read;
      note('place', read, line);
    }
  }
  const attendance = attendanceOf(lines, head.kind, note, leftOut);
  const agenda = agendaOf(linesIn(lines, 'agenda'));
  for (const item of agenda) note('agenda', item, item);
  const pasted = readConclusions(linesIn(lines, 'conclusions').join('\n'));
  const conclusions = pasted.conclusions.map(conclusionLine);
  for (const item of pasted.conclusions) note('conclusions', conclusionLine(item), item.text);
  const untaken = (['votes', 'proposals', 'rating'] as const)
    .map((section) => ({ section, lines: linesIn(lines, section) }))
    .filter((one) => one.lines.length > 0);

  return {
    parsed: {
      unitText: unit?.unit.name ?? '',
      head,
      agenda,
      conclusions,
      ...(attendance ? { attendance } : {}),
    },
    found,
    leftOut: [...leftOut],
    untaken,
    left: pasted.leftOut.join('; '),
  };
}

/** The items of an agenda: numbered or dashed ones, else its lines; a line that only leads to them is none. */
function agendaOf(lines: readonly string[]): string[] {
  const items = lines
    .flatMap((line) => line.split(/\s*;\s*/u))
    .map((line) => oneLine(line.replace(itemMark, '')).replace(/[.;,]+$/u, ''))
    .filter((line) => line !== '' && !line.endsWith(':'));
  return items.slice(0, 40);
}

const itemMark = /^\s*(?:[-–+•*]|\(?(?:\d{1,2}|[ivxIVX]{1,4}|[a-hđ])[.)/-](?!\d))\s*/u;

const titleAt = (lines: readonly DraftLine[]): number =>
  lines.findIndex(
    ({ folded, text }) =>
      (text.length < 40 || isHeading(text)) &&
      /^(?:bien ban|ket luan|thong bao|ghi chep|bao cao nhanh)(?!\p{L}| so)/u.test(folded),
  );

/** The unit by a label, by a line of the heading that is its name, by the words before the kind. */
function unitOf(
  lines: readonly DraftLine[],
  title: number,
  told: readonly Told[],
  environment: GuidedEnvironment,
): { unit: UnitChoice; source: string } | null {
  const only = (name: string): UnitChoice | null => {
    const found = environment.matchUnits(name);
    return found.length === 1 ? (found[0] ?? null) : null;
  };
  const named = /^(?:don vi|chi bo|dang bo|to chuc dang|ten chi bo)$/u;
  for (const line of lines.slice(0, 25)) {
    if (!named.test(line.label)) continue;
    const unit = only(line.value) ?? only(`${line.label} ${line.value}`);
    if (unit) return { unit, source: line.text };
  }
  // In the heading the organisation above stands first; the unit itself is the last that is named.
  const end = title >= 0 ? title : Math.min(lines.length, 6);
  for (const line of lines.slice(0, end).reverse()) {
    const name = line.text
      .replace(/(?:ĐẢNG CỘNG SẢN VIỆT NAM|Đảng Cộng sản Việt Nam).*$/u, '')
      .replace(/^[*\s]+|[*\s]+$/gu, '');
    if (!/^(?:chi bo|dang bo|dang uy|chi uy|tinh uy|thanh uy|ban|van phong)/u.test(fold(name))) continue;
    const unit = only(name);
    if (unit) return { unit, source: line.text };
  }
  for (const { sentence, parsed } of told) {
    for (const name of [parsed.unitText, ...(parsed.unitTexts ?? []).map((one) => one.text)]) {
      const unit = /(?:chi bo|dang bo|dang uy|chi uy|uy)/u.test(fold(name)) ? only(name) : null;
      if (unit) return { unit, source: sentence };
    }
  }
  for (const line of lines.slice(Math.max(title, 0), Math.max(title, 0) + 12)) {
    const parsed = parseMeetingLine(firstSentence(line.text), environment.today);
    for (const name of [parsed.unitText, ...(parsed.unitTexts ?? []).map((one) => one.text)]) {
      const unit = /(?:chi bo|dang bo|dang uy|chi uy|uy)/u.test(fold(name)) ? only(name) : null;
      if (unit) return { unit, source: firstSentence(line.text) };
    }
  }
  return null;
}

function readTimes(
  lines: readonly DraftLine[],
  { today }: GuidedEnvironment,
  head: ParsedMeeting['head'],
  note: Note,
  leftOut: Set<NotedField['step']>,
): void {
  const beginning =
    /^(?:thoi gian(?: bat dau| hop| to chuc)?|bat dau(?: luc| hoi)?|khai mac(?: luc| hoi)?|ngay hop|ngay|hoi|vao hoi|hom nay)/u;
  const labelled = lines.filter(
    ({ label, folded }) => beginning.test(label) || /^(?:hoi|vao hoi|hom nay|vao luc|luc)\s/u.test(folded),
  );
  const told = [...labelled, ...lines.slice(0, 15)];
  for (const line of told) {
    const sentence = line.label === '' ? firstSentence(line.text) : line.text;
    const when = readWhen(sentence, today);
    if (isUnclear(when, 'date')) {
      leftOut.add('date');
      continue;
    }
    if (when.heldOn !== undefined && head.heldOn === undefined) {
      if (when.heldOn > today) {
        leftOut.add('date');
        continue;
      }
      head.heldOn = when.heldOn;
      if (when.endsOn) head.endsOn = when.endsOn;
      note('date', [when.heldOn, when.endsOn].filter(Boolean).join(' - '), sentence);
    }
    if (when.startsAt !== undefined && head.startsAt === undefined) {
      head.startsAt = when.startsAt;
      if (when.endsAt) head.endsAt = when.endsAt;
      note('time', [when.startsAt, when.endsAt].filter(Boolean).join(' - '), sentence);
    }
  }
  if (head.heldOn !== undefined) leftOut.delete('date');
  const closing = lines.find(({ folded }) =>
    /(?:ket thuc|be mac|xong|nghi|giai tan|tan hop)\s*:?\s*(?:vao\s+)?(?:luc|hoi)?\s*\d|^\d{1,2}\s*(?:h|gio|:)\s*\d{0,2}\s*(?:phut\s*)?(?:nghi|xong|tan|ve|ket thuc)|(?:ket thuc|be mac)\s+(?:vao\s+)?(?:luc|hoi)/u.test(
      folded,
    ),
  );
  const said = closing ? parseTimeRange(closing.text)?.start : undefined;
  // '9h nghỉ' of a meeting that began at 19h30 is nine in the evening.
  const end = said && head.startsAt && said < head.startsAt && said < '12:00' ? laterHalf(said) : said;
  if (closing && end && head.startsAt && !head.endsAt && end > head.startsAt) {
    head.endsAt = end;
    note('time', end, closing.text);
  }
}

const laterHalf = (time: string): string =>
  `${String(Number(time.slice(0, 2)) + 12).padStart(2, '0')}${time.slice(2)}`;
