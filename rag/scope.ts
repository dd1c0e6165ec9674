import { cleanText, fold, oneLine } from '../text/normalise.ts';
import { foldedSyllables } from '../text/syllables.ts';

/**
 * Why a message is not a question about the kept documents. 'profile' and 'opinion' are refused whatever the store
 * holds: nothing here may judge, list or describe individuals by their views, health, family or vetting.
 */
export type OutOfScope =
  | 'empty'
  | 'greeting'
  | 'thanks'
  | 'about'
  | 'chat'
  | 'creative'
  | 'opinion'
  | 'profile'
  | 'change'
  | 'secret'
  | 'instruction';

interface Rule {
  reason: OutOfScope;
  /** On the folded question, one line, without final punctuation. */
  pattern: RegExp;
  /** Must also match the question as typed within 30 characters of the match, where capitals decide. */
  near?: RegExp;
  /** Must also match a question that is typed with diacritics: folded words are ambiguous. */
  accented?: RegExp;
  /** Keeps the question in scope although the pattern matches. */
  except?: RegExp;
  /** Longest question in syllables to which the rule applies; default 30. */
  longest?: number;
}

const start = String.raw`(?<![\p{L}\p{N}])`;
const end = String.raw`(?![\p{L}\p{N}])`;
/** Whole folded words; `pattern` may hold alternatives. */
const words = (pattern: string): RegExp => new RegExp(`${start}(?:${pattern})${end}`, 'u');

const people =
  'dang vien|dong chi|d/c|can bo|cong chuc|nhan vien|ca nhan|quan chung|truong hop|nguoi|nhung ai|lanh dao|uy vien|cap uy vien';
const office =
  'bi thu|pho bi thu|chu tich|pho chu tich|giam doc|pho giam doc|truong ban|pho ban|pho truong ban|chanh van phong|truong phong|lanh dao|sep|thu truong';
/** What may never be asked of persons: views, loyalty, vetting, discipline, belief, conduct. */
const attributes = [
  'suy thoai|lech lac|dao dong|bat dong|nguoi than o nuoc ngoai|yeu to nuoc ngoai|lap truong|quan diem|tu tuong|tu dien bien|tu chuyen hoa|bat man|chong doi|phan dong',
  'noi xau|phat bieu trai|noi trai|y kien trai|trai chieu|phan doi|khong ung ho|khong tan thanh|khong dong tinh|khong nhat tri|bo phieu|phieu chong|than phien|keu ca|phan nan|che bai',
  'ky luat|khien trach|canh cao|cach chuc|khai tru|bi xoa ten|vi pham|khuyet diem|sai pham|tham nhung|tieu cuc|to cao|khieu nai|khieu kien|theo doi|giam sat dac biet|nghi van|co van de',
  'tieu chuan chinh tri|lich su chinh tri|tham tra ly lich|ly lich|tham dinh chinh tri',
  'ton giao|theo dao|mac benh|bi benh|om dau|vi om|nghi om|bi om|suc khoe|ly hon|ngoai tinh|ruou che|co bac|no nan',
].join('|');
const naming =
  'danh sach|liet ke|ke ten|neu ten|ho ten|ho va ten|ten tuoi|ten (?:cua|cac|nhung)|thong ke (?:ten|nhung|cac)|cho biet ten|cho xin ten|chi ra|chi ten|loc ra|loc giup|trich ra|ai la|nhung ai';
