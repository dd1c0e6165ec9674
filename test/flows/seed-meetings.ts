/*
 * Five meetings of a province that does not exist, as its secretaries type them, in the shapes that such meetings have:
 * a working session with proposals, a survey, a nine-month review, a numbered extended session, a congress approval.
 * A step is what is typed, the buttons that follow, and what the answer must say. The same steps go over any channel.
 */

/** One turn: `say` is typed; `press` are the buttons that follow, by how their labels begin; `see` stands in the last answer. */
export interface Step {
  say: string;
  press?: string | readonly string[];
  see?: readonly string[];
}

const save = 'Lưu';
const bloc = 'Đảng bộ Khối các cơ quan tỉnh Sông Lam';
const province = 'Đảng bộ tỉnh Hòa An';
const figure = (line: string, newUnit?: string): Step => ({
  say: `/solieu nhap ${line}`,
  press: newUnit ? `Thêm đơn vị “${newUnit}” và lưu` : save,
  see: ['Đã lưu nháp'],
});
const bulletin = 'đến 31/10/2023, nguồn: bản tin tháng 10/2023';
const half = '6 tháng đầu năm 2024, nguồn: kết luận hội nghị';

/** A working session with seven proposals, seats and vacancies. */
const workingSession: readonly Step[] = [
  figure(`tccsd ${bloc} 61 = 25 đảng bộ cơ sở + 36 chi bộ cơ sở, ${bulletin}`, bloc),
  figure(`đảng viên ${bloc} 2.947, ${bulletin}`),
  figure(`ban chấp hành ${bloc} 24/25, ${bulletin}`),
  figure(`ủy viên chuyên trách ${bloc} 06 (khuyết 1), ${bulletin}`),
  figure(`ban thường vụ ${bloc} 09 đồng chí, ${bulletin}`),
  figure(`ủy ban kiểm tra ${bloc} 05 đồng chí (khuyết 02 chuyên trách), ${bulletin}`),
  figure(`biên chế cơ quan ${bloc} 17 người, được giao 18 công chức và 03 hợp đồng, ${bulletin}`),
  {
    say: `/hop ${bloc} làm việc với Thường trực Tỉnh ủy 20/10/2023 8h-11h30 đồng chủ trì Lê Văn Mẫu, Trần Thị Ví Dụ, Ngô Văn Tám`,
    press: save,
    see: ['Đã lưu cuộc họp ngày 20/10/2023'],
  },
  {
    say: `/kiennghi thêm Đảng ủy Khối kiến nghị với Thường trực Tỉnh ủy: 1. Xây dựng quy chế phối hợp với Ủy ban nhân dân tỉnh. 2. Lập trang thông tin điện tử từ năm 2024. 3. Số hóa hồ sơ đảng viên. 4. Thay thế Quy chế số 12-QC/TU ngày 15/6/2021. 5. Sửa đổi một số điều tại Quy định số 731-QĐ/TU. 6. Luân chuyển cán bộ đoàn đã hết tuổi. 7. Sửa chữa trụ sở.`,
    press: save,
    see: ['Đã lưu 7 kiến nghị'],
  },
  {
    say: '/ketluan Giao Ban Thường vụ Đảng ủy Khối chủ động khai thác trí tuệ của đảng viên',
    press: save,
    see: ['nhiệm vụ kèm theo'],
  },
  {
    say: '/kiennghi mở',
    press: ['Cả 7 kiến nghị đã có chỉ đạo', save],
    see: ['đã có chỉ đạo, nội dung chưa có trong kho'],
  },
  { say: '/kiennghi 731-QĐ/TU', press: ['Sửa đổi một số điều', 'Ghi chỉ đạo'] },
  {
    say: 'Bí thư Tỉnh ủy: giao Ban Tổ chức Tỉnh ủy tham mưu sửa Quy định số 731-QĐ/TU, hạn 15/12/2023',
    press: save,
    see: ['Tình trạng: đã có chỉ đạo'],
  },
];

