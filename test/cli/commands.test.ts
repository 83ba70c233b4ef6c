import { allSettings } from '../../src-main/core/settings/settingGroups.ts';
import { hintOf } from '../../src-main/core/settings/settingWords.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src-main/contract.ts';
import { AppError, type ErrorCode } from '../../src-main/core/errors.ts';
import { delivered, issued, row, wellNow } from './answers.ts';
import { buildCommand, type BuiltCommand, ended } from './builtCommand.ts';
import { fakeAgent, type FakeAgent } from './fakeAgent.ts';

let command: BuiltCommand;
let agent: FakeAgent;
const run = async (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  command.run(words, { ...agent.env, ...env });

beforeAll(async () => {
  command = await buildCommand();
  agent = await fakeAgent();
});
afterAll(async () => {
  command.remove();
  await agent.close();
});
beforeEach(() => {
  agent.answers = {};
  agent.asked.length = 0;
});

describe('the command line', () => {
  it('without a command and without a terminal shows its help on stderr and exits 2', async () => {
    const { code, stdout, stderr } = await run([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: latchkey');
  });

  it('lists in its help what is there and nothing of what is to come', async () => {
    const { code, stdout } = await run(['help']);
    expect(code).toBe(0);
    const there = ['sso', 'login', 'whoami', 'deliver', 'credentials', 'favourite', 'doctor'];
    const newer = [
      'profile',
      'iam-user',
      'source',
      'import',
      'exec',
      'each',
      'shell-init',
      'label',
      'journal',
    ];
    for (const name of [...there, ...newer]) {
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    }
    for (const name of ['export', 'complete-profiles']) {
      expect(stdout).not.toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    }
  });

  it.each([
    ...['sso add', 'login', 'start', 'deliver', 'stop', 'env', 'credentials', 'console', 'settings set'],
    ...['profile add', 'profile edit', 'profile test', 'iam-user add', 'iam-user edit', 'iam-user rotate'],
    ...['source add saml', 'source add web-identity', 'import'],
    ...['settings export', 'settings import'],
    ...['exec', 'each', 'shell-init', 'label', 'journal'],
  ])('help %s has an example', async (name) => {
    const { code, stdout } = await run(['help', ...name.split(' ')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples?: /);
  });

  it('help profile add says which --role-arn an option is for', async () => {
    const { stdout } = await run(['help', 'profile', 'add']);
    expect(stdout).toContain('Options of a role belong to the --role-arn before them.');
  });

  it.each(['nonsense', 'constructor'])('%s is an unknown command', async (name) => {
    const { code, stdout, stderr } = await run([name, 'prod', '--', 'aws']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error: unknown command '${name}'`);
  });

  it('export points to the two things it could mean', async () => {
    const { code, stderr } = await run(['export', 'prod', '--shell', 'bash']);
    expect(code).toBe(2);
    expect(stderr).toContain('latchkey env');
    expect(stderr).toContain('latchkey settings export');
  });

  it.each([
    [['list', '--bogus']],
    [['list', '--active', '--recent']],
    [['start', 'a', 'b']],
    [['env', '--shell', 'tcsh']],
    [['sso']],
    [['sso', 'add', 'x']],
    [['deliver', 'x', '--delivery', 'keys']],
    [['stop', 'x', '--all']],
    [['settings', 'set', 'proxy']],
    [['start', 'x', '--for', '13h']],
    [['start', 'x', '--for', '1h', '--delivery', 'process']],
    [['credentials']],
    [['start']],
    [['stop']],
    [['start', 'x', '--duration', '37h']],
    [['profile', 'add', 'x', '--role-arn', 'y']],
    [['profile', 'add', 'x', '--from', 'y', '--external-id', 'z', '--role-arn', 'arn']],
    [['profile', 'add', 'x', '--from', 'y', '--role-arn', 'arn', '--policy', '/no/such/file']],
    [['iam-user', 'add', 'x', 'AKIA', 'secret']],
    [['source', 'add', 'saml', 'x', '--paste', '--command', 'y']],
    [['source', 'add', 'web-identity', 'x', '--client-id', 'y']],
    [['import', '--from', 'nonsense']],
    [['import', '--file', 'x']],
    [['import', '--keys', 'default']],
    [['console', 'x', '--print', '--service', 's3', '--path', '/s3/buckets']],
  ])('%j is wrong usage: exit 2, said on stderr, or as JSON on stdout', async (words) => {
    const plain = await run(words);
    expect(plain).toMatchObject({ code: 2, stdout: '' });
    expect(plain.stderr).not.toBe('');
    const json = await run([...words, '--json']);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toEqual({
      error: {
        code: 'bad-input',
        message: expect.any(String) as string,
        hint: expect.toSatisfy(isTextOrNull) as string,
      },
    });
    expect(agent.asked).toEqual([]);
  });

  it('carries no schemas, settings store or AWS client along: it starts inside other programs', () => {
    const folder = dirname(command.entry);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.cjs'),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const name of files) {
      expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/ZodError|smithy|ajv|keytar/i);
    }
  });

  it('prints its version', async () => {
    expect(await run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });
});

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

describe('a failure', () => {
  it.each<[ErrorCode, number]>([
    ['no-such-profile', 1],
    ['offline', 1],
    ['secrets-unavailable', 1],
    ['bad-input', 2],
    ['ambiguous-profile', 2],
    ['store-already-chosen', 2],
    ['sign-in-needed', 3],
    ['other-person', 3],
    ['mfa-code-needed', 3],
    ['mfa-code-refused', 3],
    ['other-provider', 3],
    ['mfa-device', 4],
    ['secrets-locked', 3],
    ['denied', 4],
  ])('%s of the agent ends with exit %d, a sentence and a hint', async (code, exit) => {
    agent.answers.credentials = () => {
      throw new AppError(code, 'This went wrong.', { hint: 'Do that.', details: ['one', 'two'] });
    };
    const plain = await run(['credentials', 'x']);
    expect(plain).toEqual({
      code: exit,
      stdout: '',
      stderr: 'latchkey: This went wrong. Do that.\n  one\n  two\n',
    });
    const json = await run(['--json', 'credentials', 'x']);
    expect(json.code).toBe(exit);
    expect(JSON.parse(json.stdout)).toEqual({
      error: { code, message: 'This went wrong.', hint: 'Do that.' },
    });
  });

  it('has no hint in JSON where there is none', async () => {
    agent.answers.lock = () => {
      throw new AppError('internal', 'No.');
    };
    const { stdout } = await run(['lock', '--json']);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'internal', message: 'No.', hint: null } });
  });

  it('a reader that goes away is none: the command ends quietly', async () => {
    const profiles = Array.from({ length: 20_000 }, (_, at) => row(`account-${at}.Admin`));
    agent.answers.listProfiles = () => ({ profiles });
    const child = spawn(
      'bash',
      ['-c', `set -o pipefail; '${process.execPath}' '${command.entry}' list | head -1`],
      {
        env: agent.env,
      },
    );
    expect(await ended(child)).toEqual({
      code: 0,
      stdout: 'account-0.Admin\t111122223333\taccount-0\tAdmin\twork\n',
      stderr: '',
    });
  });

  it('Ctrl-C ends the call at the agent, too, and exits 130', async () => {
    let left: Promise<void> | undefined;
    const child = spawn(process.execPath, [command.entry, 'sync'], { env: agent.env });
    agent.answers.sync = async (_, { gone }) => {
      left = gone;
      child.kill('SIGINT');
      await gone;
      throw new AppError('internal', 'Nobody is there to hear it.');
    };
    expect(await ended(child)).toEqual({ code: 130, stdout: '', stderr: '' });
    await left;
  });
});

describe('list', () => {
  it('gives JSON of exactly the promised shape', async () => {
    const profiles = [
      row('prod.Admin', { active: true, delivery: 'keys', expiresAt: '2030-01-01T00:00:00Z' }),
      row('dev.ReadOnly'),
    ];
    agent.answers.listProfiles = () => ({ profiles });
    const promised = profiles.map((one) =>
      Object.fromEntries(Object.entries(one).filter(([name]) => !['labels', 'asksFirst'].includes(name))),
    );
    const { code, stdout } = await run(['list', 'prod', 'adm', '--favourites', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ profiles: promised });
    expect(agent.asked).toEqual([['listProfiles', { words: 'prod adm', only: 'favourites' }]]);
  });

  it.each(['active', 'favourites', 'recent', 'hidden'])('--%s asks for those alone', async (only) => {
    agent.answers.listProfiles = () => ({ profiles: [] });
    await run(['list', `--${only}`]);
    expect(agent.asked).toEqual([['listProfiles', { only }]]);
  });

  it('leaves the sign-in empty for what begins elsewhere', async () => {
    agent.answers.listProfiles = () => ({ profiles: [row('ada', { ssoSession: null, roleName: 'ada' })] });
    expect((await run(['list'])).stdout).toBe('ada\t111122223333\tada\tada\t\n');
  });

  it('prints one line a profile into a pipe, the name first', async () => {
    agent.answers.listProfiles = () => ({
      profiles: [row('prod.Admin', { accountName: 'a\u001b[31m\tb' }), row('dev.ReadOnly')],
    });
    const { stdout } = await run(['list']);
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(['prod.Admin', 'dev.ReadOnly', '']);
    expect(stdout).not.toContain('\u001b');
  });
});

describe('start', () => {
  it('ends stdout with the profile name and says on stderr where it is and how long', async () => {
    agent.answers.startProfile = () => ({ ...delivered, warnings: ['Mind this.'] });
    const { code, stdout, stderr } = await run(
      ['start', 'prod.Admin', '--as', 'p', '--for', '90m', '--delivery', 'keys'],
      {
        AWS_CONFIG_FILE: '/tmp/config',
      },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'prod.Admin\n' });
    expect(stderr).toContain('/home/ada/.aws/credentials');
    expect(stderr).toContain('2030-01-01T08:00:00Z');
    expect(stderr).toContain('Mind this.');
    expect(agent.asked).toEqual([
      [
        'startProfile',
        {
          profile: 'prod.Admin',
          as: 'p',
          delivery: 'keys',
          forSeconds: 5400,
          awsFiles: { config: '/tmp/config' },
        },
      ],
    ]);
  });

  it('takes the profile of LATCHKEY_PROFILE when none is named', async () => {
    agent.answers.startProfile = () => delivered;
    await run(['start', '--sso-session', 'work'], { LATCHKEY_PROFILE: 'prod.Admin' });
    expect(agent.asked).toEqual([
      ['startProfile', { profile: 'prod.Admin', ssoSession: 'work', awsFiles: {} }],
    ]);
  });

  it('gives --duration, --mfa-code and --reason to the agent, and never asks itself without a terminal', async () => {
    agent.answers.startProfile = () => delivered;
    const words = ['--duration', '20m', '--mfa-code', '012345', '--reason', 'case 7'];
    await run(['start', 'prod.Admin', ...words]);
    const given = { durationSeconds: 1200, mfaCode: '012345', reason: 'case 7' };
    expect(agent.asked).toEqual([['startProfile', { profile: 'prod.Admin', ...given, awsFiles: {} }]]);
  });

  it.each(['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'])('refuses a relative %s', async (name) => {
    const { code, stderr } = await run(['start', 'prod.Admin'], { [name]: 'some/file' });
    expect(code).toBe(2);
    expect(stderr).toContain(name);
    expect(agent.asked).toEqual([]);
  });

  it('never lets letters count without a terminal: the script gets what it named', async () => {
    agent.answers.startProfile = () => delivered;
    await run(['start', 'prd']);
    expect(agent.asked).toEqual([['startProfile', { profile: 'prd', awsFiles: {} }]]);
  });
});

describe('credentials', () => {
  beforeEach(() => {
    agent.answers.credentials = () => issued;
  });

  it('prints the credential_process document and nothing else', async () => {
    const { code, stdout, stderr } = await run(['credentials', 'prod.Admin']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      Version: 1,
      AccessKeyId: issued.accessKeyId,
      SecretAccessKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: issued.expiration,
    });
  });

  it('takes the id that a delivery wrote', async () => {
    expect(await run(['credentials', '--id', '0123456789abcdef01234567'])).toMatchObject({ code: 0 });
    expect(agent.asked).toEqual([['credentials', { id: '0123456789abcdef01234567' }]]);
  });
});

describe('env', () => {
  beforeEach(() => {
    agent.answers.credentials = () => issued;
  });
  const variables = async (script: string, env: NodeJS.ProcessEnv) => {
    const show = `'${process.execPath}' -e 'process.stdout.write(JSON.stringify(process.env))'`;
    const latchkey = `latchkey() { '${process.execPath}' '${command.entry}' "$@"; };`;
    const child = spawn('bash', ['--norc', '-c', `${latchkey} ${script}; ${show}`], {
      env: { ...agent.env, ...env },
    });
    const end = await ended(child);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    return JSON.parse(end.stdout) as Record<string, string>;
  };
  const ours = {
    AWS_ACCESS_KEY_ID: issued.accessKeyId,
    AWS_SECRET_ACCESS_KEY: issued.secretAccessKey,
    AWS_SESSION_TOKEN: issued.sessionToken,
    AWS_CREDENTIAL_EXPIRATION: issued.expiration,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    LATCHKEY_PROFILE: 'prod.Admin',
  };
  const leftovers = [
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_SECURITY_TOKEN',
    'AWS_CREDENTIAL_SCOPE',
    'AWS_ROLE_ARN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  ];

  it('makes the shell that profile and nothing that contradicts it', async () => {
    const before = Object.fromEntries(leftovers.map((name) => [name, 'left over']));
    const after = await variables('eval "$(latchkey env prod.Admin --shell bash)"', before);
    expect(after).toMatchObject(ours);
    expect(Object.keys(after).filter((name) => leftovers.includes(name))).toEqual([]);
  });

  it('--unset is the way back from keys and from an endpoint, and asks nobody', async () => {
    const endpoint = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/v1/x',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'token',
      LATCHKEY_LABELS: 'production',
    };
    const before = { ...ours, ...endpoint };
    const after = await variables('eval "$(latchkey env --unset --shell bash)"', before);
    expect(Object.keys(after).filter((name) => name in before)).toEqual([]);
    expect(agent.asked).toEqual([]);
  });

  it('--json gives the change as one document', async () => {
    const { stdout } = await run(['env', 'prod.Admin', '--json']);
    expect(JSON.parse(stdout)).toEqual({ set: ours, unset: expect.arrayContaining(leftovers) as string[] });
  });

  it('says which labels the profile has, and leaves none of another', async () => {
    agent.answers.credentials = () => ({ ...issued, labels: ['production', 'pci'] });
    const script = 'eval "$(latchkey env prod.Admin --shell bash)"';
    expect(await variables(script, {})).toMatchObject({ LATCHKEY_LABELS: 'production,pci' });
    agent.answers.credentials = () => issued;
    expect(await variables(script, { LATCHKEY_LABELS: 'production' })).not.toHaveProperty('LATCHKEY_LABELS');
  });

  it('says on stderr where the person gave another profile than was asked for', async () => {
    agent.answers.credentials = () => ({ ...issued, profileName: 'prod.ReadOnly' });
    const { code, stderr } = await run(['env', 'prod.Admin', '--shell', 'bash']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'These are the keys of prod.ReadOnly, given instead of prod.Admin.\n',
    });
    expect(agent.asked).toEqual([['credentials', { profile: 'prod.Admin', use: 'env' }]]);
  });

  it('refuses a value that would end the line', async () => {
    agent.answers.credentials = () => ({ ...issued, profileName: 'x\ntouch made' });
    expect(await run(['env', 'x', '--shell', 'bash'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('an empty list', () => {
  it.each([
    [['--active'], 'No profile is delivered now. latchkey start PROFILE delivers one.\n'],
    [['--recent'], 'Nothing has been used yet.\n'],
    [['--favourites'], 'There is no favourite yet. latchkey favourite PROFILE makes one.\n'],
    [['--hidden'], 'Nothing is out of sight.\n'],
    [['--active', 'prod'], 'No profile fits. latchkey sync refreshes the list.\n'],
    [[], 'No profile fits. latchkey sync refreshes the list.\n'],
  ])('of %j says what would fill it', async (words, stderr) => {
    agent.answers.listProfiles = () => ({ profiles: [] });
    expect(await run(['list', ...words])).toEqual({ code: 0, stdout: '', stderr });
  });
});

describe('doctor', () => {
  it('exits 1 where a check failed, and says all of them', async () => {
    const about = { kind: 'clock' as const, name: 'clock', hint: null, message: 'It is off.' };
    const failed = { ...about, state: 'failed' as const };
    agent.answers.doctor = () => ({ checks: [failed] });
    expect(await run(['doctor'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('It is off.') as string,
    });
    const json = await run(['doctor', '--json']);
    expect([json.code, JSON.parse(json.stdout)]).toEqual([1, { checks: [failed] }]);
    agent.answers.doctor = () => ({ checks: [{ ...failed, state: 'warning' as const }] });
    expect((await run(['doctor'])).code).toBe(0);
  });
});

describe('console', () => {
  it('opens nothing without a terminal', async () => {
    expect(await run(['console', 'prod.Admin'])).toMatchObject({ code: 2, stdout: '' });
    expect(agent.asked).toEqual([]);
  });

  it.each([
    ['lamda', 'Did you mean lambda?'],
    ['nonsense', '--path /SERVICE/home'],
  ])(
    'a service “%s” that it does not know opens nothing, and those near are named',
    async (service, hint) => {
      const { code, stderr } = await run(['console', 'prod.Admin', '--print', '--service', service]);
      expect([code, stderr]).toEqual([2, expect.stringContaining(hint)]);
      expect(agent.asked).toEqual([]);
    },
  );

  it('--print prints the link', async () => {
    agent.answers.consoleLink = () => ({
      link: 'https://example.test/x?y=1&z=2',
      profileName: 'prod.Admin',
      endsAt: null,
      service: 'S3',
      region: 'eu-west-1',
      by: 'federation',
    });
    const words = [
      'console',
      'prod.Admin',
      '--print',
      '--service',
      's3',
      '--region',
      'eu-west-1',
      '--duration',
      '8h',
    ];
    expect(await run(words)).toEqual({ code: 0, stdout: 'https://example.test/x?y=1&z=2\n', stderr: '' });
    expect(agent.asked).toEqual([
      ['consoleLink', { profile: 'prod.Admin', service: 's3', region: 'eu-west-1', durationSeconds: 28_800 }],
    ]);
  });
});

describe('label', () => {
  it('is given to a profile, or to all that a pattern fits, and says how many that are', async () => {
    agent.answers.addLabel = ({ pattern }) => ({ pattern, profiles: pattern.includes('*') ? 12 : 1 });
    const one = await run(['label', 'prod.Admin', 'production']);
    expect(one).toEqual({
      code: 0,
      stdout: '',
      stderr: '1 profile has the label “production” by prod.Admin.\n',
    });
    const many = await run(['label', '*prod*', 'production', '--json']);
    expect(JSON.parse(many.stdout)).toEqual({ pattern: '*prod*', profiles: 12 });
    expect(agent.asked).toEqual([
      ['addLabel', { label: 'production', profile: true, pattern: 'prod.Admin' }],
      ['addLabel', { label: 'production', pattern: '*prod*' }],
    ]);
  });

  it('--colour gives the label a colour beside, one of seven', async () => {
    agent.answers.addLabel = () => ({ pattern: '*stag*', profiles: 2 });
    agent.answers.colourLabel = () => ({});
    expect(await run(['label', '--colour', 'orange', '*stag*', 'staging'])).toMatchObject({ code: 0 });
    expect(agent.asked.at(-1)).toEqual(['colourLabel', { label: 'staging', colour: 'orange' }]);
    expect(await run(['label', '--colour', 'pink', '*stag*', 'staging'])).toMatchObject({ code: 2 });
  });

  it('--remove takes away the rule that gives it, and fails where there is none', async () => {
    const labels = [{ label: 'production', pattern: '111122223333/Admin' }];
    agent.answers.getSettings = () => ({ settings: { labels } });
    agent.answers.findProfile = () => ({ profile: row('prod.Admin') });
    agent.answers.removeLabel = () => ({});
    expect(await run(['label', 'prod.Admin', 'production', '--remove'])).toMatchObject({ code: 0 });
    expect(agent.asked.at(-1)).toEqual(['removeLabel', labels[0]]);
    const nobody = await run(['label', '', 'production', '--remove']);
    expect(nobody).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No profile is named.') as string,
    });
    expect(await run(['label', '*prod*', 'production', '--remove'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('journal', () => {
  const entry: JournalEntry = {
    at: '2026-01-02T03:04:05.678Z',
    profile: 'prod.Admin',
    accountId: '111122223333',
    roleName: 'Admin',
    roleArn: null,
    accessKeyId: 'ASIATESTTESTTESTTEST',
    sessionName: null,
    executable: '/usr/bin/terra\u001bform',
    pid: 42,
    how: 'exec',
    answer: 'once',
  };

  it('is a table of who was given what, or one document', async () => {
    agent.answers.journal = () => ({ entries: [entry] });
    const { stdout } = await run(['journal']);
    expect(stdout.split('\n')[1]).toBe(
      '2026-01-02T03:04:05Z  prod.Admin  111122223333/Admin  exec  /usr/bin/terra�form (42)  once    ASIATESTTESTTESTTEST',
    );
    expect(JSON.parse((await run(['journal', '--json'])).stdout)).toEqual({ entries: [entry] });
  });

  it('clear empties it', async () => {
    agent.answers.clearJournal = () => ({});
    expect(await run(['journal', 'clear'])).toMatchObject({ code: 0, stdout: '' });
    expect(agent.asked).toEqual([['clearJournal', {}]]);
  });
});

describe('complete-profiles', () => {
  it('is for completion in shells: names and accounts, and nothing at all where no agent runs', async () => {
    agent.answers.listProfiles = () => ({
      profiles: [row('prod.Admin'), row('b.Admin', { accountName: null })],
    });
    const { stdout } = await run(['complete-profiles']);
    expect(stdout).toBe('prod.Admin\t111122223333 prod\nb.Admin\t111122223333\n');
    const nobody = { LATCHKEY_HOME: join(agent.folder, 'nobody') };
    expect(await run(['complete-profiles'], nobody)).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('status', () => {
  it('counts what is left by AWS’s clock, which ends it', async () => {
    const hours = (count: number): string => new Date(Date.now() + count * 3_600_000 + 30_000).toISOString();
    agent.answers.status = () => ({
      ...wellNow,
      ...{ signIns: [], grants: [], notices: [], clock: { offset: 2 * 3_600_000 } },
      active: [
        {
          ...{ id: row('prod.Admin').id, name: 'prod.Admin', delivery: 'keys' as const, file: '/c' },
          ...{ expiresAt: hours(3), endsAt: hours(3) },
        },
      ],
      secrets: { store: 'keychain', state: 'ready', reason: null },
    });
    agent.answers.agentStatus = () => ({
      ...{ pid: 1, version: '0.1.0', startedAt: '2026-01-01T00:00:00Z' },
      ...{ kind: 'headless' as const, holds: [] },
    });
    expect((await run(['status'])).stdout).toContain('(1 h 0 min left)');
  });
});

describe('whoami', () => {
  const keys = {
    AWS_ACCESS_KEY_ID: 'ASIAQAAAAAAAGMKEM7X5',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    AWS_CREDENTIAL_EXPIRATION: '2030-01-01T00:00:00+00:00',
    AWS_REGION: 'eu-west-1',
    LATCHKEY_PROFILE: 'prod.Admin',
  };
  const mine = row('prod.Admin', { accountId: '000000000000' });
  const arn = 'arn:aws:sts::000000000000:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ada';

  it('reads the environment', async () => {
    agent.answers.findProfile = () => ({ profile: mine });
    const { code, stdout } = await run(['whoami', '--json'], keys);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      profile: 'prod.Admin',
      accountId: '000000000000',
      roleName: 'Admin',
      expiresAt: '2030-01-01T00:00:00.000Z',
      arn: null,
    });
  });

  it('says so where there is nothing', async () => {
    expect(await run(['whoami'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('no AWS keys') as string,
    });
    expect(agent.asked).toEqual([]);
  });

  it('warns when AWS_PROFILE stands beside keys, and when the account is another', async () => {
    agent.answers.findProfile = () => ({ profile: row('prod.Admin') });
    const { stderr } = await run(['whoami'], { ...keys, AWS_PROFILE: 'other' });
    expect(stderr).toContain('AWS_PROFILE is set beside keys');
    expect(stderr).toContain('The keys belong to account 000000000000');
  });

  it('knows a shell within exec --endpoint: the profile by our name, the end unknown', async () => {
    agent.answers.findProfile = () => ({ profile: mine });
    const endpoint = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/v1/x',
      AWS_CREDENTIAL_EXPIRATION: '2030-01-01T00:00:00Z',
      LATCHKEY_PROFILE: 'prod.Admin',
    };
    const { stdout } = await run(['whoami'], endpoint);
    expect(stdout).toMatch(/^Keys +renewed by an endpoint/m);
    const document = JSON.parse((await run(['whoami', '--json'], endpoint)).stdout) as object;
    expect(document).toMatchObject({ profile: 'prod.Admin', accountId: '000000000000', expiresAt: null });
  });

  it('--check asks such an endpoint as a program would, with its token, and sends that nowhere else', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, answer) => {
      asked.push(request.headers.authorization);
      answer.end(JSON.stringify({ AccessKeyId: 'ASIAX', SecretAccessKey: 's', Token: 't' }));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    agent.answers.findProfile = () => ({ profile: mine });
    agent.answers.checkIdentity = () => ({ arn, accountId: '000000000000', roleName: 'Admin' });
    const env = { AWS_CONTAINER_AUTHORIZATION_TOKEN: 'of-the-tree', LATCHKEY_PROFILE: 'prod.Admin' };
    const check = async (host: string) =>
      run(['whoami', '--check'], {
        ...env,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${host}:${port}/v1/x`,
      });
    expect(await check('127.0.0.1')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(arn) as string,
    });
    expect(agent.asked).toContainEqual([
      'checkIdentity',
      { accessKeyId: 'ASIAX', secretAccessKey: 's', sessionToken: 't', region: 'us-east-1' },
    ]);
    expect(await check('localhost')).toMatchObject({ code: 1, stdout: '' });
    expect(asked).toEqual(['of-the-tree']);
    server.close();
    expect((await check('127.0.0.1')).stderr).toContain('The endpoint of this shell gives no keys.');
  });

  it('knows a process profile, and checks the keys that a program would be given', async () => {
    agent.answers.findProfile = () => ({ profile: { ...mine, active: true, delivery: 'process' } });
    expect((await run(['whoami'], { AWS_PROFILE: 'prod.Admin' })).stdout).toMatch(/^Keys +made whenever/m);
    agent.answers.credentials = () => issued;
    agent.answers.checkIdentity = () => ({ arn, accountId: '000000000000', roleName: 'Admin' });
    expect(await run(['whoami', '--check'], { AWS_PROFILE: 'prod.Admin' })).toMatchObject({ code: 0 });
    expect(agent.asked).toContainEqual(['credentials', { profile: mine.id, use: 'credential-process' }]);
  });

  it('--check asks AWS, which knows the permission set by its longer name', async () => {
    agent.answers.findProfile = () => ({ profile: mine });
    agent.answers.checkIdentity = () => ({
      arn,
      accountId: '000000000000',
      roleName: 'AWSReservedSSO_Admin_0123456789abcdef',
    });
    const { code, stdout } = await run(['whoami', '--check', '--json'], keys);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ arn });
    expect(agent.asked).toContainEqual([
      'checkIdentity',
      {
        accessKeyId: keys.AWS_ACCESS_KEY_ID,
        secretAccessKey: 'secret',
        sessionToken: 'token',
        region: 'eu-west-1',
      },
    ]);
  });

  it.each([
    ['role', { arn, accountId: '000000000000', roleName: 'AWSReservedSSO_ReadOnly_0123456789abcdef' }],
    ['account', { arn, accountId: '999999999999', roleName: 'Admin' }],
  ])('--check exits 1 when the keys are another %s', async (_, identity) => {
    agent.answers.findProfile = () => ({ profile: mine });
    agent.answers.checkIdentity = () => identity;
    const { code, stdout, stderr } = await run(['whoami', '--check'], keys);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(arn);
    expect(stderr).toContain('prod.Admin');
  });
});

