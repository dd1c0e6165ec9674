import { fold } from '../../text/normalise.ts';
import { randomNumbers } from '../random.ts';
import { nameOf, type MeetingLine } from './meeting-lines.ts';
import {
  units,
  committees,
  regular,
  topics,
  matters,
  days,
  times,
  rooms,
  oddRooms,
  type Part,
} from './varied-words.ts';

/*
 * Lines of many grammars: who speaks first, what joins the parts, words of the regions, shorthand, keys left in the line.
 * Unlike `generated-lines.ts` nothing in them follows the order or the labels of the guide; what each says is known from
 * its parts. A part that may be read in two ways carries what may as well be asked.
 */

type Draw = () => number;

const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;

interface Person {
  text: string;
  /** As it is to be kept. */
  value: string;
  mayAsk?: boolean;
}
const whole = [
  'Lê Thị Nhàn',
  'Vũ Văn Bảy',
  'Quách Đình Phúc',
  'Lưu Thị Yến',
  'Hồ Ngọc Diễm',
  'Chu Văn Tấn',
  'Lò Thị Hạnh',
  'Mai Xuân Cảnh',
  'Đinh Thế Vượng',
  'Giàng A Páo',
  'Tạ Quang Minh',
] as const;
const given = ['Nhàn', 'Bảy', 'Sáu', 'Lan Anh', 'Khang', 'Lâm', 'Vịnh', 'Tài', 'Mơ', 'Hồng Hà'] as const;
const familiar = ['ông', 'bà', 'anh', 'chị', 'cô', 'chú', 'bác', 'thầy'] as const;
const positions = [
  'bí thư',
  'Bí thư chi bộ',
  'Phó Bí thư',
  'chi ủy viên',
  'Trưởng phòng',
  'PBT',
  'Chủ tịch UBND xã',
] as const;

function person(draw: Draw): Person {
  const way = Math.floor(draw() * 8);
  const name = pick(draw, whole);
  if (way === 0) return { text: `đ/c ${name}`, value: name };
  if (way === 1) return { text: `đc ${name}`, value: name };
  if (way === 2) {
    const called = `${pick(draw, familiar)} ${pick(draw, given)}`;
    return { text: called, value: called };
  }
  if (way === 3) return { text: `đ/c ${pick(draw, given)}`, value: '' };
  if (way === 4) {
    const position = pick(draw, positions);
    return { text: `${name} (${position})`, value: `${name}, ${position}` };
  }
  if (way === 5) {
    const position = pick(draw, positions);
    return { text: `đồng chí ${name} - ${position}`, value: `${name}, ${position}` };
  }
  return { text: name, value: name };
}
const bare = ({ text, value }: Person): string => (value === '' ? text.replace(/^đ\/c /u, '') : value);

const chairs = {
  before: ['chủ trì', 'chủ tọa', 'ct', 'điều hành', 'làm chủ trì', 'chủ trì cuộc họp'],
  after: ['chủ trì', 'chủ trì:', 'chủ tọa:', 'ct:', 'CT', 'người chủ trì:', 'do', 'chủ trì là', 'điều hành:'],
} as const;
const takers = {
  before: ['thư ký', 'ghi biên bản', 'tk', 'làm thư ký', 'ghi bb', 'biên chép', 'ghi chép', 'ghi'],
  after: ['thư ký', 'thư ký:', 'tk:', 'TK', 'ghi biên bản:', 'thư kí', 'ghi bb:', 'thư ký là'],
} as const;

function rolesPart(draw: Draw): Part {
  const [first, second] = [person(draw), person(draw)];
  const isBefore = draw() < 0.5;
  const [hasChair, hasTaker] = [draw() < 0.85, draw() < 0.6];
  const after = (word: string, one: Person): string =>
    word === 'do' ? `do ${one.text} chủ trì` : `${word} ${one.text}`;
  const texts = [
    ...(hasChair
      ? [isBefore ? `${first.text} ${pick(draw, chairs.before)}` : after(pick(draw, chairs.after), first)]
      : []),
    ...(hasTaker
      ? [isBefore ? `${second.text} ${pick(draw, takers.before)}` : after(pick(draw, takers.after), second)]
      : []),
  ];
  const joint = pick(draw, [', ', ', ', '; ', ' ', ', còn ', ' và ']);
  return {
    text: texts.join(joint),
    ...(hasChair ? { chair: bare(first) } : {}),
    ...(hasTaker ? { minuteTaker: bare(second) } : {}),
    // Without a comma between them where one ends is for the person to say.
    ...(/^ (?:và )?$/u.test(joint) && texts.length > 1 ? { mayAsk: ['chair', 'minute-taker'] as const } : {}),
  } as Part;
}

