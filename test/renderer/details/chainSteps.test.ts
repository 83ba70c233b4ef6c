import { describe, expect, it } from 'vitest';
import { chainSteps } from '../../../src-renderer/details/chainSteps.ts';
import type { Delivered, SignIn } from '../../../src-renderer/profiles/standing.svelte.ts';
import { profileRow } from '../support/profileRow.ts';

const now = new Date(2026, 10, 22, 9, 30).getTime();
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const row = profileRow('payments-prod', 'Admin');
const signIn: SignIn = {
  ssoSession: 'acme',
  state: 'signed-in',
  signedInAs: 'dana@example.com',
  expiresAt: at(372),
  renews: true,
  startUrl: 'https://acme.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
};
const keys: Delivered = {
  id: row.id,
  name: 'payments-prod.Admin',
  delivery: 'keys',
  file: '/home/dana/.aws/credentials',
  expiresAt: at(42),
  endsAt: at(480),
};

describe('the way to the keys', () => {
  it('names the person, the time left, the file and the name behind --profile', () => {
    const steps = chainSteps(row, signIn, keys, now);
    expect(steps.map(({ title }) => title)).toEqual([
      'acme sign-in',
      'payments-prod / Admin',
      '~/.aws/credentials',
    ]);
    expect(steps[0]?.lines).toEqual(['dana@example.com', 'Signed in, 6h 12m left, renews by itself']);
    expect(steps[2]?.profileName).toBe('payments-prod.Admin');
    expect(steps.every(({ done }) => done)).toBe(true);
  });

  it('says of a process that no keys are on the disk', () => {
    const process: Delivered = { ...keys, delivery: 'process', expiresAt: null, endsAt: null };
    const [, at, delivery] = chainSteps(row, signIn, process, now);
    expect(at?.done).toBe(false);
    expect(delivery?.lines).toEqual(['As a process: no keys on disk', 'Stays until you remove it']);
  });

  it('counts keys that have ended as none', () => {
    expect(chainSteps(row, signIn, { ...keys, expiresAt: at(-1) }, now)[1]?.done).toBe(false);
  });

  it('ends where nobody is signed in and nothing is delivered', () => {
    const out: SignIn = { ...signIn, state: 'signed-out', signedInAs: null, expiresAt: null };
    expect(chainSteps(row, out, undefined, now).map(({ done }) => done)).toEqual([false, false, false]);
    expect(chainSteps(row, undefined, undefined, now)[0]?.lines).toEqual(['This sign-in was removed.']);
  });
});
