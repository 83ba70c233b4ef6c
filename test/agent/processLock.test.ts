import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathHash } from '../../src-main/agent/pathHash.ts';
import { lockHolder, takeProcessLock } from '../../src-main/agent/processLock.ts';
import { processStart } from '../../src-main/agent/processStart.ts';
import { bundle, type Bundle } from './support/bundle.ts';
import { temporaryHome } from './support/temporaryHome.ts';

let built: Bundle;
beforeAll(async () => {
  built = await bundle({ contender: 'contender.ts' });
});
afterAll(() => {
  built.remove();
});

function locksIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('lock'));
}

describe('the lock', () => {
  it('is held by one process, which others can name', () => {
    const { folder } = temporaryHome();
    const path = join(folder, 'lock');
    const lock = takeProcessLock(path, 'a note: with spaces');
    expect(lock.state).toBe('taken');
    expect(takeProcessLock(path)).toEqual({
      state: 'held',
      holder: { pid: process.pid, note: 'a note: with spaces' },
    });
    if (lock.state === 'taken') lock.release();
    expect(lockHolder(path)).toBeUndefined();
    expect(takeProcessLock(path).state).toBe('taken');
  });

  it('falls to the next one when its holder was killed', async () => {
    const { folder } = temporaryHome();
    const path = join(folder, 'lock');
    const child = spawn(process.execPath, [join(built.folder, 'contender.mjs'), path, '', 'stay']);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(lockHolder(path)?.pid).toBe(child.pid);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(takeProcessLock(path).state).toBe('taken');
    expect(locksIn(folder)).toEqual(['lock']);
  });

  it('is not held by another process that got the dead holder’s id', () => {
    const { folder } = temporaryHome();
    const path = join(folder, 'lock');
    symlinkSync(`${process.pid} another-start `, path);
    expect(takeProcessLock(path).state).toBe('taken');
  });

  it('is not held by a file that is no lock', () => {
    const { folder } = temporaryHome();
    writeFileSync(join(folder, 'lock'), 'x');
    expect(takeProcessLock(join(folder, 'lock')).state).toBe('taken');
  });

  it('falls to the next one even when somebody was killed while taking it over', () => {
    const { folder } = temporaryHome();
    const path = join(folder, 'lock');
    const dead = '1 never ';
    symlinkSync(dead, path);
    symlinkSync('1 never-either ', `${path}.${pathHash(dead)}`);
    expect(takeProcessLock(path).state).toBe('taken');
    expect(locksIn(folder)).toEqual(['lock']);
  });

  it('is never held by two, however many take over from dead holders at once', async () => {
    const { folder } = temporaryHome();
    const [path, log] = [join(folder, 'lock'), join(folder, 'inside')];
    symlinkSync('1 never ', path);
    const run = promisify(execFile);
    const contenders = Array.from({ length: 24 }, () =>
      run(process.execPath, [join(built.folder, 'contender.mjs'), path, log]),
    );
    await Promise.all(contenders);
    expect(readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(24);
    expect(locksIn(folder)).toEqual(['lock']);
  });
});

describe('the start of a process', () => {
  it('is known for a living one and unknown for an ended one', async () => {
    expect(processStart(process.pid)).toMatch(/\d/);
    expect(processStart(process.pid)).toBe(processStart(process.pid));
    const child = spawn('/bin/sh', ['-c', ':']);
    await new Promise((resolve) => child.once('exit', resolve));
    expect(processStart(child.pid ?? 0)).toBeUndefined();
  });
});
