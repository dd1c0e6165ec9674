/** Waiting for something to be so, looked at whenever the owner says that something changed. */
export interface Watchers {
  /** Resolves once `isSo`; at once where it is so already. */
  until(isSo: () => boolean): Promise<void>;
  changed(): void;
}

export function createWatchers(): Watchers {
  const looks = new Set<() => void>();
  return {
    until: (isSo) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!isSo()) return;
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
      }),
    changed() {
      for (const look of [...looks]) look();
    },
  };
}