/** A survey by a visiting team: proposals upward and a promise without a day. */
const survey: readonly Step[] = [
  figure(
    `tổ chức cấp trên trực tiếp của tccsđ ${province} 13, đến 30/11/2021, nguồn: báo cáo của Tỉnh ủy`,
    province,
  ),
  {
    say: `/nhapsolieu\ntccsđ; ${province}; 652; 30/11/2021; báo cáo\nđảng bộ bộ phận; ${province}; 2; 30/11/2021; báo cáo\nchi bộ trực thuộc; ${province}; 1.736; 30/11/2021; báo cáo\nđảng viên; ${province}; 28.416; 30/11/2021; báo cáo`,
    press: 'Lưu cả 4 số liệu',
    see: ['Đã lưu nháp 4 số liệu'],
  },
  figure(`đảng viên ${province} tăng 61,07% so với năm 2010, đến 30/11/2021, nguồn: báo cáo`),
  {
    say: '/hop Ban Thường vụ Tỉnh ủy Hòa An làm việc với Đoàn khảo sát của Ban Chỉ đạo Đề án 09 ngày 30/11/2021 8h-11h, trưởng đoàn Hồ Văn Giả, chủ trì Lê Văn Mẫu',
    press: save,
    see: ['Đã lưu cuộc họp ngày 30/11/2021'],
  },
  {
    say: '/kiennghi thêm Ban Thường vụ Tỉnh ủy kiến nghị Bộ Chính trị, Ban Bí thư: 1. Tổng kết mô hình bí thư đồng thời là chủ tịch xã. 2. Ban hành quy chế của chi bộ thôn. 3. Hướng dẫn mô hình tổ chức đảng ngành dọc.',
    press: save,
    see: ['Đã lưu 3 kiến nghị'],
  },
  { say: '/kiennghi gửi Bộ Chính trị', press: ['Ban hành quy chế của chi bộ thôn', 'Ghi trả lời'] },
  {
    say: 'Ban Tổ chức Trung ương: tiếp thu khi sửa quy định, theo Công văn số 77-CV/BTCTW ngày 5/3/2022',
    press: save,
    see: ['đã trả lời'],
  },
  {
    say: '/camket Ban Thường vụ Tỉnh ủy sẽ xây dựng nghị quyết về tổ chức cơ sở đảng',
    press: save,
    see: ['Đã lưu cam kết'],
  },
];

/** A nine-month review, logged step by step. */
const review: readonly Step[] = [
  figure(
    `tổ chức cơ sở đảng toàn ${province} 655, trong đó đảng bộ cơ sở là 241, chi bộ cơ sở là 414, đến 30/9/2023, nguồn: bài viết`,
  ),
  figure(
    `xếp loại sinh hoạt chi bộ ${province} quý 2/2023: Tốt: 79,6%, Khá: 18,21%, Trung bình: 2,1%, nguồn: bài viết`,
  ),
  figure(`kết nạp ${province} 1.207 đảng viên, 9 tháng đầu năm 2023, nguồn: bài viết`),
  figure(`đảng viên ${province} 30.128, đến 30/9/2023, nguồn: bài viết`),
  { say: '/hop', see: ['tổ chức đảng nào'] },
  { say: province },
  { say: 'hội nghị sơ kết 9 tháng đầu năm 2023' },
  { say: '29/9/2023' },
  { say: '8h-11h' },
  { say: 'Hội trường A' },
  { say: 'Ngô Văn Tám' },
  { say: 'bỏ qua' },
  { say: 'bỏ qua' },
  { say: 'bỏ qua' },
  { say: 'Báo cáo 9 tháng', see: ['xong'] },
  { say: 'xong' },
  { say: 'xong', press: save, see: ['Đã lưu cuộc họp ngày 29/9/2023'] },
  {
    say: '/ketluan Giao ngành tổ chức xây dựng Đảng thực hiện tốt công tác bảo mật hồ sơ',
    press: save,
    see: ['nhiệm vụ kèm theo'],
  },
  {
    say: `/chitieu thêm ${province}: mỗi đảng bộ phải có một đảng bộ cơ sở 4 tốt, năm 2023; kết nạp 1.600 đảng viên`,
    press: save,
    see: ['Đã lưu 2 chỉ tiêu'],
  },
  { say: '/chitieu', press: ['Kết nạp 1.600', 'Ghi kết quả'] },
  { say: '1.207 đảng viên', press: save, see: ['Đã lưu kết quả'] },
];

