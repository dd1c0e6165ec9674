import type { ScopeRule } from './scope.ts';
import { address, first, start, words } from './scope-words.ts';

/* What is to be changed or made up. */

const asked = (verbs: string): string => `${address}(?:${verbs})`;
/** Signs that the words are a request to the assistant and no heading or search for one. */
const requested = String.raw`giup(?! do| nhau)|gium|dum|ho(?= (?:toi|em|minh|anh|chi|cai|bac|co|may|nhom)(?: |$))|ho$|cho (?:toi|minh|em|anh|chi|bac)(?! (?:biet|hoi))|thay (?:toi|anh|em|minh)|(?:nhe|nha|di|luon|voi|di nhe|xem nao|nghe choi|coi|dum|gium)$|luon(?=,)|^(?:hay|vui long|lam on|nho|phien|em|ban|bot|tro ly|tu dong)`;
/** Question words: what has them asks and orders nothing. */
const questionWords = words(
  String.raw`bao nhieu|bao gio|bao lau|nao(?! do$)|gi|khi nao|o dau|(?:tu|den|di|vao|cho) dau|vi sao|tai sao|the nao|ra sao|nhu nao|do ai|ai|may (?:lan|nam|thang|ngay|nguoi|phieu|buoc|cap|muc)|duoc quy dinh|dieu kien|thu tuc|dung hay sai|(?<!\d )(?:khong|chua)$`,
);
const changeVerbs = [
  'sua(?! doi)|chinh(?= (?:lai|giup|ho|so|sua|ngay|ten))|chinh sua|dieu chinh|thay(?! mat| vi)|doi(?! moi| voi| ngu| tuong| chieu| thoai)|xoa|xoa bo|huy|huy bo|go|go bo|loai|loai bo|bo (?:ten|anh|chi|dong chi|muc|dong|bot|ra)',
  'them|bo sung|cap nhat|ghi|luu|nhap|dien|gui|chuyen|phat|cap|tao|mo|dat lai|dat lich|len lich|danh dau|phe duyet|duyet|ky|dong dau|khoa|mo khoa|reset|update|delete|gach|tang|giam|nang|ha|lui|hoan|rut|gan|gop|tach|cong them|tru bot|phan cong|giao|phat hanh|dang|go xuong|khoi phuc|kich hoat|vo hieu|tai len|up|xac nhan|bam|chot|thu hoi|an|cong khai',
].join('|');
/** What a request changes, or what it is changed to. */
const changed = [
  String.raw`(?:thanh|sang|len|xuong|la|con|=|:) ?\d+`,
  '(?:ra )?khoi (?:danh sach|kho|he thong|so|bien ban)|vao (?:danh sach|he thong|kho|so(?! tay))|kho (?:tai lieu|van ban|du lieu)|tai khoan|mat khau|quyen (?:quan tri|admin|truy cap)|(?:het|con) hieu luc$|hoan thanh$|da xong$|trong bien ban|biet chi bo',
  'nay$|(?:van ban|tep|file|tai lieu|anh|danh sach|thong bao) nay|vua (?:gui|tai|roi|chup|nhap)|hom qua|hom nay|chieu mai|sang mai|ngay bay gio|(?:het|toan bo|tat ca|sach) (?:cac |nhung )?(?:kho|van ban|du lieu|tai lieu|so lieu|lich su|danh sach)|thung rac|sach kho',
].join('|');
const makeVerbs =
  'viet|viet lai|soan|soan thao|sang tac|lam|dat|nghi (?:ra|giup|ho|cho)|che (?:ra|giup|cho)|tao|ve|thiet ke|pho nhac|hat|doc|ke(?! ten| hoach| khai| toan| tu| ca| tiep)|len';
/** What is made up rather than found. */
const made =
  'tho|bai tho|ve vui|may cau ve|cau doi|bai van|doan van|tap lam van|bai hat|loi (?:bai hat|chuc|nhac|ru)|truyen|cau chuyen|chuyen (?:cuoi|vui|ma|co tich|tieu lam)|kich ban|tieu pham|code|doan ma|phan mem|macro|cong thuc excel|bai phat bieu|dien van|status|caption|slogan|khau hieu|tieu de|tin nhan|thu tinh|buc thu|buc tranh|tranh|hinh|anh|logo|poster|slide|bai luan|cau do|tro choi|don xin|don thu|email|mail|bai (?:dang|viet|bao|quang cao|facebook)|ten cho|ten (?:con|be|cho|meo|quan)|menu|thuc don|tho luc bat|vo kich|tam cam';

/** Changes of what is kept, and things made up. */
export const requestRules: readonly ScopeRule[] = [
  // Changes of what is kept.
  {
    reason: 'change',
    pattern: first(`${asked(changeVerbs)}`),
    and: words(`${requested}|${changed}`),
    except: questionWords,
  },
  {
    reason: 'change',
    pattern: words(
      '(?:cho|cap|xin|mo) (?:toi|minh|em|anh|chi|phep)? ?(?:xin )?(?:them )?(?:quyen (?:quan tri|admin|truy cap|xem|sua|root)|tai khoan (?:moi|quan tri|admin))',
    ),
    except: questionWords,
    longest: 16,
  },
  {
    // "Đổi tên chi bộ 3 thành chi bộ Văn phòng".
    reason: 'change',
    pattern: first(
      `${address}(?:doi|sua|thay|chuyen|chinh|tang|giam|lui|nang|ha) .{2,60}? (?:thanh|sang|bang|len|xuong) .{1,40}`,
    ),
    and: words(`thanh|sang \\d|sang hoan|bang ban|len \\d|xuong \\d|sang ngay`),
    except: words(
      'bao nhieu|nao|gi|khi nao|dau|vi sao|tai sao|the nao|ra sao|khong|chua|quy dinh|dieu kien|thu tuc|doi moi|doi dat|so sanh|chuyen doi|muc dich|chuyen nhuong|hoan thanh (?:nhiem vu|chi tieu|tot)|bien doi|thanh (?:tich|lap|vien|pho|phan|thi|toan)|duoc',
    ),
  },
  // Things made up.
  {
    reason: 'creative',
    pattern: first(`${asked(makeVerbs)} .{0,40}?${start}(?:${made})`),
    except: words(
      'quy dinh|theo mau|mau (?:don|so)|the thuc|khi nao|dieu kien|thu tuc|bao nhieu|ai|vi sao|tai sao|nhu the nao|(?<!\\d )khong$|doc (?:nghi|chi|quyet|van ban|thong)|hinh thuc|hinh (?:anh|phat)|lam (?:anh|hinh|nhan)',
    ),
    longest: 24,
  },
  {
    reason: 'creative',
    pattern: first(`${address}dich (?:cau|doan|giup|ho|sang|bai|tu|ra|van ban nay|file nay|toan bo)`),
    except: words('dich tu|dich vu|chuyen dich'),
  },
  {
    reason: 'creative',
    pattern: words(
      '(?:dich|noi|viet|phat am) .{0,60}?(?:sang|bang) tieng (?:anh|trung|phap|nhat|han|nga|lao|khmer)$|tieng (?:anh|trung|phap|nhat|han|nga) (?:la gi|noi the nao|doc the nao)$',
    ),
    except: words('quy dinh|luat|hop dong|van ban (?:nao|phai)|mo ta|duoc goi'),
  },
];
