import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveView } from '../../src-main/contract.ts';
import type { Notice } from '../../src-main/shell/notifications.ts';
import { createSignInNotice } from '../../src-main/shell/signInNotice.ts';
import { createToldEnds } from '../../src-main/shell/toldEnds.ts';
import { emptyLive } from '../support/emptyLive.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

type SignIn = LiveView['signIns'][number];

const minute = 60_000;
const start = Date.parse('2026-03-01T12:00:00Z');
const after = (minutes: number): string => new Date(start + minutes * minute).toISOString();

const signIn = (given: Partial<SignIn> = {}): SignIn => ({
  ssoSession: 'corp',
  state: 'signed-in',
  signedInAs: null,
  expiresAt: after(10),
  renews: false,
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
  syncedAt: null,
  ...given,
});

let folder: string;
let renewed: string[];
let look: (
  signIns: readonly SignIn[],
  minutes: number,
  more?: Partial<LiveView> & { readonly isAtWindow?: boolean },
) => readonly Notice[];

/** As at each start of the application. */
function restart(): void {
  const notices = createSignInNotice({
    told: createToldEnds(join(folder, 'told.json')),
    renew: (name) => renewed.push(name),
  });
  look = (signIns, minutes, { isAtWindow = false, ...more } = {}) =>
    notices({
      live: { ...emptyLive, signIns: [...signIns], ...more },
      rows: [],
      now: start + minutes * minute,
      isAtWindow,
    });
}

beforeEach(async () => {
  folder = await temporaryFolder({ inMemory: true });
  renewed = [];
  restart();
});
afterEach(() => rm(folder, { recursive: true }));

describe('a sign-in that cannot renew itself', () => {
  it('is told of once, five minutes before it ends, and a click begins the next', () => {
    expect(look([signIn()], 4)).toEqual([]);
    const [notice, ...others] = look([signIn()], 5);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      title: 'The sign-in to corp ends soon',
      body: 'It cannot renew itself: 5 min left. Click to sign in again.',
      action: { label: 'Renew' },
    });
    notice?.action?.run();
    expect(renewed).toEqual(['corp']);
    expect(look([signIn()], 6)).toEqual([]);
  });

  it('is not told of again after a restart, nor when it is over; the next one is', () => {
    expect(look([signIn()], 6)).toHaveLength(1);
    restart();
    expect(look([signIn()], 7)).toEqual([]);
    expect(look([signIn({ state: 'ended' })], 12)).toEqual([]);
    expect(look([signIn({ expiresAt: after(70) })], 66)).toHaveLength(1);
  });

  it('that ended while the machine slept is told of once, as ended', () => {
    expect(look([signIn({ state: 'ended' })], 90)).toMatchObject([
      { title: 'The sign-in to corp has ended', action: { label: 'Renew' } },
    ]);
    expect(look([signIn({ state: 'ended' })], 91)).toEqual([]);
  });

  it('is not told of where the person is at the window, whose bar says it, nor afterwards', () => {
    expect(look([signIn()], 6, { isAtWindow: true })).toEqual([]);
    expect(look([signIn()], 7)).toEqual([]);
  });

  it('is not told of while somebody signs in, nor where the settings say so', () => {
    const desk = {
      ...emptyLive.desk,
      signIns: [
        {
          ...{
            ssoSession: 'corp',
            flow: 'device' as const,
            state: 'waiting' as const,
            userCode: 'ABCD-EFGH',
          },
          ...{ host: 'device.sso', opened: true, expiresAt: null, otherPerson: null },
        },
      ] as unknown as LiveView['desk']['signIns'],
    };
    expect(look([signIn()], 6, { desk })).toEqual([]);
    expect(look([signIn()], 6, { notifySignInEnd: false })).toEqual([]);
    expect(look([signIn()], 6)).toHaveLength(1);
  });
});

describe('a sign-in that renews itself', () => {
  it('is told of once AWS has ended it, once', () => {
    expect(look([signIn({ renews: true, expiresAt: after(1) })], 0)).toEqual([]);
    const ended = signIn({ state: 'ended', expiresAt: after(1) });
    expect(look([ended], 0)).toMatchObject([{ title: 'The sign-in to corp has ended' }]);
    restart();
    expect(look([ended], 3)).toEqual([]);
  });

  it('and that nobody misses, because another one is used, says nothing', () => {
    expect(look([signIn({ state: 'ended' }), signIn({ ssoSession: 'other', renews: true })], 0)).toEqual([]);
  });
});

it('no name of a sign-in breaks a line', () => {
  const [notice] = look([signIn({ ssoSession: 'corp\n\u202ex' })], 6);
  expect(notice?.title).toBe('The sign-in to corp x ends soon');
});
