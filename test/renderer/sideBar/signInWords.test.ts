import { describe, expect, it } from 'vitest';
import type { SignIn } from '../../../src-renderer/profiles/standing.svelte.ts';
import { offlineWords } from '../../../src-renderer/sideBar/offlineWords.ts';
import { signInWords } from '../../../src-renderer/sideBar/signInWords.ts';

const now = Date.parse('2026-11-22T09:30:00Z');
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const signIn = (change: Partial<SignIn>): SignIn => ({
  ssoSession: 'acme',
  state: 'signed-in',
  signedInAs: null,
  expiresAt: null,
  renews: true,
  startUrl: 'https://acme.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
  syncedAt: null,
  ...change,
});

describe('a sign-in', () => {
  it('is marked before it ends only where it does not renew itself', () => {
    expect(signInWords(signIn({ expiresAt: at(4) }), now)).toMatchObject({ tone: 'ok', short: '4 min' });
    expect(signInWords(signIn({ expiresAt: at(4), renews: false }), now).tone).toBe('warn');
  });

  it('is still one after its access token has ended: AWS ends it, and nothing else', () => {
    expect(signInWords(signIn({ expiresAt: at(-90) }), now)).toMatchObject({
      short: 'signed in',
      signedIn: true,
    });
  });

  it('that was taken from the AWS CLI says so', () => {
    const words = signInWords(signIn({ expiresAt: at(40), renews: false, ofAwsCli: true }), now);
    expect(words.sentence).toBe('Signed in with the AWS CLI, 40 min left');
  });

  it('is one without the network, too', () => {
    const words = signInWords(signIn({ state: 'signed-in-offline' }), now);
    expect(words).toMatchObject({ short: 'offline', signedIn: true });
  });

  it.each(['locked', 'unavailable'] as const)(
    'is not said to be signed out while the secrets are %s',
    (state) => {
      const { short, sentence } = signInWords(signIn({ state }), now);
      expect(`${short} ${sentence}`).not.toContain('igned out');
    },
  );
});

describe('the network', () => {
  it('is away where nobody is reached, else only those are named that are not', () => {
    const away = signIn({ state: 'signed-in-offline' });
    expect(offlineWords([away])).toBe('Offline');
    expect(offlineWords([away, signIn({ ssoSession: 'other' })])).toBe('Not reached: acme');
    expect(offlineWords([signIn({ state: 'signed-out' })])).toBeUndefined();
  });
});
