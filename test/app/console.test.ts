/** The console: where it opens, by which way, and what that leaves behind. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Input, JournalEntry, Output } from '../../src-main/contract.ts';
import { parseRoleArn } from '../../src-main/core/arn.ts';
import { browserChoice } from '../../src-main/core/console/browserChoice.ts';
import type { Requester } from '../../src-main/core/guard/requester.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { account, roleArnOf, smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';

let aws: Aws;
let at: AppOnAws;
let ask: Ask;
const admin = 'payments-prod.Admin';
const chained = 'chained';
const user = 'ada';

beforeAll(async () => {
  aws = await startAws({ organisations: [smallOrganisation()] });
  at = await createAppOnAws(aws, {
    owner: 'application',
    // A question waits for its answer, and the clock with it.
    sleep: async (milliseconds, signal) => {
      if (milliseconds < 120_000) {
        aws.clock.advance(milliseconds);
        return;
      }
      await new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    },
  });
  ask = atTheDoor(at.app, { kind: 'person' });
  const { startUrl, region } = aws.organisation;
  await ask('addSsoSession', { name: 'corp', startUrl, region });
  const progress = (said: { kind: string; userCode?: string | null }): void => {
    if (said.kind === 'link') aws.approve(said.userCode ?? '');
  };
  await at.app.signIn({ ssoSession: 'corp' }, { ...quietly, progress });
  await ask('sync', { ssoSession: 'corp' });
  const steps = [{ roleArn: parseRoleArn(roleArnOf('Ops', '/team/')) }];
  await ask('addProfile', { name: chained, from: 'payments-prod.ReadOnly', steps });
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf(user);
  await ask('addIamUser', { name: user, accessKeyId, secretAccessKey });
  await ask('changeIamUser', { name: user, mfaSerial: null });
});
beforeEach(() => {
  aws.requests.length = 0;
});
afterAll(async () => {
  await at.remove();
  await aws.close();
});

const open = (input: Partial<Input<'consoleLink'>> = {}): Promise<Output<'consoleLink'>> =>
  ask('consoleLink', { profile: admin, ...input });
const destinationOf = ({ link }: { readonly link: string }): URL =>
  new URL(new URL(link).searchParams.get('Destination') ?? '');
const pageOf = async (link: string): Promise<string> => (await fetch(link)).text();
const journal = async (): Promise<JournalEntry> => (await ask('journal', { most: 1 })).entries[0]!;
const operations = (): string[] => aws.requests.map(({ operation }) => operation);

describe('the console', () => {
  it('opens at the service and in the region that are asked for, and is never asked to sign anybody out', async () => {
    const one = await open({ service: 'cloudwatch logs', region: 'eu-central-1' });
    const other = await open({ profile: chained });
    expect(one).toMatchObject({ service: 'CloudWatch Logs', region: 'eu-central-1', by: 'federation' });
    expect(destinationOf(one).href).toBe(
      'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:log-groups',
    );
    // The console holds several sessions side by side: a link that signs out first would end the others.
    for (const { link } of [one, other]) {
      expect(new URL(link).pathname).toMatch(/\/federation$/);
      expect(new URL(link).searchParams.getAll('Action')).toEqual(['login']);
      expect(decodeURIComponent(link)).not.toMatch(/logout|redirect_uri|oauth/i);
    }
    expect(await pageOf(one.link)).toContain('assumed-role/AWSReservedSSO_Admin');
    expect(await pageOf(other.link)).toContain('assumed-role/Ops');
    expect(operations().filter((name) => /^List/.test(name))).toEqual([]);
  });

  it('opens a page for all regions without one', async () => {
    const { link } = await open({ service: 'iam', region: 'eu-central-1' });
    expect(destinationOf({ link }).href).toBe('https://console.aws.amazon.com/iam/home');
    expect(await pageOf(link)).toContain('us-east-1');
  });

  it('names what was probably meant, before AWS is asked', async () => {
    await expect(open({ service: 'lambda functions now' })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(open({ service: 'log groups' })).rejects.toMatchObject({
      details: expect.arrayContaining(['logs: CloudWatch Logs']) as unknown,
    });
    expect(aws.requests).toEqual([]);
  });
});

describe('the last service', () => {
  it('of a profile is opened again where “last” is asked for, and after a restart', async () => {
    const profile = 'payments-prod.ReadOnly';
    expect(await open({ profile, service: 'last' })).toMatchObject({ service: null });
    await open({ profile, service: 'lambda' });
    await open({ profile, path: '/s3/buckets' });
    await open({ profile });
    expect(await open({ profile, service: 'last' })).toMatchObject({ service: 'Lambda' });
    expect(await ask('showConsole', { profile })).toMatchObject({ lastService: 'lambda' });
    expect((await ask('showConsole', { profile: chained })).lastService).toBeNull();
    const again = await at.restarted().consoleLink({ profile, service: 'last' }, quietly);
    expect(destinationOf(again).pathname).toBe('/lambda/home');
    await open({ profile, service: 'console' });
    expect(await open({ profile, service: 'last' })).toMatchObject({ service: null });
  });

  it('is not remembered where it could not be opened', async () => {
    await open({ service: 's3' });
    await expect(open({ service: '../evil' })).rejects.toMatchObject({ code: 'bad-input' });
    expect(await open({ service: 'last' })).toMatchObject({ service: 'S3' });
  });
});

describe('a duration', () => {
  it('is taken for an Identity Center role, and for an IAM user by the length of the federation token', async () => {
    expect(await ask('showConsole', { profile: admin })).toMatchObject({ noDuration: null });
    const before = aws.clock.now();
    const { endsAt } = await open({ durationSeconds: 6 * 3600 });
    expect(Date.parse(endsAt ?? '') - before).toBeCloseTo(6 * 3600_000, -4);
    await open({ profile: user, durationSeconds: 2 * 3600 });
    expect(aws.calls('GetFederationToken')).toBe(1);
  });

  it('is refused with the reason for a chain, before AWS is asked', async () => {
    const { noDuration } = await ask('showConsole', { profile: chained });
    expect(noDuration).toMatch(/assumed from another/);
    await expect(open({ profile: chained, durationSeconds: 3600 })).rejects.toMatchObject({
      code: 'bad-input',
      message: noDuration,
    });
    expect(aws.requests).toEqual([]);
  });
});

describe('the access portal', () => {
  const by = 'portal' as const;

  it('opens an Identity Center role without any keys, and the journal says so', async () => {
    const { link, endsAt, by: way } = await open({ by, service: 's3' });
    const [page, query = ''] = link.split('#/console?');
    expect(page).toBe(`${aws.organisation.startUrl}/`);
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      account_id: account,
      role_name: 'Admin',
      destination: 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1',
    });
    expect([endsAt, way]).toEqual([null, 'portal']);
    expect(aws.requests).toEqual([]);
    expect(await journal()).toMatchObject({
      profile: admin,
      how: 'portal',
      accessKeyId: null,
      sessionName: null,
      answer: 'not-asked',
    });
  });

  it.each([
    [chained, /role chains/],
    [user, /does not begin/],
  ])('does not open %s, and why is said before it is chosen', async (profile, why) => {
    const { noPortal, by: usual } = await ask('showConsole', { profile });
    expect(noPortal).toMatch(why);
    await expect(open({ profile, by })).rejects.toMatchObject({ code: 'bad-input', message: noPortal });
    at.changeSettings((now) => ({ ...now, consoleBy: 'portal' }));
    expect((await ask('showConsole', { profile })).by).toBe(usual);
    expect(await open({ profile })).toMatchObject({ by: 'federation' });
    at.changeSettings((now) => ({ ...now, consoleBy: 'federation' }));
  });

  it.each(['https://acme.awsapps.com@evil.example/start', 'https://acme.awsapps.com.evil.example/start'])(
    'that a sign-in says is at %s is no page that a browser is sent to',
    async (startUrl) => {
      const before = at.settings().ssoSessions;
      const phishing = { name: 'phishing', startUrl, region: 'eu-west-1', flow: 'device' as const };
      at.changeSettings((now) => ({ ...now, ssoSessions: [...before, phishing], consoleBy: 'portal' }));
      const profile = `${account}/Admin`;
      await expect(ask('consoleLink', { profile, ssoSession: 'phishing', by })).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringMatching(/not on an AWS host/) as string,
      });
      at.changeSettings((now) => ({ ...now, ssoSessions: before, consoleBy: 'federation' }));
    },
  );

  it('is the usual way where the settings say so, but for a duration, which it cannot take', async () => {
    at.changeSettings((now) => ({ ...now, consoleBy: 'portal' }));
    expect(await ask('showConsole', { profile: admin })).toMatchObject({ by: 'portal', noPortal: null });
    expect(await open()).toMatchObject({ by: 'portal' });
    expect(await open({ durationSeconds: 3600 })).toMatchObject({ by: 'federation' });
    expect(await open({ by: 'federation' })).toMatchObject({ by: 'federation' });
    await expect(open({ by, durationSeconds: 3600 })).rejects.toMatchObject({ code: 'bad-input' });
    at.changeSettings((now) => ({ ...now, consoleBy: 'federation' }));
  });

  it('is opened for no program before the person is asked, though no keys are made', async () => {
    await ask('markRole', { accountId: account, roleName: 'Admin', askFirst: true });
    const process = { pid: 77, startedAt: '7', executable: '/usr/bin/some-script' };
    const peer = { process, tree: [process], root: process, folder: '/home/ada' };
    const requester: Requester = { kind: 'program', claimed: null, peer: () => Promise.resolve(peer) };
    const running = atTheDoor(at.app, requester)('consoleLink', { profile: admin, by });
    running.catch(() => undefined);
    const asked = async () => (await ask('snapshot', { rowsVersion: null })).live.questions[0];
    await expect.poll(asked, { interval: 2 }).toMatchObject({ use: 'portal', profileName: admin });
    await ask('answerQuestion', { id: (await asked())!.id, answer: 'deny' });
    await expect(running).rejects.toMatchObject({ code: 'ask-first' });
    expect(await journal()).toMatchObject({ how: 'portal', answer: 'denied', accessKeyId: null });
    expect(aws.requests).toEqual([]);
    await ask('markRole', { accountId: account, roleName: 'Admin', askFirst: false });
  });
});

describe('the rules for browsers', () => {
  const inBrowser = (browser: string) => browserChoice.parse({ browser });

  it('are found by label, then by the sign-in that a profile begins at; no program on the socket may set them', async () => {
    await ask('setBrowserRule', { for: { kind: 'all' }, open: inBrowser('edge') });
    const corp = { kind: 'sso-session', ssoSession: 'corp' } as const;
    await ask('setBrowserRule', { for: corp, open: inBrowser('brave') });
    await ask('setBrowserRule', { for: corp, open: inBrowser('chrome') });
    await ask('addLabel', { label: 'production', pattern: admin });
    await ask('setBrowserRule', { for: { kind: 'label', label: 'production' }, open: inBrowser('firefox') });
    const browserOf = async (whose: Input<'browserFor'>) => (await ask('browserFor', whose)).open.browser;
    expect(await browserOf({ profile: admin })).toBe('firefox');
    expect(await browserOf({ profile: 'payments-prod.ReadOnly' })).toBe('chrome');
    expect(await browserOf({ profile: chained })).toBe('chrome');
    expect(await browserOf({ profile: user })).toBe('edge');
    expect(await browserOf({ ssoSession: 'corp' })).toBe('chrome');
    expect(await browserOf({})).toBe('edge');
    expect((await ask('snapshot', { rowsVersion: null })).live.browsers).toHaveLength(3);
    await ask('setBrowserRule', { for: corp, open: null });
    expect(await browserOf({ ssoSession: 'corp' })).toBe('edge');
  });
});
