import type { MeetingLine } from './meeting-lines.ts';

/* Words of the lines of many grammars, each with what it says: units, kinds, topics, days, hours and places. */

/** Words with the fields that they tell. */
export type Part = Partial<MeetingLine> & { text: string };

/** Cells, by the names that people use. */
export const units: readonly Part[] = [
  ...(
    [
      [
        'administration',
        ['chi bộ Hành chính', 'Chi bộ Hành chính', 'cb Hành chính', 'CB hành chính', 'chi bộ hc'],
      ],
      ['synthesis', ['chi bộ Tổng hợp', 'cb Tổng hợp', 'Chi bộ Tổng hợp (Văn phòng Tỉnh ủy)']],
      ['logistics', ['Chi bộ Quản trị', 'cb quản trị', 'chi bộ Quản trị thuộc Đảng bộ Văn phòng Tỉnh ủy']],
      ['faculty', ['chi bộ Khoa Xây dựng Đảng', 'cb khoa XDĐ', 'chi bộ khoa xây dựng đảng']],
      ['training', ['chi bộ Phòng Đào tạo', 'cb phòng đào tạo', 'chi bộ phòng đt']],
      ['boards', ['chi bộ Ban Xây dựng Đảng', 'cb Ban XDĐ']],
      [
        'east',
        [
          'thôn Đông',
          'chi bộ thôn Đông',
          'cb thôn Đông',
          'chi bộ thôn Đông xã Vân Hạ',
          'chi bộ thôn Đông mình',
        ],
      ],
      ['west', ['thôn Đoài', 'chi bộ thôn Đoài', 'chi bộ chúng tôi là chi bộ thôn Đoài', 'cb thôn đoài']],
      ['primary', ['chi bộ Trường Tiểu học Vân Hạ', 'chi bộ trường tiểu học', 'cb TH Vân Hạ']],
      ['military', ['chi bộ Quân sự xã Vân Hạ', 'cb QS xã Vân Hạ', 'chi bộ quân sự xã']],
      ['communeOffice', ['chi bộ Văn phòng Đảng ủy', 'cb VP Đảng ủy']],
    ] as const
  ).flatMap(([unit, texts]) =>
    texts.map(
      (text): Part =>
        ({ text, unit, ...(/hc|đt|XDĐ|TH |QS/u.test(text) ? { mayAsk: ['unit'] as const } : {}) }) as Part,
    ),
  ),
];
/** Party organisations with committees. */
export const committees: readonly Part[] = (
  [
    ['commune', ['Đảng ủy xã Vân Hạ', 'Đảng bộ xã Vân Hạ', 'đảng ủy xã', 'ĐU xã Vân Hạ']],
    ['school', ['Đảng ủy Trường Chính trị tỉnh', 'đảng bộ trường chính trị']],
    ['officeCommittee', ['Đảng ủy Văn phòng Tỉnh ủy', 'Đảng ủy VPTU', 'đảng bộ văn phòng tỉnh ủy']],
    ['agencies', ['Đảng bộ các cơ quan Đảng tỉnh', 'Đảng ủy các cơ quan đảng tỉnh']],
    ['bloc', ['Đảng ủy Khối các cơ quan tỉnh', 'Đảng bộ Khối các cơ quan tỉnh Sông Vân']],
  ] as const
).flatMap(([unit, texts]) => texts.map((text): Part => ({ text, unit })));

/** Ways to say that a meeting is a regular one. */
export const regular = [
  'họp thường kỳ',
  'sinh hoạt thường kỳ',
  'sinh hoạt định kỳ',
  'họp định kỳ tháng 8',
  'thường kỳ',
  'shtk',
  'sh thường kỳ',
  'họp thường kì',
  'sinh hoạt chi bộ thường kỳ tháng 8',
  'họp thg kỳ',
  'thường kỳ tháng này',
] as const;
/** What thematic meetings are about. */
export const topics = [
  'chuyển đổi số trong chi bộ',
  'giữ gìn đoàn kết nội bộ',
  'học tập tấm gương Bác Hồ',
  'phòng chống thiên tai',
  'nâng cao chất lượng tự phê bình',
] as const;
/** What is dealt with, in a clause of its own. */
export const matters = [
  'nhân sự chi ủy',
  'kế hoạch thu hoạch vụ mùa',
  'phân công chấm bài',
  'đường vào nghĩa trang',
  'mua sắm máy in',
] as const;

