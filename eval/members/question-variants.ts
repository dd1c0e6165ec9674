import { fold } from '../../text/normalise.ts';
import { randomNumbers } from '../random.ts';

/*
 * Questions drawn from measure, detail, unit, time, order, courtesy, region and slips of typing, each with the query that
 * was drawn: what nobody thought of writing down. The words here are written apart from those that the product knows.
 */

/** A drawn question: what is typed, and the query that was meant, written as in `questions.tsv`. */
export interface Variant {
  text: string;
  expected: string;
  /** How it was typed, to see which kind fails. */
  kind: string;
}

type Said = readonly [text: string, meant: string];

const units: readonly Said[] = [
  ['', ''],
  ['toàn tỉnh', 'unit=tinh'],
  ['cả tỉnh', 'unit=tinh'],
  ['toàn đảng bộ tỉnh', 'unit=tinh'],
  ['xã Bình An', 'unit=binhan'],
  ['đảng bộ xã Bình An', 'unit=binhan'],
  ['đảng uỷ xã Bình An', 'unit=binhan'],
  ['phường Trần Phú', 'unit=tranphu'],
  ['Đảng bộ phường Trần Phú', 'unit=tranphu'],
  ['Công an tỉnh', 'unit=congan'],
  ['đảng bộ Công an tỉnh', 'unit=congan'],
  ['Văn phòng Tỉnh ủy', 'unit=vptu'],
  ['VP Tỉnh ủy', 'unit=vptu'],
  ['các cơ quan Đảng tỉnh', 'unit=ccq'],
  ['chi bộ thôn Đồng Tâm', 'unit=dongtam'],
  ['thôn Đồng Tâm', 'unit=dongtam'],
  ['chi bộ Ban Nội chính', 'unit=noichinh'],
  ['trường THPT Bình An', 'unit=truong'],
  ['trạm y tế xã Bình An', 'unit=ytea'],
  ['trạm y tế phường Trần Phú', 'unit=yteb'],
  ['chi bộ thôn 1 xã Bình An', 'unit=thon1a'],
  ['tổ dân phố 5', 'unit=tdp5'],
  ['TDP 5', 'unit=tdp5'],
  ['chi bộ phòng Tham mưu', 'unit=thammuu'],
  ['chi bộ Quản trị', 'unit=quantri'],
  ['chi bộ trạm y tế', 'ask=unit'],
];

