import { describe, expect, it } from 'vitest';
import { parseRoleArn, type RoleArn } from '../../../src-main/core/arn.ts';
import { denial, type DeniedStep } from '../../../src-main/core/roles/denial.ts';
import { denialCauses, type DenialCause } from '../../../src-main/core/roles/deniedStep.ts';
import { roleStep } from '../../../src-main/core/roles/roleStep.ts';
import { fc } from '../../support/fc.ts';

const roleArn = parseRoleArn('arn:aws:iam::222222222222:role/teams/Ops');
const user = 'arn:aws:iam::111111111111:user/people/jo';
const sibling = 'arn:aws:iam::222222222222:user/kim';
const jump = 'arn:aws:sts::111111111111:assumed-role/Jump/jo';
const permissionSet =
  'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jo@example.com';
const mfaSerial = 'arn:aws:iam::111111111111:mfa/jo';

const unauthorized = (action = 'sts:AssumeRole', more = '', caller = user) =>
  `User: ${caller} is not authorized to perform: ${action} on resource: ${roleArn}${more}`;

type Fields = Record<string, unknown>;

/** A long-term user who asks for a role of another account, and what AWS says of a role it does not give. */
function denied(changes: Partial<Omit<DeniedStep, 'step'>> = {}, fields: Fields = {}): DeniedStep {
  const arn = changes.roleArn === undefined ? roleArn : changes.roleArn;
  return {
    call: 'AssumeRole',
    callerArn: user,
    roleArn: arn,
    step: arn === null ? null : roleStep.parse({ roleArn: arn, ...fields }),
    provider: null,
    mfaInCaller: false,
    temporaryCaller: false,
    code: 'AccessDenied',
    message: unauthorized(),
    ...changes,
  };
}

const causesOf = (step: DeniedStep): DenialCause[] => denial(step).causes.map(({ kind }) => kind);

const saml = {
  call: 'AssumeRoleWithSAML',
  callerArn: null,
  provider: { arn: 'arn:aws:iam::222222222222:saml-provider/Company', audience: null },
} as const;
const web = {
  call: 'AssumeRoleWithWebIdentity',
  callerArn: null,
  provider: { arn: 'arn:aws:iam::222222222222:oidc-provider/id.example.com/realm', audience: 'latchkey' },
} as const;
const session = { callerArn: jump, temporaryCaller: true } as const;

