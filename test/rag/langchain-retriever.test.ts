import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { PassageRetriever } from '../../rag/search/langchain-retriever.ts';
import { createRetriever } from '../../rag/search/retriever.ts';
import { describeEachDatabase } from '../support/database.ts';
import { outside, useEmbeddingOffice } from './embedding-office.ts';

describeEachDatabase('passages', (open) => {
  const office = useEmbeddingOffice(open);
  const { addDocument } = office;

  it('reach a LangChain chain through the retriever, on behalf of one viewer', async () => {
    const documentId = await addDocument(['Nộp báo cáo hằng tháng.']);
    await addDocument(['Nộp báo cáo hằng quý.'], 'internal');
    const store = createRetriever({ db: office.db, logger: silentLogger });
    const retriever = new PassageRetriever(store, { viewer: outside });
    const [document, ...others] = await retriever.invoke('nộp báo cáo');
    expect(others).toEqual([]);
    expect(document?.metadata).toMatchObject({ documentId, locator: 'khoản 1' });

    const chain = RunnableSequence.from([
      {
        passages: retriever.pipe((found) => found.map((one) => one.pageContent).join('\n')),
        question: new RunnablePassthrough(),
      },
      ChatPromptTemplate.fromTemplate('{question}\n{passages}'),
    ]);
    expect((await chain.invoke('nộp báo cáo')).toString()).toContain('Nộp báo cáo hằng tháng.');
  });
});