/** Whom a count is of; before 'đảng viên' stands nothing, so each reads on behind it. */
const people: readonly Said[] = [
  ['', ''],
  ['nữ', 'f.sex=female'],
  ['là nữ', 'f.sex=female'],
  ['nam', 'f.sex=male'],
  ['dự bị', 'f.standing=probationary'],
  ['chính thức', 'f.standing=official'],
  ['chưa chính thức', 'f.standing=probationary'],
  ['là người dân tộc thiểu số', 'f.isEthnicMinority=true'],
  ['DTTS', 'f.isEthnicMinority=true'],
  ['người Kinh', 'f.isEthnicMinority=false'],
  ['được miễn sinh hoạt', 'f.isExempt=true'],
  ['miễn công tác và sinh hoạt đảng', 'f.isExempt=true'],
  ['dưới 30 tuổi', 'f.age=0-29'],
  ['trên 60 tuổi', 'f.age=61-150'],
  ['từ 31 đến 35 tuổi', 'f.age=31-35'],
  ['tuổi từ 41 tới 50', 'f.age=41-50'],
  ['không quá 40 tuổi', 'f.age=0-40'],
  ['chưa đến 25 tuổi', 'f.age=0-24'],
  ['từ 50 tuổi trở lên', 'f.age=50-150'],
  ['35 tuổi trở xuống', 'f.age=0-35'],
  ['từ 18-30 tuổi', 'f.age=18-30'],
  ['trên 30 năm tuổi đảng', 'f.seniority=31-150'],
  ['có 40 năm tuổi đảng trở lên', 'f.seniority=40-150'],
  ['dưới 5 năm tuổi đảng', 'f.seniority=0-4'],
  ['tuổi đảng từ 10 đến 20 năm', 'f.seniority=10-20'],
  ['có cao cấp lý luận', 'f.theory=advanced'],
  ['trung cấp lý luận chính trị', 'f.theory=intermediate'],
  ['có trình độ sơ cấp LLCT', 'f.theory=elementary'],
  ['cử nhân lý luận chính trị', 'f.theory=bachelor'],
  ['từ trung cấp lý luận trở lên', 'f.theory=intermediate,advanced,bachelor'],
  ['chưa có trung cấp lý luận', 'f.theory=elementary,none'],
  ['chưa học lý luận chính trị', 'f.theory=none'],
  ['cao cấp, cử nhân lý luận chính trị', 'f.theory=advanced,bachelor'],
  ['có bằng đại học', 'f.professional=university'],
  ['trình độ thạc sĩ', 'f.professional=master'],
  ['là tiến sĩ', 'f.professional=doctor'],
  ['tốt nghiệp cao đẳng', 'f.professional=college'],
  ['trình độ đại học trở lên', 'f.professional=university,master,doctor'],
  ['chưa có bằng đại học', 'f.professional=elementary,intermediate,college,none'],
  ['dưới đại học', 'f.professional=elementary,intermediate,college,none'],
  ['tốt nghiệp THPT', 'f.schooling=upper_secondary'],
  ['từ cấp 2 trở lên', 'f.schooling=lower_secondary,upper_secondary'],
  ['là nông dân', 'f.occupation=farmer'],
  ['làm trong doanh nghiệp', 'f.occupation=enterprise'],
  ['nghỉ hưu', 'f.occupation=retired'],
  ['là học sinh, sinh viên', 'f.occupation=student'],
  ['là công chức xã', 'f.occupation=commune_staff'],
  ['lực lượng vũ trang', 'f.occupation=armed_forces'],
  ['có huy hiệu 50 năm', 'f.badge=50'],
  ['trung cấp', 'ask=level'],
  ['trẻ', 'ask=young'],
];

/** Second details, of other fields than most above. */
const further: readonly Said[] = [
  ['', ''],
  ['', ''],
  ['', ''],
  ['là nữ', 'f.sex=female'],
  ['dự bị', 'f.standing=probationary'],
  ['dưới 35 tuổi', 'f.age=0-34'],
];

const days: readonly Said[] = [
  ['', ''],
  ['', ''],
  ['hiện nay', ''],
  ['hiện tại', ''],
  ['tính đến nay', ''],
  ['tính đến 30/6/2026', 'asOf=2026-06-30'],
  ['đến hết ngày 31/12/2025', 'asOf=2025-12-31'],
  ['tới cuối năm 2024', 'asOf=2024-12-31'],
  ['cuối năm ngoái', 'asOf=2025-12-31'],
  ['hồi cuối tháng 3', 'asOf=2026-03-31'],
  ['đầu năm 2025', 'asOf=2025-01-01'],
  ['đến hết quý 1 năm nay', 'asOf=2026-03-31'],
  ['tính đến ngày 15 tháng 5 năm 2026', 'asOf=2026-05-15'],
  ['thời điểm 30-9-2025', 'asOf=2025-09-30'],
  ['đến tháng 5/2026', 'asOf=2026-05-31'],
  ['đến 31/12/2027', 'future'],
];

