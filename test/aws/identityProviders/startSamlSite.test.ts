import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPrivateAuthority } from '../../support/privateAuthority.ts';
import { awsClock } from '../awsClock.ts';
import { samlProviderArn } from '../organisation.ts';
import { callUnsignedSts } from '../support/callUnsignedSts.ts';
import type { StsAnswer } from '../support/callSts.ts';
import { companySaml } from '../support/federatedOrganisation.ts';
import { formBrowser, type FormBrowser, type OpenPage } from '../support/formBrowser.ts';
import { account, otherAccount } from '../support/smallOrganisation.ts';
import { samlPlanFor } from '../support/samlPlanFor.ts';
import { govAccount, startFederation, type Federation } from '../support/startFederation.ts';
import type { SamlSitePlan } from './samlSitePlan.ts';
import { sitePeople } from './sitePeople.ts';
import { startSamlSite } from './startSamlSite.ts';

let federation: Federation;
let browser: FormBrowser;
beforeEach(async () => {
  federation = await startFederation();
  browser = formBrowser();
});
afterEach(async () => {
  await federation.close();
});

const [ada] = sitePeople as [(typeof sitePeople)[number]];

async function signIn(password = ada.password, query = ''): Promise<OpenPage> {
  const page = await browser.open(`${federation.saml.signInUrl}${query}`);
  return browser.submit(page, { user: ada.name, password });
}

async function assume(accountId: string, assertion: string | undefined): Promise<StsAnswer> {
  const partition = accountId === govAccount ? 'aws-us-gov' : 'aws';
  const region = accountId === govAccount ? 'us-gov-west-1' : 'eu-west-1';
  return callUnsignedSts(
    federation.aws,
    {
      Action: 'AssumeRoleWithSAML',
      RoleArn: federation.roles[accountId]!.staff,
      PrincipalArn: samlProviderArn({ accountId, partition, name: 'Company' }),
      SAMLAssertion: assertion ?? '',
    },
    federation.aws.endpointsIn(region).sts,
  );
}

const arns: Readonly<Record<string, string>> = {
  [account]: `arn:aws:sts::${account}:assumed-role/Staff/${ada.name}`,
  [otherAccount]: `arn:aws:sts::${otherAccount}:assumed-role/Staff/${ada.name}`,
};

test('who signs in is sent to AWS with an assertion that opens every role it offers', async () => {
  const { form } = await signIn(ada.password, '?RelayState=a%26b');
  expect(form).toMatchObject({ action: 'https://signin.aws.amazon.com/saml', method: 'post' });
  expect(form?.fields['RelayState']).toBe('a&b');
  for (const [accountId, arn] of Object.entries(arns)) {
    const answer = await assume(accountId, form?.fields['SAMLResponse']);
    expect(answer.element('Arn')).toBe(arn);
  }
});

test('an assertion for GovCloud opens the role there, and one for the other partition does not', async () => {
  const wrong = await assume(govAccount, (await signIn()).form?.fields['SAMLResponse']);
  expect(wrong.code).toBe('InvalidIdentityToken');
  Object.assign(federation.saml.plan, samlPlanFor('aws-us-gov'));
  const { form } = await signIn();
  expect(form?.action).toBe('https://signin.amazonaws-us-gov.com/saml');
  const answer = await assume(govAccount, form?.fields['SAMLResponse']);
  expect(answer.element('Arn')).toBe(`arn:aws-us-gov:sts::${govAccount}:assumed-role/Staff/${ada.name}`);
});

test('a wrong password shows the login page again and gives no assertion', async () => {
  const page = await signIn('wrong');
  expect(page.text).toContain('Wrong user name or password.');
  expect(page.form?.fields).toEqual({ RelayState: '' });
  const next = await browser.submit(page, { user: ada.name, password: ada.password });
  expect(next.form?.fields['SAMLResponse']).toBeDefined();
});

const another = 'https://sp.example.com/saml';
const refusals: readonly [string, Partial<SamlSitePlan>, string | undefined, string | undefined][] = [
  ['an old assertion', { expired: true }, 'ExpiredTokenException', undefined],
  ['one for another audience', { audience: another }, 'InvalidIdentityToken', 'not meant for AWS'],
  ['one for another recipient', { recipient: another }, 'InvalidIdentityToken', 'not meant for AWS'],
  [
    'one without a session name',
    { sessionName: null },
    'InvalidIdentityToken',
    'RoleSessionName is required',
  ],
  ['one that does not offer the role', { roles: [] }, 'AccessDenied', 'Not authorized'],
  ['one of a failed sign-in', { status: 'Responder' }, 'IDPRejectedClaim', 'failed'],
  ['a session of a minute', { sessionDuration: '60' }, 'InvalidIdentityToken', 'SessionDuration'],
  ['a session of two hours, which is fine', { sessionDuration: '7200' }, undefined, undefined],
];

