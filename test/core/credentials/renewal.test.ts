import { describe, expect, it } from 'vitest';
import { createCredentialCache } from '../../../src-main/core/credentials/credentialCache.ts';
import {
  createRenewal,
  newHistory,
  renewDue,
  type RenewalPorts,
} from '../../../src-main/core/credentials/renewal.ts';
import type { TemporaryCredentials } from '../../../src-main/core/credentials/temporaryCredentials.ts';
import { AppError } from '../../../src-main/core/errors.ts';
import type { Delivery } from '../../../src-main/core/profiles/deliveryRecord.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';
import { until } from '../../support/until.ts';

const minute = 60_000;
const { signal } = new AbortController();

function keysOf(id: string, expiresAt: number, endsAt: number, more: Partial<Delivery> = {}): Delivery {
  return {
    id,
    name: id,
    delivery: 'keys',
    files: { config: '/config', credentials: '/credentials' },
    role: { ssoSession: 'corp', accountId: '012345678901', roleName: 'Admin' },
    region: 'eu-west-1',
    command: null,
    endsAt,
    expiresAt,
    intact: true,
    ...more,
  };
}

/** Deliveries in memory with the rules of the real ones: what has ended goes, what expired goes unless renewable. */
function world(deliveries: (now: number) => Delivery[]) {
  const clock = createVirtualClock();
  const now = clock.now();
  const state = {
    active: deliveries(now),
    /** Who was asked for, and when. */
    asked: [] as string[],
    at: [] as number[],
    fault: undefined as AppError | undefined,
    life: 60 * minute,
    /** Milliseconds that AWS takes, and how many calls were under way at once. */
    latency: 0,
    atWork: 0,
    mostAtWork: 0,
  };
  const cache = createCredentialCache(clock);
  const ports: RenewalPorts = {
    clock,
    log: { write: () => undefined },
    deliveries: {
      active: async () => state.active,
      renewKeys: async ({ id }, { expiration }) => {
        state.active = state.active.map((one) =>
          one.id === id ? { ...one, expiresAt: Math.min(expiration, one.endsAt ?? expiration) } : one,
        );
        return 'renewed';
      },
      removeExpired: async (isRenewable = () => false) => {
        const gone = state.active.filter(
          (one) =>
            (one.endsAt ?? 0) <= clock.now() || ((one.expiresAt ?? 0) <= clock.now() && !isRenewable(one)),
        );
        state.active = state.active.filter((one) => !gone.includes(one));
        return gone;
      },
    },
    isInMemory: async ({ id }) => cache.isFresh(id),
    credentialsOf: ({ id }, stop) => cache.get(id, () => atAws(id), stop),
  };
  async function atAws(id: string): Promise<TemporaryCredentials> {
    state.asked.push(id);
    state.at.push(clock.now());
    state.atWork += 1;
    state.mostAtWork = Math.max(state.mostAtWork, state.atWork);
    if (state.latency > 0) await clock.sleep(state.latency);
    state.atWork -= 1;
    if (state.fault !== undefined) throw state.fault;
    return {
      accessKeyId: 'a',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: clock.now() + state.life,
    };
  }
  return { clock, state, ports };
}

describe('delivered keys', () => {
  it('are left alone while they are fresh: an agent that starts anew costs AWS no call', async () => {
    const { state, ports } = world((now) => [keysOf('a', now + 30 * minute, now + 480 * minute)]);
    await renewDue(ports, signal);
    expect(state.asked).toEqual([]);
  });

  it('are renewed before they expire, until their delivery ends', async () => {
    const { clock, state, ports } = world((now) => [keysOf('a', now + 60 * minute, now + 480 * minute)]);
    const end = state.active[0]!.endsAt!;
    while (clock.now() < end) {
      await renewDue(ports, signal);
      expect(state.active[0]!.expiresAt! - clock.now()).toBeGreaterThan(minute);
      clock.jump(minute / 2);
      if (end - clock.now() < 2 * minute) break;
    }
    clock.jump(3 * minute);
    await renewDue(ports, signal);
    expect(state.active).toEqual([]);
    expect(state.asked.length).toBeLessThan(15);
  });

  it('are renewed after a sleep that was longer than their life', async () => {
    const { clock, state, ports } = world((now) => [keysOf('a', now + 60 * minute, now + 480 * minute)]);
    clock.jump(120 * minute);
    await renewDue(ports, signal);
    expect(state.active[0]!.expiresAt! - clock.now()).toBe(60 * minute);
  });

  it('go when they have expired and AWS gives no others', async () => {
    const { clock, state, ports } = world((now) => [keysOf('a', now + 10 * minute, now + 480 * minute)]);
    state.fault = new AppError('sign-in-needed', 'AWS has ended the sign-in.');
    await renewDue(ports, signal);
    expect(state.active).toHaveLength(1);
    clock.jump(11 * minute);
    await renewDue(ports, signal);
    expect(state.active).toEqual([]);
  });

  it('of one profile do not keep another’s from being renewed', async () => {
    const { state, ports, clock } = world((now) => [
      keysOf('broken', now + minute, now + 480 * minute),
      keysOf('well', now + minute, now + 480 * minute),
    ]);
    const { credentialsOf } = ports;
    const some: RenewalPorts = {
      ...ports,
      credentialsOf: (delivery, given) =>
        delivery.id === 'broken'
          ? Promise.reject(new AppError('denied', 'No access'))
          : credentialsOf(delivery, given),
    };
    await renewDue(some, signal);
    expect(state.active.find(({ id }) => id === 'well')!.expiresAt).toBe(clock.now() + 60 * minute);
  });

  it('that a person changed, or that nobody knows the role of, are not renewed', async () => {
    const { state, ports } = world((now) => [
      keysOf('changed', now + minute, now + 480 * minute, { intact: false }),
      keysOf('unknown', now + minute, now + 480 * minute, { role: null }),
    ]);
    await renewDue(ports, signal);
    expect(state.asked).toEqual([]);
  });
});

