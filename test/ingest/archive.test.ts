import { describe, expect, it } from 'vitest';
import { DocumentUnreadableError } from '../../core/errors.ts';
import { memberName, unpackArchive } from '../../ingest/archive/archive.ts';
import { decodeName } from '../../ingest/archive/archive-zip.ts';
import { detectArchive, detectFormat } from '../../ingest/detect.ts';
import { inspectFile } from '../../ingest/inspect.ts';
import { archiveName } from '../../prompts/archive.ts';
import { secretRefused, unreadable } from '../../prompts/ingest.ts';
import { bytesOf, makePdf, pdfLines, partyPlan } from './fixtures.ts';
import { makeZip } from '../../eval/zip-writer.ts';
import { makeDocx } from '../support/office-files.ts';

const plan = bytesOf(partyPlan);

const sentenceOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DocumentUnreadableError);
  return (error as DocumentUnreadableError).sentence;
};

const mail = (parts: {
  headers?: string[];
  text?: string;
  html?: string;
  files?: [string, Uint8Array][];
}): Uint8Array => {
  const edge = 'phan-cach';
  const body = [
    ...(parts.text === undefined ? [] : [`Content-Type: text/plain; charset=utf-8\r\n\r\n${parts.text}`]),
    ...(parts.html === undefined ? [] : [`Content-Type: text/html; charset=utf-8\r\n\r\n${parts.html}`]),
    ...(parts.files ?? []).map(
      ([name, bytes]) =>
        `Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="=?utf-8?B?${Buffer.from(name).toString('base64')}?="\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64')}`,
    ),
  ];
  const headers = parts.headers ?? [`Subject: =?utf-8?B?${Buffer.from('Gửi kế hoạch').toString('base64')}?=`];
  return bytesOf(
    [
      'From: Van thu <vanthu@example.vn>',
      'To: admin@example.vn',
      'Date: Mon, 17 Mar 2025 08:00:00 +0700',
      ...headers,
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary="${edge}"`,
      '',
      ...body.flatMap((part) => [`--${edge}`, part]),
      `--${edge}--`,
      '',
    ].join('\r\n'),
  );
};

describe('an archive', () => {
  it('is taken apart into its acceptable members, each by its content', async () => {
    const zip = makeZip([
      { name: 'Kế hoạch/ke hoach 45.txt', content: plan },
      {
        name: 'quyet-dinh.docx',
        content: makeDocx(['ỦY BAN NHÂN DÂN XÃ BẢN PHỐ', 'Số: 12/QĐ-UBND', 'Nội dung.']),
      },
      { name: 'rong.txt', content: '' },
      { name: 'phan mem.exe', content: Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1') },
    ]);
    const { accepted, refused } = await inspectFile(zip, 'gui.zip');
    expect(accepted.map(({ name, mime }) => [name, mime])).toEqual([
      ['ke hoach 45.txt', 'text/plain'],
      ['quyet-dinh.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ]);
    expect(Buffer.from(accepted[0]?.bytes ?? []).equals(plan)).toBe(true);
    expect(refused).toEqual([
      { name: 'rong.txt', sentence: unreadable.empty, code: 'document-unreadable' },
      { name: 'phan mem.exe', sentence: unreadable.program, code: 'document-unreadable' },
    ]);
  });

  it('loses what systems leave in it, and links', async () => {
    const zip = makeZip([
      { name: '__MACOSX/._ke-hoach.txt', content: 'x' },
      { name: 'van ban/.DS_Store', content: 'x' },
      { name: 'Thumbs.db', content: 'x' },
      { name: '~$hop.docx', content: 'x' },
      { name: 'lien-ket.txt', content: '/etc/passwd', mode: 0o120777 },
      { name: 'ke-hoach.txt', content: plan },
    ]);
    const { members, refused } = await unpackArchive(zip, 'a.zip');
    expect(members.map((member) => member.path)).toEqual(['a.zip/ke-hoach.txt']);
    expect(refused).toEqual([]);
  });

  it('gives names without folders, whatever paths it holds', async () => {
    const zip = makeZip([
      { name: '../../etc/cron.d/ke-hoach.txt', content: plan },
      { name: '/tuyet-doi/ke-hoach-2.txt', content: plan },
      { name: 'C:\\van ban\\ke-hoach-3.txt', content: plan },
      { name: '..', content: plan },
      { name: 'bao\u202Etxt.cao', content: plan },
    ]);
    const { accepted } = await inspectFile(zip, 'a.zip');
    expect(accepted.map((file) => file.name)).toEqual([
      'ke-hoach.txt',
      'ke-hoach-2.txt',
      'ke-hoach-3.txt',
      archiveName.nameless(4),
      'baotxt.cao',
    ]);
    expect(memberName(`${'dài '.repeat(100)}.docx`, 1)).toMatch(/^(?:dài )+.*\.docx$/u);
    expect(memberName(`${'dài '.repeat(100)}.docx`, 1).length).toBe(200);
  });

  it.each([
    ['UTF-8 with its mark', new Uint8Array(Buffer.from('Kế hoạch.txt')), 'Kế hoạch.txt'],
    [
      'UTF-8 in the form of macOS',
      new Uint8Array(Buffer.from('Kế hoạch.txt'.normalize('NFD'))),
      'Kế hoạch.txt',
    ],
    // 'Đảng ủy' with combining tones, as Windows writes it.
    ['Windows-1258', new Uint8Array([0xd0, 0x61, 0xd2, 0x6e, 0x67, 0x20, 0x75, 0xd2, 0x79]), 'Đảng ủy'],
    ['code page 437', new Uint8Array([0x72, 0x82, 0x73, 0x75, 0x6d, 0x82]), 'résumé'],
    ['ASCII', new Uint8Array(Buffer.from('ke-hoach.txt')), 'ke-hoach.txt'],
  ])('has its names read from %s', (_name, raw, name) => {
    expect(decodeName(raw)).toBe(name);
  });

  it('with a password is refused in a sentence, as a whole or member by member', async () => {
    const locked = { name: 'khoa.txt', content: plan, isEncrypted: true };
    expect(await sentenceOf(unpackArchive(makeZip([locked]), 'a.zip'))).toBe(unreadable.encryptedArchive);
    const { accepted, refused } = await inspectFile(
      makeZip([locked, { name: 'mo.txt', content: plan }]),
      'a.zip',
    );
    expect(accepted.map((file) => file.name)).toEqual(['mo.txt']);
    expect(refused).toEqual([
      { name: 'khoa.txt', sentence: unreadable.encryptedMember, code: 'document-unreadable' },
    ]);
  });

  it('that is damaged, cut off or empty is refused in a sentence', async () => {
    const whole = makeZip([{ name: 'ke-hoach.txt', content: plan }]);
    const refusalOf = async (bytes: Uint8Array): Promise<string | undefined> =>
      (await inspectFile(bytes, 'a.zip')).refused[0]?.sentence;
    expect(await refusalOf(whole.slice(0, 400))).toBe(unreadable.brokenArchive);
    expect(await refusalOf(makeZip([]))).toBe(unreadable.emptyArchive);
    expect(await refusalOf(makeZip([{ name: 'a.txt', content: plan, crc: 1 }]))).toBe(
      unreadable.brokenMember,
    );
    expect(await refusalOf(makeZip([{ name: 'a.txt', content: plan, claimedSize: 10 }]))).toBe(
      unreadable.brokenMember,
    );
  });

  it('with bytes of a mail gateway behind its end is still opened', async () => {
    const zip = Buffer.concat([
      makeZip([{ name: 'ke-hoach.txt', content: plan }]),
      Buffer.from('\r\n--\r\n'),
    ]);
    expect((await inspectFile(zip, 'a.zip')).accepted).toHaveLength(1);
  });

  it('inside archives is taken apart too, but not without end', async () => {
    let zip = makeZip([{ name: 'ke-hoach.txt', content: plan }]);
    for (let depth = 2; depth <= 3; depth++) zip = makeZip([{ name: `lop-${depth}.zip`, content: zip }]);
    expect((await inspectFile(zip, 'a.zip')).accepted.map((file) => file.name)).toEqual(['ke-hoach.txt']);
    zip = makeZip([
      { name: 'lop-4.zip', content: zip },
      { name: 'canh.txt', content: plan },
    ]);
    const { accepted, refused } = await inspectFile(zip, 'a.zip');
    expect(accepted.map((file) => file.name)).toEqual(['canh.txt']);
    expect(refused.map((file) => file.sentence)).toEqual([unreadable.nestedTooDeep]);
  });

  it('that unpacks to too much is refused before it is unpacked', async () => {
    const claims = { name: 'a.txt', content: plan, claimedSize: 3_000_000_000 };
    expect(await sentenceOf(unpackArchive(makeZip([claims]), 'a.zip'))).toBe(unreadable.tooLarge);
    const zeros = Buffer.alloc(32 * 1024 * 1024);
    expect(await sentenceOf(unpackArchive(makeZip([{ name: 'a.txt', content: zeros }]), 'a.zip'))).toBe(
      unreadable.tooLarge,
    );
    const many = Array.from({ length: 5000 }, (_, index) => ({
      name: `${index}.txt`,
      content: 'x',
      isDeflated: false,
    }));
    expect(await sentenceOf(unpackArchive(makeZip(many), 'a.zip'))).toBe(unreadable.tooManyMembers);
  });

  it('that hides its size in archives inside it is stopped by one limit for all of them', async () => {
    // Each stays below every limit by itself; together they do not.
    const layer = makeZip([{ name: 'a.txt', content: plan.slice(0, 1000), isDeflated: false }]);
    const zip = makeZip(
      Array.from({ length: 5 }, (_, index) => ({ name: `${index}.zip`, content: layer, isDeflated: false })),
    );
    const limits = { maxEntries: 100, maxTotalBytes: 8000, maxEntryBytes: 2000, maxRatio: 10 };
    expect(await sentenceOf(unpackArchive(zip, 'a.zip', limits))).toBe(unreadable.tooLarge);
    expect((await unpackArchive(zip, 'a.zip', { ...limits, maxTotalBytes: 20_000 })).members).toHaveLength(5);
    expect(
      await sentenceOf(unpackArchive(zip, 'a.zip', { ...limits, maxTotalBytes: 20_000, maxEntries: 7 })),
    ).toBe(unreadable.tooManyMembers);
  });

  it('is told from documents that are zips themselves by its content', async () => {
    const docx = makeDocx(['Nội dung']);
    expect(await detectArchive(docx, 'a.zip')).toBeNull();
    expect((await detectFormat(docx, 'a.zip')).isNameWrong).toBe(true);
    const unpackedDocument = makeZip([
      { name: 'van-ban/word/document.xml', content: '<x/>' },
      { name: 'van-ban/[Content_Types].xml', content: '<x/>' },
    ]);
    expect(await detectArchive(unpackedDocument, 'a.docx')).toBe('zip');
    // A stored PDF begins within the first bytes of the archive.
    const pdfs = makeZip([{ name: 'a.pdf', content: makePdf([pdfLines(['Nội dung'])]), isDeflated: false }]);
    expect(await detectArchive(pdfs, 'a.zip')).toBe('zip');
  });
});

describe('secrecy in archives', () => {
  const report = 'TỈNH ỦY LÂM HẠ\nTỐI MẬT\nSố 12-BC/TU\nBÁO CÁO\nNội dung riêng của tỉnh.';

  it('refuses the marked member alone and keeps nothing of it', async () => {
    const zip = makeZip([
      { name: 'bao-cao.txt', content: report },
      { name: 'ke-hoach.txt', content: plan },
    ]);
    const { accepted, refused } = await inspectFile(zip, 'a.zip');
    expect(accepted.map((file) => file.name)).toEqual(['ke-hoach.txt']);
    expect(refused).toEqual([{ name: 'bao-cao.txt', sentence: secretRefused, code: 'document-secret' }]);
    expect(JSON.stringify(refused)).not.toContain('riêng');
  });

  it.each([
    ['its own name', [{ name: 'Báo cáo (MẬT).txt', content: plan }]],
    ['a folder', [{ name: 'TỐI MẬT/bao-cao.txt', content: plan }]],
    [
      'an archive that it lies in',
      [{ name: 'tuyet_mat.zip', content: makeZip([{ name: 'bao-cao.txt', content: plan }]) }],
    ],
  ])('refuses a member for %s, and does not repeat the name', async (_name, parts) => {
    const { accepted, refused } = await inspectFile(makeZip(parts), 'a.zip');
    expect(accepted).toEqual([]);
    expect(refused).toEqual([{ name: archiveName.hidden, sentence: secretRefused, code: 'document-secret' }]);
  });

  it('refuses all for a mark on the whole', async () => {
    const parts = [{ name: 'ke-hoach.txt', content: plan }];
    for (const [bytes, name] of [
      [makeZip(parts), 'TUYỆT MẬT.zip'],
      [makeZip(parts, { comment: 'Tài liệu TỐI MẬT' }), 'a.zip'],
      [
        mail({
          headers: [`Subject: =?utf-8?B?${Buffer.from('Báo cáo (Mật)').toString('base64')}?=`],
          text: 'x',
          files: [['a.txt', plan]],
        }),
        'a.eml',
      ],
    ] as const) {
      const { accepted, refused } = await inspectFile(bytes, name);
      expect(accepted).toEqual([]);
      expect(refused.map((file) => file.code)).toEqual(['document-secret']);
    }
  });
});

describe('an e-mail', () => {
  const letter = Array.from({ length: 30 }, (_, index) => `Nội dung thứ ${index} của thư.`).join('\n');

  it('gives its attachments, and leaves out a text that only sends them', async () => {
    const eml = mail({ text: 'Kính gửi đồng chí kế hoạch số 45.', files: [['Kế hoạch 45.txt', plan]] });
    const { accepted } = await inspectFile(eml, 'thu.eml');
    expect(accepted.map((file) => file.name)).toEqual(['Kế hoạch 45.txt']);
    expect(Buffer.from(accepted[0]?.bytes ?? []).equals(plan)).toBe(true);
  });

  it('is a document itself where its text has substance, or nothing is attached', async () => {
    const long = await inspectFile(mail({ text: letter, files: [['a.txt', plan]] }), 'thu.eml');
    expect(long.accepted.map((file) => file.name)).toEqual(['Thư - Gửi kế hoạch.txt', 'a.txt']);
    expect(Buffer.from(long.accepted[0]?.bytes ?? []).toString()).toBe(
      `Gửi kế hoạch\n\nNgày gửi: 17/03/2025\n\n${letter}\n`,
    );
    const short = await inspectFile(mail({ html: '<p>Chiều nay họp lúc 14 giờ.</p>' }), 'thu.eml');
    expect(short.accepted.map(({ name, mime }) => [name, mime])).toEqual([
      ['Thư - Gửi kế hoạch.html', 'text/html'],
    ]);
  });

  it('with archives and mails attached is taken apart to the end', async () => {
    const inner = mail({ text: 'Chuyển tiếp.', files: [['goc.txt', plan]] });
    const zip = makeZip([{ name: 'trong-zip.txt', content: plan }]);
    const eml = mail({
      text: 'Xem tệp.',
      files: [
        ['thu.eml', inner],
        ['a.zip', zip],
      ],
    });
    const { accepted } = await inspectFile(eml, 'ngoai.eml');
    expect(accepted.map((file) => file.name)).toEqual(['goc.txt', 'trong-zip.txt']);
  });

  it('without anything in it, or damaged beyond reading, is refused in a sentence', async () => {
    expect((await inspectFile(mail({}), 'a.eml')).refused[0]?.sentence).toBe(unreadable.emptyMail);
    const nested = `From: a@b.vn\nTo: c@d.vn\nSubject: x\n${Array.from({ length: 400 }, (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\n\n--b${index}\n`).join('')}`;
    expect((await inspectFile(bytesOf(nested), 'a.eml')).refused[0]?.sentence).toBe(unreadable.brokenMail);
  });

  it('is not seen in a document that speaks of one', async () => {
    expect(
      await detectArchive(bytesOf('Kính gửi: Chi bộ\nSubject: x\nDate: y\nTo: z\n'), 'a.txt'),
    ).toBeNull();
    expect(await detectArchive(plan, 'a.eml')).toBeNull();
  });
});
