import { fileSize } from './channels.ts';

/** What is said of files that a messenger keeps for us and that could not be taken over. */
export const remoteFiles = {
  gone: 'Không tải được tệp từ ứng dụng nhắn tin (liên kết đã hết hạn hoặc không mở được). Vui lòng gửi lại, hoặc gửi tệp trên trang web của trợ lý.',
  tooLarge: (maxBytes: number): string =>
    `Tệp lớn hơn mức cho phép (${fileSize(maxBytes)}). Vui lòng gửi tệp nhỏ hơn.`,
} as const;
