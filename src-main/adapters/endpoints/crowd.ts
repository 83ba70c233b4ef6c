import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

/**
 * Connections that are open at once. Those above the first number give way when they have been silent for
 * `patience` milliseconds, those above the second at once.
 */
const most = { silent: 64, all: 512 };
const patience = 200;

export interface Crowd {
  /** Its request is answered now: it stays. Gives back what ends that. */
  readonly serve: (socket: Socket) => () => void;
}

/**
 * Full, a server must not turn the next client away: that is all that somebody with some hundred idle connections
 * wants (row 46 of the threat model). The one that has been silent for longest goes instead.
 */
export function watchCrowd(server: Server): Crowd {
  /** The oldest first. */
  const silent = new Map<Socket, number>();
  let open = 0;
  server.on('connection', (socket: Socket) => {
    const now = performance.now();
    open += 1;
    silent.set(socket, now);
    socket.once('close', () => {
      open -= 1;
      silent.delete(socket);
    });
    for (const [oldest, since] of silent) {
      if (open <= most.silent || (open <= most.all && now - since < patience)) break;
      // `close` comes later, when this loop has ended.
      silent.delete(oldest);
      oldest.destroy();
    }
  });
  return {
    serve: (socket) => {
      silent.delete(socket);
      return () => {
        if (!socket.destroyed) silent.set(socket, performance.now());
      };
    },
  };
}