/** A numbered extended session: adopted drafts, a vote, tasks by document, a personnel item, a plan. */
const session: readonly Step[] = [
  figure(`kết luận tiêu chuẩn chính trị ${bloc} 287 trường hợp, ${half}`),
  figure(`kết nạp ${bloc} 58 quần chúng, ${half}`),
  figure(`chuyển chính thức ${bloc} 49 đồng chí, ${half}`),
  figure(`Huy hiệu 40 năm tuổi Đảng ${bloc} 03, ${half}`),
  figure(`Huy hiệu 30 năm tuổi Đảng ${bloc} 11 đồng chí, ${half}`),
  figure(`cấp mới thẻ đảng viên ${bloc} 52, ${half}`),
  figure(`cấp lại thẻ ${bloc} 06, ${half}`),
  figure(`đảng viên đi nước ngoài ${bloc} 64, ${half}`),
  {
    say: `/hop Hội nghị Ban Chấp hành ${bloc} lần thứ 17 mở rộng ngày 12/7/2024 7h30-11h chủ trì Lê Văn Mẫu`,
    press: save,
    see: ['Đã lưu cuộc họp ngày 12/7/2024'],
  },
  { say: '/diemdanh tổng 25 có mặt 23 vắng có lý do 2', press: save, see: ['Đã lưu điểm danh'] },
  {
    say: '/duthao Báo cáo sơ kết 6 tháng; Báo cáo kiểm tra, giám sát; Báo cáo dự sinh hoạt chi bộ; giao Văn phòng Đảng ủy Khối hoàn thiện, trình Thường trực Đảng ủy Khối ký ban hành',
    press: save,
    see: ['Đã lưu 3 dự thảo'],
  },
  {
    say: '/bieuquyet thông qua dự thảo: tán thành 23, không tán thành 0',
    press: save,
    see: ['Đã lưu kết quả biểu quyết'],
  },
  {
    say: '/ketluan Giao các tổ chức cơ sở đảng tổ chức thực hiện Kế hoạch số 45-KH/ĐUK ngày 26/4/2024 thực hiện Chỉ thị số 21-CT/TU',
    press: save,
    see: ['nhiệm vụ kèm theo'],
  },
  {
    say: '/nhansu Thống nhất trình Ban Thường vụ Tỉnh ủy cho một Ủy viên Ban Thường vụ Đảng ủy thôi tham gia Ban Chấp hành',
    press: save,
    see: ['chỉ có chức danh'],
  },
  {
    say: `/kehoach thêm ${bloc}: 45-KH/ĐUK ngày 26/4/2024 thực hiện 21-CT/TU`,
    press: save,
    see: ['Đã lưu kế hoạch'],
  },
  {
    say: '/noinhan Thường trực ĐUK; Các đ/c Đảng ủy viên; Các TCCSĐ trực thuộc; Lưu Văn phòng ĐUK',
    press: save,
    see: ['Đã sửa'],
  },
  { say: '/duthao', press: 'Báo cáo kiểm tra, giám sát' },
  { say: '45-BC/ĐUK', press: save, see: ['ban hành theo số 45-BC/ĐUK'] },
  {
    say: '/docbienban',
    press: ['Trình chủ trì duyệt', 'Chủ trì đã duyệt', 'Ghi nhận, cấp số và khóa'],
    see: ['Đã cấp số', '01-BB/ĐUK'],
  },
  { say: '/hoantac', see: ['đã duyệt'] },
];

/** The approval of a congress: comments of offices, agreed days, a paper to revise. */
const approval: readonly Step[] = [
  figure(`tccsđ ${bloc} 58 = 36 đảng bộ cơ sở + 22 chi bộ cơ sở, đến 30/6/2020, nguồn: báo`),
  figure(`đảng bộ bộ phận ${bloc} 9, đến 30/6/2020, nguồn: báo`),
  figure(`chi bộ trực thuộc ${bloc} 387, đến 30/6/2020, nguồn: báo`),
  figure(`đảng viên ${bloc} 4.655, đến 30/6/2020, nguồn: báo`),
  {
    say: `/hop duyệt đại hội ${bloc} ngày 30/6/2020 8h-11h chủ trì Lê Văn Mẫu`,
    press: save,
    see: ['Đã lưu cuộc họp ngày 30/6/2020'],
  },
  {
    say: '/tiepthu thêm Ý kiến của Ban Thường vụ Tỉnh ủy: phần Đánh giá: bám sát Quy định số 418; phần Chỉ tiêu: bổ sung từ ngữ cho chặt chẽ; phần Nhiệm vụ: nêu rõ ba việc chính',
    press: save,
    see: ['Đã lưu 3 ý kiến'],
  },
  { say: '/tiepthu', press: ['Bổ sung từ ngữ', 'Tiếp thu'] },
  { say: 'Đã bổ sung từ ngữ ở bốn chỉ tiêu', press: save, see: ['Đã lưu: tiếp thu'] },
  {
    say: '/ketluan Giao Đảng ủy Khối chỉnh sửa báo cáo chính trị, xong trước 15/7/2020',
    press: save,
    see: ['nhiệm vụ kèm theo'],
  },
  {
    say: `/daihoi ${bloc} lần thứ XII, nhiệm kỳ 2020-2025, ngày 24 và 25/7/2020`,
    press: save,
    see: ['Đã lưu lịch đại hội'],
  },
];

/** The five, by what they are. */
export const shapes: readonly (readonly [string, readonly Step[]])[] = [
  ['a working session with seven proposals, seats and vacancies', workingSession],
  ['a survey with proposals upward and a promise', survey],
  ['a nine-month review, step by step', review],
  ['a numbered extended session with adopted drafts, a vote and tasks', session],
  ['the approval of a congress with comments and agreed days', approval],
];

