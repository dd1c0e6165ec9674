import { formatDate } from '../text/dates.ts';

/*
 * Words of votes: the base with every subtraction, the threshold, the rule. Counts only.
 */

/** Numbers of a base as people name them. */
const termNames: Readonly<Record<string, string>> = {
  'delegates-summoned': 'đại biểu chính thức được triệu tập',
  'convening-absent': 'cấp ủy viên cấp triệu tập vắng suốt đại hội',
  'delegates-absent': 'đại biểu vắng suốt đại hội không có dự khuyết thay',
  'full-members': 'đảng viên chính thức',
  'exempt-absent': 'miễn sinh hoạt, không có mặt',
  'temporary-out-absent': 'sinh hoạt tạm thời nơi khác, không có mặt',
  suspended: 'bị đình chỉ sinh hoạt',
  prosecuted: 'bị khởi tố, truy tố, tạm giam',
  'absent-accepted': 'vắng có lý do được đồng ý',
  incumbents: 'ủy viên đương nhiệm',
};

const termName = (term: string): string => termNames[term] ?? term;

export const bodyNames: Readonly<Record<string, string>> = {
  'delegate-congress': 'Đại hội đại biểu',
  members: 'Đại hội, hội nghị đảng viên',
  committee: 'Cấp ủy (BCH, BTV, UBKT)',
};

const matterNames: Readonly<Record<string, string>> = {
  admission: 'kết nạp đảng viên',
  confirmation: 'công nhận đảng viên chính thức',
  removal: 'xóa tên đảng viên',
  expulsion: 'khai trừ đảng viên',
  dissolution: 'giải tán tổ chức đảng',
};

export const stageNames = { propose: 'Đề nghị', decide: 'Quyết định' } as const;

export const thresholdNames: Readonly<Record<string, string>> = {
  'more-than-half': 'quá nửa',
  'two-thirds': 'ít nhất hai phần ba',
};

interface Term {
  term: string;
  value: number;
}

/** '17 đảng viên chính thức - 1 miễn sinh hoạt, không có mặt - 2 vắng có lý do được đồng ý = 14'. */
export const baseArithmetic = (terms: readonly Term[], base: number): string =>
  terms.length < 2
    ? `${terms.map(({ term, value }) => `${value} ${termName(term)}`).join('')}${terms.length > 0 ? ', không trừ ai' : ''}`
    : `${terms.map(({ term, value }, i) => `${i === 0 ? '' : ' - '}${value} ${termName(term)}`).join('')} = ${base}`;

/** '14 (17 đảng viên chính thức - … = 14)': the base with its subtractions, where they are known and there are any. */
export const baseWithTerms = (vote: { base: number; count?: { terms: readonly Term[] } }): string => {
  const terms = vote.count?.terms ?? [];
  return terms.length > 1 ? `${vote.base} (${baseArithmetic(terms, vote.base)})` : String(vote.base);
};

export const confirm = 'Tôi ghi nhận kết quả biểu quyết (chưa lưu):';

/** The subject with a capital letter, or a word for it. */
const subjectLine = (subject: string): string =>
  subject === '' ? 'Biểu quyết' : subject.charAt(0).toLocaleUpperCase('vi') + subject.slice(1);

/** 'Thông qua …: tán thành 13, không tán thành 0, ý kiến khác 1.' */
export const countsLine = (v: {
  subject: string;
  inFavour: number;
  against: number;
  other: number;
}): string =>
  `${subjectLine(v.subject)}: tán thành ${v.inFavour}, không tán thành ${v.against}, ý kiến khác ${v.other}.`;

export const passed = (isPassed: boolean): string =>
  isPassed ? '**Được thông qua.**' : '**Không được thông qua.**';

interface Judged {
  vote: {
    subject: string;
    inFavour: number;
    against: number;
    other: number;
    base: number;
    threshold: string;
    isPassed: boolean;
    ruleRef: string;
  };
  count: { terms: readonly Term[]; needed: number; matter: string; stage: string | null; ruleFrom: string };
  otherBase: number | null;
  assumptions: readonly ({ type: 'all-full' } | { type: 'absent-full'; least: number; most: number })[];
  ruleNote: 'older' | 'unchecked' | null;
}

