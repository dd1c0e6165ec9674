import { fold } from '../../text/normalise.ts';
import { randomNumbers } from '../random.ts';
import { nameOf, type MeetingLine } from './meeting-lines.ts';

/*
 * Lines put together from the parts that people write, in other orders, with and without diacritics, with slips of the
 * finger; what each line says is known from the parts, not from reading it.
 */

type Draw = () => number;
type Part = Partial<MeetingLine> & { text: string };

const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;

/** Days as typed on Monday 10/8/2026. */
const days: readonly Part[] = [
  { text: '5/8/2026', heldOn: '2026-08-05' },
  { text: 'ngày 05/8/2026', heldOn: '2026-08-05' },
  { text: '4-8-2026', heldOn: '2026-08-04' },
  { text: '06.08.2026', heldOn: '2026-08-06' },
  { text: 'ngày 3/8', heldOn: '2026-08-03' },
  { text: '28/7', heldOn: '2026-07-28' },
  { text: 'hôm qua', heldOn: '2026-08-09' },
  { text: 'hôm kia', heldOn: '2026-08-08' },
  { text: 'thứ sáu tuần trước', heldOn: '2026-08-07' },
  { text: 'thứ 4 tuần rồi', heldOn: '2026-08-05' },
  { text: 'thứ năm vừa qua', heldOn: '2026-08-06' },
  { text: 'chủ nhật vừa rồi', heldOn: '2026-08-09' },
  { text: 'ngày 31 tháng 7 năm 2026', heldOn: '2026-07-31' },
  { text: 'ngày 2 tháng 8', heldOn: '2026-08-02' },
  { text: 'thứ tư 5/8', heldOn: '2026-08-05' },
  { text: '15/1/2026', heldOn: '2026-01-15' },
  { text: 'cách đây 4 ngày', heldOn: '2026-08-06' },
  { text: 'hôm nay', heldOn: '2026-08-10' },
];
const severalDays: readonly Part[] = [
  { text: '22 và 23/7/2026', heldOn: '2026-07-22', endsOn: '2026-07-23' },
  { text: 'từ 22/7 đến 23/7/2026', heldOn: '2026-07-22', endsOn: '2026-07-23' },
  { text: '30-31/7/2026', heldOn: '2026-07-30', endsOn: '2026-07-31' },
  { text: 'hai ngày 5 và 6 tháng 8 năm 2026', heldOn: '2026-08-05', endsOn: '2026-08-06' },
];
const badDays: readonly Part[] = [
  { text: '31/6/2026', ask: ['date'] },
  { text: '30/2', ask: ['date'] },
  { text: 'ngày 45', ask: ['date'] },
  { text: '5/15/2026', ask: ['date'] },
  { text: 'thứ hai 5/8/2026', ask: ['date'] },
  { text: '20/8/2026', heldOn: '2026-08-20', isPlanned: true },
  { text: 'tháng trước', ask: ['date'] },
];
const times: readonly Part[] = [
  { text: '14h-15h40', startsAt: '14:00', endsAt: '15:40' },
  { text: '14h30', startsAt: '14:30' },
  { text: '8h - 10h30', startsAt: '08:00', endsAt: '10:30' },
  { text: 'lúc 8 giờ', startsAt: '08:00' },
  { text: '7h30 đến 9h', startsAt: '07:30', endsAt: '09:00' },
  { text: 'từ 14 giờ 30 đến 16 giờ', startsAt: '14:30', endsAt: '16:00' },
  { text: '14:00-15:30', startsAt: '14:00', endsAt: '15:30' },
  { text: '8g15', startsAt: '08:15' },
  { text: '2h chiều', startsAt: '14:00' },
  { text: '19h30-21h', startsAt: '19:30', endsAt: '21:00' },
  { text: 'hồi 13 giờ 30 phút', startsAt: '13:30' },
  { text: '8h sáng', startsAt: '08:00' },
  { text: '14-16h', startsAt: '14:00', endsAt: '16:00' },
];
const badTimes: readonly Part[] = [
  { text: '26h', ask: ['time'] },
  { text: '14h75', ask: ['time'] },
  { text: '16h-15h', ask: ['time'] },
  { text: 'lúc 2h', ask: ['time'] },
];
const places: readonly Part[] = [
  { text: 'tại phòng họp số 2', place: 'phòng họp số 2' },
  { text: 'địa điểm: hội trường tầng 3', place: 'hội trường tầng 3' },
  { text: 'tại nhà văn hóa thôn', place: 'nhà văn hóa thôn' },
  { text: 'ở phòng họp giao ban', place: 'phòng họp giao ban' },
];
const people = [
  ['Lê Văn Mẫu', 'Bí thư chi bộ'],
  ['Trần Thị Ví Dụ', 'Phó Bí thư'],
  ['Nguyễn Hữu Phước', 'Trưởng phòng'],
  ['Phạm Thị Kim Ngân', 'chi ủy viên'],
  ['Đỗ Minh', 'Phó Chánh Văn phòng'],
  ['Hoàng Thị Sen', 'Bí thư'],
  ['Bùi Quang Tuấn', 'Phó Trưởng ban'],
  ['Võ Thị Bích Thủy', 'Ủy viên Ban Thường vụ'],
  ['Nông Văn Dền', 'Chủ tịch UBND xã'],
  ['Giàng A Sử', 'Phó Chủ tịch'],
] as const;

