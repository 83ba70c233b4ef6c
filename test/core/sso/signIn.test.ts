import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/core/errors.ts';
import { signIn, type SignInCall, type SignInNews } from '../../../src-main/core/sso/signIn.ts';
import { corp, createSignInDomain } from '../../support/signInDomain.ts';

function callOf(said: SignInNews[] = [], replace = false): SignInCall {
  return {
    signal: new AbortController().signal,
    say: (news) => said.push(news),
    mayReplace: () => Promise.resolve(replace),
  };
}

const offline = new AppError('offline', 'AWS cannot be reached.');

describe('signing in by device code', () => {
  it('shows the code and AWS’s page, waits while pending, and says who signed in', async () => {
    const { ports, identityCenter } = createSignInDomain();
    identityCenter.script.push('pending', 'pending');
    const said: SignInNews[] = [];
    const signedIn = await signIn(ports, corp, 'device', callOf(said));
    expect(said).toMatchObject([
      {
        kind: 'link',
        userCode: 'ABCD-EFGH',
        link: 'https://corp.awsapps.com/start/#/device?user_code=ABCD-EFGH',
      },
    ]);
    expect(signedIn).toMatchObject({ ssoSession: 'corp', signedInAs: 'ana@example.com' });
  });

  it('waits five seconds longer after each slow_down, for the rest of the sign-in', async () => {
    const { ports, clock, identityCenter } = createSignInDomain();
    const polls: number[] = [];
    const { createToken } = identityCenter;
    identityCenter.createToken = (...given) => {
      polls.push(clock.now());
      return createToken(...given);
    };
    identityCenter.script.push('pending', 'slow-down', 'pending', 'slow-down', 'pending');
    await signIn(ports, corp, 'device', callOf());
    const waits = polls.slice(1).map((at, index) => (at - polls[index]!) / 1000);
    expect(waits).toEqual([1, 6, 6, 11, 11]);
  });

  it('goes on through a lost network and says so, and when it is back', async () => {
    const { ports, identityCenter } = createSignInDomain();
    identityCenter.script.push('pending', offline, offline, 'pending');
    const said: SignInNews[] = [];
    await signIn(ports, corp, 'device', callOf(said));
    expect(said.map(({ kind }) => kind)).toEqual(['link', 'offline', 'offline', 'online']);
  });

  it('asks once more after a laptop’s sleep, however long: the person may have approved before', async () => {
    const { ports, clock, identityCenter } = createSignInDomain();
    identityCenter.script.push('pending');
    const { sleep } = clock;
    let slept = 0;
    const sleepy = {
      ...clock,
      sleep: (...given: Parameters<typeof sleep>) => {
        slept += 1;
        if (slept === 2) clock.jump(3_600_000);
        return sleep(...given);
      },
    };
    await expect(signIn({ ...ports, clock: sleepy }, corp, 'device', callOf())).resolves.toBeDefined();
  });

  it('ends when the code has expired and nobody approved it', async () => {
    const { ports, identityCenter } = createSignInDomain();
    identityCenter.script.push(...Array.from({ length: 1000 }, () => 'pending' as const));
    await expect(signIn(ports, corp, 'device', callOf())).rejects.toMatchObject({ code: 'sign-in-expired' });
    expect(identityCenter.calls.filter((name) => name === 'CreateToken')).toHaveLength(600);
  });

  it('ends when the person denies it', async () => {
    const { ports, identityCenter, tokens } = createSignInDomain();
    identityCenter.script.push('pending', new AppError('sign-in-denied', 'The sign-in was denied.'));
    await expect(signIn(ports, corp, 'device', callOf())).rejects.toMatchObject({ code: 'sign-in-denied' });
    expect(await tokens.stored('corp')).toEqual({ state: 'absent' });
  });

  it('bothers nobody when the keychain is locked, because the token could not be kept', async () => {
    const { ports, identityCenter, secrets } = createSignInDomain();
    secrets.trouble = { state: 'locked' };
    await expect(signIn(ports, corp, 'device', callOf())).rejects.toMatchObject({ code: 'secrets-locked' });
    expect(identityCenter.calls).toEqual([]);
  });

  it('registers once and uses the registration until it expires', async () => {
    const { ports, clock, identityCenter } = createSignInDomain();
    await signIn(ports, corp, 'device', callOf());
    clock.jump(89 * 24 * 3_600_000);
    await signIn(ports, corp, 'device', callOf());
    expect(identityCenter.calls.filter((name) => name === 'RegisterClient')).toHaveLength(1);
    clock.jump(24 * 3_600_000);
    await signIn(ports, corp, 'device', callOf());
    expect(identityCenter.calls.filter((name) => name === 'RegisterClient')).toHaveLength(2);
  });

  it('registers anew when AWS no longer knows the client', async () => {
    const { ports, identityCenter } = createSignInDomain();
    await signIn(ports, corp, 'device', callOf());
    const { startDeviceAuthorization } = identityCenter;
    let refused = false;
    identityCenter.startDeviceAuthorization = (...given) => {
      if (refused) return startDeviceAuthorization(...given);
      refused = true;
      return Promise.reject(new AppError('sign-in-needed', 'AWS no longer knows this installation.'));
    };
    await expect(signIn(ports, corp, 'device', callOf())).resolves.toMatchObject({ ssoSession: 'corp' });
    expect(identityCenter.calls.filter((name) => name === 'RegisterClient')).toHaveLength(2);
  });
});

