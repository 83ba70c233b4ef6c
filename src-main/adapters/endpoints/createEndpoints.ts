import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../core/errors.ts';
import type { EndpointPlace, Endpoints, OpenEndpoint } from '../../core/ports.ts';
import { errnoOf } from '../fileTrouble.ts';
import { createEndpointServer, digestOf, type Route } from './endpointServer.ts';
import { listenAtPath } from './listenAtPath.ts';

interface Listener {
  readonly server: Server;
  readonly routes: Map<string, Route>;
  /** Undefined at a socket. */
  readonly port: number | undefined;
  readonly shared: boolean;
}

/** Servers that are there only while something is open on them: on 127.0.0.1, or at a socket. */
export function createEndpoints(): Endpoints {
  const listeners = new Set<Listener>();
  /** One change after the other: a server that is just closing takes nobody in. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };

  async function listenerFor(place: EndpointPlace): Promise<Listener> {
    const wished = place.kind === 'socket' ? undefined : place.port;
    const known = [...listeners].find(
      ({ shared, port }) => shared && (wished === undefined || wished === port),
    );
    if (place.kind === 'shared' && known !== undefined) return known;
    const listener = await (place.kind === 'socket'
      ? atPath(place.path)
      : atPort(wished ?? 0, place.kind === 'shared'));
    listeners.add(listener);
    return listener;
  }

  async function leave(listener: Listener): Promise<void> {
    if (listener.routes.size > 0 || !listeners.delete(listener)) return;
    await closed(listener.server);
  }

  return {
    open: ({ place, token, answer, alarm }) =>
      inTurn(async () => {
        const listener = await listenerFor(place);
        const id = (place.kind === 'shared' ? place.id : undefined) ?? randomBytes(16).toString('base64url');
        if (listener.routes.has(id)) throw new AppError('bad-input', 'This endpoint is open already.');
        const route = { digest: digestOf(token), answer, alarm };
        listener.routes.set(id, route);
        return {
          uri: `${listener.port === undefined ? '' : `http://127.0.0.1:${listener.port}`}/v1/${id}`,
          close: async () => {
            if (listener.routes.get(id) === route) listener.routes.delete(id);
            await inTurn(() => leave(listener));
          },
        } satisfies OpenEndpoint;
      }),
  };
}

async function atPort(wished: number, shared: boolean): Promise<Listener> {
  const routes = new Map<string, Route>();
  let hosts: readonly string[] = [];
  const server = createEndpointServer(routes, (host) => hosts.includes(host));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(notAtPort(wished, errnoOf(cause)));
    });
    server.listen(wished, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  return { server, routes, port, shared };
}

/** Which port leads to a socket at its far end is not known here. */
const hostAtSocket = /^(?:127\.0\.0\.1|localhost)(?::[1-9]\d{0,4})?$/;

async function atPath(path: string): Promise<Listener> {
  const routes = new Map<string, Route>();
  const server = createEndpointServer(routes, (host) => hostAtSocket.test(host));
  await listenAtPath(server, path);
  return { server, routes, port: undefined, shared: false };
}

function notAtPort(port: number, errno: string | undefined): AppError {
  const why = errno === 'EADDRINUSE' ? 'is taken' : `cannot be used (${errno ?? 'no reason given'})`;
  return new AppError('bad-input', `Port ${port} of 127.0.0.1 ${why}.`, {
    hint: 'Choose another one, above 1023.',
  });
}

async function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