/** As typed on Monday 10/8/2026. */
/** Days, seen from the day on which the lines are typed. */
export const days: readonly Part[] = [
  ...[
    '5/8',
    '05/8',
    '5/8/2026',
    '5/8/26',
    '05-08-2026',
    '5.8.2026',
    'ngày 5/8',
    'hôm 5/8',
    'mùng 5/8',
    'mồng 5 tháng 8',
    'ngày 5 tháng 8',
    'ngày mùng 5/8',
    'thứ tư 5/8',
    'thứ 4 (5/8)',
    'thứ tư tuần trước',
    'thứ 4 tuần rồi',
    'thứ tư vừa rồi',
    't4 tuần trước',
    'hôm thứ 4 tuần trước',
    'mùng 5 tháng này',
    'ngày 5 tháng này',
    'cách đây 5 ngày',
    '5 hôm trước',
    '5 bữa trước',
    'ngày 05 tháng 8 năm 2026',
    'tuần trước thứ 4',
    'thứ tư, 5/8/2026',
    'thứ tư (ngày 5/8/2026)',
  ].map((text): Part => ({ text, heldOn: '2026-08-05' })),
  ...['hôm qua', 'bữa qua', 'ngày hôm qua', 'hôm chủ nhật vừa rồi', 'cn vừa rồi', '9/8'].map(
    (text): Part => ({ text, heldOn: '2026-08-09' }),
  ),
  ...['hôm kia', 'bữa kia', 'thứ bảy tuần trước', '8/8'].map((text): Part => ({
    text,
    heldOn: '2026-08-08',
  })),
  ...['28/7', 'ngày 28/7', 'hôm 28 tháng 7', '28 tháng trước', 'ngày 28 tháng trước', '28-7-2026'].map(
    (text): Part => ({ text, heldOn: '2026-07-28' }),
  ),
  ...[
    'rằm tháng 6',
    'cuối tuần trước',
    'đầu tháng 8',
    'hôm nọ',
    'bữa hổm',
    'mấy hôm trước',
    'giữa tháng 7',
    'tháng trước',
    '30/2',
    '32/7',
    'ngày 45',
    '5/13',
    'thứ hai 5/8',
    'mùng 5 âm lịch',
    'tuần trước',
  ].map((text): Part => ({ text, ask: ['date'] })),
];
/** Hours from and to. */
export const times: readonly Part[] = [
  ...[
    '14h-15h30',
    '14h đến 15h30',
    'từ 14h tới 15h30',
    'từ 14 giờ đến 15 giờ 30',
    '14g-15g30',
    '14:00-15:30',
    '2h đến 3h30 chiều',
    '2 giờ chiều tới 3 rưỡi',
    '14h00 - 15h30',
    'bắt đầu 14h, xong lúc 15h30',
    '14h → 15h30',
    '14h ~ 15h30',
    '14 h - 15 h 30',
    '14h-15h30p',
    'bắt đầu lúc 14h kết thúc lúc 15h30',
    'từ 14h, kéo dài 90 phút',
  ].map((text): Part => ({ text, startsAt: '14:00', endsAt: '15:30', mayAsk: ['time'] })),
  ...[
    '14h',
    'lúc 14h',
    '14 giờ',
    '2h chiều',
    'hồi 14 giờ',
    'vào lúc 14h00',
    'lúc 2 giờ chiều',
    '14g',
    'hai giờ chiều',
    'khoảng 14h',
    'tầm 2h chiều',
  ].map(
    (text): Part =>
      ({
        text,
        startsAt: '14:00',
        ...(/khoảng|tầm/u.test(text) ? { mayAsk: ['time'] as const } : {}),
      }) as Part,
  ),
  ...['8 rưỡi sáng', '8h30', '8g30 sáng', '8 giờ 30', '8h30 sáng', 'tám giờ rưỡi sáng'].map((text): Part => ({
    text,
    startsAt: '08:30',
  })),
  ...['19h30-21h', '7h30 tối đến 9h', '7 rưỡi tối tới 9h', '19h30 đến 21h00'].map((text): Part => ({
    text,
    startsAt: '19:30',
    endsAt: '21:00',
  })),
  ...['lúc 3h', '26h', '16h-15h', '14h75', 'lúc 8', '13.30-15.30', 'đầu giờ chiều', '2h'].map(
    (text): Part => ({ text, ask: ['time'] }),
  ),
];
/** Places that look like places. */
export const rooms = [
  'phòng họp số 2',
  'hội trường A',
  'hội trường UBND xã',
  'nhà văn hóa thôn',
  'phòng họp tầng 3 nhà B',
  'phòng 205',
  'nhà bác trưởng thôn',
  'phòng truyền thống',
  'P.301',
  'trụ sở xã',
  'giảng đường B1',
] as const;
/** Places that may be anything. */
export const oddRooms = [
  'đình làng Hạ',
  'quán nước đầu ngõ',
  'phòng khách',
  'nhà máy nước',
  'căn tin',
] as const;
