import { app, dialog } from 'electron';
import { AppError } from '../core/errors.ts';

/** Says why the application cannot run, to the person and to whoever started it, and ends. */
export async function refuseToRun(error: unknown): Promise<void> {
  const { message, hint } =
    error instanceof AppError
      ? error
      : new AppError('internal', 'Latchkey met a fault of its own and could not start.', {
          hint: '`latchkey doctor` may say more.',
        });
  process.stderr.write(`${message}${hint === undefined ? '' : ` ${hint}`}\n`);
  await dialog.showMessageBox({ type: 'error', title: 'Latchkey', message, detail: hint ?? '' });
  app.exit(1);
}
