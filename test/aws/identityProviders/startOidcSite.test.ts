import * as client from 'openid-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callUnsignedSts } from '../support/callUnsignedSts.ts';
import { exchange, type WireAnswer } from '../support/wire.ts';
import { formBrowser, type FormBrowser, type OpenPage } from '../support/formBrowser.ts';
import { account, otherAccount } from '../support/smallOrganisation.ts';
import { startFederation, type Federation } from '../support/startFederation.ts';
import { sitePeople } from './sitePeople.ts';

let federation: Federation;
let browser: FormBrowser;
beforeEach(async () => {
  federation = await startFederation();
  browser = formBrowser();
});
afterEach(async () => {
  await federation.close();
});

const [ada, grace] = sitePeople as [(typeof sitePeople)[number], (typeof sitePeople)[number]];
const redirectUri = 'http://127.0.0.1:51234/oauth/callback';
const verifier = 'v'.repeat(43);
const scope = 'openid email offline_access';
const login = (page: OpenPage, { name, password } = ada, decision = 'allow'): Promise<OpenPage> =>
  browser.submit(page, { user: name, password, decision });

async function discover(): Promise<client.Configuration> {
  const { url, clientId } = federation.oidc;
  const config = await client.discovery(new URL(url), clientId, undefined, client.None(), {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the stand-in is on loopback
    execute: [client.allowInsecureRequests],
  });
  client.enableNonRepudiationChecks(config);
  return config;
}

const assume = (token: string, accountId: string) =>
  callUnsignedSts(federation.aws, {
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: federation.roles[accountId]!.pipeline,
    RoleSessionName: 'ada',
    WebIdentityToken: token,
  });