describe('another person at the same start URL', () => {
  it('does not replace the sign-in without an answer, and the unwanted token is ended at AWS', async () => {
    const { ports, browser, tokens, identityCenter, people } = createSignInDomain();
    await signIn(ports, corp, 'device', callOf());
    const before = await tokens.stored('corp');
    browser.person = 'bob@example.com';
    await expect(signIn(ports, corp, 'device', callOf())).rejects.toMatchObject({ code: 'other-person' });
    expect(await tokens.stored('corp')).toEqual(before);
    expect(await people.of('corp')).toMatchObject({ signedInAs: 'ana@example.com' });
    expect(identityCenter.calls.at(-1)).toBe('Logout');
  });

  it('replaces it once the person says so', async () => {
    const { ports, browser, people } = createSignInDomain();
    await signIn(ports, corp, 'device', callOf());
    browser.person = 'bob@example.com';
    await signIn(ports, corp, 'device', callOf([], true));
    expect(await people.of('corp')).toMatchObject({ signedInAs: 'bob@example.com' });
  });

  it('asks too when AWS does not name the new one', async () => {
    const { ports, identityCenter } = createSignInDomain();
    await signIn(ports, corp, 'device', callOf());
    identityCenter.accounts = [];
    await expect(signIn(ports, corp, 'device', callOf())).rejects.toMatchObject({ code: 'other-person' });
  });
});

describe('the page that opens', () => {
  it.each([
    'http://corp.awsapps.com/start/#/device',
    'https://corp.awsapps.com.evil.example/device',
    'https://evil.example/start',
    'https://awsapps.com@evil.example/',
    'https://user:secret@corp.awsapps.com/',
    'https://corp.awsapps.com:8443/start',
    'https://awsapps.com.evil.example',
    'https://device.sso.us-east-1.amazonaws.com/',
    'https://start.awsapps.cn/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://corp.awsapps.com/\nevil',
    'https://corp.awsapps.com\\@evil.example/',
    'https://127.0.0.1/device',
    'not a link',
  ])('is refused at %s', async (link) => {
    const { ports, identityCenter } = createSignInDomain();
    identityCenter.verificationUri = link;
    const said: SignInNews[] = [];
    await expect(signIn(ports, corp, 'device', callOf(said))).rejects.toMatchObject({ code: 'not-aws' });
    expect(said).toEqual([]);
  });

  it.each([
    ['eu-west-1', 'https://device.sso.eu-west-1.amazonaws.com/'],
    ['eu-west-1', 'https://d-1234567890.awsapps.com/start/#/device'],
    ['eu-west-1', 'https://ssoins-0123.portal.eu-west-1.app.aws/'],
    ['us-gov-west-1', 'https://start.us-gov-home.awsapps.com/directory/d-123'],
    ['cn-north-1', 'https://start.home.awsapps.cn/directory/d-123'],
    ['eusc-de-east-1', 'https://ssoins-1.eusc-de-east-1.portal.amazonaws.eu/'],
  ])('is AWS’s own in %s: %s', async (region, link) => {
    const { ports, identityCenter } = createSignInDomain();
    identityCenter.verificationUri = link;
    await expect(signIn(ports, { ...corp, region }, 'device', callOf())).resolves.toBeDefined();
  });
});
