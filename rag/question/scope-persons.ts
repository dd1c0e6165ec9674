import type { ScopeRule } from './scope.ts';
import { address, first, words, you } from './scope-words.ts';

/* Of whom something private or a judgement is asked. */

const people =
  'dang vien|dong chi|d/c|can bo|cong chuc|nhan vien|ca nhan|quan chung|truong hop|nguoi(?! mua| dan| tieu| dung| choi| xem| chet| nuoc| lao)|nhung ai|lanh dao|uy vien|cap uy vien';
const office =
  'bi thu|pho bi thu|chu tich|pho chu tich|giam doc|pho giam doc|truong ban|pho ban|pho truong ban|chanh van phong|pho chanh van phong|truong phong|pho phong|ke toan|lai xe|van thu|lanh dao|sep|thu truong|vien truong|hieu truong';
const namedPerson =
  /(?<!\p{L})(?:[Đđ]ồng chí|[Dd]ong chi|[ĐđDd]\/c|[Aa]nh|[Cc]hị|[Cc]hi|[Ee]m|[ÔôOo]ng|[Ôô]ng|[Bb]à|[Bb]a|[Cc]ô|[Cc]hú|[Bb]ác|[Ss]ếp|[Ss]ep)(?:\s+(?:\p{Lu}(?![\p{Lu}/-])|(?:[Pp]hó |[Pp]ho )?(?:[Bb]í thư|[Bb]i thu|[Cc]hủ tịch|[Cc]hu tich|[Gg]iám đốc|[Gg]iam doc|[Tt]rưởng|[Tt]ruong|[Cc]hánh|[Cc]hanh|[Kk]ế toán|[Ll]ái xe))|(?<=[Ss]ếp)(?!\p{L})|(?<=[Ss]ep)(?!\p{L}))/u;
/** What may never be asked of persons: views, loyalty, vetting, discipline, belief, conduct. */
const attributes = [
  'suy thoai|lech lac|dao dong|bat dong|nguoi than o nuoc ngoai|yeu to nuoc ngoai|lap truong|quan diem|tu tuong|tu dien bien|tu chuyen hoa|bat man|chong doi|phan dong',
  'noi xau|phat bieu trai|phat bieu (?:tieu cuc|gay gat|linh tinh)|noi trai|y kien trai|trai chieu|phan doi|khong ung ho|khong tan thanh|khong dong tinh|khong nhat tri|bo phieu|phieu chong|than phien|keu ca|phan nan|che bai|ninh bo|ninh sep|xu ninh',
  'ky luat|khien trach|canh cao|cach chuc|khai tru|bi xoa ten|vi pham|khuyet diem|sai pham|tham nhung|tieu cuc|to cao|khieu nai|khieu kien|theo doi|giam sat dac biet|nghi van|co van de|nhac nho|kiem tra dau hieu',
  'tieu chuan chinh tri|lich su chinh tri|tham tra ly lich|ly lich|tham dinh chinh tri',
  'cai lai|cai (?:nhau|ba|tay doi)|hay cai|nguoi nha (?:di|o) (?:my|tay|nuoc ngoai|uc|phap|duc|nhat|han|canada)|nguoi nha (?:di|o) nuoc|ton giao|theo dao|mac benh|bi benh|om dau|vi om|nghi om|bi om|suc khoe|ly hon|ngoai tinh|ruou che|co bac|no nan|di muon|ve som|tron hop|bo hop',
].join('|');
const naming =
  'danh sach|liet ke|ke ten|neu ten|ho ten|ho va ten|ten tuoi|ten (?:cua|cac|nhung)|thong ke (?:ten|nhung|cac)|cho biet ten|cho xin ten|chi ra|chi ten|loc ra|loc giup|loc cho|loc|trich ra|trich|lap ho so|tong hop|ai la|nhung ai';
/** What belongs to a person alone. */
const privateMatters =
  'so (?:rieng|ca nhan|di dong|cam tay)|nha (?:\\p{L}+ ){0,4}o (?:dau|xom|pho|thon|to|khu|duong|ngo)|lam nghe gi|hoc (?:truong|lop) nao|nghi (?:suot|hoai|mai|om)|om hay sao|bi nhac nho|so dien thoai|sdt|so may|dia chi|nha rieng|nha o dau|cho o|ngay sinh|nam sinh|que quan|que o dau|may tuoi|bao nhieu tuoi|ly lich|ho so ca nhan|so cccd|so cmnd|can cuoc|luong|thu nhap|tai san|nha cua|suc khoe|benh (?:an|tinh|tat|gi)|mac benh|om dau|gia dinh|vo con|vo chong|co (?:vo|chong|con|bo|nguoi yeu)|lay (?:vo|chong)|nguoi yeu|bo nhi|doi tu|chuyen rieng|ton giao|ban be|quan he voi|than voi|tai khoan|facebook|zalo|nhau|no nan|ly hon|ngoai tinh|qua khu';
