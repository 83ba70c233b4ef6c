import { describe, expect, it } from 'vitest';
import { formatMarker, lineCheck } from '../../../../src-main/core/profiles/marker.ts';
import { bytesOf } from '../../../../src-main/core/profiles/safeText.ts';
import { readProfiles } from '../../../../src-main/core/profiles/takeover/readProfiles.ts';
import { takeover } from '../../../../src-main/core/profiles/takeover/takeover.ts';

const role = (name: string, account = '111122223333'): string => `arn:aws:iam::${account}:role/${name}`;
const keys = 'aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = example-secret';

const section = (header: string, ...lines: string[]): string => `[${header}]\n${lines.join('\n')}\n`;
const base = section('profile base', keys);
const sso = section(
  'profile sso',
  'sso_session = corp',
  'sso_account_id = 012345678901',
  'sso_role_name = Dev',
);
const corp = section(
  'sso-session corp',
  'sso_start_url = https://corp.awsapps.com/start/#/',
  'sso_region = eu-west-1',
);

/** A role profile “ops” with these lines beside its role. */
const ops = (...lines: string[]): string => section('profile ops', `role_arn = ${role('Ops')}`, ...lines);

/** What became of one profile: how it is taken, the sentence why it is left, or nothing. */
function of(name: string, config: string, credentials = '') {
  const { profiles, left } = takeover(config, credentials);
  return profiles.find((one) => one.name === name) ?? left.find((one) => one.name === name)?.why;
}

/** A section as Latchkey writes it. */
function ours(header: string, line: string): string {
  const checks = [`[${header}]`, line].map(lineCheck);
  const marker = formatMarker({
    kind: 'process',
    id: 'a'.repeat(24),
    home: 'h1',
    endsAt: null,
    checks,
    blankAbove: false,
  });
  return section(header, marker, line);
}

describe('a role profile', () => {
  it('is taken with every key that AssumeRole has', () => {
    const config = ops(
      'source_profile = base',
      'external_id = x-1',
      'role_session_name = ann',
      'duration_seconds = 1800',
      'mfa_serial = arn:aws:iam::111122223333:mfa/ann',
      'region = eu-west-1',
    );
    expect(of('ops', config + base)).toMatchObject({
      name: 'ops',
      from: { kind: 'profile', name: 'base' },
      steps: [
        {
          roleArn: role('Ops'),
          externalId: 'x-1',
          sessionName: 'ann',
          durationSeconds: 1800,
          mfaSerial: 'arn:aws:iam::111122223333:mfa/ann',
          region: 'eu-west-1',
        },
      ],
      mfaSerial: 'arn:aws:iam::111122223333:mfa/ann',
      region: 'eu-west-1',
    });
  });

  it('has our session name, and no length, device and region, where it names none', () => {
    expect(of('ops', ops('source_profile = base') + base)).toMatchObject({
      steps: [{ sessionName: '{user}', durationSeconds: null, mfaSerial: null, externalId: null }],
      mfaSerial: null,
      region: null,
    });
  });

  it('starts where another role profile ends, also one that stands below it', () => {
    const config = section('profile far', `role_arn = ${role('Far')}`, 'source_profile = ops');
    expect(of('far', config + ops('source_profile = base') + base)).toMatchObject({
      from: { kind: 'profile', name: 'ops' },
      steps: [{ roleArn: role('Far') }],
    });
  });

  it('may name itself where it has keys of its own', () => {
    expect(of('ops', ops('source_profile = ops', keys))).toMatchObject({
      from: { kind: 'static-keys', file: 'config' },
      steps: [{ roleArn: role('Ops') }],
    });
    expect(of('ops', ops('source_profile = ops'), section('ops', keys))).toMatchObject({
      from: { kind: 'static-keys', file: 'credentials' },
    });
    expect(of('ops', ops('source_profile = ops'))).toContain('go round in ops -> ops.');
  });

  it('is merged from both files key by key, and the credentials file wins', () => {
    const credentials =
      section('ops', `role_arn = ${role('Other')}`, 'region = us-east-1') + section('base', keys);
    expect(
      of('ops', ops('source_profile = base', 'region = eu-west-1', 'external_id = x-1'), credentials),
    ).toMatchObject({ steps: [{ roleArn: role('Other'), externalId: 'x-1' }], region: 'us-east-1' });
  });

  it('may stand in the credentials file alone', () => {
    const credentials = section('ops', `role_arn = ${role('Ops')}`, 'source_profile = default');
    expect(of('ops', '', credentials + section('default', keys))).toMatchObject({
      from: { kind: 'profile', name: 'default' },
    });
  });

  it('on an EC2 machine starts from its instance profile', () => {
    for (const source of ['Ec2InstanceMetadata', 'ec2instancemetadata']) {
      expect(of('ops', ops(`credential_source = ${source}`))).toMatchObject({
        from: { kind: 'instance-profile' },
        steps: [{ roleArn: role('Ops') }],
      });
    }
  });

  it('with a web identity has its role there, and no step and no device', () => {
    const config = ops(
      'web_identity_token_file = /run/to ken',
      'role_session_name = ann',
      'mfa_serial = 123456789',
    );
    expect(of('ops', config)).toEqual({
      name: 'ops',
      from: { kind: 'web-identity', roleArn: role('Ops'), tokenFile: '/run/to ken', sessionName: 'ann' },
      steps: [],
      mfaSerial: null,
      region: null,
    });
  });

  it('starts from the role that another profile has in Identity Center, in either form', () => {
    const from = {
      kind: 'account-role',
      ssoSession: 'corp',
      startUrl: 'https://corp.awsapps.com/start/#/',
      accountId: '012345678901',
      roleName: 'Dev',
    };
    expect(of('ops', ops('source_profile = sso') + sso + corp)).toMatchObject({ from });
    const old = section(
      'profile sso',
      'sso_start_url = https://corp.awsapps.com/start/#/',
      'sso_region = eu-west-1',
      'sso_account_id = 012345678901',
      'sso_role_name = Dev',
    );
    expect(of('ops', ops('source_profile = sso') + old)).toMatchObject({
      from: { ...from, ssoSession: null },
    });
  });
});

