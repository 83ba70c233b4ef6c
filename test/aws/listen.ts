import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ListenOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** PEM. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
}

export type Handler = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A server on 127.0.0.1. `handlerAt` makes its handler once the address is known. @throws when the port is taken */
export async function listen(
  { port = 0, tls }: ListenOptions,
  handlerAt: (url: string) => Handler,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const handler = handlerAt(url);
  server.on('request', (message: IncomingMessage, response: ServerResponse) => {
    handler(message, response).catch((error: unknown) => {
      // A client that went away, or a fault of the stand-in itself: that never gets an answer that looks like AWS's.
      if (message.complete) process.stderr.write(`stand-in for AWS: ${String(error)}\n`);
      response.destroy();
    });
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { url, close };
}