const person = (draw: Draw): { text: string; value: string; name: string } => {
  const [name, position] = pick(draw, people);
  const form = Math.floor(draw() * 6);
  if (form === 0) return { text: `đ/c ${name}`, value: name, name };
  if (form === 1) return { text: `${name}, ${position}`, value: `${name}, ${position}`, name };
  if (form === 2) return { text: `${name} (${position})`, value: `${name}, ${position}`, name };
  if (form === 3) return { text: `${name} - ${position}`, value: `${name}, ${position}`, name };
  return { text: name, value: name, name };
};

function chairPart(draw: Draw, order: { isBefore: boolean }): Part {
  const first = person(draw);
  if (draw() < 0.2) {
    let second = person(draw);
    while (second.name === first.name) second = person(draw);
    return order.isBefore
      ? {
          text: `các đ/c ${first.text.replace(/^đ\/c /u, '')}; ${second.text} đồng chủ trì`,
          chair: first.value,
          coChairs: [second.value],
        }
      : {
          text: `đồng chủ trì: ${first.text}; ${second.text}`,
          chair: first.value,
          coChairs: [second.value],
        };
  }
  return order.isBefore
    ? { text: `do ${first.text} chủ trì`, chair: first.value }
    : {
        text: `${pick(draw, ['chủ trì', 'chủ trì:', 'chủ tọa', 'người chủ trì'])} ${first.text}`,
        chair: first.value,
      };
}

function takerPart(draw: Draw, order: { isBefore: boolean }): Part {
  const one = person(draw);
  return order.isBefore
    ? { text: `${one.text} ${pick(draw, ['ghi biên bản', 'làm thư ký'])}`, minuteTaker: one.value }
    : {
        text: `${pick(draw, ['thư ký', 'thư ký:', 'thư kí', 'ghi biên bản:'])} ${one.text}`,
        minuteTaker: one.value,
      };
}

function attendancePart(draw: Draw): Part {
  const total = 12 + Math.floor(draw() * 30);
  const exempt = Math.floor(draw() * 3);
  const reason = Math.floor(draw() * 3);
  const present = total - exempt - reason;
  const form = Math.floor(draw() * 5);
  if (form === 0) {
    return {
      text: `tổng ${total}, miễn ${exempt}, có mặt ${present}, vắng có lý do ${reason}`,
      attendance: { total, exempt, present, absentWithReason: reason },
    };
  }
  if (form === 1) {
    const probationary = 1 + Math.floor(draw() * 2);
    const official = total - probationary;
    return {
      text: `điểm danh: tổng số ${total}; chính thức ${official}; dự bị ${probationary}; có mặt ${total - reason}; vắng ${reason} có lý do`,
      attendance: { total, official, probationary, present: total - reason, absentWithReason: reason },
    };
  }
  if (form === 2) {
    return {
      text: `có mặt ${total - reason}/${total}, vắng có lý do ${reason}`,
      attendance: { total, present: total - reason, absentWithReason: reason },
    };
  }
  if (form === 3)
    return {
      text: `tổng ${total}, có mặt ${present - 1}, vắng có lý do ${reason}, miễn ${exempt}`,
      ask: ['attendance'],
    };
  return { text: `có mặt ${total}/${total}`, attendance: { total, present: total } };
}