/** Words of rules and documents: a question that asks what a rule says about conduct stays in scope. */
const ruleWords = words(
  [
    'quy dinh|quy che|dieu le|(?<!ky )luat|bo luat|phap luat|nghi dinh|thong tu|xu phat|bi phat|muc phat|phat tien|hinh thuc|xu ly',
    'the nao|nhu the nao|ra sao|bao lau|tham quyen|trach nhiem|dieu kien|thu tuc|trinh tu|nguyen tac|thoi hieu|thoi han',
    'bao nhieu|may (?:truong hop|nguoi|dong chi|dang vien)|so luong|tong so|ty le',
    'co quyen|duoc quyen|duoc phep|co duoc|co phai|co bi|quyen gi|bi gi|trong truong hop nao|khi nao|vi sao|tai sao',
  ].join('|'),
);
/** Words that make everyday topics a matter of documents. */
const documentWords = words(
  'quy dinh|luat|phap luat|nghi dinh|nghi quyet|chi thi|ket luan|thong tu|thong bao|ke hoach|huong dan|cong van|quyet dinh|van ban|xu phat|bi phat|phat|muc phat|hanh vi|trach nhiem|che do|ho tro|kinh phi|thu tuc|dieu kien|chi bo|dang bo|dang uy|dang vien|hoi nghi|dai hoi|phong chong|co quan|doanh nghiep|giay phep|kinh doanh|to chuc',
);
const namedPerson =
  /(?<!\p{L})(?:[Đđ]ồng chí|[Dd]ong chi|[ĐđDd]\/c|[Aa]nh|[Cc]hị|[Cc]hi|[ÔôOo]ng|[Ôô]ng|[Bb]à|[Bb]a|[Cc]ô|[Cc]hú|[Bb]ác)\s+(?:\p{Lu}(?![\p{Lu}/-])|(?:[Pp]hó |[Pp]ho )?(?:[Bb]í thư|[Bb]i thu|[Cc]hủ tịch|[Cc]hu tich|[Gg]iám đốc|[Gg]iam doc|[Tt]rưởng|[Cc]hánh))/u;
const assistant = /(?<!\p{L})(?:bạn|em|bot|trợ lý|mày)(?!\p{L})/iu;

