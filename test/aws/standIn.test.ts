import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoOrganisation } from './demoOrganisation.ts';
import { largeOrganisation } from './largeOrganisation.ts';
import { startAws, type Aws } from './standIn.ts';
import { callSts, keysOf, type Keys } from './support/callSts.ts';
import { exchange, wire, type Client } from './support/wire.ts';

let aws: Aws;
let client: Client;
beforeEach(async () => {
  aws = await startAws();
  client = wire(aws);
});
afterEach(() => aws.close());

describe('faults', () => {
  test.each(['drop', 'half-body', 'lost-answer'] as const)(
    '%s breaks one call and no other',
    async (kind) => {
      aws.faults.next('RegisterClient', kind);
      await expect(client.register()).rejects.toThrow();
      expect((await client.register()).status).toBe(200);
      expect(aws.calls('RegisterClient')).toBe(2);
    },
  );

  test('a lost answer to a refresh: the token was rotated all the same', async () => {
    const { registration, refreshToken } = await client.signIn();
    aws.faults.next('CreateToken', 'lost-answer');
    await expect(client.refresh(registration, refreshToken)).rejects.toThrow();
    expect((await client.refresh(registration, refreshToken)).error).toBe('InvalidGrantException');
  });

  test('a dropped refresh never reached AWS', async () => {
    const { registration, refreshToken } = await client.signIn();
    aws.faults.next('CreateToken', 'drop');
    await expect(client.refresh(registration, refreshToken)).rejects.toThrow();
    expect((await client.refresh(registration, refreshToken)).status).toBe(200);
  });

  test.each([
    ['captive-page', 200, /^text\/html/],
    ['captive-redirect', 302, /^text\/html/],
    ['garbage', 200, /octet-stream/],
    ['server-error', 500, /json/],
    ['throttled', 429, /json/],
  ] as const)('%s', async (kind, status, type) => {
    aws.faults.next('oidc', kind);
    const answer = await client.register();
    expect([answer.status, type.test(answer.headers.get('content-type') ?? '')]).toEqual([status, true]);
  });

  test('STS says both in its own words', async () => {
    aws.faults.next('sts', 'throttled');
    aws.faults.next('sts', 'server-error');
    const init = { method: 'POST', body: 'Action=GetCallerIdentity&Version=2011-06-15' };
    const [throttled, failed] = [
      await exchange(aws.endpoints.sts, init),
      await exchange(aws.endpoints.sts, init),
    ];
    expect([throttled.status, throttled.text]).toEqual([
      400,
      expect.stringContaining('<Code>Throttling</Code>'),
    ]);
    expect([failed.status, failed.text]).toEqual([500, expect.stringContaining('<Type>Receiver</Type>')]);
  });

  test.each(['hang', 'slow-drip'] as const)(
    '%s gives no whole answer in time, and close ends it',
    async (kind) => {
      aws.faults.next('all', kind);
      const waiting = client.register();
      const rejected = expect(waiting).rejects.toThrow();
      await expect.poll(() => aws.calls('RegisterClient')).toBe(1);
      await aws.close();
      await rejected;
    },
  );
});

test('its clock dates the answers', async () => {
  aws.clock.set(Date.parse('2031-02-03T04:05:06Z'));
  expect((await client.register()).headers.get('date')).toMatch(/^Mon, 03 Feb 2031 04:05:/);
});

test('one AWS_ENDPOINT_URL stands for all services', async () => {
  const root = wire(aws, { ssoOidc: aws.url, sso: aws.url, sts: aws.url, iam: aws.url, signin: aws.url });
  const { accessToken } = await root.signIn();
  expect((await root.portal('/assignment/accounts', accessToken)).status).toBe(200);
  expect((await exchange(`${aws.url}/federation?Action=login`)).status).toBe(400);
  expect(aws.unknownCalls).toEqual([]);
});

test('a look at a front page is no call that it does not know; anything else there is', async () => {
  const look = await fetch(aws.url, { method: 'HEAD' });
  expect(look.headers.get('x-amzn-requestid')).not.toBeNull();
  expect(aws.unknownCalls).toEqual([]);
  await fetch(aws.url, { method: 'OPTIONS' });
  expect(aws.unknownCalls.splice(0).map(({ request }) => request.method)).toEqual(['OPTIONS']);
});

test('it speaks TLS with a key that is given to it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
  const [keyPath, certPath] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '1',
      ],
      ...[
        '-subj',
        '/CN=127.0.0.1',
        '-addext',
        'subjectAltName=IP:127.0.0.1',
        '-keyout',
        keyPath,
        '-out',
        certPath,
      ],
    ],
    { stdio: 'pipe' },
  );
  const cert = readFileSync(certPath);
  const secure = await startAws({ tls: { key: readFileSync(keyPath), cert } });
  try {
    expect((await secure.pages.approve(`${secure.url}/device?user_code=NONE-NONE`)).status).toBe(400);
    await expect(
      new Promise((resolve, reject) => get(secure.url, resolve).on('error', reject)),
    ).rejects.toThrow(/self-signed/);
  } finally {
    await secure.close();
    rmSync(folder, { recursive: true });
  }
});

test("the demo's organisation has the accounts that break careless programs", () => {
  const { accounts, people } = demoOrganisation();
  const names = accounts.map(({ name }) => name);
  expect(accounts).toHaveLength(40);
  expect(accounts.some(({ id }) => id.startsWith('0'))).toBe(true);
  expect(names).toContain(undefined);
  expect(new Set(names).size).toBe(names.length - 1);
  expect(people).toHaveLength(2);
});

test("the demo's IAM user opens a role with MFA, one with an external id, one for half a day, and three in a row", async () => {
  const user = aws.accessKeyOf('ada');
  const mfa = { SerialNumber: 'arn:aws:iam::200000000001:mfa/ada', TokenCode: aws.mfaCodeOf('ada') };
  const assume = async (keys: Keys, RoleArn: string, more: Record<string, string> = {}): Promise<Keys> => {
    const answer = await callSts(aws, keys, {
      Action: 'AssumeRole',
      RoleSessionName: 'ada',
      RoleArn,
      ...more,
    });
    expect([answer.status, answer.message]).toEqual([200, undefined]);
    return keysOf(answer);
  };
  const production = 'arn:aws:iam::100000000001:role';
  await assume(user, `${production}/Payouts`, mfa);
  await assume(user, `${production}/emergency/BreakGlass`, { ExternalId: 'break-the-glass' });
  await assume(user, `${production}/NightShift`, { DurationSeconds: '43200' });
  const gateway = await assume(user, 'arn:aws:iam::200000000002:role/Gateway');
  const archivist = await assume(gateway, 'arn:aws:iam::012345678901:role/audit/Archivist');
  await assume(archivist, 'arn:aws:iam::200000000003:role/Auditor');
});

test('thousands of accounts take no time', () => {
  const large = largeOrganisation(5000, 8);
  expect(large.accountsOf('ada@example.com')).toHaveLength(5000);
  expect(large.permissionSetsOf('ada@example.com', large.accounts[4999]?.id ?? '')).toHaveLength(8);
});
