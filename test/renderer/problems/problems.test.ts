import { beforeEach, describe, expect, it, vi } from 'vitest';
import { flushSync } from 'svelte';
import { CommandError } from '../../../src-renderer/api.ts';
import { problems } from '../../../src-renderer/problems/problems.svelte.ts';
import Problems from '../../../src-renderer/problems/Problems.svelte';
import SecretsBanner from '../../../src-renderer/secrets/SecretsBanner.svelte';
import {
  dialogs,
  fakeMain,
  liveView,
  press,
  problem,
  quietDesk,
  sees,
  show,
  signInPlace,
  text,
  type FakeMain,
} from '../support/page.ts';
import { until } from '../../support/until.ts';

const error = (code: string, message: string): CommandError =>
  new CommandError({ code, message, hint: 'Check the network.', details: [] });
const alerts = (): string[] => [...document.querySelectorAll('[role=alert]')].map((one) => one.textContent);
const buttons = (): string[] => [...document.querySelectorAll('button')].map((one) => one.textContent.trim());

describe('a problem', () => {
  let main: FakeMain;
  beforeEach(() => {
    problems.reported = [];
    main = fakeMain(liveView({ signIns: [signInPlace('acme', { state: 'ended' })] }));
    show(SecretsBanner, {});
    show(Problems, {});
  });

  const withProblems = (...all: ReturnType<typeof problem>[]): void => {
    main.push(
      liveView({
        signIns: [signInPlace('acme', { state: 'ended' }), signInPlace('work')],
        desk: { ...quietDesk, problems: all },
      }),
    );
  };

  it('of a source offers to sign in there again', () => {
    withProblems(problem('source', 'okta', { code: 'sign-in-expired', message: 'The code has ended.' }));
    press('Sign in again');
    expect(main.inputsOf('beginSourceSignIn')).toEqual([{ source: 'okta' }]);
    expect(main.inputsOf('beginSignIn')).toEqual([]);
  });

  it('is an alert with its sentence, what to do and its lines, and takes no focus', () => {
    withProblems(
      problem('sync', 'acme', {
        code: 'aws-failed',
        message: 'One account could not be listed.',
        hint: 'Sync again later.',
        details: ['payments: status 500'],
      }),
    );
    expect(alerts()).toHaveLength(1);
    for (const words of ['One account could not be listed.', 'Sync again later.', 'payments: status 500']) {
      expect(alerts()[0]).toContain(words);
    }
    expect(document.activeElement).toBe(document.body);
  });

  it('of the network is said once, whatever failed for it, and tried again for all', async () => {
    const away = {
      code: 'offline',
      message: 'AWS cannot be reached.',
      hint: 'Check the network.',
      details: [],
    };
    const again = vi.fn();
    problems.report(new CommandError(away), again);
    withProblems(problem('sync', 'acme', away), problem('sync', 'work', away));
    expect(alerts()).toHaveLength(1);
    press('Try again');
    await until(() => {
      expect(again).toHaveBeenCalledOnce();
    });
    expect(main.calls.map(([name]) => name).toSorted()).toEqual([
      ...['beginSync', 'beginSync', 'dismissProblem', 'dismissProblem'],
    ]);
  });

  it('that is no more than a missing sign-in offers to sign in, to the one it is about', () => {
    withProblems(
      problem('sync', 'work', {
        code: 'sign-in-needed',
        message: 'AWS has ended the sign-in.',
        hint: 'Sign in with: latchkey login work',
      }),
    );
    expect(text()).not.toContain('latchkey login');
    press('Sign in');
    expect(main.inputsOf('beginSignIn')).toEqual([{ ssoSession: 'work' }]);
  });

  it('of a missing sign-in that names none offers those that nobody is signed in to', () => {
    withProblems();
    problems.report(error('sign-in-needed', 'Nobody is signed in.'));
    flushSync();
    expect(buttons()).toEqual(['Sign in to acme', 'Sign in to work', 'Dismiss']);
  });

  it.each(['offline', 'throttled', 'aws-failed'])('%s offers to try again, and goes', (code) => {
    const again = vi.fn();
    problems.report(error(code, 'AWS cannot be reached.'), again);
    flushSync();
    press('Try again');
    flushSync();
    expect(again).toHaveBeenCalledOnce();
    expect(alerts()).toEqual([]);
  });

  it.each(['section-not-ours', 'denied', 'bad-input'])(
    '%s, where trying again helps nobody, offers nothing',
    (code) => {
      problems.report(error(code, 'Not so.'), vi.fn());
      flushSync();
      expect(buttons()).toEqual(['Dismiss']);
    },
  );

  it('of a locked store offers to unlock it', async () => {
    main.push(liveView({ secrets: { store: 'file', state: 'locked', reason: null } }));
    problems.report(error('secrets-locked', 'The encrypted file is locked.'));
    flushSync();
    const [unlock] = [...document.querySelectorAll<HTMLButtonElement>('[role=alert] button')];
    unlock?.click();
    flushSync();
    await sees('Passphrase');
    expect(dialogs()).toEqual(['Unlock your sign-ins']);
  });

  it('stays until it is dismissed', () => {
    const one = problem('sync', 'x', { message: 'Not so.' });
    withProblems(one);
    press('Dismiss');
    expect(main.inputsOf('dismissProblem')).toEqual([{ id: one.id }]);
    problems.report(error('denied', 'No access.'));
    withProblems();
    press('Dismiss');
    flushSync();
    expect(alerts()).toEqual([]);
  });

  it('said twice is shown once', () => {
    problems.report(error('offline', 'AWS cannot be reached.'));
    problems.report(error('offline', 'AWS cannot be reached.'));
    flushSync();
    expect(alerts()).toHaveLength(1);
  });

  it('is one of three at most; the others are counted', () => {
    for (const message of ['One.', 'Two.', 'Three.', 'Four.', 'Five.'])
      problems.report(error('denied', message));
    flushSync();
    expect(alerts()).toHaveLength(3);
    expect(alerts()[0]).toContain('Five.');
    expect(text()).toContain('2 more');
  });

  it('of the window’s own shows nothing of what was thrown', () => {
    problems.report(new TypeError('secret in here'));
    flushSync();
    expect(text()).toContain('Latchkey met a fault of its own.');
    expect(text()).not.toContain('secret in here');
  });
});

it('a notice, such as of settings that were set aside, is said until it was read', () => {
  problems.reported = [];
  const notices = ['The settings file was damaged and set aside; the defaults are used.'];
  const main = fakeMain(liveView({ notices }));
  show(Problems, {});
  expect(document.querySelector('[role=status]')?.textContent).toContain(notices[0]);
  press('Dismiss');
  main.push(liveView({ notices }));
  expect(text()).not.toContain('set aside');
});
