/* What the person who installs reads where several processes share a database server. */

/** The folder of files is not the one that the other processes use. */
export const foreignFileFolder = (folder: string): string =>
  `CAPUY_DATA_DIR: thư mục ${folder} không có tệp nào của các tài liệu đã lưu trong cơ sở dữ liệu. ` +
  'Các tiến trình dùng chung một máy chủ cơ sở dữ liệu phải dùng chung một thư mục dữ liệu (ổ đĩa mạng, hoặc cùng một máy). ' +
  'Mời đặt CAPUY_DATA_DIR trỏ đến thư mục chung đó, hoặc khôi phục tệp từ bản sao lưu, rồi chạy lại.';
