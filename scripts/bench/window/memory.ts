import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../report.ts';
import { open, startHidden, type Contender } from './contender.ts';
import { closeWindow } from './closeWindow.ts';
import { beside } from './figure.ts';
import { settling, type Pair } from './pair.ts';
import { memoryOf } from './processFigures.ts';

export async function memory({ latchkey, hello }: Pair, profiles: string): Promise<readonly Figure[]> {
  const ours = await memoryOpenAndClosed(latchkey);
  const others = await memoryOpenAndClosed(hello);
  const hidden = await startHidden(hello);
  await pause(settling);
  const trayOnly = memoryOf(hidden.pid);
  await hidden.end();
  const closed = `memory, ${profiles} profiles, closed to the tray`;
  return [
    beside(`memory, ${profiles} profiles, window open`, 'MB', ours.open, others.open, {
      bound: 'hello world',
      aim: null,
    }),
    beside(closed, 'MB', ours.closed, trayOnly, { bound: 'hello world that never had a window', aim: 1.5 }),
    beside(closed, 'MB', ours.closed, others.closed, { bound: 'hello world, window closed', aim: null }),
  ];
}

async function memoryOpenAndClosed(contender: Contender): Promise<{ open: number; closed: number }> {
  const running = await open(contender);
  await pause(settling);
  const whileOpen = memoryOf(running.pid);
  await closeWindow(running);
  await pause(settling);
  const closed = memoryOf(running.pid);
  await running.end();
  return { open: whileOpen, closed };
}
