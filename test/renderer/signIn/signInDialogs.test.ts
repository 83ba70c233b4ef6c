import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveView } from '../../../src-main/contract.ts';
import { said } from '../../../src-renderer/said.svelte.ts';
import Problems from '../../../src-renderer/problems/Problems.svelte';
import RemoveSignIn from '../../../src-renderer/signIn/RemoveSignIn.svelte';
import SignInDialogs from '../../../src-renderer/signIn/SignInDialogs.svelte';
import { signOut } from '../../../src-renderer/signIn/signOut.ts';
import {
  button,
  dialogs,
  escape,
  fakeMain,
  found,
  liveView,
  press,
  problem,
  profile,
  quietDesk,
  sees,
  show,
  signInPlace,
  text,
  underWay,
  type FakeMain,
} from '../support/page.ts';

const before = signInPlace('acme', { signedInAs: 'ana@example.com' });

function state(
  signIns: LiveView['desk']['signIns'],
  problems: LiveView['desk']['problems'] = [],
  place = before,
): LiveView {
  return liveView({ signIns: [place], desk: { ...quietDesk, signIns, problems } });
}

describe('a sign-in under way', () => {
  let main: FakeMain;
  beforeEach(() => {
    said.say('');
    main = fakeMain(liveView({ signIns: [before] }));
    show(SignInDialogs, {});
    show(Problems, {});
  });

  it('shows the code to compare, the host and the time left', () => {
    main.push(state([underWay('acme')]));
    expect(dialogs()).toEqual(['Sign in to acme']);
    expect(document.querySelector('[aria-label="User code"]')?.textContent).toBe('WDJB-MJHT');
    expect(text()).toContain('Allow the request only if the two are the same.');
    expect(text()).toContain('device.sso.eu-west-1.amazonaws.com');
    expect(text()).toMatch(/(10:00|9:5\d) left/);
    expect(document.activeElement).toBe(button('Open the browser'));
  });

  it('counts the time left down', () => {
    vi.useFakeTimers();
    try {
      main.push(state([underWay('acme', { expiresAt: new Date(Date.now() + 65_000).toISOString() })]));
      expect(text()).toContain('1:05 left');
      vi.advanceTimersByTime(6_000);
      return sees('0:59 left');
    } finally {
      vi.useRealTimers();
    }
  });

  it('opens the page, copies its link and is cancelled, by Escape too', () => {
    main.push(state([underWay('acme')]));
    press('Open the browser');
    press('Copy the link');
    escape();
    const acme = { ssoSession: 'acme' };
    expect(main.calls).toEqual([
      ['awsCliSignIn', acme],
      ['showBrowser', acme],
      ['listBrowsers', {}],
      ['openSignInPage', acme],
      ['copySignInLink', acme],
      ['cancelSignIn', acme],
    ]);
  });

  it('offers the AWS CLI’s sign-in where there is one, and takes it', async () => {
    main.answer('awsCliSignIn', () => ({
      ssoSession: 'acme',
      found: { expiresAt: new Date(2026, 10, 22, 17, 0).toISOString() },
    }));
    main.push(state([underWay('acme')]));
    await sees('Use the AWS CLI’s sign-in, until');
    expect(document.activeElement).toBe(button('Open the browser'));
    const offer = [...document.querySelectorAll('dialog button')].find(({ textContent }) =>
      textContent.includes('AWS CLI'),
    );
    expect(offer?.textContent).toMatch(/17:00|5:00/);
    (offer as HTMLButtonElement).click();
    await found(() => (main.inputsOf('beginSync').length === 1 ? true : undefined), 'the sync after it');
    expect(main.inputsOf('takeAwsCliSignIn')).toEqual([{ ssoSession: 'acme' }]);
    expect(main.inputsOf('beginSync')).toEqual([{ ssoSession: 'acme' }]);
  });

  it('of another person by the AWS CLI is taken by a second click', async () => {
    main.answer('awsCliSignIn', () => ({
      ssoSession: 'acme',
      found: { expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
    }));
    main.refuse('takeAwsCliSignIn', {
      code: 'other-person',
      message: '“acme” was signed in as ana, now bo.',
    });
    main.push(state([underWay('acme')]));
    await sees('Use the AWS CLI’s sign-in, until');
    document.querySelectorAll<HTMLButtonElement>('dialog .buttons button')[2]?.click();
    await sees('was signed in as ana, now bo.');
    press('Replace by the AWS CLI’s sign-in');
    await found(() => (main.inputsOf('takeAwsCliSignIn').length === 2 ? true : undefined), 'the second try');
    expect(main.inputsOf('takeAwsCliSignIn')[1]).toEqual({ ssoSession: 'acme', replace: true });
  });

  it('has no code to compare where the browser comes back by itself', () => {
    main.push(state([underWay('acme', { flow: 'pkce', userCode: null })]));
    expect(document.querySelector('[aria-label="User code"]')).toBeNull();
    expect(text()).not.toContain('the two are the same');
  });

  it('says that it goes on by itself while the network is away', () => {
    main.push(state([underWay('acme', { state: 'offline' })]));
    expect(text()).toContain('The network is away; this goes on by itself until the code ends.');
  });

  it('says in its dialog that no browser opened', () => {
    main.push(state([underWay('acme')], [problem('sign-in', 'acme', { message: 'No browser was found.' })]));
    expect(document.querySelector('dialog [role=alert]')?.textContent).toContain('No browser was found.');
  });

  it('that ends badly says what to do, and begins again', async () => {
    main.push(state([underWay('acme')]));
    const expired = problem('sign-in', 'acme', {
      code: 'sign-in-expired',
      message: 'The sign-in code expired before it was approved.',
      hint: 'Sign in again; the code is good for about ten minutes.',
    });
    main.push(state([], [expired]));
    expect(dialogs()).toEqual(['Sign in to acme']);
    expect([...document.querySelectorAll('[role=alert]')]).toHaveLength(1);
    expect(text()).toContain('The sign-in code expired');
    expect(document.activeElement).toBe(button('Sign in again'));
    press('Sign in again');
    await found(() => (main.inputsOf('dismissProblem').length === 1 ? true : undefined), 'the new try');
    expect(main.inputsOf('beginSignIn')).toEqual([{ ssoSession: 'acme' }]);
  });

  it('that was never seen here says so like any problem, with no dialog', () => {
    main.push(
      liveView({
        signIns: [signInPlace('other')],
        desk: {
          ...quietDesk,
          problems: [problem('sign-in', 'other', { message: 'The sign-in was denied.' })],
        },
      }),
    );
    expect(dialogs()).toEqual([]);
    expect(document.querySelector('[role=alert]')?.textContent).toContain('The sign-in was denied.');
  });

  it('that ends well says who signed in, even when the list hears of it later', () => {
    main.push(state([underWay('acme')]));
    main.push(state([]));
    expect(said.text).toBe('');
    main.push(state([], [], { ...before, state: 'signed-in', expiresAt: '2026-11-22T20:00:00Z' }));
    expect(said.text).toBe('Signed in as ana@example.com · acme');
    expect(dialogs()).toEqual([]);
  });

  it('that is cancelled says nothing, although somebody was signed in before', () => {
    const place = signInPlace('acme', {
      state: 'signed-in',
      signedInAs: 'ana@example.com',
      expiresAt: '2026-11-22T20:00:00Z',
    });
    main.push(state([], [], place));
    main.push(state([underWay('acme')], [], place));
    main.push(state([], [], place));
    expect(said.text).toBe('');
  });
});

describe('another person who signed in', () => {
  const otherPerson = { signInId: 'q1', before: 'ana@example.com', now: 'grace@example.com' };
  let main: FakeMain;
  beforeEach(() => {
    main = fakeMain(state([underWay('acme', { state: 'other-person', otherPerson })]));
    show(SignInDialogs, {});
  });

  it('is asked about by both names, with no default button', () => {
    expect(dialogs()).toEqual(['Another person signed in']);
    expect(document.activeElement?.tagName).toBe('DIALOG');
  });

  it.each([
    ['Keep ana@example.com', false],
    ['Replace by grace@example.com', true],
  ])('“%s” answers', (choice, replace) => {
    press(choice);
    expect(main.inputsOf('answerSignIn')).toEqual([{ signInId: 'q1', replace }]);
  });

  it('stays out on Escape', () => {
    escape();
    expect(main.inputsOf('answerSignIn')).toEqual([{ signInId: 'q1', replace: false }]);
  });
});

describe('leaving', () => {
  it('signing out says what became of keys and of AWS', async () => {
    const main = fakeMain(liveView({ signIns: [before] }));
    main.answer('signOut', () => ({ signedOut: [{ ssoSession: 'acme', atAws: false, keysRemoved: 2 }] }));
    await signOut('acme');
    expect(said.text).toContain('Signed out of acme. Keys of 2 profiles were taken out.');
    expect(said.text).toContain('AWS could not be told');
  });

  it('signing out of what was taken from the AWS CLI says that it stays signed in', async () => {
    const main = fakeMain(liveView({ signIns: [before] }));
    const one = { ssoSession: 'acme', atAws: false, keysRemoved: 0, ofAwsCli: true };
    main.answer('signOut', () => ({ signedOut: [one] }));
    await signOut('acme');
    expect(said.text).toBe('Signed out of acme. The AWS CLI stays signed in.');
  });

  it('removing a sign-in says first what goes, and does nothing until it is said', async () => {
    const main = fakeMain(
      liveView({
        signIns: [before],
        delivered: [
          {
            id: 'payments.Admin',
            name: 'payments.Admin',
            delivery: 'keys',
            file: '/home/ana/.aws/credentials',
            expiresAt: null,
            endsAt: null,
          },
          {
            id: 'other',
            name: 'other',
            delivery: 'keys',
            file: '/home/ana/.aws/credentials',
            expiresAt: null,
            endsAt: null,
          },
        ],
      }),
    );
    main.pushRows([
      profile('payments', 'Admin', 'acme'),
      profile('search', 'Admin', 'acme'),
      profile('x', 'y', 'work'),
    ]);
    let open = true;
    show(RemoveSignIn, { ssoSession: 'acme', onclose: () => (open = false) });
    expect(text()).toContain('its 2 profiles leave the list');
    expect(text()).toContain('goes: payments.Admin.');
    expect(main.calls).toEqual([]);
    press('Remove');
    await found(() => (open ? undefined : true), 'the end');
    expect(main.inputsOf('removeSsoSession')).toEqual([{ name: 'acme' }]);
  });

  it('removing says why it could not be done, and stays', async () => {
    const main = fakeMain(liveView({ signIns: [before] }));
    main.refuse('removeSsoSession', { code: 'secrets-locked', message: 'The keychain is locked.' });
    show(RemoveSignIn, { ssoSession: 'acme', onclose: () => undefined });
    press('Remove');
    await sees('The keychain is locked.');
  });
});