describe('what is not a role profile', () => {
  it('is passed over: one that only signs in, sets a region, or is of another kind of section', () => {
    const config = sso + corp + section('profile plain', 'region = eu-west-1') + section('ops', keys);
    expect(takeover(config + section('services x', keys), '')).toEqual({ profiles: [], left: [] });
    const broken = section('profile my sso', 'sso_account_id = 1', 'sso_role_name = Dev');
    expect(takeover(broken, '')).toEqual({ profiles: [], left: [] });
  });

  it('is taken where it has long-term keys, which are pointed at and not read', () => {
    const credentials = section('ann', keys, 'mfa_serial = arn:aws:iam::111122223333:mfa/ann');
    expect(takeover('', credentials).profiles).toEqual([
      {
        name: 'ann',
        from: { kind: 'static-keys', file: 'credentials' },
        steps: [],
        mfaSerial: 'arn:aws:iam::111122223333:mfa/ann',
        region: null,
      },
    ]);
  });

  it('is passed over where Latchkey wrote it, and a role that starts there is told so', () => {
    const line = 'credential_process = /x/latchkey a';
    const config = ours('profile dev', line) + ops('source_profile = dev');
    expect(of('dev', config)).toBeUndefined();
    expect(of('ops', config)).toBe('It starts from “dev”, which Latchkey wrote itself.');
    expect(takeover('', ours('dev', 'aws_access_key_id = AKIAEXAMPLE'))).toEqual({ profiles: [], left: [] });
  });

  it('keeps a section of the person’s beside one that Latchkey wrote in the other file', () => {
    const credentials = ours('ops', 'aws_session_token = example');
    expect(of('ops', ops('source_profile = base') + base, credentials)).toMatchObject({ steps: [{}] });
  });
});

