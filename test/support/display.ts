import { spawn } from 'node:child_process';

export interface Display {
  /** Such as `:7`. */
  readonly name: string;
  stop(): Promise<void>;
}

/** An X server of its own with nobody at it, on whichever number is free. @throws when Xvfb is not installed */
export async function startDisplay(): Promise<Display> {
  const child = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', end);
      resolve();
    });
  });
  const number = await new Promise<string>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new Error('Tests of the window need Xvfb: apt-get install xvfb', { cause }));
    });
    child.once('exit', (code) => {
      reject(new Error(`Xvfb ended with ${code}`));
    });
    let said = '';
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('\n')) resolve(said.trim());
    });
  });
  return {
    name: `:${number}`,
    stop: async () => {
      end();
      await ended;
    },
  };
}
