import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPrograms } from '../../src-main/adapters/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const { signal } = new AbortController();
const refused = (why: RegExp) => ({
  code: 'federation-refused',
  message: expect.stringMatching(why) as string,
});

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const { PATH = '' } = process.env;
const run = (...command: string[]) => createPrograms({ PATH }).run(command, signal);

describe('a program', () => {
  it('gets its arguments as they are, without a shell, and nothing to read', async () => {
    await expect(run('printf', '%s|', '$HOME; ls', '"', '*')).resolves.toBe('$HOME; ls|"|*|');
    await expect(run('/bin/cat')).resolves.toBe('');
  });

  it('sees nothing of AWS, of Latchkey, or what loads code into Node and Electron', async () => {
    const environment = {
      ...{ PATH, HOME: '/home/ada', AWS_PROFILE: 'x', aws_secret: 'x', LATCHKEY_HOME: 'x' },
      ...{ NODE_OPTIONS: '--require x', ELECTRON_RUN_AS_NODE: '1' },
    };
    const seen = await createPrograms(environment).run(['env'], signal);
    expect(seen.trim().split('\n').sort()).toEqual(['HOME=/home/ada', `PATH=${PATH}`]);
  });

  it('is found on the PATH it is given, or by its whole path; never below the folder that Latchkey runs in', async () => {
    const own = join(folder, 'token-of-ada');
    await writeFile(own, '#!/bin/sh\necho token\n');
    await chmod(own, 0o755);
    const programs = createPrograms({ PATH: folder });
    await expect(programs.run(['token-of-ada'], signal)).resolves.toBe('token\n');
    await expect(run(own)).resolves.toBe('token\n');
    await expect(run('token-of-ada')).rejects.toMatchObject(refused(/not found/));
    await expect(run('./token-of-ada')).rejects.toMatchObject(refused(/absolute/));
  });

  it('that fails or prints too much is refused, and nothing it prints is repeated', async () => {
    const said = await run('sh', '-c', 'echo hunter2; echo hunter2 >&2; exit 3').catch(
      (error: unknown) => error,
    );
    expect(said).toMatchObject(refused(/status 3/));
    expect(JSON.stringify(said) + String(said)).not.toContain('hunter2');
    await expect(run('head', '-c', '1048577', '/dev/zero')).rejects.toMatchObject(refused(/1 MB/));
    await expect(run('yes')).rejects.toMatchObject(refused(/1 MB/));
    expect(await run('head', '-c', '1048576', '/dev/zero')).toHaveLength(1_048_576);
  });

  it('ends with all that it started when nobody waits any more', async () => {
    const stop = new AbortController();
    const fifo = join(folder, 'alive');
    execFileSync('mkfifo', [fifo]);
    // The grandchild holds the pipe open: it is read to its end only once that process is gone.
    const script = `sh -c 'exec 3>"$0"; echo started >&3; sleep 60' "$0" & wait`;
    const running = createPrograms({ PATH }).run(['sh', '-c', script, fifo], stop.signal);
    const ended = expect(running).rejects.toThrow('stopped');
    const alive = createReadStream(fifo, 'utf8');
    const gone = once(alive, 'close');
    await once(alive, 'data');
    alive.resume();
    stop.abort(new Error('stopped'));
    await ended;
    await gone;
  });
});

describe('a token’s file', () => {
  const read = (path: string) => createPrograms({}).readText(path, signal);

  it('is a regular file or a link to one', async () => {
    await mkdir(join(folder, '..data'));
    await writeFile(join(folder, '..data', 'token'), 'abc');
    await symlink('..data/token', join(folder, 'token'));
    await expect(read(join(folder, 'token'))).resolves.toBe('abc');
  });

  it('of another kind is refused at once, and so is a large or missing one', async () => {
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    await symlink('fifo', join(folder, 'link'));
    await writeFile(join(folder, 'large'), 'x'.repeat(1_048_577));
    await writeFile(join(folder, 'largest'), 'x'.repeat(1_048_576));
    for (const odd of [join(folder, 'fifo'), join(folder, 'link'), folder, '/dev/zero']) {
      await expect(read(odd)).rejects.toMatchObject(refused(/not a regular file/));
    }
    await expect(read(join(folder, 'large'))).rejects.toMatchObject(refused(/1 MB/));
    await expect(read(join(folder, 'largest'))).resolves.toHaveLength(1_048_576);
    await expect(read(join(folder, 'none'))).rejects.toMatchObject(refused(/not exist/));
  });
});
