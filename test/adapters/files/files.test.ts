import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSharedFiles } from '../../../src-main/adapters/files.ts';
import { ownProcessMark } from '../../../src-main/adapters/runningProcess.ts';
import type { SharedFiles } from '../../../src-main/core/ports.ts';
import { bundleScript, type Script } from '../../support/bundleScript.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const nobody = 65_534;
const isRoot = process.geteuid?.() === 0;

let folder: string;
let path: string;
let files: SharedFiles;
let now = Date.parse('2026-03-01T12:00:00Z');
let script: Script;

beforeAll(async () => {
  script = await bundleScript(join(import.meta.dirname, 'writer.ts'));
}, 60_000);
afterAll(() => script.remove());
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, 'credentials');
  files = createSharedFiles({
    backups: join(folder, 'home', 'backups'),
    clock: { now: () => now, sleep: () => Promise.resolve() },
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const append = (text: string) => (before: string) => before + text;

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o7777).toString(8);
}

/** Runs the writer as another user or under a tool; its answer is empty when all went well. */
function runAppend(
  file: string,
  { uid, under = [] }: { uid?: number; under?: readonly string[] },
): { code?: string; message?: string } {
  const [program, ...args] = [...under, process.execPath, script.path, 'append', file, 'more\n'];
  const ended = spawnSync(program, args, {
    encoding: 'utf8',
    cwd: '/',
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return ended.stdout === '' ? {} : (JSON.parse(ended.stdout) as { code: string; message: string });
}

describe('modes', () => {
  test.each([0o000, 0o022, 0o077])('with umask %o a new file is 0600 in a new folder 0700', async (umask) => {
    const before = process.umask(umask);
    try {
      const deep = join(folder, '.aws', 'credentials');
      await files.edit(deep, append('x'), 'keys');
      expect([await modeOf(join(folder, '.aws')), await modeOf(deep)]).toEqual(['700', '600']);
    } finally {
      process.umask(before);
    }
  });

  test.each([
    ['keys', 0o644, '600'],
    ['keys', 0o666, '600'],
    ['keys', 0o600, '600'],
    ['settings', 0o644, '644'],
    ['settings', 0o600, '600'],
    ['settings', 0o666, '644'],
    ['settings', 0o664, '644'],
  ] as const)('a file with %s and mode %o is left with %s', async (privacy, mode, left) => {
    await writeFile(path, 'a\n');
    await chmod(path, mode);
    await files.edit(path, append('b\n'), privacy);
    expect(await modeOf(path)).toBe(left);
  });
});

describe('what is not changed is not touched', () => {
  test('an edit without a change leaves the very same file', async () => {
    await writeFile(path, 'a\n');
    const before = await stat(path);
    expect(await files.edit(path, (text) => text, 'keys')).toEqual({ before: 'a\n', after: 'a\n' });
    expect((await stat(path)).ino).toBe(before.ino);
    expect(await readdir(folder)).toEqual(['credentials']);
  });

  test('an edit without a change makes no folder', async () => {
    await files.edit(join(folder, 'new', 'config'), (text) => text, 'settings');
    expect(await readdir(folder)).toEqual([]);
  });

  test('every byte comes back as it was', async () => {
    const bytes = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
    await writeFile(path, bytes);
    await files.edit(path, append('x'), 'keys');
    expect((await readFile(path)).subarray(0, 512)).toEqual(bytes);
  });

  test('an error of the change leaves the file and no lock', async () => {
    await writeFile(path, 'a\n');
    const refuse = (): string => {
      throw new Error('not this one');
    };
    await expect(files.edit(path, refuse, 'keys')).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(await readdir(folder)).toEqual(['credentials']);
  });
});

describe('somebody else writes', () => {
  test('a writer without our lock who comes in between is not overwritten', async () => {
    await writeFile(path, 'a\n');
    let calls = 0;
    const { after } = await files.edit(
      path,
      (text) => {
        calls += 1;
        // Another program writes after we read: it happens within the change, which is synchronous.
        if (calls === 1) spawnSync('sh', ['-c', `printf 'theirs\\n' >> '${path}'`]);
        return `${text}ours\n`;
      },
      'keys',
    );
    expect(after).toBe('a\ntheirs\nours\n');
    expect(await readFile(path, 'utf8')).toBe(after);
    expect(await readdir(folder)).toEqual(['credentials']);
  });

  test('edits of one process wait for each other', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => files.edit(path, append(`${index}\n`), 'keys')),
    );
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(20);
  });

  test('a program that never stops writing is reported', async () => {
    const meddle = (text: string): string => {
      spawnSync('sh', ['-c', `printf x >> '${path}'`]);
      return `${text}ours`;
    };
    await writeFile(path, 'a');
    await expect(files.edit(path, meddle, 'keys')).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('another program keeps writing it') as string,
    });
    expect(await readdir(folder)).toEqual(['credentials']);
  });
});

