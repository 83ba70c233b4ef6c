// Runs on a fresh clone with nothing but Node, so it is plain JavaScript without packages.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(checkout, 'node_modules');
const stamp = join(modules, '.latchkey-lock');

/** Runs a command in the checkout and shows its output. @returns whether it ended well */
export function run(command, given, options = {}) {
  const { status } = spawnSync(command, given, { cwd: checkout, stdio: 'inherit', ...options });
  return status === 0;
}

/** The executable of an installed package. */
export function bin(name) {
  return join(modules, '.bin', name);
}

/** Says what is wrong and ends. */
export function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/**
 * Installs the packages that package-lock.json names, once for each lock file. No package may run a script while it
 * is installed: nothing here needs one, and one that turns up later would be a surprise.
 */
export function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 18)) {
    giveUp(`Latchkey needs Node 20.18 or newer; this is ${process.versions.node}.`);
  }
  // Another checkout's: npm would empty it under those who use it there.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const lock = createHash('sha256')
    .update(readFileSync(join(checkout, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('Installing the packages (npm ci)…\n');
  if (!run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])) {
    giveUp('The packages could not be installed. Check the network and run: npm ci --ignore-scripts');
  }
  writeFileSync(stamp, lock);
}

const builds = {
  command: ['vite.config.ts'],
  application: ['vite.config.ts', 'src-main/shell/vite.config.ts', 'src-renderer/vite.config.ts'],
};

/** @param what `command` with its agent, or the whole `application` */
export function build(what = 'application') {
  for (const config of builds[what]) {
    if (!run(bin('vite'), ['build', '--config', config, '--logLevel', 'warn'])) giveUp('The build failed.');
  }
  chmodSync(join(checkout, 'out/main/latchkey.cjs'), 0o755);
}
