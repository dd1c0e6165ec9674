import { BackupError } from '../core/errors.ts';

/** What the operating system says of a place, in our words; anything else stays as it is. */
export function placeError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new BackupError('disk-full', path, { cause: error });
  if (code === 'ENOENT') return new BackupError('no-file', path, { cause: error });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EISDIR' || code === 'ENOTDIR')
    return new BackupError('unwritable', path, { cause: error });
  return error;
}
