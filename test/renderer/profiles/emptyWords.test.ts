import { describe, expect, it } from 'vitest';
import { emptyWords } from '../../../src-renderer/profiles/emptyWords.ts';
import type { SignIn } from '../../../src-renderer/profiles/standing.svelte.ts';

const signIn = (ssoSession: string, state: SignIn['state']): SignIn => ({
  ssoSession,
  state,
  signedInAs: null,
  expiresAt: null,
  renews: true,
  startUrl: 'https://acme.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
  syncedAt: null,
});
const empty = {
  choice: { kind: 'all' },
  typed: '',
  anyOfChoice: false,
  signIns: [signIn('acme', 'signed-in')],
  syncing: false,
  now: 0,
} as const;

describe('a list without rows', () => {
  it.each([
    ['to sign in, where nobody is', { signIns: [signIn('acme', 'signed-out')] }, ['sign-in']],
    [
      'each sign-in, where there are several',
      { signIns: [signIn('a', 'ended'), signIn('b', 'signed-out')] },
      ['sign-in', 'sign-in'],
    ],
    ['a sync, where somebody is signed in', {}, ['sync']],
    ['a sync for later, without the network', { signIns: [signIn('acme', 'signed-in-offline')] }, ['sync']],
    ['nothing while the list is on its way', { syncing: true }, []],
    ['to clear or sync, where nothing fits', { anyOfChoice: true, typed: 'zzz' }, ['clear', 'sync']],
    [
      'all profiles first, where only a part was searched',
      { anyOfChoice: true, typed: 'zzz', choice: { kind: 'favourites' } as const },
      ['all', 'clear'],
    ],
    ['a way in, where there is no sign-in', { signIns: [] }, ['add-access']],
    [
      'a role, where an IAM user has none',
      { choice: { kind: 'origin', origin: 'dana' } as const },
      ['role-chain'],
    ],
    [
      'nothing where a sign-in will list the roles',
      { choice: { kind: 'origin', origin: 'okta' } as const, listsRoles: true },
      [],
    ],
    ['all profiles, in a view that is empty', { choice: { kind: 'recent' } as const }, ['all']],
  ])('offers %s', (_what, change, offers) => {
    expect(emptyWords({ ...empty, ...change }).offers.map(({ kind }) => kind)).toEqual(offers);
  });

  it('says which words were searched, and where', () => {
    const words = emptyWords({ ...empty, anyOfChoice: true, typed: ' zzz ', choice: { kind: 'active' } });
    expect(words.title).toBe('Nothing fits “zzz”');
    expect(words.text).toBe('Only Active was searched.');
  });

  it('offers the sign-in that is looked at, not the others', () => {
    const signIns = [signIn('a', 'signed-out'), signIn('b', 'signed-out')];
    const { offers, title } = emptyWords({ ...empty, signIns, choice: { kind: 'sign-in', ssoSession: 'b' } });
    expect(offers).toEqual([{ kind: 'sign-in', ssoSession: 'b' }]);
    expect(title).toBe('You are signed out of b');
  });
});
