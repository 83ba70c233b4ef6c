import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';

/** The screen was locked: keys are forgotten as by `latchkey lock`, where the person has chosen that. Never fails. */
export async function lockWithScreen(app: Pick<App, 'getSettings' | 'lock'>, log: Log): Promise<void> {
  const call = { signal: new AbortController().signal, progress: () => undefined };
  try {
    const { settings } = await app.getSettings({}, call);
    if (settings['lockWithScreen'] !== true) return;
    const { keysRemoved } = await app.lock({}, call);
    log.write('locked-with-screen', { count: keysRemoved });
  } catch (error) {
    log.write('lock-failed', { code: error instanceof AppError ? error.code : 'internal' });
  }
}
