import type { DateOnly } from '../core/clock.ts';
import { formatDate } from '../text/dates.ts';
import { scopeNames } from './ingest.ts';

/*
 * What people read in the chat about documents: receiving, preview, ledger, one document, announcing, removal. Why a
 * file cannot be read stands in `ingest.ts`.
 */

export const commandHelp = {
  nap: 'nạp văn bản vào kho: gửi tệp vào cuộc trò chuyện này',
  khovanban: 'kho văn bản và tệp đang xử lý; thêm “chờ”, “lỗi” hoặc “quan hệ” để lọc',
  vanban: 'xem một văn bản: loại, trích yếu, ngày, cơ quan, hiệu lực, bố cục',
  xoavanban: 'xóa một văn bản khỏi kho',
} as const;

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
const listOf = (names: readonly string[]): string =>
  names.length <= 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} và ${names.at(-1)}`;

/* Receiving. */

export const howToIngest =
  'Đồng chí gửi tệp văn bản vào đây: Word, PDF (cả bản quét), Excel, ảnh chụp trang giấy, thư .eml hoặc tệp nén .zip; ' +
  'mỗi lần được nhiều tệp. Trợ lý đọc thử và cho xem loại, số, ngày, trích yếu trước khi lưu. Tài liệu mật không được gửi.';
export const notAllowedToIngest =
  'Chỉ người quản trị được nạp văn bản vào kho. Đồng chí vui lòng chuyển tệp cho người quản trị của cơ quan.';
export const ingestInPrivate =
  'Đồng chí vui lòng gửi tệp trong cuộc trò chuyện riêng với trợ lý, không gửi trong nhóm.';
export const cannotRead = (name: string, sentence: string): string => `**${name}**: ${sentence}`;
/** In place of the name of a secret file, which is not repeated. */
export const secretFileName = 'Một tệp';
export const alreadyKept = (name: string, title: string): string => `**${name}** đã có trong kho: ${title}.`;
export const reading = (name: string, done: number, total: number): string =>
  total > 1 ? `Đang đọc **${name}**: trang ${Math.min(done + 1, total)}/${total}…` : `Đang đọc **${name}**…`;
export const readingOfMany = (
  index: number,
  count: number,
  name: string,
  done: number,
  total: number,
): string => `Tệp ${index}/${count}. ${reading(name, done, total)}`;
export const goesOn = (name: string, done: number, total: number): string =>
  `Đã nhận **${name}**.${total > 1 ? ` Tệp có ${total} trang, đã đọc ${done} trang; trợ lý` : ' Trợ lý'} đọc tiếp ở phía sau và ` +
  'báo lại tại đây khi xong. Trong lúc chờ, đồng chí cứ làm việc khác.';
export const allGoOn = (names: readonly string[]): string =>
  names.length === 1
    ? `Đã nhận **${names[0]}**, đang đọc ở phía sau. Trợ lý báo lại tại đây khi đọc xong.`
    : `Đã nhận ${names.length} tệp, đang đọc ở phía sau. Trợ lý báo lại tại đây khi đọc xong cả ${names.length} tệp.`;
export const isRead = (name: string): string => `Đã đọc xong **${name}**, đang chờ đồng chí xem và xác nhận.`;
export const readingFailed = (name: string, sentence: string): string =>
  `Không đọc được **${name}**. ${sentence}`;
export const failedWithoutReason = 'Trợ lý gặp lỗi khi đọc tệp này.';
export const nothingWaiting = 'Không có tệp nào đang chờ lưu. Đồng chí gửi tệp để nạp.';
/** The word to store came before the files were read. */
export const stillReading = (names: readonly string[]): string =>
  `${names.length === 1 ? `Tệp **${names[0]}**` : `${names.length} tệp`} đang được đọc nên chưa lưu được. ` +
  'Đọc xong, trợ lý hiện phần xem trước tại đây; lúc đó đồng chí chọn lưu nội bộ hay lưu công khai.';
export const discarded = (name: string): string => `Đã bỏ tệp **${name}**, không lưu.`;
export const stillWaiting = (count: number): string => `Còn ${count} tệp chưa lưu.`;
export const lookAgain = 'Xem lại';
export const moreWaiting = (count: number): string => `Còn ${count} tệp đang chờ xem.`;
export const jobButtons = { look: 'Xem để lưu', retry: 'Đọc lại', drop: 'Bỏ tệp' } as const;
export const retried = (name: string): string => `Đang đọc lại **${name}**. Trợ lý báo tại đây khi xong.`;

/* Many files at once. */

export const batchTitle = (count: number): string => `Đã nhận ${count} tệp, chưa lưu tệp nào`;
export const batchTitleLeft = (count: number): string => `Còn ${count} tệp chưa lưu`;
export const batchHeads = ['Tệp', 'Hiểu là', 'Lưu ý', 'Tình trạng'] as const;
export const batchStates = {
  clean: 'chờ xác nhận',
  look: 'cần xem',
  reading: 'đang đọc',
} as const;
export const readingState = (done: number, total: number): string =>
  total > 1 ? `đang đọc trang ${Math.min(done + 1, total)}/${total}` : batchStates.reading;
export const noteCount = (notes: readonly string[]): string =>
  notes.length === 0
    ? ''
    : notes.length === 1
      ? (notes[0] as string)
      : `${notes[0]} (và ${notes.length - 1} lưu ý khác)`;
export const batchButtons = {
  saveClean: (count: number): string => `Lưu tất cả tệp không có cảnh báo (${count})`,
  each: 'Xem từng tệp',
  dropAll: 'Bỏ tất cả',
} as const;
export const batchScope =
  'Lưu tất cả sẽ lưu trong phạm vi nội bộ. Tệp có lưu ý được giữ lại để xem từng tệp.';
export const saving = (index: number, count: number, name: string): string =>
  `Đang lưu tệp ${index}/${count}: **${name}**…`;
export const savedMany = (labels: readonly string[]): string =>
  `Đã lưu ${labels.length} văn bản (nội bộ):\n${bullets(labels)}`;
export const notSavedMany = (names: readonly string[]): string =>
  `Chưa lưu được, đồng chí xem lại: ${listOf(names)}.`;
export const droppedMany = (count: number): string => `Đã bỏ ${count} tệp, không lưu.`;
export const notes = {
  relation: (count: number): string =>
    count === 1 ? 'có quan hệ làm thay đổi hiệu lực' : `có ${count} quan hệ làm thay đổi hiệu lực`,
  version: 'gần giống văn bản đã có',
  lowPages: (count: number): string => `${count} trang quét đọc chưa chắc`,
  otherText: 'có chữ ẩn',
} as const;

export const chooseInBatch =
  'Đồng chí chọn một nút dưới bảng, hoặc gõ: “lưu tất cả”, “xem từng tệp”, “bỏ tất cả”.';

/* The preview of one file. */

export const fieldNames = {
  type: 'Loại văn bản',
  symbol: 'Số, ký hiệu',
  date: 'Ngày ban hành',
  issuer: 'Cơ quan ban hành',
  subject: 'Trích yếu',
  effective: 'Hiệu lực từ',
  expires: 'Hiệu lực đến hết',
  term: 'Nhiệm kỳ',
  copy: 'Thể thức',
  signer: 'Người ký',
  place: 'Nơi ban hành',
  extent: 'Độ dài',
  scope: 'Phạm vi',
  status: 'Hiệu lực',
  recipients: 'Nơi nhận',
  scan: 'Bản quét',
  ingested: 'Nạp vào kho',
  file: 'Tệp',
} as const;
export const previewTitle = (name: string): string => `Trợ lý đọc được từ tệp ${name}`;
export const columnHeads = { field: 'Mục', value: 'Nội dung' } as const;
export const certifiedCopy = 'Bản sao';
export const unknownValue = '(chưa rõ)';
export const extent = (pages: number, hasPages: boolean, chunks: number): string =>
  hasPages ? `${pages} trang, ${chunks} đoạn` : `${chunks} đoạn`;
export const scanShare = (scanned: number, pages: number): string =>
  scanned === pages ? `cả ${pages} trang` : `${scanned} trong ${pages} trang`;
export const checkThese = (sentences: readonly string[]): string => `Cần xem lại:\n${bullets(sentences)}`;
export const lowPages = (pages: readonly number[]): string =>
  `Đọc chưa chắc, cần đối chiếu với ảnh: trang ${listOf(pages.map(String))}.`;
export const hiddenTextTitle =
  'Tệp có chữ không nhìn thấy khi mở (chữ ẩn, chữ trắng hoặc quá nhỏ). Phần chữ ấy chỉ để đồng chí xem, **không được lưu vào nội dung văn bản** và không được trích:';
export const hiddenTextKept =
  'Theo ý đồng chí, phần chữ không nhìn thấy dưới đây **được lưu và được trích** như nội dung văn bản:';
export const hiddenButtons = {
  keep: 'Giữ cả chữ không nhìn thấy',
  leave: 'Bỏ chữ không nhìn thấy',
} as const;
export const hiddenTextPlace = 'chữ ẩn trong tệp';

export const relationsToCheck = (count: number): string =>
  `**Quan hệ làm thay đổi hiệu lực (${count})**, sẽ ghi nhận khi lưu nếu đồng chí không bỏ:`;
export const relationSentence = (number: number, relation: string, sentence: string): string =>
  `**${number}.** ${relation}\nCâu nêu: “${sentence}”`;
export const moreRelations = (count: number, first: number): string =>
  `Còn ${count} quan hệ nữa, không nêu từng câu ở đây; khi lưu cũng được ghi nhận. Bỏ một quan hệ: “bỏ quan hệ ${first}”.`;
export const relationEffects = {
  none: '→ Kho chưa có văn bản này; khi có, trợ lý sẽ nối lại.',
  whole: (label: string, date: DateOnly | null): string =>
    `→ ${label} sẽ được coi là hết hiệu lực${date ? ` từ ${formatDate(date)}` : ' (chưa rõ từ ngày nào)'}.`,
  parts: (label: string, parts: readonly string[], date: DateOnly | null): string =>
    `→ ${listOf(parts)} của ${label} sẽ được coi là hết hiệu lực${date ? ` từ ${formatDate(date)}` : ''}; phần còn lại không đổi.`,
  amends: (label: string, parts: readonly string[], date: DateOnly | null): string =>
    `→ ${parts.length > 0 ? `${listOf(parts)} của ` : ''}${label} sẽ được ghi là đã sửa đổi, bổ sung${date ? ` từ ${formatDate(date)}` : ''}.`,
  suspends: (label: string, date: DateOnly | null, until: DateOnly | null): string =>
    `→ ${label} sẽ được ghi là tạm ngưng hiệu lực${date ? ` từ ${formatDate(date)}` : ''}${until ? ` đến hết ${formatDate(until)}` : ''}.`,
  rejected: '→ Đã bỏ, sẽ không ghi nhận.',
} as const;
export const relationButtons = {
  reject: (number: number): string => `Quan hệ ${number} không đúng`,
  keep: (number: number): string => `Quan hệ ${number} đúng`,
} as const;

export const versionTitle = '**Kho đã có văn bản gần giống:**';
const versionKinds: Readonly<Record<string, string>> = {
  'near-duplicate': 'cùng nội dung, bản khác của cùng văn bản',
  'new-version': 'cùng văn bản, nội dung có chỗ khác',
  'draft-of': 'tệp này là dự thảo của văn bản đã có',
  'signed-of': 'tệp này là bản ký của dự thảo đã có',
  namesake: 'cùng số, ký hiệu và ngày nhưng nội dung khác',
};
export const versionLine = (label: string, kind: string, share: number): string =>
  `${label}: ${versionKinds[kind] ?? 'gần giống'} (giống khoảng ${Math.round(share * 100)}%)`;
export const versionButtons = {
  newer: (label: string): string => `Đây là bản mới của ${label}`,
  other: 'Văn bản khác',
} as const;
export const versionChosen = (label: string): string =>
  `Sẽ lưu là bản mới của ${label}; bản cũ vẫn tra được theo ngày.`;
export const versionOther = 'Sẽ lưu là văn bản khác, riêng biệt.';

export const previewButtons = {
  'save:internal': 'Lưu nội bộ',
  'save:public': 'Lưu công khai',
  units: 'Lưu theo đơn vị…',
  edit: 'Sửa…',
  drop: 'Bỏ',
} as const;
export const saveForUnits = (names: readonly string[]): string =>
  `Lưu cho ${names.length > 2 ? `${names.length} đơn vị` : listOf(names)}`;
export const pageButton = (page: number): string => `Ảnh trang ${page}`;
export const pageAlt = (name: string, page: number): string => `Ảnh quét trang ${page} của ${name}`;
export const noPicture = 'Trang này không có ảnh để xem.';
export const noVersion = 'Kho không có văn bản nào gần giống để coi tệp này là bản mới.';
export const noSuchRelation = (number: number): string =>
  `Không có quan hệ số ${number} trong bản xem trước này.`;
export const limitedNotPublic =
  'Văn bản có dấu giới hạn lưu hành nên không lưu công khai được. Đồng chí chọn nội bộ hoặc theo đơn vị.';

export const editPrompt =
  'Sửa mục nào? Đồng chí cũng có thể gõ thẳng, ví dụ “số: 34-CT/TU”, “ngày 5/8/2026”, “hiệu lực: 1/7/2026” hoặc “người ký: Nguyễn Văn An”.';
export const editButtons = {
  'edit:type': 'Loại',
  'edit:symbol': 'Số, ký hiệu',
  'edit:date': 'Ngày',
  'edit:issuer': 'Cơ quan',
  'edit:subject': 'Trích yếu',
  'edit:effective': 'Ngày có hiệu lực',
  'edit:signer': 'Người ký',
  back: 'Thôi, không sửa',
} as const;

/** What is asked when a field is to be set right. */
export const fieldQuestions = {
  type: 'Loại văn bản là gì? Ví dụ: Quy định, Kết luận, Kế hoạch.',
  symbol: 'Số, ký hiệu là gì? Ví dụ: 34-CT/TU, 749/QĐ-TTg.',
  date: 'Ngày ban hành là ngày nào? Ví dụ: 20/4/2024.',
  issuer: 'Cơ quan nào ban hành? Ví dụ: Ban Thường vụ Tỉnh ủy.',
  subject: 'Trích yếu nội dung là gì?',
  effective: 'Văn bản có hiệu lực từ ngày nào? Ví dụ: 1/7/2026.',
  signer: 'Ai ký văn bản? Ví dụ: Nguyễn Văn An.',
} as const;
export const notUnderstood = {
  type: 'Trợ lý chưa nhận ra loại văn bản đó. Ví dụ: Quy định, Kết luận, Kế hoạch, Công văn.',
  symbol: 'Trợ lý chưa nhận ra số, ký hiệu đó. Ví dụ: 34-CT/TU, 749/QĐ-TTg, 111/2022/NĐ-CP.',
  date: 'Trợ lý chưa nhận ra ngày đó. Ví dụ: 20/4/2024.',
  issuer: 'Tên cơ quan cần từ 3 đến 200 chữ cái.',
  subject: 'Trích yếu cần từ 3 đến 1.000 chữ cái.',
  effective: 'Trợ lý chưa nhận ra ngày có hiệu lực đó. Ví dụ: 1/7/2026.',
  signer: 'Trợ lý chưa nhận ra tên người ký. Xin chỉ gõ họ và tên, ví dụ: Nguyễn Văn An.',
} as const;
export const chooseOrEdit =
  'Đồng chí chọn một nút, hoặc gõ: “lưu nội bộ”, “lưu công khai”, “phạm vi: tên đơn vị”, “số: …”, “ngày …”, “bỏ quan hệ 1”, “bỏ”.';

export const askUnits =
  'Văn bản dành cho đơn vị nào? Bấm để chọn, hoặc gõ tên, nhiều đơn vị cách nhau bằng dấu phẩy.';
export const noUnits = 'Chưa có đơn vị nào trong hệ thống nên chưa chọn được phạm vi theo đơn vị.';
export const unitNotFound = (name: string): string => `Không tìm thấy đơn vị “${name}”.`;
export const unitAmbiguous = (name: string, found: readonly string[]): string =>
  `“${name}” có thể là ${listOf(found)}. Đồng chí gõ rõ hơn.`;

export const saved = (title: string, scope: string, chunks: number): string =>
  `Đã lưu **${title}** (${scope}, ${chunks} đoạn). Có thể hỏi ngay.`;
export const scopeText = (scope: keyof typeof scopeNames, units: readonly string[]): string =>
  scope === 'units' && units.length > 0 ? `cho ${listOf(units)}` : scopeNames[scope];
export const replacedNow = (lines: readonly string[]): string => `Đã ghi nhận:\n${bullets(lines)}`;

/* Announcing. */

export const announceButton = 'Thông báo tới những người trong phạm vi';
export const announced = (count: number): string =>
  count === 0
    ? 'Chưa có ai khác trong phạm vi từng nhắn cho trợ lý, nên chưa gửi thông báo nào.'
    : `Đã gửi thông báo tới ${count} người trong phạm vi.`;
export const announcedBefore = 'Văn bản này đã được thông báo trước đó, không gửi lại.';
export const announcementTitle = 'Kho vừa có văn bản mới, đồng chí có thể hỏi ngay';
export const replacesHead = 'Thay thế';
export const openDocument = 'Mở văn bản';

/* Ledger. */

export const ledgerTitle = (from: number, to: number, total: number): string =>
  total === 0 ? 'Kho văn bản' : `Kho văn bản: ${from}–${to} trong ${total} văn bản`;
export const ledgerEmpty = 'Kho chưa có văn bản nào đồng chí được xem.';
export const ledgerHeads = ['Số, ký hiệu', 'Ngày', 'Văn bản', 'Tình trạng', 'Phạm vi'] as const;
/** A title in a table: long ones would make rows that fill a phone. */
export const shortTitle = (title: string): string =>
  title.length > 110 ? `${title.slice(0, 109).trimEnd()}…` : title;
export const ledgerMore = 'Xem tiếp';
export const newsMark = 'bài báo';
export const keptState = 'đã lưu';
export const keptStates = { replaced: 'đã lưu, bị thay thế', 'not-yet': 'đã lưu, chưa có hiệu lực' } as const;
export const onTheWayTitle = (count: number): string => `Tệp đang xử lý: ${count}`;
export const onTheWayHeads = ['Tệp', 'Gửi lúc', 'Tình trạng', 'Lý do'] as const;
export const intakeStates = {
  waiting: 'đang chờ đọc',
  reading: 'đang đọc',
  ready: 'chờ xác nhận',
  failed: 'lỗi',
  refused: 'bị từ chối',
  dropped: 'đã bỏ',
} as const;
export const secretReason = 'Có dấu hiệu độ mật, không lưu lại gì của tệp.';
export const noneOnTheWay = {
  failed: 'Không có tệp nào bị lỗi.',
  waiting: 'Không có tệp nào đang chờ.',
} as const;
export const fileButtons = {
  look: (name: string): string => `Xem ${name}`,
  retry: (name: string): string => `Đọc lại ${name}`,
  drop: (name: string): string => `Bỏ ${name}`,
} as const;
export const moreFiles = (count: number): string => `Và ${count} tệp nữa.`;
export const noLongerOnTheWay = 'Tệp này không còn trong danh sách đang xử lý.';
export const relationsButton = (count: number): string => `Xem ${count} quan hệ chờ xác nhận`;
export const sentenceLine = (sentence: string): string => `Câu nêu: “${sentence}”`;
export const targetKept = (label: string, date: DateOnly | null): string =>
  `→ Kho có ${label}${date ? `; tính từ ${formatDate(date)}` : ''}.`;
export const noRelationsToConfirm = 'Không có quan hệ nào chờ xác nhận.';
export const relationsWaiting = (shown: number, total: number): string =>
  `**Quan hệ chờ xác nhận** (${shown < total ? `${shown} trong ` : ''}${total}). Từ nay đến lúc xác nhận, trợ lý vẫn dùng nhưng ghi là chưa xác nhận.`;
export const relationConfirm = {
  yes: (number: number): string => `${number}: đúng`,
  no: (number: number): string => `${number}: không đúng`,
  allYes: (count: number): string => `Tất cả ${count} quan hệ trên đều đúng`,
  confirmed: (relation: string): string => `Đã xác nhận: ${relation}.`,
  rejected: (relation: string): string => `Đã bỏ: ${relation}. Văn bản kia giữ hiệu lực như trước.`,
  confirmedMany: (count: number): string => `Đã xác nhận ${count} quan hệ.`,
  gone: 'Quan hệ này không còn chờ xác nhận.',
} as const;

/* One document. */

export const tellDocument =
  'Đồng chí ghi số, ký hiệu hoặc vài chữ trong tên văn bản. Ví dụ: /vanban 34-CT/TU';
export const noSuchDocument = (asked: string): string =>
  `Trong kho không có văn bản “${asked}” mà đồng chí được xem.`;
export const severalDocuments = (asked: string, count: number): string =>
  `“${asked}” có ở ${count} văn bản. Đồng chí chọn:`;
export const documentLabel = (symbol: string | null, title: string, issuedOn: DateOnly | null): string =>
  [symbol, issuedOn ? `ngày ${formatDate(issuedOn)}` : '', title].filter(Boolean).join(' · ');
/** A document in as few words as tell it apart: '12-QĐ/TU ngày 03/5/2021', or its title. */
export const shortLabel = (symbol: string | null, title: string, issuedOn: DateOnly | null): string =>
  `${symbol ?? (title.length > 60 ? `${title.slice(0, 59).trimEnd()}…` : title)}${issuedOn ? ` ngày ${formatDate(issuedOn)}` : ''}`;

const relationNames: Readonly<Record<string, readonly [outgoing: string, incoming: string]>> = {
  replaces: ['Thay thế', 'Bị thay thế bởi'],
  amends: ['Sửa đổi, bổ sung', 'Được sửa đổi, bổ sung bởi'],
  repeals: ['Bãi bỏ', 'Bị bãi bỏ bởi'],
  suspends: ['Tạm ngưng hiệu lực', 'Bị tạm ngưng hiệu lực bởi'],
  implements: ['Thực hiện', 'Được thực hiện bởi'],
  continues: ['Tiếp tục thực hiện', 'Được tiếp tục thực hiện bởi'],
  details: ['Cụ thể hóa, hướng dẫn', 'Được cụ thể hóa, hướng dẫn bởi'],
  based_on: ['Căn cứ', 'Là căn cứ của'],
};
/** 'Thay thế', or of the other end 'Bị thay thế bởi'. */
export const relationName = (kind: string, isIncoming: boolean): string =>
  relationNames[kind]?.[isIncoming ? 1 : 0] ?? kind;
/** 'Bãi bỏ Điều 5 của 12-QĐ/TU ngày 03/5/2021' */
export const relationText = (relation: {
  kind: string;
  isIncoming?: boolean;
  symbol: string;
  date: DateOnly | null;
  parts?: readonly string[];
}): string => {
  const name = relationNames[relation.kind]?.[relation.isIncoming ? 1 : 0] ?? relation.kind;
  const parts = relation.parts && relation.parts.length > 0 ? ` (${listOf(relation.parts)})` : '';
  return `${name} ${relation.symbol}${relation.date ? ` ngày ${formatDate(relation.date)}` : ''}${parts}`;
};
export const relationLine = (
  kind: string,
  isIncoming: boolean,
  symbol: string,
  date: DateOnly | null,
  effectiveOn: DateOnly | null = null,
  parts: readonly string[] = [],
): string =>
  `- ${relationNames[kind]?.[isIncoming ? 1 : 0] ?? kind}: ${symbol}${date ? ` ngày ${formatDate(date)}` : ''}` +
  `${parts.length > 0 ? `, ${listOf(parts)}` : ''}${effectiveOn ? `, từ ${formatDate(effectiveOn)}` : ''}`;
export const relationsTitle = '**Quan hệ với văn bản khác**';
export const versionsTitle = '**Các bản của văn bản này**';
export const versionEntry = (label: string, from: DateOnly | null, isThis: boolean): string =>
  `- ${label}${from ? `, từ ${formatDate(from)}` : ''}${isThis ? ' (bản đang xem)' : ''}`;
export const outlineTitle = '**Bố cục**';
export const outlineRest = (count: number): string => `… và ${count} mục nữa.`;
export const statusUnclear = 'chưa rõ';
export const dateText = (date: DateOnly | null, month: string | null): string =>
  date ? formatDate(date) : month ? `tháng ${month}` : unknownValue;
export const ingestedText = (date: DateOnly, by: string | null): string =>
  `ngày ${formatDate(date)}${by ? `, ${by}` : ''}`;

/* Removal. */

export const confirmRemoval = (label: string): string =>
  `Xóa khỏi kho: ${label}? Các câu trả lời sau này sẽ không trích văn bản này nữa.`;
export const removalButtons = { remove: 'Xóa văn bản', keep: 'Giữ lại' } as const;
export const removed = (label: string): string => `Đã xóa khỏi kho: ${label}.`;
export const keptDocument = 'Văn bản được giữ lại.';