describe('settings', () => {
  it('get finds a value within a value; list shows all', async () => {
    const settings = { proxy: 'http://proxy.example.com:3128', endpoints: { sso: null } };
    agent.answers.getSettings = () => ({ settings });
    expect((await run(['settings', 'get', 'proxy'])).stdout).toBe('http://proxy.example.com:3128\n');
    expect((await run(['settings', 'get', 'endpoints.sso'])).stdout).toBe('null\n');
    expect(await run(['settings', 'get', '__proto__'])).toMatchObject({ code: 2 });
    expect(JSON.parse((await run(['settings', 'list', '--json'])).stdout)).toEqual({ settings });
  });

  it('list says of each what it does and its default, in the words of the window', async () => {
    agent.answers.getSettings = () => ({
      settings: { theme: 'dark', endpoints: { sso: 'https://v.example' }, later: 7 },
    });
    const { stdout } = await run(['settings', 'list']);
    expect(stdout).toContain(
      'Window:\n  theme = dark\n      Theme. How the window looks. Default: as the system.\n',
    );
    expect(stdout).toContain('  endpoints.sso = https://v.example\n');
    expect(stdout).toContain('  later = 7\n');
    for (const words of allSettings) expect(stdout).toContain(`${words.label}. ${hintOf(words)}`);
  });

  it.each(['proxy', 'noProxy', 'caBundle', 'endpoints.sso', 'secrets'])(
    'set %s goes to the trusted door',
    async (name) => {
      agent.answers.setTrustSetting = () => ({});
      expect(await run(['settings', 'set', name, 'memory'])).toMatchObject({ code: 0, stdout: '' });
      expect(agent.asked).toEqual([['setTrustSetting', { name, value: 'memory' }]]);
    },
  );

  it('set of any other goes to the ordinary one; --unset sends null', async () => {
    agent.answers.setSetting = () => ({});
    await run(['settings', 'set', 'region', 'eu-west-1']);
    await run(['settings', 'set', 'region', '--unset']);
    expect(agent.asked.map(([, input]) => input)).toEqual([
      { name: 'region', value: 'eu-west-1' },
      { name: 'region', value: null },
    ]);
  });
});

