import { fstatSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Peer } from '../core/guard/requester.ts';
import { peerOf } from './peerOf.ts';
import { linuxProcesses } from './processTable.ts';
import { sharedLook } from './sharedLook.ts';
import { socketHolders, stillHolds } from './socketHolders.ts';
import { socketPairs } from './socketPairs.ts';

export type ReadPeer = (socket: Socket) => Promise<Peer | undefined>;

export interface PeerOptions {
  /** Absolute path of the credential script. */
  readonly script: string;
  /** Of `ss`, for tests. */
  readonly pairs?: typeof socketPairs;
}

/**
 * Who is at the other end of a unix socket that we accepted. Node does not hand out SO_PEERCRED, which would name who
 * connected, perhaps long ago; this names who holds the socket now.
 * Undefined, and so "ask first" denies: two processes hold it, or none, or another user's, one that ended meanwhile,
 * no iproute2 on the machine, another system than Linux.
 */
export function createReadPeer({ script, pairs = socketPairs }: PeerOptions): ReadPeer {
  const look = sharedLook(async () => ({ pairs: await pairs(), holders: await socketHolders() }));
  return async (socket) => {
    const user = process.getuid?.();
    if (process.platform !== 'linux' || user === undefined) return undefined;
    if (inodeOf(socket) === undefined) return undefined;
    const { pairs: ends, holders } = await look();
    const inode = ends.get(inodeOf(socket) ?? 0);
    const [holder, ...more] = holders.get(inode ?? 0) ?? [];
    if (inode === undefined || holder === undefined || more.length > 0) return undefined;
    const peer = peerOf(linuxProcesses, holder.pid, { user, script });
    return stillHolds(holder, inode) && !socket.destroyed ? peer : undefined;
  };
}

/** Undefined once it is closed. */
function inodeOf(socket: Socket): number | undefined {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly fd?: number } | null };
  const descriptor = handle?.fd ?? -1;
  if (socket.destroyed || descriptor < 0) return undefined;
  try {
    return fstatSync(descriptor).ino;
  } catch {
    return undefined;
  }
}
