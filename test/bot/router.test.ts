import { describe, expect, it } from 'vitest';
import { route, isStopWord, type HereEvent, type Route, type RouterInput } from '../../bot/router.ts';
import type { ActionKey } from '../../bot/action-key-store.ts';
import type { Feature } from '../../bot/types.ts';
import { pairingCodeIn } from '../../bot/pairing.ts';

const feature = (id: string, rest: Partial<Feature> = {}): Feature => ({
  id,
  commands: [],
  handle: async () => ({ blocks: [] }),
  ...rest,
});

const meetings = feature('meetings', {
  commands: [
    { name: 'hop', permission: 'meetings.write', description: '' },
    { name: 'diemdanh', aliases: ['dd'], permission: 'meetings.write', description: '' },
  ],
});
const statistics = feature('statistics', {
  commands: [{ name: 'thongke', permission: 'members.statistics', description: '' }],
  recognise: (text) => (text.includes('bao nhiêu đảng viên') ? { name: 'thongke', args: text } : null),
});
const documents = feature('documents', {
  takesFiles: true,
  commands: [
    { name: 'nap', permission: 'documents.ingest', description: '' },
    { name: 'vanban', permission: 'documents.read', description: '' },
  ],
});
const ask = feature('ask', {
  isFallback: true,
  commands: [{ name: 'nguon', permission: 'ask', description: '' }],
});
const features = [meetings, statistics, documents, ask];

const head = {
  key: 'k',
  at: '',
  senderId: 's',
  to: { channel: 'c', account: 'a', chat: 'x' },
  isGroup: false,
};
const textEvent = (text: string): HereEvent => ({ ...head, type: 'text', text });

const base: RouterInput = {
  event: textEvent(''),
  features,
  role: 'admin',
  ownRole: 'admin',
  accountId: 'me',
  pressed: null,
  pending: { options: [], isLastReply: false },
  dialogueFeature: null,
  now: '2026-03-02T01:00:00.000Z',
};

const option = (position: number, label: string, rest: Partial<ActionKey> = {}): ActionKey => ({
  key: `key-${position}`,
  lane: 'c:a:x',
  accountId: 'me',
  action: `ask:open:${position}`,
  label,
  position,
  group: '000000000001/more',
  createdAt: '2026-03-02T00:00:00.000Z',
  expiresAt: '2026-03-09T00:00:00.000Z',
  usedAt: null,
  ...rest,
});

const say = (text: string, rest: Partial<RouterInput> = {}): Route =>
  route({ ...base, ...rest, event: textEvent(text) });

/** A route in one line. */
function brief(target: Route): string {
  if (target.type !== 'feature') return target.type;
  const { request } = target;
  switch (request.type) {
    case 'command':
      return `${target.feature.id} /${request.name} ${request.args}`.trim();
    case 'text':
      return `${target.feature.id} text ${request.text}`;
    case 'choice':
      return `${target.feature.id} choice ${request.action}`;
    case 'files':
      return `${target.feature.id} files ${request.caption}`.trim();
  }
}

describe('a command', () => {
  it.each([
    ['/hop', 'meetings /hop'],
    ['/họp chi bộ Văn phòng', 'meetings /hop chi bộ Văn phòng'],
    ['/HỌP', 'meetings /hop'],
    ['/ho\u0323p', 'meetings /hop'],
    ['/thongke theo giới tính', 'statistics /thongke theo giới tính'],
    ['/thống kê theo giới tính', 'statistics /thongke theo giới tính'],
    ['/Thống  Kê', 'statistics /thongke'],
    ['/điểm danh tổng 17', 'meetings /diemdanh tổng 17'],
    ['/dd tổng 17', 'meetings /diemdanh tổng 17'],
    ['/văn bản 34 ct tu', 'documents /vanban 34 ct tu'],
    ['/hop@capuy_bot mai', 'meetings /hop mai'],
    ['/thống kê: giới tính', 'statistics /thongke giới tính'],
    ['thongke chi bộ 1', 'statistics /thongke chi bộ 1'],
    ['thống kê', 'statistics /thongke'],
    ['Thong ke.', 'statistics /thongke'],
    ['nguồn?', 'ask /nguon'],
  ])('%s goes to %s', (text, expected) => {
    expect(brief(say(text))).toBe(expected);
  });

  it('keeps line breaks of what follows its name', () => {
    expect(brief(say('/hop chi bộ 1\n2 tháng 9'))).toBe('meetings /hop chi bộ 1\n2 tháng 9');
  });

  it('is not seen in a sentence that only begins with its syllable', () => {
    expect(brief(say('họp chi bộ bao lâu một lần'))).toBe('ask text họp chi bộ bao lâu một lần');
    expect(brief(say('nguồn phát triển đảng ở đâu'))).toBe('ask text nguồn phát triển đảng ở đâu');
  });

  it('that nobody has is answered with the nearest names, of those the person may use', () => {
    expect(say('/thongka nữ')).toMatchObject({ type: 'unknown-command', nearest: ['thongke'], args: 'nữ' });
    expect(say('/diem')).toMatchObject({ type: 'unknown-command', nearest: ['diemdanh'] });
    expect(say('/thongka', { role: 'cadre' })).toMatchObject({ type: 'unknown-command', nearest: [] });
    expect(say('/xyzxyz')).toMatchObject({ type: 'unknown-command', typed: 'xyzxyz', nearest: [] });
    expect(say('/')).toMatchObject({ type: 'unknown-command', nearest: [] });
  });

  it('above the role is refused, and the refusal knows whether only the group is in the way', () => {
    expect(say('/hop', { role: 'cadre', ownRole: 'cadre' })).toMatchObject({
      type: 'not-permitted',
      isOnlyInGroup: false,
    });
    expect(say('/hop', { role: 'cadre', ownRole: 'secretary' })).toMatchObject({ isOnlyInGroup: true });
  });
});

