import { isatty } from 'node:tty';

const descriptors = { stdin: 0, stdout: 1, stderr: 2 } as const;

/** Asks the descriptor itself: `process.stdin` and its like each make a stream first, at some milliseconds a piece. */
export function isTerminal(stream: keyof typeof descriptors): boolean {
  return isatty(descriptors[stream]);
}
