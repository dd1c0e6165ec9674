/** What the assistant says about itself. */

export const commandHelp = {
  trogiup: 'các việc trợ lý làm được; thêm tên lệnh để xem riêng lệnh đó',
} as const;

export const commandHelpExample = '/trogiup hop';

/** `name` of the account. The disclosure that this is a program comes first, on every channel. */
export const greeting = (name: string): string =>
  `Xin chào đồng chí **${name}**. Đây là trợ lý tự động của cơ quan: trả lời câu hỏi về văn bản kèm trích dẫn nguồn, ` +
  'và giúp các việc dưới đây. Đồng chí có thể gõ có dấu hoặc không dấu.';

export const howToAsk =
  'Muốn hỏi về văn bản, cứ gõ câu hỏi như bình thường. Câu trả lời luôn kèm nơi trích; không có căn cứ thì trợ lý nói rõ là không có.';

/** Lines of the list of commands; `example` is written as the person would type it. */
export function commandLine(command: {
  name: string;
  description: string;
  example?: string | undefined;
}): string {
  const example = command.example === undefined ? '' : `\n  Ví dụ: ${command.example}`;
  return `- **/${command.name}**: ${command.description}${example}`;
}

export const stopHint = 'Gõ “dừng” để dừng câu trả lời hoặc việc đang làm dở.';

/** For one command. */
export function oneCommand(command: {
  name: string;
  aliases?: readonly string[] | undefined;
  description: string;
  example?: string | undefined;
}): string {
  const aliases = command.aliases?.length
    ? `\nGõ tắt: ${command.aliases.map((name) => `/${name}`).join(', ')}`
    : '';
  return commandLine(command).slice('- '.length) + aliases;
}

export const noSuchCommand = (typed: string): string =>
  `Không có lệnh “${typed}” trong những việc đồng chí được giao. Gõ /trogiup để xem tất cả.`;

export const inGroupHint = 'Trong nhóm chỉ dùng được những việc ai cũng được giao; việc khác xin nhắn riêng.';
