import pLimit from 'p-limit';
import { AppError } from '../errors.ts';
import type { Clock, Log } from '../ports.ts';
import type { Deliveries } from '../profiles/delivery.ts';
import type { Delivery } from '../profiles/deliveryRecord.ts';
import type { TemporaryCredentials } from './temporaryCredentials.ts';

/** A tick, not a timer for each expiry: timers lie after sleep, and a wall clock can be set. */
const tickMs = 30 * 1000;
/** A tick that comes this much too late: the machine slept, and nobody had to say so. */
const sleptMs = 60 * 1000;

/**
 * A laptop wakes up with all its keys due at once, and so do those of everybody who opens one at nine: four calls a
 * second, and three under way, stay far below what AWS allows a person.
 */
const spacingMs = 250;
const mostAtOnce = 3;

/** What expired while the machine slept waits this long for the network to come back before it is taken out. */
const networkGraceMs = 60 * 1000;
const networkTickMs = 5 * 1000;

/** Between two attempts of a renewal that AWS does not grant: each of them is a line in CloudTrail. */
const refusedPauseMs = { first: 60 * 1000, longest: 4 * 60 * 1000 };
/** The last attempt comes this long before the keys expire. */
const lastChanceMs = 60 * 1000;

export interface RenewalPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly deliveries: Pick<Deliveries, 'active' | 'renewKeys' | 'removeExpired'>;
  /** Credentials of a delivered profile: those in memory while they last, so that asking costs AWS nothing. */
  readonly credentialsOf: (delivery: Delivery, signal: AbortSignal) => Promise<TemporaryCredentials>;
  /** Whether `credentialsOf` would answer from memory now. */
  readonly isInMemory: (delivery: Delivery) => Promise<boolean>;
}

export interface Renewal {
  /** Keeps delivered keys fresh until their delivery ends, and takes them out then. Runs until aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** The next tick comes now: a laptop woke up, and keys may have expired while it slept. */
  readonly wake: () => void;
}

/** What one tick leaves to the next. */
interface RenewalHistory {
  readonly refused: Map<string, { readonly times: number; readonly nextAt: number }>;
  /** Since when AWS could not be reached, epoch milliseconds. */
  offlineSince: number | undefined;
}

export function createRenewal(ports: RenewalPorts): Renewal {
  const { clock } = ports;
  let pause = new AbortController();
  let history = newHistory();
  const wake = () => {
    // Whatever failed before may go well now.
    history = newHistory();
    pause.abort();
  };
  const end = () => {
    pause.abort();
  };
  return {
    wake,
    async run(signal) {
      signal.addEventListener('abort', end);
      while (!signal.aborted) {
        // Made before the tick: whoever wakes us during it gets one more.
        pause = new AbortController();
        await renewDue(ports, signal, history);
        const before = clock.now();
        const wait = history.offlineSince === undefined ? tickMs : networkTickMs;
        await clock.sleep(wait, pause.signal).catch(() => undefined);
        if (clock.now() - before > tickMs + sleptMs) history = newHistory();
      }
      signal.removeEventListener('abort', end);
    },
  };
}

export function newHistory(): RenewalHistory {
  return { refused: new Map(), offlineSince: undefined };
}

/**
 * One tick: what expired first comes first. Whatever fails is tried again at a later one; keys that expired meanwhile
 * go, because a stale section would shadow a good credential_process of the same name.
 */
export async function renewDue(
  ports: RenewalPorts,
  signal: AbortSignal,
  history: RenewalHistory = newHistory(),
): Promise<void> {
  const { clock, deliveries } = ports;
  const isRenewable = ({ role, endsAt }: Delivery): boolean => role !== null && (endsAt ?? 0) > clock.now();
  await tried(ports, signal, () => deliveries.removeExpired(isRenewable));
  let unreached: ReadonlySet<string> = new Set();
  await tried(ports, signal, async () => {
    const due = (await deliveries.active()).filter((one) => isDue(one, history, clock.now()));
    unreached = await renewAll(ports, due.toSorted(soonestFirst), signal, history);
  });
  if (unreached.size === 0) history.offlineSince = undefined;
  else history.offlineSince ??= clock.now();
  const graceEnds = (history.offlineSince ?? -Infinity) + networkGraceMs;
  const waits = (one: Delivery): boolean =>
    isRenewable(one) && unreached.has(placeOf(one)) && clock.now() < graceEnds;
  await tried(ports, signal, () => deliveries.removeExpired(waits));
}