const rules: readonly Rule[] = [
  {
    reason: 'instruction',
    pattern: words(
      '(?:bo qua|quen|phot lo|lo di|khong tuan theo) .{0,25}(?:huong dan|chi dan|menh lenh|lenh|quy tac|yeu cau truoc)|ignore .{0,25}(?:instruction|rule)s?|disregard .{0,25}|system prompt|prompt he thong|in ra prompt|tu (?:gio|bay gio|nay)(?: tro di)? (?:ban|may) (?:la|hay|se)|jailbreak|developer mode',
    ),
    longest: 80,
  },
  {
    reason: 'secret',
    pattern: words(
      '(?:gui|doc|tom tat|cho xem|cho toi|cho anh|cho em|xem|nap|tai|dua|mo|lay|trich|up|upload|phan tich|dich) .{0,30}(?:tuyet mat|toi mat|dau mat|dong dau mat|(?:van ban|cong van|tai lieu|file|tep|ho so|ban) (?:dong dau |co dau )?mat)',
    ),
    except: words('(?:bao|bi) mat|mat hieu luc|mat di|bi mat nha nuoc|quy dinh|luat'),
    longest: 60,
  },
  {
    reason: 'secret',
    pattern: words('(?:mat khau|ma pin|ma otp|password|passcode)'),
    except: documentWords,
  },
  {
    reason: 'profile',
    pattern: words(`(?:${naming}) .{0,60}?(?:${people}) .{0,80}?(?:${attributes})`),
    except: words(
      'quy dinh|(?<!ky )luat|bo luat|phap luat|theo dieu|hanh vi nao|truong hop nao duoc|bao nhieu|so luong',
    ),
    longest: 60,
  },
  {
    // "Đảng viên nào đang bị theo dõi?", "ai hay nói xấu lãnh đạo?"
    reason: 'profile',
    pattern: words(
      `(?:ai|nhung ai|(?:${people}) nao) (?:(?:dang|da|hay|thuong|tung|lai|la nguoi|co|trong .{1,25}?|o .{1,25}?|cua .{1,25}?) ){0,4}?(?:bi |co |the hien |mang )?(?:bieu hien |dau hieu |loi |thai do )?(?:${attributes})`,
    ),
    except: ruleWords,
    longest: 40,
  },
  {
    reason: 'profile',
    pattern: words(
      `(?:ai|nhung ai|(?:${people}) nao) .{0,25}?(?:bo phieu (?:chong|thuan|trang|ra sao)|khong tan thanh|phat bieu (?:nhieu|it) nhat|khong (?:chiu )?phat bieu|hay vang hop)`,
    ),
    except: words('co quyen|duoc quyen|duoc phep|phai'),
    longest: 40,
  },
  {
    reason: 'profile',
    pattern: words(
      '(?:so dien thoai|sdt|so may|dia chi nha|nha rieng|cho o|ngay sinh|nam sinh|que quan|ly lich|ho so ca nhan|so cccd|so cmnd|can cuoc|luong|thu nhap|tai san|suc khoe|benh (?:an|tinh|tat)|gia dinh|vo con|vo chong|doi tu|ton giao|ban be|tai khoan|facebook|zalo)',
    ),
    near: namedPerson,
    except: words('quy dinh|luat|phap luat|theo dieu|trach nhiem|tieu chuan|ke khai|thu tuc'),
    longest: 40,
  },
  {
    reason: 'profile',
    pattern: words(
      `(?:so dien thoai|sdt|dia chi nha|nha rieng|suc khoe|benh (?:an|tinh|tat)|doi tu|vo con|gia dinh|ly lich|chuyen rieng) (?:rieng )?(?:cua |nha )?(?:dong chi |d/c )?(?:${office})`,
    ),
    except: words('quy dinh|luat|phap luat|tieu chuan|ke khai'),
    longest: 40,
  },
  {
    reason: 'profile',
    pattern: words(
      '(?:bi|mac|co) benh|bi om|nghi om|nam vien|ly hon|ngoai tinh|theo (?:ton giao|dao)|nghien|no nan',
    ),
    near: namedPerson,
    except: words('quy dinh|luat|phap luat|che do|tro cap'),
    longest: 40,
  },
  {
    reason: 'profile',
    pattern: words(
      `(?:tong hop|liet ke|thong ke|theo doi|phan loai|cho biet|danh gia) .{0,20}?(?:y kien|quan diem|tam tu|tu tuong|thai do|phat bieu) (?:ca nhan |rieng )?(?:cua |ve )?(?:tung|moi|rieng) (?:${people})`,
    ),
    longest: 40,
  },
  {
    // What one named person thinks, or says of another.
    reason: 'profile',
    pattern: words(
      '(?:co )?(?:quan diem|thai do|tu tuong|lap truong) (?:ra sao|the nao|nhu the nao|gi)|ung ho hay phan doi|dong y hay phan doi|(?:noi|nhan xet|che|khen) (?:xau |gi |the nao )+ve (?:dong chi|anh|ong|ba|d/c)',
    ),
    near: namedPerson,
    longest: 40,
  },
  {
    reason: 'opinion',
    pattern: words(
      '(?:theo (?:y kien )?(?:cua )?(?:ban|em|bot|tro ly|may)|(?:ban|em|bot|tro ly) (?:nghi|thay|danh gia|cam thay|co thich|thich|ghet|ung ho|tin)|quan diem cua (?:ban|em|bot)|y kien cua (?:ban|em|bot))',
    ),
    accented: assistant,
    except: words('theo ban (?:an|hanh|chap|thuong|to chuc|tuyen giao|bi thu|can su|chi dao|cong bo)'),
  },
  {
    reason: 'opinion',
    pattern: words(
      `(?:nhan xet|danh gia|binh luan|cham diem|xep hang|so sanh) .{0,30}?(?:nang luc|pham chat|tinh cach|con nguoi|uy tin|tu cach|trinh do|dao duc)? ?(?:cua |ve )?(?:dong chi|d/c|anh|ong|ba) .{1,40}`,
    ),
    near: namedPerson,
    except: words(
      'tai (?:hoi nghi|buoi|cuoc)|trong (?:ket luan|van ban|bai)|phat bieu|ket luan|neu|cho rang|de nghi|yeu cau',
    ),
  },
  {
    reason: 'opinion',
    pattern: words(
      '(?:ai|dong chi nao|nguoi nao|can bo nao|lanh dao nao) (?:la nguoi )?(?:gioi|kem|te|tot|luoi|xau|bao thu|ngu dot|tham lam|ninh bo|liem khiet|dang tin|uy tin|xung dang|nen lam|nang luc|yeu kem)(?: nhat| hon)?|nen (?:bau|chon|bo nhiem|gioi thieu|bo phieu cho|quy hoach) (?:cho )?(?:ai|dong chi nao|nguoi nao)|(?:bau|bo phieu) cho ai|ai (?:se )?(?:len|lam) (?:bi thu|chu tich) (?:khoa toi|nhiem ky toi|sap toi)',
    ),
  },
  {
    reason: 'opinion',
    pattern: words(
      `(?:${office}|dong chi|d/c) .{0,40}?(?:co phai la|co phai|co phai nguoi|co|la nguoi|co la nguoi) ?(?:nguoi )?(?:tot|gioi|xau|kem|xung dang|lam duoc viec|tham lam|liem khiet|dang tin|co nang luc|uy tin|bao thu)(?: khong| hay khong| ko)?`,
    ),
  },
  {
    reason: 'change',
    pattern:
      /^(?:hay |vui long |nho |nho (?:ban|em|bot) |giup (?:toi |minh |em |anh )?|cho (?:toi |minh )?|de nghi (?:ban |bot )?|ban |em |bot )*(?:sua|chinh|dieu chinh|thay|thay doi|doi|xoa|xoa bo|huy|go|go bo|loai|them|bo sung|cap nhat|ghi|ghi nhan|ghi lai|luu|luu lai|nhap|gui|chuyen|chuyen tiep|cap|tao|dat lai|danh dau|phe duyet|duyet|ky|khoa|mo khoa|reset|update|delete)(?![\p{L}\p{N}]).{0,100}?(?:(?<!\p{L})(?:(?:giup|ho|dum)(?= toi| em| minh| anh| voi| nhe| cai|$)|cho toi|cho minh|cho tat ca|cho cac|vao danh sach|khoi danh sach|khoi kho|vao kho|khoi he thong|tren he thong|trong he thong|vao he thong|di|nay|quyen (?:quan tri|admin)|mat khau|thanh|hom nay|so lieu|du lieu|con so|ban ghi)(?![\p{L}\p{N}])|(?:là|=|:|la)\s*\d)/u,
    except: words(
      'bao nhieu|nao|gi|khi nao|dau|vi sao|tai sao|the nao|ra sao|nhu nao|khong|chua|duoc quy dinh|dieu kien|thu tuc',
    ),
  },
  {
    reason: 'creative',
    pattern:
      /^(?:hay |vui long |giup (?:toi |minh |em )?|nho (?:ban |em |bot )?|cho (?:toi |minh )?|ban |em )*(?:viet|soan|sang tac|lam|dat|nghi ra|tao)(?: giup| ho| cho)?(?: toi| em| minh| anh| chi)?(?: mot| vai| 1)? ?(?:doan |bai |cau |mau )?(?:tho|code|chuong trinh may tinh|phan mem|bai phat bieu|phat bieu|dien van|truyen|truyen cuoi|bai hat|nhac|van|loi chuc|status|caption|slogan|cau doi)(?![\p{L}\p{N}])/u,
    except: words('quy dinh|theo|khong|chua'),
  },
  {
    reason: 'creative',
    pattern:
      /^(?:hay |giup (?:toi |em )?|nho )?dich (?:cau|doan|giup|ho|sang|bai|tu) |(?:sang|bang) tieng (?:anh|trung|phap|nhat|han|nga)(?: la gi| nhu the nao| the nao)?$/u,
  },
  {
    reason: 'about',
    pattern:
      /^(?:ban|em|bot|may|tro ly|day|capuy)(?: nay)? (?:la ai|ten (?:la )?gi|(?:co the )?lam duoc (?:nhung )?(?:gi|viec gi)|biet (?:lam )?(?:nhung )?gi|co the (?:lam|giup)(?: duoc)? (?:nhung )?gi|giup duoc (?:nhung )?gi|co chuc nang gi|hoat dong|duoc tao)|^huong dan su dung(?: bot| tro ly)?$|^(?:ai|cong ty nao|don vi nao) (?:da )?(?:tao ra|lap trinh|viet|lam ra|phat trien) (?:ra )?(?:ban|bot|em|tro ly)/u,
  },
  {
    reason: 'chat',
    pattern: words(
      [
        'thoi tiet|du bao thoi tiet|nhiet do (?:hom nay|ngay mai)|troi (?:co )?(?:mua|nang|ret|lanh)|(?:hom nay|ngay mai|mai|toi nay|chieu nay|cuoi tuan) .{0,20}?(?:mua|nang|ret|bao) ?(?:khong|ko|a)?',
        'bong da|world cup|v-league|ngoai hang anh|champions league|ty so|tran dau|tran bong|doi nao (?:thang|vo dich|thua)|doi tuyen .{0,20}?(?:thang|thua|da|hoa)|sea games|(?:thang|thua) may (?:trai|ban)|(?:toi nay|hom nay|toi qua|hom qua) .{0,20}?(?:da voi|thang may|doi nao)',
        'gia vang|gia xang|gia do la|ty gia|bitcoin|(?:gia|thi truong) (?:co phieu|chung khoan) hom nay|ket qua xo so',
        'ke (?:cho (?:toi|em|minh) )?(?:mot )?(?:cau )?(?:chuyen|truyen) (?:cuoi|vui|di|nghe)|hat cho (?:toi|em|anh|minh)|hat (?:mot )?bai|(?:cach )?nau (?:pho|com|canh|an|bun|lau)|chuyen cuoi|truyen cuoi|dua (?:chut|ti) di|cong thuc nau|nau mon|mon gi ngon|an gi (?:ngon|hom nay)|quan an ngon|quan nhau|nha hang nao|khach san nao|du lich o dau|phim (?:gi|nao) hay|tu vi|cung hoang dao|boi (?:bai|que)|hen ho',
        'may gio roi|(?:bay gio|gio) la may gio|hom nay (?:la )?(?:thu may|ngay may|ngay bao nhieu|ngay gi|thu bao nhieu)|ngay mai la (?:thu may|ngay may)',
        '(?:ban|em|bot|tro ly) (?:an com|ngu|co nguoi yeu|co ban gai|co ban trai|bao nhieu tuoi|may tuoi|khoe|buon|vui|met|song o dau|yeu)(?: .{0,15})?',
        'bong ro|quan vot|tennis|ban ket|chung ket (?:bong|giai)|uong thuoc gi|bi dau (?:dau|bung|rang)',
      ].join('|'),
    ),
    except: documentWords,
  },
  {
    reason: 'chat',
    pattern:
      /^\d+(?:[.,]\d+)?\s*(?:[+*x×:/-]|cong|tru|nhan|chia)\s*\d+(?:[.,]\d+)?\s*(?:=|bang)?\s*(?:may|bao nhieu|\?)?$/u,
    except: /^\d+[-/]\d+$/u,
  },
  {
    reason: 'thanks',
    pattern:
      /^(?:(?:ok|oke|okay|da|vang|uh|u|the a|hay qua|duoc roi|tot lam|gioi lam|chinh xac|hieu roi)[ ,.!]*)*(?:xin )?(?:rat )?(?:cam on|thanks|thank you|tks|tam biet|bye|tot lam|hay qua|duoc roi|ok|oke|okay|gioi lam|chinh xac|hieu roi)(?: (?:rat|ban|em|bot|nhe|nha|nhieu|anh|chi|a|dong chi|tro ly|ca nha))*$/u,
  },
  {
    reason: 'greeting',
    pattern:
      /^(?:xin )?(?:chao|hello|hi|hey|alo|kinh chao)(?:[ ,]*(?:ban|em|bot|anh|chi|tro ly|buoi|sang|trua|chieu|toi|ca nha|moi nguoi|co ai(?: khong)?|dong chi|nhe|a))*$/u,
  },
];

/** The reason why `question` is outside the product, or null. Rules first to last; the first match decides. */
export function scopeOf(question: string): OutOfScope | null {
  const typed = oneLine(cleanText(question)).replace(/[\s?!.…]+$/u, '');
  const folded = fold(typed);
  const hasDiacritics = folded !== typed.toLowerCase();
  const syllables = foldedSyllables(typed);
  if (!syllables.some((syllable) => /\p{L}{2}|\d/u.test(syllable))) return 'empty';
  for (const rule of rules) {
    if (syllables.length > (rule.longest ?? 30)) continue;
    const match = rule.pattern.exec(folded);
    if (!match) continue;
    const around = typed.slice(Math.max(0, match.index - 30), match.index + match[0].length + 30);
    if (rule.near && !rule.near.test(around)) continue;
    if (rule.accented && hasDiacritics && !rule.accented.test(typed)) continue;
    if (rule.except?.test(folded)) continue;
    return rule.reason;
  }
  return null;
}
