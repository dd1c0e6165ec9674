import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { readDocument } from '../../ingest/ingest.ts';
import { isMarkedSecret, type SecrecyEvidence } from '../../ingest/secrecy.ts';
import { makeDocx, wordPart } from '../support/office-files.ts';
import { bytesOf, makePdf, pdfLines } from './fixtures.ts';

const evidence = (part: Partial<SecrecyEvidence>): SecrecyEvidence => ({
  fileName: 'van-ban.docx',
  pages: [['TỈNH ỦY LÂM HẠ', 'Số 12-BC/TU', 'BÁO CÁO']],
  marks: [],
  titles: [],
  subject: null,
  ...part,
});

describe('a mark of secrecy', () => {
  it.each([
    'MẬT',
    'TỐI MẬT',
    'TUYỆT MẬT',
    'M Ậ T',
    'T Ố I  M Ậ T',
    'TUYỆT  M Ậ T',
    'MẬT 2',
    'Mật',
    '* Tối mật *',
    'Tuyệt Mật',
    '[MẬT]',
    'Độ mật: Tối mật',
    'Số 12-BC/TU (Mật)',
  ])('is seen as a stamp: %s', (line) => {
    expect(isMarkedSecret(evidence({ pages: [['TỈNH ỦY LÂM HẠ', line, 'BÁO CÁO']] }))).toBe(true);
  });

  it.each([
    'MÂT',
    'MẠT',
    'M Ạ T',
    'TỐI MÂT',
    'TÔI MẬT',
    'TOI MAT',
    'TUYET MAT',
    'T0I MẬT',
    '| MẬT |',
    '[ TUYÊT  MẬT ]',
  ])('is seen where a machine misread it alone in its line: %s', (line) => {
    expect(isMarkedSecret(evidence({ pages: [['TỈNH ỦY LÂM HẠ', line, 'BÁO CÁO']] }))).toBe(true);
    expect(isMarkedSecret(evidence({ marks: [line] }))).toBe(true);
  });

  it.each([
    'MẤT',
    'MẮT',
    'MẶT',
    'MAT',
    'MÁT',
    'MẶT TRẬN',
    'TỐI MẮT TỐI MŨI',
    'MẤT MÙA',
    'TÔI MẤT SỔ',
    'TOI',
    'MẠT CƯA',
    'Mất',
  ])('is not seen in another word alone in its line: %s', (line) => {
    expect(isMarkedSecret(evidence({ pages: [['ỦY BAN', line, 'TỔ QUỐC VIỆT NAM']] }))).toBe(false);
  });

  it('is seen in headers, text boxes and properties of a Word file', async () => {
    const letter = ['ĐẢNG ỦY XÃ BẢN PHỐ', 'Số 12-CV/ĐU', 'Kính gửi các chi bộ.'];
    const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
    const box = `<w:p><w:r><w:pict><w:txbxContent>${paragraph('TỐI MÂT')}</w:txbxContent></w:pict></w:r></w:p>`;
    const parts: Record<string, string>[] = [
      { 'word/header1.xml': wordPart('hdr', paragraph('M Ậ T')) },
      { 'word/footer2.xml': wordPart('ftr', paragraph('Độ mật: TUYỆT MẬT')) },
      {
        'word/document.xml': wordPart('document', `<w:body>${letter.map(paragraph).join('')}${box}</w:body>`),
      },
      {
        'docProps/core.xml':
          '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"><cp:keywords>Mật</cp:keywords></cp:coreProperties>',
      },
    ];
    for (const part of parts)
      await expect(readDocument(makeDocx(letter, part), 'a.docx')).rejects.toMatchObject({
        code: 'document-secret',
      });
    expect((await readDocument(makeDocx(letter), 'a.docx')).metadata.symbol).toBe('12-CV/ĐU');
  });

  it('is seen in header, properties, title, subject and at the edge of any page', () => {
    expect(isMarkedSecret(evidence({ marks: ['Tài liệu MẬT'] }))).toBe(true);
    expect(isMarkedSecret(evidence({ titles: ['Báo cáo tình hình (Tối mật)'] }))).toBe(true);
    expect(isMarkedSecret(evidence({ subject: 'Về phương án TUYỆT MẬT năm 2025' }))).toBe(true);
    const body = Array.from({ length: 50 }, (_, index) => `Dòng ${index} của trang.`);
    expect(isMarkedSecret(evidence({ pages: [body, [...body, 'MẬT']] }))).toBe(true);
  });

  it.each([
    'BC 12 (MẬT).docx',
    'bao_cao_tuyet_mat.pdf',
    'TOI MAT 05.docx',
    'báo cáo mật quý 2.docx',
    'CV_MAT_12.pdf',
  ])('is seen in a file name: %s', (fileName) => {
    expect(isMarkedSecret(evidence({ fileName }))).toBe(true);
  });

  it.each([
    'bảo mật hồ sơ.docx',
    'mat-tran-to-quoc.pdf',
    'mật độ dân số.docx',
    'quy che bao mat.docx',
    'bí mật nhà nước.pdf',
    'doi-mat-khau.txt',
    'MAT TRAN TO QUOC.PDF',
  ])('is not seen in the ordinary file name %s', (fileName) => {
    expect(isMarkedSecret(evidence({ fileName }))).toBe(false);
  });

  it.each([
    'QUY ĐỊNH VỀ BẢO VỆ BÍ MẬT NHÀ NƯỚC',
    'BAN HÀNH QUY CHẾ BẢO MẬT THÔNG TIN',
    'ĐỔI MẬT KHẨU TÀI KHOẢN',
    'MẬT ĐỘ DÂN SỐ',
    'LUẬT CƠ YẾU VÀ MẬT MÃ',
    'Hồ sơ mật được lưu tại kho riêng theo quy định của cơ quan.',
    'Danh mục bí mật nhà nước độ Tuyệt mật, độ Tối mật',
    'MẶT TRẬN TỔ QUỐC',
  ])('is not seen in ordinary words: %s', (line) => {
    expect(isMarkedSecret(evidence({ pages: [[line]], subject: line }))).toBe(false);
  });

  it('inside the body of a law about secrets is no stamp', () => {
    const body = Array.from({ length: 40 }, (_, index) => `Câu ${index}.`);
    expect(isMarkedSecret(evidence({ pages: [[...body, 'MẬT', ...body]] }))).toBe(false);
  });

  it('stops the reading of a file with an error that says nothing of it', async () => {
    const text = 'TỈNH ỦY LÂM HẠ\nTỐI MẬT\nSố 12-BC/TU\nBÁO CÁO\nNội dung riêng của tỉnh.';
    const error = await readDocument(bytesOf(text), 'bc.txt').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe('document-secret');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/bc\.txt|Lâm|LÂM|riêng/u);
  });

  it('stamped on a PDF page is seen before the page is repaired', async () => {
    const pdf = makePdf([
      pdfLines(['M Ậ T', 'TỈNH ỦY LÂM HẠ', 'Nội dung của văn bản này đủ dài để không bị coi là bản quét.']),
    ]);
    await expect(readDocument(pdf, 'a.pdf')).rejects.toMatchObject({ code: 'document-secret' });
  });
});
