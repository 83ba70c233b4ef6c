import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../report.ts';
import { open } from './contender.ts';
import { at, beside } from './figure.ts';
import { timeLetters } from './letters.ts';
import { settling, type Pair } from './pair.ts';
import { workOfLetters } from './workOfLetters.ts';

/** Milliseconds of a frame: a letter that takes no more is never seen to come late. */
const frame = 16;

export async function letterFigures({ latchkey, hello }: Pair, profiles: string): Promise<readonly Figure[]> {
  const [ours, others] = [await open(latchkey), await open(hello)];
  await pause(settling);
  const times = await timeLetters(ours.page, 'input[aria-label="Search profiles"]', '[role=grid]');
  const bound = await timeLetters(others.page, 'input', 'p');
  const work = await workOfLetters(ours.page, 'input[aria-label="Search profiles"]');
  const least = await workOfLetters(others.page, 'input');
  await ours.end();
  await others.end();
  return ([0.5, 0.95] as const).flatMap((share) => [
    beside(
      `letter to painted result, ${profiles} profiles, p${share * 100}`,
      'ms',
      at(times, share),
      at(bound, share),
      { bound: 'hello world', aim: null },
    ),
    beside(
      `main-thread work of a letter, ${profiles} profiles, p${share * 100}`,
      'ms',
      at(work, share),
      frame,
      {
        bound: `a frame (${frame} ms); hello world ${at(least, share).toFixed(1)} ms`,
        aim: 1,
      },
    ),
  ]);
}
