import { listOf } from './answers.ts';

/* Two versions of a text side by side. */

/** 'Điều 5 của Quy định 08-QĐ/TU ngày 12/3/2019' */
export const sideName = (label: string, document: string): string =>
  label ? `${label} của ${document}` : document;
/** A section that is called by its bare number. */
export const numbered = (number: string): string => `mục ${number}`;
export const sameText = (before: string, after: string): string =>
  `${after} giữ nguyên nội dung của ${before}.`;
export const differenceLead = (
  before: string,
  after: string,
  count: { changed: number; added: number; dropped: number },
): string => {
  const parts = [
    ...(count.changed > 0 ? [`${count.changed} câu được sửa`] : []),
    ...(count.added > 0 ? [`${count.added} câu thêm mới`] : []),
    ...(count.dropped > 0 ? [`${count.dropped} câu bỏ đi`] : []),
  ];
  return `So với ${before}, ${after} có ${listOf(parts)}:`;
};
export const differenceHead = (before: string, after: string): string[] => [
  'Thay đổi',
  `Cũ (${before})`,
  `Mới (${after})`,
];
export const changed = (dropped: readonly string[], added: readonly string[]): string =>
  [
    'Sửa',
    ...(dropped.length > 0 ? [`bỏ ${dropped.map((text) => `“${text}”`).join(', ')}`] : []),
    ...(added.length > 0 ? [`thêm ${added.map((text) => `“${text}”`).join(', ')}`] : []),
  ].join('; ');
export const dropped = 'Bỏ';
export const added = 'Thêm';
export const kept = 'Giữ nguyên';
export const none = '—';
