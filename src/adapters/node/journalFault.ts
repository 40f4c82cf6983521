import { JournalError } from '../../app/ports.ts';
import { codeOf } from './fs.ts';

/** A file system error as the session sees it: what happened, and what the person can do about it. */
export function journalError(error: unknown, folder: string): JournalError {
  if (error instanceof JournalError) return error;
  const code = codeOf(error);
  const detail = code || (error instanceof Error ? error.message : String(error));
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new JournalError(
      'full',
      `There is no space left to save the interview in ${folder}. Free some space and try again.`,
    );
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new JournalError(
      'read-only',
      `The interview cannot be saved: ${folder} may not be written (${detail}). Allow writing there and try again.`,
    );
  }
  if (code === 'ENOENT') {
    return new JournalError(
      'io',
      `The interview cannot be saved: its folder ${folder} was deleted or moved. Put it back and try again.`,
    );
  }
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return new JournalError(
      'io',
      `The interview cannot be saved: ${folder} should be a folder, and a file stands in its way. Move that file away and try again.`,
    );
  }
  return new JournalError('io', `The interview could not be saved in ${folder} (${detail}). Try again.`);
}

export function lockedError(): JournalError {
  return new JournalError('locked', 'Another window writes this interview. Continue there, or take it over here.');
}