function countsPart(draw: Draw): Part {
  const total = 9 + Math.floor(draw() * 30);
  const reason = Math.floor(draw() * 4);
  const none = draw() < 0.3 ? 1 : 0;
  const present = total - reason - none;
  const split = { total, present, absentWithReason: reason, absentWithoutReason: none };
  const forms: (() => Part)[] = [
    () => ({
      text: `tổng ${total}, có mặt ${present}, vắng ${reason + none} (${reason} có lý do, ${none} không lý do)`,
      attendance: split,
    }),
    () => ({
      text: `${total}đv có mặt ${present} vắng ${reason + none} (${reason} có phép ${none} không)`,
      attendance: split,
    }),
    () => ({
      text: `${total} đảng viên, dự ${total - reason}, vắng ${reason} có phép`,
      attendance: { total, present: total - reason, absentWithReason: reason },
    }),
    () => ({
      text: `có mặt ${total - reason}/${total} đồng chí, vắng có lý do ${reason}`,
      attendance: { total, present: total - reason, absentWithReason: reason },
    }),
    () => ({
      text: `dự họp ${total - reason} trên tổng số ${total} đảng viên, vắng ${reason} (có lý do)`,
      attendance: { total, present: total - reason, absentWithReason: reason },
    }),
    () => ({ text: `đủ ${total}/${total}`, attendance: { total, present: total } }),
    () => ({ text: `${total} đồng chí dự đủ`, attendance: { total, present: total } }),
    () => ({
      text: `quân số ${total}, hiện diện ${total - reason}, vắng phép ${reason}`,
      attendance: { total, present: total - reason, absentWithReason: reason },
      mayAsk: ['attendance'],
    }),
    () => ({
      text: `sĩ số ${total - reason}/${total}, ${reason} xin phép`,
      attendance: { total, present: total - reason, absentWithReason: reason },
      mayAsk: ['attendance'],
    }),
    () => ({ text: `đảng số ${total}, mặt ${total - reason}`, ask: ['attendance'] }),
    () => ({ text: `tổng ${total} có mặt ${total + 1} vắng 1 có lý do`, ask: ['attendance'] }),
    () => ({ text: `vắng ${reason + 1}`, ask: ['attendance'] }),
    () => ({ text: `thiếu ${reason + 1} đồng chí`, ask: ['attendance'] }),
    () => ({ text: `đi được ${total - 1} người`, ask: ['attendance'] }),
  ];
  return pick(draw, forms)();
}

