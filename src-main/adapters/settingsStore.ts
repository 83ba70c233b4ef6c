import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Conf from 'conf';
import { AppError } from '../core/errors.ts';
import type { Clock, SettingsStore } from '../core/ports.ts';
import { readSettings } from '../core/settings/readSettings.ts';
import type { Settings } from '../core/settings/settings.ts';

const name = 'settings';
const lastGood = 'settings.last-good';

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
 * used, and the person is told.
 *
 * @throws AppError settings-newer, file-unreadable
 */
export function createSettingsStore(home: string, clock: Clock, File: SettingsFile): SettingsStore {
  const told: string[] = [];
  let current = load(home, clock, File, told);
  // It does not open what it cannot parse: a damaged copy is of no use and goes.
  lastGoodOf(home);
  const conf = open(home, name, File);
  const copy = open(home, lastGood, File);

  return {
    get: () => current,
    notices: () => told,
    change(edit) {
      const next = readSettings(edit(current));
      write(conf, next);
      write(copy, next);
      current = next;
    },
  };
}

function load(home: string, clock: Clock, File: SettingsFile, told: string[]): Settings {
  const file = join(home, `${name}.json`);
  try {
    return read(file);
  } catch (error) {
    if (error instanceof AppError && error.code !== 'bad-input') throw error;
    const aside = join(
      home,
      `${name}.damaged-${new Date(clock.now()).toISOString().replaceAll(':', '-')}.json`,
    );
    renameSync(file, aside);
    const good = lastGoodOf(home);
    told.push(
      `The settings file was damaged and set aside as ${aside}; ${good === undefined ? 'the defaults' : 'the last good settings'} are used.`,
    );
    const settings = good ?? readSettings({});
    write(open(home, name, File), settings);
    return settings;
  }
}

function lastGoodOf(home: string): Settings | undefined {
  const file = join(home, `${lastGood}.json`);
  if (!existsSync(file)) return undefined;
  try {
    return read(file);
  } catch {
    rmSync(file);
    return undefined;
  }
}

function read(file: string): Settings {
  let text: string;
  try {
    text = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  } catch (cause) {
    throw new AppError('file-unreadable', `The settings ${file} cannot be read.`, {
      hint: 'Make the file readable for you.',
      cause,
    });
  }
  const plain = text.replace(/^\uFEFF/, '');
  const settings = readSettings(JSON.parse(plain) as unknown);
  // Some editors add a byte order mark; conf would not read the file.
  if (plain !== text) writeFileSync(file, plain, { mode: 0o600 });
  return settings;
}

function open(home: string, name: string, File: SettingsFile): InstanceType<SettingsFile> {
  // conf would turn 0600 into 0644 at the first write.
  return new File({ cwd: home, name, configName: name, configFileMode: 0o600, clearInvalidConfig: false });
}

function write(conf: InstanceType<SettingsFile>, settings: Settings): void {
  try {
    conf.store = settings;
  } catch (cause) {
    throw new AppError('file-unwritable', `The settings ${conf.path} cannot be written.`, {
      hint: 'Make room on the disk and the folder writable for you.',
      cause,
    });
  }
}
