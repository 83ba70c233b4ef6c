import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type Conf from 'conf';
import { AppError } from '../core/errors.ts';
import type { Clock, SettingsStore } from '../core/ports.ts';
import { readSettings } from '../core/settings/readSettings.ts';
import type { Settings } from '../core/settings/settings.ts';
import {
  lastGoodName,
  newer,
  pathOf,
  settingsName,
  settingsOfHome,
  versionName,
  type SettingsOfHome,
} from './settingsFiles.ts';

/** conf, or electron-store, which is built on it: the application and a headless agent share one file. */
export type SettingsFile = new (options: {
  readonly cwd: string;
  /** electron-store's word for conf's `configName`; each passes over the other's. */
  readonly name: string;
  readonly configName: string;
  readonly configFileMode: number;
  readonly clearInvalidConfig: boolean;
}) => Pick<Conf, 'store' | 'path'>;

/**
 * settings.json through `File`. It throws on a damaged file or wipes it; here it is set aside, the last good one is
 * used, and the person is told. That of a newer Latchkey stays byte for byte: the last good one is used and nothing is
 * changed (security.md row 59), so that the newer one finds everything as it left it.
 *
 * @throws AppError settings-newer where there is no older one to use, file-unreadable
 */
export function createSettingsStore(home: string, clock: Clock, File: SettingsFile): SettingsStore {
  const found = settingsOfHome(home);
  if (found.state === 'newer') return readOnly(home, found.settings);
  const told = found.state === 'good' ? [] : [setAside(home, clock, found.state)];
  for (const name of [settingsName, lastGoodName]) makeReadable(pathOf(home, name));
  let { settings: current, older } = found;
  const [conf, copy] = [open(home, settingsName, File), open(home, lastGoodName, File)];
  if (found.state !== 'good') write(conf, current);

  return {
    get: () => current,
    notices: () => told,
    change(edit) {
      const next = readSettings(edit(current));
      if (older !== undefined) keepOlder(home, older);
      older = undefined;
      write(conf, next);
      write(copy, next);
      current = next;
    },
  };
}

function readOnly(home: string, settings: Settings): SettingsStore {
  const told =
    'The settings were written by a newer version of Latchkey and stay as they are. The last ones that this version can read are used, and cannot be changed until you update Latchkey.';
  return {
    get: () => settings,
    notices: () => [told],
    change: () => {
      throw newer(home);
    },
  };
}

function setAside(home: string, clock: Clock, state: SettingsOfHome['state']): string {
  const time = new Date(clock.now()).toISOString().replaceAll(':', '-');
  const aside = pathOf(home, `${settingsName}.damaged-${time}`);
  renameSync(pathOf(home, settingsName), aside);
  const used = state === 'damaged' ? 'the last good settings' : 'the defaults';
  return `The settings file was damaged and set aside as ${aside}; ${used} are used.`;
}

/**
 * For conf: some editors add a byte order mark, which it does not read; and a damaged copy, which it does not open, is
 * of no use and goes.
 */
function makeReadable(file: string): void {
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  const plain = text.replace(/^\uFEFF/, '');
  try {
    readSettings(JSON.parse(plain));
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'settings-newer')) rmSync(file);
    return;
  }
  if (plain !== text) writeFileSync(file, plain, { mode: 0o600 });
}

function keepOlder(
  home: string,
  { version, text }: { readonly version: number; readonly text: string },
): void {
  try {
    writeFileSync(pathOf(home, versionName(version)), text, { mode: 0o600 });
  } catch (cause) {
    throw unwritable(pathOf(home, versionName(version)), cause);
  }
}

function open(home: string, name: string, File: SettingsFile): InstanceType<SettingsFile> {
  // conf would turn 0600 into 0644 at the first write.
  return new File({ cwd: home, name, configName: name, configFileMode: 0o600, clearInvalidConfig: false });
}

function write(conf: InstanceType<SettingsFile>, settings: Settings): void {
  try {
    conf.store = settings;
  } catch (cause) {
    throw unwritable(conf.path, cause);
  }
}

function unwritable(path: string, cause: unknown): AppError {
  return new AppError('file-unwritable', `The settings ${path} cannot be written.`, {
    hint: 'Make room on the disk and the folder writable for you.',
    cause,
  });
}
