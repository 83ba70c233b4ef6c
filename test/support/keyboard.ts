import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Display } from './display.ts';

/** Somebody at the keyboard of a display: keys come from the X server, to whichever program has a right to them. */
export interface Keyboard {
  /** Such as `ctrl+alt+k`. */
  press(keys: string): Promise<void>;
  type(text: string): Promise<void>;
}

/** Each call throws without xdotool. */
export function keyboardAt({ name }: Pick<Display, 'name'>): Keyboard {
  const xdotool = async (...words: readonly string[]) => {
    await promisify(execFile)('xdotool', words, { env: { PATH: process.env['PATH'], DISPLAY: name } }).catch(
      (cause: unknown) => {
        throw new Error('Keys are pressed with xdotool: apt-get install xdotool', { cause });
      },
    );
  };
  return {
    press: (keys) => xdotool('key', keys),
    type: (text) => xdotool('type', text),
  };
}
