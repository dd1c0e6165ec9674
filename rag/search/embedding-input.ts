/** How texts are put before one model: models of some families were trained with a word in front of each text. */
export interface InputForm {
  /** Kept with the vectors: vectors of another form are made anew. */
  name: string;
  query(text: string): string;
  passage(chunk: { context: string; heading: string; text: string }): string;
}

/**
 * The words in front that the cards of the models ask for; without them these models find markedly worse. Names are
 * matched anywhere, because servers add owners and quantisations: 'hf.co/intfloat/multilingual-e5-small:Q8_0'.
 */
const families: readonly { name: string; model: RegExp; query: string; passage: string }[] = [
  {
    name: 'instruct',
    model: /e5-[a-z0-9-]*instruct|qwen3-embedding/iu,
    query: 'Instruct: Given a question, retrieve passages of regulations that answer it\nQuery: ',
    passage: '',
  },
  { name: 'e5', model: /(?:^|[^a-z0-9])e5-/iu, query: 'query: ', passage: 'passage: ' },
  { name: 'nomic', model: /nomic-embed-text/iu, query: 'search_query: ', passage: 'search_document: ' },
  {
    name: 'gemma',
    model: /embedding-?gemma/iu,
    query: 'task: search result | query: ',
    passage: 'title: none | text: ',
  },
];

/** Raised whenever what a passage says of itself to a model changes. */
const version = 1;

/** The form of texts for `model`; plain where its family wants nothing. */
export function inputForm(model: string): InputForm {
  const family = families.find((one) => one.model.test(model));
  return {
    name: `${family?.name ?? 'plain'}/${version}`,
    query: (text) => `${family?.query ?? ''}${text}`,
    passage({ context, heading, text }) {
      // The context line usually ends in the heading; said twice it would weigh twice.
      const head = [context, context.includes(heading) ? '' : heading].filter((part) => part !== '');
      return `${family?.passage ?? ''}${[...head, text].join('\n')}`;
    },
  };
}
