/** What the command line says about itself. Each subcommand words its own results in its room's file. */

export const usage = `capuy: trợ lý cấp ủy

Cách dùng: npx capuy LỆNH [tham số]

  start                         chạy trợ lý: trang web và các kênh đã cấu hình (npm start)
  chat [--json] [--as TÊN]      trò chuyện ngay trong cửa sổ lệnh
  ingest TỆP… [--scope public|internal] [--yes] [--report TỆP] [--json]
                                nạp văn bản: tệp hoặc thư mục
  search "câu hỏi" [--k 10] [--as-of NGÀY] [--json]
                                tìm đoạn văn bản
  members import TỆP            nạp danh sách đảng viên (.xlsx, .csv)
  members events|holidays TỆP   nạp biến động đảng viên, ngày nghỉ lễ
  members retention|forget      thời hạn giữ tên người cũ; xóa danh sách
  units import TỆP              nạp danh sách tổ chức đảng (.xlsx, .csv)
  figures import TỆP            nạp bảng số liệu đã báo cáo (.xlsx, .csv)
  account add|list|code|disable tài khoản và mã liên kết
  demo load|remove              nạp hoặc gỡ dữ liệu mẫu
  eval [TÊN] …                  đo chất lượng trên bộ câu hỏi; không có tên thì liệt kê
  bench [--quick]               đo tốc độ, bộ nhớ so với định mức và với công cụ khác
  backup [TỆP] [--encrypt]      sao lưu tất cả vào một tệp, cả khi trợ lý đang chạy
  backup --check TỆP            kiểm tra một bản sao lưu
  restore TỆP [--to THƯ_MỤC]    phục hồi bản sao lưu vào nơi còn trống
  move [--back]                 chuyển sang máy chủ PostgreSQL, hoặc chuyển về
  retention [--run]             xem thiết lập nào tự xóa gì, sau bao lâu
  migrate                       cập nhật cấu trúc dữ liệu
  doctor [--json]               kiểm tra toàn bộ cài đặt và nói cần làm gì

Cấu hình đọc từ biến môi trường và tệp .env (xem .env.example).
`;

export const unknownCommand = (name: string): string =>
  `Không có lệnh “${name}”. Gõ “npx capuy help” để xem các lệnh.\n`;

export const startUsage =
  'Cách dùng: npx capuy start (cổng và địa chỉ đặt bằng PORT, HOST; xem .env.example)\n';
export const started = ({ url, signInUrl }: { url: string; signInUrl: string }): string =>
  signInUrl === ''
    ? `\nTrợ lý cấp ủy đang chạy, không có trang web; tình trạng xem tại ${url}/health\n\nBấm Ctrl+C để dừng.\n`
    : `\nTrợ lý cấp ủy đang chạy tại ${url}\n\nMở liên kết này trên máy này để vào với quyền quản trị (dùng một lần, trong 60 phút):\n  ${signInUrl}\n\nBấm Ctrl+C để dừng.\n`;
/** Said after `started` where there are backups and no database. `madeAt`: as people write it. */
export const startedEmpty = (backup: string, madeAt: string): string =>
  `
CHÚ Ý: thư mục dữ liệu không có cơ sở dữ liệu nào nên trợ lý bắt đầu từ đầu, chưa có gì của cơ quan. Có bản sao lưu lúc ${madeAt}:
  ${backup}
Nếu cần dữ liệu đó, bấm Ctrl+C để dừng rồi chạy:
  npx capuy restore "${backup}" --to ./data-moi
`;
export const stopping = '\nĐang dừng, chờ các câu trả lời dở dang…\n';

export const benchUsage = (parts: readonly string[]): string =>
  `Cách dùng: npx capuy bench [--part ${parts.join('|')}]… [--corpus THƯ_MỤC] [--quick] [--chunks 40000] [--rounds 3]
       [--growth 10000,40000,160000,640000] [--draw THƯ_MỤC] [--keep THƯ_MỤC] [--database postgres://…]
       [--baseline TỆP] [--write-baseline TỆP] [--against THƯ_MỤC] [--slow TỶ_LỆ] [--prove SỐ_LẦN] [--chromium TỆP] [--json]\n`;

export const evalUsage = (names: readonly string[]): string =>
  `Cách dùng: npx capuy eval ${names.join('|')} …\n`;
