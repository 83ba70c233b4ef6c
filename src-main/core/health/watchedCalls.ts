import { AppError } from '../errors.ts';

/** How a call went: AWS answered, whatever it said, or it was not reached. */
export type CallOutcome = 'answered' | Unreached;
export type Unreached = AppError & { readonly code: 'offline' | 'not-aws' };

/** The same port, which tells how each of its calls went and which region it was for. */
export function watchedCalls<Port extends object>(
  port: Port,
  hear: (outcome: CallOutcome, region: string) => void,
): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, given);
        if (!(answer instanceof Promise)) return answer;
        const region = regionIn(given);
        return answer.then(
          (value: unknown) => {
            hear('answered', region);
            return value;
          },
          (error: unknown) => {
            const outcome = outcomeOf(error);
            if (outcome !== undefined) hear(outcome, region);
            throw error;
          },
        );
      };
    },
  });
}

/** Undefined where it says nothing about the network, such as a 502 of whoever stands in between. */
function outcomeOf(error: unknown): CallOutcome | undefined {
  if (!(error instanceof AppError)) return undefined;
  if (isUnreached(error)) return error;
  return error.code === 'aws-failed' || error.code === 'internal' ? undefined : 'answered';
}

export function isUnreached(error: unknown): error is Unreached {
  return error instanceof AppError && (error.code === 'offline' || error.code === 'not-aws');
}

/** A call names its region itself, or has a place or a request that does. */
function regionIn(given: readonly unknown[]): string {
  for (const one of given) {
    if (typeof one === 'string' && /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(one)) return one;
    const { region } = (one ?? {}) as { readonly region?: unknown };
    if (typeof region === 'string') return region;
  }
  return 'us-east-1';
}
