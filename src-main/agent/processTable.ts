import { readFileSync, readlinkSync, statSync } from 'node:fs';
import type { ProcessSeen } from '../core/guard/requester.ts';

/** What the system tells of one process; the command line never leaves the agent, it may hold secrets. */
export interface ProcessRead extends ProcessSeen {
  /** 0 for a process that none of ours started. */
  readonly parent: number;
  /** Id of the user that it runs as; root's where it keeps itself from being read. */
  readonly user: number;
  /** At most 15 characters, chosen by the process. */
  readonly name: string;
  readonly words: readonly string[];
  /** Its standard input is a terminal. */
  readonly terminal: boolean;
  /** The same in a copy of a process that has run no other program since. */
  readonly image: string;
  readonly folder: string | null;
}

export interface ProcessTable {
  /** @returns undefined for a process that has ended, or ends while it is read */
  readonly read: (pid: number) => ProcessRead | undefined;
}

/** The machine's own processes; Linux only. */
export const linuxProcesses: ProcessTable = {
  read(pid) {
    try {
      const before = readStat(pid);
      if (before === undefined) return undefined;
      const { uid } = statSync(`/proc/${pid}`);
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0$/, '').split('\0');
      const read = {
        ...before,
        pid,
        user: uid,
        words,
        executable: linkOf(pid, 'exe') ?? '',
        folder: linkOf(pid, 'cwd') ?? null,
        terminal: /^\/dev\/(?:pts\/|tty|console|hvc)/.test(linkOf(pid, 'fd/0') ?? ''),
      };
      const after = readStat(pid);
      // The number may be another process's by now, or the process runs another program.
      const same = after?.startedAt === before.startedAt && after.image === before.image;
      return same ? { ...read, parent: after.parent } : undefined;
    } catch {
      return undefined;
    }
  },
};

/** @throws the file system's error */
function readStat(pid: number): Pick<ProcessRead, 'name' | 'parent' | 'startedAt' | 'image'> | undefined {
  const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name, in parentheses, may hold anything.
  const end = line.lastIndexOf(')');
  const fields = line.slice(end + 2).split(' ');
  const [state, parent] = fields;
  if (state === undefined || /^[ZXx]$/.test(state)) return undefined;
  return {
    name: line.slice(line.indexOf('(') + 1, end),
    parent: Number(parent),
    // Field 22 of proc(5), and 48: where its arguments lie in memory, at random for each program that is run.
    startedAt: fields[19] ?? '',
    image: fields[45] ?? '',
  };
}

/** A system without this link, or one that we may not read. */
function linkOf(pid: number, name: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`).replace(/ \(deleted\)$/, '');
  } catch {
    return undefined;
  }
}
