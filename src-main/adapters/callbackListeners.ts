import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../core/errors.ts';
import type { CallbackListener, CallbackListeners } from '../core/ports.ts';
import { callbackPath } from './awsIdentityCenter.ts';
import { within } from './within.ts';

export interface LoopbackListener extends CallbackListener {
  /** The whole address that the browser came back to; it has `code` or `error`. */
  url(signal: AbortSignal): Promise<URL>;
}

/**
 * Waits on a random port of 127.0.0.1 for the browser that comes back from a sign-in. Only a GET of the one path with
 * the right state counts; anything else is answered and forgotten, so that no web page can end a sign-in.
 */
export const callbackListeners = {
  async listen(state: string): Promise<LoopbackListener> {
    const { promise, resolve } = outcome();
    const server = createServer({ headersTimeout: 2000, requestTimeout: 2000 }, (request, response) => {
      const said = parse(request.method, request.url, state);
      const page = said === undefined ? 'Nothing is waiting for this.' : 'You can close this page.';
      response.writeHead(said === undefined ? 404 : 200, {
        'content-type': 'text/plain',
        connection: 'close',
      });
      response.end(`${page}\n`);
      if (said !== undefined) resolve(said);
    });
    server.maxConnections = 16;
    await listening(server);
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      redirectUri: `${origin}${callbackPath}`,
      code: async (signal) => codeOf(await withinTime(promise, signal)),
      url: async (signal) => new URL(`${origin}${callbackPath}${(await withinTime(promise, signal)).search}`),
      close: () => closed(server),
    };
  },
} satisfies CallbackListeners;

const waitMs = 10 * 60 * 1000;

function parse(method: string | undefined, target: string | undefined, state: string): URL | undefined {
  if (method !== 'GET' || target?.startsWith('/') !== true) return undefined;
  // Joined as text: as a relative reference `//` would be a host, and a wrong one throws.
  const url = new URL(`http://127.0.0.1${target}`);
  if (url.pathname !== callbackPath || !same(url.searchParams.get('state') ?? '', state)) return undefined;
  return url.searchParams.has('code') || url.searchParams.has('error') ? url : undefined;
}

function codeOf(url: URL): string {
  const code = url.searchParams.get('code');
  if (code !== null) return code;
  throw new AppError('sign-in-denied', 'The sign-in was denied in the browser.', { hint: 'Sign in again.' });
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function outcome() {
  let resolve: (url: URL) => void = () => undefined;
  const promise = new Promise<URL>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
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

async function withinTime(answer: Promise<URL>, signal: AbortSignal): Promise<URL> {
  const ends = within(waitMs, signal);
  const ended = new Promise<never>((_resolve, reject) => {
    const stop = (): void => {
      reject(signal.aborted ? (signal.reason as Error) : expired());
    };
    if (ends.aborted) stop();
    else ends.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([answer, ended]);
}

function expired(): AppError {
  return new AppError('sign-in-expired', 'Nobody came back from the browser in ten minutes.', {
    hint: 'Sign in again; where the browser is on another machine use --flow device.',
  });
}