/** Everything that the secretary confirms about a vote. */
export function judged({ vote, count, otherBase, assumptions, ruleNote }: Judged): string {
  const base =
    count.terms.length > 0
      ? `Cơ sở tính: ${baseArithmetic(count.terms, vote.base)}.`
      : `Cơ sở tính ${vote.base} do đồng chí ghi${otherBase === null ? '' : `; theo điểm danh là ${otherBase}`}.`;
  const matter = matterNames[count.matter];
  const stage =
    count.stage === 'propose' ? ' (biểu quyết đề nghị)' : count.stage === 'decide' ? ' (quyết định)' : '';
  return [
    confirm,
    countsLine(vote),
    base,
    ...assumptions.map(assumptionLine),
    `${matter ? `Trường hợp ${matter}${stage}: cần` : 'Cần'} ${thresholdNames[vote.threshold]}: ${count.needed}. ${passed(vote.isPassed)}`,
    `Theo ${vote.ruleRef}, áp dụng từ ${formatDate(count.ruleFrom)}.`,
    ...(ruleNote === 'older'
      ? ['Lưu ý: cuộc họp trước ngày quy định này có hiệu lực; tôi chưa có quy định của thời gian đó.']
      : []),
    ...(ruleNote === 'unchecked' ? ['Lưu ý: nguyên văn quy định này chưa được đối chiếu.'] : []),
    `Đồng chí xác nhận cơ sở tính ${vote.base} rồi chọn “Lưu”. Nếu chưa đúng, gõ số cần sửa, ví dụ: vắng có lý do 1, đình chỉ 1.`,
  ].join('\n');
}

function assumptionLine(assumption: Judged['assumptions'][number]): string {
  return assumption.type === 'all-full'
    ? 'Lưu ý: điểm danh chưa tách chính thức và dự bị, nên tôi lấy tổng số làm số chính thức. Gõ “chính thức …” nếu khác.'
    : `Lưu ý: trong số vắng có lý do có thể có đảng viên dự bị hoặc sinh hoạt tạm thời; tôi đang trừ ${assumption.most}, đúng ra từ ${assumption.least} đến ${assumption.most}. Gõ “vắng có lý do …” (chỉ tính chính thức) nếu khác.`;
}

export const askBody = 'Cuộc họp này do ai biểu quyết? Cơ sở tính của mỗi nơi khác nhau.';
export const askStage = (matter: string): string =>
  `Về việc ${matterNames[matter] ?? matter}: đây là biểu quyết đề nghị (cần ít nhất hai phần ba) hay quyết định (cần quá nửa)?`;
const whyNeeded = (isTotalOpen: boolean): string =>
  isTotalOpen
    ? 'Chưa tính được: chưa biết tổng số (điểm danh chưa ghi). Để có cơ sở tính, tôi cần thêm:'
    : 'Để có cơ sở tính, tôi cần thêm:';
export const needsNumbers = (missing: readonly string[], isTotalOpen = false): string =>
  [
    whyNeeded(isTotalOpen),
    ...missing.map((term) => `- số ${termName(term)}`),
    'Gõ ví dụ: chính thức 17, miễn 1, vắng có lý do 2; hoặc ghi thẳng “cơ sở 14”; hoặc gõ /diemdanh trước.',
  ].join('\n');
export const needsDelegates = (missing: readonly string[], isTotalOpen = false): string =>
  [
    whyNeeded(isTotalOpen),
    ...missing.map((term) => `- số ${termName(term)}`),
    'Gõ ví dụ: đại biểu 150, cấp ủy viên vắng 1, đại biểu vắng 2; không có thì ghi 0.',
  ].join('\n');
export const baseTooSmall = (terms: readonly Term[], base: number): string =>
  `Trừ ra thì không còn ai để tính (${baseArithmetic(terms, base)}), tôi chưa lưu. Đồng chí kiểm tra lại các con số.`;
export const exceedsBase = (cast: number, base: number, terms: readonly Term[] | null): string =>
  `Tổng số phiếu ${cast} nhiều hơn số người được tính là ${base}${terms && terms.length > 1 ? ` (${baseArithmetic(terms, base)})` : ''}, tôi chưa lưu. Đồng chí gõ lại số phiếu, hoặc số cần sửa của cơ sở tính.`;
export const exceedsPresent = (cast: number, present: number): string =>
  `Tổng số phiếu ${cast} nhiều hơn số có mặt ${present} trong điểm danh, tôi chưa lưu. Đồng chí kiểm tra lại số phiếu hoặc điểm danh.`;
export const tell =
  'Gõ: /bieuquyet rồi đến kết quả. Ví dụ: /bieuquyet thông qua nghị quyết tháng 8: tán thành 13 không 0 khác 1';

export const tellCorrection =
  'Tôi chưa đọc được kết quả, hoặc số phiếu không khớp cơ sở tính. Gõ ví dụ: /sua biểu quyết 1 tán thành 12 không 1 khác 1.';

export const buttons = {
  twoThirds: 'Cần hai phần ba',
  half: 'Cần quá nửa',
} as const;

/** A vote in a list, with its base and rule. */
export const listLine = (v: {
  subject: string;
  inFavour: number;
  against: number;
  other: number;
  base: number;
  isPassed: boolean;
  ruleRef: string;
  count?: { terms: readonly Term[] };
}): string =>
  `${countsLine(v)} Cơ sở tính ${baseWithTerms(v)}. ${v.isPassed ? 'Được thông qua' : 'Không được thông qua'} (${v.ruleRef}).`;
