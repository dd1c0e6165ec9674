/*
 * Lines that make a careless pattern try every way of reading them: one sign, one word or one phrase over and over, ends
 * that almost fit, marks that open and never close. Written for what the readers look for (days, numbers, names, symbols,
 * lists, quotation marks, tables), in the words that bring a line before them.
 */

/** What is said before a repeated piece, so that the reader of a command gets it. */
const leads: Readonly<Record<string, string>> = {
  question: '',
  meeting: '/hop ',
  'meeting with people': '/hop họp chi bộ dự ',
  meetings: '/cuochop ',
  'change of a meeting': '/sua ',
  statistics: '/thongke ',
  figures: '/solieu ',
  report: '/baocao ',
  'report on meetings': '/baocaohop ',
  tasks: '/nhiemvu giao ',
  proposals: '/kiennghi ',
  conclusions: '/ketluan ',
  calendar: '/lichhop ',
  plan: '/kehoach ',
  events: '/biendong ',
  people: '/nhansu ',
  documents: '/vanban ',
  file: '/xintep ',
  paper: '/giaymoi ',
  rating: '/xeploai ',
  votes: '/bieuquyet ',
  accounts: '/taikhoan thêm ',
  units: '/donvi ',
  glossary: '/tudien ',
};

/** What is repeated. */
const pieces: Readonly<Record<string, string>> = {
  letter: 'a',
  'letter and blank': 'a ',
  blank: ' ',
  'odd blank': ' \t\u00a0',
  digit: '1',
  number: '1,',
  'number in words': 'hai mươi ',
  date: '3/7 ',
  'half a date': '1/1/',
  'date in words': 'ngày 3 tháng ',
  hour: '8 giờ ',
  period: 'từ 1/2020 đến ',
  quarter: 'quý 1 ',
  name: 'Lê Văn ',
  names: 'Nguyễn Văn A, ',
  people: '5 đồng chí ',
  and: 'nam và nữ ',
  by: 'theo ',
  have: 'có 5 ',
  under: 'dưới 30 tuổi ',
  unit: 'chi bộ ',
  place: 'xã ',
  symbol: '27-QĐ/TU, ',
  'half a symbol': 'QĐ-',
  article: 'Điều 1 khoản 2 ',
  dot: '.',
  dash: '-',
  'quotation mark': '"',
  bracket: '(',
  'closed bracket': '()',
  star: '**a ',
  citation: '[1] ',
  cell: '|a',
  row: '| a | b |\n',
  line: 'a b\n',
  item: '- a\n',
  heading: 'I. A\n',
  minutes: 'Thành phần: Lê Văn A; vắng: B; ',
  address: 'http://a.b/',
  accent: '\u0301',
  'word without accents': 'dong chi ',
  colon: 'a: ',
  slash: '/',
  emoji: '\u{1F468}\u200D',
};

/** One shape: what is said first and what is repeated. */
export interface Shape {
  lead: string;
  piece: string;
  /** The line of `length` UTF-16 units or a little less. */
  line(length: number): string;
}

/** Every lead with every piece. */
export const shapes: readonly Shape[] = Object.entries(leads).flatMap(([lead, first]) =>
  Object.entries(pieces).map(([piece, repeated]) => ({
    lead,
    piece,
    line: (length: number) => first + repeated.repeat(Math.floor((length - first.length) / repeated.length)),
  })),
);
