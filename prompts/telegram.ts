/** What only Telegram needs words for. */

/** Names of files that come without one; `id` is the number of the message. */
export const photoName = (id: number): string => `ảnh-${id}.jpg`;
export const documentName = (id: number): string => `tệp-${id}`;
export const voiceName = (id: number): string => `ghi-âm-${id}.ogg`;

/** Shown for a moment when a button is pressed, at most 200 characters. */
export const chosen = (label: string): string => `Đã chọn: ${label}`;

/** In front of the button that was pressed. */
export const chosenMark = '✓ ';

export const stopButton = 'Dừng';

/** At the end of an answer that is still being written. */
export const stillGrowing = ' …';

/** A file that the store has lost, in place of the file. */
export const fileGone = (name: string): string => `Tệp “${name}” không còn trong kho lưu trữ.`;
