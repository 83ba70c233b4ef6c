import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ConnectProxy {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** What was asked for with CONNECT, such as `oidc.eu-west-1.amazonaws.com:443`, in order. */
  readonly targets: string[];
  /** The Proxy-Authorization header that is asked for; none when null. */
  authorization: string | null;
  /** What everybody gets instead of a tunnel, headers and all; null tunnels. */
  instead: string | null;
  /** What the tunnel answers to the first bytes, without leading anywhere; null leads to the port. */
  inside: string | null;
  close(): Promise<void>;
}

/** An HTTP proxy that only tunnels, and whatever host is asked for, leads to one port of this machine. */
export async function startConnectProxy(portOfAws: number, port = 0): Promise<ConnectProxy> {
  const sockets = new Set<Duplex>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket: Socket) => sockets.add(socket.on('close', () => sockets.delete(socket))));
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    client.on('error', () => client.destroy());
    proxy.targets.push(request.url ?? '');
    const refused =
      proxy.authorization !== null && request.headers['proxy-authorization'] !== proxy.authorization;
    const instead = refused ? authenticationRequired : proxy.instead;
    if (instead !== null) {
      client.end(instead);
      return;
    }
    if (proxy.inside !== null) {
      client.write(established);
      client.once('data', () => client.end(proxy.inside));
      return;
    }
    const aws = connect(portOfAws, '127.0.0.1', () => {
      client.write(established);
      aws.pipe(client).pipe(aws);
    });
    sockets.add(aws);
    aws.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('close', () => aws.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const proxy: ConnectProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets: [],
    authorization: null,
    instead: null,
    inside: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
  return proxy;
}

const established = 'HTTP/1.1 200 Connection established\r\n\r\n';

const authenticationRequired =
  'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="office"\r\nContent-Length: 0\r\n\r\n';
