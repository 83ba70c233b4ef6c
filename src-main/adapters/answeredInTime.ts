import { AppError } from '../core/errors.ts';

/** Milliseconds. A disk answers in a few, and a mount that is gone never does. */
const longestRead = 5_000;

/**
 * Asks the disk, and gives up after `longestRead`. What hangs keeps one of Node’s few threads for files until it is
 * answered, so nobody asks the same again meanwhile.
 * @throws AppError file-unreadable
 */
export function answeredInTime<Answer>(
  ask: (path: string) => Promise<Answer>,
): (path: string) => Promise<Answer> {
  const asked = new Map<string, Promise<Answer>>();
  return (path) => {
    const before = asked.get(path);
    if (before !== undefined) return before;
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(silent(path));
      }, longestRead);
    });
    const answer = ask(path).finally(() => {
      clearTimeout(timer);
      asked.delete(path);
    });
    const first = Promise.race([answer, silence]);
    asked.set(path, first);
    return first;
  };
}

function silent(path: string): AppError {
  return new AppError('file-unreadable', `${path} cannot be read: its disk does not answer.`, {
    hint: 'It may be on a network drive that is gone.',
  });
}
