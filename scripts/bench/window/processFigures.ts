/** What the processes of an application take, from /proc; Linux only. */
import { readFileSync } from 'node:fs';
import { isAlive } from '../../../test/support/processes.ts';
import { processTree } from '../../../test/support/processTree.ts';

/** Memory in MB that the process and all that came from it hold; what they share is counted once. */
export function memoryOf(pid: number): number {
  return sum(pid, (one) => {
    const kilobytes = /^Pss: +(\d+) kB$/m.exec(read(one, 'smaps_rollup'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  });
}

/** Milliseconds of processor time that they have used so far. */
export function processorTimeOf(pid: number): number {
  const tick = 10;
  return sum(pid, (one) => {
    const fields = read(one, 'stat')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tick;
  });
}

function sum(pid: number, of: (one: number) => number): number {
  return processTree(pid)
    .filter(isAlive)
    .reduce((total, one) => total + of(one), 0);
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
