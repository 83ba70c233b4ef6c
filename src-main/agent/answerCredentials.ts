import type { ServerResponse } from 'node:http';
import { contract, type Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import { presentable } from '../door/presentable.ts';
import { runCommand, type Commands } from '../door/runCommand.ts';
import { credentialDocument } from './credentialDocument.ts';
import { httpStatus } from './httpStatus.ts';
import type { DoorCall } from './server.ts';

/** Milliseconds: curl gives up at 30 seconds, and says less than we can. */
const patienceMs = 25_000;

/** A profile's name must not steer somebody's terminal. */
const controls = /\p{Cc}+/gu;

/**
 * The credential script's door: the Version 1 document and nothing else, or a status and the sentence that the
 * script prints.
 */
export async function answerCredentials(call: DoorCall, id: string): Promise<void> {
  const { app, clock, request, requesterOf, response, signal } = call;
  const answered = new AbortController();
  const patience = new AbortController();
  try {
    const commands = app as unknown as Commands;
    clock.sleep(patienceMs, answered.signal).then(
      () => {
        patience.abort(askedElsewhere());
      },
      () => undefined,
    );
    const quietly = {
      signal,
      requester: requesterOf(request, patience.signal),
      progress: () => undefined,
    };
    const issued = await runCommand(commands, 'credentials', contract.credentials, { id }, quietly);
    send(response, 200, 'application/json', credentialDocument(issued as Output<'credentials'>));
  } catch (error) {
    if (response.destroyed) return;
    const known = presentable(error, 'credentials', call);
    const sentence = `${known.message} ${known.hint ?? ''}`.replace(controls, ' ').trim();
    send(response, httpStatus(known), 'text/plain; charset=utf-8', sentence);
  } finally {
    answered.abort();
  }
}

function askedElsewhere(): AppError {
  return new AppError('ask-first', 'Latchkey asks about this in its window:', {
    hint: 'answer there, then try again.',
  });
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
