/* Words of the pages beside the chat. */

/** Titles of the views, in menus and on their pages. */
export const titles = {
  documents: 'Sổ văn bản',
  meetings: 'Cuộc họp',
  calendar: 'Lịch họp',
  tasks: 'Nhiệm vụ',
  statistics: 'Thống kê',
  accounts: 'Tài khoản',
  audit: 'Nhật ký thao tác',
  feedback: 'Ý kiến góp về',
} as const;
