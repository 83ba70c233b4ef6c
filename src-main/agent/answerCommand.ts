import { isNewer } from './isNewer.ts';
import { Refusal } from './httpStatus.ts';
import { readJson } from './requestGate.ts';
import { commandAtSocket, hasProgress, runCommand } from './runCommand.ts';
import { sendJson } from './sendAnswer.ts';
import type { DoorCall } from './server.ts';

/**
 * `POST /v1/<command>`: one JSON document, or, where something is said meanwhile, JSON lines: `{"progress"}` as it
 * comes, then `{"result"}` or `{"error"}`. The status tells an error unless progress has been said already.
 */
export async function answerCommand(call: DoorCall, path: string): Promise<void> {
  const { app, headless, request, response, signal, version } = call;
  const callers = request.headers['latchkey-version'];
  if (typeof callers === 'string' && isNewer(callers, version)) {
    throw new Refusal(426, `The agent is of version ${version}.`, '`latchkey agent stop` ends it.');
  }
  const name = commandAtSocket(path, headless);
  const input = await readJson(request);
  const type = hasProgress(name) ? 'application/x-ndjson' : 'application/json';
  response.setHeader('content-type', type);
  // From here on the question counts as taken: a caller that loses us must not ask again by itself.
  response.writeProcessing();
  const result = await runCommand(app, name, input, {
    signal,
    progress: (said) => {
      if (!response.destroyed) response.write(`${JSON.stringify({ progress: said })}\n`);
    },
  });
  sendJson(call, 200, { result });
}
