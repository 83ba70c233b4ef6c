import { AppError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';

/**
 * The AppError that a caller may see. What is none is a fault of ours: its words may hold anything, so only its name
 * is logged and nothing of it leaves.
 */
export function presentable(
  error: unknown,
  command: string,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): AppError {
  const reason: unknown = signal.aborted ? signal.reason : error;
  if (reason instanceof AppError) return reason;
  log.write('agent.fault', { command, reason: reason instanceof Error ? reason.name : typeof reason });
  return new AppError('internal', 'Latchkey met a fault of its own.', {
    hint: '`latchkey doctor` may say more.',
    cause: reason,
  });
}