/** `count` calls at these times: the most that began within one second. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

/** The keeper at work until the clock shows `until`. */
async function keep({ ports, clock }: ReturnType<typeof world>, until: number): Promise<void> {
  const stop = new AbortController();
  const over = createRenewal(ports).run(stop.signal);
  await clock.sleep(until - clock.now());
  stop.abort();
  await over;
}

describe('after a laptop’s sleep', () => {
  const many = (expiresAt: (index: number, now: number) => number) =>
    world((now) =>
      Array.from({ length: 200 }, (_, index) =>
        keysOf(`p${index}`, expiresAt(index, now), now + 480 * minute),
      ),
    );

  it('200 deliveries are renewed a few at a time, what expired before what is due, and nothing else', async () => {
    // Of 200, 80 expired while it slept, 80 are due, and 40 are fresh.
    const all = many((index, now) => now + [70, 125, 70, 125, 170][index % 5]! * minute);
    const { clock, state, ports } = all;
    state.latency = 700;
    clock.jump(110 * minute);
    await renewDue(ports, signal);
    expect(new Set(state.asked).size).toBe(160);
    expect(state.asked).toHaveLength(160);
    expect(mostInASecond(state.at)).toBeLessThanOrEqual(5);
    expect(state.mostAtWork).toBeLessThanOrEqual(3);
    const isExpired = (id: string): boolean => Number(id.slice(1)) % 5 === 0 || Number(id.slice(1)) % 5 === 2;
    expect(state.asked.findLastIndex(isExpired)).toBe(79);
    expect(state.active).toHaveLength(200);
    expect(state.active.every(({ expiresAt }) => expiresAt! > clock.now())).toBe(true);
  });

  it('keys wait a minute for the network and are renewed once it is there, asking once for each sign-in', async () => {
    const all = many((_index, now) => now + 60 * minute);
    const { clock, state } = all;
    state.fault = new AppError('offline', 'AWS cannot be reached.');
    clock.jump(90 * minute);
    const began = clock.now();
    const back = (async () => {
      await clock.sleep(20_000);
      expect(state.active).toHaveLength(200);
      // One that found out, and those that had set out with it.
      expect(state.asked.length).toBeLessThan(20);
      state.fault = undefined;
    })();
    await keep(all, began + 2 * minute);
    await back;
    expect(state.active).toHaveLength(200);
    expect(state.active.every(({ expiresAt }) => expiresAt! > clock.now())).toBe(true);
  });

  it('keys wait for the network also where it was away before the sleep', async () => {
    const all = world((now) => [keysOf('a', now + 20 * minute, now + 480 * minute)]);
    const { clock, state } = all;
    state.fault = new AppError('offline', 'AWS cannot be reached.');
    const asleep = (async () => {
      await clock.sleep(5 * minute + 1000);
      clock.jump(60 * minute);
      await clock.sleep(50_000);
      state.fault = undefined;
    })();
    await keep(all, clock.now() + 68 * minute);
    await asleep;
    expect(state.active).toHaveLength(1);
    expect(state.active[0]!.expiresAt).toBeGreaterThan(clock.now());
  });

  it('expired keys go where the network does not come back', async () => {
    const all = many((_index, now) => now + 60 * minute);
    const { clock, state } = all;
    state.fault = new AppError('offline', 'AWS cannot be reached.');
    clock.jump(90 * minute);
    await keep(all, clock.now() + 1.5 * minute);
    expect(state.active).toEqual([]);
  });

  it('nobody waits for a network that was away long before the keys expired', async () => {
    const all = world((now) => [keysOf('a', now + 10 * minute, now + 480 * minute)]);
    const { clock, state } = all;
    state.fault = new AppError('offline', 'AWS cannot be reached.');
    await keep(all, clock.now() + 10.6 * minute);
    expect(state.active).toEqual([]);
  });
});