const relatives =
  'vo|chong|con trai|con gai|con|bo|me|bo me|anh em|gia dinh|ho hang|nguoi than|chau|em trai|em gai|anh trai';
/** What is said of people when they are judged. */
const judged =
  'cong tam|vo tu|du tu cach|tu cach|trien vong|trieu vong|tin nhiem|dang mat|ra gi|tham vong|gioi|kem|te|tot|luoi|xau|bao thu|ngu|dot|tham|tham lam|ninh bo|ninh sep|liem khiet|dang tin|tin duoc|uy tin|xung dang|nang luc|yeu|yeu kem|trung thuc|thien vi|cong tam|kho tinh|de tinh|thong minh|doc doan|quan lieu|nhiet tinh|cham chi|sieng|duoc long|co tam|co tai|co nang luc|lam duoc viec|lam viec tot|bat tai|tu te|khon|hien|nham hiem|trong sach|sach';
/** Words of rules and documents: a question that asks what a rule says about conduct stays in scope. */
const ruleWords = words(
  [
    'quy dinh|quy che|dieu le|(?<!ky )luat|bo luat|phap luat|nghi dinh|thong tu|xu phat|bi phat|muc phat|phat tien|hinh thuc|xu ly',
    'the nao|nhu the nao|ra sao|bao lau|tham quyen|trach nhiem|dieu kien|thu tuc|trinh tu|nguyen tac|thoi hieu|thoi han|tieu chuan|tieu chi',
    'bao nhieu|may (?:truong hop|nguoi|dong chi|dang vien)|so luong|tong so|ty le',
    'co quyen|duoc quyen|duoc phep|duoc xem|co duoc|co phai|co bi|quyen gi|bi gi|trong truong hop nao|khi nao|vi sao|tai sao',
  ].join('|'),
);
const rules = words(
  'quy dinh|quy che|(?<!ky )luat|bo luat|phap luat|nghi dinh|thong tu|theo dieu|trach nhiem|tieu chuan|tieu chi|ke khai|thu tuc|che do|tro cap|dieu kien|duoc quy dinh|huong dan|xu phat|bi phat',
);

