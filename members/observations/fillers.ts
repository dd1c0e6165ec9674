/** Words of a typed line that say nothing about its figure, folded. */
export const fillers = new Set(
  (
    'nhap so lieu co hien la tong cong so luong duoc voi gom trong do nguoi dong chi d c to chuc the tam cua o tai toan ' +
    'thuoc va cho dat muc den ngay nay nhu sau da xet truong hop'
  ).split(' '),
);