/** Each answer of STS that a call for a role can get, as AWS words it: what it means, first and alone where certain. */
const answers: readonly (readonly [
  code: string,
  message: string,
  changes: Partial<DeniedStep>,
  reason: string,
  causes: readonly DenialCause[],
])[] = [
  [
    'AccessDenied',
    'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    {},
    'MFA code',
    ['mfa-code'],
  ],
  [
    'AccessDenied',
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    {},
    'MFA device',
    ['mfa-device'],
  ],
  [
    'AccessDenied',
    'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    {},
    'only one of',
    ['mfa-code', 'mfa-device'],
  ],
  ['AccessDenied', 'Roles may not be assumed by root accounts.', {}, 'root user', ['root-caller']],
  [
    'AccessDenied',
    'Cannot call GetSessionToken with session credentials',
    { call: 'GetSessionToken', roleArn: null, ...session },
    'temporary',
    ['temporary-caller'],
  ],
  [
    'AccessDenied',
    'Cannot call GetFederationToken with session credentials',
    { call: 'GetFederationToken', roleArn: null, ...session },
    'temporary',
    ['temporary-caller'],
  ],
  [
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithSAML',
    saml,
    'does not say why',
    ['trust-policy', 'provider', 'tags-not-allowed', 'source-identity', 'scp-or-boundary'],
  ],
  [
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    web,
    'does not say why',
    ['trust-policy', 'provider', 'tags-not-allowed', 'source-identity', 'scp-or-boundary'],
  ],
  ['AccessDenied', unauthorized('sts:TagSession'), {}, 'does not say why', ['tags-not-allowed']],
  ['AccessDenied', unauthorized('sts:SetSourceIdentity'), {}, 'does not say why', ['source-identity']],
  [
    'AccessDenied',
    unauthorized('sts:AssumeRole', ' because no identity-based policy allows the sts:AssumeRole action'),
    {},
    'identity-based policy',
    ['identity-policy'],
  ],
  [
    'AccessDenied',
    unauthorized('sts:AssumeRole', ' because no role trust policy allows the sts:AssumeRole action'),
    { mfaInCaller: true },
    'role trust policy',
    ['trust-policy', 'external-id'],
  ],
  [
    'AccessDenied',
    unauthorized('sts:AssumeRole', ' because no resource-based policy allows the sts:AssumeRole action'),
    { mfaInCaller: true },
    'resource-based policy',
    ['trust-policy', 'external-id'],
  ],
  ...['service control policy', 'resource control policy', 'permissions boundary', 'session policy'].map(
    (policy) =>
      [
        'AccessDenied',
        unauthorized('sts:AssumeRole', ` because no ${policy} allows the sts:AssumeRole action`),
        {},
        policy,
        ['scp-or-boundary'],
      ] as const,
  ),
  ...['service control policy', 'resource control policy', 'permissions boundary'].map(
    (policy) =>
      [
        'AccessDenied',
        unauthorized(
          'sts:AssumeRole',
          ` with an explicit deny in a ${policy}: arn:aws:organizations::1:policy/p`,
        ),
        {},
        'denies it outright',
        ['scp-or-boundary'],
      ] as const,
  ),
  ...['a resource-based policy', 'a session policy', 'the role trust policy', 'a VPC endpoint policy'].map(
    (policy) =>
      [
        'AccessDenied',
        unauthorized('sts:AssumeRole', ` with an explicit deny in ${policy}`),
        {},
        'denies it outright',
        ['explicit-deny'],
      ] as const,
  ),
  [
    'AccessDenied',
    unauthorized('sts:AssumeRole', ' with an explicit deny in an identity-based policy'),
    { mfaInCaller: true },
    'denies it outright',
    ['explicit-deny'],
  ],
  [
    'AccessDenied',
    unauthorized('sts:AssumeRole', ' with an explicit deny'),
    {},
    'denies it outright',
    ['explicit-deny', 'scp-or-boundary'],
  ],
  [
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    {},
    'longer than the role allows',
    ['session-too-long'],
  ],
  [
    'ValidationError',
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    session,
    'an hour at most',
    ['session-too-long'],
  ],
  [
    'ValidationError',
    "1 validation error detected: Value '50000' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
    {},
    'longer than any role',
    ['session-too-long'],
  ],
  [
    'ValidationError',
    "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    {},
    'the form',
    ['ill-formed'],
  ],
  ['ValidationError', 'arn:aws:iam::2:role/Ops is invalid', {}, 'the form', ['ill-formed']],
  [
    'InvalidParameterValue',
    'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    {},
    'session tags',
    ['tags-not-allowed'],
  ],
  [
    'InvalidParameterValue',
    'The specified transitive tag key must be included in the requested tags.',
    {},
    'session tags',
    ['tags-not-allowed'],
  ],
  [
    'InvalidParameterValue',
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    session,
    'session tags',
    ['tags-not-allowed'],
  ],
  ['MalformedPolicyDocument', 'Syntax errors in policy.', {}, 'no valid policy', ['ill-formed']],
  ['MalformedPolicyDocumentException', 'Syntax errors in policy.', {}, 'no valid policy', ['ill-formed']],
  [
    'PackedPolicyTooLarge',
    'Packed policy consumes 157% of allotted space, please use smaller policy.',
    {},
    'too large',
    ['policy-too-large'],
  ],
  [
    'RegionDisabledException',
    'STS is not activated in this region for account:222222222222. Your account administrator can activate STS in this region using the IAM Console.',
    {},
    'switched off in that region',
    ['wrong-region'],
  ],
  [
    'ExpiredToken',
    'The security token included in the request is expired',
    session,
    'the caller’s credentials have expired',
    ['token-expired', 'clock'],
  ],
  [
    'ExpiredTokenException',
    'Token expired: current date/time 2 must be before the expiration date/time1',
    web,
    'the token or assertion has expired',
    ['token-expired', 'clock'],
  ],
  [
    'InvalidClientTokenId',
    'The security token included in the request is invalid',
    {},
    'does not know the caller’s keys',
    ['keys-unknown', 'wrong-partition'],
  ],
  [
    'InvalidClientTokenId',
    'The security token included in the request is invalid',
    session,
    'does not know the caller’s keys',
    ['keys-unknown', 'wrong-partition', 'wrong-region'],
  ],
  [
    'InvalidClientTokenId',
    'The security token included in the request is invalid',
    { callerArn: 'arn:aws-cn:iam::111111111111:user/jo' },
    'does not know the caller’s keys',
    ['wrong-partition'],
  ],
  [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    {},
    'secret access key',
    ['keys-unknown', 'clock'],
  ],
  [
    'SignatureDoesNotMatch',
    'Signature expired: 20260101T000000Z is now earlier than 20260101T003000Z (20260101T004500Z - 15 min.)',
    {},
    'clocks',
    ['clock'],
  ],
  [
    'SignatureDoesNotMatch',
    'Signature not yet current: 20260101T010000Z is still later than 20260101T003000Z (20260101T001500Z + 15 min.)',
    {},
    'clocks',
    ['clock'],
  ],
  ['MissingAuthenticationToken', 'Request is missing Authentication Token', {}, 'signature', ['ill-formed']],
  [
    'IncompleteSignature',
    "Authorization header requires 'Credential' parameter.",
    {},
    'signature',
    ['ill-formed'],
  ],
  [
    'IDPRejectedClaim',
    'The identity provider rejected it',
    web,
    'token or assertion',
    ['provider', 'token-expired'],
  ],
  ['IDPCommunicationError', 'No answer', web, 'could not reach', ['provider', 'busy']],
  ...[
    'No OpenIDConnect provider found in your account for https://id.example.com',
    'Incorrect token audience',
    'Response signature invalid',
  ].map(
    (message) =>
      ['InvalidIdentityToken', message, web, 'token or assertion', ['provider', 'token-expired']] as const,
  ),
  ['AccessDenied', 'RoleSessionName is required in AuthnResponse', saml, 'token or assertion', ['provider']],
  ['Throttling', 'Rate exceeded', {}, 'too many calls', ['busy']],
  ['ThrottlingException', 'Rate exceeded', {}, 'too many calls', ['busy']],
  [
    'ForbiddenException',
    'No access',
    { call: 'GetRoleCredentials', callerArn: null },
    'not assigned',
    ['not-assigned'],
  ],
  [
    'com.amazonaws.switchboard.portal#UnauthorizedException',
    'Session token not found or invalid',
    { call: 'GetRoleCredentials', callerArn: null },
    'does not know the sign-in',
    ['token-expired', 'wrong-region'],
  ],
];

