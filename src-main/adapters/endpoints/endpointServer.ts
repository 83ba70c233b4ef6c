import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { EndpointAnswer, EndpointAsker } from '../../core/ports.ts';
import { watchCrowd } from './crowd.ts';
import { endpointDocument, processDocument } from './endpointDocument.ts';
import { presentedToken, refusalOf } from './endpointGate.ts';
import { programAt } from './programAt.ts';
import { createWrongTokens } from './wrongTokens.ts';

/** What stands behind one opaque path. */
export interface Route {
  /** SHA-256 of the token. */
  readonly digest: Buffer;
  readonly answer: (asker: EndpointAsker) => Promise<EndpointAnswer>;
  readonly alarm: () => void;
}

const limits = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 2_000,
  requestTimeout: 2_000,
  connectionsCheckingInterval: 500,
  keepAlive: false,
} as const;

/** Milliseconds: the JavaScript SDK gives up after a second. */
const answerWithin = 800;

/** A server of container credentials that does not listen yet. @param isOurHost judges the one Host header */
export function createEndpointServer(
  routes: ReadonlyMap<string, Route>,
  isOurHost: (host: string) => boolean,
): Server {
  const wrongTokens = createWrongTokens(() => {
    for (const { alarm } of routes.values()) alarm();
  });
  const server = createServer(limits);
  // Else Node would leave the 2,001st header, perhaps a second Host, out of what it hands over.
  server.maxHeadersCount = 0;
  const crowd = watchCrowd(server);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalOf(request, isOurHost);
    if (refusal !== undefined) {
      if (refusal.status === 405) response.setHeader('allow', 'GET');
      sendError(response, refusal.status, refusal);
      return;
    }
    const [, id = '', form] = /^\/v1\/([\w-]{22})(\/credential-process)?$/.exec(request.url ?? '') ?? [];
    const route = routes.get(id);
    if (!isToken(presentedToken(request), route?.digest) || route === undefined) {
      await wrongTokens.came();
      sendError(response, 401, wrongToken);
      return;
    }
    const done = crowd.serve(request.socket);
    const given = await inTime(route.answer(askerAt(request)));
    done();
    // It may have been closed meanwhile.
    if (routes.get(id) !== route) sendError(response, 401, wrongToken);
    else if (given.state === 'refused') sendError(response, given.status, given);
    else send(response, 200, form === undefined ? endpointDocument(given) : processDocument(given));
  }

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false;
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-content-type-options', 'nosniff');
    answer(request, response).catch(() => {
      sendError(response, 503, notReady);
    });
  };
  // Left to itself Node would answer Expect.
  return server.on('request', serve).on('checkContinue', serve).on('checkExpectation', serve);
}

/** The same whether there is no such path or another token. */
const wrongToken = { code: 'WrongToken', message: 'There is nothing here for this token.' };
const notReady = {
  state: 'refused',
  status: 503,
  code: 'NotReady',
  message: 'AWS has not answered yet. Ask again.',
} as const;

export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Nobody's: unknown paths cost a comparison, too. */
const noDigest = randomBytes(32);

function isToken(presented: string | undefined, digest: Buffer = noDigest): boolean {
  return timingSafeEqual(digestOf(presented ?? ''), digest) && presented !== undefined;
}

async function inTime(answer: Promise<EndpointAnswer>): Promise<EndpointAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<EndpointAnswer>((resolve) => {
    timer = setTimeout(resolve, answerWithin, notReady);
  });
  // It goes on: the next one who asks finds what comes of it.
  answer.catch(() => undefined);
  return Promise.race([answer, late]).finally(() => {
    clearTimeout(timer);
  });
}

function askerAt({ socket }: IncomingMessage): EndpointAsker {
  const { remotePort, localPort } = socket;
  return {
    program: async () =>
      remotePort === undefined || localPort === undefined ? null : programAt(remotePort, localPort),
  };
}

function sendError(
  response: ServerResponse,
  status: number,
  { code, message }: { readonly code: string; readonly message: string },
): void {
  send(response, status, { Code: code, Message: message });
}

function send(response: ServerResponse, status: number, document: object): void {
  if (response.destroyed || response.headersSent) return;
  const text = JSON.stringify(document);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
