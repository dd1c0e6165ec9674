import PostalMime from 'postal-mime';
import { mailDocument, mailName } from '../../prompts/archive.ts';
import { oneLine } from '../../text/normalise.ts';
import type { Member } from './archive.ts';

/** An e-mail with fewer words of its own only says what is attached. */
const fewestWords = 80;

/** How deep the parts of a message may be nested; real ones stay below ten. */
const maxNestingDepth = 50;

/** A mail taken apart: what stands above it, and what may become documents. */
export interface Mail {
  subject: string;
  members: Member[];
}

/**
 * Takes an e-mail apart: its attachments, and its own text as a document where it says more than that something is
 * attached, or where nothing is. Pictures that belong to the layout of the message are left out.
 * @throws Error where it is damaged beyond reading
 */
export async function openMail(bytes: Uint8Array): Promise<Mail> {
  const mail = await PostalMime.parse(bytes, { maxNestingDepth, forceRfc822Attachments: true });
  const members: Member[] = [];
  for (const [index, attachment] of mail.attachments.entries()) {
    const isLayout =
      attachment.mimeType.startsWith('image/') &&
      (attachment.related === true || attachment.contentId !== undefined);
    if (isLayout && attachment.disposition !== 'attachment') continue;
    if (
      /^(?:text\/calendar|application\/(?:pkcs7|pgp)-signature|application\/ms-tnef)/u.test(
        attachment.mimeType,
      )
    )
      continue;
    const { content } = attachment;
    members.push({
      path: attachment.filename ?? mailName.attachment(index + 1, extensionOf(attachment.mimeType)),
      bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
    });
  }
  const subject = oneLine(mail.subject ?? '');
  const body = bodyOf(mail);
  const words = ownWords(body.text);
  if (words >= fewestWords || (members.length === 0 && words > 0)) {
    const document = body.html ?? mailDocument({ subject, date: mail.date ?? null, text: body.text });
    members.unshift({
      path: `${mailName.body(subject)}.${body.html === null ? 'txt' : 'html'}`,
      bytes: new Uint8Array(Buffer.from(document, 'utf8')),
    });
  }
  return { subject, members };
}

/** Plain text where the mail has it; HTML keeps tables, so that it is taken where it has some. */
function bodyOf(mail: { text?: string | undefined; html?: string | undefined }): {
  text: string;
  html: string | null;
} {
  const fromHtml = (mail.html ?? '').replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/giu, ' ');
  const hasOwnText = (mail.text ?? '').trim() !== '';
  const isHtml = mail.html !== undefined && (!hasOwnText || /<table\b/iu.test(mail.html));
  return { text: hasOwnText ? (mail.text as string) : fromHtml, html: isHtml ? (mail.html as string) : null };
}

/** Words that are not quoted from the mail that is answered. */
const ownWords = (text: string): number =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join(' ')
    .match(/\p{L}+/gu)?.length ?? 0;

const extensionOf = (mimeType: string): string =>
  ({
    'application/pdf': 'pdf',
    'message/rfc822': 'eml',
    'image/jpeg': 'jpg',
    'image/png': 'png',
    'text/plain': 'txt',
    'text/html': 'html',
    'application/zip': 'zip',
  })[mimeType] ?? 'bin';
