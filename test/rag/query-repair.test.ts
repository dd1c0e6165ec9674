import { beforeAll, describe, expect, it } from 'vitest';
import { LexicalIndex } from '../../rag/search/lexical-index.ts';
import { queryTerms, readQuery } from '../../rag/search/query.ts';
import { repairedText, repairsOf, searchedAs, withoutKeys } from '../../rag/search/query-repair.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import { ask, document } from './small-office.ts';

const index = new LexicalIndex(undefined, null);

beforeAll(async () => {
  const texts = [
    'Đảng viên được nghỉ phép hằng năm theo quyết định của chi bộ',
    'Mức chi hội nghị là bao nhiêu do huyện ủy quy định',
    'Kinh phí sửa chữa trường học lấy từ ngân sách xã Mường Lạ',
    'Phần mềm test nhanh cài trên máy của văn phòng, kể cả người nước ngoài',
  ];
  await index.add(
    texts.map((text, number) => ({
      id: `p${number}`,
      documentId: `d${number}`,
      heading: '',
      context: '',
      text,
    })),
  );
});

const readAs = (text: string): string => repairedText(text, repairsOf(text, index));

describe('repairing a question', () => {
  it.each([
    ['ddangr vieen nghỉ phép', 'đảng viên nghỉ phép'],
    ['d9ang3 vie6n nghỉ phép', 'đảng viên nghỉ phép'],
    ['Quyeets ddinhj của chi bộ', 'Quyết định của chi bộ'],
    ['mức chi là bao nhiuê', 'mức chi là bao nhiêu'],
    ['muc chi la bao nhiue', 'muc chi la bao nhieu'],
    ['đảnng viên', 'đảng viên'],
    ['trường họcc', 'trường học'],
    ['kinh phis', 'kinh phí'],
    ['dang viem nghi phep', 'dang vien nghi phep'],
  ])('reads "%s" as "%s"', (typed, read) => expect(readAs(typed)).toBe(read));

  it.each([
    'Đảng viên được nghỉ phép hằng năm',
    'dang vien duoc nghi phep',
    'test nhanh trên máy',
    'Quyết định số 12/QĐ-UBNND của chi bộ',
    'QĐNX chi bộ',
    'blockchain là gì',
  ])('leaves "%s" as it is', (text) => expect(repairsOf(text, index)).toEqual([]));

  it('leaves a known word alone that is written as a name', () => {
    expect(repairsOf('mức Cài hội nghị', index)).toEqual([]);
    expect(repairsOf('mức cài hội nghị', index)).toEqual([
      { place: 1, readings: ['chi'], isUnknown: false, isKeys: false },
    ]);
  });

  it('searches a known word as typed, and what may be meant beside it with less weight', () => {
    const query = readQuery('mức cài hội nghị', index);
    expect(query.words.map((word) => word.folded)).toEqual(['muc', 'cai', 'hoi', 'nghi']);
    const weights = new Map(
      queryTerms(query).map(({ word, next, weight }) => [
        next === undefined ? word : `${word} ${next}`,
        weight,
      ]),
    );
    expect(weights.get('cai')).toBe(1);
    expect(weights.get('chi')).toBe(0.5);
    expect(weights.get('chi hoi')).toBeLessThan(weights.get('hoi nghi')!);
  });

  it('searches what was meant in the place of a word that no passage has', () => {
    expect(queryTerms(readQuery('ddangr vieen nghỉ phép', index))).toEqual(
      queryTerms(readQuery('đảng viên nghỉ phép', index)),
    );
    expect(readQuery('ddangr vieen', index).expandedText).toBe('đảng viên');
  });

  it('leaves every word as typed where the store is not known', () => {
    expect(readQuery('ddangr vieen').words.map((word) => word.exact)).toEqual(['ddangr', 'vieen']);
  });

  it('writes keys out for those who read the question, but takes no slip for what was asked', () => {
    const statistics = index.statistics();
    expect(withoutKeys('ddangr vieen nghỉ phepp', statistics)).toBe('đảng viên nghỉ phepp');
    expect(searchedAs('ddangr vieen nghi phepp', statistics)).toBe('đảng viên nghi phep');
    expect(withoutKeys('Đảng viên nghỉ phép', statistics)).toBe('Đảng viên nghỉ phép');
  });
});

describe('an answer to a question left in keys', () => {
  const conclusion = document('ket-luan', { title: 'Kết luận Hội nghị Huyện ủy Mường Sa' }, [
    'Toàn Đảng bộ huyện có 38 tổ chức cơ sở đảng; tổng số đảng viên là 2.745.',
  ]);

  it('is that to the question meant, and the explanation says as what it was read', async () => {
    const { answer, explanation } = await ask([conclusion], 'Toàn huyện có bao nhiêu ddangr viên?');
    expect(answer.outcome).toBe('answer');
    expect(explanation.query).toBe('Toàn huyện có bao nhiêu ddangr viên?');
    expect(explanation.expandedQuery).toContain('đảng viên');
  });
});

describe('a slip that is a rare word of a document', () => {
  const open = document('cong-bo', { title: 'Thông báo của Huyện ủy' }, [
    'Đồng chí Bí thư chủ trì hội nghị tổng kết công tác của khối đảng.',
  ]);
  const internal = document('noi-bo', { title: 'Báo cáo nội bộ' }, [
    'Vụ việc của ông Thuynh được đưa ra hội nghị kiểm điểm.',
  ]);
  const store = createMemoryRetriever([
    { ...open, scope: 'public' },
    { ...internal, scope: 'internal' },
  ]);
  const read = async (viewer: Viewer): Promise<string> =>
    searchedAs('vụ việc của ông thuynhh', (await store).statistics(viewer));

  it('is read as that word for those who may see the document', async () => {
    expect(await read(localViewer)).toBe('vụ việc của ông thuynh');
  });

  it('stays as typed for those who may not', async () => {
    const outsider: Viewer = { ...localViewer, ceiling: 'public' };
    expect(await read(outsider)).toBe('vụ việc của ông thuynhh');
  });

  it('counts for a viewer in visible passages alone', async () => {
    const retriever = await store;
    const outsider: Viewer = { ...localViewer, ceiling: 'public' };
    expect(retriever.statistics(outsider).passageFrequency('hoi_nghi')).toBe(1);
    expect(retriever.statistics(outsider).passageFrequency('kiem_diem')).toBe(0);
    expect(retriever.statistics(localViewer).passageFrequency('kiem_diem')).toBe(1);
  });
});
