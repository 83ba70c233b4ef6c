import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../core/errors.ts';
import type { CallbackListeners } from '../core/ports.ts';
import { callbackPath } from './awsIdentityCenter.ts';
import { within } from './within.ts';

/**
 * Waits on a random port of 127.0.0.1 for the browser that comes back from AWS. Only a GET of the one path with the
 * right state counts; anything else is answered and forgotten, so that no web page can end a sign-in.
 */
export const callbackListeners: CallbackListeners = {
  async listen(state) {
    const { promise, resolve, reject } = outcome();
    const server = createServer({ headersTimeout: 2000, requestTimeout: 2000 }, (request, response) => {
      const said = parse(request.method, request.url, state);
      const page = said === undefined ? 'Nothing is waiting for this.' : 'You can close this page.';
      response.writeHead(said === undefined ? 404 : 200, {
        'content-type': 'text/plain',
        connection: 'close',
      });
      response.end(`${page}\n`);
      if (said?.code !== undefined) resolve(said.code);
      else if (said !== undefined) reject(denied());
    });
    server.maxConnections = 16;
    await listening(server);
    const { port } = server.address() as AddressInfo;
    return {
      redirectUri: `http://127.0.0.1:${port}${callbackPath}`,
      code: (signal) => withinTime(promise, signal),
      close: () => closed(server),
    };
  },
};

const waitMs = 10 * 60 * 1000;

function parse(
  method: string | undefined,
  target: string | undefined,
  state: string,
): { code?: string } | undefined {
  if (method !== 'GET' || target?.startsWith('/') !== true) return undefined;
  // Joined as text: as a relative reference `//` would be a host, and a wrong one throws.
  const url = new URL(`http://127.0.0.1${target}`);
  if (url.pathname !== callbackPath || !same(url.searchParams.get('state') ?? '', state)) return undefined;
  const code = url.searchParams.get('code');
  if (code !== null) return { code };
  return url.searchParams.has('error') ? {} : undefined;
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function outcome() {
  let resolve: (code: string) => void = () => undefined;
  let reject: (error: AppError) => void = () => undefined;
  const promise = new Promise<string>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
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

async function withinTime(code: Promise<string>, signal: AbortSignal): Promise<string> {
  const ends = within(waitMs, signal);
  const ended = new Promise<never>((_resolve, reject) => {
    const stop = (): void => {
      reject(signal.aborted ? (signal.reason as Error) : expired());
    };
    if (ends.aborted) stop();
    else ends.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([code, ended]);
}

function denied(): AppError {
  return new AppError('sign-in-denied', 'The sign-in was denied in the browser.', { hint: 'Sign in again.' });
}

function expired(): AppError {
  return new AppError('sign-in-expired', 'Nobody came back from the browser in ten minutes.', {
    hint: 'Sign in again; where the browser is on another machine use --flow device.',
  });
}
