import { z } from 'zod';
import { AppError } from '../errors.ts';
import { settings, type Settings } from './settings.ts';

const newest = 1;

/**
 * Settings from what stood in the file.
 * @throws AppError settings-newer when a newer Latchkey wrote them: they must not be cut down to what we know
 * @throws AppError bad-input naming the first setting that is wrong
 */
export function readSettings(stored: unknown): Settings {
  const version = z.looseObject({ version: z.number() }).safeParse(stored);
  if (version.success && version.data.version > newest) {
    throw new AppError('settings-newer', 'The settings were written by a newer version of Latchkey.', {
      hint: 'Update Latchkey, or use another home.',
    });
  }
  const parsed = settings.safeParse(stored);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new AppError(
    'bad-input',
    `The setting ${where || 'file'} is not valid: ${issue?.message.replace(/\.$/, '') ?? 'unknown fault'}.`,
    {
      hint: 'See latchkey settings list.',
    },
  );
}
