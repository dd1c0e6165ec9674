import type { Usage } from '../../llm/model.ts';
import { createModels } from '../../llm/openai.ts';
import { realEndpoint, startEndpoint } from '../support/model-endpoint.ts';
import { describeModels, type Has } from './model.ts';

const all = { chat: true, embedder: true, transcriber: true, reranker: true };
const chatOnly = { chat: true, embedder: false, transcriber: false, reranker: false };

describeModels('an endpoint that can everything', all, () => startEndpoint('plain'));
describeModels('an endpoint that can nothing but answer', chatOnly, () =>
  startEndpoint('bare', { chatModel: 'nho-1' }),
);
describeModels('an endpoint with a thinking model', chatOnly, () => startEndpoint('thinking'));
describeModels('an endpoint behind a network that tears everything', chatOnly, () => startEndpoint('torn'));

const real = realEndpoint();
if (real) {
  const usages: Usage[] = [];
  const models = createModels(real, { onUsage: (usage) => usages.push(usage) });
  const has = Object.fromEntries(Object.entries(models).map(([kind, model]) => [kind, model !== null]));
  describeModels('the endpoint at CAPUY_TEST_MODEL_URL', has as Has, () =>
    Promise.resolve({ models, usages, close: () => Promise.resolve() }),
  );
}
