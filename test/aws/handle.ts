import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonAnswer, type Answer } from './answer.ts';
import type { AwsClock } from './awsClock.ts';
import type { ServiceName } from './awsRequest.ts';
import type { AwsService } from './awsService.ts';
import { deliver, insteadOf } from './deliver.ts';
import type { PlannedFaults } from './faults.ts';
import { receive, type Received } from './receive.ts';
import type { RequestLog } from './requestLog.ts';

export interface Handling {
  readonly clock: AwsClock;
  readonly faults: PlannedFaults;
  readonly log: RequestLog;
  readonly services: Readonly<Record<ServiceName, AwsService>>;
  /** The region of an endpoint that names none. */
  readonly defaultRegion: string;
}

/** One request from the wire to the wire: logged, delayed, broken as planned, answered. */
export async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  handling: Handling,
): Promise<void> {
  const { clock, faults } = handling;
  const received = await receive(message, handling);
  const { target, request } = received;
  if (target === undefined) {
    request.noteUnknown('path');
    const nowhere = jsonAnswer(404, { message: 'The stand-in knows no such path' });
    await deliver(nowhere, clock.now(), response, undefined);
    return;
  }
  const { record } = request;
  const call = { service: target.name, operation: record.operation, url: record.url };
  const delay = faults.latencyOf(call);
  if (delay > 0) await sleep(delay, undefined, { ref: false });
  const fault = faults.take(call);
  const instead = insteadOf(fault, target.service);
  if (instead === 'nothing') return;
  if (instead === 'drop') {
    response.destroy();
    return;
  }
  const answer = instead ?? answerOf(received, target.service);
  record.status = fault === 'lost-answer' ? null : answer.status;
  record.answer = answer.body;
  await deliver(answer, clock.now(), response, fault);
}

function answerOf({ request, operation }: Received, service: AwsService): Answer {
  if (operation !== undefined) return service.answer(operation, request);
  // The front page of a host is no operation, and every host of AWS answers for it: who looks whether AWS is there.
  if (request.method !== 'HEAD' || request.path !== '/') request.noteUnknown('operation');
  return service.unknownOperation(request);
}
