import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, connect, type AddressInfo } from 'node:net';

export interface Trap {
  readonly port: number;
  /** What came, such as `udp`. */
  readonly hits: readonly string[];
  /** Waits until everything that was sent before would have come; shows that the trap is open. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A host that nothing may reach: TCP and UDP on one port of 127.0.0.1. */
export async function setTrap(): Promise<Trap> {
  const hits: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    hits.push(`tcp from ${socket.remotePort}`);
    server.emit('hit');
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const datagrams = createSocket('udp4', (message) => {
    if (message.toString() !== 'own') hits.push('udp');
  });
  await new Promise<void>((resolve) => datagrams.bind(port, '127.0.0.1', resolve));

  const ownConnection = async () => {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    const own = `tcp from ${socket.localPort}`;
    while (!hits.includes(own)) await once(server, 'hit');
    hits.splice(hits.indexOf(own), 1);
    socket.destroy();
  };
  const ownDatagram = async () => {
    const came = once(datagrams, 'message');
    datagrams.send('own', port, '127.0.0.1');
    await came;
  };
  return {
    port,
    hits,
    settle: async () => {
      await Promise.all([ownConnection(), ownDatagram()]);
    },
    close: async () => {
      datagrams.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
