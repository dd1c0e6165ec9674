import type { ScopeRule } from './scope.ts';

/*
 * What people ask an assistant for that no document answers. The rules follow what is done with the words, not the
 * topic: who is spoken to (the assistant), of whom something private or a judgement is asked, what is to be changed,
 * made up or forgotten. Topics alone decide little, because documents speak of everything.
 */

const start = String.raw`(?<![\p{L}\p{N}])`;
const end = String.raw`(?![\p{L}\p{N}])`;
/** Whole folded words; `pattern` may hold alternatives. */
const words = (pattern: string): RegExp => new RegExp(`${start}(?:${pattern})${end}`, 'u');
/** The same at the beginning. */
const first = (pattern: string): RegExp => new RegExp(`^(?:${pattern})${end}`, 'u');

// --- Persons ---

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
  'ton giao|theo dao|mac benh|bi benh|om dau|vi om|nghi om|bi om|suc khoe|ly hon|ngoai tinh|ruou che|co bac|no nan|di muon|ve som|tron hop|bo hop',
].join('|');
const naming =
  'danh sach|liet ke|ke ten|neu ten|ho ten|ho va ten|ten tuoi|ten (?:cua|cac|nhung)|thong ke (?:ten|nhung|cac)|cho biet ten|cho xin ten|chi ra|chi ten|loc ra|loc giup|loc cho|loc|trich ra|trich|lap ho so|tong hop|ai la|nhung ai';
/** What belongs to a person alone. */
const privateMatters =
  'so dien thoai|sdt|so may|dia chi|nha rieng|nha o dau|cho o|ngay sinh|nam sinh|que quan|que o dau|may tuoi|bao nhieu tuoi|ly lich|ho so ca nhan|so cccd|so cmnd|can cuoc|luong|thu nhap|tai san|nha cua|suc khoe|benh (?:an|tinh|tat|gi)|mac benh|om dau|gia dinh|vo con|vo chong|co (?:vo|chong|con|bo|nguoi yeu)|lay (?:vo|chong)|nguoi yeu|bo nhi|doi tu|chuyen rieng|ton giao|ban be|quan he voi|than voi|tai khoan|facebook|zalo|nhau|no nan|ly hon|ngoai tinh|qua khu';
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

// --- Requests ---

/** Who is asked and how: "Em ơi nhờ em", "hãy", "cho anh". */
const address =
  '(?:(?:alo|nay|oi|e|thoi|hay|xin|vui long|lam on|phien|nho|giup|ho|cho|toi|em|anh|chi|minh|ban|bot|may|tro ly|bac|chu|co|dong chi|muon|can|tu dong|de nghi|yeu cau|mau|nhanh|lap tuc|co the|tra loi|please|luon),? )*?';
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
  'khoi (?:danh sach|kho|he thong|so|bien ban)|vao (?:danh sach|he thong|kho|so(?! tay))|kho (?:tai lieu|van ban|du lieu)|tai khoan|mat khau|quyen (?:quan tri|admin|truy cap)|(?:het|con) hieu luc$|hoan thanh$|da xong$|trong bien ban|biet chi bo',
  'nay$|(?:van ban|tep|file|tai lieu|anh|danh sach|thong bao) nay|vua (?:gui|tai|roi|chup|nhap)|hom qua|hom nay|chieu mai|sang mai|ngay bay gio|(?:het|toan bo|tat ca|sach) (?:cac |nhung )?(?:kho|van ban|du lieu|tai lieu|so lieu|lich su|danh sach)|thung rac|sach kho',
].join('|');
const makeVerbs =
  'viet|viet lai|soan|soan thao|sang tac|lam|dat|nghi (?:ra|giup|ho|cho)|che (?:ra|giup|cho)|tao|ve|thiet ke|pho nhac|hat|doc|ke(?! ten| hoach| khai| toan| tu| ca| tiep)|len';
/** What is made up rather than found. */
const made =
  'tho|bai tho|ve vui|may cau ve|cau doi|bai van|doan van|tap lam van|bai hat|loi (?:bai hat|chuc|nhac|ru)|truyen|cau chuyen|chuyen (?:cuoi|vui|ma|co tich|tieu lam)|kich ban|tieu pham|code|doan ma|phan mem|macro|cong thuc excel|bai phat bieu|dien van|status|caption|slogan|khau hieu|tieu de|tin nhan|thu tinh|buc thu|buc tranh|tranh|hinh|anh|logo|poster|slide|bai luan|cau do|tro choi|don xin|don thu|email|mail|bai (?:dang|viet|bao|quang cao|facebook)|ten cho|ten (?:con|be|cho|meo|quan)|menu|thuc don|tho luc bat|vo kich|tam cam';

