import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names a process so that its end can be told even after its pid is given out again: pid, start time in clock
 * ticks since boot, and a tag of the machine's boot and pid namespace (a home may be shared with a container or
 * another host, whose pids mean nothing here).
 */
export type ProcessMark = string;

export function ownProcessMark(): ProcessMark {
  return `${process.pid}-${readStat(process.pid)?.startTime ?? '0'}-${ownPlace()}`;
}

/** `elsewhere`: written under another boot, host or pid namespace, or no mark of ours at all. */
export function processState(mark: ProcessMark): 'running' | 'ended' | 'elsewhere' {
  const match = /^(\d{1,10})-(\d+)-([0-9a-f]{8})$/.exec(mark);
  if (match?.[3] !== ownPlace()) return 'elsewhere';
  const pid = Number(match[1]);
  if (process.platform !== 'linux') return answersSignals(pid) ? 'running' : 'ended';
  const stat = readStat(pid);
  // A zombie holds nothing any more, however long its parent takes to notice.
  if (stat === undefined || 'ZX'.includes(stat.state)) return 'ended';
  return stat.startTime === match[2] ? 'running' : 'ended';
}

export function pidOf(mark: ProcessMark): string {
  return mark.split('-')[0] ?? '';
}

function readStat(pid: number): { readonly state: string; readonly startTime: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field, the command, may itself hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

let place: string | undefined;

function ownPlace(): string {
  place ??= createHash('sha256').update(describePlace()).digest('hex').slice(0, 8);
  return place;
}

function describePlace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1');
    return boot + readlinkSync('/proc/self/ns/pid');
  } catch {
    return hostname();
  }
}