const periods: readonly Said[] = [
  ['năm 2025', 'p=2025-01-01..2025-12-31'],
  ['trong năm 2024', 'p=2024-01-01..2024-12-31'],
  ['năm nay', 'p=2026-01-01..2026-08-10'],
  ['từ đầu năm đến nay', 'p=2026-01-01..2026-08-10'],
  ['từ đầu năm tới giờ', 'p=2026-01-01..2026-08-10'],
  ['từ 1/3/2026 đến nay', 'p=2026-03-01..2026-08-10'],
  ['từ năm 2021 đến nay', 'p=2021-01-01..2026-08-10'],
  ['năm ngoái', 'p=2025-01-01..2025-12-31'],
  ['năm rồi', 'p=2025-01-01..2025-12-31'],
  ['năm vừa rồi', 'p=2025-01-01..2025-12-31'],
  ['quý 2', 'p=2026-04-01..2026-06-30'],
  ['quý II/2026', 'p=2026-04-01..2026-06-30'],
  ['quý 4 năm ngoái', 'p=2025-10-01..2025-12-31'],
  ['quý trước', 'p=2026-04-01..2026-06-30'],
  ['6 tháng đầu năm', 'p=2026-01-01..2026-06-30'],
  ['sáu tháng đầu năm 2025', 'p=2025-01-01..2025-06-30'],
  ['6 tháng cuối năm 2025', 'p=2025-07-01..2025-12-31'],
  ['9 tháng đầu năm 2025', 'p=2025-01-01..2025-09-30'],
  ['nửa đầu năm nay', 'p=2026-01-01..2026-06-30'],
  ['tháng 7', 'p=2026-07-01..2026-07-31'],
  ['tháng 5/2026', 'p=2026-05-01..2026-05-31'],
  ['tháng trước', 'p=2026-07-01..2026-07-31'],
  ['từ tháng 2 đến tháng 5 năm nay', 'p=2026-02-01..2026-05-31'],
  ['từ quý 1 đến quý 3 năm 2025', 'p=2025-01-01..2025-09-30'],
  ['từ 1/1/2025 đến 30/6/2025', 'p=2025-01-01..2025-06-30'],
  ['giai đoạn 2021-2025', 'p=2021-01-01..2025-12-31'],
  ['nhiệm kỳ 2020 - 2025', 'p=2020-01-01..2025-12-31'],
];

const flows: readonly Said[] = [
  ['kết nạp', 'm=admit'],
  ['kết nạp mới', 'm=admit'],
  ['phát triển đảng viên mới', 'm=admit'],
  ['chuyển chính thức', 'm=confirm'],
  ['được công nhận chính thức', 'm=confirm'],
  ['chuyển sinh hoạt đi', 'm=transfer_out'],
  ['chuyển đi nơi khác', 'm=transfer_out'],
  ['chuyển sinh hoạt đến', 'm=transfer_in'],
  ['tiếp nhận từ nơi khác về', 'm=transfer_in'],
  ['ra khỏi đảng', 'm=left'],
  ['trao huy hiệu', 'm=badge'],
  ['tặng huy hiệu 40 năm', 'm=badge f.badge=40'],
  ['cấp thẻ đảng viên', 'm=card_issue'],
  ['cấp lại thẻ', 'm=card_reissue'],
];

const splits: readonly Said[] = [
  ['theo giới tính', 'd=sex'],
  ['theo độ tuổi', 'd=age'],
  ['theo tuổi đảng', 'd=seniority'],
  ['theo nghề nghiệp', 'd=occupation'],
  ['theo trình độ học vấn', 'd=schooling'],
  ['theo trình độ chuyên môn', 'd=professional'],
  ['theo lý luận chính trị', 'd=theory'],
  ['theo dân tộc', 'd=ethnicity'],
  ['theo huy hiệu', 'd=badge'],
  ['theo từng đơn vị', 'd=unit'],
  ['chia nam nữ', 'd=sex'],
  ['phân theo chính thức, dự bị', 'd=standing'],
  ['theo độ tuổi, chia nam nữ', 'd=age s=sex'],
  ['theo nghề nghiệp và giới tính', 'd=occupation s=sex'],
  ['từng chi bộ', 'd=unit levels=cell,grassroots_cell'],
  ['theo trình độ', 'ask=education'],
];

