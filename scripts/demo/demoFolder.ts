import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { agentPaths } from '../../src-main/agent/agentPaths.ts';
import { lockHolder } from '../../src-main/agent/processLock.ts';
import type { Aws } from '../../test/aws/standIn.ts';

/** A throw-away home of Latchkey and of the person, with `latchkey` on its PATH. */
export interface DemoFolder {
  readonly path: string;
  /** The whole environment of everything that the demo runs. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the agent and removes everything. */
  remove(): Promise<void>;
}

const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** Of the person's environment only what a terminal and a browser need: no AWS variables, no proxy. */
const kept =
  /^(TERM|COLORTERM|NO_COLOR|LANG|LC_[A-Z]+|TZ|TMPDIR|USER|LOGNAME|SHELL|DISPLAY|DBUS_SESSION_BUS_ADDRESS|BROWSER)$/;

/** @param opensBrowser links open in the person's own browser; else the demo's answers them */
export function createDemoFolder(aws: Aws, opensBrowser: boolean): DemoFolder {
  // Short: the path of the agent's socket, below it, may have 100 bytes.
  const path = mkdtempSync(join(realpathSync(tmpdir()), 'lk-demo-'));
  const bin = join(path, 'bin');
  mkdirSync(bin);
  mkdirSync(join(path, 'run'), { mode: 0o700 });
  const { bin: built } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
    bin: { latchkey: string };
  };
  writeScript(join(bin, 'latchkey'), [process.execPath, join(checkout, built.latchkey)]);
  writeScript(join(bin, 'demo-browser'), [
    process.execPath,
    ...['--import', import.meta.resolve('tsx')],
    fileURLToPath(import.meta.resolve('./demoBrowser.ts')),
  ]);
  for (const rc of ['.bashrc', '.zshrc']) writeFileSync(join(path, rc), `PS1='${prompt}'\n`);
  const environment = {
    ...environmentIn(path, bin, aws),
    ...(!opensBrowser && { BROWSER: join(bin, 'demo-browser') }),
  };
  return { path, environment, remove: () => remove(path, environment) };
}

export const prompt = 'demo $ ';

function environmentIn(path: string, bin: string, aws: Aws): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => kept.test(entry[0]) && entry[1] !== undefined,
  );
  const { HOME = '', XDG_RUNTIME_DIR = '', WAYLAND_DISPLAY = '', XAUTHORITY } = process.env;
  return {
    ...Object.fromEntries(own),
    // A browser that is started from here finds the screen in the person's own folders.
    XAUTHORITY: XAUTHORITY ?? join(HOME, '.Xauthority'),
    ...(WAYLAND_DISPLAY !== '' && { WAYLAND_DISPLAY: resolve(XDG_RUNTIME_DIR, WAYLAND_DISPLAY) }),
    PATH: `${bin}:${process.env['PATH'] ?? '/usr/bin:/bin'}`,
    HOME: path,
    PS1: prompt,
    XDG_RUNTIME_DIR: join(path, 'run'),
    LATCHKEY_HOME: join(path, 'latchkey'),
    LATCHKEY_SECRETS: 'memory',
    AWS_CONFIG_FILE: join(path, '.aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: join(path, '.aws/credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    ...aws.environment(),
  };
}

function writeScript(path: string, command: readonly string[]): void {
  const words = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`);
  writeFileSync(path, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
  chmodSync(path, 0o755);
}

async function remove(path: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const { lock } = agentPaths(environment);
  const agent = lockHolder(lock);
  if (agent !== undefined) {
    spawnSync(join(path, 'bin/latchkey'), ['agent', 'stop'], { env: environment, stdio: 'ignore' });
    for (let waited = 0; lockHolder(lock) !== undefined && waited < 5000; waited += 20) await pause(20);
  }
  rmSync(path, { recursive: true, force: true });
}
