import type { Output } from '../contract.ts';
import { runCommand, type Commands } from '../door/runCommand.ts';
import { isNewer } from './isNewer.ts';
import { Refusal } from './httpStatus.ts';
import { readJson } from './requestGate.ts';
import { commandAtSocket } from './commandAtSocket.ts';
import { sendJson } from './sendAnswer.ts';
import type { DoorCall } from './server.ts';

/**
 * `POST /v1/<command>`: one JSON document, or, where something is said meanwhile, JSON lines: `{"progress"}` as it
 * comes, then `{"result"}` or `{"error"}`. The status tells an error unless progress has been said already.
 */
export async function answerCommand(call: DoorCall, path: string): Promise<void> {
  const { app, headless, request, requesterOf, response, signal } = call;
  const outdone = outdoneBecause(call);
  if (outdone !== undefined && path !== 'stopAgent') {
    throw new Refusal(426, outdone, '`latchkey agent stop` ends it.');
  }
  const { name, shape } = commandAtSocket(path, headless);
  const input = await readJson(request);
  if (outdone === undefined && name === 'stopAgent' && request.headers['latchkey-version'] !== undefined) {
    // Its caller met another agent, which somebody else has replaced by this one.
    sendJson(call, 200, { result: { stopping: false } satisfies Output<'stopAgent'> });
    return;
  }
  const type = shape.progress === undefined ? 'application/json' : 'application/x-ndjson';
  response.setHeader('content-type', type);
  // From here on the question counts as taken: a caller that loses us must not ask again by itself.
  response.writeProcessing();
  const result = await runCommand(app as unknown as Commands, name, shape, input, {
    signal,
    requester: requesterOf(request),
    progress: (said) => {
      if (!response.destroyed) response.write(`${JSON.stringify({ progress: said })}\n`);
    },
  });
  sendJson(call, 200, { result });
}

/** Why the caller's own agent would be the better one. */
function outdoneBecause({ request, version, lacksSessionBus }: DoorCall): string | undefined {
  const { 'latchkey-version': callers, 'latchkey-session-bus': sessionBus } = request.headers;
  if (typeof callers === 'string' && isNewer(callers, version)) return `The agent is of version ${version}.`;
  return sessionBus !== undefined && lacksSessionBus?.() === true
    ? 'The agent has no session bus.'
    : undefined;
}
