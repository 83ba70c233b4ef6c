import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../report.ts';
import { open } from './contender.ts';
import { at, beside } from './figure.ts';
import { typeLetters, type Letter, type Typed } from './letters.ts';
import { settling, type Pair } from './pair.ts';
import { workOfLetters } from './workOfLetters.ts';

/** Milliseconds of a frame: a letter that takes no more is never seen to come late. */
const frame = 16;

const search: Typed = { field: 'input[aria-label="Search profiles"]', changes: '[role=grid]' };
const bareField: Typed = { field: 'input', changes: 'p' };

export async function letterFigures({ latchkey, hello }: Pair, profiles: string): Promise<readonly Figure[]> {
  const [ours, others] = [await open(latchkey), await open(hello)];
  await pause(settling);
  const times = (await typeLetters(ours.page, search)).map(duration);
  const bound = (await typeLetters(others.page, bareField)).map(duration);
  const work = await workOfLetters(ours.page, search);
  const least = await workOfLetters(others.page, bareField);
  await ours.end();
  await others.end();
  return ([0.5, 0.95] as const).flatMap((share) => {
    const [withRest, bare] = [work.withRest, least.toPainted].map((all) => `${at(all, share).toFixed(1)} ms`);
    return [
      beside(
        `letter to painted result, ${profiles} profiles, p${share * 100}`,
        'ms',
        at(times, share),
        at(bound, share),
        { bound: 'hello world', aim: null },
      ),
      beside(
        `main-thread work of a letter to its painted result, ${profiles} profiles, p${share * 100}`,
        'ms',
        at(work.toPainted, share),
        frame,
        {
          bound: `a frame (${frame} ms); with what follows within a quarter of a second ${withRest}; hello world ${bare}`,
          aim: 1,
        },
      ),
    ];
  });
}

function duration({ began, painted }: Letter): number {
  return painted - began;
}
