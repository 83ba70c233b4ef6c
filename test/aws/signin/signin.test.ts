import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAws, type Aws } from '../standIn.ts';
import { callSts, keysOf, type Keys } from '../support/callSts.ts';
import { account, roleArnOf, smallOrganisation } from '../support/smallOrganisation.ts';
import { exchange, wire, type WireAnswer } from '../support/wire.ts';

let aws: Aws;
let keys: Keys;
beforeEach(async () => {
  aws = await startAws({ organisations: [smallOrganisation()] });
  const client = wire(aws);
  const { accessToken } = await client.signIn();
  const { body } = await client.portal(
    `/federation/credentials?account_id=${account}&role_name=Admin`,
    accessToken,
  );
  keys = body['roleCredentials'] as Keys;
});
afterEach(async () => {
  expect(aws.unknownCalls).toEqual([]);
  await aws.close();
});

const sessionOf = ({ accessKeyId, secretAccessKey, sessionToken }: Keys): string =>
  JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken });
const federation = (parameters: Record<string, string>): string =>
  `${aws.endpoints.signin}/federation?${new URLSearchParams(parameters).toString()}`;
const getToken = (parameters: Record<string, string> = {}, of: Keys = keys): Promise<WireAnswer> =>
  exchange(federation({ Action: 'getSigninToken', Session: sessionOf(of), ...parameters }));
const login = async (parameters: Record<string, string> = {}, token?: unknown): Promise<WireAnswer> =>
  exchange(
    federation({
      Action: 'login',
      Issuer: 'latchkey',
      Destination: 'https://eu-central-1.console.aws.amazon.com/s3/home?region=eu-central-1#top',
      SigninToken: String(token ?? (await getToken()).body['SigninToken']),
      ...parameters,
    }),
  );
const assume = async (of: Keys): Promise<Keys> =>
  keysOf(
    await callSts(aws, of, {
      Action: 'AssumeRole',
      RoleArn: roleArnOf('Ops', '/team/'),
      RoleSessionName: 'ada',
    }),
  );

describe('the sign-in token', () => {
  test('comes as JSON, by GET and by POST', async () => {
    expect((await getToken()).body['SigninToken']).toMatch(/^[\w-]{1000,}$/);
    const body = new URLSearchParams({ Action: 'getSigninToken', Session: sessionOf(keys) });
    const posted = await exchange(`${aws.endpoints.signin}/federation`, { method: 'POST', body });
    expect(posted.status).toBe(200);
  });

  test('a refusal is an HTML page with no reason', async () => {
    const refused = await getToken({ SessionDuration: '43201' });
    expect(refused.status).toBe(400);
    expect(refused.headers.get('content-type')).toMatch(/^text\/html/);
    expect(refused.text).toContain('Invalid credentials parameter');
  });

  test.each([
    ['899', 400],
    ['900', 200],
    ['43200', 200],
    ['soon', 400],
  ])("SessionDuration %s with Identity Center's keys", async (SessionDuration, status) => {
    expect((await getToken({ SessionDuration })).status).toBe(status);
  });

  test('SessionDuration is refused with chained keys, and bounded by the role with others', async () => {
    const chained = await assume(keys);
    expect((await getToken({}, chained)).status).toBe(200);
    expect((await getToken({ SessionDuration: '900' }, chained)).status).toBe(400);
    const direct = await assume(aws.accessKeyOf('ada'));
    expect((await getToken({ SessionDuration: '7200' }, direct)).status).toBe(200);
    expect((await getToken({ SessionDuration: '7201' }, direct)).status).toBe(400);
  });

  test("expired keys, a wrong secret, a user's own keys and more than three members are refused", async () => {
    expect((await getToken({}, { ...keys, secretAccessKey: 'wrong' })).status).toBe(400);
    expect((await getToken({}, { ...aws.accessKeyOf('ada'), sessionToken: '' })).status).toBe(400);
    expect((await getToken({ Session: sessionOf(keys).replace('{', '{"more":"",') })).status).toBe(400);
    aws.clock.advance(3_600_000);
    expect((await getToken()).status).toBe(400);
  });

  test("a federated user's keys are good without a SessionDuration; a user's session is not", async () => {
    const user = aws.accessKeyOf('ada');
    const federated = keysOf(await callSts(aws, user, { Action: 'GetFederationToken', Name: 'grace' }));
    const { body } = await getToken({}, federated);
    expect((await login({}, body['SigninToken'])).text).toContain(
      `<dd id="identity">arn:aws:sts::${account}:federated-user/grace<`,
    );
    expect((await getToken({ SessionDuration: '900' }, federated)).status).toBe(400);
    const session = keysOf(await callSts(aws, user, { Action: 'GetSessionToken' }));
    expect((await getToken({}, session)).status).toBe(400);
  });

  test('names are case-sensitive', async () => {
    expect((await getToken({ sessionDuration: '3600' })).status).toBe(400);
    expect(aws.unknownCalls.splice(0).map(({ what }) => what)).toEqual(['parameter sessionDuration']);
  });
});

describe('the login link', () => {
  test('shows who is signed in, where', async () => {
    const { status, text } = await login();
    expect(status).toBe(200);
    expect(text).toMatch(
      /<dd id="identity">arn:aws:sts::123456789012:assumed-role\/AWSReservedSSO_Admin_[0-9a-f]{16}\/ada@example\.com</,
    );
    expect(text).toContain('<dd id="region">eu-central-1<');
    expect(text).toContain('s3/home?region=eu-central-1#top');
  });

  test.each([
    'https://console.aws.amazon.com.evil.example/',
    'https://console.amazonaws.cn/',
    'http://console.aws.amazon.com/',
    'https://user@console.aws.amazon.com/',
    '/s3/home',
  ])('%s is no destination', async (Destination) => {
    expect((await login({ Destination })).status).toBe(400);
  });

  test('works for 15 minutes, once', async () => {
    const token = (await getToken()).body['SigninToken'];
    aws.clock.advance(15 * 60_000 - 10_000);
    expect((await login({}, token)).status).toBe(200);
    expect((await login({}, token)).status).toBe(400);
    const late = (await getToken()).body['SigninToken'];
    aws.clock.advance(15 * 60_000);
    expect((await login({}, late)).status).toBe(400);
  });
});
