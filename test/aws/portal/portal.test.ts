import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { largeOrganisation } from '../largeOrganisation.ts';
import { startAws, type Aws } from '../standIn.ts';
import { account, otherAccount, smallOrganisation } from '../support/smallOrganisation.ts';
import { wire, type Client, type SignedIn, type WireAnswer } from '../support/wire.ts';

const person = 'ada@example.com';
const credentialsPath = `/federation/credentials?role_name=Admin&account_id=${account}`;

let aws: Aws;
let client: Client;
let signedIn: SignedIn;
const get = (path: string, method?: string): Promise<WireAnswer> =>
  client.portal(path, signedIn.accessToken, method);

beforeEach(async () => {
  aws = await startAws({ organisations: [smallOrganisation()], behaviour: { portalRate: null } });
  client = wire(aws);
  signedIn = await client.signIn();
});
afterEach(async () => {
  expect(aws.unknownCalls).toEqual([]);
  await aws.close();
});

describe('listing', () => {
  test('an account can come without name and address, and its leading zero stays', async () => {
    expect((await get('/assignment/accounts')).body).toEqual({
      accountList: [
        { accountId: account, accountName: 'payments-prod', emailAddress: 'aws@example.com' },
        { accountId: otherAccount },
      ],
    });
  });

  test('roles are the names of permission sets', async () => {
    expect((await get(`/assignment/roles?account_id=${account}`)).body).toEqual({
      roleList: [
        { roleName: 'Admin', accountId: account },
        { roleName: 'ReadOnly', accountId: account },
      ],
    });
  });

  test.each([
    ['missing', {}],
    ['null', { nextToken: null }],
    ['empty', { nextToken: '' }],
  ] as const)('the last page can say so with a nextToken that is %s', async (lastPage, said) => {
    aws.behaviour.lastPage = lastPage;
    const { body } = await get('/assignment/accounts?max_result=1');
    expect((body['accountList'] as unknown[]).length).toBe(1);
    const next = encodeURIComponent(String(body['nextToken']));
    const last = (await get(`/assignment/accounts?max_result=1&next_token=${next}`)).body;
    expect(last).toEqual({ accountList: [{ accountId: otherAccount }], ...said });
  });

  test('a page has at most 100 rows', async () => {
    await aws.close();
    aws = await startAws({ organisations: [largeOrganisation(250, 1)] });
    client = wire(aws);
    const { body } = await client.portal('/assignment/accounts', (await client.signIn()).accessToken);
    expect((body['accountList'] as unknown[]).length).toBe(100);
  });

  test.each(['?max_result=0', '?max_result=101', '?max_result=ten', '?next_token=made-up'])(
    '%s is InvalidRequestException',
    async (query) => {
      expect((await get(`/assignment/accounts${query}`)).error).toBe('InvalidRequestException');
    },
  );

  test('a next_token of one listing is no good for another', async () => {
    aws.behaviour.pageSize = 1;
    const { body } = await get(`/assignment/accounts`);
    const next = encodeURIComponent(String(body['nextToken']));
    const other = await get(`/assignment/roles?account_id=${account}&next_token=${next}`);
    expect([other.status, other.error]).toEqual([400, 'InvalidRequestException']);
  });
});

describe('role credentials', () => {
  test('their end is in milliseconds and as far as the permission set says', async () => {
    const { body } = await get(`/federation/credentials?account_id=${account}&role_name=ReadOnly`);
    const credentials = body['roleCredentials'] as Record<string, unknown>;
    expect(credentials['accessKeyId']).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const left = Number(credentials['expiration']) - aws.clock.now();
    expect(left).toBeGreaterThan(12 * 3_600_000 - 60_000);
    expect(left).toBeLessThanOrEqual(12 * 3_600_000);
  });

  test('a role that was taken away is 403 with the bytes that AWS sends', async () => {
    aws.organisation.unassign(person, account, 'Admin');
    const refused = await get(credentialsPath);
    expect(refused.status).toBe(403);
    expect(refused.text).toBe(
      '{"message":"No access","__type":"com.amazonaws.switchboard.portal#ForbiddenException"}',
    );
    aws.organisation.assign(person, account, 'Admin');
    expect((await get(credentialsPath)).status).toBe(200);
  });

  test('a malformed account is 400', async () => {
    expect((await get('/federation/credentials?role_name=Admin&account_id=12345678901')).status).toBe(400);
  });
});

describe('the bearer token', () => {
  const refused =
    '{"message":"Session token not found or invalid","__type":"com.amazonaws.switchboard.portal#UnauthorizedException"}';

  test.each<[string, () => void]>([
    [
      'after an hour',
      () => {
        aws.clock.advance(3_600_000);
      },
    ],
    [
      'after an administrator ended the session',
      () => {
        aws.endSessions(person);
      },
    ],
  ])('%s is 401', async (_when, happen) => {
    happen();
    const answer = await get('/assignment/accounts');
    expect([answer.status, answer.text]).toEqual([401, refused]);
  });

  test('with "Bearer " before it, made up, or in another region it is 401', async () => {
    const elsewhere = wire(aws, aws.endpointsIn('us-east-1'));
    for (const answer of [
      await client.portal('/assignment/accounts', `Bearer ${signedIn.accessToken}`),
      await client.portal('/assignment/accounts', 'made-up'),
      await elsewhere.portal('/assignment/accounts', signedIn.accessToken),
    ]) {
      expect([answer.status, answer.text]).toEqual([401, refused]);
    }
  });

  test('signing out ends every token of the session', async () => {
    const { registration, refreshToken } = signedIn;
    const out = await get('/logout', 'POST');
    expect([out.status, out.text]).toEqual([200, '']);
    expect((await get('/assignment/accounts')).status).toBe(401);
    expect((await client.refresh(registration, refreshToken)).error).toBe('InvalidGrantException');
    expect((await get('/logout', 'POST')).status).toBe(401);
  });
});

test('above the rate it is 429, and all callers in a region share it', async () => {
  aws.behaviour.portalRate = { perSecond: 0.01, burst: 1 };
  expect((await get('/assignment/accounts')).status).toBe(200);
  const refused = await get(`/assignment/roles?account_id=${account}`);
  expect([refused.status, refused.text]).toEqual([
    429,
    '{"message":"HTTP 429 Unknown Code","__type":"com.amazonaws.switchboard.portal#TooManyRequestsException"}',
  ]);
  aws.clock.advance(100_000);
  expect((await get('/assignment/accounts')).status).toBe(200);
});

test('a POST to a GET operation is 405; unknown paths and parameters are noted', async () => {
  const post = await get('/assignment/accounts', 'POST');
  expect([post.status, post.error]).toEqual([405, 'MethodNotAllowedException']);
  expect((await get('/assignment/everything')).status).toBe(404);
  expect((await get('/assignment/accounts?maxResults=5')).status).toBe(400);
  expect(aws.unknownCalls.splice(0)).toHaveLength(3);
});

test('the log says what was called, by whom, and how often', async () => {
  await get('/assignment/accounts');
  expect(aws.calls('ListAccounts')).toBe(1);
  expect(aws.requests.at(-1)).toMatchObject({
    service: 'portal',
    operation: 'ListAccounts',
    status: 200,
    who: person,
    region: 'eu-west-1',
  });
});
