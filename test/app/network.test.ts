/** Whether AWS is reached: from real calls’ outcomes, and from few looks while there is trouble. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Requester } from '../../src-main/core/guard/requester.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';
import { until } from '../support/until.ts';

const person: Requester = { kind: 'person' };
const profile = 'payments-prod.Admin';

let aws: Aws;
let at: AppOnAws;
let ask: Ask;
let stop: AbortController;
let running: Promise<void>;

beforeEach(async () => {
  aws = await startAws({ organisations: [smallOrganisation()] });
  // AWS's clock stands still unless the test moves it.
  at = await createAppOnAws(aws, {
    sleep: (_, signal) => pause(5, undefined, { signal: signal ?? undefined }),
  });
  ask = atTheDoor(at.app, person);
  stop = new AbortController();
  const { startUrl, region } = aws.organisation;
  await ask('addSsoSession', { name: 'corp', startUrl, region });
  const progress = (said: { kind: string; userCode?: string | null }): void => {
    if (said.kind === 'link') aws.approve(said.userCode ?? '');
  };
  await at.app.signIn({ ssoSession: 'corp' }, { ...quietly, progress });
  await ask('sync', { ssoSession: 'corp' });
  running = at.run(stop.signal);
});
afterEach(async () => {
  stop.abort();
  await running;
  await at.remove();
  await aws.close();
});

const live = async () => (await ask('snapshot', { rowsVersion: null })).live;
const looks = () => aws.requests.filter(({ method }) => method === 'HEAD').length;

describe.each([
  ['drop', 'offline', /AWS cannot be reached/],
  ['captive-page', 'captive-portal', /Something other than AWS answered/],
  ['captive-redirect', 'captive-portal', /Something other than AWS answered/],
] as const)('%s', (fault, state, words) => {
  it('is told as it is, never as a sign-in that ended, and is over with the next good answer', async () => {
    expect((await live()).network).toEqual({ state: 'ok', trouble: null });
    aws.faults.next('all', fault, Infinity);
    await expect(ask('startProfile', { profile })).rejects.toThrow();
    await until(async () => {
      expect((await live()).network.state).toBe(state);
    });
    const { network, signIns } = await live();
    expect(network.trouble?.message).toMatch(words);
    expect(signIns.map((one) => one.state)).toEqual(['signed-in-offline']);
    expect(await ask('status', {})).toMatchObject({
      network: { state },
      signIns: [{ state: 'signed-in-offline' }],
    });
    const seen = looks();
    // Nobody who presses often makes it a storm.
    for (let times = 0; times < 5; times += 1) await ask('lookAtNetwork', {});
    await pause(50);
    expect(looks()).toBe(seen);
    aws.faults.clear();
    await ask('startProfile', { profile });
    expect(await live()).toMatchObject({ network: { state: 'ok' }, signIns: [{ state: 'signed-in' }] });
  });
});

it('a network that comes back is seen without anybody asking for anything', async () => {
  aws.faults.next('all', 'drop', Infinity);
  await expect(ask('startProfile', { profile })).rejects.toThrow();
  await until(async () => {
    expect((await live()).network.state).toBe('offline');
  });
  aws.faults.clear();
  aws.clock.advance(5_000);
  await until(async () => {
    expect((await live()).network.state).toBe('ok');
  });
});

it('one service that is away is not the network', async () => {
  aws.faults.next('GetRoleCredentials', 'drop', Infinity);
  await expect(ask('startProfile', { profile })).rejects.toThrow();
  await until(() => {
    expect(looks()).toBeGreaterThan(0);
  });
  expect((await live()).network.state).toBe('ok');
});
