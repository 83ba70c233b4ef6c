import { describe, expect, it, vi } from 'vitest';
import { createRenewal, renewDue, type RenewalPorts } from '../../../src-main/core/credentials/renewal.ts';
import type { TemporaryCredentials } from '../../../src-main/core/credentials/temporaryCredentials.ts';
import { AppError } from '../../../src-main/core/errors.ts';
import type { Delivery } from '../../../src-main/core/profiles/deliveryRecord.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

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
  const state = { active: deliveries(now), asked: [] as string[], fault: undefined as AppError | undefined };
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
    credentialsOf: async ({ id }): Promise<TemporaryCredentials> => {
      state.asked.push(id);
      if (state.fault !== undefined) throw state.fault;
      return {
        accessKeyId: 'a',
        secretAccessKey: 's',
        sessionToken: 't',
        expiration: clock.now() + 60 * minute,
      };
    },
  };
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

describe('the keeper of delivered keys', () => {
  it('looks at once when the machine woke up, and ends when it is told to', async () => {
    const { state, ports } = world((now) => [keysOf('a', now + 60 * minute, now + 600 * minute)]);
    let slept = 0;
    let now = ports.clock.now();
    // Timers that do not fire, as on a machine that sleeps.
    const asleep: RenewalPorts['clock'] = {
      now: () => now,
      sleep: (_milliseconds, stop) =>
        new Promise((_resolve, reject) => {
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
    await vi.waitFor(() => {
      expect(slept).toBe(1);
    });
    now += 55 * minute;
    expect(state.asked).toEqual([]);
    renewal.wake();
    await vi.waitFor(() => {
      expect(slept).toBe(2);
    });
    expect(state.asked).toEqual(['a']);
    stop.abort();
    await over;
  });
});
