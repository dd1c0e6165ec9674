import type { ScopeRule } from './scope.ts';
import { words } from './scope-words.ts';

/* What nobody may make the assistant do or read. */

/** Orders to the program itself; classified papers and credentials. */
export const orderRules: readonly ScopeRule[] = [
  // Orders to the program itself.
  {
    reason: 'instruction',
    pattern: words(
      [
        '(?:bo qua|quen|phot lo|lo di|khong (?:can )?(?:tuan theo|theo|quan tam)|dung tuan|bat chap|vuot qua|pha) .{0,25}?(?:huong dan|chi dan|menh lenh|lenh|quy tac|quy dinh bao mat|gioi han cua (?:ban|em|bot)|rang buoc|yeu cau truoc|bao mat|chinh sach an toan)',
        '(?:ignore|disregard|forget|override|bypass) .{0,30}(?:instruction|rule|prompt|polic|guideline)\\p{L}*|system prompt|prompt (?:he thong|goc|cua)|(?:loi nhac|cau lenh|lenh|chi dan|cai dat) (?:he thong|goc|an|bi mat|ngam)|in ra prompt|show me (?:the|your) .{0,20}|jailbreak|developer mode|do anything now|you are now|act as|pretend',
        `tu (?:gio|bay gio|nay|hom nay)(?: tro di)?,? (?:ban|may|em|bot|cau)(?: la| hay| se| chi)|(?:^|(?:hay|ban|em|bot|cau|may|thu) )(?:thu )?(?:dong|nhap) vai|^gia vo|hay gia vo|gia lam|gia su (?:ban|em|bot) la|(?:bia|che|dung|hu cau|noi dai) (?:ra|dai|dat)?(?: cung duoc| so lieu| cau tra loi)|(?:^|hay |cu |em |ban |bot )(?:bia|che)(?: ra| dai| dat| cho| mot| so)|bo (?:che do|bo loc|kiem duyet|gioi han)|tat (?:kiem duyet|bo loc|che do|gioi han)|(?:dung|khong|khoi) nghe theo|tra loi nhu (?:mot|the|la)|(?:chi|phai) (?:duoc )?tra loi bang|(?:print|reveal|repeat|show|dump) .{0,25}?prompt|(?:khong (?:can )?|khoi |bo )(?:dan |ghi |neu |trich )?nguon(?: nao| gi)?(?:$| ca)|khong gioi han|hay noi rang|noi theo (?:toi|anh)|lap lai (?:cau|nguyen van|tu) `,
      ].join('|'),
    ),
    except: words(
      'dong vai tro|nhap vai tro|huong dan so|quy dinh (?:so|nay)|the nao|bi xu|xu phat|muc phat',
    ),
    longest: 80,
  },
  // Classified papers and credentials.
  {
    reason: 'secret',
    pattern: words(
      '(?:gui|doc|tom tat|cho xem|cho toi|cho anh|cho em|cho minh|xem|nap|tai|tai len|dua|mo|lay|trich|chep|up|upload|phan tich|dich|scan|noi dung|luu|ban chup|ban sao|anh chup|cho biet) .{0,40}?(?:tuyet mat|toi mat|dau mat|(?:dong |co )?dau (?:mat|tuyet mat|toi mat)|(?:van ban|cong van|tai lieu|file|tep|ho so|ban|phuong an|bao cao) (?:dong dau |co dau |thuoc dien )?mat)',
    ),
    except: words(
      '(?:bao|bi) mat(?! cua)|mat hieu luc|mat di|bi mat nha nuoc|quy dinh|luat|bang duong|thoi han|bao lau|ai duoc|tham quyen|theo mau|nhu the nao|the nao',
    ),
    longest: 60,
  },
  {
    // "MAT_phuong an": the mark in a file name.
    reason: 'secret',
    pattern: words('(?:file|tep|doc|mo|xem|tai lieu) .{0,12}?["“\']?(?:tuyet[_ -]|toi[_ -])?mat[_-]\\p{L}+'),
  },
  {
    reason: 'secret',
    pattern: words(
      'mat khau|pass ?word|passcode|ma (?:pin|otp|dang nhap|kich hoat)|otp|khoa (?:api|bi mat|rieng)|api key|token|pass (?:may|vao|wi-?fi|mang|may tinh)|chu ky so cua|pass (?:wifi|cua|admin)',
    ),
    except: words(
      'dat lai|quy dinh|quy che|theo quy|luat|nghi dinh|phat|may (?:thang|lan|ky tu)|bao nhieu|bao lau|doi mat khau|dai bao|do dai|yeu cau',
    ),
  },
  {
    reason: 'secret',
    pattern: words(
      '(?:tai lieu|van ban|file|tep|cong van|ho so|phuong an) (?:toi |tuyet |dong dau )?mat .{0,40}?(?:gui|chuyen|up|dua|tom tat|qua day|len day|cho (?:toi|anh|em|minh))',
    ),
    except: words(
      'bang duong|duong nao|the nao|quy dinh|luat|thoi han|bao lau|ai duoc|tham quyen|bao mat|nguyen tac|phai',
    ),
    longest: 30,
  },
];
