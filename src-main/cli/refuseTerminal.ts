import { AppError } from '../core/errors.ts';
import { isTerminal } from './isTerminal.ts';

/**
 * Secrets on a terminal stay in its scrollback, in screen shares and recordings.
 * @throws AppError bad-input when stdout is a terminal, with the line to use instead
 */
export function refuseTerminal(lineToUse: string): void {
  if (!isTerminal('stdout')) return;
  throw new AppError('bad-input', 'Secrets are not printed onto a terminal.', {
    hint: `Use: ${lineToUse}   (or insist with --force)`,
  });
}
