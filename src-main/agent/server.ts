import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import type { Clock, Log } from '../core/ports.ts';
import { answerCommand } from './answerCommand.ts';
import { answerCredentials } from './answerCredentials.ts';
import { Refusal } from './httpStatus.ts';
import { ownVersion } from './ownVersion.ts';
import { createRequesters, type RequesterOf } from './requesterOf.ts';
import { checkRequest } from './requestGate.ts';
import { sendError } from './sendAnswer.ts';

export interface ServerOptions {
  readonly app: App;
  readonly clock: Clock;
  readonly log: Log;
  /** No application runs in this home: the command may change what decides where tokens go. */
  readonly headless: boolean;
  /** A caller that has a session bus could start an agent that finds the keychain. */
  readonly lacksSessionBus?: (() => boolean) | undefined;
  /** Absolute path of the credential script: what it asks, it asks for the program that started it. */
  readonly script: string;
  /** This build's when left out. */
  readonly version?: string;
}

/** One call at the door. */
export interface DoorCall extends Required<ServerOptions> {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly requesterOf: RequesterOf;
  /** Aborted when the caller goes away, or the agent ends. */
  readonly signal: AbortSignal;
}

export interface AgentServer {
  /** A server of these calls that does not listen yet; each may be closed while another goes on. */
  readonly open: () => Server;
  /** Calls at work now, and when the last one came or went (epoch milliseconds). */
  readonly activity: () => { readonly calls: number; readonly lastAt: number };
  /** Aborts the calls at work. */
  readonly abort: () => void;
}

const limits = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  keepAlive: false,
} as const;

/** HTTP/1.1 with JSON: `POST /v1/<command>`, and `GET /v1/credential-process/<id>` for the credential script. */
export function createAgentServer(given: ServerOptions): AgentServer {
  const options = { version: ownVersion, lacksSessionBus: undefined, ...given };
  const requesterOf = createRequesters(given.script);
  const atWork = new Set<AbortController>();
  let lastAt = options.clock.now();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const controller = new AbortController();
    atWork.add(controller);
    lastAt = options.clock.now();
    response.once('close', () => {
      atWork.delete(controller);
      lastAt = options.clock.now();
      if (!response.writableFinished) controller.abort(new Error('The caller went away.'));
    });
    const path = request.url ?? '';
    void serve({ ...options, request, response, path, requesterOf, signal: controller.signal });
  };
  return {
    open: () => {
      const server = createServer(limits, answer);
      server.maxConnections = 256;
      // Left to itself Node would answer Expect, and keep the connection.
      server.on('checkContinue', answer).on('checkExpectation', answer);
      return server;
    },
    activity: () => ({ calls: atWork.size, lastAt }),
    abort: () => {
      for (const controller of atWork) controller.abort(ending());
    },
  };
}

function ending(): AppError {
  return new AppError('agent-unreachable', 'Latchkey’s agent is ending.', { hint: 'Run the command again.' });
}

async function serve(call: DoorCall): Promise<void> {
  const { request, response } = call;
  response.shouldKeepAlive = false;
  response.setHeader('latchkey-version', call.version);
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  try {
    checkRequest(request);
    await route(call);
  } catch (error) {
    sendError(call, error);
  }
}

async function route(call: DoorCall): Promise<void> {
  const id = /^\/v1\/credential-process\/([^/?]*)$/.exec(call.path)?.[1];
  if (id !== undefined) {
    checkMethod(call, 'GET');
    await answerCredentials(call, id);
    return;
  }
  const command = /^\/v1\/(\w{1,64})$/.exec(call.path)?.[1];
  if (command === undefined) throw new Refusal(404, 'The agent has nothing at this path.');
  checkMethod(call, 'POST');
  await answerCommand(call, command);
}

function checkMethod({ request, response }: DoorCall, method: string): void {
  if (request.method === method) return;
  response.setHeader('allow', method);
  throw new Refusal(405, `The agent takes ${method} here.`);
}