describe('a plain sentence', () => {
  it('goes to the first feature that recognises it, otherwise to the fallback', () => {
    expect(brief(say('có bao nhiêu đảng viên nữ'))).toBe('statistics /thongke có bao nhiêu đảng viên nữ');
    expect(brief(say('Điều 9 nói gì'))).toBe('ask text Điều 9 nói gì');
  });

  it('that the person may not have recognised is asked of the documents', () => {
    expect(brief(say('có bao nhiêu đảng viên nữ', { role: 'cadre' }))).toBe(
      'ask text có bao nhiêu đảng viên nữ',
    );
  });

  it('answers the open dialogue, and a command leaves it', () => {
    const inDialogue = { dialogueFeature: 'meetings' };
    expect(brief(say('có bao nhiêu đảng viên nữ', inDialogue))).toBe(
      'meetings text có bao nhiêu đảng viên nữ',
    );
    expect(brief(say('thống kê', inDialogue))).toBe('meetings text thống kê');
    expect(brief(say('/thongke', inDialogue))).toBe('statistics /thongke');
  });

  it('loses invisible characters on the way', () => {
    expect(brief(say('\u200BĐiều\u00A09\u202E'))).toBe('ask text Điều 9');
  });
});

describe('options', () => {
  const pending = { options: [option(1, '**Nguồn**'), option(2, 'Vì sao?')], isLastReply: true };

  it.each([
    ['1', 'ask choice open:1'],
    ['2.', 'ask choice open:2'],
    ['số 2', 'ask choice open:2'],
    ['chọn 1', 'ask choice open:1'],
    ['vi sao', 'ask choice open:2'],
    ['NGUỒN', 'ask choice open:1'],
  ])('%s means %s', (text, expected) => {
    expect(brief(say(text, { pending }))).toBe(expected);
  });

  it('are answered by number even after another reply, by label only right after they were shown', () => {
    const older = { ...pending, isLastReply: false };
    expect(brief(say('1', { pending: older }))).toBe('ask choice open:1');
    expect(brief(say('vì sao', { pending: older }))).toBe('ask text vì sao');
  });

  it('ask again for a number that is not among them', () => {
    expect(say('7', { pending })).toEqual({ type: 'choice-out-of-range', count: 2 });
    expect(brief(say('1930', { pending }))).toBe('ask text 1930');
  });

  it('of an older reply do not swallow a number that answers a dialogue', () => {
    const inDialogue = { dialogueFeature: 'meetings', pending: { ...pending, isLastReply: false } };
    expect(brief(say('2', inDialogue))).toBe('meetings text 2');
    expect(brief(say('7', { ...inDialogue, pending }))).toBe('meetings text 7');
  });

  it('without numbers leave numbers to the dialogue and are answered by label', () => {
    const unnumbered = { options: [option(-1, 'Bỏ qua', { action: 'meetings:skip:' })], isLastReply: true };
    expect(brief(say('1', { dialogueFeature: 'meetings', pending: unnumbered }))).toBe('meetings text 1');
    expect(brief(say('bo qua', { dialogueFeature: 'meetings', pending: unnumbered }))).toBe(
      'meetings choice skip:',
    );
  });

  it('of other marks than a stop word leave it to stop', () => {
    const verdicts = { options: [option(1, 'Đúng'), option(2, 'Sai')], isLastReply: true };
    expect(brief(say('dừng', { pending: verdicts }))).toBe('stop');
    for (const typed of ['đúng', 'Đúng.', 'dung'])
      expect(brief(say(typed, { pending: verdicts }))).toBe('ask choice open:1');
  });

  it('called like a stop word win over stopping', () => {
    const cancel = { options: [option(1, 'Hủy', { action: 'meetings:cancel:' })], isLastReply: true };
    expect(brief(say('hủy', { pending: cancel }))).toBe('meetings choice cancel:');
    expect(brief(say('hủy'))).toBe('stop');
  });

  const press = (pressed: ActionKey | null): Route =>
    route({ ...base, event: { ...head, type: 'choice', actionKey: 'k' }, pressed });

  it('that are unknown, expired, used up or somebody else’s say so', () => {
    expect(press(null)).toMatchObject({ problem: 'unknown' });
    expect(press(option(1, 'a', { expiresAt: '2026-03-02T01:00:00.000Z' }))).toMatchObject({
      problem: 'expired',
    });
    expect(press(option(1, 'a', { usedAt: '2026-03-02T00:30:00.000Z', group: '1/confirm!' }))).toMatchObject({
      problem: 'used',
    });
    expect(press(option(1, 'a', { accountId: 'other' }))).toMatchObject({ problem: 'of-other' });
    expect(press(option(1, 'a', { action: 'gone:open:1' }))).toMatchObject({ problem: 'unknown' });
  });

  it('that are no one-shot can be pressed again', () => {
    expect(brief(press(option(1, 'a', { usedAt: '2026-03-02T00:30:00.000Z' })))).toBe('ask choice open:1');
  });

  it('with say: do as if their text were typed', () => {
    expect(brief(press(option(1, 'a', { action: 'say:/thongke giới tính' })))).toBe(
      'statistics /thongke giới tính',
    );
    expect(brief(press(option(1, 'a', { action: 'say:Điều 9 nói gì' })))).toBe('ask text Điều 9 nói gì');
  });
});

