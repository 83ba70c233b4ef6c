import type { TimedAnswer } from '../core/health/clockSkew.ts';
import { isLoopback } from '../core/sso/verificationLink.ts';
import { isAwsAnswer } from './isAwsAnswer.ts';

/** What AWS says of the time, and what calls are signed by. */
export interface AwsTime {
  /** Milliseconds to add to this process's time when signing. */
  readonly offset: () => number;
  /** By the clock that answers are measured with, epoch milliseconds. */
  readonly machineNow: () => number;
  readonly heard: (answer: TimedAnswer) => void;
  /** Whether answers in the clear from this machine itself count, too: in a named home they are all there is. */
  readonly trustsLoopback: boolean;
}

/** For callers that keep no time. */
export const noAwsTime: AwsTime = {
  offset: () => 0,
  machineNow: () => Date.now(),
  heard: () => undefined,
  trustsLoopback: false,
};

/** Headers of an answer, with names in lower case. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Tells the time of an answer of AWS’s that came from `url`, asked for at `sentAt` by the machine's clock. */
export function tellTime(time: AwsTime, url: string, sentAt: number, headers: Headers): void {
  const { protocol, hostname } = new URL(url);
  // TLS has proved who speaks, or which proxy looks into it; in the clear anybody could move our clock.
  const isTrusted = protocol === 'https:' || (time.trustsLoopback && isLoopback(hostname));
  const { date, age } = headers;
  // One that a cache answered says when it was made.
  if (!isTrusted || !isAwsAnswer(headers) || typeof date !== 'string' || age !== undefined) return;
  time.heard({ date: Date.parse(date), sentAt, receivedAt: time.machineNow() });
}

/** As far as we look at the SDK's clients, which differ in their types of input and output. */
interface Client {
  readonly middlewareStack: { add: (middleware: never, options: never) => void };
}

type Step = (given: unknown) => Promise<{ readonly response: unknown }>;

/** The same client, whose answers tell AWS's time whether they say yes or no: no call is made for it. */
export function hearTime<Given extends Client>(client: Given, url: string, time: AwsTime): Given {
  const middleware = (next: Step) => async (given: unknown) => {
    const sentAt = time.machineNow();
    const result = await next(given);
    const { headers } = (result.response ?? {}) as { readonly headers?: Headers };
    tellTime(time, url, sentAt, headers ?? {});
    return result;
  };
  // The last before the wire, so that nothing has been parsed yet.
  const options = { step: 'deserialize', priority: 'low', name: 'hearTime' };
  client.middlewareStack.add(middleware as never, options as never);
  return client;
}
