import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** AWS as moto (Python) imitates it, started from PATH. */
export interface MotoServer {
  readonly url: string;
  close(): Promise<void>;
}

/** It loads all of AWS's models first. */
const longestStartMs = 15_000;

/** @returns why there is none, in words, where it is not on PATH or does not start. */
export async function startMotoServer(): Promise<MotoServer | string> {
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // The command on PATH may be a script that starts the server.
    detached: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', () => {
      resolve('moto_server is not on PATH');
    });
    child.once('exit', (code) => {
      resolve(`moto_server ended with status ${code}`);
    });
  });
  const late = new Promise<string>((resolve) => {
    setTimeout(resolve, longestStartMs, 'moto_server did not start in time').unref();
  });
  const close = async (): Promise<void> => {
    kill(child);
    await ended;
  };
  const started = await Promise.race([listening(child), ended, late]);
  if (started.startsWith('http:')) return { url: started, close };
  if (child.pid !== undefined) await close();
  return started;
}

/** The server chooses its port and says which. */
async function listening({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('its words are read');
  return new Promise((resolve) => {
    createInterface({ input: stderr }).on('line', (line) => {
      const [, url] = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
