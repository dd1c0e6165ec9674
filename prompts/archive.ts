/* What people read about archives and e-mails that are taken apart. */

/** Names for what an archive does not name itself, or must not. */
export const archiveName = {
  nameless: (ordinal: number): string => `tệp số ${ordinal}`,
  /** In place of a name that carries a mark of secrecy itself. */
  hidden: 'tệp có dấu hiệu độ mật',
} as const;

/** Names for the parts of an e-mail; `extension` without a dot. */
export const mailName = {
  attachment: (ordinal: number, extension: string): string => `đính kèm ${ordinal}.${extension}`,
  body: (subject: string): string => (subject === '' ? 'Thư điện tử' : `Thư - ${subject}`),
} as const;

/** The text of an e-mail as a document; `date` is an ISO time or as the mail wrote it. */
export function mailDocument(mail: { subject: string; date: string | null; text: string }): string {
  const day = /^(\d{4})-(\d{2})-(\d{2})/u.exec(mail.date ?? '');
  const sent = day ? `Ngày gửi: ${day[3]}/${day[2]}/${day[1]}` : '';
  return [mail.subject, sent, mail.text].filter((part) => part !== '').join('\n\n');
}
