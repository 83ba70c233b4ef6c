import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoOrganisation } from '../demoOrganisation.ts';
import { redirectParameters } from '../pages.ts';
import { startAws, type Aws } from '../standIn.ts';
import { exchange, wire, type Client } from '../support/wire.ts';

const device = 'urn:ietf:params:oauth:grant-type:device_code';
const startUrl = 'https://stand-in.awsapps.com/start';

let aws: Aws;
let client: Client;
beforeEach(async () => {
  aws = await startAws();
  client = wire(aws);
});
afterEach(async () => {
  expect(aws.unknownCalls.map(({ what, request }) => `${request.operation}: ${what}`)).toEqual([]);
  await aws.close();
});

describe('registering a client', () => {
  test('ids end in the region, secrets are longer than 1 kB and last 90 days, counted in seconds', async () => {
    const { body } = await client.register();
    expect(Buffer.from(String(body['clientId']), 'base64url').toString('latin1')).toMatch(/eu-west-1$/);
    expect(String(body['clientSecret']).split('.')).toHaveLength(3);
    expect(String(body['clientSecret']).length).toBeGreaterThan(1000);
    expect(Number(body['clientSecretExpiresAt']) - Number(body['clientIdIssuedAt'])).toBe(90 * 86_400);
  });

  test.each([
    ['a confidential client', { clientType: 'confidential' }, 'InvalidClientMetadataException'],
    ['an unknown scope', { scopes: ['sso:everything'] }, 'InvalidScopeException'],
    ['an unknown grant', { grantTypes: ['password'] }, 'UnsupportedGrantTypeException'],
    ['a redirect to the internet', { redirectUris: ['https://example.com/'] }, 'InvalidRedirectUriException'],
    ['no name', { clientName: '' }, 'InvalidRequestException'],
    ['a list that is a text', { scopes: 'sso:account:access' }, 'InvalidRequestException'],
    [
      'a code flow for nobody',
      { grantTypes: ['authorization_code'], redirectUris: ['http://127.0.0.1/'] },
      'InvalidRequestException',
    ],
  ])('%s is refused', async (_what, change, error) => {
    expect((await client.register(change)).error).toBe(error);
  });

  test('after its end a client is 401 InvalidClientException', async () => {
    const { body } = await client.register();
    aws.clock.advance(90 * 86_400_000);
    const refused = await client.startDevice(body);
    expect([refused.status, refused.error]).toEqual([401, 'InvalidClientException']);
  });
});

