import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process began, as a word that no other process with this id ever has; undefined when it has ended.
 * A zombie has ended: in a container without an init it may stay for ever.
 */
export function processStart(pid: number): string | undefined {
  try {
    return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  } catch {
    return undefined;
  }
}

/** Ticks count from the start of the machine, so the start of the machine belongs to the word. */
function startOnLinux(pid: number): string | undefined {
  const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name, in parentheses, may hold anything.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${fields[19] ?? ''}@${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8)}`;
}

function startByPs(pid: number): string | undefined {
  const line = execFileSync('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'latin1',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [state = '', ...start] = line.trim().split(/\s+/);
  return state.startsWith('Z') || start.length === 0 ? undefined : start.join('-');
}
