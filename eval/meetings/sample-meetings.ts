import type { Meeting, MeetingKind } from '../../meetings/meeting.ts';
import { noExtras, type MeetingExtras } from '../../meetings/papers/paper-values.ts';
import type { PaperKind } from '../../meetings/papers/paper-kinds.ts';

/* Meetings of a made-up province, one for each paper, and some that are hard to set on pages. */

const sentence =
  'Tiếp tục lãnh đạo thực hiện các chỉ thị, nghị quyết; rà soát các chỉ tiêu đạt thấp, phân công cụ thể từng đồng chí phụ trách, bảo đảm hoàn thành kế hoạch năm.';
let told = 0;
/** The same words, shorter or longer, without chance; numbered, because lines that come back on each page are read as its frame. */
const words = (count: number): string => {
  const all = sentence.split(' ');
  return Array.from({ length: count }, (_, i) => (i % 6 === 5 ? `(${++told})` : all[i % all.length])).join(
    ' ',
  );
};

const base: Meeting = {
  id: '00000000-0000-4000-8000-000000000001',
  unitId: '00000000-0000-4000-8000-000000000002',
  unitName: 'Chi bộ thôn Đồng Rộc',
  parentName: 'Đảng bộ xã Bến Đò',
  kind: 'regular',
  status: 'draft',
  revision: 0,
  title: '',
  heldOn: '2026-08-05',
  startsAt: '14:00',
  endsAt: '15:40',
  place: 'Nhà văn hóa thôn Đồng Rộc',
  chair: 'Lê Văn Mẫu, Bí thư',
  minuteTaker: 'Trần Thị Ví Dụ, Phó Bí thư',
  guests: 'Đồng chí Đảng ủy viên phụ trách chi bộ',
  endsOn: null,
  sessionNo: null,
  isExtended: false,
  isOnline: false,
  topic: '',
  participants: [],
  attendance: {
    total: 17,
    official: 15,
    probationary: 2,
    exempt: 1,
    temporaryIn: 0,
    temporaryOut: 0,
    present: 14,
    absentWithReason: 2,
    absentWithoutReason: 0,
  },
  agenda: [
    { ordinal: 1, title: 'Đánh giá kết quả tháng 7; nhiệm vụ tháng 8', discussion: words(45) },
    { ordinal: 2, title: 'Phổ biến Chỉ thị số 08-CT/TU', discussion: '' },
  ],
  decisions: [],
  tasks: [],
  votes: [
    {
      id: '1',
      ordinal: 1,
      subject: 'nghị quyết tháng 8',
      base: 14,
      threshold: 'more-than-half',
      inFavour: 13,
      against: 0,
      other: 1,
      isPassed: true,
      ruleRef: '294-QĐ/TW, 9.3.2',
    },
  ],
  recipients: [],
};

function withWork(meeting: Meeting, conclusions: number, tasks: number, discussion = 45): Meeting {
  const leads = ['Văn phòng Đảng ủy', 'Ban Tổ chức', 'Ủy ban Kiểm tra Đảng ủy'];
  return {
    ...meeting,
    agenda: meeting.agenda.map((item) => ({ ...item, discussion: words(discussion) })),
    decisions: Array.from({ length: conclusions }, (_, i) => ({
      id: String(i),
      ordinal: i + 1,
      text: words(18 + ((i * 29) % 90)),
      basis: i === 0 ? ['08-CT/TU'] : [],
    })),
    tasks: Array.from({ length: tasks }, (_, i) => ({
      id: String(i),
      content: words(8 + ((i * 7) % 28)),
      lead: leads[i % 3] as string,
      cooperating: i % 2 ? ['Ban Tuyên giáo và Dân vận', 'các tổ chức cơ sở đảng'] : [],
      dueOn: i % 4 ? '2026-09-15' : null,
      basis: [],
      doneAt: null,
    })),
  };
}

const committee: Partial<Meeting> = {
  unitName: 'Đảng bộ xã Bến Đò',
  parentName: 'Đảng bộ tỉnh Sông Lam',
  sessionNo: 19,
  isExtended: true,
};
const longName =
  'Đảng bộ các cơ quan Đảng, Mặt trận Tổ quốc, các đoàn thể chính trị - xã hội và Hội đồng nhân dân tỉnh';

