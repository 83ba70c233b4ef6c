import { describe, expect, it } from 'vitest';
import { chainSteps } from '../../../src-renderer/details/chainSteps.ts';
import type { ProfileView } from '../../../src-main/contract.ts';
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
  syncedAt: null,
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

describe('the way of a role chain', () => {
  const chained = profileRow('data-lake', 'Audit', { kind: 'role-chain', name: 'audit' });
  const link = (
    label: string,
    change: Partial<ProfileView['chain'][number]>,
  ): ProfileView['chain'][number] => ({
    ...{
      call: 'AssumeRole',
      label,
      roleArn: null,
      accountId: '222233334444',
      roleName: null,
      profile: 'audit',
    },
    ...{ chained: true, limits: { shortest: 900, longest: 3600, usual: 3600 }, durationSeconds: null },
    ...{ refusedSeconds: null },
    ...change,
  });
  const profile = (chain: ProfileView['chain']): ProfileView => ({
    ...{
      id: 'audit',
      name: 'audit',
      kind: 'role-chain',
      saved: true,
      mfa: false,
      steps: [],
      region: null,
      chain,
    },
    from: { query: 'dana', label: 'dana' },
  });

  it('goes from the source through every role, and says the cap before AWS is asked', () => {
    const source = link('payments / Admin', {
      call: 'GetRoleCredentials',
      chained: false,
      profile: null,
      limits: null,
    });
    const steps = chainSteps(
      chained,
      signIn,
      undefined,
      now,
      profile([source, link('hub / Jump', { profile: 'jump' }), link('data-lake / Audit', {})]),
    );
    expect(steps.map(({ title }) => title)).toEqual([
      'acme sign-in',
      'payments / Admin',
      'hub / Jump',
      'data-lake / Audit',
      'Not in your AWS files',
    ]);
    const cap = '1 hour at most: it is assumed with temporary keys';
    expect(steps[2]?.lines).toEqual(['2222-3333-4444', 'In the profile jump', cap]);
    expect(steps[3]?.lines).toEqual(['2222-3333-4444', cap, 'No keys are out.']);
  });

  it('says what was asked for, what may be, and what AWS refused', () => {
    const row12 = { ...chained, ssoSession: null };
    const limits = { shortest: 900, longest: 43_200, usual: 3600 };
    const own = link('dana in 222233334444', {
      call: 'LongTermKeys',
      chained: false,
      profile: null,
      limits: null,
    });
    const role = link('hub / Jump', {
      chained: false,
      limits,
      durationSeconds: 14_400,
      refusedSeconds: 43_200,
    });
    const [first, second] = chainSteps(row12, undefined, undefined, now, profile([own, role]));
    expect(first?.title).toBe('dana in 2222-3333-4444');
    expect(first?.lines).toEqual(['IAM user, by its own keys']);
    expect(second?.lines).toEqual([
      '2222-3333-4444',
      'Asks for 4 hours',
      '12 hours at most',
      'AWS refused 12 hours for this role',
      'No keys are out.',
    ]);
  });
});
