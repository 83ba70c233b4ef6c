import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src-main/core/errors.ts';
import { canary, quiet } from '../support/appOnFakes.ts';
import { createDeskOnFakes, gate } from './deskOnFakes.ts';
import { until } from '../support/until.ts';

type Fakes = Awaited<ReturnType<typeof createDeskOnFakes>>;

let fakes: Fakes;
beforeEach(async () => {
  fakes = await createDeskOnFakes();
});
afterEach(() => fakes.remove());

/** AWS answers the next polls only once the gate is open: the person is at the browser. */
function personAtBrowser(): ReturnType<typeof gate> {
  const approval = gate();
  const { createToken } = fakes.identityCenter;
  fakes.identityCenter.createToken = async (place, registration, grant, signal) => {
    if (grant.kind === 'device') await approval.pass();
    return createToken(place, registration, grant, signal);
  };
  return approval;
}

const begin = (): Promise<unknown> => fakes.desk.commands.beginSignIn({ ssoSession: 'corp' }, quiet);
const state = () => fakes.desk.state();
const ended = (): Promise<void> =>
  until(() => {
    expect(state().signIns).toEqual([]);
  });
const synced = (): Promise<void> =>
  until(() => {
    expect(state()).toMatchObject({ signIns: [], syncs: [] });
  });
const waiting = (): Promise<void> =>
  until(() => {
    expect(state().signIns).toMatchObject([{ state: 'waiting' }]);
  });

async function signedIn(): Promise<void> {
  await begin();
  await synced();
}

describe('the list of what may be entered', () => {
  it('is fetched anew when it is twelve hours old, and not before', async () => {
    await signedIn();
    fakes.clock.jump(11 * 60 * 60 * 1000);
    await fakes.desk.catchUp();
    expect(state().syncs).toEqual([]);
    fakes.clock.jump(60 * 60 * 1000);
    await fakes.desk.catchUp();
    expect(state().syncs).toMatchObject([{ ssoSession: 'corp' }]);
    await synced();
    await fakes.desk.catchUp();
    expect(state().syncs).toEqual([]);
  });

  it('is not fetched where nobody is signed in', async () => {
    await fakes.desk.catchUp();
    expect(state()).toMatchObject({ syncs: [], problems: [] });
  });
});

