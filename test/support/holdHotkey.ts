import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Display } from './display.ts';

/** Another program has Control+Alt with that key, until it is told to let go. @throws without libX11 */
export async function holdHotkey(
  { name }: Pick<Display, 'name'>,
  key: string,
): Promise<{ letGo(): Promise<void> }> {
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'holdHotkey.py'), key], {
    env: { DISPLAY: name },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(([code]) => {
      throw new Error(`Nobody holds the hotkey: the program ended with ${String(code)}`);
    }),
  ]);
  return {
    letGo: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
