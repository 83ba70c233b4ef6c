import type { Cli } from './cli.ts';

export interface KeyReader {
  readonly signal: AbortSignal;
  readonly interrupt: Cli['interrupt'];
}

const ctrlC = '\u0003';
/** One key: an escape sequence (arrows and their like) or one character. */
const key = /\u001b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])|[\s\S]/gu;

/**
 * Hands the keys of the terminal to `press`, unechoed, until it answers with a result. What was typed ahead stays
 * for whoever reads next.
 * @throws the signal's reason when aborted; Ctrl-C aborts
 */
export async function readKeys<Result>(
  { signal, interrupt }: KeyReader,
  press: (key: string) => { readonly result: Result } | undefined,
): Promise<Result> {
  const { stdin } = process;
  signal.throwIfAborted();
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  try {
    return await new Promise<Result>((resolve, reject) => {
      const stopped = (): void => {
        end();
        reject(signal.reason as Error);
      };
      const ended = (): void => {
        interrupt();
      };
      const typed = (text: string): void => {
        const keys = text.match(key) ?? [];
        for (const [at, one] of keys.entries()) {
          if (one === ctrlC) {
            interrupt();
            stopped();
            return;
          }
          const answer = press(one);
          if (answer === undefined) continue;
          end();
          const ahead = keys.slice(at + 1).join('');
          if (ahead !== '') stdin.unshift(ahead, 'utf8');
          resolve(answer.result);
          return;
        }
      };
      const end = (): void => {
        stdin.off('data', typed).off('end', ended).pause();
        signal.removeEventListener('abort', stopped);
      };
      signal.addEventListener('abort', stopped);
      stdin.on('data', typed).on('end', ended).resume();
    });
  } finally {
    stdin.setRawMode(false);
  }
}
