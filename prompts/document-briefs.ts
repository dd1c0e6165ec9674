import { formatDate } from '../text/dates.ts';
import { documentCard } from './answers.ts';

/* Lists of kept documents, the summary of one, and its tasks with their deadlines. */

interface Head {
  symbol: string | null;
  typeName: string;
  subject: string | null;
  title: string;
  issuedOn: string | null;
  issuer: string | null;
}

/** 'nghị quyết của Tỉnh ủy ban hành năm 2024' */
const kindText = (typeName: string | null, issuer: string | null, issued: string | null): string =>
  `${typeName === null ? 'văn bản' : typeName.toLowerCase()}${issuer ? ` của ${issuer}` : ''}${issued ? ` ban hành ${issued}` : ''}`;

/** What was asked for, in the words of the list. */
export interface ListWords {
  typeName: string | null;
  issuer: string | null;
  issued: string | null;
  matter: string;
}

export const keptDocumentsLead = (count: number, { typeName, issuer, issued, matter }: ListWords): string =>
  `Trong kho, phần đồng chí được xem có ${count} ${kindText(typeName, issuer, issued)}${matter ? ` có trích yếu nêu “${matter}”` : ''}${count > 1 ? ', mới nhất trước:' : ':'}`;
export const mentioningDocumentsLead = (
  count: number,
  { typeName, issuer, issued, matter }: ListWords,
): string =>
  `Trong kho, phần đồng chí được xem không có ${kindText(typeName, issuer, issued)} nào có trích yếu nêu “${matter}”. ${count} văn bản dưới đây có đoạn nói đến:`;
export const noKeptDocuments = ({ typeName, issuer, issued, matter }: ListWords): string =>
  `Trong kho, phần đồng chí được xem không có ${kindText(typeName, issuer, issued)}${matter ? ` về “${matter}”` : ''}.`;
export const newestDocumentLead = (words: ListWords, document: Head): string =>
  `${capital(kindText(words.typeName, words.issuer, words.issued))} mới nhất trong kho${words.matter ? ` có trích yếu nêu “${words.matter}”` : ''}: ${documentCard(document)}`;

export const whichDocumentLead =
  'Có nhiều văn bản ứng với yêu cầu; đồng chí hỏi lại kèm ký hiệu và ngày của văn bản cần xem:';

export const briefLead = (document: Head): string =>
  `Tóm tắt ${documentCard(document)} Mỗi dòng là nguyên văn:`;
export const briefHead = ['Phần', 'Nguyên văn', 'Vị trí'] as const;
export const briefParts = {
  signer: 'Người ký',
  scope: 'Phạm vi, đối tượng',
  content: 'Nội dung',
  task: 'Việc có thời hạn',
  effect: 'Hiệu lực',
  replaced: 'Thay thế, bãi bỏ',
} as const;
export const briefMore = (count: number): string => `… và ${count} mục khác trong văn bản`;
export const briefWithoutStructure = (document: Head): string =>
  `Tôi chưa tóm tắt được ${nameOf(document)}: bản trong kho không đọc ra các phần, mục, điều. Đồng chí mở nguyên văn hoặc hỏi từng nội dung cụ thể.`;
export const briefOfPoorReading = (document: Head): string =>
  `Tôi không tóm tắt ${nameOf(document)}: chữ đọc từ bản quét không đủ rõ để trích đúng. Đồng chí mở nguyên văn.`;

export const taskHead = ['Đơn vị, người thực hiện', 'Nội dung', 'Thời hạn', 'Vị trí'] as const;
export const tasksLead = (document: Head, count: number, without: number): string =>
  `${nameOf(document)} nêu ${count} việc${without > 0 ? `, trong đó ${without} việc không ghi thời hạn` : ''}. Các ô là nguyên văn:`;
export const deadlinesLead = (document: Head, count: number): string =>
  `${nameOf(document)} nêu ${count} mốc thời gian. Các ô là nguyên văn:`;
export const noTasks = (document: Head): string =>
  `${nameOf(document)} trong kho không có đoạn nào giao việc hoặc ghi thời hạn như câu hỏi nêu.`;
export const noDeadline = 'không ghi thời hạn';
export const noDoer = 'không ghi rõ';
export const moreTasks = (count: number): string => `… và ${count} việc khác`;

const nameOf = (document: Head): string =>
  `${document.symbol ? `${document.typeName} số ${document.symbol}` : `“${document.title}”`}${document.issuedOn ? ` ngày ${formatDate(document.issuedOn)}` : ''}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
