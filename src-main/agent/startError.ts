import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { AppError, errorCodes } from '../core/errors.ts';

/** An agent has no terminal to say why it could not start, so it leaves the sentence in its home. */
export function writeStartError(path: string, error: AppError): void {
  const { code, message, hint } = error;
  try {
    rmSync(path, { force: true });
    writeFileSync(path, JSON.stringify({ at: Date.now(), code, message, hint }), { mode: 0o600, flag: 'wx' });
  } catch {
    // The home cannot be written: whoever started us sees that we ended, and says so.
  }
}

/** What an agent left since `since` (epoch milliseconds). */
export function readStartError(path: string, since: number): AppError | undefined {
  try {
    const left = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const code = errorCodes.find((known) => known === left['code']);
    if (code === undefined || typeof left['message'] !== 'string') return undefined;
    if (typeof left['at'] !== 'number' || left['at'] < since) return undefined;
    return new AppError(
      code,
      left['message'],
      typeof left['hint'] === 'string' ? { hint: left['hint'] } : {},
    );
  } catch {
    return undefined;
  }
}
