import { AppError } from '../core/errors.ts';

/** Far more than a SAML response or a key ever is. */
const longest = 1024 * 1024;

/**
 * All of stdin, which is no terminal.
 * @throws AppError bad-input when it is longer than 1 MB
 * @throws the signal's reason when aborted
 */
export async function readInput({ signal }: { readonly signal: AbortSignal }): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  const stopped = (): void => {
    process.stdin.destroy();
  };
  signal.addEventListener('abort', stopped);
  try {
    for await (const part of process.stdin as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > longest) throw new AppError('bad-input', 'What stdin brings is longer than 1 MB.');
      parts.push(part);
    }
  } finally {
    signal.removeEventListener('abort', stopped);
  }
  signal.throwIfAborted();
  return Buffer.concat(parts).toString('utf8');
}
