import { statfs } from 'node:fs/promises';

/** Room on the disk that holds `path`, in bytes: what this process may still take, and all there is. */
export async function diskSpace(path: string): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(path);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
