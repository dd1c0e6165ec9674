/* Small things of the browser. */

/** 128 random bits; `crypto.randomUUID` is missing where the office serves plain http. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Storage of this window; null where the browser forbids it. */
export function storageOrNull(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** A press that means 'here', not 'in a new window'. */
export const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

/** Room for a second column beside the conversation. */
export const wide = window.matchMedia('(min-width: 60rem)');
/** Room for three. */
export const veryWide = window.matchMedia('(min-width: 80rem)');
