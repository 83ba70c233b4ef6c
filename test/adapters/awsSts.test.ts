import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAwsClients } from '../../src-main/adapters/awsClients.ts';
import type { AwsNetwork } from '../../src-main/adapters/awsNetwork.ts';
import { createAwsSts } from '../../src-main/adapters/awsSts.ts';
import { parseRoleArn } from '../../src-main/core/arn.ts';
import type { AppError } from '../../src-main/core/errors.ts';
import type { AssumeRoleRequest, SigningKeys } from '../../src-main/core/ports.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import {
  audience,
  companyOidc,
  companySaml,
  federatedOrganisation,
  samlArn,
  subject,
} from '../aws/support/federatedOrganisation.ts';
import { account, mfaSeed, mfaSerial, otherAccount, roleArnOf } from '../aws/support/smallOrganisation.ts';
import { totp } from '../aws/totp.ts';
import { startConnectProxy } from '../support/connectProxy.ts';

let aws: Aws;
beforeEach(async () => {
  aws = await startAws({ organisations: [federatedOrganisation()] });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.close();
});

const region = 'eu-west-1';
const direct: AwsNetwork = {
  endpoints: { ssoOidc: null, sso: null, sts: null, iam: null, signin: null },
  ...{ proxy: null, noProxy: null, caBundle: null },
};
const sts = () =>
  createAwsSts(
    createAwsClients(() => ({ ...direct, endpoints: { ...direct.endpoints, sts: aws.endpoints.sts } })),
  );
const keys = (): SigningKeys => {
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
  return { accessKeyId, secretAccessKey };
};
const narrowed = { policy: null, policyArns: [] };
const plain = (role: string): AssumeRoleRequest => ({
  ...{ ...narrowed, region, credentials: keys(), durationSeconds: 900, sessionName: 'ada' },
  ...{ externalId: null, tags: [], transitiveTagKeys: [], sourceIdentity: null, mfa: null },
  roleArn: parseRoleArn(role),
});
const samlRequest = (change = {}) => ({
  ...{ ...narrowed, region, durationSeconds: 900, providerArn: samlArn },
  roleArn: parseRoleArn(roleArnOf('Staff', '/company/')),
  assertion: companySaml.respond({
    now: aws.clock.now(),
    subject: 'ada',
    roles: [[roleArnOf('Staff', '/company/'), samlArn]],
    sessionName: 'ada@example.com',
  }),
  ...change,
});
const webRequest = (change = {}) => {
  const iat = Math.floor(aws.clock.now() / 1000);
  return {
    ...{ ...narrowed, region, durationSeconds: 900, sessionName: 'build' },
    roleArn: parseRoleArn(roleArnOf('Pipeline')),
    token: companyOidc.token({ aud: audience, sub: subject, iat, exp: iat + 300 }),
    ...change,
  };
};
const refusal = async (call: Promise<unknown>): Promise<AppError> =>
  call.then(
    () => expect.fail('AWS should have refused'),
    (error: unknown) => error as AppError,
  );

describe('STS', () => {
  it('gives a role’s session, whose end is in milliseconds, with all that narrows it', async () => {
    const issued = await sts().assumeRole({
      ...plain(roleArnOf('Tagged')),
      tags: [{ key: 'team', value: 'payments' }],
      transitiveTagKeys: ['team'],
      sourceIdentity: 'ada',
      policy: '{"Version":"2012-10-17","Statement":[]}',
    });
    expect(issued.arn).toBe(`arn:aws:sts::${otherAccount}:assumed-role/Tagged/ada`);
    expect(Math.abs(issued.credentials.expiration - aws.clock.now() - 900_000)).toBeLessThan(5000);
    await expect(sts().getCallerIdentity(issued.credentials, region)).resolves.toEqual({
      arn: issued.arn,
      accountId: otherAccount,
    });
    await expect(
      sts().assumeRole({ ...plain(roleArnOf('Partner')), externalId: 'agreed/upon' }),
    ).resolves.toBeDefined();
  });

  it('gives sessions of IAM users: with an MFA code that opens roles, and federated', async () => {
    const mfa = { serial: mfaSerial, code: totp(mfaSeed, aws.clock.now()) };
    const { credentials, arn } = await sts().getSessionToken({
      ...{ region, credentials: keys(), durationSeconds: 129_600, mfa },
    });
    expect(arn).toBeNull();
    expect(credentials.expiration - aws.clock.now()).toBeGreaterThan(129_590_000);
    await expect(sts().assumeRole({ ...plain(roleArnOf('Careful')), credentials })).resolves.toBeDefined();
    const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    const federated = await sts().getFederationToken({
      ...{ region, credentials: keys(), durationSeconds: 900, name: 'ada', policy },
    });
    expect(federated.arn).toBe(`arn:aws:sts::${account}:federated-user/ada`);
  });

  it('asks for SAML and web identity unsigned, without looking for keys anywhere', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASOMEBODYELSES000');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'somebody else’s');
    await expect(sts().assumeRoleWithSaml(samlRequest())).resolves.toMatchObject({
      arn: `arn:aws:sts::${otherAccount}:assumed-role/Staff/ada@example.com`,
    });
    await expect(sts().assumeRoleWithWebIdentity(webRequest())).resolves.toMatchObject({
      arn: `arn:aws:sts::${otherAccount}:assumed-role/Pipeline/build`,
    });
    expect(JSON.stringify(aws.requests)).not.toContain('AKIASOMEBODYELSES000');
  });

  it('is asked in the region’s own partition', async () => {
    const proxy = await startConnectProxy(1);
    proxy.instead = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n';
    const calls = createAwsSts(createAwsClients(() => ({ ...direct, proxy: proxy.url })));
    for (const there of ['eu-west-1', 'us-gov-west-1', 'cn-north-1']) {
      await refusal(calls.assumeRoleWithSaml({ ...samlRequest(), region: there }));
    }
    await proxy.close();
    expect(proxy.targets).toEqual([
      'sts.eu-west-1.amazonaws.com:443',
      'sts.us-gov-west-1.amazonaws.com:443',
      'sts.cn-north-1.amazonaws.com.cn:443',
    ]);
  });
});