describe('what AWS answered, in plain words', () => {
  it.each(answers)('%s “%s”', (code, message, changes, reason, causes) => {
    const said = denial(denied({ code, message, ...changes }));
    expect(said.sentence).toContain(reason);
    expect(said.causes.map(({ kind }) => kind)).toEqual(causes);
  });

  it('names the step, the caller and the role', () => {
    expect(denial(denied()).sentence).toBe(
      'AWS did not let the IAM user jo (111111111111) assume the role Ops (222222222222): it does not say why.',
    );
    expect(denial(denied({ callerArn: permissionSet })).sentence).toContain(
      'the permission set Admin (111111111111)',
    );
    expect(denial(denied(saml)).sentence).toContain('this SAML sign-in assume the role Ops');
  });

  it('takes the caller from AWS’s message where nobody asked who it is', () => {
    expect(denial(denied({ callerArn: null })).sentence).toContain('the IAM user jo (111111111111)');
    expect(denial(denied({ callerArn: null, message: 'No' })).sentence).toContain('let the caller assume');
  });

  it('says so where it does not know AWS’s answer, and guesses no cause', () => {
    const said = denial(denied({ code: 'Teapot', message: 'Short and stout' }));
    expect(said.sentence).toContain('Teapot');
    expect(said).toMatchObject({
      whatAwsSaid: 'Short and stout',
      causes: [],
      trustStatement: null,
      fix: null,
    });
  });

  it('offers an hour, which every role gives, where the session is too long, and nothing else', () => {
    for (const [code, message, changes, , causes] of answers) {
      const { fix } = denial(denied({ code, message, ...changes }));
      expect(fix).toEqual(causes.includes('session-too-long') ? { durationSeconds: 3600 } : null);
    }
  });

  it('blames the cap of role chaining on the caller, the maximum on the role', () => {
    const code = 'ValidationError';
    const chaining =
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.';
    const maximum = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
    expect(denial(denied({ code, message: chaining, ...session })).causes[0]!.text).toContain(
      'temporary credentials',
    );
    expect(denial(denied({ code, message: maximum })).causes[0]!.text).toContain('role’s maximum');
  });
});

