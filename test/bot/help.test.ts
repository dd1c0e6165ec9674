import { describe, expect, it } from 'vitest';
import { createHelpFeature } from '../../bot/features/help.ts';
import type { Feature, TurnContext } from '../../bot/types.ts';
import type { Role } from '../../core/viewer.ts';

const other: Feature = {
  id: 'other',
  commands: [
    {
      name: 'hop',
      aliases: ['h'],
      permission: 'meetings.write',
      description: 'ghi cuộc họp',
      example: '/hop mai',
    },
    { name: 'vanban', permission: 'documents.read', description: 'tra văn bản' },
  ],
  handle: async () => ({ blocks: [] }),
};
const help: Feature = createHelpFeature({ features: () => [help, other] });

async function ask(args: string, role: Role, isGroup = false): Promise<string> {
  const viewer = { accountId: 'a', role, unitIds: [], ceiling: 'all' as const };
  const context = {
    viewer,
    account: { id: 'a', name: 'Nguyễn An' },
    isGroup,
  } as Partial<TurnContext> as TurnContext;
  const { blocks } = await help.handle(context, { type: 'command', name: 'trogiup', args });
  return blocks.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
}

describe('help', () => {
  it('lists what the person may do and nothing else', async () => {
    expect(await ask('', 'secretary')).toContain('**/hop**: ghi cuộc họp\n  Ví dụ: /hop mai');
    const forCadre = await ask('', 'cadre');
    expect(forCadre).toContain('/vanban');
    expect(forCadre).not.toContain('/hop**');
  });

  it('greets by name and says that it is a program', async () => {
    expect(await ask('', 'cadre')).toMatch(/Nguyễn An.*trợ lý tự động/su);
  });

  it.each(['họp', '/hop', 'H'])('explains the one command asked for as %s', async (typed) => {
    expect(await ask(typed, 'secretary')).toBe('**/hop**: ghi cuộc họp\n  Ví dụ: /hop mai\nGõ tắt: /h');
  });

  it('tells nothing about a command above the role', async () => {
    expect(await ask('hop', 'cadre')).not.toContain('ghi cuộc họp');
  });

  it.each(['Xin chào!', 'chào bạn', 'hello', 'Bạn làm được gì?', 'tro ly la ai'])('recognises %s', (said) => {
    expect(help.recognise?.(said)).toEqual({ name: 'trogiup', args: '' });
  });

  it.each(['chào mừng đại hội', 'hướng dẫn số 05', 'xin chào, Điều 9 nói gì'])(
    'leaves %s to others',
    (said) => {
      expect(help.recognise?.(said)).toBeNull();
    },
  );
});
