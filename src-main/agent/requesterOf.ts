import type { IncomingMessage } from 'node:http';
import type { Requester } from '../core/guard/requester.ts';
import { createReadPeer } from './peer.ts';
import { peerOf } from './peerOf.ts';
import { linuxProcesses } from './processTable.ts';

/** Whoever sent this; `patience` aborts, with a reason for the caller, when it can wait for a person no longer. */
export type RequesterOf = (request: IncomingMessage, patience?: AbortSignal) => Requester;

/** `script` is the absolute path of the credential script. */
export function createRequesters(script: string): RequesterOf {
  const readPeer = createReadPeer({ script });
  return ({ headers, socket }, patience) => {
    const claimed = processNumber(headers['latchkey-asker']);
    return {
      kind: 'program',
      claimed,
      claimedProcess: () => readable(claimed, script),
      patience,
      peer: () => readPeer(socket),
    };
  };
}

function processNumber(said: string | string[] | undefined): number | null {
  return typeof said === 'string' && /^\d{1,10}$/.test(said) ? Number(said) : null;
}

function readable(pid: number | null, script: string) {
  const user = process.getuid?.();
  if (pid === null || user === undefined || process.platform !== 'linux') return undefined;
  return peerOf(linuxProcesses, pid, { user, script })?.process;
}