describe('the one AccessDenied for many causes, by likelihood', () => {
  it('asks for the external id first after the trust, where another account’s role was asked for without one', () => {
    expect(causesOf(denied())).toEqual([
      'trust-policy',
      'external-id',
      'mfa-condition',
      'identity-policy',
      'explicit-deny',
      'scp-or-boundary',
    ]);
    expect(denial(denied()).causes[1]!.text).toContain('the step has none');
  });

  it('doubts a given external id less than a missing policy', () => {
    const said = denial(denied({}, { externalId: 'tenant-7' }));
    const kinds = said.causes.map(({ kind }) => kind);
    expect(kinds.indexOf('external-id')).toBeGreaterThan(kinds.indexOf('identity-policy'));
    expect(said.causes.find(({ kind }) => kind === 'external-id')!.text).toContain('not the one');
    expect(JSON.stringify([said.sentence, said.causes, said.whatAwsSaid])).not.toContain('tenant-7');
  });

  it('does not speak of external ids within one account', () => {
    expect(causesOf(denied({ callerArn: sibling }))).not.toContain('external-id');
  });

  it('speaks of MFA only where none was given, and less of it to temporary callers', () => {
    expect(causesOf(denied({}, { mfaSerial }))).not.toContain('mfa-condition');
    expect(causesOf(denied({ mfaInCaller: true }))).not.toContain('mfa-condition');
    const chained = causesOf(denied(session));
    expect(chained.indexOf('mfa-condition')).toBeGreaterThan(chained.indexOf('identity-policy'));
  });

  it('thinks of a policy that denies all without MFA, where an identity-based policy denies outright', () => {
    const message = unauthorized('sts:AssumeRole', ' with an explicit deny in an identity-based policy');
    expect(causesOf(denied({ message }))).toEqual(['explicit-deny', 'mfa-condition']);
  });

  it('names tags and a source identity only where the step has them', () => {
    const with_ = causesOf(denied({}, { tags: [{ key: 'team', value: 'a' }], sourceIdentity: 'jo' }));
    expect(with_).toEqual(expect.arrayContaining(['tags-not-allowed', 'source-identity']));
    expect(causesOf(denied())).not.toContain('tags-not-allowed');
    expect(causesOf(denied())).not.toContain('source-identity');
  });

  it('knows the rule: within one account the trust policy can be enough, from another both sides must allow', () => {
    const textOf = (step: DeniedStep) =>
      denial(step).causes.find(({ kind }) => kind === 'identity-policy')!.text;
    expect(textOf(denied({ callerArn: sibling }))).toContain(
      'unless the role’s trust policy names the caller itself',
    );
    expect(textOf(denied())).toContain('another account needs that beside its trust policy');
  });

  it('puts another partition before all else, and offers no policy against it', () => {
    const said = denial(denied({ callerArn: 'arn:aws-us-gov:iam::111111111111:user/jo' }));
    expect(said.causes[0]!.kind).toBe('wrong-partition');
    expect([said.trustStatement, said.permissionStatement]).toEqual([null, null]);
  });

  it('is certain of roles that Identity Center alone gives, and of callers that can have none', () => {
    const reserved = parseRoleArn(
      'arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef',
    );
    const said = denial(denied({ roleArn: reserved }));
    expect(said.causes.map(({ kind }) => kind)).toEqual(['trust-policy']);
    expect([said.trustStatement, said.permissionStatement]).toEqual([null, null]);
    expect(causesOf(denied({ callerArn: 'arn:aws:sts::111111111111:federated-user/jo' }))).toEqual([
      'temporary-caller',
    ]);
    expect(causesOf(denied({ callerArn: 'arn:aws:iam::111111111111:root' }))).toEqual(['root-caller']);
  });

  it('says what a GetSessionToken needs: nothing, so that only a deny stops it', () => {
    expect(causesOf(denied({ call: 'GetSessionToken', roleArn: null }))).toEqual([
      'explicit-deny',
      'scp-or-boundary',
    ]);
    expect(causesOf(denied({ call: 'GetFederationToken', roleArn: null }))[0]).toBe('identity-policy');
  });
});

