/* How large the reader likes the text: five steps, kept in the browser. */

const name = 'capuy-text-size';
const steps = 5;
const usual = 1;

function read(): number {
  try {
    const kept = Number(localStorage.getItem(name) ?? usual);
    return Number.isInteger(kept) && kept >= 0 && kept < steps ? kept : usual;
  } catch {
    return usual;
  }
}

/** Applies the kept size. */
export function applyTextSize(): void {
  document.documentElement.dataset['size'] = String(read());
}

/** One step larger (1) or smaller (-1). */
export function changeTextSize(by: 1 | -1): void {
  const size = Math.min(Math.max(read() + by, 0), steps - 1);
  document.documentElement.dataset['size'] = String(size);
  try {
    localStorage.setItem(name, String(size));
  } catch {
    // Without storage the size lasts as long as the page.
  }
}