const organisations: readonly Said[] = [
  ['tổ chức cơ sở đảng', 'levels=grassroots_committee,grassroots_cell'],
  ['TCCSĐ', 'levels=grassroots_committee,grassroots_cell'],
  ['chi bộ cơ sở', 'levels=grassroots_cell'],
  ['đảng bộ cơ sở', 'levels=grassroots_committee'],
  ['chi bộ trực thuộc', 'levels=cell'],
  ['chi bộ', 'ask=cells'],
];

/** Words that ask for what nobody counts, in place of a detail: never a number. */
const unheard: readonly string[] = [
  'không đồng ý với nghị quyết',
  'theo đạo Phật',
  'người Tày',
  'bị khai trừ',
  'đi làm ăn xa',
  'đã mất',
  'có vợ là giáo viên',
  'có ý kiến trái chiều',
  'chưa đóng đảng phí',
  'ngoài Công an tỉnh',
  'trừ lực lượng vũ trang',
  'không phải nông dân',
  'là bí thư chi bộ',
  'gần 40 tuổi',
  'trước sáp nhập',
  'sinh năm 1990',
  'tên là Hùng',
  'vắng họp nhiều',
  'có con đi du học',
];

const count = ['bao nhiêu', 'bao nhiêu', 'mấy', 'bn'];
const openings: Readonly<Record<string, readonly string[]>> = {
  plain: ['', '', '', 'cho hỏi ', 'cho biết '],
  north: ['em ơi ', 'cho chị hỏi ', 'anh cần gấp, ', 'dạ thưa anh, ', 'phiền em cho anh xin '],
  centre: ['alo ', 'cho tui hỏi ', 'em ơi cho bác hỏi '],
  south: ['dạ cho em hỏi ', 'alo ', 'bạn ơi '],
};
const closings: Readonly<Record<string, readonly string[]>> = {
  plain: ['', '', '', '?', ' ạ'],
  north: [' nhỉ', ' thế em', ' nhé', ', cảm ơn em nhiều', ' để làm báo cáo'],
  centre: [' rứa', ' hè', ' ri', ' hỉ'],
  south: [' vậy ta', ' nghen', ' hen', ' vậy em ơi', ' nha'],
};

type Pick = <T>(list: readonly T[]) => T;

const join = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .join(' ')
    .replace(/ ,/gu, ',');

/** Shuffled groups of words: people say unit, count and time in any order. */
function inAnyOrder(pick: Pick, core: string, unit: string, time: string): string {
  const inUnit = unit === '' ? '' : pick(['ở ', 'của ', 'trong ', '']) + unit;
  return pick([
    () => join(core, inUnit, time),
    () => join(unit, core, time),
    () => join(time === '' ? '' : `${time},`, unit, core),
    () => join(unit, time, core),
    () => join(core, time, inUnit === '' ? '' : `, ${unit}`),
  ])();
}

/** What several drawn parts mean together: a question back wins, and what has no meaning is unknown. */
function together(...meant: readonly string[]): string {
  const all = meant.filter((each) => each !== '');
  if (all.includes('future')) return 'future';
  const asks = all.filter((each) => each.startsWith('ask='));
  return asks[0] ?? all.join(' ');
}