describe('locks', () => {
  const lock = () => join(folder, '.credentials.latchkey-lock');

  test('the lock of a process that ended is replaced at once', async () => {
    const ended = ownProcessMark().replace(/^\d+/, '4194999');
    await writeFile(lock(), `${ended} gone`);
    await files.edit(path, append('x'), 'keys');
    expect(await readdir(folder)).toEqual(['credentials']);
  });

  test('the lock of a pid that was given out again is replaced', async () => {
    const reborn = ownProcessMark().replace(/-\d+-/, '-1-');
    await writeFile(lock(), `${reborn} gone`);
    await files.edit(path, append('x'), 'keys');
    expect(await readFile(path, 'utf8')).toBe('x');
  });

  test.runIf(process.platform === 'linux')('the lock of a zombie is replaced', async () => {
    const keepsZombie =
      'import os, time\npid = os.fork()\nif pid == 0: os._exit(0)\nprint(pid, flush=True)\ntime.sleep(60)';
    const { spawn } = await import('node:child_process');
    const parent = spawn('python3', ['-c', keepsZombie], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const pid = await new Promise<string>((resolve) => {
        parent.stdout.once('data', (line: Buffer) => {
          resolve(line.toString().trim());
        });
      });
      await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'latin1').split(' ')[2]).toBe('Z');
      const startTime = readFileSync(`/proc/${pid}/stat`, 'latin1').split(' ')[21] ?? '';
      const mark = ownProcessMark().replace(/^\d+-\d+/, `${pid}-${startTime}`);
      await writeFile(lock(), `${mark} gone`);
      await files.edit(path, append('x'), 'keys');
      expect(await readFile(path, 'utf8')).toBe('x');
    } finally {
      parent.kill('SIGKILL');
    }
  });

  test('a process that holds the lock for ten seconds is named', async () => {
    await writeFile(lock(), `${ownProcessMark()} held`);
    await expect(files.edit(path, append('x'), 'keys')).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining(`pid ${process.pid}`) as string,
    });
    expect((await readdir(folder)).sort()).toEqual(['.credentials.latchkey-lock']);
  }, 30_000);
});

describe('what a killed writer leaves', () => {
  test('temporary files and locks of ended processes go, those of running ones and of others stay', async () => {
    const ended = ownProcessMark().replace(/^\d+/, '4194999');
    const running = ownProcessMark();
    const gone = [`.credentials.${ended}.0123456789ab.latchkey-temp`, '.credentials.latchkey-lock.01234567'];
    const kept = [
      `.credentials.${running}.0123456789ab.latchkey-temp`,
      `.config.${ended}.0123456789ab.latchkey-temp`,
      '.credentials.swp',
    ];
    for (const name of [...gone, ...kept]) await writeFile(join(folder, name), `${ended} x`);
    await files.sweep(path);
    expect((await readdir(folder)).sort()).toEqual(kept.sort());
  });

  test('a folder that is not there has nothing to sweep', async () => {
    await expect(files.sweep(join(folder, 'none', 'config'))).resolves.toBeUndefined();
  });
});

