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

const bodyAhead =
  'chi bộ|chi bo|cb|đảng bộ|dang bo|đảng ủy|dang uy|chi ủy|chi uy|trường|truong|thôn|thon|ubnd|hợp tác xã|hop tac xa|htx|công ty|cong ty|trạm|tram|hội|hoi|đoàn thanh niên|doan thanh nien|phòng|phong|trung tâm|trung tam|công an|cong an';
/** 'UBKT Đảng ủy xã kiểm tra chi bộ X', 'BTV A giám sát B về …': a body of ours went to see another. */
const inspection = new RegExp(
  String.raw`^[\s¦]*((?:ubkt|uỷ ban kiểm tra|ủy ban kiểm tra|uy ban kiem tra|btv|ban thường vụ|ban thuong vu|thường trực|thuong truc|bch|ban chấp hành|ban chap hanh|đảng ủy|dang uy|đảng bộ|dang bo|chi ủy|chi uy)(?!\p{L})[^,;¦]*?)\s+((?:kiểm tra|kiem tra|giám sát|giam sat|khảo sát|khao sat)(?:,?\s+(?:giám sát|giam sat|khảo sát|khao sat))?)\s+(?:(?:tại|tai|ở|o|đối với|doi voi)\s+)?((?:${bodyAhead})(?!\p{L})[^,;¦]*)`,
  'iu',
);

/** The unit that inspects has the meeting; whom it inspects is the host. */
function takeInspection(reading: LineReading, text: string): string {
  const match = inspection.exec(text);
  if (!match) return text;
  const [all, own = '', verb = '', told = ''] = match;
  // 'họp, cho ý kiến kiểm tra chi bộ X': what was dealt with at a meeting.
  if (
    /(?<!\p{L})(?:hop|hoi nghi|phien|ky|sinh hoat|nghe|xem xet|ket luan|cong tac|ke hoach|ket qua)(?!\p{L})/u.test(
      fold(own),
    )
  )
    return text;
  const what = /\s(?=(?:việc|viec|về|ve)\s)/iu.exec(told);
  const host = tidy(told.slice(0, what?.index ?? told.length));
  if (what) addTopic(reading, tidy(told.slice(what.index)).replace(/^(?:về|ve)\s+/iu, ''));
  reading.head.kind = 'visit';
  reading.participants.unshift({ capacity: 'host', name: '', position: '', body: host });
  reading.used.push(verb, all);
  const body = own.replace(
    /^(?:ubkt|(?:uỷ|ủy|uy) ban (?:kiểm tra|kiem tra)|btv|ban thường vụ|ban thuong vu|thường trực|thuong truc|bch|ban chấp hành|ban chap hanh)\s+/iu,
    '',
  );
  return `${text.slice(0, match.index)}${body} ${mark}${text.slice(match.index + all.length)}`;
}

/** 'Đoàn khảo sát của A về làm việc với B': who came, and whose meeting it was. */
export function takeVisit(reading: LineReading, text: string): string {
  const match = visit.map((pattern) => pattern.exec(text)).find(Boolean);
  if (!match) return takeInspection(reading, text);
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
