import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryHome } from './temporaryHome.ts';

export interface HeldSocket {
  readonly path: string;
  readonly folder: string;
  /** Starts a program, which ends with the test. */
  readonly start: (program: string, args: readonly string[], stdin?: string) => ChildProcess;
  /** The next that connected; nobody answers them. */
  readonly next: () => Promise<Socket>;
}

/** A unix socket that accepts and says nothing. */
export async function heldSocket(): Promise<HeldSocket> {
  const { folder, environment } = temporaryHome();
  const path = join(folder, 'held.sock');
  const waiting: ((socket: Socket) => void)[] = [];
  const accepted: Socket[] = [];
  const all: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined).resume();
    all.push(socket);
    const one = waiting.shift();
    if (one === undefined) accepted.push(socket);
    else one(socket);
  });
  server.listen(path);
  await once(server, 'listening');
  const children: ChildProcess[] = [];
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL');
    for (const socket of all) socket.destroy();
    server.close();
  });
  return {
    path,
    folder,
    start: (program, args, stdin) => {
      const child = spawn(program, args, {
        cwd: folder,
        env: { ...environment, HISTFILE: '/dev/null' },
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      children.push(child);
      child.stdin.on('error', () => undefined);
      if (stdin !== undefined) child.stdin.write(stdin);
      return child;
    },
    next: async () => {
      const socket = accepted.shift();
      return socket ?? new Promise((resolve) => waiting.push(resolve));
    },
  };
}
