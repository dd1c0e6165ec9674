import { startOpenAiServer, type OpenAiServer } from '../fakes/openai-server.ts';
import type { Person } from './person.ts';
import { startOffice, type RunningOffice } from './running-office.ts';

/** An office on the demo data with models of its own: a real HTTP server that says what each test scripts. */
export interface ModelOffice {
  office: RunningOffice;
  model: OpenAiServer;
  admin: Person;
  /** Starts the assistant again on the same folder, with other settings beside its models. */
  restart(settings?: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

const models = { CHAT_MODEL: 'van-phong-1', EMBEDDING_MODEL: 'vec-to-1', TRANSCRIPTION_MODEL: 'nghe-1' };
const allowance = { CHAT_PRICE_INPUT: '2', CHAT_PRICE_OUTPUT: '6', MODEL_DAILY_COST: '1' };

/** Opens the one office that the tests of models share, because opening one takes most of their time. */
export async function openModelOffice(embed: (text: string) => number[]): Promise<ModelOffice> {
  const model = await startOpenAiServer();
  model.embed = embed;
  const settings = { ...models, CAPUY_DEMO: 'yes', OPENAI_BASE_URL: model.url };
  const office = await startOffice({ ...settings, ...allowance, MODEL_TIMEOUT_SECONDS: '5' });
  const at: ModelOffice = {
    office,
    model,
    admin: await office.signInAdmin(),
    async restart(changed = {}) {
      await office.restart({ ...settings, MODEL_TIMEOUT_SECONDS: '5', ...changed });
      this.admin = await office.comeBack(this.admin.cookie);
    },
    async close() {
      await office.stop();
      await model.close();
    },
  };
  return at;
}
