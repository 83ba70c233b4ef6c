import { describe, expect, it } from 'vitest';
import { parseRoleArn } from '../../../src-main/core/arn.ts';
import { denial, type DeniedStep } from '../../../src-main/core/roles/denial.ts';
import { roleStep } from '../../../src-main/core/roles/roleStep.ts';

interface Statement {
  readonly Effect: string;
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: string | string[];
  readonly Resource?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

const user = 'arn:aws:iam::111111111111:user/people/jo';

function denied(
  role: string,
  changes: Partial<DeniedStep> = {},
  fields: Record<string, unknown> = {},
): DeniedStep {
  return {
    call: 'AssumeRole',
    callerArn: user,
    roleArn: parseRoleArn(role),
    step: roleStep.parse({ roleArn: role, ...fields }),
    provider: null,
    mfaInCaller: false,
    temporaryCaller: false,
    code: 'AccessDenied',
    message: 'Access denied',
    ...changes,
  };
}

const role = 'arn:aws:iam::222222222222:role/teams/Ops';

function one(policy: string | null): Statement {
  const { Version, Statement } = JSON.parse(policy!) as { Version: string; Statement: Statement[] };
  expect([Version, Statement.length, Statement[0]!.Effect]).toEqual(['2012-10-17', 1, 'Allow']);
  return Statement[0]!;
}
const trust = (step: DeniedStep): Statement => one(denial(step).trustStatement);
const permission = (step: DeniedStep): Statement => one(denial(step).permissionStatement);

describe('the policies to send to an administrator', () => {
  it('let the IAM user in by its whole ARN, and the user ask for the role with its path', () => {
    expect(trust(denied(role))).toEqual({
      Effect: 'Allow',
      Principal: { AWS: user },
      Action: 'sts:AssumeRole',
    });
    expect(permission(denied(role))).toEqual({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role });
  });

  it('name the role behind a session, whose path AWS does not tell, and say so', () => {
    const step = denied(role, {
      callerArn: 'arn:aws-cn:sts::111111111111:assumed-role/Jump/jo',
      roleArn: parseRoleArn('arn:aws-cn:iam::222222222222:role/Ops'),
    });
    expect(trust(step).Principal).toEqual({ AWS: 'arn:aws-cn:iam::111111111111:role/Jump' });
    expect(denial(step).causes[0]!.text).toContain('path');
  });

  it('keep the path where the caller’s role is known by its own ARN', () => {
    const callerArn = 'arn:aws:iam::111111111111:role/hub/Jump';
    expect(trust(denied(role, { callerArn })).Principal).toEqual({ AWS: callerArn });
  });

  it('trust a permission set by its name, with and without a region in the path', () => {
    const callerArn =
      'arn:aws-us-gov:sts::111111111111:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jo@example.com';
    const statement = trust(
      denied('arn:aws-us-gov:iam::222222222222:role/Ops', { callerArn, temporaryCaller: true }),
    );
    expect(statement.Principal).toEqual({ AWS: 'arn:aws-us-gov:iam::111111111111:root' });
    const reserved = 'arn:aws-us-gov:iam::111111111111:role/aws-reserved/sso.amazonaws.com';
    expect(statement.Condition).toEqual({
      ArnLike: {
        'aws:PrincipalArn': [`${reserved}/*/AWSReservedSSO_Admin_*`, `${reserved}/AWSReservedSSO_Admin_*`],
      },
    });
  });

  it('ask for the external id and for MFA where the step has them', () => {
    const conditionOf = (changes: Partial<DeniedStep>, fields: Record<string, unknown>) =>
      trust(denied(role, changes, fields)).Condition;
    const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    expect(conditionOf({}, { externalId: 'tenant-7' })).toEqual({
      StringEquals: { 'sts:ExternalId': 'tenant-7' },
    });
    expect(conditionOf({ mfaInCaller: true }, {})).toEqual(mfa);
    expect(conditionOf({}, { mfaSerial: 'arn:aws:iam::111111111111:mfa/jo' })).toEqual(mfa);
  });

  it('allow tags and a source identity on both sides where the step has them, or AWS missed them', () => {
    const used = denied(role, {}, { tags: [{ key: 'team', value: 'a' }], sourceIdentity: 'jo' });
    const all = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
    expect([trust(used).Action, permission(used).Action]).toEqual([all, all]);
    // An earlier role’s transitive tags come along unasked.
    const inherited = denied(role, {
      message: `User: ${user} is not authorized to perform: sts:TagSession on resource: ${role}`,
    });
    expect(trust(inherited).Action).toEqual(['sts:AssumeRole', 'sts:TagSession']);
  });

  it.each([
    ['aws', 'https://signin.aws.amazon.com/saml'],
    ['aws-us-gov', 'https://signin.amazonaws-us-gov.com/saml'],
    ['aws-cn', 'https://signin.amazonaws.cn/saml'],
  ])('let a SAML provider of %s in at its sign-in address only', (partition, address) => {
    const arn = `arn:${partition}:iam::222222222222:saml-provider/Company`;
    const step = denied(`arn:${partition}:iam::222222222222:role/Ops`, {
      call: 'AssumeRoleWithSAML',
      callerArn: null,
      provider: { arn, audience: 'urn:amazon:webservices' },
    });
    expect(trust(step)).toEqual({
      Effect: 'Allow',
      Principal: { Federated: arn },
      Action: 'sts:AssumeRoleWithSAML',
      Condition: { StringEquals: { 'SAML:aud': address } },
    });
    expect(denial(step).permissionStatement).toBeNull();
  });

  it('let an OIDC provider in for its audience, and write nothing that would let in any audience', () => {
    const arn = 'arn:aws:iam::222222222222:oidc-provider/id.example.com/realm';
    const stepFor = (audience: string | null) =>
      denied(role, { call: 'AssumeRoleWithWebIdentity', callerArn: null, provider: { arn, audience } });
    expect(trust(stepFor('latchkey'))).toEqual({
      Effect: 'Allow',
      Principal: { Federated: arn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'id.example.com/realm:aud': 'latchkey' } },
    });
    expect(trust(stepFor('${aws:username}')).Condition).toEqual({
      StringEquals: { 'id.example.com/realm:aud': '${$}{aws:username}' },
    });
    expect([stepFor(null), stepFor('')].map((step) => denial(step).trustStatement)).toEqual([null, null]);
  });

  it('never read a character of a role’s path as a pattern', () => {
    expect(permission(denied('arn:aws:iam::222222222222:role/*/a?$b/Ops')).Resource).toBe(
      'arn:aws:iam::222222222222:role/${*}/a${?}${$}b/Ops',
    );
  });

  it('allow GetFederationToken to the user in its own account and partition', () => {
    const step = denied(role, {
      call: 'GetFederationToken',
      callerArn: 'arn:aws-cn:iam::111111111111:user/jo',
      roleArn: null,
      step: null,
    });
    expect(permission(step)).toMatchObject({
      Action: 'sts:GetFederationToken',
      Resource: 'arn:aws-cn:sts::111111111111:federated-user/*',
    });
    expect(denial(step).trustStatement).toBeNull();
  });

  it('are not written where no allow helps: an outright deny, a boundary, a wrong code, another fault', () => {
    const said = [
      'not authorized with an explicit deny in a service control policy',
      'not authorized with an explicit deny in an identity-based policy',
      'not authorized because no permissions boundary allows the sts:AssumeRole action',
      'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    ];
    for (const message of said) {
      const { trustStatement, permissionStatement } = denial(denied(role, { message }));
      expect([trustStatement, permissionStatement]).toEqual([null, null]);
    }
    expect(denial(denied(role, { code: 'ExpiredToken' })).trustStatement).toBeNull();
  });

  it('leave out the side of a caller nobody can name', () => {
    const { trustStatement, permissionStatement } = denial(denied(role, { callerArn: null }));
    expect(trustStatement).toBeNull();
    expect(one(permissionStatement).Resource).toBe(role);
    expect(
      denial(denied(role, { callerArn: 'arn:aws:iam::111111111111:user/*/jo' })).trustStatement,
    ).toBeNull();
  });
});
