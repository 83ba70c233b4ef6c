import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../core/errors.ts';
import { newestVersion } from '../core/settings/migrate.ts';
import { readSettings } from '../core/settings/readSettings.ts';
import type { Settings } from '../core/settings/settings.ts';

/** Names without `.json`, as conf wants them. */
export const settingsName = 'settings';
export const lastGoodName = 'settings.last-good';

/** What was written for an older version last: that version’s last good ones when somebody goes back to it. */
export const versionName = (version: number): string => `settings.version-${version}`;

/** The settings that this Latchkey goes by in a home, and how they came. */
export interface SettingsOfHome {
  readonly settings: Settings;
  /** `newer`: those of a newer Latchkey stay as they are, and these are the last that this one can read. */
  readonly state: 'good' | 'damaged' | 'damaged-without-copy' | 'newer';
  /** What was read, where its version was an older one. */
  readonly older?: { readonly version: number; readonly text: string };
}

/**
 * Reads only, so that any process may ask.
 * @throws AppError settings-newer where there are none that this Latchkey can read, file-unreadable
 */
export function settingsOfHome(home: string): SettingsOfHome {
  try {
    return { ...read(home, settingsName), state: 'good' };
  } catch (error) {
    if (codeOf(error) === 'file-unreadable') throw error;
    const lastGood = copy(home, lastGoodName);
    // A damaged file beside a newer copy is the newer Latchkey’s to put right.
    if (codeOf(error) === 'settings-newer' || lastGood === 'newer') {
      const own = typeof lastGood === 'object' ? lastGood : copy(home, versionName(newestVersion));
      if (typeof own === 'object') return { settings: own, state: 'newer' };
      throw newer(home);
    }
    if (lastGood !== 'none') return { settings: lastGood, state: 'damaged' };
    return { settings: readSettings({}), state: 'damaged-without-copy' };
  }
}

/** That they are there, and not to be changed by this Latchkey. */
export function newer(home: string): AppError {
  return new AppError('settings-newer', 'The settings were written by a newer version of Latchkey.', {
    hint: `Update Latchkey; or, to begin without them, move ${pathOf(home, settingsName)} away.`,
  });
}

export function pathOf(home: string, name: string): string {
  return join(home, `${name}.json`);
}

function copy(home: string, name: string): Settings | 'none' | 'newer' {
  if (!existsSync(pathOf(home, name))) return 'none';
  try {
    return read(home, name).settings;
  } catch (error) {
    return codeOf(error) === 'settings-newer' ? 'newer' : 'none';
  }
}

function read(home: string, name: string): Pick<SettingsOfHome, 'settings' | 'older'> {
  const file = pathOf(home, name);
  let text: string;
  try {
    text = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  } catch (cause) {
    const isFolder = (cause as NodeJS.ErrnoException).code === 'EISDIR';
    throw new AppError(
      'file-unreadable',
      isFolder ? `The settings ${file} are a folder.` : `The settings ${file} cannot be read.`,
      { hint: isFolder ? 'Move that folder away.' : 'Make the file readable for you.', cause },
    );
  }
  const plain = text.replace(/^\uFEFF/, '');
  const stored = JSON.parse(plain) as unknown;
  const settings = readSettings(stored);
  const version = (stored as { readonly version?: number }).version ?? newestVersion;
  return { settings, ...(version < newestVersion && { older: { version, text: plain } }) };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof AppError ? error.code : undefined;
}
