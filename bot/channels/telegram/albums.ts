import type { Pause } from '../../pause.ts';
import type { Inbound, SentFiles } from '../../types.ts';

/** Photos that were sent together: Telegram tells of each alone and never which is the last. */
export interface Albums {
  /** A photo of `album` was kept, the first time or again. */
  note(album: string, photo: AlbumPhoto): void;
  /** Number of the first update of the albums that are not over yet; null where all are. */
  firstOpen(): number | null;
  /** Ends all albums now. */
  close(): Promise<void>;
}

export interface AlbumPhoto {
  updateId: number;
  messageId: number;
  head: Pick<Inbound, 'key' | 'at' | 'senderId' | 'to' | 'isGroup'>;
}

/** After so long without another photo an album is complete, in milliseconds. */
const quietMs = 1200;
/** Until the end of an album is said again that could not be kept, in milliseconds. */
const againMs = 1000;

/**
 * Says the end of each album once no photo has followed for `quietMs`. The key of the end names the last photo, so that
 * an end that is said again after a crash is known, and a photo that comes late has an end of its own.
 */
export function createAlbums(deps: {
  say(end: Inbound & { type: 'files' } & SentFiles): Promise<void>;
  pause: Pause;
}): Albums {
  const { say, pause } = deps;
  const open = new Map<string, { first: number; last: AlbumPhoto; another: AbortController }>();
  const ending = new Set<Promise<void>>();
  let isClosed = false;

  /** Waits for another photo; where none follows, the album is over. */
  async function wait(album: string, another: AbortController): Promise<void> {
    await pause(quietMs, another.signal);
    const known = open.get(album);
    if (known?.another !== another || (another.signal.aborted && !isClosed)) return;
    const { head, messageId } = known.last;
    const key = head.key.replace(/[^:]*$/u, `album-${album}-${messageId}`);
    const end = {
      ...head,
      key,
      type: 'files' as const,
      files: [],
      caption: '',
      batch: { id: album, isEnd: true },
    };
    // As long as it is not kept the album stays open, so that after a crash its photos are delivered again.
    while (
      !(await say(end).then(
        () => true,
        () => false,
      )) &&
      !isClosed
    )
      await pause(againMs, another.signal);
    if (open.get(album)?.another === another) open.delete(album);
  }

  return {
    note(album, photo) {
      const known = open.get(album);
      // Delivered again while the album is open: nothing new.
      if (known && known.last.messageId >= photo.messageId) return;
      known?.another.abort();
      const another = new AbortController();
      open.set(album, { first: known?.first ?? photo.updateId, last: photo, another });
      const work = wait(album, another).finally(() => ending.delete(work));
      ending.add(work);
    },
    firstOpen() {
      const firsts = [...open.values()].map(({ first }) => first);
      return firsts.length > 0 ? Math.min(...firsts) : null;
    },
    async close() {
      isClosed = true;
      for (const { another } of open.values()) another.abort();
      await Promise.all(ending);
    },
  };
}
