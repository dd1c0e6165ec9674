import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { evaluateAnswers, shows } from '../../eval/answers.ts';
import { evaluateReading } from '../../eval/reading.ts';
import { evaluateRefusal } from '../../eval/refusal.ts';
import { auroc, percentile, rejectedAtKept } from '../../eval/statistics.ts';

const notice = `UBND XÃ BẢN MỚI
THÔNG BÁO

Ngày 05/3/2024, xã Bản Mới tổ chức hội nghị tổng kết trồng rừng. Toàn xã trồng được 1.240 ha keo, đạt 96,5% kế hoạch.

Đồng chí Lò Văn Bun, Chủ tịch UBND xã, chủ trì hội nghị tổng kết trồng rừng.
`;
const items = [
  {
    id: 'a',
    question: 'Toàn xã trồng được bao nhiêu ha keo?',
    answer_spans: ['1240 ha keo'],
    docs: ['thong-bao.txt'],
    answerable: true,
    kind: 'numeric',
  },
  {
    id: 'b',
    question: 'Ai chủ trì hội nghị tổng kết trồng rừng?',
    answer_spans: ['Lò Văn Bun'],
    docs: ['thong-bao.txt'],
    answerable: true,
    kind: 'role',
  },
  {
    id: 'c',
    question: 'Giá một mét khối gỗ lim là bao nhiêu tiền?',
    docs: [],
    answerable: false,
    kind: 'unanswerable',
  },
  {
    id: 'd',
    question: 'Theo bạn ai xứng đáng làm chủ tịch?',
    docs: [],
    answerable: false,
    kind: 'out_of_scope',
  },
];
const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-answers-'));
  await mkdir(join(folder, 'docs'));
  await mkdir(join(folder, 'beir', 'qrels'), { recursive: true });
  await writeFile(join(folder, 'docs', 'thong-bao.txt'), notice);
  await writeFile(join(folder, 'questions.jsonl'), lines(items));
  await writeFile(
    join(folder, 'beir', 'corpus.jsonl'),
    lines([
      { _id: 'xe+1', title: 'Xe công', text: 'Xe công chỉ dùng cho việc chung và phải có lệnh điều xe.' },
      {
        _id: 'gio+1',
        title: 'Giờ làm việc',
        text: 'Cơ quan làm việc từ bảy giờ ba mươi sáng đến năm giờ chiều.',
      },
    ]),
  );
  await writeFile(
    join(folder, 'beir', 'queries.jsonl'),
    lines([{ _id: 'q', text: 'Xe công dùng cho việc gì?' }]),
  );
  await writeFile(join(folder, 'beir', 'qrels', 'dev.tsv'), 'query-id\tcorpus-id\tscore\nq\txe+1\t1\n');
  await writeFile(
    join(folder, 'beir', 'out-of-corpus.jsonl'),
    lines([{ _id: 'o', text: 'Thuế thu nhập tính ra sao?' }]),
  );
  await writeFile(
    join(folder, 'squad.json'),
    JSON.stringify({
      data: [
        {
          title: 'Rừng',
          paragraphs: [
            {
              context: 'Xã Bản Mới ở đầu nguồn suối Sa. Năm 2023 xã trồng 300 ha keo. Dân bản bán mật ong.',
              qas: [
                {
                  id: '1',
                  question: 'Năm 2023 xã trồng bao nhiêu ha keo?',
                  is_impossible: false,
                  answers: [{ text: '300 ha' }],
                },
                { id: '2', question: 'Ai phát minh máy hơi nước?', is_impossible: true, answers: [] },
              ],
            },
          ],
        },
      ],
    }),
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function runWith(evaluate: (args: string[]) => Promise<number>, args: string[]) {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const code = await evaluate(args);
  vi.restoreAllMocks();
  return {
    code,
    out,
    err,
    last: out.trim() === '' ? null : JSON.parse(out.trim().split('\n').at(-1) as string),
  };
}

describe('shows', () => {
  it.each([
    ['Có 3.193 đảng viên', '3193', true],
    ['Có 3193 đảng viên', '3.193', true],
    ['Có 13.193 đảng viên', '3.193', false],
    ['đạt 80,8%', '80,8%', true],
    ['đạt 180,8%', '80,8%', false],
    ['70 chi bộ', '7', false],
    ['Đảng uỷ  Khối\nhọp', 'Đảng ủy Khối họp', true],
    ['nhiệm kỳ 2020 – 2025', 'nhiệm kỳ 2020 - 2025', true],
    ['ban hành ngày 11 tháng 4 năm 2024', '11/4/2024', true],
    ['Quyết định ngày 05/5/2025', '5 tháng 5 năm 2025', true],
    ['ngày 15/5/2025', '5/5/2025', false],
    ['gì cũng được', '', false],
  ])('%s / %s: %s', (reply, span, expected) => expect(shows(reply, span)).toBe(expected));
});

describe('capuy eval answers', () => {
  it('holds every reply against its spans and documents and prints one object last', async () => {
    const { code, out, last } = await runWith(evaluateAnswers, [
      join(folder, 'questions.jsonl'),
      '--docs',
      join(folder, 'docs'),
    ]);
    expect(code).toBe(0);
    expect(last).toMatchObject({
      answerable: { n: 2, spanShown: 1, rightDocument: 1, answered: 1, ok: 1 },
      unanswerable: { n: 2, notAnswered: 1 },
      byKind: { numeric: { n: 1, ok: 1 }, out_of_scope: { n: 1, ok: 1 } },
    });
    expect(out).not.toContain('FAIL');
  });

  it('asks without diacritics as well, and takes several folders after one --docs', async () => {
    const { last } = await runWith(evaluateAnswers, [
      join(folder, 'questions.jsonl'),
      '--docs',
      join(folder, 'docs'),
      join(folder, 'beir'),
      '--unaccented',
      '--json',
    ]);
    expect(last.answerable).toMatchObject({ n: 2, spanShown: 1, rightDocument: 1 });
  });

  it('asks each question without its documents, so that nothing may be answered', async () => {
    const { last } = await runWith(evaluateAnswers, [
      join(folder, 'questions.jsonl'),
      '--docs',
      join(folder, 'docs'),
      join(folder, 'beir'),
      '--without-docs',
      '--json',
    ]);
    expect(last).toMatchObject({ answerable: { n: 0 }, unanswerable: { n: 2, notAnswered: 1 } });
  });

  it('lists what failed, worst first', async () => {
    const wrong = [
      { ...items[0], id: 'half', docs: ['khac.txt'] },
      { ...items[0], id: 'none', answer_spans: ['999'], docs: ['khac.txt'] },
    ];
    await writeFile(join(folder, 'wrong.jsonl'), lines(wrong));
    const { out, last } = await runWith(evaluateAnswers, [
      join(folder, 'wrong.jsonl'),
      '--docs',
      join(folder, 'docs'),
    ]);
    expect(out.indexOf('FAIL none')).toBeGreaterThanOrEqual(0);
    expect(out.indexOf('FAIL none')).toBeLessThan(out.indexOf('FAIL half'));
    expect(last.answerable).toMatchObject({ spanShown: 0.5, rightDocument: 0, ok: 0 });
  });

  it('explains its usage and names a broken line', async () => {
    expect((await runWith(evaluateAnswers, [join(folder, 'questions.jsonl')])).code).toBe(2);
    await writeFile(join(folder, 'broken.jsonl'), '{"id":"a"}\nnot json\n');
    await expect(
      runWith(evaluateAnswers, [join(folder, 'broken.jsonl'), '--docs', join(folder, 'docs')]),
    ).rejects.toThrow('line 2');
  });
});

describe('capuy eval refusal', () => {
  it('separates questions with and without their text', async () => {
    const { code, last } = await runWith(evaluateRefusal, [join(folder, 'beir'), '--json']);
    expect(code).toBe(0);
    expect(last).toMatchObject({ auroc: 1, rejectedAt95Kept: 1, n: { inCorpus: 1, outOfCorpus: 1 } });
  });
});

describe('capuy eval reading', () => {
  it.each([[[]], [['--open']]])('finds the sentence that holds the span %j', async (options) => {
    const { code, last } = await runWith(evaluateReading, [join(folder, 'squad.json'), '--json', ...options]);
    expect(code).toBe(0);
    expect(last).toMatchObject({
      n: 1,
      'sentenceHit@1': 1,
      'sentenceHit@3': 1,
      refusalAuroc: 1,
      unanswerable: 1,
    });
    expect(last.spanF1).toBeGreaterThan(0);
  });
});

describe('statistics', () => {
  it('an area of one half says nothing, ties count half', () => {
    expect(auroc([1, 2], [1, 2])).toBe(0.5);
    expect(auroc([3, 2], [1, 0])).toBe(1);
    expect(auroc([0, 1], [2])).toBe(0);
    expect(auroc([1], [1])).toBe(0.5);
  });

  it('rejects what lies below the score that keeps 95 of 100', () => {
    const positives = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(rejectedAtKept(positives, [1, 5, 6, 50])).toBe(0.5);
    expect(rejectedAtKept([], [1])).toBe(0);
  });

  it('takes percentiles of any list', () => {
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
    expect(percentile([], 0.5)).toBe(0);
  });
});