/** What is asked afterwards, and what must come back. */
export const questions: readonly { ask: string; see: readonly string[] }[] = [
  { ask: `/solieu tccsd ${bloc}`, see: ['61 = 25 đảng bộ cơ sở + 36 chi bộ cơ sở'] },
  {
    ask: `/baocao 2023 ${bloc}`,
    see: ['2.947', '24/25', '6/7', '5/7', '17/21', '61 = 25 đảng bộ cơ sở + 36 chi bộ cơ sở: khớp'],
  },
  { ask: `/solieu ban thường vụ ${bloc}`, see: ['9 người', 'bản tin tháng 10/2023'] },
  {
    ask: `/baocao 6T 2024 ${bloc}`,
    see: [
      'đã kết luận tiêu chuẩn chính trị đối với 287 trường hợp; kết nạp 58 đảng viên; công nhận chính thức cho 49',
      'đồng ý cho 64 đảng viên đi nước ngoài',
      'Huy hiệu Đảng cho 14 đồng chí (40 năm tuổi Đảng: 03, 30 năm tuổi Đảng: 11)',
      'cấp mới 52 thẻ đảng viên; cấp lại 06 thẻ',
    ],
  },
  {
    ask: `/baocao 2020 ${bloc}`,
    see: ['58 tổ chức cơ sở đảng (36 đảng bộ cơ sở, 22 chi bộ cơ sở)', '9 đảng bộ bộ phận', '387', '4.655'],
  },
  {
    ask: `/solieu ${province}`,
    see: ['13 tổ chức', '652', '2 tổ chức', '1.736', '28.416', '61,07', '30.128', '1.207'],
  },
  { ask: `/baocao 2021 ${province}`, see: ['Mức tăng đảng viên so với năm 2010', '61,07 %'] },
  {
    ask: `/baocao 9T 2023 ${province}`,
    see: ['655', '241', '414', '1.207', '30.128', '79,6', '18,21', '2,1', '99,91'],
  },
  { ask: '/xeploai quý 2/2023', see: [province, '79,6', '18,21', '2,1', 'Mức Kém không được ghi'] },
  {
    ask: '/chitieu năm 2023',
    see: ['Mỗi đảng bộ phải có một đảng bộ cơ sở 4 tốt', province, '1.207 đảng viên', 'chưa đạt'],
  },
  { ask: '/kiennghi mở', see: ['Có 8 kiến nghị', '20/10/2023', 'Bộ Chính trị, Ban Bí thư'] },
  { ask: '/kiennghi đã trả lời', see: ['Ban hành quy chế của chi bộ thôn', 'đã trả lời'] },
  { ask: '/kiennghi 731-QĐ/TU', see: ['Sửa đổi một số điều', 'đã có chỉ đạo', 'Có 1 kiến nghị'] },
  {
    ask: '/baocaohop kiến nghị',
    see: ['Văn bản được kiến nghị sửa đổi, thay thế: 12-QC/TU (thay thế)', 'Lâu nhất'],
  },
  { ask: '/nhiemvu 731-QĐ/TU', see: ['Ban Tổ chức Tỉnh ủy', '15/12/2023'] },
  { ask: '/nhiemvu quá hạn', see: ['Chỉnh sửa báo cáo chính trị', '15/7/2020'] },
  { ask: '/nhiemvu 21-CT/TU', see: ['các tổ chức cơ sở đảng', '12/7/2024', 'Có 1 nhiệm vụ'] },
  {
    ask: '/nhiemvu không ghi thời hạn',
    see: ['ngành tổ chức xây dựng Đảng', 'Ban Thường vụ Tỉnh ủy', 'Xây dựng nghị quyết'],
  },
  { ask: '/kehoach 21-CT/TU', see: ['45-KH/ĐUK', '26/4/2024'] },
  {
    ask: '/duthao',
    see: ['Báo cáo sơ kết 6 tháng', 'Văn phòng Đảng ủy Khối', 'chưa ban hành', '45-BC/ĐUK'],
  },
  { ask: '/daihoi', see: ['24/7/2020', '25/7/2020', 'lần thứ XII', '30/6/2020'] },
  { ask: '/tiepthu', see: ['Chỉ tiêu', 'Ban Thường vụ Tỉnh ủy', 'bốn chỉ tiêu', '1 trên 3 ý kiến'] },
  { ask: '/cuochop', see: ['12/7/2024', '29/9/2023', '20/10/2023', '30/11/2021', '30/6/2020'] },
];
