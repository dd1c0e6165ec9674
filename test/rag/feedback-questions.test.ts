import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { evaluateAnswers } from '../../eval/answers.ts';
import { createEvalQuestions, type EvalQuestion } from '../../rag/kept/feedback-questions.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedback-'));
});
afterEach(() => rm(folder, { recursive: true }));

const question: EvalQuestion = {
  id: 'gop-y-1',
  question: 'Phòng máy của huyện đóng cửa lúc mấy giờ?',
  answer_spans: ['18 giờ 15 phút'],
  docs: ['noi-quy.txt'],
  answerable: true,
  kind: 'feedback-wrong',
};
const other = {
  ...question,
  id: 'gop-y-2',
  question: 'Phòng máy có bao nhiêu ghế?',
  answer_spans: [],
  docs: [],
};

describe('questions that come from remarks', () => {
  it('are kept one a line; the same one again replaces itself', async () => {
    const set = createEvalQuestions(join(folder, 'a', 'set.jsonl'));
    expect(await set.add(question)).toBe(1);
    expect(await set.add({ ...other, answerable: false })).toBe(2);
    expect(await set.add({ ...question, kind: 'feedback-incomplete' })).toBe(2);
    const lines = (await readFile(set.path, 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as EvalQuestion).kind)).toEqual([
      'feedback-wrong',
      'feedback-incomplete',
    ]);
  });

  it('keep a line that somebody spoilt by hand', async () => {
    const path = join(folder, 'set.jsonl');
    await writeFile(path, 'hỏng\n');
    expect(await createEvalQuestions(path).add(question)).toBe(2);
    expect(await readFile(path, 'utf8')).toMatch(/^hỏng\n\{/u);
  });

  it('are what capuy eval answers runs', async () => {
    const set = createEvalQuestions(join(folder, 'set.jsonl'));
    await set.add(question);
    await set.add({ ...other, answerable: false });
    const docs = join(folder, 'docs');
    await mkdir(docs);
    await writeFile(
      join(docs, 'noi-quy.txt'),
      'NỘI QUY\nphòng máy của huyện\n\nĐiều 1. Giờ mở cửa\n1. Phòng máy của huyện mở cửa lúc 7 giờ.\n2. Phòng máy của huyện đóng cửa lúc 18 giờ 15 phút.\n',
    );
    const written: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      written.push(String(chunk));
      return true;
    });
    const code = await evaluateAnswers([set.path, '--docs', docs, '--json']);
    write.mockRestore();
    expect(code).toBe(0);
    expect(JSON.parse(written.at(-1) ?? '')).toMatchObject({
      answerable: { n: 1, spanShown: 1, rightDocument: 1 },
      unanswerable: { n: 1 },
    });
  });
});
