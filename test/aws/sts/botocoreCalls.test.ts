/** botocore as a judge of STS's further calls: each version that this machine has. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAws, type Aws } from '../standIn.ts';
import { findBotocores, startBotocore, type Botocore, type BotocoreAnswer } from '../support/botocore.ts';
import {
  audience,
  companyOidc,
  companySaml,
  federatedOrganisation,
  oidcArn,
  samlArn,
  subject,
} from '../support/federatedOrganisation.ts';
import { account, roleArnOf } from '../support/smallOrganisation.ts';

const found = findBotocores();

test('a botocore to judge with', ({ skip }) => {
  if (found.length === 0) skip('no python3 with botocore on this machine: its tests did not run');
});

describe.each(found)('botocore $version', ({ python }) => {
  let aws: Aws;
  let botocore: Botocore;
  beforeEach(async () => {
    aws = await startAws({ organisations: [federatedOrganisation()] });
    botocore = startBotocore(python, aws.environment());
  });
  afterEach(async () => {
    botocore.close();
    expect(aws.unknownCalls).toEqual([]);
    await aws.close();
  });

  const call = (operation: string, parameters: Record<string, unknown>, keys?: unknown) =>
    botocore.call({
      ...{ service: 'sts', operation, parameters, keys },
      ...{ region: 'eu-west-1', endpoint: aws.endpoints.sts },
    });
  const credentials = expect.objectContaining({ SessionToken: expect.any(String) as string }) as unknown;

  test('with the key of a user', async () => {
    const user = aws.accessKeyOf('ada');
    expect((await call('GetSessionToken', { DurationSeconds: 900 }, user)).ok).toMatchObject({
      Credentials: credentials,
    });
    expect((await call('GetFederationToken', { Name: 'grace' }, user)).ok).toMatchObject({
      Credentials: credentials,
      FederatedUser: { FederatedUserId: `${account}:grace` },
      PackedPolicySize: 0,
    });
  });

  test('without credentials', async () => {
    const role = roleArnOf('Staff', '/company/');
    const SAMLAssertion = companySaml.respond({
      now: aws.clock.now(),
      subject: 'grace',
      sessionName: 'grace',
      roles: [[role, samlArn]],
    });
    const saml = { RoleArn: role, PrincipalArn: samlArn, SAMLAssertion };
    expect((await call('AssumeRoleWithSAML', saml)).ok).toMatchObject({
      Credentials: credentials,
      Subject: 'grace',
      SubjectType: 'persistent',
    });
    const refused: BotocoreAnswer = await call('AssumeRoleWithSAML', { ...saml, RoleArn: roleArnOf('Long') });
    expect([refused.status, refused.code]).toEqual([403, 'AccessDenied']);
    const iat = Math.floor(aws.clock.now() / 1000);
    const token = companyOidc.token({ aud: audience, sub: subject, iat, exp: iat + 300 });
    const web = { RoleArn: roleArnOf('Pipeline'), RoleSessionName: 'build', WebIdentityToken: token };
    expect((await call('AssumeRoleWithWebIdentity', web)).ok).toMatchObject({
      Credentials: credentials,
      Provider: oidcArn,
      SubjectFromWebIdentityToken: subject,
    });
  });
});
