import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import {
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createMemoryFiles } from '../../src-main/adapters/memoryFiles.ts';
import { ownProcessMark } from '../../src-main/adapters/runningProcess.ts';
import { processStart } from '../../src-main/agent/processStart.ts';
import { sweepHome } from '../../src-main/agent/sweepHome.ts';
import { temporaryHome, type TemporaryHome } from './support/temporaryHome.ts';

const quietly = { write: () => undefined };
const unique = '0123456789ab';

/** A process that has ended, and one that lives on. */
let ended: { readonly pid: number; readonly mark: string };
let living: ReturnType<typeof spawn>;
beforeAll(() => {
  const { pid } = spawnSync('/bin/true');
  const [, start = '', place = ''] = ownProcessMark().split('-');
  ended = { pid, mark: `${pid}-${start}-${place}` };
  living = spawn('/bin/sleep', ['600'], { stdio: 'ignore' });
});
afterAll(() => {
  living.kill('SIGKILL');
});

/** What a killed owner, starter or writer leaves, and what is in use, by path. */
function litter(home: TemporaryHome) {
  const { paths } = home;
  const state = join(paths.home, 'state');
  const socketOf = (pid: number | undefined) => paths.socket.replace(/sock$/, String(pid));
  const claim = '0011223344556677';
  const files = {
    stray: [
      join(state, `.deliveries.json.${ended.mark}.${unique}.latchkey-temp`),
      join(paths.home, 'backups', `.credentials.0a1b2c3d.2026-01-01.${ended.mark}.${unique}.latchkey-temp`),
      join(paths.home, `.secrets.${ended.mark}.${unique}.latchkey-temp`),
      join(paths.home, 'settings.json.tmp-1234567890abcdef'),
      `${paths.script}.${ended.pid}`,
      socketOf(ended.pid),
    ],
    used: [
      join(state, `.deliveries.json.${ownProcessMark()}.${unique}.latchkey-temp`),
      join(paths.home, `.secrets.${ownProcessMark()}.${unique}.latchkey-temp`),
      join(state, 'deliveries.json'),
      join(paths.home, 'settings.json'),
      paths.script,
      `${paths.script}.${living.pid}`,
      socketOf(living.pid),
      // Of another home in the same runtime folder.
      join(paths.socketFolder, `ffffffffffffffff.${ended.pid}`),
      join(paths.home, 'my notes.tmp-1'),
    ],
  };
  for (const path of [...files.stray, ...files.used]) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, '');
  }
  const strayLinks = [paths.startLock, `${paths.lock}.${claim}`, `${paths.startLock}.${claim}.${claim}`];
  const usedLinks = [`${paths.lock}.${claim}.ffff000011112222`, `${paths.lock}.aaaa222233334444`];
  for (const path of strayLinks) symlinkSync(`${ended.pid} x@y `, path);
  const [held, fresh] = usedLinks as [string, string];
  symlinkSync(`${living.pid} ${processStart(living.pid ?? 0)} `, held);
  for (const path of [...strayLinks, held]) lutimesSync(path, 0, 0);
  symlinkSync(`${ended.pid} x@y `, fresh);
  return { stray: [...files.stray, ...strayLinks], used: [...files.used, ...usedLinks] };
}

const isThere = (path: string): boolean => readdirSync(dirname(path)).includes(basename(path));

it('what killed processes left in the home and beside its socket is gone, and nothing that is in use', async () => {
  const home = temporaryHome();
  const { stray, used } = litter(home);
  await sweepHome(home.paths, quietly);
  expect(stray.filter(isThere)).toEqual([]);
  expect(used.filter((path) => !isThere(path))).toEqual([]);
});

it('the start lock of somebody who is starting an agent is left to them', async () => {
  const { paths } = temporaryHome();
  const text = `${living.pid} ${processStart(living.pid ?? 0)} `;
  symlinkSync(text, paths.startLock);
  await sweepHome(paths, quietly);
  expect(readlinkSync(paths.startLock)).toBe(text);
});

it('a socket that was never moved to its place goes, one of a living process stays', async () => {
  const { paths } = temporaryHome();
  mkdirSync(paths.socketFolder, { mode: 0o700 });
  const server = createServer().listen(join(paths.socketFolder, 'made'));
  onTestFinished(() => {
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const left = paths.socket.replace(/sock$/, String(ended.pid));
  renameSync(join(paths.socketFolder, 'made'), left);
  await sweepHome(paths, quietly);
  expect(existsSync(left)).toBe(false);
});

it('an empty home is nothing to sweep, and one that cannot be swept hinders nobody', async () => {
  const { paths } = temporaryHome();
  const logged: string[] = [];
  const log = { write: (event: string) => logged.push(event) };
  await sweepHome(paths, log);
  expect(logged).toEqual([]);
  writeFileSync(join(paths.home, 'state'), 'a file where a folder belongs');
  await sweepHome(paths, log);
  expect(logged).toEqual(['sweep-failed']);
});

it('a document that was cut short is set aside, and what is remembered begins anew', async () => {
  const { paths } = temporaryHome();
  const state = join(paths.home, 'state');
  const memory = createMemoryFiles(state, quietly);
  await memory.write('deliveries', { version: 1, deliveries: [] });
  writeFileSync(join(state, 'deliveries.json'), '{"version":1,"deliv');
  expect(await memory.read('deliveries')).toBeUndefined();
  await memory.write('deliveries', { version: 1, deliveries: [] });
  expect(await memory.read('deliveries')).toEqual({ version: 1, deliveries: [] });
  expect(readdirSync(state).toSorted()).toEqual(['deliveries.json', 'deliveries.json.damaged']);
});