describe('what AWS refuses', () => {
  it('keeps AWS’s code and message', async () => {
    const denied = await refusal(sts().assumeRole(plain(roleArnOf('AdminsOnly'))));
    expect(denied).toMatchObject({ code: 'denied', refusal: { code: 'AccessDenied' } });
    expect(denied.refusal?.message).toContain(
      `is not authorized to perform: sts:AssumeRole on resource: ${roleArnOf('AdminsOnly')}`,
    );
    const long = await refusal(
      sts().assumeRole({
        ...plain(roleArnOf('Partner')),
        durationSeconds: 43_200,
        externalId: 'agreed/upon',
      }),
    );
    expect(long).toMatchObject({ code: 'denied', refusal: { code: 'ValidationError' } });
    const malformed = await refusal(sts().assumeRole({ ...plain(roleArnOf('Ops', '/team/')), policy: '{' }));
    expect(malformed).toMatchObject({ code: 'denied', refusal: { code: 'MalformedPolicyDocument' } });
  });

  it('leaves AWS’s words about an MFA code as they are', async () => {
    const wrong = { serial: mfaSerial, code: '000000' };
    const said = await refusal(
      sts().getSessionToken({ region, credentials: keys(), durationSeconds: 900, mfa: wrong }),
    );
    expect(said.refusal?.message).toMatch(
      /^MultiFactorAuthentication failed with invalid MFA one time pass code/,
    );
  });

  it('says of an old token or assertion that the identity provider’s part has expired, not a sign-in code', async () => {
    const [web, saml] = [webRequest(), samlRequest()];
    aws.clock.advance(3_600_000);
    for (const call of [() => sts().assumeRoleWithWebIdentity(web), () => sts().assumeRoleWithSaml(saml)]) {
      const said = await refusal(call());
      expect(said).toMatchObject({ code: 'denied', refusal: { code: 'ExpiredTokenException' } });
      expect(said.message).toMatch(/identity provider/);
    }
  });

  it('never repeats a value of ours that AWS quotes', async () => {
    const short = await refusal(sts().assumeRole({ ...plain(roleArnOf('Partner')), externalId: "it's; no" }));
    expect(short.refusal?.message).toMatch(/Value at 'externalId' failed to satisfy constraint/);
    const secret = `very secret ${'s'.repeat(20)}`;
    const calls = [
      () => sts().assumeRole({ ...plain(roleArnOf('Partner')), externalId: `${secret}' at 'x` }),
      () => sts().assumeRoleWithSaml(samlRequest({ assertion: secret })),
      () => sts().assumeRoleWithWebIdentity(webRequest({ token: secret })),
    ];
    for (const call of calls) {
      const said = await refusal(call());
      expect(said.code).toBe('denied');
      expect(`${said.message} ${JSON.stringify(said.refusal)} ${String(said.cause)}`).not.toContain(
        'very secret',
      );
    }
  });

  it('never repeats a token or a signed request, wherever AWS writes them', async () => {
    const { token } = webRequest();
    const signed = `no match. The Canonical String for this request should have been 'POST x-amz-security-token:abc'`;
    const other = await startAnswering(403, errorXml('SignatureDoesNotMatch', `${token} is odd, ${signed}`));
    const network = { ...direct, endpoints: { ...direct.endpoints, sts: other.url } };
    const said = await refusal(
      createAwsSts(createAwsClients(() => network)).assumeRoleWithWebIdentity(webRequest({ token })),
    );
    await other.close();
    expect(said.refusal).toEqual({ code: 'SignatureDoesNotMatch', message: '… is odd, no match.' });
  });

  it.each([
    [403, 'RegionDisabledException', { code: 'denied', message: /switched off in this region/ }],
    [400, 'IDPCommunicationError', { code: 'aws-failed', retry: 'later', message: /could not reach/ }],
    [400, 'Throttling', { code: 'throttled', retry: 'later', message: /fewer calls/ }],
    [503, 'ServiceUnavailable', { code: 'aws-failed', retry: 'later', message: /503/ }],
  ])('%i %s has its own sentence', async (status, code, wanted) => {
    const other = await startAnswering(status, errorXml(code, `first\u202e\nsecond ${'word '.repeat(400)}`));
    const network = { ...direct, endpoints: { ...direct.endpoints, sts: other.url } };
    const said = await refusal(
      createAwsSts(createAwsClients(() => network)).assumeRoleWithWebIdentity(webRequest()),
    );
    await other.close();
    expect(said).toMatchObject({ ...wanted, message: expect.stringMatching(wanted.message) as string });
    expect(said.refusal?.message.length ?? 0).toBeLessThanOrEqual(1000);
    expect(said.refusal?.message ?? '').not.toMatch(/\p{C}/u);
  });
});

const errorXml = (code: string, message: string): string =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code>` +
  `<Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

async function startAnswering(status: number, body: string) {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
