import type { ScopeRule } from './scope.ts';
import { first, words, you } from './scope-words.ts';

/* Who is spoken to, and what people talk about beside their work. */

const today =
  'hom nay|hom qua|toi qua|dem qua|toi nay|chieu nay|sang nay|trua nay|bay gio|ngay mai|mai|cuoi tuan(?: nay)?|tuan nay|hien gio|vua roi|ngoai troi|luc nay';
const documentWords = words(
  'quy dinh|luat|phap luat|nghi dinh|nghi quyet|chi thi|ket luan|thong tu|thong bao|ke hoach|huong dan|cong van|quyet dinh|van ban|xu phat|bi phat|phat|muc phat|hanh vi|trach nhiem|che do|ho tro|kinh phi|thu tuc|dieu kien|chi bo|dang bo|dang uy|dang vien|hoi nghi|dai hoi|phong chong|doanh nghiep|giay phep|kinh doanh|to chuc|quy che|le hoi',
);
const assistant = /(?<!\p{L})(?:bạn|em|bot|trợ lý|mày|cậu)(?!\p{L})/iu;

/** The assistant itself, small talk and manners. Manners last: they may stand before a question. */
export const talkRules: readonly ScopeRule[] = [
  // The assistant itself.
  {
    reason: 'about',
    pattern: first(
      `(?:the |vay |nay )?(?:ban|em|bot|may|cau|tro ly|day|capuy)(?: nay| oi)?(?: do| thi)? (?:la ai|la gi$|ten (?:la )?gi|(?:co the )?(?:lam|giup|tra loi|ho tro|tim)(?: duoc)? (?:nhung )?(?:gi|viec gi|viec nao)|biet (?:lam )?(?:nhung )?gi|co (?:nhung )?chuc nang (?:gi|nao)|hoat dong|duoc (?:tao|ai|lap trinh|viet|lap)|co phai (?:la )?(?:nguoi|may|robot|ai|con nguoi)|la (?:nguoi|may|robot|con trai|con gai)|chay bang|dung (?:model|mo hinh|cong nghe)|do ai|cua (?:cong ty|don vi|ai)|co luu|co nho|co biet .{0,20}khong|thong minh)|huong dan su dung(?: bot| tro ly)?$|(?:ai|cong ty nao|don vi nao) (?:da )?(?:tao ra|lap trinh|viet|lam ra|phat trien) (?:ra )?(?:ban|bot|em|tro ly)|cach (?:dung|su dung) (?:bot|tro ly|ban)`,
    ),
    accented: /(?<!\p{L})(?:bạn|em|bot|trợ lý|mày|máy|cậu|đây|capuy|hướng dẫn|ai|cách)(?!\p{L})/iu,
    except: words('ban (?:chap hanh|thuong vu|to chuc|chi dao|bi thu|tuyen giao|dan van|noi chinh)'),
  },
  {
    reason: 'about',
    pattern: words(
      '(?:ai|don vi nao|cong ty nao|nguoi nao|hang nao) (?:da |la nguoi )?(?:tao|lap trinh|viet|lam|phat trien|xay dung|sinh|che)(?: .{0,12})? (?:ban|bot|em|tro ly|phan mem nay|chatbot)|(?:tro ly|bot|ban|em|phan mem nay|chatbot) (?:nay )?co (?:nhung |cac |them )?(?:tinh nang|chuc nang|kha nang|the lam)',
    ),
    accented: /(?<!\p{L})(?:bạn|em|bot|trợ lý|phần mềm|chatbot)(?!\p{L})/iu,
    except: words('van ban|ban (?:chap|to|tuyen|chi)|tre em'),
    longest: 14,
  },
  // Small talk and everyday matters.
  {
    reason: 'chat',
    pattern: words(
      `(?:${today}) .{0,30}?(?:thoi tiet|nhiet do|mua|nang|ret|lanh|nong|co bao)(?: .{0,30}?)?(?:khong|ko|k|a|the nao|ra sao|nhi)?$|(?:thoi tiet|nhiet do|du bao) .{0,30}?(?:${today}|the nao$|ra sao$)|^thoi tiet(?: .{0,25})?$|troi (?:co )?(?:mua|nang|ret|lanh)`,
    ),
    except: words('quy dinh|luat|phat|le hoi|ke hoach|ho tro|phong chong|thiet hai'),
    longest: 16,
  },
  {
    reason: 'chat',
    pattern: words(
      `(?:${today}|vua qua) .{0,40}?(?:da bong|bong da|da voi|thang hay thua|thang may|thua may|doi nao|tran (?:dau|bong)|ty so|vo dich)|(?:doi tuyen|doi minh|viet nam|bong da|tran dau|world cup|v-league|ngoai hang anh|champions league|sea games) .{0,40}?(?:${today}|thang hay thua|thang khong|thang may|thua may|da luc may gio|da voi ai|da voi doi nao)|(?:thang|thua) may (?:trai|ban)|doi nao (?:thang|vo dich)$`,
    ),
    longest: 16,
  },
  {
    reason: 'chat',
    pattern: words(
      [
        'gia .{2,30} (?:bay gio|hom nay|dao nay)(?: .{0,25})?|(?:chi|tim) (?:giup |ho |cho )?(?:\\p{L}+ )?duong (?:ra|den|toi|di|vao)|(?:trua|toi|sang|chieu)(?: nay| mai)? .{0,20}?mon (?:gi|nao)|(?:da|thang|thua|hoa) may (?:deu|trai|qua)|gia (?:vang|xang|do la|bitcoin|usd|lon hoi|ca phe|tieu)(?: .{0,25})? (?:hom nay|sang nay|hien nay|bay gio|bao nhieu)|ty gia (?:hom nay|usd|do)|bitcoin|(?:gia|thi truong) (?:co phieu|chung khoan) hom nay|ket qua xo so|xo so .{0,15}hom nay|danh con gi',
        'ke (?:cho )?(?:toi|em|minh|anh|chi|nhau)? ?(?:nghe )?(?:mot )?(?:cau )?(?:chuyen|truyen)(?: .{0,20})?$|hat (?:cho|tang) (?:toi|em|anh|minh)|hat (?:mot )?bai$|(?:chuyen|truyen) (?:cuoi|ma|tieu lam)|dua (?:chut|ti|voi)|tam (?:chuyen|ti)|noi chuyen (?:voi|cho|phiem)|tro chuyen voi|choi (?:voi|game|co)|(?:buon|met|chan)(?: ngu| nguoi| moi)?(?: qua| ghe| the)(?! (?:trinh|han|tai|dang|gioi))|(?:doi|khat|nong|oai)(?: bung| nuoc)? (?:qua|ghe)$',
        '(?:cach )?nau (?:pho|com|canh|an|bun|lau|mon|che)|cong thuc nau|(?:trua|toi|sang|chieu)(?: nay| mai)? an (?:gi|o dau)|mon gi ngon|an gi(?: cho| ngon|$)|quan (?:an|cafe|ca phe|nhau)?(?: nao)? ?ngon|quan (?:nao|gi) .{0,25}(?:ngon|gan)|nha hang nao|khach san nao|du lich o dau|di (?:choi|du lich|cho|nhau|cafe) (?:o )?(?:dau|khong)|(?:phim|bo phim|sach|truyen) (?:gi|nao) .{0,15}(?:hay|hot|dang xem)|(?:xem|boi|doc) tu vi|tu vi (?:tuoi|hom|ngay|cung)|cung hoang dao|boi (?:bai|que|toan)|xem (?:giup |ho )?(?:ngay tot|ngay dep|tuoi|boi|phong thuy)|hop tuoi|hen ho|to tinh|yeu duong',
        've (?:may bay|tau|xe)(?: di)? |dat (?:ve|phong|ban|xe|do an)|tong dai|so (?:taxi|xe om)|goi (?:taxi|xe)|sua (?:xe|may|dien|dien thoai|laptop|ong nuoc) o dau|(?:mua|ban) .{2,25} (?:o dau|cho nao) (?:re|tot|ngon|dep)|o dau re|(?:laptop|may tinh|dien thoai|xe|wifi|mang) (?:cua toi |minh )?(?:bi )?(?:cham|hong|hu|treo|mat)|(?:may in|mang) (?:bi )?(?:hong|ket|mat)',
        'giai (?:ho|giup|bai|toan|phuong trinh)|bai (?:toan|tap)(?: ve nha| nay| cua con)|lam (?:ho )?bai tap|thu do (?:cua )?(?:nuoc )?(?:phap|my|anh|nhat|lao|thai lan|trung quoc|han quoc|nga|duc|y)',
        '(?:troi|thoi tiet) .{0,20}?(?:oi|nong|lanh|ret|am u|dep)(?: qua)?(?: nhi| the| ha)?$|sap (?:mua|bao|ret)|(?:mua|nong|ret|oi)(?: qua| ghe)(?: nhi)?$|(?:di|ru|lam) nhau (?:di|thoi|nhe|khong|o dau)|(?:dien thoai|laptop|may tinh|tivi|tu lanh|xe may|o to|man hinh) .{0,20}?(?<!\\p{L})(?:vo|hong|hu|cham|sua)(?!\\p{L}).{0,25}?(?:bao nhieu|o dau|sao|nao)|(?:tau|xe|may bay) (?:chay|di|bay|ve) .{0,15}?(?:may gio|que|luc nao)|may gio .{0,8}(?:tau|xe|may bay)|(?:nau|kho|xao|luoc|nuong|hap|ran|uop|muoi) .{1,20}? (?:the nao|sao|nhu nao|bao lau) (?:cho |de |thi )?(?:mem|ngon|chin|gion|thom)|con (?:toi|minh|em) .{0,12}?(?:bieng an|khoc|hoc kem|luoi)|uong thuoc gi|bi dau (?:dau|bung|rang|lung)|dau (?:dau|bung|rang|lung) (?:thi |phai |nen )?(?:uong|lam)|cach (?:giam can|chua|tri)|giam can',
        'may gio roi|(?:bay gio|gio) la may gio|hom nay (?:la )?(?:thu may|ngay may|ngay bao nhieu|ngay gi|thu bao nhieu|mung may)|ngay mai la (?:thu may|ngay may)|bao gio (?:den tet|duoc nghi)|kenh nao (?:co|chieu|phat)',
        'ai (?:vo dich|doat cup|vua thang) .{0,20}(?:vua roi|vua qua|nam nay)',
      ].join('|'),
    ),
    except: documentWords,
    longest: 18,
  },
  {
    // "Bạn có người yêu chưa", "em ăn cơm chưa".
    reason: 'chat',
    pattern: words(
      `${you} (?:oi )?(?:co |da |dang |thich |an |ngu |biet |song |yeu |lam )*(?:an com|an sang|ngu|nguoi yeu|ban gai|ban trai|gia dinh|vo|chong|bao nhieu tuoi|may tuoi|khoe|buon|vui|met|doi|song o dau|o dau|yeu (?:toi|anh|em|ai)|thich (?:gi|ai|an|uong|mau|ca phe|nghe)|ca phe|hat|choi|dep trai|xinh|ranh|lam gi do)(?: .{0,20})?`,
    ),
    accented: assistant,
    except: documentWords,
    longest: 14,
  },
  {
    reason: 'chat',
    pattern:
      /^(?:tinh (?:giup |ho )?)?\d+(?:[.,]\d+)?\s*(?:[+*x×:/-]|cong|tru|nhan|chia)\s*\d+(?:[.,]\d+)?\s*(?:=|bang|la)?\s*(?:may|bao nhieu|\?)?$/u,
    except: /^\d+[-/]\d+$/u,
  },
  {
    // Whatever else is asked of the assistant itself: "Bạn …", typed with its diacritics.
    reason: 'chat',
    pattern:
      /^(?:ban|bot|tro ly|may|chatbot)(?: nay| oi)?,? (?!(?:oi |hay |cho |tim|tra|giup|neu|liet|tom|trich|dan|doc|co biet|biet|xem|kiem|so sanh|bao cao|gui))/u,
    accented: /^(?:bạn|bot|trợ lý|mày|chatbot)(?!\p{L})/iu,
    isAccentedOnly: true,
    and: /^(?:bot|tro ly|chatbot)(?!\p{L})|^(?:ban|may) (?!\p{N})/u,
    except: words(
      'ban (?:doan|hoc|sinh|tre|nhac|chap|thuong|to|chi|bi|tuyen|dan|noi|kinh|quan|hanh|can|doc|ghi|tin|sao|chat|do|than|linh|cam|quyen)|may (?:moc|bay|tinh|in|dong|nguoi|nam|thang|ngay|lan|chi|to|dang|phuong|xa|khoi|phan|buoc|loai|hinh|muc|cap|dieu|khoan|anh|xuc)|van ban|quy dinh|nghi quyet|chi thi|ke hoach|ket luan|dang vien|chi bo|dai hoi|hoi nghi|luat',
    ),
    longest: 14,
  },
  {
    // What is free, safe or secret about the program itself.
    reason: 'about',
    pattern: words(
      '(?:dung|xai|hoi|noi voi|go vao)(?: cai| con| voi| cho| toi)* (?:nay|em|bot|ban|tro ly|day)(?: thi)? .{0,12}?(?:mat tien|ton tien|mien phi|lo (?:ra|thong tin|bi mat)|bi lo|an toan|ai (?:doc|xem|biet) duoc|bao mat)',
    ),
    except: words('quy dinh|luat|van ban|quy che|dich vu cong'),
    longest: 16,
  },
  // Manners. Last: they may stand before a question.
  {
    // A few words of content with the answer and nothing asked.
    reason: 'thanks',
    pattern: words(
      'cam on|hieu roi|(?:the|vay) thoi|tot qua|hay qua|gioi qua|tuyet qua|chuan (?:roi|luon|day)|dung roi day|duoc roi|do (?:phai|mat cong)|de anh xem|de toi xem',
    ),
    except: words(
      'bao nhieu|nao|gi|ai|dau|may|the nao|ra sao|khi nao|vi sao|tai sao|chua|khong|quy dinh|van ban|nghi quyet|chi thi|ket luan|ke hoach|thu|loi cam on|noi dung|tim giup|cho|xem',
    ),
    longest: 9,
  },
  {
    reason: 'thanks',
    pattern:
      /^(?:(?:ok|oke|okay|oki|da|vang|qua (?:tuyet|tot|hay)|tuyet(?: voi)?|uh|u|um|the a|the la du|hay qua|duoc roi|tot lam|gioi lam|chinh xac|(?:toi |em |minh )?hieu roi|ra vay)(?: (?:em|ban|bot|anh|chi|nhe|nha))?[ ,.!]*)*(?:(?:rat |xin |chan thanh |qua )*(?:cam on|cam ta|thanks|thank you|thank|tks|thanks you)|tam biet|hen gap lai|bye|tot lam|hay qua|duoc roi|the la du(?: roi)?|du roi|ok|oke|okay|gioi lam|tuyet voi|chinh xac|hieu roi|tot qua)(?: (?:rat|ban|em|e|bot|nhe|nha|nhieu|lam|anh|chi|a|dong chi|tro ly|ca nha|moi nguoi|da|giup do|vi|su|ho tro|thong tin|tra loi|huu ich|day du|nhanh|the|roi|,))*(?:[,.!] ?(?:thong tin|tra loi|ban|em|the)(?: \p{L}+){0,6})?$/u,
    except: words('bao nhieu|nao|gi|the nao|khi nao'),
    longest: 14,
  },
  {
    reason: 'greeting',
    pattern:
      /^(?:(?:xin|em|toi|minh|chau|kinh|loi) )*(?:chao|hello|helo|hi|hey|a ?lo|good morning)(?:[ ,!]*(?:ban|em|bot|anh|chi|co|chu|bac|tro ly|buoi|sang|trua|chieu|toi|ngay moi|ca nha|moi nguoi|cac|dong chi|nhe|a|nha|oi|ngay|moi|tot lanh|vui ve|(?:co|con) (?:ai|bot|tro ly)(?: \p{L}+)?(?: khong)?|chuc (?:mot )?(?:buoi|ngay)(?: (?:sang|trua|chieu|toi|moi))?(?: (?:tot lanh|vui ve|moi))?))*$/u,
    longest: 14,
  },
  {
    reason: 'greeting',
    pattern: /^chuc (?:ban|em|bot|anh|chi|tro ly|dong chi|ca nha) .{0,40}$/u,
    longest: 12,
  },
];