const cells = [
  'administration',
  'synthesis',
  'logistics',
  'faculty',
  'training',
  'communeOffice',
  'boards',
  'east',
  'west',
  'primary',
  'military',
];
const committees = ['officeCommittee', 'school', 'commune', 'bloc', 'agencies'];
const matters = [
  'công tác phát triển đảng viên',
  'chuyển đổi số trong công việc của chi bộ',
  'tiết kiệm, chống lãng phí',
  'nêu gương của đảng viên',
];

function eventPart(draw: Draw): Part {
  const cell = pick(draw, cells);
  const committee = pick(draw, committees);
  const name = nameOf(cell);
  const body = nameOf(committee).replace(/^Đảng bộ/u, draw() < 0.5 ? 'Đảng ủy' : 'Đảng bộ');
  const no = 2 + Math.floor(draw() * 25);
  const forms: (() => Part)[] = [
    () => ({ text: `${name} thường kỳ`, unit: cell, kind: 'regular' }),
    () => ({ text: `${name} họp thường kỳ`, unit: cell, kind: 'regular' }),
    () => ({ text: `họp định kỳ ${name}`, unit: cell, kind: 'regular' }),
    () => ({ text: `${name} sinh hoạt thường kỳ tháng 8`, unit: cell, kind: 'regular' }),
    () => ({ text: `họp chi ủy ${name}`, unit: cell, kind: 'committee' }),
    () => {
      const topic = pick(
        draw,
        matters.filter((matter) => !matter.includes(',')),
      );
      return { text: `${name} sinh hoạt chuyên đề ${topic}`, unit: cell, kind: 'thematic', topic };
    },
    () => ({ text: `BCH ${body} họp lần thứ ${no}`, unit: committee, kind: 'executive', sessionNo: no }),
    () => ({
      text: `Hội nghị Ban Chấp hành ${body} lần thứ ${no} (mở rộng)`,
      unit: committee,
      kind: 'executive',
      sessionNo: no,
      isExtended: true,
    }),
    () => ({ text: `Ban Thường vụ ${body} họp`, unit: committee, kind: 'standing' }),
    () => ({ text: `BTV ${body} họp phiên thứ ${no}`, unit: committee, kind: 'standing', sessionNo: no }),
    () => ({ text: `Thường trực ${body} họp`, unit: committee, kind: 'permanent' }),
    () => ({ text: `UBKT ${body} họp`, unit: committee, kind: 'inspection' }),
    () => ({
      text: `${body} sơ kết công tác 6 tháng đầu năm`,
      unit: committee,
      kind: 'review',
      topic: 'công tác 6 tháng đầu năm',
    }),
    () => ({
      text: `Thường trực ${body} làm việc với ${name}`,
      unit: committee,
      kind: 'working',
      host: name,
    }),
    () => ({
      text: `BTV ${body} làm việc với đoàn công tác của Tỉnh ủy`,
      unit: committee,
      kind: 'working',
      delegation: 'đoàn công tác của Tỉnh ủy',
    }),
    () => ({
      text: `BTV ${body} duyệt đại hội ${name}`,
      unit: committee,
      kind: 'congress-approval',
      topic: name,
    }),
    () => ({
      text: `Đại hội ${name} nhiệm kỳ 2025-2030`,
      unit: cell,
      kind: 'congress',
      topic: 'nhiệm kỳ 2025-2030',
    }),
    () => ({ text: `${name} họp trực tuyến thường kỳ`, unit: cell, kind: 'regular', isOnline: true }),
    () => ({ text: `${name}`, unit: cell, ask: ['kind'] }),
  ];
  return pick(draw, forms)();
}

