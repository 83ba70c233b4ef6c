import { readdirSync, readlinkSync } from 'node:fs';
import { setImmediate as others } from 'node:timers/promises';

/** A process's own name for a socket that it has open. */
export interface Holder {
  readonly pid: number;
  readonly descriptor: string;
}

/** Inode of a socket to the processes that have it open, each once. */
export type SocketHolders = ReadonlyMap<number, readonly Holder[]>;

/** All sockets of all processes that we may look into; lets others work in between. */
export async function socketHolders(): Promise<SocketHolders> {
  const found = new Map<number, Holder[]>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const [inode, descriptor] of socketsOf(pid)) {
      const holders = found.get(inode) ?? [];
      found.set(inode, [...holders, { pid: Number(pid), descriptor }]);
    }
    await others();
  }
  return found;
}

/** Whether it still has this very socket. */
export function stillHolds({ pid, descriptor }: Holder, inode: number): boolean {
  return inodeOf(String(pid), descriptor) === inode;
}

function socketsOf(pid: string): ReadonlyMap<number, string> {
  const sockets = new Map<number, string>();
  for (const descriptor of descriptorsOf(pid)) {
    const inode = inodeOf(pid, descriptor);
    if (inode !== undefined) sockets.set(inode, descriptor);
  }
  return sockets;
}

/** None of a process that has ended, or is somebody else's. */
function descriptorsOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch {
    return [];
  }
}

function inodeOf(pid: string, descriptor: string): number | undefined {
  try {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1];
    return inode === undefined ? undefined : Number(inode);
  } catch {
    return undefined;
  }
}