/** The profile “ops”, what else is in the config file, and in the credentials file, and why it is left. */
const reasons: readonly (readonly [string, string, string, string])[] = [
  ['no source', ops(), '', 'It has a role_arn and no source, such as source_profile.'],
  [
    'both sources',
    ops('source_profile = base', 'credential_source = Environment') + base,
    '',
    'It has more than one source: source_profile, credential_source.',
  ],
  [
    'a web identity beside a source',
    ops('source_profile = base', 'web_identity_token_file = /t') + base,
    '',
    'It has more than one source: source_profile, web_identity_token_file.',
  ],
  [
    'keys beside a web identity',
    ops('web_identity_token_file = /t', keys),
    '',
    'It has more than one source: web_identity_token_file, keys.',
  ],
  [
    'a source without a role',
    section('profile ops', 'source_profile = base') + base,
    '',
    'It has source_profile and no role_arn.',
  ],
  [
    'credential_process',
    section('profile ops', 'credential_process = /bin/secret --x'),
    '',
    'It runs a command (credential_process), and Latchkey takes no command from a file.',
  ],
  [
    'credential_process beside a role',
    ops('credential_process = /bin/secret --x'),
    '',
    'It runs a command (credential_process), and Latchkey takes no command from a file.',
  ],
  [
    'Environment',
    ops('credential_source = Environment'),
    '',
    'It starts from keys in the environment of a shell (credential_source = Environment).',
  ],
  [
    'EcsContainer',
    ops('credential_source = EcsContainer'),
    '',
    'It starts from the role of a container (credential_source = EcsContainer).',
  ],
  ['another source', ops('credential_source = Sun'), '', 'Its credential_source is none that AWS has.'],
  ['a source that is missing', ops('source_profile = gone'), '', 'Its source_profile is in neither file.'],
  [
    'a source without credentials',
    ops('source_profile = base') + section('profile base', 'region = eu-west-1'),
    '',
    'It starts from “base”, which has no source of credentials.',
  ],
  [
    'a source that is left',
    ops('source_profile = base') + section('profile base', 'credential_process = x'),
    '',
    'It starts from “base”, which cannot be taken.',
  ],
  [
    'a source with keys and a role',
    ops('source_profile = b') + section('profile b', `role_arn = ${role('B')}`, 'source_profile = b', keys),
    '',
    'It starts from “b”, which has keys and a role: AWS tools take one or the other.',
  ],
  [
    'a loop',
    ops('source_profile = b') + section('profile b', `role_arn = ${role('B')}`, 'source_profile = ops'),
    '',
    'It never reaches a source: its profiles go round in ops -> b -> ops.',
  ],
  [
    'temporary keys, by their token',
    section('profile ops', keys, 'aws_session_token = x'),
    '',
    'Its keys are temporary ones.',
  ],
  [
    'temporary keys, by their id',
    '',
    section('ops', 'aws_access_key_id = ASIAEXAMPLE', 'aws_secret_access_key = x'),
    'Its keys are temporary ones.',
  ],
  [
    'half a pair',
    section('profile ops', 'aws_access_key_id = AKIAEXAMPLE'),
    '',
    'It does not have aws_access_key_id and aws_secret_access_key in one file.',
  ],
  [
    'half a pair in the file that wins',
    section('profile ops', keys),
    section('ops', 'aws_access_key_id = AKIAOTHER'),
    'It does not have aws_access_key_id and aws_secret_access_key in one file.',
  ],
  [
    'a pair that is split over both files',
    section('profile ops', 'aws_access_key_id = AKIAEXAMPLE'),
    section('ops', 'aws_secret_access_key = x'),
    'It does not have aws_access_key_id and aws_secret_access_key in one file.',
  ],
  [
    'keys beside Identity Center',
    section('profile ops', keys, 'sso_account_id = 012345678901'),
    '',
    'It has more than one source: keys, Identity Center.',
  ],
  [
    'a role ARN that is none',
    section('profile ops', 'role_arn = secret', 'source_profile = base') + base,
    '',
    'The role ARN must be like arn:aws:iam::123456789012:role/NAME.',
  ],
  [
    'an external id that is too long',
    ops('source_profile = base', `external_id = ${'x'.repeat(1225)}`) + base,
    '',
    'The external id has at most 1224 characters.',
  ],
  [
    'a duration that is no whole number',
    ops('source_profile = base', 'duration_seconds = 1e3') + base,
    '',
    'The duration must be whole seconds from 900 to 43200 (15 minutes to 12 hours).',
  ],
  [
    'a duration that is too short',
    ops('source_profile = base', 'duration_seconds = 899') + base,
    '',
    'The duration must be whole seconds from 900 to 43200 (15 minutes to 12 hours).',
  ],
  [
    'a session name with braces, which Latchkey would fill in',
    ops('source_profile = base', 'role_session_name = {user}') + base,
    '',
    'The session name is made of letters, digits and _ + = , . @ -.',
  ],
  [
    'a session name that AWS does not take, for a web identity',
    ops('web_identity_token_file = /t', 'role_session_name = a b'),
    '',
    'Its role_session_name is not 2 to 64 letters, digits and _ + = , . @ -.',
  ],
  [
    'a token file that depends on the folder',
    ops('web_identity_token_file = token'),
    '',
    'Its web_identity_token_file is not an absolute path.',
  ],
  [
    'a device that is none',
    section('profile ops', keys, 'mfa_serial = 123'),
    '',
    'The MFA serial has at least 9 characters.',
  ],
  [
    'a region that is none',
    ops('source_profile = base', 'region = x y') + base,
    '',
    'The region must be like eu-west-1.',
  ],
  [
    'another partition on the way',
    ops('source_profile = b') +
      section('profile b', 'role_arn = arn:aws-cn:iam::111122223333:role/B', 'source_profile = base') +
      base,
    '',
    '“ops” goes from one partition of AWS to another (aws-cn, aws); a role chain stays in one.',
  ],
  [
    'its section twice',
    ops('source_profile = base') + ops() + base,
    '',
    'The config file has its section twice.',
  ],
  [
    'its section twice in the credentials file',
    ops('source_profile = base') + base,
    section('ops') + section('ops'),
    'The credentials file has its section twice.',
  ],
  [
    'a key twice',
    ops('source_profile = base', 'source_profile = base') + base,
    '',
    'It has source_profile twice.',
  ],
  [
    'a comment behind a value',
    ops('source_profile = base # note') + base,
    '',
    'It has a comment behind the value of source_profile, which AWS tools read in different ways.',
  ],
  [
    'a deeper line below a value',
    ops('  source_profile = base') + base,
    '',
    'It has an indented line that AWS tools read in different ways.',
  ],
  [
    'a header that not every tool reads',
    ops('source_profile = base').replace('[profile', '[profiles') + base,
    '',
    'Its section begins with a line that AWS tools read in different ways.',
  ],
];