describe('a sign-in begun in the window', () => {
  it('shows the code and opens no browser until the person has seen it and asks', async () => {
    const approval = personAtBrowser();
    await begin();
    await waiting();
    expect(state().signIns).toMatchObject([
      { ssoSession: 'corp', flow: 'device', userCode: 'ABCD-EFGH', host: 'corp.awsapps.com', opened: false },
    ]);
    expect(fakes.opened).toEqual([]);
    await fakes.desk.commands.openSignInPage({ ssoSession: 'corp' }, quiet);
    expect(fakes.opened).toEqual(['https://corp.awsapps.com/start/#/device?user_code=ABCD-EFGH']);
    expect(state().signIns).toMatchObject([{ opened: true }]);
    approval.open();
    await ended();
  });

  it('by redirect opens its page at once: there is no code to compare', async () => {
    const approval = gate();
    fakes.browser.code = approval.pass().then(() => `${canary}-code`);
    await fakes.desk.commands.beginSignIn({ ssoSession: 'corp', flow: 'pkce' }, quiet);
    await until(() => {
      expect(state().signIns).toMatchObject([
        { flow: 'pkce', state: 'waiting', userCode: null, opened: true },
      ]);
    });
    expect(fakes.opened).toEqual([expect.stringContaining('/authorize?')]);
    approval.open();
    await synced();
    expect(JSON.stringify(fakes.states)).not.toMatch(/authorize|canary/);
  });

  it('goes on when the window closes', async () => {
    const approval = personAtBrowser();
    const window = fakes.window();
    const call = new AbortController();
    await fakes.desk.commands.beginSignIn(
      { ssoSession: 'corp' },
      { signal: call.signal, progress: () => undefined },
    );
    await waiting();
    window.close();
    call.abort();
    approval.open();
    await ended();
    const { signIns } = await fakes.app.status({}, quiet);
    expect(signIns).toMatchObject([{ state: 'signed-in', signedInAs: 'ana@example.com' }]);
  });

  it('is followed by a sync, which brings the first rows', async () => {
    await signedIn();
    const { profiles } = await fakes.app.listProfiles({}, quiet);
    expect(profiles.map(({ name }) => name)).toEqual(['payments-prod.Admin']);
  });

  it('begun twice is one: the second shows the one under way', async () => {
    const approval = personAtBrowser();
    await Promise.all([begin(), begin()]);
    await waiting();
    await begin();
    expect(state().signIns).toHaveLength(1);
    approval.open();
    await ended();
    expect(fakes.identityCenter.calls.filter((name) => name === 'StartDeviceAuthorization')).toHaveLength(1);
  });

  it('joins one that was begun at a terminal, and leaves it to the terminal when cancelled', async () => {
    const approval = personAtBrowser();
    const terminal = fakes.app.signIn({ ssoSession: 'corp' }, quiet);
    await begin();
    await waiting();
    await fakes.desk.commands.cancelSignIn({ ssoSession: 'corp' }, quiet);
    expect(state().signIns).toEqual([]);
    approval.open();
    await expect(terminal).resolves.toMatchObject({ ssoSession: 'corp' });
    expect(fakes.identityCenter.calls.filter((name) => name === 'StartDeviceAuthorization')).toHaveLength(1);
  });

  it('that the person cancels is no problem, and its page is gone', async () => {
    personAtBrowser();
    await begin();
    await waiting();
    await fakes.desk.commands.cancelSignIn({ ssoSession: 'corp' }, quiet);
    await ended();
    expect(state().problems).toEqual([]);
    await expect(fakes.desk.commands.openSignInPage({ ssoSession: 'corp' }, quiet)).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('that fails is a problem until one ends well', async () => {
    fakes.identityCenter.script.push(new AppError('sign-in-denied', 'The sign-in was denied.'));
    await begin();
    await ended();
    expect(state().problems).toMatchObject([
      { about: 'sign-in', subject: 'corp', error: { code: 'sign-in-denied' } },
    ]);
    await signedIn();
    expect(state().problems).toEqual([]);
  });

  it('says that the network is away, and waits again when it is back', async () => {
    const away = new AppError('offline', 'AWS cannot be reached.');
    fakes.identityCenter.script.push(away, away, 'pending', 'pending');
    await begin();
    await ended();
    const shown = fakes.states.flatMap(({ signIns }) => signIns.map((signIn) => signIn.state));
    expect(shown).toEqual(['starting', 'waiting', 'offline', 'offline', 'waiting']);
  });

  it('as another person asks, and what the person chose is no problem', async () => {
    fakes.identityCenter.accounts[0]!.roles = ['Admin'];
    await signedIn();
    await begin();
    await synced();
    fakes.browser.person = 'bob@example.com';
    await begin();
    await until(() => {
      expect(state().signIns).toMatchObject([
        { state: 'other-person', otherPerson: { before: 'ana@example.com', now: 'bob@example.com' } },
      ]);
    });
    const { signInId } = state().signIns[0]!.otherPerson!;
    await fakes.app.answerSignIn({ signInId, replace: false }, quiet);
    await ended();
    expect(state().problems).toEqual([]);
  });

  it('is cancelled when its place is removed, and leaves no token behind', async () => {
    const approval = personAtBrowser();
    await begin();
    await waiting();
    const removed = fakes.app.removeSsoSession({ name: 'corp' }, quiet);
    approval.open();
    await removed;
    await synced();
    expect(await fakes.secrets.read('sign-in:corp')).toEqual({ state: 'absent' });
    expect(state().problems).toEqual([]);
  });

  it('needs a place that is set up', async () => {
    await expect(fakes.desk.commands.beginSignIn({ ssoSession: 'nowhere' }, quiet)).rejects.toMatchObject({
      code: 'no-such-sso-session',
    });
  });
});

describe('a sync begun in the window', () => {
  it('runs once at a time for each place', async () => {
    await signedIn();
    const asked = vi.spyOn(fakes.app, 'sync');
    await fakes.desk.commands.beginSync({ ssoSession: 'corp' }, quiet);
    await fakes.desk.commands.beginSync({ ssoSession: 'corp' }, quiet);
    expect(state().syncs).toHaveLength(1);
    await synced();
    expect(asked).toHaveBeenCalledOnce();
  });

  it('that nobody is signed in for is a problem that says so', async () => {
    await fakes.desk.commands.beginSync({}, quiet);
    await synced();
    expect(state().problems).toMatchObject([
      { about: 'sync', subject: null, error: { code: 'sign-in-needed' } },
    ]);
    await signedIn();
    expect(state().problems).toEqual([]);
  });

  it('that waits for a sign-in is no problem any more once somebody signed in at a terminal', async () => {
    await fakes.desk.commands.beginSync({}, quiet);
    await synced();
    expect(state().problems).toHaveLength(1);
    await fakes.app.signIn({}, quiet);
    await until(() => {
      expect(state().problems).toEqual([]);
    });
  });

  it('names the accounts that failed', async () => {
    await signedIn();
    const { listAccountRoles } = fakes.identityCenter;
    fakes.identityCenter.listAccountRoles = () =>
      Promise.reject(new AppError('aws-failed', 'AWS failed with status 500.', { retry: 'never' }));
    await fakes.desk.commands.beginSync({ ssoSession: 'corp' }, quiet);
    await synced();
    expect(state().problems).toMatchObject([
      {
        about: 'sync',
        subject: 'corp',
        error: { details: ['payments-prod: AWS failed with status 500.'] },
      },
    ]);
    fakes.identityCenter.listAccountRoles = listAccountRoles;
    await fakes.desk.commands.beginSync({ ssoSession: 'corp' }, quiet);
    await synced();
    expect(state().problems).toEqual([]);
  });
});

describe('problems', () => {
  it('are the newest first, one for each thing, at most 20, and go when dismissed', async () => {
    const place = (at: number): string => `nothing-${at}`;
    for (const at of [...Array.from({ length: 25 }, (_, index) => index), 24]) {
      await fakes.desk.commands.beginSync({ ssoSession: place(at) }, quiet);
      await synced();
    }
    const { problems } = state();
    expect(problems.map(({ subject }) => subject)).toEqual(
      Array.from({ length: 20 }, (_, index) => place(24 - index)),
    );
    await fakes.desk.commands.dismissProblem({ id: problems[0]!.id }, quiet);
    expect(state().problems.map(({ subject }) => subject)).not.toContain(place(24));
  });

  it('of our own making say nothing of what was thrown', async () => {
    fakes.identityCenter.fault = new TypeError(canary) as unknown as AppError;
    await begin();
    await ended();
    expect(state().problems).toMatchObject([{ error: { code: 'internal' } }]);
    expect(JSON.stringify(state())).not.toContain(canary);
  });
});

describe('the console', () => {
  it('opens in the browser; its link never leaves main', async () => {
    const window = fakes.window();
    await signedIn();
    // A click is a person’s: what asks first asks nobody.
    await fakes.app.markLabel({ label: 'any', askFirst: true }, quiet);
    await fakes.app.addLabel({ label: 'any', pattern: '*' }, quiet);
    const answer = await fakes.desk.commands.openConsole({ profile: 'payments-prod.Admin' }, quiet);
    expect(answer).toEqual({
      profileName: 'payments-prod.Admin',
      endsAt: expect.any(String) as string,
      service: null,
      region: 'eu-west-1',
      by: 'federation',
      browser: 'Default browser',
    });
    expect(fakes.opened.at(-1)).toContain(canary);
    await until(() => {
      expect(fakes.feed.live()?.recents).toHaveLength(1);
    });
    expect(JSON.stringify([answer, window.events, state()])).not.toContain(canary);
  });
});

describe('what waited for a sign-in', () => {
  it('is no problem any more once somebody signed in', async () => {
    await signedIn();
    await fakes.app.signOut({}, quiet);
    await fakes.desk.commands.beginSync({ ssoSession: 'corp' }, quiet);
    await synced();
    expect(state().problems).toMatchObject([{ about: 'sync', error: { code: 'sign-in-needed' } }]);
    await signedIn();
    expect(state().problems).toEqual([]);
  });
});

describe('the line for a terminal', () => {
  it('names the profile and holds no key', async () => {
    await signedIn();
    const { line } = await fakes.desk.commands.copyTerminalLine({ profile: 'payments-prod.Admin' }, quiet);
    expect(line).toBe('eval "$(latchkey env payments-prod.Admin)"');
    expect(fakes.copied).toEqual([line]);
  });

  it('names the profile by its own name, which means it also where another is delivered under that name', async () => {
    fakes.identityCenter.accounts[0]!.roles = ['Admin', 'Reader'];
    await signedIn();
    await fakes.app.startProfile({ profile: 'payments-prod.Reader', as: 'payments-prod.Admin' }, quiet);
    const { profiles } = await fakes.app.listProfiles({}, quiet);
    const admin = profiles.find(({ roleName }) => roleName === 'Admin')!;
    const { line } = await fakes.desk.commands.copyTerminalLine({ profile: admin.id }, quiet);
    expect(line).toBe('eval "$(latchkey env payments-prod.Admin)"');
    const found = await fakes.app.findProfile({ profile: 'payments-prod.Admin' }, quiet);
    expect(found.profile.id).toBe(admin.id);
  });
});