describe('whatever AWS answers', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 500 }),
    fc.string({
      unit: fc.constantFrom('\u0000', '\u001b', '\u007f', '\u202e', '\ud800', '"', "'", '\\', ' ', 'a'),
      maxLength: 900,
    }),
    fc.constantFrom(...answers.map(([, message]) => message), user, jump, permissionSet),
  );
  const step = fc.record<DeniedStep>({
    call: fc.constantFrom(...([...new Set(answers.map(([, , { call }]) => call ?? 'AssumeRole'))] as const)),
    callerArn: fc.option(text),
    roleArn: fc.option(
      fc.oneof(
        fc.constant(roleArn),
        fc
          .string({
            unit: fc.constantFrom('*', '$', '{', '"', '\u007f', '\\', 'x'),
            minLength: 1,
            maxLength: 40,
          })
          .map((path) => `arn:aws:iam::222222222222:role/${path}/r` as RoleArn),
        text.map((any) => any as RoleArn),
      ),
    ),
    step: fc.constantFrom(null, denied({}, { externalId: 'tenant-7', mfaSerial }).step),
    provider: fc.option(
      fc.record({
        arn: fc.oneof(fc.constantFrom(saml.provider.arn, web.provider.arn), text),
        audience: fc.option(text),
      }),
    ),
    mfaInCaller: fc.boolean(),
    temporaryCaller: fc.boolean(),
    code: fc.oneof(fc.constant('AccessDenied'), fc.constantFrom(...answers.map(([code]) => code)), text),
    message: text,
  });

  it('is safe text of few characters and valid policies', () => {
    const unsafe = /[\p{C}\u2028\u2029]/u;
    fc.assert(
      fc.property(step, (any) => {
        const said = denial(any);
        expect(said.whatAwsSaid.length).toBeLessThanOrEqual(300);
        for (const shown of [said.sentence, said.whatAwsSaid, ...said.causes.map((one) => one.text)]) {
          expect(shown).not.toMatch(unsafe);
        }
        for (const { kind } of said.causes) expect(denialCauses).toContain(kind);
        for (const policy of [said.trustStatement, said.permissionStatement]) {
          if (policy === null) continue;
          expect(policy.replaceAll('\n', '')).not.toMatch(unsafe);
          expect(JSON.parse(policy)).toMatchObject({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow' }],
          });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is never written with what AWS echoes: values, assertions, the signed request and its session token', () => {
    const saidOf = (message: string) => denial(denied({ code: 'ValidationError', message })).whatAwsSaid;
    expect(
      saidOf(
        "2 validation errors detected: Value 'it' at 'x' at 'externalId' failed; Value '123456' at 'tokenCode' failed to satisfy constraint",
      ),
    ).toBe("2 validation errors detected: Value … at 'tokenCode' failed to satisfy constraint");
    expect(saidOf(`Value '${'PHNhbWw+ '.repeat(1000)}' at 'sAMLAssertion' failed`)).toBe('Value …');
    expect(saidOf(`bad ${'FwoGZXIvYXdz'.repeat(20)} token`)).toBe('bad … token');
    expect(saidOf('bad eyJhbGciOiJub25lIn0.e30.x token')).toBe('bad … token');
    expect(
      saidOf(
        "does not match.\n\nThe Canonical String for this request should have been\n'POST\n/\n\nx-amz-security-token:Fwo",
      ),
    ).toBe('does not match.');
    expect(saidOf(unauthorized())).toBe(unauthorized());
  });

  it('is cut between characters, not within one', () => {
    const start = `${'ab '.repeat(99)}c`;
    expect(denial(denied({ message: `${start}😀😀` })).whatAwsSaid).toBe(`${start}…`);
  });
});