function draw(pick: Pick): { text: string; expected: string; shape: string } | null {
  const [unit, unitMeans] = pick(units);
  const shape = pick([
    'stock',
    'stock',
    'stock',
    'flow',
    'flow',
    'split',
    'organisations',
    'trend',
    'compare',
    'top',
    'none',
  ]);
  const n = pick(count);
  const who = pick(['đảng viên', 'đảng viên', 'đv', 'ĐV']);
  switch (shape) {
    case 'stock': {
      const [detail, means] = pick(people);
      const [more, moreMeans] = pick(further);
      const [day, dayMeans] = pick(days);
      if (more !== '' && clashes(means, moreMeans)) return null;
      const core = pick([
        join('có', n, who, detail, more),
        join(n, who, detail, more),
        join('số', who, detail, more),
        join('tổng số', who, detail, more),
        join(who, detail, more, 'có', n, 'người'),
        join(who, detail, more),
      ]);
      const asked = [unitMeans, means, moreMeans, dayMeans].filter((each) => each.startsWith('ask=')).length;
      if (asked > 1 || (asked === 1 && dayMeans === 'future')) return null;
      return {
        text: inAnyOrder(pick, core, unit, day),
        expected: together(unitMeans, means, moreMeans, dayMeans),
        shape,
      };
    }
    case 'flow': {
      const [flow, means] = pick(flows);
      const [period, periodMeans] = pick(periods);
      const isCounted = /thẻ|huy hiệu/u.test(flow);
      const core = pick([
        join(flow, isCounted ? '' : `được ${n} ${pick(['đảng viên', 'người', 'đ/c', 'đồng chí'])}`),
        join('số', isCounted ? '' : 'đảng viên', flow),
        join(isCounted ? '' : `có ${n} đảng viên`, flow),
      ]);
      if (/^phát triển/u.test(flow) && !core.startsWith(flow)) return null;
      return {
        text: inAnyOrder(pick, core, unit, period),
        expected: together(unitMeans, means, periodMeans),
        shape,
      };
    }
    case 'split': {
      const [split, means] = pick(splits);
      const [day, dayMeans] = pick(days);
      if (dayMeans === 'future' && means.startsWith('ask=')) return null;
      if (unitMeans.startsWith('ask=') && means.startsWith('ask=')) return null;
      const core = join(pick(['thống kê', 'số', 'cho xem', 'lập bảng']), who, split);
      return {
        text: inAnyOrder(pick, core, unit, day),
        expected: together(unitMeans, means, dayMeans),
        shape,
      };
    }
    case 'organisations': {
      const [kind, means] = pick(organisations);
      const [day, dayMeans] = pick(days);
      if (unitMeans.startsWith('ask=') || dayMeans === 'future') return null;
      return {
        text: inAnyOrder(pick, join('có', n, kind), unit, day),
        expected: together(
          means.startsWith('ask=') ? means : `m=organisations d=level ${means}`,
          unitMeans,
          dayMeans,
        ),
        shape,
      };
    }
    case 'trend': {
      const [detail, means] = pick(people.slice(0, 12));
      const [span, spanMeans] = pick([
        ['từ năm 2020 đến năm 2025', 'p=2020-01-01..2025-12-31 asOf=2025-12-31'],
        ['giai đoạn 2021 - 2025', 'p=2021-01-01..2025-12-31 asOf=2025-12-31'],
      ] as const);
      const core = join(
        pick(['số', 'biểu đồ số', 'xu hướng']),
        who,
        detail,
        pick(['qua các năm', 'từng năm', 'theo năm']),
      );
      return {
        text: join(core, span, unit),
        expected: together(unitMeans, means, `${spanMeans} trend=year`),
        shape,
      };
    }
    case 'compare': {
      const [a, b] = pick([
        [units[4], units[7]],
        [units[9], units[11]],
        [units[7], units[13]],
      ]);
      const [detail, means] = pick(people.slice(0, 12));
      if (!a || !b) return null;
      const text = pick([
        `so sánh số ${join(who, detail)} của ${a[0]} với ${b[0]}`,
        `${a[0]} so với ${b[0]} bên nào nhiều ${join(who, detail)} hơn`,
        `${a[0]} với ${b[0]} bên nào đông ${join(who, detail)} hơn`,
        `${a[0]} và ${b[0]} nơi nào có nhiều ${join(who, detail)} hơn`,
      ]);
      return { text, expected: together(a[1], means, `cmp=unit:${b[1].slice(5)}`), shape };
    }
    case 'top': {
      const [what, means] = pick([
        ['đông đảng viên nhất', 'top=N,most'],
        ['nhiều đảng viên nữ nhất', 'f.sex=female top=N,most'],
        ['ít đảng viên nhất', 'top=N,fewest'],
      ] as const);
      const [kind, levels] = pick([
        ['chi bộ', 'levels=cell,grassroots_cell'],
        ['tổ chức cơ sở đảng', 'levels=grassroots_committee,grassroots_cell'],
        ['đơn vị', ''],
      ] as const);
      const n = pick(['3', '5']);
      if (unitMeans === '' || unitMeans.startsWith('ask=')) return null;
      const text = pick([
        `${n} ${kind} ${what} ${unit}`,
        `${unit} top ${n} ${kind} ${what}`,
        `${n} ${kind} ${what} của ${unit}`,
      ]);
      return { text, expected: together(unitMeans, 'd=unit', means.replace('N', n), levels), shape };
    }
    default: {
      const text = pick([join(unit, 'có', n, who, pick(unheard)), join(n, who, pick(unheard), unit)]);
      return { text, expected: 'unknown', shape };
    }
  }
}

