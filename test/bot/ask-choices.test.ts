import { describe, expect, it } from 'vitest';
import { answerChoices } from '../../bot/features/ask/ask-choices.ts';
import { answerBlocks, quotesAtOnce } from '../../bot/features/ask/ask-blocks.ts';
import { showRows } from '../../bot/features/ask/ask-sources.ts';
import type { KeptAnswer } from '../../rag/kept/answer-store.ts';
import type { Capabilities, TurnContext } from '../../bot/types.ts';
import type { Role } from '../../core/viewer.ts';
import type { Answer, Quote } from '../../rag/types.ts';
import { document } from '../rag/small-office.ts';

/* What stands under an answer, on channels with and without buttons, for admins and others. */

function quote(text: string, sectionOrdinal: number | null = 1): Quote {
  const { summary, chunks } = document('d1', { title: 'Quy định', symbol: '27-QĐ/TU' }, [text]);
  const [chunk] = chunks;
  if (!chunk) throw new Error('no passage');
  const passage = { ...chunk, sectionOrdinal, id: 'c1', document: summary };
  return { passage, text, charFrom: 0, charTo: text.length, emphasis: [], status: { state: 'in-force' } };
}
const answer = (quotes: readonly Quote[]): Answer => ({ outcome: 'answer', lead: 'Theo:', quotes });

function labels(given: Answer, { role = 'cadre' as Role, opensPaths = false } = {}): string[] {
  const context = {
    viewer: { accountId: 'a', role, unitIds: [], ceiling: 'all' },
    capabilities: { opensPaths } as Capabilities,
  } as unknown as TurnContext;
  const quotes = 'quotes' in given ? given.quotes : [];
  const { rest } = quotesAtOnce(
    quotes,
    quotes.map(() => null),
    'answer-1',
  );
  const block = answerChoices(context, 'answer-1', given, rest);
  return block.type === 'choices' ? block.options.map(({ label }) => label) : [];
}

const long = Array.from({ length: 30 }, (_, at) => `${at + 1}. Nội dung thứ ${at + 1} của danh sách.`).join(
  '\n',
);

describe('under an answer', () => {
  it('stands a choice for the text where the channel opens no link', () => {
    const given = answer([quote('Không ít hơn 90 phút.')]);
    const common = ['Cả điều', 'Văn bản liên quan', 'Vì sao?', 'Đúng', 'Sai', 'Thiếu'];
    expect(labels(given)).toEqual(['Xem nguyên văn', ...common]);
    expect(labels(given, { opensPaths: true })).toEqual(common);
  });

  it('stands what was cut, with its number', () => {
    const [first = ''] = labels(answer([quote(long)]));
    const left = Number(/^Còn (\d+) mục nữa$/u.exec(first)?.[1]);
    expect(left).toBeGreaterThan(10);
    expect(left).toBeLessThan(30);
    expect(labels(answer([1, 2, 3, 4].map((n) => quote(`Câu số ${n}.`))))[0]).toBe('Còn 2 đoạn trích nữa');
  });

  it('stands the rest of a long table, which is opened from what was kept', () => {
    const rows = Array.from({ length: 20 }, (_, at) => [`Việc ${at + 1}`, 'tháng 6']);
    const table = { head: ['Việc', 'Hạn'], rows };
    const given: Answer = { outcome: 'answer', lead: 'Các việc:', quotes: [], table };
    expect(labels(given)[0]).toBe('Còn 14 dòng nữa');
    const [, first] = answerBlocks(given, [], null);
    expect(first?.type === 'table' && first.rows).toEqual(rows.slice(0, 6));
    const kept = { id: 'answer-1', shown: { lead: '', table } } as unknown as KeptAnswer;
    const [more] = showRows(kept, 6).blocks;
    expect(more?.type === 'table' && more.rows).toEqual(rows.slice(6));
  });

  it('stands approval for admins alone, and nothing of sources where there are none', () => {
    expect(labels(answer([quote('Ngắn.')]), { role: 'admin' })).toContain('Duyệt');
    expect(labels(answer([quote('Ngắn.', null)]))).not.toContain('Cả điều');
    expect(labels({ outcome: 'refusal', lead: 'Chưa thấy.', nearest: [] }, { role: 'admin' })).toEqual([
      'Vì sao?',
      'Đúng',
      'Sai',
      'Thiếu',
    ]);
  });
});
