import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../report.ts';
import { closeWindow } from './closeWindow.ts';
import { open } from './contender.ts';
import { beside } from './figure.ts';
import { settling, type Pair } from './pair.ts';
import { processorTimeOf } from './processFigures.ts';

const minute = 60_000;
/** Milliseconds of processor time: half a percent of one core. */
const most = 300;

/** Both in the same minute. */
export async function idle({ latchkey, hello }: Pair): Promise<readonly Figure[]> {
  const running = [await open(latchkey), await open(hello)] as const;
  // Before it knows whether there is a tray, Latchkey minimizes its window instead.
  await pause(settling);
  for (const one of running) await closeWindow(one);
  await pause(settling);
  const before = running.map(({ pid }) => processorTimeOf(pid));
  await pause(minute);
  const used = running.map(({ pid }, index) => processorTimeOf(pid) - (before[index] ?? 0));
  for (const one of running) await one.end();
  const [ours = 0, others = 0] = used;
  const what = 'processor time of a minute in the tray';
  return [
    beside(what, 'ms', ours, most, { bound: 'half a percent of one core', aim: 1 }),
    beside(what, 'ms', ours, others, { bound: 'hello world', aim: null }),
  ];
}
