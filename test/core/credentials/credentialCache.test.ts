import { describe, expect, it } from 'vitest';
import { createCredentialCache, renewalTime } from '../../../src-main/core/credentials/credentialCache.ts';
import type { CredentialSource } from '../../../src-main/core/credentials/temporaryCredentials.ts';
import { AppError } from '../../../src-main/core/errors.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const minute = 60_000;
const { signal } = new AbortController();

function countedSource(clock: { now: () => number }, lifeMs = 60 * minute) {
  const counted = { calls: 0, fault: undefined as AppError | undefined };
  const source: CredentialSource = async () => {
    counted.calls += 1;
    if (counted.fault !== undefined) throw counted.fault;
    const expiration = clock.now() + lifeMs;
    return { accessKeyId: `key-${counted.calls}`, secretAccessKey: 's', sessionToken: 't', expiration };
  };
  return { counted, source };
}

describe('credentials are renewed', () => {
  it.each([
    ['12 hours', 12 * 60 * minute, 20 * minute],
    ['1 hour', 60 * minute, 15 * minute],
    ['15 minutes', 15 * minute, 3.75 * minute],
  ])('with the lesser of 20 minutes and a quarter of %s left', (_life, life, left) => {
    expect(renewalTime(life, 0)).toBe(life - left);
  });

  it('by one call for any number of terminals', async () => {
    const clock = createVirtualClock();
    const cache = createCredentialCache(clock);
    const { counted, source } = countedSource(clock);
    await Promise.all(Array.from({ length: 50 }, () => cache.get('a', source, signal)));
    await cache.get('a', source, signal);
    expect(counted.calls).toBe(1);
    clock.jump(45 * minute);
    await Promise.all(Array.from({ length: 50 }, () => cache.get('a', source, signal)));
    expect(counted.calls).toBe(2);
  });
});

describe('while AWS cannot be reached', () => {
  it('credentials that are still good are given, and AWS is not asked by every terminal', async () => {
    const clock = createVirtualClock();
    const cache = createCredentialCache(clock);
    const { counted, source } = countedSource(clock);
    const first = await cache.get('a', source, signal);
    clock.jump(50 * minute);
    counted.fault = new AppError('offline', 'AWS cannot be reached.');
    for (let asked = 0; asked < 20; asked += 1) expect(await cache.get('a', source, signal)).toBe(first);
    expect(counted.calls).toBe(2);
  });

  it('expired ones never are', async () => {
    const clock = createVirtualClock();
    const cache = createCredentialCache(clock);
    const { counted, source } = countedSource(clock);
    await cache.get('a', source, signal);
    counted.fault = new AppError('offline', 'AWS cannot be reached.');
    clock.jump(59.5 * minute);
    await expect(cache.get('a', source, signal)).rejects.toMatchObject({ code: 'offline' });
    expect(cache.endOf('a')).toBeDefined();
    clock.jump(minute);
    expect(cache.endOf('a')).toBeUndefined();
  });
});

describe('a caller that goes away', () => {
  it('does not take the answer from the others', async () => {
    const clock = createVirtualClock();
    const cache = createCredentialCache(clock);
    const gone = new AbortController();
    const { source } = countedSource(clock);
    const slow: CredentialSource = async (given) => {
      await clock.sleep(1000, given);
      return source(given);
    };
    const first = cache.get('a', slow, gone.signal);
    const second = cache.get('a', slow, signal);
    gone.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await expect(second).resolves.toMatchObject({ accessKeyId: 'key-1' });
  });
});

it('what was forgotten while it was fetched is neither kept nor handed out', async () => {
  const clock = createVirtualClock();
  const cache = createCredentialCache(clock);
  const { counted, source } = countedSource(clock);
  const flight = cache.get('corp a', source, signal);
  cache.forget((key) => key.startsWith('corp '));
  await expect(flight).rejects.toMatchObject({ code: 'sign-in-cancelled' });
  expect(cache.endOf('corp a')).toBeUndefined();
  await cache.get('corp a', source, signal);
  expect(counted.calls).toBe(2);
});

it('what was forgotten does not come back because its renewal failed', async () => {
  const clock = createVirtualClock();
  const cache = createCredentialCache(clock);
  const { counted, source } = countedSource(clock);
  await cache.get('a', source, signal);
  clock.jump(50 * minute);
  counted.fault = new AppError('offline', 'AWS cannot be reached.');
  const renewal = cache.get('a', source, signal);
  cache.forget(() => true);
  await expect(renewal).rejects.toMatchObject({ code: 'offline' });
  expect(cache.endOf('a')).toBeUndefined();
});
