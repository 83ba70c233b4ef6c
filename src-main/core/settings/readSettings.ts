import { z } from 'zod';
import { AppError } from '../errors.ts';
import { migrate, newestVersion } from './migrate.ts';
import { settings, type Settings } from './settings.ts';
import { wrongSetting } from './wrongSetting.ts';

/**
 * Settings from what stood in the file.
 * @throws AppError settings-newer when a newer Latchkey wrote them: they must not be cut down to what we know
 * @throws AppError bad-input naming the first setting that is wrong
 */
export function readSettings(stored: unknown): Settings {
  const version = z.looseObject({ version: z.number() }).safeParse(stored);
  if (version.success && version.data.version > newestVersion) {
    throw new AppError('settings-newer', 'The settings were written by a newer version of Latchkey.', {
      hint: 'Update Latchkey, or use another home.',
    });
  }
  const parsed = settings.safeParse(migrate(stored));
  if (parsed.success) return parsed.data;
  throw wrongSetting(parsed.error);
}
