import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import type { AwsService } from './awsService.ts';
import type { FaultKind } from './faults.ts';
import { htmlPage } from './html.ts';

const captivePage = (): Answer => htmlPage(200, 'Free Wi-Fi', '<p>Accept our terms to go online.</p>');

/**
 * What a call gets instead of its answer, because AWS never sees it: `undefined` when AWS does.
 * 'nothing' leaves it without an answer.
 */
export function insteadOf(
  fault: FaultKind | undefined,
  service: AwsService,
): Answer | 'drop' | 'nothing' | undefined {
  switch (fault) {
    case 'drop':
      return 'drop';
    case 'hang':
      return 'nothing';
    case 'garbage':
      return {
        status: 200,
        headers: { 'Content-Type': 'application/octet-stream' },
        body: '\u0000\u0001<{%&]garbage',
      };
    case 'captive-page':
      return captivePage();
    case 'captive-redirect': {
      const page = captivePage();
      return {
        ...page,
        status: 302,
        headers: { ...page.headers, Location: 'https://wifi.example.com/login' },
      };
    }
    case 'server-error':
      return service.serverError();
    case 'throttled':
      return service.throttled();
    default:
      return undefined;
  }
}

function isSomebodyElse(fault: FaultKind | undefined): boolean {
  return fault === 'captive-page' || fault === 'captive-redirect' || fault === 'garbage';
}

/** Writes the answer, as far as the fault lets it through. `date` is epoch milliseconds by AWS's clock. */
export async function deliver(
  answer: Answer,
  date: number,
  response: ServerResponse,
  fault: FaultKind | undefined,
): Promise<void> {
  const body = Buffer.from(answer.body);
  if (fault === 'lost-answer') {
    response.destroy();
    return;
  }
  // Clients correct their clocks by Date, so it is AWS's clock and not this machine's.
  response.sendDate = false;
  response.writeHead(answer.status, {
    ...answer.headers,
    'Content-Length': body.length,
    Date: new Date(date).toUTCString(),
    // AWS numbers what it answers; nobody else does.
    ...(isSomebodyElse(fault) ? {} : { 'x-amzn-RequestId': randomUUID() }),
  });
  if (fault === 'half-body') {
    response.write(body.subarray(0, body.length >> 1), () => response.destroy());
    return;
  }
  if (fault === 'slow-drip') {
    for (const byte of body) {
      if (response.destroyed) return;
      response.write(Buffer.from([byte]));
      await sleep(100, undefined, { ref: false });
    }
  }
  response.end(fault === 'slow-drip' ? undefined : body);
}
