/* What people write around a meeting: greetings, prefaces, invitations, farewells. Nothing of it tells of the meeting. */

/** How people begin and end a message to somebody. */
const greeting =
  /^(?:(?:dạ|da|vâng|kính gửi|kinh gui|kính thưa|chào|chao|thưa|em xin|em gửi|em gui|em báo cáo|em bao cao|xin báo cáo|báo cáo(?! viên)|bao cao(?! vien)|nhờ|nho|ghi giúp|ghi giup|ghi hộ|ghi ho|nhập giúp|nhap giup|nhập hộ|nhap ho|lưu giúp|luu giup|cho em|cho mình|cho tôi)(?![\p{L}\p{N}])(?:\s+(?:(?:anh|chị|chi|đồng chí|dong chi)(?=\s*(?:[,:.!]|ạ|ơi|là|ghi|nhập|nhé))|các anh|cac anh|các đồng chí|cac dong chi|em|mình|tôi|thủ trưởng|giúp|giup|ghi(?! b)|nhập|nhap|lại|là|cuộc|buổi|cuoc|buoi)(?![\p{L}\p{N}]))*\s*[,:.!-]*\s*)+/iu;
const farewell =
  /(?:[\s,.!]*(?<![\p{L}\p{N}])(?:nhé|nhe|ạ|(?<!(?<!\p{L}|thien\s|(?<!\p{L})(?:thay|co|anh|chi|chu|bac|ong|ba)\s)(?:tại|tai|ở|o|trụ sở|tru so|trong)\s)nha|nghe|nghen|hen|nhá|giúp em|giúp mình|giúp với|giup em|với ạ|cảm ơn|cám ơn|cam on|thanks|tks|(?<!(?<!\p{L})(?:hội trường|hoi truong|nhà|nha|khu|lớp|lop|phòng họp|phong hop|dãy|day|tổ|to|đội|doi|tòa|toa)\s)a(?<=[a-z\d)]\s+a)))+[\s.!]*$|[\s.!,;]+$/u;
/** 'đề nghị các đồng chí có mặt đúng giờ': a request to those who come. */
const request =
  /[\s,.;]+(?:đề nghị|de nghi|kính mời|kinh moi|rất mong|rat mong|mong)\s+(?:các |cac |toàn thể |toan the )*(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi|đảng viên|dang vien)[^,;\d]*$/iu;
/** 'nhé mọi người' at the end. */
const crowd =
  /(?:[\s,.!]+(?:nhé|nhe|nha|ạ))?[\s,.!]+(?:mọi người|moi nguoi|cả nhà|ca nha|các bác|cac bac|các anh chị|cac anh chi|các đồng chí|các đ\/c)(?:\s+(?:nhé|nhe|nha|ạ))?[\s.!]*$/iu;
const farewellLoud = /(?:[\s,.!]+(?:NHÉ|Ạ|NHA|NHE|NHÁ|NGHEN|HEN|VỚI Ạ|THANKS))+$/u;
/** A message without its greeting, its farewell and requests to those who come. */
export const withoutSmallTalk = (line: string): string => {
  const bare = line
    .replace(crowd, '')
    .replace(greeting, '')
    .replace(request, '')
    .replace(farewell, '')
    .replace(farewellLoud, '')
    .replace(farewell, '');
  return bare === '' ? line : bare;
};

/** 'ok họp xong:', 'note nhanh:', 'Kính gửi Văn phòng.': what leads to a message and says nothing of the meeting. */
const preface =
  /^(?:ok|oke|note|ghi chú|ghi chu|ghi nhanh|lưu ý|luu y|kính gửi|kinh gui|gửi|gui|báo cáo|bao cao|xin báo cáo|xin bao cao|thông báo|thong bao|tin|nhắn|nhan|họp xong|hop xong|nhanh)(?!\p{L})[^\d:.,;]{0,40}[:.]\s+/iu;
/** 'Giấy mời: …', 'Kính mời dự họp …': an invitation to it; `readWhen` of its day says that it lies ahead. */
const invitation =
  /^(?:(?:(?:giấy|thư|giay|thu|kính|kinh|trân trọng kính|tran trong kinh) (?:mời|moi))(?:\s+(?:(?:đồng chí|dong chi|các đồng chí|cac dong chi|các đ\/c|đ\/c|anh|chị)(?!\p{L})))?(?:\s+(?:tham |đến |den )?(?:dự|du))?)\s*[:,-]?\s+(?=(?:họp|hop|hội nghị|hoi nghi|sinh hoạt|sinh hoat|cuộc|cuoc|buổi|buoi|phiên|phien|đại hội|dai hoi|chi bộ|chi bo|cb |btv|bch|ban (?:chấp|chap|thường|thuong)|đảng|dang|thường trực|thuong truc|tổng kết|sơ kết|tong ket|so ket)(?!\p{L}))/iu;
/** 'Kết quả họp Chi bộ …': the meeting itself follows. */
const title =
  /^(?:kết quả|ket qua|thông tin|thong tin|nội dung|noi dung|lịch sử)\s+(?:về |ve |của |cua )?(?:cuộc |cuoc |buổi |buoi |phiên |phien )?(?=(?:họp|hop|sinh hoạt|sinh hoat)\s)/iu;
/** A message without words before the meeting that say nothing of it. */
export const withoutPreface = (given: string): string => {
  const line = given
    .replace(/^v\/v:?\s+/iu, '')
    .replace(invitation, '')
    .replace(title, '');
  const [told] = preface.exec(line) ?? [''];
  return told === '' || /(?:chi bộ|chi bo|đảng bộ|dang bo|đảng ủy|dang uy)/iu.test(told)
    ? line
    : line.slice(told.length);
};
