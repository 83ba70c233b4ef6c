import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../setUp.mjs';

/** Milliseconds for its 110 MB; where nothing answers the installer itself gives up after seconds. */
const patience = 5 * 60_000;

/**
 * The Electron that package-lock.json names, fetched by its own installer when it is not there yet.
 * @returns `{ version, folder, executable }`, or `{ problem }`: one sentence
 */
export function officialElectron() {
  const home = join(checkout, 'node_modules/electron');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const there = installed(home, version);
  if (there !== undefined) return there;
  process.stderr.write(`Fetching Electron ${version}…\n`);
  const { status, signal, stderr } = spawnSync(process.execPath, [join(home, 'install.js')], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: patience,
    killSignal: 'SIGKILL',
  });
  const fetched = status === 0 ? installed(home, version) : undefined;
  if (fetched !== undefined) return fetched;
  const why = signal === null ? reason(stderr) : 'it took too long';
  return {
    problem: `Electron ${version} could not be fetched (${why}): check the network, or name a mirror in ELECTRON_MIRROR, and try again.`,
  };
}

/** The installer writes path.txt last, so that a half folder has none. */
function installed(home, version) {
  try {
    const folder = join(home, 'dist');
    const executable = join(folder, readFileSync(join(home, 'path.txt'), 'utf8'));
    const found = readFileSync(join(folder, 'version'), 'utf8').replace(/^v/, '').trim();
    return found === version && existsSync(executable) ? { version, folder, executable } : undefined;
  } catch {
    return undefined;
  }
}

/** Of a stack the message alone. */
function reason(stderr) {
  const line = stderr.split('\n').find((one) => /^\w*Error: /.test(one)) ?? '';
  return line.replace(/^\w*Error: /, '').slice(0, 120) || 'its installer failed';
}