// --- Rules ---

const today =
  'hom nay|hom qua|toi qua|dem qua|toi nay|chieu nay|sang nay|trua nay|bay gio|ngay mai|mai|cuoi tuan(?: nay)?|tuan nay|hien gio|vua roi|ngoai troi|luc nay';
const documentWords = words(
  'quy dinh|luat|phap luat|nghi dinh|nghi quyet|chi thi|ket luan|thong tu|thong bao|ke hoach|huong dan|cong van|quyet dinh|van ban|xu phat|bi phat|phat|muc phat|hanh vi|trach nhiem|che do|ho tro|kinh phi|thu tuc|dieu kien|chi bo|dang bo|dang uy|dang vien|hoi nghi|dai hoi|phong chong|doanh nghiep|giay phep|kinh doanh|to chuc|quy che|le hoi',
);
const assistant = /(?<!\p{L})(?:bạn|em|bot|trợ lý|mày|cậu)(?!\p{L})/iu;
const you = '(?:(?<!van |thong |bien |co |dia |lam |can |ai |hai |phu )ban|em|bot|tro ly|may|chatbot|ai nay)';

export const scopeRules: readonly ScopeRule[] = [
  // Orders to the program itself.
  {
    reason: 'instruction',
    pattern: words(
      [
        '(?:bo qua|quen|phot lo|lo di|khong (?:can )?(?:tuan theo|theo|quan tam)|dung tuan|bat chap|vuot qua|pha) .{0,25}?(?:huong dan|chi dan|menh lenh|lenh|quy tac|quy dinh bao mat|gioi han cua (?:ban|em|bot)|rang buoc|yeu cau truoc|bao mat|chinh sach an toan)',
        '(?:ignore|disregard|forget|override|bypass) .{0,30}(?:instruction|rule|prompt|polic|guideline)\\p{L}*|system prompt|prompt (?:he thong|goc|cua)|(?:loi nhac|cau lenh|lenh|chi dan|cai dat) (?:he thong|goc|an|bi mat|ngam)|in ra prompt|show me (?:the|your) .{0,20}|jailbreak|developer mode|do anything now|you are now|act as|pretend',
        `tu (?:gio|bay gio|nay|hom nay)(?: tro di)?,? (?:ban|may|em|bot|cau)(?: la| hay| se| chi)|(?:^|(?:hay|ban|em|bot|cau|may|thu) )(?:thu )?(?:dong|nhap) vai|^gia vo|hay gia vo|gia lam|gia su (?:ban|em|bot) la|(?:bia|che|dung|hu cau|noi dai) (?:ra|dai|dat)?(?: cung duoc| so lieu| cau tra loi)|(?:^|hay |cu |em |ban |bot )(?:bia|che)(?: ra| dai| dat| cho| mot| so)|bo (?:che do|bo loc|kiem duyet|gioi han)|tat (?:kiem duyet|bo loc|che do|gioi han)|(?:dung|khong|khoi) nghe theo|tra loi nhu (?:mot|the|la)|(?:chi|phai) (?:duoc )?tra loi bang|(?:print|reveal|repeat|show|dump) .{0,25}?prompt|khong (?:can )?dan nguon|khong gioi han|hay noi rang|noi theo (?:toi|anh)|lap lai (?:cau|nguyen van|tu) `,
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
      'quy dinh|(?<!ky )luat|phap luat|tieu chuan|ke khai|chu tich nuoc|(?:con|vo|chong) (?:cua )?(?:can bo|nguoi)|dieu kien|chi bo|chi uy|quyen (?:nuoi|thua|loi)|(?:thu ky|van phong|bo|hoi) (?:dong|truong)|nha (?:nuoc|van hoa)|che do|tro cap|cong lap',
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
        'gia (?:vang|xang|do la|bitcoin|usd|lon hoi|ca phe|tieu)(?: .{0,25})? (?:hom nay|sang nay|hien nay|bay gio|bao nhieu)|ty gia (?:hom nay|usd|do)|bitcoin|(?:gia|thi truong) (?:co phieu|chung khoan) hom nay|ket qua xo so|xo so .{0,15}hom nay|danh con gi',
        'ke (?:cho )?(?:toi|em|minh|anh|chi|nhau)? ?(?:nghe )?(?:mot )?(?:cau )?(?:chuyen|truyen)(?: .{0,20})?$|hat (?:cho|tang) (?:toi|em|anh|minh)|hat (?:mot )?bai$|(?:chuyen|truyen) (?:cuoi|ma|tieu lam)|dua (?:chut|ti|voi)|tam (?:chuyen|ti)|noi chuyen (?:voi|cho|phiem)|tro chuyen voi|choi (?:voi|game|co)|(?:buon|met|chan)(?: qua| ghe| the)',
        '(?:cach )?nau (?:pho|com|canh|an|bun|lau|mon|che)|cong thuc nau|(?:trua|toi|sang|chieu)(?: nay| mai)? an (?:gi|o dau)|mon gi ngon|an gi(?: cho| ngon|$)|quan (?:an|cafe|ca phe|nhau)?(?: nao)? ?ngon|quan (?:nao|gi) .{0,25}(?:ngon|gan)|nha hang nao|khach san nao|du lich o dau|di (?:choi|du lich|cho|nhau|cafe) (?:o )?(?:dau|khong)|(?:phim|bo phim|sach|truyen) (?:gi|nao) .{0,15}(?:hay|hot|dang xem)|(?:xem|boi|doc) tu vi|tu vi (?:tuoi|hom|ngay|cung)|cung hoang dao|boi (?:bai|que|toan)|xem (?:giup |ho )?(?:ngay tot|ngay dep|tuoi|boi|phong thuy)|hop tuoi|hen ho|to tinh|yeu duong',
        've (?:may bay|tau|xe)(?: di)? |dat (?:ve|phong|ban|xe|do an)|tong dai|so (?:taxi|xe om)|goi (?:taxi|xe)|sua (?:xe|may|dien|dien thoai|laptop|ong nuoc) o dau|(?:mua|ban) .{2,25} (?:o dau|cho nao) (?:re|tot|ngon|dep)|o dau re|(?:laptop|may tinh|dien thoai|xe|wifi|mang) (?:cua toi |minh )?(?:bi )?(?:cham|hong|hu|treo|mat)|(?:may in|mang) (?:bi )?(?:hong|ket|mat)',
        'giai (?:ho|giup|bai|toan|phuong trinh)|bai (?:toan|tap)(?: ve nha| nay| cua con)|lam (?:ho )?bai tap|thu do (?:cua )?(?:nuoc )?(?:phap|my|anh|nhat|lao|thai lan|trung quoc|han quoc|nga|duc|y)',
        '(?:troi|thoi tiet) .{0,20}?(?:oi|nong|lanh|ret|am u|dep)(?: qua)?(?: nhi| the| ha)?$|sap (?:mua|bao|ret)|(?:mua|nong|ret|oi)(?: qua| ghe)(?: nhi)?$|(?:di|ru|lam) nhau (?:di|thoi|nhe|khong|o dau)|(?:dien thoai|laptop|may tinh|tivi|tu lanh|xe may|o to|man hinh) .{0,20}?(?:vo|hong|hu|cham|sua).{0,25}?(?:bao nhieu|o dau|sao|nao)|(?:tau|xe|may bay) (?:chay|di|bay|ve) .{0,15}?(?:may gio|que|luc nao)|may gio .{0,8}(?:tau|xe|may bay)|(?:nau|kho|xao|luoc|nuong|hap|ran|uop|muoi) .{1,20}? (?:the nao|sao|nhu nao|bao lau) (?:cho |de |thi )?(?:mem|ngon|chin|gion|thom)|con (?:toi|minh|em) .{0,12}?(?:bieng an|khoc|hoc kem|luoi)|uong thuoc gi|bi dau (?:dau|bung|rang|lung)|dau (?:dau|bung|rang|lung) (?:thi |phai |nen )?(?:uong|lam)|cach (?:giam can|chua|tri)|giam can',
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
  // Manners. Last: they may stand before a question.
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
