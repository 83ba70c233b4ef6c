import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nodeRandom } from '../nodeRandom.ts';

export interface HandedOver {
  /** Leads on to the link, once. */
  readonly link: string;
  /** Whether the browser came for it in time. */
  readonly taken: Promise<boolean>;
}

/**
 * Keeps a secret link out of a browser's command line, which every program on the machine may read for as long as the
 * browser runs: there stands a page of this machine that leads on to it, once, within `patience` milliseconds.
 */
export async function handOver(link: string, patience: number): Promise<HandedOver> {
  const path = `/${nodeRandom.token(24)}`;
  let settle: (taken: boolean) => void = () => undefined;
  const taken = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  let over = false;
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    void isForPerson(request, { path, port }).then((isTheirs) => {
      if (!isTheirs || over) {
        answer(response, 404);
        return;
      }
      over = true;
      response.once('close', () => {
        end(true);
      });
      answer(response, 303, link);
    });
  });
  const end = (wasTaken: boolean): void => {
    clearTimeout(timer);
    server.close();
    // Nobody keeps us by staying on the line; who came too late hears so first.
    setTimeout(() => {
      server.closeAllConnections();
    }, 1000).unref();
    settle(wasTaken);
  };
  const timer = setTimeout(() => {
    over = true;
    end(false);
  }, patience);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { link: `http://127.0.0.1:${port}${path}`, taken };
}

/** By its path, which nobody can guess; from another person's process, which may have read it, it is refused. */
async function isForPerson(
  { method, url, headers, socket }: IncomingMessage,
  { path, port }: { readonly path: string; readonly port: number },
): Promise<boolean> {
  if (method !== 'GET' || url !== path || headers.host !== `127.0.0.1:${port}`) return false;
  const users = await usersAt(socket.remotePort ?? 0, port);
  return users === undefined || (users.length > 0 && users.every((user) => user === process.getuid?.()));
}

function answer(response: ServerResponse, status: 303 | 404, link?: string): void {
  response.writeHead(status, {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
    'content-type': 'text/plain; charset=utf-8',
    ...(link !== undefined && { location: link }),
  });
  response.end(status === 404 ? 'This page leads on once. Open the console from Latchkey again.\n' : '');
}

/** The kernel’s tables: a program may reach 127.0.0.1 through IPv6, and then stands in the second one. */
const tables = ['/proc/net/tcp', '/proc/net/tcp6'];

/** Whose processes have the other end, as Linux tells it; undefined where the system does not tell. */
async function usersAt(port: number, ownPort: number): Promise<readonly number[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  const texts = await Promise.all(tables.map((table) => readFile(table, 'latin1').catch(() => '')));
  const rows = texts.flatMap((text) => text.split('\n')).map((line) => line.trim().split(/\s+/));
  const hex = (of: number) => `:${of.toString(16).toUpperCase().padStart(4, '0')}`;
  // What does not know of our own end knows of nobody’s.
  if (!rows.some(([, local = '']) => local.endsWith(hex(ownPort)))) return undefined;
  return rows
    .filter(([, local = '', remote = '']) => local.endsWith(hex(port)) && remote.endsWith(hex(ownPort)))
    .map((words) => Number(words[7]));
}