test('openid-client signs in by code and PKCE, and the ID token opens a role in either account', async () => {
  const config = await discover();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const challenge = await client.calculatePKCECodeChallenge(verifier);
  const link = client.buildAuthorizationUrl(config, {
    ...{ redirect_uri: redirectUri, scope, state, nonce, prompt: 'consent' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256' },
  });
  const { redirectedTo } = await login(await browser.open(link.href));
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  const tokens = await client.authorizationCodeGrant(config, new URL(redirectedTo ?? ''), checks);
  const claims = tokens.claims();
  expect(claims).toMatchObject({ sub: ada.name, email: ada.name, aud: 'latchkey', nonce });
  expect(claims!.exp - claims!.iat).toBe(3600);
  for (const accountId of [account, otherAccount]) {
    const answer = await assume(tokens.id_token ?? '', accountId);
    expect(answer.element('Arn')).toBe(`arn:aws:sts::${accountId}:assumed-role/Pipeline/ada`);
  }
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
  expect(refreshed.claims()?.sub).toBe(ada.name);
});

test('openid-client signs in by a device code', async () => {
  const config = await discover();
  const device = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
  const page = await browser.open(device.verification_uri_complete ?? '');
  expect((await login(page, grace)).text).toContain('Request approved');
  const tokens = await client.pollDeviceAuthorizationGrant(config, device);
  expect(tokens.claims()?.sub).toBe(grace.name);
  expect(tokens.refresh_token).toBeUndefined();
});

async function authorize(change: Record<string, string | undefined> = {}): Promise<OpenPage> {
  const challenge = await client.calculatePKCECodeChallenge(verifier);
  const link = new URL(`${federation.oidc.url}/authorize`);
  const parameters: Record<string, string | undefined> = {
    ...{ response_type: 'code', client_id: 'latchkey', redirect_uri: redirectUri, scope, state: 'a&b' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256' },
    ...change,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) link.searchParams.set(name, value);
  }
  return browser.open(link.href);
}

const broughtBack = ({ redirectedTo }: OpenPage): Record<string, string> =>
  Object.fromEntries(new URL(redirectedTo ?? '').searchParams);

test.each([
  ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['PKCE without its method', { code_challenge_method: undefined }, 'invalid_request'],
  ['no PKCE', { code_challenge: undefined }, 'invalid_request'],
  ['a challenge that is none', { code_challenge: 'short' }, 'invalid_request'],
  ['no state', { state: undefined }, 'invalid_request'],
  ['another flow', { response_type: 'token' }, 'unsupported_response_type'],
  ['no openid', { scope: 'email' }, 'invalid_scope'],
  ['a scope that is unknown', { scope: 'openid admin' }, 'invalid_scope'],
  ['a parameter that is unknown', { audience: 'x' }, 'invalid_request'],
])('%s is refused, at the client’s address', async (_name, change, error) => {
  const back = broughtBack(await authorize(change));
  expect(back).toMatchObject({ error, iss: federation.oidc.url });
  expect(back['state']).toBe('state' in change ? '' : 'a&b');
  expect(back['code']).toBeUndefined();
});

test.each([
  ['an unknown client', { client_id: 'other' }],
  ['another path', { redirect_uri: 'http://127.0.0.1:51234/other' }],
  ['another host', { redirect_uri: 'http://example.com:51234/oauth/callback' }],
  ['a host that begins the same', { redirect_uri: 'http://127.0.0.1.example.com:51234/oauth/callback' }],
  ['https on loopback', { redirect_uri: 'https://127.0.0.1:51234/oauth/callback' }],
  ['a name for loopback', { redirect_uri: 'http://localhost:51234/oauth/callback' }],
])('%s gets a page and no redirect', async (_name, change) => {
  const page = await authorize(change);
  expect([page.status, page.redirectedTo, page.form]).toEqual([400, null, null]);
});

test('a wrong password asks again; a refusal is told; a page is good for one answer', async () => {
  const page = await authorize();
  const again = await login(page, { name: ada.name, password: 'wrong' });
  expect(again.text).toContain('Wrong user name or password.');
  expect(broughtBack(await login(again, ada, 'deny'))).toMatchObject({
    error: 'access_denied',
    state: 'a&b',
  });
  expect((await login(page)).status).toBe(403);
});

const post = (
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<WireAnswer> =>
  exchange(`${federation.oidc.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'latchkey', ...form }),
    headers,
  });
const codeGrant = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier };
const code = async (): Promise<string> => broughtBack(await login(await authorize()))['code'] ?? '';
const refresh = (token: unknown): Promise<WireAnswer> =>
  post('/token', { grant_type: 'refresh_token', refresh_token: String(token) });
const errorOf = ({ status, body }: WireAnswer) => [status, body['error']];

test.each([
  ['another verifier', { code_verifier: 'w'.repeat(43) }, [400, 'invalid_grant']],
  ['a short verifier', { code_verifier: 'v' }, [400, 'invalid_request']],
  ['another port', { redirect_uri: 'http://127.0.0.1:51235/oauth/callback' }, [400, 'invalid_grant']],
  ['another code', { code: 'made-up' }, [400, 'invalid_grant']],
  ['another client', { client_id: 'other' }, [401, 'invalid_client']],
  ['a secret', { client_secret: 'x' }, [401, 'invalid_client']],
  ['another grant', { grant_type: 'password' }, [400, 'unsupported_grant_type']],
  ['a parameter that is unknown', { audience: 'x' }, [400, 'invalid_request']],
])('the token endpoint refuses %s', async (_name, change, expected) => {
  const answer = await post('/token', { ...codeGrant, code: await code(), ...change });
  expect(errorOf(answer)).toEqual(expected);
  expect(answer.body['error_description']).toEqual(expect.any(String));
});

test('a client with a password of its own, and JSON, are refused', async () => {
  const grant = { ...codeGrant, code: await code() };
  const basic = await post('/token', grant, { authorization: 'Basic bGF0Y2hrZXk6eA==' });
  expect(errorOf(basic)).toEqual([401, 'invalid_client']);
  const headers = { 'content-type': 'application/json' };
  const json = await exchange(`${federation.oidc.url}/token`, { method: 'POST', body: '{}', headers });
  expect(errorOf(json)).toEqual([400, 'invalid_request']);
});

test('a code is good for a minute and for one try; a second one takes back what the first brought', async () => {
  const late = await code();
  federation.aws.clock.advance(60_000);
  expect(errorOf(await post('/token', { ...codeGrant, code: late }))).toEqual([400, 'invalid_grant']);
  const grant = { ...codeGrant, code: await code() };
  const { body } = await post('/token', grant);
  expect(errorOf(await post('/token', grant))).toEqual([400, 'invalid_grant']);
  expect(errorOf(await refresh(body['refresh_token']))).toEqual([400, 'invalid_grant']);
});

test('a refresh token works once; whoever uses it again ends it for all', async () => {
  const { body: first } = await post('/token', { ...codeGrant, code: await code() });
  const { body: second } = await refresh(first['refresh_token']);
  const { body: third } = await refresh(second['refresh_token']);
  expect(third['id_token']).toEqual(expect.any(String));
  expect(errorOf(await refresh(first['refresh_token']))).toEqual([400, 'invalid_grant']);
  expect(errorOf(await refresh(third['refresh_token']))).toEqual([400, 'invalid_grant']);
});

const startDevice = async (): Promise<Record<string, string>> =>
  (await post('/device_authorization', { scope })).body as Record<string, string>;
const poll = (device: Record<string, string>): Promise<WireAnswer> =>
  post('/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: device['device_code'] ?? '',
  });

test('a device waits for its person, at the interval, and gets its tokens once', async () => {
  const { aws, oidc } = federation;
  const device = await startDevice();
  expect(device).toMatchObject({ expires_in: 600, interval: 1, verification_uri: `${oidc.url}/device` });
  expect(errorOf(await poll(device))).toEqual([400, 'authorization_pending']);
  expect(errorOf(await poll(device))).toEqual([400, 'slow_down']);
  aws.clock.advance(5000);
  // Five seconds were added to the one.
  expect(errorOf(await poll(device))).toEqual([400, 'slow_down']);
  oidc.approve(device['user_code'] ?? '', grace.name);
  aws.clock.advance(11_000);
  expect((await poll(device)).body['refresh_token']).toEqual(expect.any(String));
  expect(errorOf(await poll(device))).toEqual([400, 'invalid_grant']);
});

test('a device that was refused, or waited too long, is told so', async () => {
  const [refused, late] = [await startDevice(), await startDevice()];
  federation.oidc.deny(refused['user_code'] ?? '');
  expect(errorOf(await poll(refused))).toEqual([400, 'access_denied']);
  federation.aws.clock.advance(600_000);
  expect(errorOf(await poll(late))).toEqual([400, 'expired_token']);
  const link = late['verification_uri_complete'] ?? '';
  expect((await browser.open(link)).status).toBe(400);
  expect(() => {
    federation.oidc.approve(late['user_code'] ?? '');
  }).toThrow('no device waits');
});

test('a person who has only the code types it in', async () => {
  const device = await startDevice();
  const page = await browser.submit(await browser.open(device['verification_uri'] ?? ''), {
    user_code: device['user_code']!.toLowerCase(),
  });
  expect((await login(page)).text).toContain('Request approved');
  expect((await poll(device)).status).toBe(200);
});

test.each([
  ['another audience', { aud: 'other' }, 'InvalidIdentityToken'],
  ['another issuer', { iss: 'https://other.example.com' }, 'InvalidIdentityToken'],
  ['a token that is over', { exp: 1 }, 'ExpiredTokenException'],
])('AWS refuses what a plan makes wrong: %s', async (_name, change, error) => {
  federation.oidc.plan.claims = (honest) => ({ ...honest, ...change });
  const { body } = await post('/token', { ...codeGrant, code: await code() });
  expect((await assume(String(body['id_token']), account)).code).toBe(error);
});
