/** What /proc tells about the processes that a test started; Linux only. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface Seen {
  readonly pid: number;
  /** Pid; 0 where it had ended by the time of the look. */
  readonly parent: number;
  /** Words, a space between them. */
  readonly commandLine: string;
  /** `NAME=value` lines. */
  readonly environment: string;
}

/**
 * Looks every few milliseconds at all new processes and keeps what those had whose environment names `folder`, such
 * as a test's home.
 */
export function watchProcesses(folder: string): { stop(): Promise<readonly Seen[]> } {
  const before = new Set(pids());
  const seen = new Map<string, Seen>();
  const stop = new AbortController();
  const watching = (async () => {
    while (!stop.signal.aborted) {
      for (const pid of pids()) {
        if (before.has(pid)) continue;
        const environment = read(pid, 'environ');
        if (!environment.includes(folder)) continue;
        const one = { pid, parent: parentOf(pid), commandLine: read(pid, 'cmdline', ' '), environment };
        seen.set(JSON.stringify(one), one);
      }
      await pause(5);
    }
  })();
  return {
    stop: async () => {
      stop.abort();
      await watching;
      return [...seen.values()];
    },
  };
}

/** Values of a process's environment by name. */
export function environmentOf(pid: number): ReadonlyMap<string, string> {
  const lines = read(pid, 'environ')
    .split('\n')
    .filter((line) => line.includes('='));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

export function childrenOf(pid: number): readonly number[] {
  return pids().filter((one) => parentOf(one) === pid);
}

function parentOf(pid: number): number {
  return Number(/^\S+ \(.*\) \S (\d+) /s.exec(read(pid, 'stat'))?.[1] ?? 0);
}

/** Soft and hard limit of a core file in bytes, as the kernel writes them. */
export function coreLimitOf(pid: number): readonly string[] {
  return /^Max core file size +(\S+) +(\S+)/m.exec(read(pid, 'limits'))?.slice(1) ?? [];
}

export function isAlive(pid: number): boolean {
  return /^\S+ \(.*\) [^ZX] /s.test(read(pid, 'stat'));
}

/** TCP addresses where a process listens, as the kernel writes them: `0100007F:1F90` is 127.0.0.1:8080. */
export function listensAt(pid: number): readonly string[] {
  const sockets = new Set(
    entries(`/proc/${pid}/fd`).map((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
      } catch {
        return undefined;
      }
    }),
  );
  const listening = '0A';
  return ['tcp', 'tcp6'].flatMap((table) =>
    read(pid, `net/${table}`)
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === listening && sockets.has(fields[9]))
      .map((fields) => fields[1] ?? ''),
  );
}

function pids(): number[] {
  return entries('/proc')
    .map(Number)
    .filter((pid) => pid > 0);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A file of /proc, zeros as `separator`; empty for a process that has ended, or is somebody else's. */
function read(pid: number, file: string, separator = '\n'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1').replaceAll('\0', separator);
  } catch {
    return '';
  }
}
