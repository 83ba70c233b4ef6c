import { once } from 'node:events';
import { chmodSync, existsSync, realpathSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeCredentialScript } from '../../src-main/agent/credentialScript.ts';
import { createReadPeer } from '../../src-main/agent/peer.ts';
import { processStart } from '../../src-main/agent/processStart.ts';
import { readPairs, socketPairs } from '../../src-main/agent/socketPairs.ts';
import type { Peer, Requester } from '../../src-main/core/guard/requester.ts';
import { fakeApp, issued } from './support/fakeApp.ts';
import { heldSocket, type HeldSocket } from './support/heldSocket.ts';
import { openDoor } from './support/openDoor.ts';
import { temporaryHome } from './support/temporaryHome.ts';

const hasSs = ['/usr/bin/ss', '/bin/ss', '/usr/sbin/ss', '/sbin/ss'].some((path) => existsSync(path));
if (!hasSs) process.stderr.write('Not run: there is no ss here (apt-get install iproute2).\n');
const linux = describe.skipIf(process.platform !== 'linux' || !hasSs);
const id = '0123456789abcdef01234567';
const script = '/nowhere/latchkey-credentials';
const readPeer = createReadPeer({ script });
const curl = (path: string) => ['-q', '-s', '--unix-socket', path, 'http://latchkey/'];
const nodeClient = (path: string, then = '') =>
  `const c = require('node:net').connect(${JSON.stringify(path)}, () => { ${then} }); setInterval(() => c, 1000);`;

/** Until the kernel's tables show what the test waits for. */
async function eventually(socket: Socket, fits: (peer: Peer | undefined) => boolean): Promise<void> {
  await expect.poll(async () => fits(await readPeer(socket))).toBe(true);
}

linux('who is at the other end', () => {
  it('is curl: its process, start, program and working folder', async () => {
    const held = await heldSocket();
    const child = held.start('/usr/bin/curl', curl(held.path));
    const peer = await readPeer(await held.next());
    expect(peer?.process).toEqual({
      pid: child.pid,
      startedAt: processStart(child.pid ?? 0)?.replace(/@.*/, ''),
      executable: realpathSync('/usr/bin/curl'),
    });
    expect(peer?.folder).toBe(held.folder);
    expect(peer?.tree[0]).toEqual(peer?.process);
    expect(peer?.tree.at(-1)).toEqual(peer?.root);
  });

  const python = '/usr/bin/python3';
  it.runIf(existsSync(python))('is a client in Python, by its interpreter', async () => {
    const held = await heldSocket();
    const text = `import socket,time\ns=socket.socket(socket.AF_UNIX)\ns.connect(${JSON.stringify(held.path)})\ntime.sleep(60)`;
    const child = held.start(python, ['-c', text]);
    const peer = await readPeer(await held.next());
    expect(peer?.process).toMatchObject({ pid: child.pid, executable: realpathSync(python) });
  });

  it('is right for 64 that ask at once', async () => {
    const held = await heldSocket();
    const children = new Set<number | undefined>();
    for (let count = 0; count < 64; count += 1)
      children.add(held.start('/usr/bin/curl', curl(held.path)).pid);
    const sockets = [];
    for (let count = 0; count < 64; count += 1) sockets.push(await held.next());
    const peers = await Promise.all(sockets.map(readPeer));
    expect(new Set(peers.map((peer) => peer?.process.pid))).toEqual(children);
  });

  it('is nobody that we know while two processes hold the socket', async () => {
    const held = await heldSocket();
    const fork = `require('node:child_process').spawn('/bin/sleep', ['60'], { stdio: ['ignore', 'ignore', 'ignore', c] });`;
    const child = held.start(process.execPath, ['-e', nodeClient(held.path, fork)]);
    const socket = await held.next();
    await eventually(socket, (peer) => peer === undefined);
    expect(await readPeer(socket)).toBeUndefined();
    child.kill('SIGKILL');
    // The copy holds it alone from now on, and is another process.
    await eventually(
      socket,
      (peer) => basename(peer?.process.executable ?? '') !== 'node' && peer !== undefined,
    );
    process.kill((await readPeer(socket))?.process.pid ?? 0, 'SIGKILL');
  });

  it('is nobody once it has ended, while it is read or before', async () => {
    const held = await heldSocket();
    const child = held.start('/usr/bin/curl', curl(held.path));
    const socket = await held.next();
    const reading = readPeer(socket);
    child.kill('SIGKILL');
    await once(child, 'close');
    const during = await reading;
    expect([undefined, child.pid]).toContain(during?.process.pid);
    expect(await readPeer(socket)).toBeUndefined();
    socket.destroy();
    expect(await readPeer(socket)).toBeUndefined();
  });

  it('is nobody without ss, with one that hangs, and with one that fails', async () => {
    const held = await heldSocket();
    held.start('/usr/bin/curl', curl(held.path));
    const socket = await held.next();
    for (const text of ['exec sleep 30', 'echo u_str ESTAB 0 0 x 1 "*" 2; exit 1', '']) {
      const program = join(held.folder, 'ss');
      writeFileSync(program, `#!/bin/sh\n${text}\n`);
      chmodSync(program, 0o700);
      const wrong = createReadPeer({
        script,
        pairs: () => socketPairs([text === '' ? '/nowhere/ss' : program]),
      });
      expect(await wrong(socket)).toBeUndefined();
    }
  });

  it('asks the system’s ss, whatever PATH and the environment name', async () => {
    const held = await heldSocket();
    writeFileSync(join(held.folder, 'ss'), '#!/bin/sh\nexit 1\n', { mode: 0o700 });
    const child = held.start('/usr/bin/curl', curl(held.path));
    const path = process.env['PATH'];
    process.env['PATH'] = held.folder;
    try {
      expect((await readPeer(await held.next()))?.process.pid).toBe(child.pid);
    } finally {
      process.env['PATH'] = path;
    }
  });
});