describe('files', () => {
  const file = { sha256: 'f', name: 'a.docx', mime: '', sizeBytes: 1 };
  const send = (caption: string, rest: Partial<RouterInput> = {}): Route =>
    route({ ...base, ...rest, event: { ...head, type: 'files', files: [file], caption } });

  it('go to the feature of the command in their caption, otherwise to the one that takes files', () => {
    expect(brief(send('/thống kê'))).toBe('statistics files /thống kê');
    expect(brief(send('văn bản mới'))).toBe('documents files văn bản mới');
    expect(send('/nap', { role: 'office', ownRole: 'office' })).toMatchObject({ type: 'not-permitted' });
    expect(send('', { features: [ask] })).toEqual({ type: 'files-not-taken' });
  });
});

describe('stop words', () => {
  it.each(['dừng', 'Dừng lại!', 'dung', 'thôi', 'thoi.', 'hủy', 'huỷ', 'huy bo', '/dừng', '/huy', 'stop'])(
    '%s stops',
    (text) => {
      expect(isStopWord(text)).toBe(true);
    },
  );

  it.each(['đúng', 'dùng', 'đứng', 'dừng họp lúc mấy giờ', 'thôi việc', 'Huy Hoàng', 'thổi', ''])(
    '%s does not',
    (text) => {
      expect(isStopWord(text)).toBe(false);
    },
  );
});

describe('a pairing code', () => {
  it.each([
    'LIENKET 123456',
    'liên kết 123456',
    '/lienket 123 456',
    '/start 123456',
    'mã 123456',
    '123456',
    'LIÊN KẾT: 123456.',
  ])('is read from %s', (text) => {
    expect(pairingCodeIn(text)).toBe('123456');
  });

  it.each(['12345', '1234567', 'xin mã 123456 nhé', 'năm 2026'])('is not seen in %s', (text) => {
    expect(pairingCodeIn(text)).toBeNull();
  });
});

describe('what was heard in a recording', () => {
  const heard = (text: string, rest: Partial<RouterInput> = {}): Route =>
    route({ ...base, ...rest, event: { ...head, type: 'text', text, isHeard: true } });

  it('asks about documents, and whatever else it may mean waits for the person', () => {
    expect(brief(heard('sinh hoạt bao nhiêu phút'))).toBe('ask text sinh hoạt bao nhiêu phút');
    for (const text of ['/hop', 'thống kê', 'có bao nhiêu đảng viên', 'dừng', '/khonglenh'])
      expect(heard(text)).toEqual({ type: 'heard', text });
    expect(heard('17', { dialogueFeature: 'meetings' })).toEqual({ type: 'heard', text: '17' });
    const pending = { options: [option(1, 'Lưu'), option(2, 'Bỏ')], isLastReply: true };
    for (const text of ['1', 'lưu', '7']) expect(heard(text, { pending }).type).toBe('heard');
  });
});