function headPart(draw: Draw): Part {
  const unit = pick(draw, units);
  const committee = pick(draw, committees);
  const no = 2 + Math.floor(draw() * 30);
  const topic = pick(draw, topics);
  const with_ = (base: Part, more: Part): Part => ({ ...base, ...more }) as Part;
  const forms: (() => Part)[] = [
    ...Array.from({ length: 4 }, () => (): Part => {
      const word = pick(draw, regular);
      return with_(unit, {
        text: draw() < 0.6 ? `${unit.text} ${word}` : `${word} ${unit.text}`,
        kind: 'regular',
      });
    }),
    () => with_(unit, { text: `họp chi ủy ${unit.text}`, kind: 'committee' }),
    () => with_(unit, { text: `${unit.text} sinh hoạt chuyên đề ${topic}`, kind: 'thematic', topic }),
    () => with_(unit, { text: `${unit.text} họp chuyên đề về ${topic}`, kind: 'thematic', topic }),
    () => with_(unit, { text: `sh cđ ${unit.text}, đề tài ${topic}`, kind: 'thematic', topic }),
    () => with_(unit, { text: `${unit.text} họp bất thường`, kind: 'other' }),
    () =>
      with_(unit, { text: `${unit.text} họp online thường kỳ qua zoom`, kind: 'regular', isOnline: true }),
    () =>
      with_(committee, { text: `BCH ${committee.text} họp lần thứ ${no}`, kind: 'executive', sessionNo: no }),
    () =>
      with_(committee, {
        text: `${committee.text}: BCH họp phiên ${no} mở rộng`,
        kind: 'executive',
        sessionNo: no,
        isExtended: true,
      }),
    () =>
      with_(committee, {
        text: `Ban Thường vụ ${committee.text} họp kỳ ${no}`,
        kind: 'standing',
        sessionNo: no,
      }),
    () => with_(committee, { text: `btv ${committee.text} họp`, kind: 'standing' }),
    () => with_(committee, { text: `thường trực ${committee.text} họp giao ban`, kind: 'permanent' }),
    () => with_(committee, { text: `UBKT ${committee.text} họp`, kind: 'inspection' }),
    () =>
      with_(committee, {
        text: `${committee.text} sơ kết 6 tháng đầu năm`,
        kind: 'review',
        topic: '6 tháng đầu năm',
      }),
    () =>
      with_(unit, {
        text: `đại hội ${unit.text} nhiệm kỳ 2025-2030`,
        kind: 'congress',
        topic: 'nhiệm kỳ 2025-2030',
      }),
    () =>
      with_(committee, {
        text: `BTV ${committee.text} làm việc với ${nameOf('east')}`,
        kind: 'working',
        host: nameOf('east'),
      }),
    () => with_(unit, { text: unit.text, ask: ['kind'] }),
  ];
  const made = pick(draw, forms)();
  // Where an office's short name is part of a longer event its reading may be asked.
  return made;
}

const openings = ['', '', '', '', 'em báo cáo ', 'kính gửi anh, ', 'ghi giúp em ', 'nhập giúp: ', 'dạ, '];
const endings = ['', '', '', '', ' nhé', ' ạ', ' nha', '.'];

function morePart(draw: Draw): Part {
  const room = pick(draw, rooms);
  const matter = pick(draw, matters);
  const one = person(draw);
  const forms: (() => Part)[] = [
    ...Array.from({ length: 3 }, () => (): Part => ({
      text: pick(draw, [`tại ${room}`, room, `địa điểm: ${room}`, `họp tại ${room}`]),
      place: room,
      mayAsk: ['place'],
    })),
    () => {
      const odd = pick(draw, oddRooms);
      return { text: odd, place: odd, mayAsk: ['place', 'agenda', 'unit', 'guests', 'chair'] };
    },
    () => ({ text: `bàn ${matter}`, agenda: [matter] }),
    () => ({ text: `nội dung: ${matter}; thu đảng phí`, agenda: [matter, 'thu đảng phí'] }),
    () => ({ text: `có ${one.text} về dự`, guests: bare(one), mayAsk: ['guests'] }),
    () => ({ text: `khách mời: ${one.text}`, guests: bare(one), mayAsk: ['guests'] }),
    () => ({ text: 'mời đại diện Ban Tuyên giáo', guests: 'đại diện Ban Tuyên giáo', mayAsk: ['guests'] }),
    () => ({
      text: 'kết luận: giao chi ủy theo dõi; báo cáo trước 20/8',
      conclusions: ['giao chi ủy theo dõi', 'báo cáo trước 20/8'],
    }),
  ];
  return pick(draw, forms)();
}

/** Keys, spaces and letters as they come out of a phone; only in words by which a line is read. */
const slips: readonly (readonly [RegExp, string])[] = [
  [/thường kỳ/u, 'thuwongf kyf'],
  [/thường kỳ/u, 'thườngkỳ'],
  [/thường kỳ/u, 'thưong ky'],
  [/chủ trì/u, 'chủtrì'],
  [/chủ trì/u, 'chru trì'],
  [/chủ trì/u, 'chur trif'],
  [/thư ký/u, 'thuw kys'],
  [/thư ký/u, 'thưký'],
  [/có mặt/u, 'cos mawtj'],
  [/chi bộ/u, 'chibộ'],
  [/chi bộ/u, 'chi booj'],
  [/sinh hoạt/u, 'sinhhoạt'],
  [/, /u, ','],
  [/, /u, ' , '],
  [/ /u, '  '],
  [/ngày (?=\d)/u, 'ngay'],
];

