import type { ServiceName } from './awsRequest.ts';

/**
 * What can go wrong between a client and AWS. The first group happens before AWS sees the call; of the second
 * AWS has done its part and only the answer is lost, which is what hurts when tokens rotate.
 */
export const faultKinds = [
  /** The connection is closed. */
  'drop',
  /** No answer ever. */
  'hang',
  /** 200 with bytes that are neither JSON nor XML. */
  'garbage',
  /** 200 with somebody else's HTML, as behind a captive portal. */
  'captive-page',
  /** 302 to somebody else's page. */
  'captive-redirect',
  /** The service's own 500. */
  'server-error',
  /** The service's own throttling error. */
  'throttled',
  /** Done, then the connection is closed. */
  'lost-answer',
  /** Done, half of the body is sent, then the connection is closed. */
  'half-body',
  /** Done, the body comes one byte each 100 ms. */
  'slow-drip',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/**
 * An operation such as `CreateToken`, one of them for one account (`ListAccountRoles 012345678901`), a service, or
 * every service of AWS (not the pages of the browser).
 */
export type FaultTarget = ServiceName | 'all' | (string & {});

/** What a fault may be aimed at. */
export interface FaultyCall {
  readonly service: ServiceName;
  readonly operation: string;
  /** With its query. */
  readonly url: string;
}

export interface Faults {
  /** Delays every answer of the target by `milliseconds` of real time, until set to 0. */
  latency(milliseconds: number, target?: FaultTarget): void;
  /** The next `times` calls of the target go wrong; Infinity until `clear`. */
  next(target: FaultTarget, kind: FaultKind, times?: number): void;
  clear(): void;
}

export interface PlannedFaults extends Faults {
  latencyOf(call: FaultyCall): number;
  /** The fault of this call, counted off. */
  take(call: FaultyCall): FaultKind | undefined;
}

export function plannedFaults(): PlannedFaults {
  const latencies = new Map<FaultTarget, number>();
  let planned: { target: FaultTarget; kind: FaultKind; times: number }[] = [];
  return {
    latency: (milliseconds, target = 'all') => {
      latencies.set(target, milliseconds);
    },
    next: (target, kind, times = 1) => {
      planned.push({ target, kind, times });
    },
    clear: () => {
      latencies.clear();
      planned = [];
    },
    latencyOf: (call) =>
      targetsOf(call)
        .map((target) => latencies.get(target))
        .find((milliseconds) => milliseconds !== undefined) ?? 0,
    take: (call) => {
      const targets = targetsOf(call);
      const fault = planned.find(({ target }) => targets.includes(target));
      if (fault === undefined) return undefined;
      fault.times -= 1;
      if (fault.times <= 0) planned = planned.filter((other) => other !== fault);
      return fault.kind;
    },
  };
}

/** The narrowest first. */
function targetsOf({ service, operation, url }: FaultyCall): FaultTarget[] {
  const account = /[?&]account_id=(\d+)/.exec(url)?.[1];
  const own = account === undefined ? [operation] : [`${operation} ${account}`, operation];
  return service === 'pages' ? [...own, service] : [...own, service, 'all'];
}
