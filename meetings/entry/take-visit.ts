import { fold } from '../../text/normalise.ts';
import { subjectEnd, tidy, unitInside } from './head-words.ts';
import { type LineReading, addTopic, mark } from './line-reading.ts';
import { readPeople } from './read-people.ts';

/* A delegation that came, and whose meeting it was. */

/** A delegation, what it did, and where. */
const visitSource = String.raw`(?<=^[\s¦]*)(?:([^,;¦\d]{3,80}?)\s+(?:cùng|cung|dẫn đầu|dan dau|và|va|làm trưởng|lam truong|trưởng|truong)\s+)?((?:ban\s+(?:tổ chức|to chuc|tuyên giáo|tuyen giao|nội chính|noi chinh|dân vận|dan van|chính sách|chinh sach)|(?:đoàn|doan|tổ|to)\s+(?:khảo sát|khao sat|kiểm tra|kiem tra|giám sát|giam sat|công tác|cong tac))(?:\s[^,;¦]*?)?)\s+(?:(?:về|ve|đến|den|xuống|xuong|lên|len|tới|toi|sang|có buổi|co buoi)\s+)?(HOW)\s+(?:(?:với|voi|tại|tai|ở|cùng|cung|đối với|doi voi)\s+|(?=(?:chi bộ|chi bo|đảng bộ|dang bo|đảng ủy|dang uy|chi ủy|chi uy|btv|ban thường vụ|ban thuong vu)(?!\p{L})))(.+)$`;
const visits = (how: string): RegExp => new RegExp(visitSource.replace('HOW', how), 'iu');
/** 'đoàn kiểm tra của Ủy ban Kiểm tra … làm việc với …': what it did is told last. */
const visit = [visits('làm việc|lam viec'), visits('khảo sát|khao sat|kiểm tra|kiem tra|giám sát|giam sat')];

/** 'Đoàn khảo sát của A về làm việc với B': who came, and whose meeting it was. */
export function takeVisit(reading: LineReading, text: string): string {
  const match = visit.map((pattern) => pattern.exec(text)).find(Boolean);
  if (!match) return text;
  const [all, led = '', came = '', how = '', met = ''] = match;
  const end = subjectEnd(met, 0);
  // 'kiểm tra chi bộ X việc thu đảng phí': whom, then what.
  const what = /\s(?:(?:về|ve)\s+)?(?=(?:việc|viec)\s)/iu.exec(met.slice(0, end));
  const host = tidy(met.slice(0, what?.index ?? end));
  const { people: leaders, rest: others } = readPeople(led);
  if (led !== '' && (leaders.length === 0 || others.length > 0)) return text;
  if (unitInside(host) === null && !/^btv(?!\p{L})/u.test(fold(host))) return text;
  if (what) addTopic(reading, tidy(met.slice(what.index + what[0].length, end)));
  reading.head.kind =
    /^(?:lam viec)/u.test(fold(how)) && !/kh[aả]o s[aá]t|ki[eể]m tra|gi[aá]m s[aá]t/iu.test(came)
      ? 'working'
      : 'visit';
  reading.participants.unshift(
    ...leaders.map((one) => ({ capacity: 'delegation' as const, ...one, body: '' })),
    { capacity: 'delegation', name: '', position: '', body: tidy(came) },
    { capacity: 'host', name: '', position: '', body: host },
  );
  reading.used.push(all);
  const own = host.replace(
    /^(?:btv|ban thường vụ|ban thuong vu|thường trực|thuong truc|bch|ban chấp hành)\s+/iu,
    '',
  );
  return `${text.slice(0, match.index)} ${own} ${mark} ${met.slice(end)}${text.slice(match.index + all.length)}`;
}