linux('the tree of who asks', () => {
  it('goes up through a shell that runs a script', async () => {
    const held = await heldSocket();
    const child = held.start('/bin/bash', ['-c', `/usr/bin/curl ${curl(held.path).join(' ')}; true`]);
    const peer = await readPeer(await held.next());
    expect(basename(peer?.process.executable ?? '')).toBe('curl');
    expect(peer?.tree[1]?.pid).toBe(child.pid);
  });

  it.runIf(existsSync('/usr/bin/script'))('ends below a shell that somebody types into', async () => {
    const held = await heldSocket();
    const line = `(/usr/bin/env bash -c '/usr/bin/curl ${curl(held.path).join(' ')}; true'; true)\n`;
    held.start('/usr/bin/script', ['-q', '-c', '/bin/bash --norc --noprofile', '/dev/null'], line);
    const peer = await readPeer(await held.next());
    expect(peer?.tree.map(({ executable }) => basename(executable))).toEqual(['curl', 'bash']);
  });
});

/** The real server, and who it says asked for credentials. */
async function door() {
  const home = temporaryHome(`it's a "home"`);
  writeCredentialScript(home.paths, undefined);
  const asked: Extract<Requester, { kind: 'program' }>[] = [];
  const peers: (Peer | undefined)[] = [];
  const app = fakeApp({
    credentials: async (_, { requester }) => {
      if (requester?.kind !== 'program') throw new Error('nobody asked');
      asked.push(requester);
      peers.push(await requester.peer());
      return issued;
    },
  });
  await openDoor(home.paths, app);
  return { home, asked, peers };
}

async function ends(held: HeldSocket, program: string, args: readonly string[]): Promise<number | undefined> {
  const child = held.start(program, args);
  await once(child, 'close');
  return child.pid;
}

linux('through the credential script', () => {
  it.each([
    { name: 'with a shell, as the JavaScript SDK does', start: `exec('"' + script + '" ' + id)` },
    { name: 'without one, as botocore does', start: `execFile(script, [id])` },
  ])('the program that started it asks: $name', async ({ start }) => {
    const { home, asked, peers } = await door();
    // `exec` runs the text in /bin/sh, which POSIX quoting reaches through JSON only without special letters.
    const text = `const script = ${JSON.stringify(home.paths.script)}.replace(/["$\`\\\\]/g, '\\\\$&'), id = '${id}';
      const bare = ${JSON.stringify(home.paths.script)};
      require('node:child_process').${start.replace('execFile(script', 'execFile(bare')};`;
    const pid = await ends(await heldSocket(), process.execPath, ['-e', text]);
    expect(peers.map((peer) => peer?.process)).toEqual([
      expect.objectContaining({ pid, executable: realpathSync(process.execPath) }),
    ]);
    expect(asked[0]?.claimed).toEqual(expect.any(Number));
  });

  it('says who started it, whatever PPID its environment names', async () => {
    const { home, asked } = await door();
    const held = await heldSocket();
    const text = `process.env.PPID = '1'; require('node:child_process').execFileSync(${JSON.stringify(home.paths.script)}, ['${id}'])`;
    const pid = await ends(held, process.execPath, ['-e', text]);
    expect(asked[0]?.claimed).toBe(pid);
  });
});

describe('what ss says', () => {
  const pair = 'u_str ESTAB 0 0 /run/a b.sock 10 * 11 \nu_str ESTAB 0 0 * 11 * 10 ';

  it('is taken where both ends agree', () => {
    expect([...readPairs(pair)]).toEqual([
      [10, 11],
      [11, 10],
    ]);
    expect([...readPairs('u_str ESTAB 0 0 x -2 * 7\nu_str ESTAB 0 0 * 7 * -2')][0]).toEqual([2 ** 32 - 2, 7]);
  });

  it.each([
    ['a line for one end only', 'u_str ESTAB 0 0 a 10 * 11'],
    ['ends that name others', 'u_str ESTAB 0 0 a 10 * 11\nu_str ESTAB 0 0 * 11 * 12'],
    ['a name that looks like a line', `u_str ESTAB 0 0 evil\nu_str ESTAB 0 0 x 10 * 99 \n${pair}`],
    ['an end without another', 'u_str ESTAB 0 0 a 10 * 0\nu_str ESTAB 0 0 * 0 * 10'],
    ['datagrams and closed ones', 'u_dgr ESTAB 0 0 a 10 * 11\nu_str UNCONN 0 0 * 11 * 10'],
    ['nonsense', '\n\0 u_str ESTAB'],
  ])('is not believed: %s', (_, text) => {
    expect(readPairs(text).get(10)).toBeUndefined();
  });
});