describe('links and other kinds of files', () => {
  test('a link stays a link, and its target changes', async () => {
    await mkdir(join(folder, 'dotfiles'));
    await writeFile(join(folder, 'dotfiles', 'real'), 'a\n');
    await symlink('dotfiles/real', path);
    await files.edit(path, append('b\n'), 'keys');
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'dotfiles', 'real'), 'utf8')).toBe('a\nb\n');
  });

  test('a linked folder and a chain of links are followed', async () => {
    await mkdir(join(folder, 'real'));
    await symlink('real', join(folder, 'one'));
    await symlink(join(folder, 'one'), join(folder, 'two'));
    await files.edit(join(folder, 'two', 'config'), append('x'), 'settings');
    expect(await readdir(join(folder, 'real'))).toEqual(['config']);
  });

  test('the target of a dangling link is made', async () => {
    await symlink('target', path);
    expect(await files.read(path)).toBeUndefined();
    await files.edit(path, append('x'), 'keys');
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'target'), 'utf8')).toBe('x');
    expect(await modeOf(path)).toBe('600');
  });

  const refused: Record<string, () => Promise<unknown>> = {
    'a hard link': async () => {
      await writeFile(path, 'a');
      await link(path, join(folder, 'other'));
    },
    'a folder': () => mkdir(path),
    'a FIFO': () => Promise.resolve(spawnSync('mkfifo', [path])),
    'a link to a device': () => symlink('/dev/zero', path),
    'links in a circle': () => symlink('credentials', path),
    'a file in place of the folder': async () => {
      await writeFile(join(folder, 'file'), '');
      path = join(folder, 'file', 'credentials');
    },
    'a file above 16 MB': async () => {
      await writeFile(path, '');
      await truncate(path, 16 * 1024 * 1024 + 1);
    },
  };
  test.each(Object.keys(refused))('%s is refused, and nothing is left beside it', async (kind) => {
    await refused[kind]?.();
    const before = await readdir(folder);
    const edit = files.edit(path, append('x'), 'keys');
    await expect(edit).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining(path) as string,
      hint: expect.any(String) as string,
    });
    await expect(files.check(path)).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(await readdir(folder)).toEqual(before);
  });

  test.each(['a folder', 'a FIFO', 'a link to a device'])(
    '%s cannot be read either, without waiting',
    async (kind) => {
      await refused[kind]?.();
      await expect(files.read(path)).rejects.toMatchObject({ code: 'file-unreadable' });
    },
  );

  test('a relative path is refused', async () => {
    await expect(files.edit('credentials', append('x'), 'keys')).rejects.toMatchObject({
      code: 'file-unwritable',
    });
  });

  test.skipIf(!isRoot)('what belongs to another user is refused (needs root to set up)', async () => {
    await writeFile(path, 'a');
    await chown(path, nobody, nobody);
    await expect(files.edit(path, append('x'), 'keys')).rejects.toThrow('belongs to another user');
    await rm(path);
    await writeFile(join(folder, 'mine'), 'a');
    spawnSync('ln', ['-s', join(folder, 'mine'), path]);
    spawnSync('chown', ['-h', `${nobody}`, path]);
    await expect(files.edit(path, append('x'), 'keys')).rejects.toThrow('belongs to another user');
    await mkdir(join(folder, 'theirs'));
    await chown(join(folder, 'theirs'), nobody, nobody);
    const below = join(folder, 'theirs', 'new', 'config');
    await expect(files.edit(below, append('x'), 'settings')).rejects.toThrow('belongs to another user');
    expect(await readFile(join(folder, 'mine'), 'utf8')).toBe('a');
  });
});