/** @returns where AWS could not be reached */
async function renewAll(
  ports: RenewalPorts,
  due: readonly Delivery[],
  signal: AbortSignal,
  history: RenewalHistory,
): Promise<ReadonlySet<string>> {
  const unreached = new Set<string>();
  const turn = turns(ports.clock, signal);
  const renewOne = async (delivery: Delivery): Promise<void> => {
    const place = placeOf(delivery);
    const isHopeless = (): boolean => unreached.has(place);
    if (!(await ports.isInMemory(delivery))) {
      // The others of that sign-in would fail as it did.
      if (!isHopeless()) await turn();
      if (isHopeless()) return;
    }
    try {
      await renew(ports, delivery, signal);
      history.refused.delete(keyOf(delivery));
    } catch (error) {
      if (isUnreached(error)) unreached.add(place);
      else if (!isLocked(error)) postpone(history, delivery, ports.clock.now());
      throw error;
    }
  };
  const few = pLimit(mostAtOnce);
  await Promise.all(due.map((one) => few(() => tried(ports, signal, () => renewOne(one)))));
  return unreached;
}

/** Waits for the next moment at which a call may go out. */
function turns(clock: Clock, signal: AbortSignal): () => Promise<void> {
  let line = Promise.resolve();
  return () => {
    const turn = line.then(() => clock.sleep(spacingMs, signal));
    line = turn.catch(() => undefined);
    return turn;
  };
}

/** One file that cannot be written must not keep the keys in the others from being renewed. */
async function tried(
  { log }: RenewalPorts,
  signal: AbortSignal,
  step: () => Promise<unknown>,
): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  if (isOver()) return;
  try {
    await step();
  } catch (error) {
    if (!isOver()) log.write('renewal-failed', { code: codeOf(error) });
  }
}

/** Keys are never due sooner, so that an agent that starts anew need not ask AWS for what the file already has. */
const dueAtMostMs = 20 * 60 * 1000;

function isDue(of: Delivery, { refused }: RenewalHistory, now: number): boolean {
  const { delivery, intact, role, expiresAt, endsAt } = of;
  if (delivery !== 'keys' || !intact || role === null || expiresAt === null) return false;
  if (expiresAt - now > dueAtMostMs || expiresAt >= (endsAt ?? 0)) return false;
  return now >= (refused.get(keyOf(of))?.nextAt ?? -Infinity);
}

function soonestFirst(one: Delivery, other: Delivery): number {
  return (one.expiresAt ?? 0) - (other.expiresAt ?? 0);
}

async function renew(ports: RenewalPorts, delivery: Delivery, signal: AbortSignal): Promise<void> {
  const credentials = await ports.credentialsOf(delivery, signal);
  const end = Math.min(credentials.expiration, delivery.endsAt ?? credentials.expiration);
  if (end > (delivery.expiresAt ?? 0)) await ports.deliveries.renewKeys(delivery, credentials);
}

/** Not for long, and never past the end of the keys: whoever repairs what was wrong should find them renewed. */
function postpone({ refused }: RenewalHistory, delivery: Delivery, now: number): void {
  const times = (refused.get(keyOf(delivery))?.times ?? 0) + 1;
  const pause = Math.min(refusedPauseMs.first * 2 ** (times - 1), refusedPauseMs.longest);
  const last = (delivery.expiresAt ?? now) - lastChanceMs;
  refused.set(keyOf(delivery), { times, nextAt: last > now ? Math.min(now + pause, last) : now + pause });
}

function keyOf({ id, name, files }: Delivery): string {
  return JSON.stringify([id, name, files.credentials]);
}

function placeOf({ role }: Delivery): string {
  return role?.ssoSession ?? '';
}

/** `not-aws`: somebody else answered in AWS's place, such as the page of a hotel's network. */
function isUnreached(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'offline' || error.code === 'not-aws');
}

/** AWS was not asked, and a person may unlock at any moment. */
function isLocked(error: unknown): boolean {
  return error instanceof AppError && error.retry === 'after-unlock';
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : error instanceof Error ? error.name : 'unknown';
}