describe('what renewals cost', () => {
  it('keys of an hour: one call in 45 minutes', async () => {
    const all = world((now) => [keysOf('a', now + 60 * minute, now + 480 * minute)]);
    const { clock, state, ports } = all;
    const began = clock.now();
    // As `start` does it: the keys are in memory, too.
    await ports.credentialsOf(state.active[0]!, signal);
    await keep(all, began + 479 * minute);
    const least = Math.ceil((480 - 60) / 45);
    expect(state.asked.length - 1).toBeGreaterThanOrEqual(least - 1);
    expect(state.asked.length - 1).toBeLessThanOrEqual(least + 1);
    const lives = state.at.slice(1).map((at, index) => at - state.at[index]!);
    for (const life of lives) {
      expect(life).toBeGreaterThanOrEqual(45 * minute);
      expect(life).toBeLessThan(46 * minute);
    }
  });

  it('keys that are in memory reach all their files at once', async () => {
    const { clock, state, ports } = world((now) =>
      Array.from({ length: 100 }, (_, index) =>
        keysOf('one', now + 10 * minute, now + 480 * minute, { name: `name${index}` }),
      ),
    );
    await ports.credentialsOf(state.active[0]!, signal);
    const began = clock.now();
    await renewDue(ports, signal);
    expect(clock.now()).toBe(began);
    expect(state.active.every(({ expiresAt }) => expiresAt! > began + 50 * minute)).toBe(true);
    expect(state.asked).toHaveLength(1);
  });

  it('keys of twelve hours: none in eight hours, one 20 minutes before their end', async () => {
    const all = world((now) => [keysOf('a', now + 720 * minute, now + 800 * minute)]);
    const { clock, state, ports } = all;
    state.life = 720 * minute;
    await ports.credentialsOf(state.active[0]!, signal);
    const began = clock.now();
    await keep(all, began + 699 * minute);
    expect(state.asked).toHaveLength(1);
    await keep(all, began + 799 * minute);
    expect(state.asked).toHaveLength(2);
    expect(state.at[1]! - began).toBeGreaterThanOrEqual(700 * minute);
    expect(state.at[1]! - began).toBeLessThan(701 * minute);
  });

  it('a renewal that AWS refuses is asked for again a few times only, the last time before the keys expire', async () => {
    const all = world((now) => [keysOf('a', now + 15 * minute, now + 480 * minute)]);
    const { clock, state } = all;
    state.fault = new AppError('denied', 'No access');
    const end = state.active[0]!.expiresAt!;
    await keep(all, end + 2 * minute);
    expect(state.active).toEqual([]);
    expect(state.asked.length).toBeGreaterThan(3);
    expect(state.asked.length).toBeLessThan(8);
    expect(end - state.at.at(-1)!).toBeLessThanOrEqual(minute);
    expect(end - state.at.at(-1)!).toBeGreaterThan(0);
    expect(clock.now()).toBeGreaterThan(end);
  });

  it('a refused renewal is asked for at once when the machine woke up', async () => {
    const { clock, state, ports } = world((now) => [keysOf('a', now + 15 * minute, now + 480 * minute)]);
    const history = newHistory();
    state.fault = new AppError('denied', 'No access');
    await renewDue(ports, signal, history);
    clock.jump(minute / 2);
    await renewDue(ports, signal, history);
    expect(state.asked).toHaveLength(1);
    await renewDue(ports, signal);
    expect(state.asked).toHaveLength(2);
  });
});

describe('the keeper of delivered keys', () => {
  it('looks at once when the machine woke up, and ends when it is told to', async () => {
    const { state, ports } = world((now) => [keysOf('a', now + 60 * minute, now + 600 * minute)]);
    let slept = 0;
    let now = ports.clock.now();
    // Timers that do not fire, as on a machine that sleeps; a moment passes on any.
    const asleep: RenewalPorts['clock'] = {
      now: () => now,
      sleep: (milliseconds, stop) =>
        new Promise((resolve, reject) => {
          if (milliseconds < 1000) {
            resolve();
            return;
          }
          slept += 1;
          stop?.throwIfAborted();
          stop?.addEventListener('abort', () => {
            reject(stop.reason as Error);
          });
        }),
    };
    const stop = new AbortController();
    const renewal = createRenewal({ ...ports, clock: asleep });
    const over = renewal.run(stop.signal);
    await until(() => {
      expect(slept).toBe(1);
    });
    now += 55 * minute;
    expect(state.asked).toEqual([]);
    renewal.wake();
    await until(() => {
      expect(slept).toBe(2);
    });
    expect(state.asked).toEqual(['a']);
    stop.abort();
    await over;
  });
});
