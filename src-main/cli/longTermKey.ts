import { AppError } from '../core/errors.ts';
import type { Cli } from './cli.ts';
import { isTerminal } from './isTerminal.ts';

interface LongTermKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * A key from stdin, or typed at the terminal: an argument would stand in the shell's history and the list of processes.
 * @throws AppError bad-input when there is none; the sentence holds nothing of what was read
 */
export async function longTermKey(cli: Cli): Promise<LongTermKey> {
  if (!isTerminal('stdin')) {
    const { readInput } = await import('./readInput.ts');
    return fromJson(await readInput(cli));
  }
  if (!cli.interactive) throw noKey();
  const { askSecret, askText } = await import('./prompt.ts');
  const accessKeyId = await askText(cli, 'Access key id:');
  const secretAccessKey = (await askSecret(cli, 'Secret access key (not shown):')).trim();
  if (accessKeyId === '' || secretAccessKey === '') throw noKey();
  return { accessKeyId, secretAccessKey };
}

function fromJson(text: string): LongTermKey {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = parsed(text);
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') throw noKey();
  return { accessKeyId, secretAccessKey };
}

function parsed(text: string): { readonly AccessKeyId?: unknown; readonly SecretAccessKey?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // The parser's own message quotes what it read.
    return {};
  }
}

function noKey(): AppError {
  return new AppError('bad-input', 'No access key was given.', {
    hint: 'Give {"AccessKeyId": "…", "SecretAccessKey": "…"} as JSON on stdin, or type it at a terminal.',
  });
}