const extras: MeetingExtras = {
  ...noExtras,
  proposals: [
    {
      content: words(24),
      proposer: 'Đảng ủy xã Bến Đò',
      addressee: 'Thường trực Tỉnh ủy',
      directive: words(12),
      isDirectedUnknown: false,
    },
    {
      content: words(15),
      proposer: 'Đảng ủy xã Bến Đò',
      addressee: 'Thường trực Tỉnh ủy',
      directive: '',
      isDirectedUnknown: true,
    },
  ],
  drafts: [
    {
      title: 'Báo cáo sơ kết 6 tháng đầu năm 2026',
      finisher: 'Văn phòng Đảng ủy',
      signer: 'Thường trực Đảng ủy',
      dueOn: '2026-08-20',
    },
  ],
  personnel: ['Thống nhất trình cho một Ủy viên Ban Thường vụ thôi tham gia Ban Chấp hành.'],
  comments: [{ section: 'Chỉ tiêu', content: words(30), body: 'Ban Thường vụ Tỉnh ủy' }],
  congressDates: [
    {
      name: 'lần thứ XX',
      term: '2025-2030',
      startsOn: '2026-09-22',
      endsOn: '2026-09-23',
      place: 'Hội trường tỉnh',
    },
  ],
  rating: { level: 'good', score: 92.5 },
  materials: ['Báo cáo số 22-BC/ĐU'],
  carried: [
    {
      ...{
        kind: 'task',
        content: words(14),
        who: 'Văn phòng Đảng ủy',
        dueOn: '2026-07-25',
        heldOn: '2026-07-05',
      },
      ...{ isDone: true, result: 'đã gửi báo cáo ngày 24/7/2026', status: '' },
    },
    {
      ...{ kind: 'task', content: words(9), who: 'Ban Tổ chức', dueOn: '2026-07-31', heldOn: '2026-07-05' },
      ...{ isDone: false, result: '', status: '' },
    },
    {
      ...{
        kind: 'proposal',
        content: words(11),
        who: 'Thường trực Tỉnh ủy',
        dueOn: null,
        heldOn: '2026-06-04',
      },
      ...{ isDone: false, result: '', status: 'directed-unknown' },
    },
    {
      ...{
        kind: 'draft',
        content: 'Báo cáo sơ kết quý 2',
        who: 'Văn phòng',
        dueOn: null,
        heldOn: '2026-07-05',
      },
      ...{ isDone: false, result: '', status: '' },
    },
  ],
  moreCarried: 3,
};

/** A paper to be printed: its name, kind, meeting and what belongs to it. */
export interface SamplePaper {
  name: string;
  kind: PaperKind;
  meeting: Meeting;
  extras: MeetingExtras;
  addenda: number;
}

const minutesOf = (kind: MeetingKind, change: Partial<Meeting> = {}, addenda = 0): SamplePaper => ({
  name: `minutes-${kind}`,
  kind: 'minutes',
  meeting: withWork(
    { ...base, ...(kind === 'regular' || kind === 'thematic' ? {} : committee), kind, ...change },
    4,
    3,
  ),
  extras,
  addenda,
});

/** One paper of each kind, minutes of each kind of meeting, and the hard ones; `lengths`: minutes that grow by little. */
export function samplePapers(lengths: number): SamplePaper[] {
  const beside = (kind: PaperKind, meetingKind: MeetingKind): SamplePaper => ({
    ...minutesOf(meetingKind),
    name: kind,
    kind,
  });
  return [
    minutesOf('regular', {}, 2),
    minutesOf('thematic', { topic: 'Học tập gương người tốt, việc tốt' }),
    ...(['committee', 'executive', 'standing', 'permanent', 'inspection', 'review'] as const).map((kind) =>
      minutesOf(kind),
    ),
    minutesOf('working', { topic: 'về kết quả 9 tháng đầu năm', attendance: null }),
    minutesOf('visit', { topic: 'khảo sát mô hình chi bộ 4 tốt' }),
    minutesOf('congress-approval', {
      topic: 'Đại hội đại biểu Đảng bộ xã Bến Đò lần thứ II',
      attendance: null,
    }),
    minutesOf('congress', { topic: 'Đại hội đại biểu Đảng bộ xã Bến Đò lần thứ II', endsOn: '2026-08-06' }),
    minutesOf('other', { topic: 'Họp đột xuất' }),
    beside('conclusion', 'executive'),
    beside('resolution', 'regular'),
    beside('notice', 'working'),
    beside('invitation', 'regular'),
    {
      ...minutesOf('executive', {
        unitName: longName,
        agenda: Array.from({ length: 8 }, (_, i) => ({ ordinal: i + 1, title: words(9), discussion: '' })),
      }),
      name: 'minutes-long',
      meeting: withWork(
        {
          ...base,
          ...committee,
          kind: 'executive',
          unitName: longName,
          agenda: Array.from({ length: 8 }, (_, i) => ({ ordinal: i + 1, title: words(9), discussion: '' })),
        },
        14,
        34,
        320,
      ),
    },
    {
      ...minutesOf('regular'),
      name: 'minutes-bare',
      meeting: {
        ...base,
        attendance: null,
        agenda: [],
        votes: [],
        startsAt: null,
        endsAt: null,
        place: '',
        chair: '',
        minuteTaker: '',
        guests: '',
      },
      extras: noExtras,
    },
    // Signatures meet the end of a page somewhere on this way.
    ...Array.from({ length: lengths }, (_, i) => ({
      ...minutesOf('regular'),
      name: `minutes-length-${String(i).padStart(2, '0')}`,
      meeting: withWork(base, 2 + i, i % 4, 30 + i * 11),
    })),
  ];
}
