import { describe, expect, it } from 'vitest';
import type { ListedProfile, LiveView } from '../../src-main/contract.ts';
import { timeLeft, trayState, trayTooltip } from '../../src-main/shell/trayState.ts';
import { emptyLive } from '../support/emptyLive.ts';

type SignIn = LiveView['signIns'][number];
type Delivered = LiveView['delivered'][number];

const now = Date.parse('2026-03-01T12:00:00Z');
const later = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();

const rows: readonly ListedProfile[] = ['a', 'b'].map((id) => ({
  id,
  name: id,
  kind: 'account-role',
  origin: id === 'a' ? 'corp' : 'other',
  ssoSession: id === 'a' ? 'corp' : 'other',
  accountId: '012345678901',
  accountName: null,
  roleName: 'Admin',
  labels: [],
  asksFirst: false,
}));

function live(signIns: readonly SignIn[], delivered: readonly Delivered[] = []): LiveView {
  return { ...emptyLive, signIns: [...signIns], delivered: [...delivered] };
}

const signIn = (given: Partial<SignIn> = {}): SignIn => ({
  ssoSession: 'corp',
  state: 'signed-in',
  signedInAs: null,
  expiresAt: later(60),
  renews: true,
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
  syncedAt: null,
  ...given,
});

const keys = (given: Partial<Delivered> = {}): Delivered => ({
  id: 'a',
  name: 'a',
  delivery: 'keys',
  file: '/home/ana/.aws/credentials',
  expiresAt: later(60),
  endsAt: later(480),
  ...given,
});

const process = (expiresAt: string | null): Delivered =>
  keys({ delivery: 'process', expiresAt, endsAt: null });

describe('the state in the tray', () => {
  const cases: readonly (readonly [string, LiveView | undefined, string, string])[] = [
    ['nothing known yet', undefined, 'idle', 'Latchkey'],
    ['nothing active', live([signIn()]), 'idle', 'Latchkey: nothing active'],
    ['keys in a file', live([signIn()], [keys()]), 'active', 'Latchkey: 1 active'],
    [
      'a process profile that nobody asks for',
      live([signIn()], [process(null)]),
      'idle',
      'Latchkey: nothing active',
    ],
    [
      'keys of a process profile, which come anew',
      live([signIn()], [process(later(3))]),
      'active',
      'Latchkey: 1 active',
    ],
    [
      'a delivery that ends in 4 minutes',
      live([signIn()], [keys({ endsAt: later(4) }), keys()]),
      'expiring',
      'Latchkey: 2 active, 1 expiring, 4 min left',
    ],
    [
      'keys that could not be renewed',
      live([signIn({ state: 'signed-in-offline' })], [keys({ expiresAt: later(2) })]),
      'expiring',
      'Latchkey: 1 active, 1 expiring, 2 min left',
    ],
    [
      'keys that are over',
      live([signIn()], [keys({ expiresAt: later(-1) })]),
      'idle',
      'Latchkey: nothing active',
    ],
    [
      'a sign-in that ends for good',
      live([signIn({ renews: false, expiresAt: later(4) })]),
      'expiring',
      'Latchkey: nothing active, the sign-in to corp ends soon',
    ],
    [
      'an access token that renews itself',
      live([signIn({ expiresAt: later(4) })]),
      'idle',
      'Latchkey: nothing active',
    ],
    [
      'the only sign-in has ended',
      live([signIn({ state: 'ended' })]),
      'sign-in-needed',
      'Latchkey: sign in to corp, nothing active',
    ],
    [
      'a sign-in has ended whose keys are out',
      live([signIn({ state: 'ended' }), signIn({ ssoSession: 'other' })], [keys()]),
      'sign-in-needed',
      'Latchkey: sign in to corp, 1 active',
    ],
    [
      'one of two sign-ins has ended, unused',
      live([signIn({ state: 'ended' }), signIn({ ssoSession: 'other' })], [keys({ id: 'b' })]),
      'active',
      'Latchkey: 1 active',
    ],
    ['a person who signed out', live([signIn({ state: 'signed-out' })]), 'idle', 'Latchkey: nothing active'],
  ];

  it.each(cases)('%s', (_case, given, state, words) => {
    expect(trayState(given, rows, now)).toBe(state);
    expect(trayTooltip(given, rows, now)).toBe(words);
  });
});

it.each([
  [30_000, 'less than a minute left'],
  [60_000, '1 min left'],
  [59 * 60_000 + 59_000, '59 min left'],
  [60 * 60_000, '1 h left'],
  [125 * 60_000, '2 h 5 min left'],
])('%i milliseconds are “%s”', (milliseconds, words) => {
  expect(timeLeft(milliseconds)).toBe(words);
});