describe('faults of the disk', () => {
  test.skipIf(!isRoot)(
    'a read-only file and folder are respected (as nobody: root may write all)',
    async () => {
      await writeFile(path, 'a');
      await chown(path, nobody, nobody);
      await chown(folder, nobody, nobody);
      await chmod(path, 0o400);
      expect(runAppend(path, { uid: nobody })).toMatchObject({ code: 'file-unwritable' });
      await chmod(path, 0o600);
      await chmod(folder, 0o500);
      expect(runAppend(path, { uid: nobody })).toMatchObject({ code: 'file-unwritable' });
      await chmod(path, 0o000);
      expect(runAppend(path, { uid: nobody })).toMatchObject({ code: 'file-unwritable' });
      await chmod(folder, 0o700);
      await chmod(path, 0o200);
      expect(runAppend(path, { uid: nobody })).toMatchObject({ code: 'file-unreadable' });
      await chmod(path, 0o600);
      expect(runAppend(path, { uid: nobody })).toEqual({});
      expect(await readFile(path, 'utf8')).toBe('amore\n');
      expect(await readdir(folder)).toEqual(['credentials']);
    },
  );

  const mounts = isRoot && spawnSync('unshare', ['-m', 'true']).status === 0;
  test.skipIf(!mounts)('on a full disk the file stays as it was (needs root to mount one)', async () => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    const steps = [
      `mount -t tmpfs -o size=64k tmpfs '${disk}'`,
      `head -c 40000 /dev/zero > '${disk}/credentials'`,
      `sha256sum < '${disk}/credentials'`,
      `'${process.execPath}' '${script.path}' append '${disk}/credentials' "$(head -c 30000 /dev/zero | tr '\\0' x)"`,
      `echo; sha256sum < '${disk}/credentials'; ls -A '${disk}'`,
      `mount -o remount,ro '${disk}'`,
      `'${process.execPath}' '${script.path}' append '${disk}/credentials' x`,
    ];
    const ended = spawnSync('unshare', ['-m', 'sh', '-c', steps.join(' ; ')], { encoding: 'utf8' });
    const [before, full, after, listing, readOnly] = ended.stdout.trim().split('\n');
    expect(JSON.parse(full ?? '')).toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('the disk is full') as string,
    });
    expect([after, listing]).toEqual([before, 'credentials']);
    expect(JSON.parse(readOnly ?? '')).toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('read-only') as string,
    });
  });

  const traces = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
  test.skipIf(!traces).each(['link', 'rename', 'fsync', 'fchmod', 'unlink'])(
    'an input/output error of %s leaves the old file or the new one (needs strace)',
    async (call) => {
      await writeFile(path, 'a\n');
      const under = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `inject=${call}:error=EIO:when=1`];
      const answer = runAppend(path, { under });
      const text = await readFile(path, 'utf8');
      if (call === 'unlink') {
        expect(['a\n', 'a\nmore\n']).toContain(text);
      } else {
        expect(answer).toMatchObject({
          code: 'file-unwritable',
          message: `${path} cannot be written: the disk reports an error.`,
        });
        expect([text, await readdir(folder)]).toEqual(['a\n', ['credentials']]);
      }
    },
  );
});

describe('backups', () => {
  const copies = () => readdir(join(folder, 'home', 'backups'));
  const nameOf = (date: string) =>
    `${basename(path)}.${createHash('sha256').update(path).digest('hex').slice(0, 8)}.${date}`;

  test('the first copy of a day is kept, for its owner alone, for seven days', async () => {
    await files.backUp(path, 'first');
    await files.backUp(path, 'second');
    const copy = join(folder, 'home', 'backups', nameOf('2026-03-01'));
    expect([await readFile(copy, 'utf8'), await modeOf(copy)]).toEqual(['first', '600']);
    expect(await modeOf(join(folder, 'home', 'backups'))).toBe('700');
    now += 7 * 86_400_000;
    await files.backUp(path, 'later');
    expect((await copies()).sort()).toEqual([nameOf('2026-03-01'), nameOf('2026-03-08')]);
    now += 86_400_000;
    await files.backUp(path, 'later');
    expect((await copies()).sort()).toEqual([nameOf('2026-03-08'), nameOf('2026-03-09')]);
  });

  test('two files of one name have copies of their own', async () => {
    await files.backUp(path, 'one');
    await files.backUp('/elsewhere/credentials', 'two');
    expect(await copies()).toHaveLength(2);
  });
});