describe('the other commands', () => {
  it('ask what their words say, and --json prints the answer', async () => {
    const time = '2030-01-01T00:00:00Z';
    const ssoSession = {
      name: 'work',
      startUrl: 'https://example.awsapps.com/start',
      region: 'eu-west-1',
      flow: 'pkce' as const,
    };
    const added = {
      id: 'x',
      name: 'prod.Admin',
      accountId: '111122223333',
      accountName: 'prod',
      roleName: 'Admin',
    };
    const agentStatus = { pid: 42, version: '0.1.0', startedAt: time, kind: 'headless' as const, holds: [] };
    const rightClock = {
      kind: 'clock',
      name: 'clock',
      state: 'ok',
      message: 'It is right.',
      hint: null,
    } as const;
    const status = {
      signIns: [],
      active: [],
      grants: [],
      secrets: { store: 'memory' as const, state: 'ready' as const, reason: null },
      ...wellNow,
      notices: [],
    };
    agent.answers = {
      addSsoSession: () => ({ ssoSession }),
      listSsoSessions: () => ({ ssoSessions: [ssoSession] }),
      removeSsoSession: () => ({ profilesRemoved: 3 }),
      signOut: () => ({ signedOut: [{ ssoSession: 'work', atAws: true, keysRemoved: 1 }] }),
      lock: () => ({ keysRemoved: 2 }),
      status: () => status,
      agentStatus: () => agentStatus,
      sync: () => ({ profiles: 1, added: [added], removed: [], failed: [] }),
      deliver: () => ({
        diffs: [{ file: '/c', diff: '+[profile x]\n' }],
        added: ['x'],
        changed: [],
        removed: [],
        unchanged: 0,
        warnings: [],
      }),
      listSources: () => ({ sources: [] }),
      stop: () => ({ removed: [{ profileName: 'prod.Admin', file: '/c' }] }),
      favourite: () => ({ profile: row('prod.Admin', { favourite: true }) }),
      undo: () => ({ diffs: [{ file: '/c', diff: '-[profile x]\n' }] }),
      doctor: () => ({ checks: [rightClock] }),
    };
    const cases: [string, unknown, unknown][] = [
      [
        'sso add work --start-url https://example.awsapps.com/start --region eu-west-1 --flow pkce',
        ssoSession,
        { ssoSession },
      ],
      ['sso list', {}, { ssoSessions: [ssoSession] }],
      ['sso remove work', { name: 'work' }, { profilesRemoved: 3 }],
      [
        'logout work',
        { ssoSession: 'work' },
        { signedOut: [{ ssoSession: 'work', atAws: true, keysRemoved: 1 }] },
      ],
      ['lock', {}, { keysRemoved: 2 }],
      ['status', {}, { ...status, agent: agentStatus }],
      ['sync', {}, { profiles: 1, added: [added], removed: [], failed: [] }],
      [
        'deliver prod --delivery process --prune --dry-run',
        { words: 'prod', prune: true, dryRun: true, awsFiles: {} },
        expect.objectContaining({ added: ['x'] }),
      ],
      ['stop --all', { all: true }, { removed: [{ profileName: 'prod.Admin', file: '/c' }] }],
      [
        'stop prod.Admin',
        { profile: 'prod.Admin' },
        { removed: [{ profileName: 'prod.Admin', file: '/c' }] },
      ],
      [
        'favourite prod.Admin --off',
        { profile: 'prod.Admin', on: false },
        { profile: row('prod.Admin', { favourite: true }) },
      ],
      ['undo', {}, { diffs: [{ file: '/c', diff: '-[profile x]\n' }] }],
      ['doctor', {}, { checks: [rightClock] }],
      ['agent start', {}, { running: true, ...agentStatus }],
      ['agent status', {}, { running: true, ...agentStatus }],
    ];
    for (const [words, input, document] of cases) {
      agent.asked.length = 0;
      const { code, stdout } = await run([...words.split(' '), '--json']);
      expect([words, code]).toEqual([words, 0]);
      expect(JSON.parse(stdout)).toEqual(document);
      expect(agent.asked.map(([, asked]) => asked)).toContainEqual(input);
      expect(await run(words.split(' '))).toMatchObject({ code: 0 });
    }
  }, 60_000);

  it('logout says that keys already handed out live on', async () => {
    agent.answers.signOut = () => ({ signedOut: [] });
    expect((await run(['logout'])).stderr).toContain('live until they expire');
  });

  it('agent status and agent stop start none', async () => {
    const elsewhere = { LATCHKEY_HOME: `${agent.folder}/nobody-home` };
    const status = await run(['agent', 'status', '--json'], elsewhere);
    expect(status).toMatchObject({ code: 0 });
    expect(JSON.parse(status.stdout)).toEqual({ running: false });
    expect(await run(['agent', 'stop'], elsewhere)).toMatchObject({ code: 0, stdout: '' });
  });
});