/** Private matters, views and vetting of persons; judgements of them. */
export const personRules: readonly ScopeRule[] = [
  {
    // What belongs to an office-holder or his family alone, in everyday words.
    reason: 'profile',
    pattern: words(
      `(?:${relatives}) (?:cua )?(?:dong chi |ong |ba |anh |chi )?(?:${office}).{0,20}? (?:lam (?:nghe )?gi|lam (?:o )?dau|hoc (?:truong|lop|o dau).{0,8}|bao nhieu tuoi|ten gi|la ai)|so (?:rieng|ca nhan|di dong|cam tay) (?:cua )?(?:dong chi |ong |ba |anh |chi )?(?:${office})`,
    ),
    except: rules,
    longest: 24,
  },
  {
    // One holder of an office beside another: "bí thư mới so với bí thư cũ".
    reason: 'opinion',
    pattern: words(
      `(?:${office}) (?:moi|cu|nay|truoc|hien nay|duong nhiem) .{0,12}?(?:so voi|voi|va|hay) (?:${office})? ?(?:moi|cu|nay|truoc|hien nay|duong nhiem) .{0,20}?(?:hon|kem|khac)`,
    ),
    except: rules,
    longest: 24,
  },
  {
    // Whether somebody above behaves well: "… có phải người nói được làm được không", "… có quá đáng không".
    reason: 'opinion',
    pattern: words(
      `(?:${office}|cap tren) .{0,30}?co (?:phai (?:la )?(?:nguoi|dang) .{2,30}|(?:qua dang|vo ly|dang mat|cong bang|thien vi|biet lam viec|biet dieu|de chiu|kho chiu|de gan|kho gan|can than|chiu kho|hoa dong)(?: .{0,15}?)?) (?:khong|ko|k)$`,
    ),
    except: rules,
    longest: 20,
  },
  // Lists and traits of persons.
  {
    reason: 'profile',
    pattern: words(`(?:${naming}) .{0,60}?(?:${people}) .{0,80}?(?:${attributes})`),
    except: words(
      'quy dinh|(?<!ky )luat|bo luat|phap luat|theo dieu|hanh vi nao|truong hop nao duoc|bao nhieu|so luong|duoc xem|quyen xem|ai duoc|co quyen',
    ),
    longest: 60,
  },
  {
    reason: 'profile',
    pattern: words(
      `(?:${attributes}) .{0,60}?(?:cua )?(?:tung|moi|rieng) (?:${people})|(?:${attributes}),? (?:ke|neu|chi|noi) (?:ro )?ten(?: ra)?`,
    ),
    except: rules,
    longest: 60,
  },
  {
    // "Đảng viên nào đang bị theo dõi?", "ai hay nói xấu lãnh đạo?"
    reason: 'profile',
    pattern: words(
      `(?:ai|nhung ai|(?:${people}) nao) (?:(?:dang|da|hay|thuong|tung|lai|la nguoi|co|(?:hay|thuong|len|lai) .{1,20}?|trong .{1,25}?|o .{1,25}?|cua .{1,25}?) ){0,4}?(?:bi |co |the hien |mang )?(?:bieu hien |dau hieu |loi |thai do )?(?:${attributes})`,
    ),
    except: ruleWords,
    longest: 40,
  },
  {
    reason: 'profile',
    pattern: words(
      `(?:ai|nhung ai|(?:${people}) nao) .{0,25}?(?:bo phieu (?:chong|thuan|trang|ra sao)|khong tan thanh|phat bieu (?:nhieu|it) nhat|khong (?:chiu )?phat bieu|hay vang hop)`,
    ),
    except: words('co quyen|duoc quyen|duoc phep|phai|bao nhieu'),
    longest: 40,
  },
  {
    reason: 'profile',
    pattern: words(privateMatters),
    near: namedPerson,
    except: words(
      'quy dinh|luat|phap luat|theo dieu|trach nhiem|tieu chuan|ke khai|thu tuc|tuoi dang|che do|quyet dinh|bo nhiem|dai hoi|sinh hoat|quan he (?:voi|cong tac)? ?(?:ban|cac|co quan)|huong luong|giu chuc|chuc vu',
    ),
    longest: 40,
  },
  {
    // "Lương của sếp", "nhà phó chủ tịch ở đâu": an office instead of a name.
    reason: 'profile',
    pattern: words(
      `(?:so dien thoai|sdt|cai so|so(?= cua)|dia chi nha|nha rieng|nha(?! lanh dao)|suc khoe|benh (?:an|tinh|tat)|doi tu|ly lich|chuyen rieng|tai san|facebook|zalo|que|tuoi) (?:rieng )?(?:cua |nha )?(?:dong chi |d/c |ong |ba |anh |chi )?(?:${office})|(?:${relatives}) (?:(?:cua )?(?:dong chi|d/c|${office})|cua (?:ong|ba|anh|chi))(?! (?:nao|duoc|phai|bi(?! thu)|la doi tuong))|(?:dong chi|anh|chi|ong|ba) (?:${office}) (?:bao nhieu tuoi|may tuoi|co (?:vo|chong|may con)|que o|nha o|luong)`,
    ),
    except: words(
      'kham|xet nghiem|giay phep|quy dinh|(?<!ky )luat|phap luat|tieu chuan|ke khai|chu tich nuoc|(?:con|vo|chong) (?:cua )?(?:can bo|nguoi)|dieu kien|chi bo|chi uy|quyen (?:nuoi|thua|loi)|(?:thu ky|van phong|bo|hoi) (?:dong|truong)|nha (?:nuoc|van hoa)|che do|tro cap|cong lap',
    ),
    longest: 40,
  },
  {
    reason: 'profile',
    pattern: words(
      `(?:tong hop|liet ke|thong ke|theo doi|phan loai|cho biet|danh gia|lap ho so|ghi lai) .{0,30}?(?:y kien|quan diem|tam tu|tu tuong|thai do|phat bieu|nguoi hay) .{0,30}?(?:(?:cua |ve )?(?:tung|moi|rieng) (?:${people})|tieu cuc|gay gat|chong doi)`,
    ),
    except: rules,
    longest: 40,
  },
  {
    // What one named person thinks, or says of another.
    reason: 'profile',
    pattern: words(
      '(?:co )?(?:quan diem|thai do|tu tuong|lap truong|chinh kien|tam tu)(?: chinh tri)? (?:ra sao|the nao|nhu the nao|gi)|ung ho hay phan doi|dong y hay phan doi|(?:noi|nhan xet|che|khen) (?:xau |gi |the nao )+ve (?:dong chi|anh|ong|ba|d/c)|(?:nghi|cam thay|thay) (?:gi|sao|the nao)|bo phieu (?:gi|the nao|cho ai|ra sao|chong|thuan)|(?:qua trinh|lich su|cac lan) (?:bi )?(?:ky luat|vi pham)|thich ai|ghet ai',
    ),
    near: namedPerson,
    except: words('ket luan|phat bieu tai|tai hoi nghi|theo ket luan'),
    longest: 40,
  },
  // Judgements of persons, and the assistant's own views.
  {
    reason: 'opinion',
    pattern: words(
      `(?:theo (?:y kien |y |quan diem )?(?:rieng )?(?:cua )?${you}|${you} (?:co )?(?:nghi|thay|danh gia|cam thay|cam nhan|thich|ghet|ung ho|tin (?:vao|tuong|rang)|dong y|phan doi)|(?:quan diem|y kien|suy nghi|cam nhan|cam nghi|nhan dinh|danh gia)(?: rieng| ca nhan)? cua ${you}|${you} theo (?:phe|dang|dao|ai|ben) |${you} (?:la|co) (?:dang vien|doan vien|nguoi cua)|(?:anh|chi|em) (?:nghi|thay) .{3,60} (?:dung hay sai|tot khong|hop|duoc khong|the nao|khong))`,
    ),
    accented: /(?<!\p{L})(?:bạn|em|bot|trợ lý|mày|cậu|anh|chị)(?!\p{L})/iu,
    except: words(
      'theo ban (?:an|hanh|chap|thuong|to chuc|tuyen giao|bi thu|can su|chi dao|cong bo|noi chinh|dan van|kinh te|quan ly|giam sat)|tre em|doan vien|hoc sinh|theo em trai',
    ),
  },
  {
    reason: 'opinion',
    pattern: words(
      `(?:nhan xet|danh gia|binh luan|cham diem|xep hang|so sanh|cho y kien|phe binh|khen|che|boc phot) .{0,30}?(?:nang luc|pham chat|tinh cach|con nguoi|uy tin|tu cach|trinh do|dao duc)? ?(?:cua |ve )?(?:dong chi|d/c|anh|chi|ong|ba|sep) .{1,40}`,
    ),
    near: namedPerson,
    except: words(
      'tai (?:hoi nghi|buoi|cuoc)|trong (?:ket luan|van ban|bai)|phat bieu|ket luan|neu|cho rang|de nghi|yeu cau',
    ),
  },
  {
    reason: 'opinion',
    pattern: first(
      `${address}(?:nhan xet|danh gia|binh luan|cham diem|xep hang|xep loai|so sanh)(?: giup| ho| khach quan| nang luc| pham chat| con nguoi| uy tin| xem| cho)*(?: toi| em| minh)?(?: ve)? (?:nang luc |pham chat |con nguoi |uy tin )?(?:cua )?(?:cac |tung |may )?(?:${office}|lanh dao)`,
    ),
    and: words('giup(?: toi| em)?|ho|nang luc|con nguoi|pham chat|ai|xem nao|nhat'),
    except: rules,
  },
  {
    // "Ai giỏi hơn?", "đồng chí nào … yếu nhất": a superlative or a choice among persons.
    reason: 'opinion',
    pattern: words(
      `(?:ai|dong chi nao|nguoi nao|can bo nao|lanh dao nao|(?:${office}) nao|anh nao|chi nao|ong nao)(?: .{0,40}?)? (?:la nguoi )?(?:rat )?(?:${judged})(?: .{0,20}?)? (?:nhat|hon|hon ca)`,
    ),
    except: words(
      'the gioi|lich su|giai|cau thu|hoc sinh|thi sinh|tieu chuan|quy dinh|diem|cuoc thi|hoi thi|mua giai|nha vo dich|trong phim|the he',
    ),
    longest: 24,
  },
  {
    reason: 'opinion',
    pattern: words(
      `ai (?:xung dang|nen lam|dang lam|hop lam|hop|phu hop lam|dang tin|bao thu|uy tin)|ai la nguoi (?:${judged})|nen (?:bau|chon|bo nhiem|gioi thieu|bo phieu cho|quy hoach|de bat|dua) (?:cho )?(?:ai|dong chi nao|nguoi nao)|(?:bau|bo phieu) cho ai|ai (?:se )?(?:len|lam|thay|duoc lam) .{0,15}?(?:bi thu|chu tich|giam doc).{0,25}?(?:khoa toi|khoa moi|nhiem ky toi|nhiem ky sau|khoa sau|sap toi|toi)|lieu .{2,40} co (?:len|duoc|trung|lam|bi) .{0,25}khong`,
    ),
    except: words('quy dinh|luat|thu tuc|theo dieu'),
  },
  {
    reason: 'opinion',
    pattern: words(
      `(?:${office}|dong chi|d/c|anh|chi|ong|ba) .{0,40}?(?:co phai la|co phai|co phai nguoi|co|la nguoi|co la nguoi) ?(?:nguoi )?(?:rat )?(?:${judged}|hop lam .{2,20}|xung dang .{2,30}|lam tot)(?: .{0,20}?)?(?: khong| hay khong| ko| k)$`,
    ),
    and: words(`${office}|dong chi \\p{L}+|d/c|sep|anh \\p{L}+|chi \\p{L}+|ong \\p{L}+|ba \\p{L}+`),
    except: words('quy dinh|luat|tieu chuan|chi bo|chi tieu|chi thi|chi uy|anh huong|hinh anh'),
    longest: 20,
  },
  {
    reason: 'opinion',
    pattern: words(
      `(?:${office}|dong chi|anh|chi|ong|ba|sep|lanh dao) .{0,30}?(?:la nguoi|la con nguoi|tinh tinh|tinh cach|an o|song) (?:the nao|ra sao|nhu the nao)|(?:${office}|anh|chi|ong|ba|sep) (?:cu|\\p{L}+) (?:voi|va|hay) (?:${office}|anh|chi|ong|ba|sep) (?:moi|\\p{L}+),? (?:thi )?(?:ai|nguoi nao) .{0,25}?(?:hon|nhat)`,
    ),
  },
  {
    // "Ai hơn ai", "trong số các phó chủ tịch, ai có triển vọng nhất", "chọn giúp một người làm trưởng ban".
    reason: 'opinion',
    pattern: words(
      `ai hon ai|(?:ai|nguoi nao|dong chi nao) (?:trong|giua) (?:so )?(?:cac|may|hai|ba|nhung) .{0,40}?(?:hon|nhat)|(?:trong|giua) (?:so )?(?:cac|may|hai|ba|nhung) (?:${office}|dong chi|anh|chi|lanh dao|can bo).{0,30}?(?:ai|nguoi nao) .{0,25}?(?:hon|nhat)`,
    ),
    except: rules,
  },
  {
    reason: 'opinion',
    pattern: first(
      `${address}(?:chon|de cu|gioi thieu|goi y|de xuat|tien cu) (?:giup |ho |cho )?(?:toi |em |minh |anh )?(?:mot |1 )?(?:nguoi|dong chi|ai) .{0,15}?(?:lam|vao|giu) .{0,8}?(?:${office}|cap uy)`,
    ),
    except: rules,
  },
  {
    // A person by name and a yes or no: "Anh Phong có đủ tư cách làm bí thư không".
    reason: 'opinion',
    pattern: /(?:^|\s)(?:co|da|lieu|thuc su|that su)\s.{2,60}?\s(?:khong|ko|k|chua|nhi)$/u,
    near: /^.{0,40}?(?<!\p{L})(?:[Aa]nh|[Cc]hị|[Ee]m|[Cc]ô|[Cc]hú|[Bb]ác|[Ss]ếp|[Đđ]ồng chí|[Dd]ong chi)\s+\p{Lu}\p{Ll}+(?!\p{L})/u,
    except: words(
      'ky|chu tri|du|phu trach|phan cong|duoc (?:bau|bo nhiem|cu|giao|khen|tang|ket nap|chuyen|de nghi|gioi thieu)|giu chuc|chuc vu|tham gia|phat bieu|thoi|nghi huu|uy vien|thanh vien|la (?:bi thu|pho|chu tich|truong)|trinh bay|ket luan|bao cao|sinh hoat|huy hieu|tuoi dang|mien|giam doc moi|vang mat|co mat|hop|quyet dinh|bien ban|danh sach|nghi quyet',
    ),
    longest: 16,
  },
  {
    reason: 'opinion',
    pattern: words(
      '(?:lanh dao|chinh quyen|cap tren|cap uy|co quan|xa|huyen|tinh|sep|ban) (?:minh|nay|do|moi|cu|ta|nha minh|hien nay) .{0,30}?(?:ra gi|gioi|kem|te|tot|bat tai|on|duoc viec|the nao|dung hay sai|co hop) ?(?:khong|ko|a|the)?$',
    ),
    except: words('quy dinh|ket qua|chi tieu|theo|bao cao|dat|ty le|quy|xep loai'),
    longest: 16,
  },
];