describe('the device flow', () => {
  test('a person gets ten minutes, a code of two groups of four, and a link with it', async () => {
    const { body } = await client.startDevice((await client.register()).body);
    expect(body['userCode']).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect(body['deviceCode']).toMatch(/^[\w-]{86}$/);
    expect(body['verificationUriComplete']).toBe(`${aws.url}/device?user_code=${String(body['userCode'])}`);
    expect([body['expiresIn'], body['interval']]).toEqual([600, 1]);
  });

  test.each([
    ['an unknown start URL', 'https://other.awsapps.com/start', 'InvalidRequestException'],
    ['the start URL as browsers show it', `${startUrl}/#/`, ''],
  ])('%s', async (_what, url, error) => {
    expect((await client.startDevice((await client.register()).body, url)).error).toBe(error);
  });

  test('pending is an error of 86 bytes, typed by a header with a suffix', async () => {
    const { answer } = await client.device();
    const pending = await answer();
    expect(pending.status).toBe(400);
    expect(pending.headers.get('x-amzn-errortype')).toBe(
      'AuthorizationPendingException:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/',
    );
    expect(pending.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(pending.headers.get('content-length')).toBe('86');
    expect(pending.body).toEqual({
      error: 'authorization_pending',
      error_description: 'Authorization is still pending',
    });
  });

  test('two polls may follow each other at once; the third is told to slow down by 5 s, for good', async () => {
    aws.behaviour.interval = 60;
    const { answer } = await client.device();
    const errors = [(await answer()).error, (await answer()).error, (await answer()).error];
    aws.clock.advance(60_000);
    errors.push((await answer()).error);
    aws.clock.advance(70_000);
    errors.push((await answer()).error);
    expect(errors).toEqual([
      'AuthorizationPendingException',
      'AuthorizationPendingException',
      'SlowDownException',
      'SlowDownException',
      'AuthorizationPendingException',
    ]);
  });

  test('an approved code is good once', async () => {
    const { answer, userCode } = await client.device();
    aws.approve(userCode, 'grace@example.com');
    expect(await answer()).toMatchObject({ status: 200, body: { tokenType: 'Bearer', expiresIn: 3600 } });
    expect((await answer()).error).toBe('InvalidGrantException');
  });

  test('tokens hold a colon and the characters that a URL must have encoded', async () => {
    const { accessToken, refreshToken } = await client.signIn();
    expect(accessToken).toMatch(/^aoaAAAAA[\w-]+:(?=.*\/)(?=.*\+).*=$/);
    expect(refreshToken).toMatch(/^aorAAAAA[\w-]+:(?=.*\/)(?=.*\+).*=$/);
  });

  test('a denied code, and one older than ten minutes', async () => {
    const denied = await client.device();
    aws.deny(denied.userCode);
    expect((await denied.answer()).error).toBe('AccessDeniedException');
    const old = await client.device();
    aws.clock.advance(600_000);
    expect((await old.answer()).error).toBe('ExpiredTokenException');
    expect(() => {
      aws.approve(old.userCode);
    }).toThrow();
  });

  test("a device code is no good for another client, and a wrong secret is the client's fault", async () => {
    const { deviceCode, registration } = await client.device();
    const other = (await client.register()).body;
    expect((await client.token(other, { grantType: device, deviceCode })).error).toBe(
      'InvalidGrantException',
    );
    const wrong = { ...registration, clientSecret: 'wrong' };
    expect((await client.token(wrong, { grantType: device, deviceCode })).status).toBe(401);
  });

  test('a link in the answer can be made hostile', async () => {
    aws.behaviour.verification = () => ({
      verificationUri: 'file:///etc/passwd',
      verificationUriComplete: 'https://evil.example.com/',
    });
    const { body } = await client.startDevice((await client.register()).body);
    expect(body['verificationUriComplete']).toBe('https://evil.example.com/');
  });
});

describe('refreshing', () => {
  test('there is a refresh token only for a client with scopes; without, the token lasts 8 hours', async () => {
    const { accessToken, refreshToken, expiresIn } = await client.signIn({ scopes: undefined });
    expect([typeof accessToken, refreshToken, expiresIn]).toEqual(['string', undefined, 28_800]);
  });

  test.each([
    ['same', true, true],
    ['new-old-good', false, true],
    ['new-old-dead', false, false],
  ] as const)('rotation %s', async (rotation, same, oldStaysGood) => {
    aws.behaviour.rotation = rotation;
    const { registration, refreshToken } = await client.signIn();
    const first = await client.refresh(registration, refreshToken);
    expect(first.body['refreshToken'] === refreshToken).toBe(same);
    expect((await client.refresh(registration, refreshToken)).status === 200).toBe(oldStaysGood);
    expect((await client.refresh(registration, String(first.body['refreshToken']))).status).toBe(200);
  });

  test('an answer can come without a refresh token, and the old one stays in force', async () => {
    const { registration, refreshToken } = await client.signIn();
    aws.behaviour.refreshTokens = false;
    expect((await client.refresh(registration, refreshToken)).body).not.toHaveProperty('refreshToken');
    expect((await client.refresh(registration, refreshToken)).status).toBe(200);
  });

  test('refreshing never extends the session; its end is told by one exact sentence', async () => {
    aws.organisation.setSessionMinutes(90);
    const { registration, refreshToken } = await client.signIn();
    aws.clock.advance(89 * 60_000);
    const { body } = await client.refresh(registration, refreshToken);
    aws.clock.advance(60_000);
    const ended = await client.refresh(registration, String(body['refreshToken']));
    expect(ended).toMatchObject({
      status: 400,
      error: 'InvalidGrantException',
      body: { error: 'invalid_grant', error_description: 'Invalid refresh token provided' },
    });
    expect(() => {
      aws.organisation.setSessionMinutes(14);
    }).toThrow(RangeError);
  });

  test('a refresh token belongs to the client that got it', async () => {
    const { refreshToken } = await client.signIn();
    expect((await client.refresh((await client.register()).body, refreshToken)).error).toBe(
      'InvalidGrantException',
    );
  });
});

describe('regions', () => {
  test('clients and refresh tokens of one region are unknown in the other', async () => {
    await aws.close();
    const frankfurt = { ...demoOrganisation(), region: 'eu-central-1' };
    aws = await startAws({ organisations: [demoOrganisation(), frankfurt] });
    const here = wire(aws, aws.endpointsIn('eu-west-1'));
    const there = wire(aws, aws.endpointsIn('eu-central-1'));
    const { registration, refreshToken } = await here.signIn();
    expect(await there.refresh(registration, refreshToken)).toMatchObject({
      error: 'InvalidRequestException',
      body: { error_description: 'Invalid token provided' },
    });
    expect((await there.startDevice(registration)).error).toBe('InvalidClientException');
    expect((await there.signIn()).accessToken).toMatch(/^aoa/);
    const elsewhere = wire(aws, aws.endpointsIn('us-east-1'));
    expect((await elsewhere.startDevice((await elsewhere.register()).body)).error).toBe(
      'InvalidRequestException',
    );
  });
});

describe('the authorization code flow', () => {
  const verifier = 'v'.repeat(64);
  const redirect = 'http://127.0.0.1:45871/oauth/callback';
  const registered = {
    grantTypes: ['authorization_code', 'refresh_token'],
    redirectUris: ['http://127.0.0.1/oauth/callback'],
    issuerUrl: startUrl,
  };
  const authorizeUrl = (clientId: unknown, change: Record<string, string> = {}): string => {
    const parameters = {
      response_type: 'code',
      client_id: String(clientId),
      redirect_uri: redirect,
      state: randomUUID(),
      code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      scopes: 'sso:account:access',
      ...change,
    };
    return `${aws.endpoints.ssoOidc}/authorize?${new URLSearchParams(parameters).toString()}`;
  };
  const grant = (code: string | undefined) => ({
    grantType: 'authorization_code',
    code,
    redirectUri: redirect,
    codeVerifier: verifier,
  });

  test('the registered loopback address has no port, the redirect has one; the code is good once', async () => {
    const { body } = await client.register(registered);
    const end = await aws.pages.approve(
      authorizeUrl(body['clientId'], { state: 'mine' }),
      'grace@example.com',
    );
    expect(end.redirectedTo).toMatch(/^http:\/\/127\.0\.0\.1:45871\/oauth\/callback\?/);
    const back = redirectParameters(end);
    expect(back.get('state')).toBe('mine');
    const first = await client.token(body, grant(back.get('code')));
    expect([first.status, typeof first.body['refreshToken']]).toEqual([200, 'string']);
    expect((await client.token(body, grant(back.get('code')))).error).toBe('InvalidGrantException');
  });

  test.each([
    ['a wrong verifier', { codeVerifier: 'w'.repeat(64) }],
    ['a redirect without the port', { redirectUri: registered.redirectUris[0] }],
  ])('%s is InvalidGrantException, and the code is gone', async (_what, change) => {
    const { body } = await client.register(registered);
    const code = redirectParameters(await aws.pages.approve(authorizeUrl(body['clientId']))).get('code');
    expect((await client.token(body, { ...grant(code), ...change })).error).toBe('InvalidGrantException');
    expect((await client.token(body, grant(code))).error).toBe('InvalidGrantException');
  });

  test('a redirect that is not registered is never followed, not even with an error', async () => {
    const { body } = await client.register(registered);
    for (const uri of ['http://127.0.0.1:1/other', 'http://127.0.0.1.evil.example/oauth/callback']) {
      const end = await aws.pages.approve(authorizeUrl(body['clientId'], { redirect_uri: uri }));
      expect([end.status, end.redirectedTo]).toEqual([400, null]);
    }
  });

  test.each([
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no state', { state: '' }, 'invalid_request'],
    ['a scope that was not registered', { scopes: 'sso:other' }, 'invalid_scope'],
  ])('%s comes back as an error', async (_what, change, error) => {
    const { body } = await client.register(registered);
    const end = await aws.pages.approve(authorizeUrl(body['clientId'], change));
    expect(redirectParameters(end).get('error')).toBe(error);
  });

  test('denying comes back as an error, and a device code is not for this client', async () => {
    const { body } = await client.register(registered);
    const end = await aws.pages.deny(authorizeUrl(body['clientId']));
    expect(redirectParameters(end).get('error')).toBe('access_denied');
    expect((await client.startDevice(body)).error).toBe('UnauthorizedClientException');
  });

  test('a browser that is signed in goes on with the same session and what is left of it', async () => {
    const { body } = await client.register(registered);
    await aws.pages.approve(authorizeUrl(body['clientId']));
    aws.clock.advance(470 * 60_000);
    const code = redirectParameters(await aws.pages.approve(authorizeUrl(body['clientId']))).get('code');
    const { body: token } = await client.token(body, grant(code));
    aws.clock.advance(11 * 60_000);
    expect((await client.refresh(body, String(token['refreshToken']))).error).toBe('InvalidGrantException');
  });
});

describe('the pages', () => {
  test("the device page shows the code and the client, and takes only its own form's word", async () => {
    const { answer, userCode, url } = await client.device();
    const page = await exchange(url);
    expect(page.text).toContain(userCode);
    expect(page.text).toContain('a client');
    const forged = await exchange(`${aws.url}/decision`, {
      method: 'POST',
      body: 'nonce=guessed&decision=approve&person=ada%40example.com',
    });
    expect(forged.status).toBe(403);
    expect((await answer()).error).toBe('AuthorizationPendingException');
    expect((await aws.pages.approve(url, 'nobody@example.com')).status).toBe(400);
    expect((await aws.pages.approve(url, 'grace@example.com')).status).toBe(200);
    expect((await answer()).status).toBe(200);
    expect((await exchange(url)).status).toBe(400);
  });
});

test('what AWS does not know is refused and noted', async () => {
  const unknown = [
    await client.register({ favouriteColour: 'blue' }),
    await exchange(`${aws.endpoints.ssoOidc}/token?aws_iam=t`, { method: 'POST', body: '{}' }),
    await exchange(`${aws.endpoints.ssoOidc}/token/`, { method: 'POST', body: '{}' }),
    await exchange(`${aws.url}/nowhere`),
  ];
  expect(unknown.map(({ status }) => status)).toEqual([400, 400, 404, 404]);
  expect(aws.unknownCalls.splice(0).map(({ what }) => what)).toEqual([
    'member favouriteColour',
    'query aws_iam=t',
    'operation',
    'path',
  ]);
});