describe('a profile is left, with why, that has', () => {
  it.each(reasons)('%s', (_, config, credentials, why) => {
    expect(of('ops', config, credentials)).toBe(why);
  });

  it('a name that AWS tools read in different ways', () => {
    const config = ['my ops', 'café', '-ops'].map((name) =>
      ops('source_profile = base').replace(' ops', ` ${bytesOf(name)}`),
    );
    expect(takeover(config.join('') + base, '').left).toEqual(
      ['my ops', 'café', '-ops'].map((name) => ({
        name,
        why: 'Its name is not one that every AWS tool reads.',
      })),
    );
  });

  it('more than 20 roles on the way', () => {
    const line = Array.from({ length: 21 }, (_, n) =>
      section(
        `profile p${n}`,
        `role_arn = ${role('P')}`,
        `source_profile = ${n === 0 ? 'base' : `p${n - 1}`}`,
      ),
    );
    const { profiles, left } = takeover(line.toReversed().join('') + base, '');
    expect(profiles).toHaveLength(21);
    expect(left).toEqual([
      { name: 'p20', why: '“p20” takes 21 roles one after the other; at most 20 are taken.' },
    ]);
  });
});

describe('a sign-in where a role starts', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['has an sso-session that is missing', sso, 'Its sso_session is not in the config file.'],
    ['has an sso-session twice', sso + corp + corp, 'The config file has its sso-session twice.'],
    ['has no region', sso + corp.replace(/sso_region.*/, ''), 'It has no sso_region in its sso-session.'],
    [
      'has a start URL that is not its session’s',
      `${sso}sso_start_url = https://other.awsapps.com/start\n${corp}`,
      'Its sso_start_url is not the one of its sso-session.',
    ],
    [
      'has a start URL that is none',
      sso + corp.replace('https', 'http'),
      'The start URL must be like https://NAME.awsapps.com/start.',
    ],
    [
      'has no account',
      sso.replace(/sso_account_id.*/, '') + corp,
      'Its sso_account_id is not twelve digits.',
    ],
    [
      'has no role',
      sso.replace(/sso_role_name.*/, '') + corp,
      'Its sso_role_name is not the name of a role.',
    ],
  ];
  it.each(cases)('%s: both are left', (_, config, why) => {
    expect(takeover(ops('source_profile = sso') + config, '')).toEqual({
      profiles: [],
      left: [
        { name: 'ops', why: 'It starts from “sso”, which cannot be taken.' },
        { name: 'sso', why },
      ],
    });
  });
});

