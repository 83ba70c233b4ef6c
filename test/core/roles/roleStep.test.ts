import { describe, expect, it } from 'vitest';
import { roleStep } from '../../../src-main/core/roles/roleStep.ts';

const roleArn = 'arn:aws:iam::123456789012:role/teams/Ops';

/** The first sentence of what is refused, as a door shows it; null where the step is taken. */
function refusal(fields: Record<string, unknown>): string | null {
  const read = roleStep.safeParse({ roleArn, ...fields });
  return read.success ? null : read.error.issues[0]!.message;
}

const x = (length: number): string => 'x'.repeat(length);
const tagsOf = (count: number) => Array.from({ length: count }, (_, n) => ({ key: `k${n}`, value: '' }));
const keysOf = (count: number) => Array.from({ length: count }, () => 'team');
const policyOf = (length: number): string => {
  const start = '{"Version":"2012-10-17","Statement":[]';
  return `${start}${' '.repeat(length - start.length - 1)}}`;
};
const policyArnOf = (length: number): string => 'arn:aws:iam::aws:policy/'.padEnd(length, 'p');
const arnsOf = (count: number) => Array.from({ length: count }, (_, n) => `arn:aws:iam::aws:policy/P${n}`);
const team = [{ key: 'team', value: 'payments' }];

