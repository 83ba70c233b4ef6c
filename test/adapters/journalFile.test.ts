import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createJournalFile } from '../../src-main/adapters/journalFile.ts';
import { bundleScript } from '../support/bundleScript.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await temporaryFolder({ inMemory: true });
  path = join(folder, 'home', 'journal.jsonl');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function modeOf(of: string): Promise<number> {
  return (await stat(of)).mode & 0o777;
}

test('the journal is its owner’s alone: 0600 in a folder of 0700, also where somebody opened it', async () => {
  const file = createJournalFile(path);
  await file.append('one\n');
  expect(await modeOf(path)).toBe(0o600);
  expect(await modeOf(join(folder, 'home'))).toBe(0o700);
  await chmod(path, 0o644);
  await file.append('two\n');
  expect(await modeOf(path)).toBe(0o600);
  await chmod(path, 0o644);
  await file.replace(['three']);
  expect(await modeOf(path)).toBe(0o600);
  expect(await file.read()).toEqual(['three']);
});

test('nothing is made by reading, or by replacing nothing with nothing', async () => {
  const file = createJournalFile(path);
  expect(await file.read()).toEqual([]);
  await file.replace([]);
  expect(existsSync(join(folder, 'home'))).toBe(false);
  await file.append('one\n');
  await file.replace([]);
  expect(await readdir(join(folder, 'home'))).toEqual([]);
});

test('a line that was cut short does not spoil the next', async () => {
  const file = createJournalFile(path);
  await file.append('one\n');
  await appendFile(path, '{"at":"20');
  await file.append('two\nthree\n');
  expect(await file.read()).toEqual(['one', '{"at":"20', 'two', 'three']);
});

test('a link is neither followed nor written through', async () => {
  const target = join(folder, 'target');
  await writeFile(target, 'theirs\n');
  await mkdir(join(folder, 'home'));
  await symlink(target, path);
  const file = createJournalFile(path);
  await expect(file.append('one\n')).rejects.toMatchObject({ code: 'file-unwritable' });
  await expect(file.read()).rejects.toThrow('not a file of yours');
  await expect(file.replace(['one'])).rejects.toMatchObject({ code: 'file-unwritable' });
  expect(readFileSync(target, 'utf8')).toBe('theirs\n');
});

test('a pipe in its place is not waited for', async () => {
  await mkdir(join(folder, 'home'));
  execFileSync('mkfifo', [path]);
  const file = createJournalFile(path);
  await expect(file.append('one\n')).rejects.toMatchObject({ code: 'file-unwritable' });
  await expect(file.read()).rejects.toMatchObject({ code: 'file-unwritable' });
});

test.runIf(process.getuid?.() === 0)('a file of another user is refused', async () => {
  await mkdir(join(folder, 'home'));
  await writeFile(path, 'theirs\n');
  await chown(path, 65534, 65534);
  const file = createJournalFile(path);
  for (const work of [() => file.append('one\n'), () => file.read(), () => file.replace([])]) {
    await expect(work()).rejects.toThrow('not a file of yours');
  }
  expect(readFileSync(path, 'utf8')).toBe('theirs\n');
});

test.runIf(existsSync('/dev/full'))(
  'a disk that fills up leaves the lines that were there, whole',
  async () => {
    const file = createJournalFile(path);
    await file.append('one\n');
    const limited = `ulimit -f 8; exec "$0" "$@"`;
    const script = await bundleScript(join(import.meta.dirname, 'journalWriter.ts'));
    try {
      const child = spawn('bash', ['-c', limited, process.execPath, script.path, path], { stdio: 'ignore' });
      const [code] = (await once(child, 'close')) as [number | null];
      expect(code).not.toBe(0);
    } finally {
      await script.remove();
    }
    expect(await file.read()).toEqual(['one']);
  },
);

test('a file that grew beyond its bound keeps the newest lines, and one grown by others is not read whole', async () => {
  const file = createJournalFile(path, 10_000);
  for (let count = 0; count < 300; count += 1) await file.append(`${String(count).padStart(99, '0')}\n`);
  const lines = await file.read();
  expect((await stat(path)).size).toBeLessThanOrEqual(10_000);
  expect(Number(lines.at(-1))).toBe(299);
  expect(lines.every((line, index) => Number(line) === 299 - (lines.length - 1 - index))).toBe(true);
  await appendFile(path, `${'x'.repeat(50_000)}\n${'last'.padStart(99)}\n`);
  expect((await file.read()).map((line) => line.trim())).toEqual(['last']);
});

test('a writer that is killed at any moment leaves readable lines, and nothing beside them after the next replacement', async () => {
  const script = await bundleScript(join(import.meta.dirname, 'journalWriter.ts'));
  const file = createJournalFile(path);
  try {
    for (let kill = 0; kill < 12; kill += 1) {
      const child = spawn(process.execPath, [script.path, path], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      await wait(5 + Math.random() * 40);
      child.kill('SIGKILL');
      await once(child, 'close');
      await file.append(`{"kill":${kill}}\n`);
      const lines = await file.read();
      expect(lines.at(-1)).toBe(`{"kill":${kill}}`);
      const damaged = lines.filter((line) => !line.endsWith('}'));
      expect(damaged.length).toBeLessThanOrEqual(kill + 1);
    }
  } finally {
    await script.remove();
  }
  await file.replace(['{}']);
  expect(await readdir(join(folder, 'home'))).toEqual(['journal.jsonl']);
});
