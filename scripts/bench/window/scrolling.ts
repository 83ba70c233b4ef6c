import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Figure } from '../report.ts';
import { open, type Contender } from './contender.ts';
import { settling, type Pair } from './pair.ts';

const scroll = readFileSync(new URL('scrollFrames.js', import.meta.url), 'utf8')
  .replace(/^\/\/.*\n/, '')
  .replace(/;\s*$/, '');

/** Frames of one way through the list: every one shows other rows. */
const steps = 300;
/** Milliseconds from which on a person sees that a frame was late. */
const late = 50;

/** Late frames while all rows go by, beside a bare virtual list of as many rows. */
export async function scrolling({ latchkey, hello }: Pair, rows: number): Promise<readonly Figure[]> {
  const bare: Contender = {
    folder: fileURLToPath(new URL('../bareList', import.meta.url)),
    environment: { ...hello.environment, BARE_LIST_ROWS: String(rows) },
    usable: { selector: '[role=row]', atLeast: 10 },
  };
  const [ours, other] = [await lateFrames(latchkey), await lateFrames(bare)];
  return [
    {
      what: `frames over ${late} ms, ${rows.toLocaleString('en')} profiles scrolled end to end, of ${steps}`,
      value: ours,
      unit: 'frames',
      bound: `a bare virtual list (${other})`,
      // None of ours is no more than none of theirs.
      ratio: ours === 0 ? 0 : ours / Math.max(other, 0.5),
      aim: 1,
    },
  ];
}

async function lateFrames(contender: Contender): Promise<number> {
  const running = await open(contender);
  await pause(settling);
  const counts: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const frames = await running.page.evaluate<readonly number[]>(`(${scroll})('[role=grid]', ${steps})`);
    counts.push(frames.filter((took) => took > late).length);
  }
  await running.end();
  // Of three the middle one: whatever else the machine does is in all of them.
  return counts.toSorted((one, another) => one - another)[1] ?? 0;
}
