import type { Log } from '../core/ports.ts';
import type { AgentPaths } from './agentPaths.ts';
import { publish } from './publish.ts';
import type { AgentServer } from './server.ts';

export interface KeptDoor {
  /** Listens anew where the socket has gone, such as with the runtime folder of a person who logged out. */
  readonly keep: () => Promise<void>;
  /** No new callers from here on; those who are in go on. */
  readonly close: () => void;
}

/** @throws AppError agent-unreachable as `publish` does, the first time; later troubles are logged and tried again */
export async function keptDoor(server: AgentServer, paths: AgentPaths, log: Log): Promise<KeptDoor> {
  let published = await publish(server.open(), paths);
  let closed = false;
  const withdraw = () => {
    if (closed) published.withdraw();
  };
  return {
    keep: async () => {
      if (closed || published.isThere()) return;
      published.withdraw();
      try {
        published = await publish(server.open(), paths);
      } catch (error) {
        log.write('agent.door-lost', { reason: error instanceof Error ? error.message : typeof error });
      }
      // Somebody may have asked us to end while we were at it.
      withdraw();
    },
    close: () => {
      closed = true;
      withdraw();
    },
  };
}