describe('the files', () => {
  it('are read as the AWS CLI reads them: capitals, colons, quotes, indents, blocks, CRLF, comments', () => {
    const config = [
      '# note',
      '[profile "ops"] ; note',
      '  ; note',
      '  ROLE_ARN: arn:aws:iam::111122223333:role/Ops',
      '',
      '  s3 =',
      '    region = x',
      '  source_profile=base',
      '  external_id =',
      '[profile   base]',
      keys,
      '[default]',
    ].join('\r\n');
    expect(of('ops', config)).toMatchObject({
      from: { kind: 'profile', name: 'base' },
      steps: [{ roleArn: role('Ops'), externalId: null }],
      region: null,
    });
  });

  it('may name profiles like an object’s own members', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const config = names.map((name) =>
      section(`profile ${name}`, `role_arn = ${role('Ops')}`, 'source_profile = base'),
    );
    const { left } = takeover(config.join('') + base, names.map((name) => section(name, keys)).join(''));
    expect(left.map(({ name }) => name)).toEqual(names);
    expect(of('ops', ops('source_profile = constructor'))).toBe('Its source_profile is in neither file.');
    expect(of('ops', ops('source_profile = base', 'sso_session = __proto__') + base)).toMatchObject({
      name: 'ops',
    });
  });

  it('are kept without the keys in them', () => {
    const { profiles } = readProfiles(section('profile ann', keys, 'region = x'), section('ann', keys));
    expect([...profiles.get('ann')!.values]).toEqual([['region', 'x']]);
  });

  it('have at most 1 MB each', () => {
    const text = '#'.repeat(1_048_576);
    expect(takeover(text, text)).toEqual({ profiles: [], left: [] });
    expect(() => takeover(`${text}#`, '')).toThrow('The AWS config file is larger than 1 MB.');
    expect(() => takeover('', `${text}#`)).toThrow('The AWS credentials file is larger than 1 MB.');
  });

  it(
    'are read in a moment at that size, in a line or a round of thousands, and with blanks without end',
    { timeout: 30_000 },
    () => {
      const line = (parent: (n: number) => number): string =>
        Array.from({ length: 5_000 }, (_, n) =>
          section(`profile p${n}`, `role_arn = ${role('P')}`, `source_profile = p${parent(n)}`),
        ).join('');
      const blanks = ' '.repeat(500_000);
      const texts = [
        line((n) => n + 1),
        line((n) => (n + 1) % 5_000),
        `[sso-session${blanks}`,
        `[profile${blanks}x`,
        `[profile x]\nrole_arn${blanks}=${blanks}x`.slice(0, 1_000_000),
      ];
      const start = performance.now();
      const answers = texts.map((text) => takeover(text, ''));
      expect(performance.now() - start).toBeLessThan(10_000);
      expect(answers[0]!.left.length).toBe(5_000);
      expect(answers[1]!.left[4_999]!.why).toContain('p0 -> p1 -> ');
    },
  );
});
