import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TrivialServer {
  /** Path of its unix socket. */
  readonly socket: string;
  readonly stop: () => void;
}

const text = `require('node:net').createServer((c) => {
  c.on('error', () => undefined).once('data', () =>
    c.end('HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\n{}'));
}).listen({ path: process.argv[1], backlog: 511 }, () => process.stdout.write('ready'));`;

/** The least that answers curl at a unix socket, in a process of its own: the bound of what is asked through one. */
export async function startTrivialServer(): Promise<TrivialServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lk-'));
  const socket = join(folder, 'trivial.sock');
  const server = spawn(process.execPath, ['-e', text, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(server.stdout, 'data');
  return {
    socket,
    stop: () => {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