/** Two details of one field, or such as nobody joins. */
function clashes(first: string, second: string): boolean {
  const field = (means: string): string => /^f\.(\w+)/u.exec(means)?.[1] ?? means;
  return field(first) === field(second) || first === 'ask=young' || (first === 'ask=level' && second === '');
}

/** How a line may be typed: with diacritics, without, half of them, and with abbreviations. */
const typings: readonly (readonly [string, (text: string, pick: Pick, random: () => number) => string])[] = [
  ['accented', (text) => text],
  ['folded', (text) => fold(text)],
  ['half', (text, _, random) => text.replace(/\p{L}+/gu, (word) => (random() < 0.5 ? fold(word) : word))],
  ['lower', (text) => text.toLowerCase()],
  [
    'short',
    (text) =>
      fold(text)
        .replace(/dang vien/gu, 'dv')
        .replace(/bao nhieu/gu, 'bn')
        .replace(/ket nap/gu, 'kn')
        .replace(/duoc/gu, 'dc'),
  ],
];

/** One slip in a word of the closed vocabulary: a letter doubled, left out, or two changed about. */
const slipped = [
  'đảng viên',
  'bao nhiêu',
  'chính thức',
  'kết nạp',
  'giới tính',
  'nghề nghiệp',
  'hiện nay',
  'thống kê',
];
function slip(text: string, pick: Pick, random: () => number): string | null {
  const found = slipped.filter((word) => text.includes(word));
  if (found.length === 0) return null;
  const phrase = pick(found);
  const [first = '', second = ''] = phrase.split(' ');
  const word = random() < 0.5 ? first : second;
  if (word.length < 4) return null;
  const at = 1 + Math.floor(random() * (word.length - 2));
  const typed = pick([
    word.slice(0, at) + word.charAt(at) + word.slice(at),
    word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
  ]);
  return text.replace(phrase, phrase.replace(word, typed));
}

/** `wanted` questions, the same for one seed. A tenth of them has a slip of typing. */
export function drawVariants(wanted: number, seed: number): Variant[] {
  const random = randomNumbers(seed);
  const pick: Pick = (list) => list[Math.floor(random() * list.length)] as never;
  const found: Variant[] = [];
  const seen = new Set<string>();
  while (found.length < wanted) {
    const drawn = draw(pick);
    if (drawn === null) continue;
    const region = pick(Object.keys(openings));
    let { text } = drawn;
    let kind = `${drawn.shape}, ${region}`;
    if (random() < 0.1) {
      const typed = slip(text, pick, random);
      if (typed !== null) {
        text = typed;
        kind += ', slip';
      }
    }
    const [typing, type] = pick(typings);
    text = type(
      (pick(openings[region] ?? ['']) + text + pick(closings[region] ?? [''])).trim(),
      pick,
      random,
    );
    if (seen.has(text)) continue;
    seen.add(text);
    found.push({ text, expected: drawn.expected, kind: `${kind}, ${typing}` });
  }
  return found;
}