/** Below, at and above each bound of AWS: what is taken, then what is refused and with which sentence. */
const bounds: readonly (readonly [
  string,
  readonly Record<string, unknown>[],
  readonly Record<string, unknown>[],
  string,
])[] = [
  [
    'RoleArn has at most 2048 characters',
    [2047, 2048].map((length) => ({ roleArn: `arn:aws:iam::123456789012:role/${x(length - 33)}/r` })),
    [{ roleArn: `arn:aws:iam::123456789012:role/${x(2049 - 33)}/r` }],
    'The role ARN has 2049 characters; AWS takes at most 2048.',
  ],
  [
    'ExternalId has at least 2 characters',
    [{ externalId: x(2) }, { externalId: x(3) }, { externalId: null }],
    [{ externalId: '' }, { externalId: x(1) }],
    'The external id has at least 2 characters.',
  ],
  [
    'ExternalId has at most 1224 characters',
    [{ externalId: x(1223) }, { externalId: x(1224) }],
    [{ externalId: x(1225) }],
    'The external id has at most 1224 characters.',
  ],
  [
    'ExternalId is [\\w+=,.@:\\/-]*',
    [{ externalId: 'aZ09_+=,.@:/-' }],
    [
      { externalId: 'a b' },
      { externalId: 'a*b' },
      { externalId: 'äb' },
      { externalId: 'ab\n' },
      { externalId: 'a\\b' },
    ],
    'The external id is made of letters, digits and _ + = , . @ : / -.',
  ],
  [
    'RoleSessionName has at least 2 characters',
    [{ sessionName: 'ab' }, { sessionName: '{user}' }],
    [{ sessionName: 'a' }],
    'The session name has at least 2 characters.',
  ],
  [
    'RoleSessionName has at most 64 characters, its words cut to fit',
    [
      { sessionName: x(63) },
      { sessionName: x(64) },
      { sessionName: `${x(64)}{user}{host}{reason}{profile}` },
    ],
    [{ sessionName: x(65) }, { sessionName: `${x(65)}{user}` }],
    'The session name has at most 64 characters beside {user}, {host}, {reason} and {profile}.',
  ],
  [
    'RoleSessionName is [\\w+=,.@-]*, without space, slash and colon',
    [{ sessionName: 'aZ09_+=,.@-' }],
    ['a b', 'a/b', 'a:b', '{nobody}', '{User}', 'a{', 'ab\n'].map((sessionName) => ({ sessionName })),
    'The session name is made of letters, digits, _ + = , . @ - and {user}, {host}, {reason} and {profile}.',
  ],
  [
    'DurationSeconds is 900 to 43200',
    [900, 901, 43_199, 43_200, null].map((durationSeconds) => ({ durationSeconds })),
    [0, -900, 899, 43_201, 900.5, Number.NaN, '3600'].map((durationSeconds) => ({ durationSeconds })),
    'The duration must be whole seconds from 900 to 43200 (15 minutes to 12 hours).',
  ],
  [
    'there are at most 50 tags',
    [{ tags: tagsOf(49) }, { tags: tagsOf(50) }],
    [{ tags: tagsOf(51) }],
    'There may be at most 50 tags.',
  ],
  [
    'a tag key has at least 1 character',
    [{ tags: [{ key: x(1), value: '' }] }],
    [{ tags: [{ key: '', value: '' }] }],
    'A tag key has at least 1 character.',
  ],
  [
    'a tag key has at most 128 characters',
    [{ tags: [{ key: x(127), value: '' }] }, { tags: [{ key: x(128), value: '' }] }],
    [{ tags: [{ key: x(129), value: '' }] }],
    'A tag key has at most 128 characters.',
  ],
  [
    'a tag key is [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+',
    [{ tags: [{ key: 'Köstenstelle 4_.:/=+-@', value: '' }] }],
    [
      { tags: [{ key: 'a,b', value: '' }] },
      { tags: [{ key: 'a*', value: '' }] },
      { tags: [{ key: 'a\n', value: '' }] },
    ],
    'A tag key is made of letters, digits, spaces and _ . : / = + - @.',
  ],
  [
    'a tag key does not begin with aws:',
    [{ tags: [{ key: 'aws', value: '' }] }, { tags: [{ key: 'my-aws:key', value: 'aws:value' }] }],
    [{ tags: [{ key: 'aws:key', value: '' }] }, { tags: [{ key: 'AWS:key', value: '' }] }],
    'A tag key may not begin with aws:, in upper or lower case.',
  ],
  [
    'a tag value has at most 256 characters',
    [0, 1, 255, 256].map((length) => ({ tags: [{ key: 'k', value: x(length) }] })),
    [{ tags: [{ key: 'k', value: x(257) }] }],
    'A tag value has at most 256 characters.',
  ],
  [
    'a tag value is [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*',
    [{ tags: [{ key: 'k', value: '東京 4_.:/=+-@' }] }],
    [{ tags: [{ key: 'k', value: 'a;b' }] }, { tags: [{ key: 'k', value: 'a\tb' }] }],
    'A tag value is made of letters, digits, spaces and _ . : / = + - @.',
  ],
  [
    'tag keys differ by more than case',
    [{ tags: [...team, { key: 'teams', value: 'payments' }] }],
    [{ tags: [...team, ...team] }, { tags: [...team, { key: 'TEAM', value: 'x' }] }],
    'Two tags have the same key: AWS does not tell upper from lower case in tag keys.',
  ],
  [
    'there are at most 50 transitive tag keys',
    [
      { tags: team, transitiveTagKeys: keysOf(49) },
      { tags: team, transitiveTagKeys: keysOf(50) },
    ],
    [{ tags: team, transitiveTagKeys: keysOf(51) }],
    'There may be at most 50 transitive tag keys.',
  ],
  [
    'a transitive tag key is one of the tags, whatever its case',
    [{ tags: team, transitiveTagKeys: ['Team'] }, { tags: team }],
    [{ transitiveTagKeys: ['team'] }, { tags: team, transitiveTagKeys: ['team', 'cost'] }],
    'A transitive tag key must be the key of one of the tags.',
  ],
  [
    'SourceIdentity has at least 2 characters',
    [{ sourceIdentity: x(2) }, { sourceIdentity: x(3) }, { sourceIdentity: null }],
    [{ sourceIdentity: '' }, { sourceIdentity: x(1) }],
    'The source identity has at least 2 characters.',
  ],
  [
    'SourceIdentity has at most 64 characters',
    [{ sourceIdentity: x(63) }, { sourceIdentity: x(64) }],
    [{ sourceIdentity: x(65) }],
    'The source identity has at most 64 characters.',
  ],
  [
    'SourceIdentity is [\\w+=,.@-]*, so that it cannot begin with aws: either',
    [{ sourceIdentity: 'aZ09_+=,.@-' }, { sourceIdentity: 'aws' }],
    [{ sourceIdentity: 'a b' }, { sourceIdentity: 'a/b' }, { sourceIdentity: 'aws:ann' }],
    'The source identity is made of letters, digits and _ + = , . @ -.',
  ],
  [
    'Policy has at least 1 character',
    [{ policy: null }, { policy: '{"Statement":[]}' }],
    [{ policy: '' }],
    'The session policy is empty.',
  ],
  [
    'Policy has at most 2048 characters',
    [{ policy: policyOf(2047) }, { policy: policyOf(2048) }],
    [{ policy: policyOf(2049) }],
    'The session policy has at most 2048 characters, spaces included.',
  ],
  [
    'Policy is [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
    [{ policy: '{\t\r\n"Statement": "ÿ"}' }],
    [{ policy: '{"Statement":"Ā"}' }, { policy: '{"Statement":"\u0001"}' }],
    'The session policy holds a character that AWS does not take: only tab, line ends and U+0020 to U+00FF.',
  ],
  [
    'Policy is a JSON object with a Statement',
    [{ policy: '{"Statement":{}}' }],
    ['{', '[]', 'null', '"Statement"', '{"statement":[]}'].map((policy) => ({ policy })),
    'The session policy must be a JSON object with a Statement.',
  ],
  [
    'there are at most 10 PolicyArns',
    [{ policyArns: arnsOf(9) }, { policyArns: arnsOf(10) }],
    [{ policyArns: arnsOf(11) }],
    'There may be at most 10 policy ARNs.',
  ],
  [
    'a policy ARN has at most 2048 characters',
    [{ policyArns: [policyArnOf(2047)] }, { policyArns: [policyArnOf(2048)] }],
    [{ policyArns: [policyArnOf(2049)] }],
    'A policy ARN has at most 2048 characters.',
  ],
  [
    'a policy ARN is that of a managed policy',
    [
      {
        policyArns: ['arn:aws:iam::aws:policy/job-function/Billing', 'arn:aws:iam::123456789012:policy/Own'],
      },
    ],
    [roleArn, 'arn:aws:iam::aws:policy/', 'ReadOnlyAccess', 'arn:aws:iam::12:policy/x'].map((arn) => ({
      policyArns: [arn],
    })),
    'A policy ARN must be like arn:aws:iam::aws:policy/ReadOnlyAccess.',
  ],
  [
    'a policy ARN is of the role’s account and partition, or AWS’s own',
    [{ policyArns: ['arn:aws:iam::123456789012:policy/Own'] }],
    ['arn:aws:iam::210987654321:policy/Own', 'arn:aws-cn:iam::aws:policy/ReadOnlyAccess'].map((arn) => ({
      policyArns: [arn],
    })),
    'A policy ARN must be of the role’s account, or AWS’s own.',
  ],
  [
    'Policy and PolicyArns have at most 2048 characters together',
    [1947, 1948].map((length) => ({ policy: policyOf(length), policyArns: [policyArnOf(100)] })),
    [{ policy: policyOf(1949), policyArns: [policyArnOf(100)] }],
    'The session policy and the policy ARNs have 2049 characters; AWS takes at most 2048 together.',
  ],
  [
    'a region is like one',
    [{ region: 'eu-west-1' }, { region: 'ap-southeast-5' }, { region: null }],
    [{ region: 'eu' }, { region: 'eu-west-1.example.com' }],
    'The region must be like eu-west-1.',
  ],
  [
    'a region is of the role’s partition',
    [{ roleArn: 'arn:aws-cn:iam::123456789012:role/Ops', region: 'cn-north-1' }, { region: 'us-iso-east-1' }],
    [{ roleArn: 'arn:aws-cn:iam::123456789012:role/Ops', region: 'eu-west-1' }],
    'The region is not of the role’s partition, aws-cn.',
  ],
  [
    'SerialNumber has at least 9 characters',
    [{ mfaSerial: x(9) }, { mfaSerial: x(10) }, { mfaSerial: null }],
    [{ mfaSerial: x(8) }],
    'The MFA serial has at least 9 characters.',
  ],
  [
    'SerialNumber has at most 256 characters',
    [{ mfaSerial: x(255) }, { mfaSerial: x(256) }],
    [{ mfaSerial: x(257) }],
    'The MFA serial has at most 256 characters.',
  ],
  [
    'SerialNumber is [\\w+=/:,.@-]*',
    [{ mfaSerial: 'arn:aws:iam::123456789012:mfa/ann+=,.@-_' }, { mfaSerial: 'GAHT12345678' }],
    [{ mfaSerial: 'GAHT 1234 5678' }],
    'The MFA serial is made of letters, digits and _ + = / : , . @ -.',
  ],
  [
    'SerialNumber is not a FIDO device’s: STS takes no such device',
    [{ mfaSerial: 'arn:aws:iam::123456789012:mfa/u2f/ann' }],
    ['aws', 'aws-us-gov'].map((partition) => ({
      mfaSerial: `arn:${partition}:iam::123456789012:u2f/user/ann/key`,
    })),
    'The MFA serial is that of a FIDO key or passkey, which AWS takes in the browser only.',
  ],
];

describe('before AWS is asked, a step is held to it that', () => {
  it.each(bounds)('%s', (_fact, taken, refused, sentence) => {
    for (const fields of taken) expect(refusal(fields)).toBeNull();
    for (const fields of refused) expect(refusal(fields)).toBe(sentence);
  });
});

describe('a step', () => {
  it('needs a role ARN and nothing else', () => {
    expect(roleStep.parse({ roleArn })).toEqual({
      roleArn,
      externalId: null,
      sessionName: '{user}',
      durationSeconds: null,
      tags: [],
      transitiveTagKeys: [],
      sourceIdentity: null,
      policy: null,
      policyArns: [],
      region: null,
      mfaSerial: null,
    });
    expect(refusal({ roleArn: undefined })).toBe('A role ARN is needed.');
    expect(refusal({ roleArn: 'arn:aws:iam::123456789012:user/ann' })).toContain('The role ARN must be like');
  });

  it('knows no other field: a mistyped one would be a limit that is not there', () => {
    expect(refusal({ externalID: 'x1' })).not.toBeNull();
  });
});