/** `count` different lines; the same every time. */
export function variedLines(count: number, seed: number): MeetingLine[] {
  const draw = randomNumbers(seed);
  const lines = new Map<string, MeetingLine>();
  while (lines.size < count) {
    const one = compose(draw);
    lines.set(one.line, one);
  }
  return [...lines.values()];
}

function compose(draw: Draw): MeetingLine {
  const head = headPart(draw);
  const [day, time] = [pick(draw, days), pick(draw, times)];
  const when: Part[] = draw() < 0.5 ? [day, time] : [time, day];
  const rest: Part[] = [];
  if (draw() < 0.75) rest.push(rolesPart(draw));
  if (draw() < 0.5) rest.push(countsPart(draw));
  if (draw() < 0.55) rest.push(morePart(draw));
  for (let i = rest.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [rest[i], rest[j]] = [rest[j] as Part, rest[i] as Part];
  }
  // What has no end of its own stands last: an agenda, conclusions, a topic.
  const isOpen = (part: Part): boolean => /^(?:nội dung|kết luận)/u.test(part.text);
  rest.sort((a, b) => Number(isOpen(a)) - Number(isOpen(b)));
  const isBound = head.topic !== undefined || head.host !== undefined;
  const order = Math.floor(draw() * 4);
  const parts: Part[] =
    order === 0
      ? [...when, head, ...rest]
      : order === 1 && !isOpen(rest[0] ?? head)
        ? [...rest.filter((one) => !isOpen(one)), head, ...when, ...rest.filter(isOpen)]
        : [head, ...when, ...rest];
  const join = pick(draw, [', ', ', ', '; ', ' - ', ', ']);
  let line = parts
    .map(({ text }) => text)
    .reduce((sum, text, i) => {
      const isWhen = when.some((part) => part.text === text);
      const isAfterHead = parts[i - 1] === head && !isBound;
      const isTight = isWhen && (isAfterHead || when.some((part) => part === parts[i - 1])) && draw() < 0.6;
      return `${sum}${isTight ? ' ' : join}${text}`;
    });
  line = `${pick(draw, openings)}${line}${isOpen(parts.at(-1) ?? head) ? '' : pick(draw, endings)}`;
  const told: MeetingLine = Object.assign(
    { line: '' },
    ...parts.map(({ text: _text, ask: _ask, mayAsk: _mayAsk, ...more }) => more),
  );
  const ask = new Set(parts.flatMap((part) => part.ask ?? []));
  const mayAsk = new Set(parts.flatMap((part) => part.mayAsk ?? []));
  if (draw() < 0.35) {
    const possible = slips.filter(([pattern]) => pattern.test(line));
    if (possible.length > 0) {
      const [pattern, slip] = pick(draw, possible);
      line = line.replace(pattern, slip);
    }
  }
  const manner = draw();
  if (manner < 0.25) line = fold(line);
  else if (manner < 0.4) line = line.toLowerCase();
  else if (manner < 0.44) line = line.toLocaleUpperCase('vi');
  // Without diacritics or capitals a given name alone has no border.
  if (
    manner < 0.4 &&
    /(?:^|[\s,])(?:đ\/c|d\/c|dc|đc|ông|ong|bà|ba|anh|chị|chi|cô|co|chú|chu|bác|bac|thầy|thay) /iu.test(line)
  )
    for (const field of ['chair', 'minute-taker', 'guests'] as const) mayAsk.add(field);
  return {
    ...told,
    line,
    ...(ask.size > 0 ? { ask: [...ask] } : {}),
    ...(mayAsk.size > 0 ? { mayAsk: [...mayAsk] } : {}),
  };
}
