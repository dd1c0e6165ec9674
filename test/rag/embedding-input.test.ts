import { describe, expect, it } from 'vitest';
import { inputForm } from '../../rag/search/embedding-input.ts';

describe('texts for a model', () => {
  const chunk = { context: 'Quy chế 1 > Điều 2', heading: 'Điều 2', text: 'Nội dung' };

  it('are plain, with the heading once', () => {
    const form = inputForm('text-embedding-3-small');
    expect(form.query('hỏi')).toBe('hỏi');
    expect(form.passage(chunk)).toBe('Quy chế 1 > Điều 2\nNội dung');
    expect(form.passage({ ...chunk, context: 'Quy chế 1' })).toBe('Quy chế 1\nĐiều 2\nNội dung');
  });

  it.each([
    ['intfloat/multilingual-e5-small', 'query: hỏi', 'passage: '],
    ['intfloat/multilingual-e5-large-instruct', 'Instruct: ', 'Quy chế'],
    ['nomic-embed-text:latest', 'search_query: hỏi', 'search_document: '],
    ['bge-m3', 'hỏi', 'Quy chế'],
  ])('of %s begin as its family wants it', (model, query, passage) => {
    const form = inputForm(model);
    expect(form.query('hỏi').startsWith(query)).toBe(true);
    expect(form.passage(chunk).startsWith(passage)).toBe(true);
  });
});