/** Slips of the finger in the words that the line is read by. */
const slips: readonly (readonly [RegExp, string])[] = [
  [/chủ trì/u, 'chủ tri'],
  [/chủ trì/u, 'chutri'],
  [/chủ trì/u, 'chu trif'],
  [/chủ trì/u, 'chủ trìi'],
  [/thư ký/u, 'thuky'],
  [/thư ký/u, 'thu kí'],
  [/thường kỳ/u, 'thường kì'],
  [/thường kỳ/u, 'thuơng kỳ'],
  [/thường kỳ/u, 'thườg kỳ'],
  [/thường kỳ/u, 'thuongky'],
  [/có mặt/u, 'có mạt'],
  [/chuyên đề/u, 'chuyên đê'],
  [/địa điểm/u, 'địa đểm'],
  [/ngày (?=\d)/u, 'ngày'],
  [/chi bộ|Chi bộ/u, 'chi bô'],
];

/** `count` different lines; the same every time. */
export function generatedLines(count: number, seed = 20_260_810): MeetingLine[] {
  const draw = randomNumbers(seed);
  const lines = new Map<string, MeetingLine>();
  while (lines.size < count) {
    const one = generate(draw);
    lines.set(one.line, one);
  }
  return [...lines.values()];
}

function generate(draw: Draw): MeetingLine {
  const event = eventPart(draw);
  const isLong = event.kind === 'congress' || event.kind === 'executive';
  const day =
    draw() < 0.08 ? pick(draw, badDays) : isLong && draw() < 0.4 ? pick(draw, severalDays) : pick(draw, days);
  const isAtNight = (time: Part): boolean => day.text === 'hôm nay' && (time.startsAt ?? '') > '09:00';
  let time = draw() < 0.08 ? pick(draw, badTimes) : pick(draw, times);
  while (isAtNight(time)) time = pick(draw, times);
  const order = { isBefore: draw() < 0.2 };
  const labelled: Part[] = [];
  if (draw() < 0.75) labelled.push(chairPart(draw, order));
  if (draw() < 0.6) labelled.push(takerPart(draw, order));
  if (draw() < 0.35) labelled.push(pick(draw, places));
  if (draw() < 0.3) labelled.push(attendancePart(draw));
  const when: Part[] = draw() < 0.5 ? [day, time] : [time, day];
  const parts: Part[] =
    draw() < 0.65
      ? [event, ...when, ...labelled]
      : draw() < 0.5
        ? [...labelled, event, ...when]
        : [...when, event, ...labelled];
  const comma = draw() < 0.7;
  let line = parts
    .map(({ text }) => text)
    .reduce((sum, text, i) => {
      const isWhen =
        when.some((part) => part.text === text) && i > 0 && when.some((part) => sum.endsWith(part.text));
      const isAfterEvent =
        sum === event.text &&
        event.topic === undefined &&
        event.host === undefined &&
        event.delegation === undefined;
      return sum === ''
        ? text
        : `${sum}${comma && !isWhen && !isAfterEvent ? ', ' : !comma && (isAfterEvent || isWhen) ? ' ' : ', '}${text}`;
    }, '');
  const told: MeetingLine = Object.assign(
    { line: '' },
    ...parts.map(({ text: _text, ask: _ask, ...rest }) => rest),
  );
  const ask = parts.flatMap((part) => part.ask ?? []);
  if (draw() < 0.3) {
    const possible = slips.filter(([pattern]) => pattern.test(line));
    if (possible.length > 0) {
      const [pattern, slip] = pick(draw, possible);
      line = line.replace(pattern, slip);
    }
  }
  const manner = draw();
  if (manner < 0.3) line = fold(line);
  else if (manner < 0.45) line = line.toLowerCase();
  return { ...told, line, ...(ask.length > 0 ? { ask: [...new Set(ask)] } : {}) };
}
