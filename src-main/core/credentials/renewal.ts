import { AppError } from '../errors.ts';
import type { Clock, Log } from '../ports.ts';
import type { Deliveries } from '../profiles/delivery.ts';
import type { Delivery } from '../profiles/deliveryRecord.ts';
import type { TemporaryCredentials } from './temporaryCredentials.ts';

/** A tick, not a timer for each expiry: timers lie after sleep, and a wall clock can be set. */
const tickMs = 30 * 1000;

export interface RenewalPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly deliveries: Pick<Deliveries, 'active' | 'renewKeys' | 'removeExpired'>;
  /** Credentials of a delivered profile: those in memory while they last, so that asking costs AWS nothing. */
  readonly credentialsOf: (delivery: Delivery, signal: AbortSignal) => Promise<TemporaryCredentials>;
}

export interface Renewal {
  /** Keeps delivered keys fresh until their delivery ends, and takes them out then. Runs until aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** The next tick comes now: a laptop woke up, and keys may have expired while it slept. */
  readonly wake: () => void;
}

export function createRenewal(ports: RenewalPorts): Renewal {
  let pause = new AbortController();
  const wake = () => {
    pause.abort();
  };
  return {
    wake,
    async run(signal) {
      signal.addEventListener('abort', wake);
      while (!signal.aborted) {
        // Made before the tick: whoever wakes us during it gets one more.
        pause = new AbortController();
        await renewDue(ports, signal);
        await ports.clock.sleep(tickMs, pause.signal).catch(() => undefined);
      }
      signal.removeEventListener('abort', wake);
    },
  };
}

/**
 * One tick. Whatever fails is tried again at the next; keys that expired meanwhile go, because a stale section
 * would shadow a good credential_process of the same name.
 */
export async function renewDue(ports: RenewalPorts, signal: AbortSignal): Promise<void> {
  const { clock, deliveries } = ports;
  const isRenewable = ({ role, endsAt }: Delivery): boolean => role !== null && (endsAt ?? 0) > clock.now();
  await tried(ports, signal, () => deliveries.removeExpired(isRenewable));
  await tried(ports, signal, async () => {
    for (const delivery of await deliveries.active()) {
      if (mayBeDue(delivery, clock.now())) await tried(ports, signal, () => renew(ports, delivery, signal));
    }
  });
  await tried(ports, signal, () => deliveries.removeExpired());
}

/** One file that cannot be written must not keep the keys in the others from being renewed. */
async function tried(
  { log }: RenewalPorts,
  signal: AbortSignal,
  step: () => Promise<unknown>,
): Promise<void> {
  if (signal.aborted) return;
  try {
    await step();
  } catch (error) {
    log.write('renewal-failed', { code: codeOf(error) });
  }
}

/** Keys are never due sooner, so that an agent that starts anew need not ask AWS for what the file already has. */
const dueAtMostMs = 20 * 60 * 1000;

function mayBeDue({ delivery, intact, role, expiresAt, endsAt }: Delivery, now: number): boolean {
  if (delivery !== 'keys' || !intact || role === null || expiresAt === null) return false;
  return expiresAt - now <= dueAtMostMs && expiresAt < (endsAt ?? 0);
}

async function renew(ports: RenewalPorts, delivery: Delivery, signal: AbortSignal): Promise<void> {
  const credentials = await ports.credentialsOf(delivery, signal);
  const end = Math.min(credentials.expiration, delivery.endsAt ?? credentials.expiration);
  if (end > (delivery.expiresAt ?? 0)) await ports.deliveries.renewKeys(delivery, credentials);
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : error instanceof Error ? error.name : 'unknown';
}
