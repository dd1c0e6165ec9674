import type { Capabilities } from '../../bot/types.ts';

/** A channel that shows nothing but text. */
export const plain: Capabilities = {
  maxTextLength: 2000,
  markup: 'plain',
  hasButtons: false,
  hasTables: false,
  canSendFiles: false,
  live: 'none',
  ceiling: 'all',
};

/** Where a quotation comes from. */
export const source = {
  symbol: '12-CT/HU',
  issuedOn: '2026-03-02',
  title: 'Chỉ thị về phòng cháy',
  locator: 'mục 2, tr. 1',
  file: 'a.docx',
};