test.each(refusals)('AWS is told: %s', async (_name, change, code, message) => {
  Object.assign(federation.saml.plan, change);
  const answer = await assume(account, (await signIn()).form?.fields['SAMLResponse']);
  expect(answer.code).toBe(code);
  expect(answer.message ?? '').toContain(message ?? '');
});

const destinations: readonly [string, 'POST' | 'GET'][] = [
  ['http://signin.aws.amazon.com/saml', 'POST'],
  ['https://signin.aws.amazon.com.example/saml', 'POST'],
  ['https://signin.aws.amazon.com/other', 'POST'],
  ['https://signin.aws.amazon.com/saml', 'GET'],
];

test.each(destinations)('a careless page sends the assertion to %s by %s', async (acs, method) => {
  Object.assign(federation.saml.plan, { acs, method });
  const { form } = await signIn();
  expect([form?.action, form?.method]).toEqual([acs, method.toLowerCase()]);
});

test('a hostile page keeps the assertion for itself, and the log has it', async () => {
  federation.saml.plan.acs = '{site}/saml';
  const page = await signIn();
  await browser.submit(page, {});
  const taken = federation.saml.requests.find(({ path }) => path === '/saml');
  expect(taken?.form.get('SAMLResponse')).toBe(page.form?.fields['SAMLResponse']);
});

test('a script sends the form, or the person does', async () => {
  expect((await signIn()).text).toContain('.submit()');
  federation.saml.plan.sentBy = 'button';
  expect((await signIn()).text).not.toContain('<script>');
});

test.each([
  ['page', 'target="_self"'],
  ['frame', 'target="inner"'],
  ['window', 'target="_blank"'],
] as const)('the form’s answer opens in a %s', async (opensIn, target) => {
  federation.saml.plan.opensIn = opensIn;
  expect((await signIn()).text).toContain(target);
});

test('a browser that comes back is known by its cookie, and the log shows which cookie came', async () => {
  const { saml } = federation;
  expect((await browser.open(saml.signInUrl)).text).toContain('<p id="cookie">new browser</p>');
  expect((await browser.open(saml.signInUrl)).text).toContain('<p id="cookie">known browser</p>');
  expect((await formBrowser().open(saml.signInUrl)).text).toContain('<p id="cookie">new browser</p>');
  const cookies = saml.requests.map(({ headers }) => headers.cookie !== undefined);
  expect(cookies).toEqual([false, true, false]);
});

test('a sign-in of several steps leads through another host and back', async () => {
  federation.saml.plan.secondHost = true;
  expect((await signIn(ada.password, '?RelayState=kept')).form?.fields['RelayState']).toBe('kept');
  const hosts = federation.saml.requests.map(({ host, path }) => `${host.split(':')[0] ?? ''}${path}`);
  expect(hosts).toEqual(['127.0.0.1/sso', 'localhost/gateway', '127.0.0.1/signin', '127.0.0.1/login']);
});

test('each trick is on the login page, and none on an honest one', async () => {
  const signs = ['window.open(', 'latchkey-test:\\u003c', '"/download"', 'getCurrentPosition'];
  const { plan, signInUrl, url } = federation.saml;
  const honest = await browser.open(signInUrl);
  for (const sign of signs) expect(honest.text).not.toContain(sign);
  plan.tricks = ['popup', 'navigate', 'download', 'geolocation'];
  plan.navigateTo = 'latchkey-test:</script>';
  const page = await browser.open(signInUrl);
  for (const sign of signs) expect(page.text).toContain(sign);
  const file = await fetch(`${url}/download`);
  expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
});

test('the site knows no other pages', async () => {
  for (const path of ['/', '/federation', '/login']) {
    expect((await fetch(`${federation.saml.url}${path}`)).status).toBe(404);
  }
});

test('with a certificate the site is reached by https, under both of its names', async () => {
  const authority = await createPrivateAuthority();
  const tls = authority.issue('IP:127.0.0.1', 'DNS:localhost');
  const site = await startSamlSite({ clock: awsClock(), provider: companySaml, roles: [], tls });
  site.plan.secondHost = true;
  const page = await formBrowser(readFileSync(authority.bundle)).open(site.signInUrl);
  expect(page.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/signin/);
  await site.close();
});

test('an assertion can be had without the pages, as one that is pasted', async () => {
  const answer = await assume(account, federation.saml.assertionFor());
  expect(answer.element('Arn')).toBe(arns[account]);
});
