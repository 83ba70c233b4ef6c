import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { AgentPaths } from '../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../src-main/agent/client.ts';
import { publish } from '../../src-main/agent/publish.ts';
import { makeHome } from '../../src-main/agent/privateFolder.ts';
import { fakeApp } from './support/fakeApp.ts';
import { openDoor } from './support/openDoor.ts';
import { temporaryHome } from './support/temporaryHome.ts';

const isRoot = process.getuid?.() === 0;
const notPrivate = expect.objectContaining({
  code: 'agent-unreachable',
  message: expect.stringContaining('is not used') as string,
}) as Error;

/** Neither side uses what it finds. */
async function expectRefused(paths: AgentPaths): Promise<void> {
  await expect(openDoor(paths, fakeApp())).rejects.toThrow(notPrivate);
  await expect(callAgent(paths, 'listProfiles', {})).rejects.toThrow(notPrivate);
}

describe('the socket', () => {
  it('is 0600 in a folder of 0700, whatever the umask', async () => {
    const { paths } = temporaryHome();
    const mask = process.umask(0);
    try {
      await openDoor(paths, fakeApp());
    } finally {
      process.umask(mask);
    }
    expect(lstatSync(paths.socket).mode & 0o777).toBe(0o600);
    expect(lstatSync(paths.socketFolder).mode & 0o777).toBe(0o700);
    expect(readdirSync(paths.socketFolder)).toHaveLength(1);
  });

  it('takes the place of a stale one', async () => {
    const { paths } = temporaryHome();
    mkdirSync(paths.socketFolder, { mode: 0o700 });
    const left = createServer().listen(join(paths.socketFolder, 'left'));
    await new Promise((resolve) => left.once('listening', resolve));
    renameSync(join(paths.socketFolder, 'left'), paths.socket);
    left.close();
    await openDoor(paths, fakeApp());
    await expect(callAgent(paths, 'listProfiles', {})).resolves.toHaveProperty('profiles');
  });

  it('takes the place of a link and a file that somebody put there, and follows no link', async () => {
    for (const put of [
      symlinkSync.bind(undefined, '/etc/hostname'),
      (path: string) => {
        writeFileSync(path, 'x');
      },
    ]) {
      const { paths, folder } = temporaryHome();
      mkdirSync(paths.socketFolder, { mode: 0o700 });
      put(paths.socket);
      await expect(callAgent(paths, 'listProfiles', {})).rejects.toThrow(notPrivate);
      await openDoor(paths, fakeApp());
      expect(lstatSync(paths.socket).isSocket()).toBe(true);
      expect(readdirSync(folder)).toEqual(['home', 'run']);
    }
  });

  it('is not put where a folder lies', async () => {
    const { paths } = temporaryHome();
    mkdirSync(paths.socket, { recursive: true, mode: 0o700 });
    chmodSync(paths.socketFolder, 0o700);
    await expect(openDoor(paths, fakeApp())).rejects.toMatchObject({ code: 'agent-unreachable' });
  });

  it('is not used in a folder that others may enter', async () => {
    const { paths } = temporaryHome();
    mkdirSync(paths.socketFolder);
    chmodSync(paths.socketFolder, 0o750);
    await expectRefused(paths);
  });

  it('is not used in a folder that is a link', async () => {
    const { paths, folder } = temporaryHome();
    mkdirSync(join(folder, 'elsewhere'), { mode: 0o700 });
    symlinkSync(join(folder, 'elsewhere'), paths.socketFolder);
    await expectRefused(paths);
  });

  it('is not used below a folder where others could swap it', async () => {
    const { paths } = temporaryHome();
    chmodSync(dirname(paths.socketFolder), 0o777);
    await expectRefused(paths);
    chmodSync(dirname(paths.socketFolder), 0o1777);
    await openDoor(paths, fakeApp());
  });

  it.runIf(isRoot)('is not used in a folder of somebody else', async () => {
    const { paths } = temporaryHome();
    mkdirSync(paths.socketFolder, { mode: 0o700 });
    chownSync(paths.socketFolder, 65534, 65534);
    await expectRefused(paths);
  });

  it('is not called when others may write to it or it is somebody else’s', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp());
    chmodSync(paths.socket, 0o666);
    await expect(callAgent(paths, 'listProfiles', {})).rejects.toThrow(notPrivate);
    chmodSync(paths.socket, 0o600);
    if (!isRoot) return;
    chownSync(paths.socket, 65534, 65534);
    await expect(callAgent(paths, 'listProfiles', {})).rejects.toThrow(notPrivate);
  });

  it.runIf(isRoot)('lets no other user of the machine in', async () => {
    const { paths, folder } = temporaryHome();
    await openDoor(paths, fakeApp());
    for (const open of [folder, dirname(paths.socketFolder)]) chmodSync(open, 0o755);
    const connect = `require('net').connect(process.argv[1]).on('error', (e) => console.log(e.code))`;
    const nobody = { uid: 65534, gid: 65534, cwd: '/' };
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', connect, paths.socket], nobody);
    expect(stdout.trim()).toBe('EACCES');
  });

  it('stays with a successor when the one before closes', async () => {
    const { paths } = temporaryHome();
    const first = await openDoor(paths, fakeApp());
    await openDoor(paths, fakeApp());
    first.close();
    await expect(callAgent(paths, 'listProfiles', {})).resolves.toHaveProperty('profiles');
  });

  it('is seen to be there: a path that Node would cut is no socket', async () => {
    const { paths, folder } = temporaryHome();
    const long = join(folder, 'x'.repeat(90));
    const cut = { ...paths, socketFolder: long, socket: join(long, 'y.sock') };
    await expect(publish(createHttp(), cut)).rejects.toMatchObject({ code: 'agent-unreachable' });
  });
});

describe('the home', () => {
  it('is made 0700, and not used where others may write', () => {
    const { folder } = temporaryHome();
    makeHome(join(folder, 'a/b'));
    expect(lstatSync(join(folder, 'a/b')).mode & 0o777).toBe(0o700);
    chmodSync(join(folder, 'a/b'), 0o777);
    expect(() => {
      makeHome(join(folder, 'a/b'));
    }).toThrow(expect.objectContaining({ code: 'file-unwritable' }));
    rmSync(join(folder, 'a/b'), { recursive: true });
    writeFileSync(join(folder, 'a/b'), '');
    expect(() => {
      makeHome(join(folder, 'a/b'));
    }).toThrow(expect.objectContaining({ code: 'file-unwritable' }));
  });
});
