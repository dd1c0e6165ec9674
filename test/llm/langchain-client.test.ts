import { ChatPromptTemplate } from '@langchain/core/prompts';
import { ChatOpenAI } from '@langchain/openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { minutes, reading, statistics } from '../../prompts/understanding.ts';
import { messageReadingSchema } from '../../rag/understanding/reading-schema.ts';
import { startOpenAiServer, type OpenAiServer } from '../fakes/openai-server.ts';

/*
 * LangChain's own client against the double, with our prompts and shapes: what we ask for is asked in a way that any
 * client could, and the double is a server that any client could use.
 */

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());

it('reads a message with our prompt and shape', async () => {
  const value = {
    intent: 'question',
    question: 'Mức đóng đảng phí là bao nhiêu?',
    replaced: [],
    entities: [],
    asOf: null,
    command: null,
  };
  server.chat.push({ type: 'say', pieces: [JSON.stringify(value)] });
  const model = new ChatOpenAI({
    model: 'm',
    apiKey: 'k',
    configuration: { baseURL: server.url },
    maxRetries: 0,
  });
  const chain = ChatPromptTemplate.fromMessages([
    ['system', reading.system],
    ['user', reading.user],
  ]).pipe(model.withStructuredOutput(messageReadingSchema, { method: 'jsonSchema' }));
  const answered = await chain.invoke({
    today: '10/8/2026',
    previous: '',
    message: 'tiền {đảng} là mấy',
    headings: '',
    commands: '',
  });
  expect(answered).toEqual(value);
  const [, user] = server.calls[0]?.body['messages'] as { content: string }[];
  expect(user?.content).toContain('tiền {đảng} là mấy');
});

it.each([reading, statistics, minutes])(
  'a prompt names its task and carries a version of its own words',
  (prompt) => {
    expect(prompt.name).toMatch(/^[a-z-]{1,64}$/u);
    expect(prompt.version).toMatch(new RegExp(`^${prompt.name}/[0-9a-f]{8}$`, 'u'));
    const versions = [reading, statistics, minutes].map(({ version }) => version.split('/')[1]);
    expect(new Set(versions).size).toBe(3);
  },
);
