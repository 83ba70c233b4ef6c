import { execFileSync, spawn } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { agentPaths } from '../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../src-main/agent/client.ts';
import type { FaultKind } from '../aws/faults.ts';
import { organisation, type Organisation } from '../aws/organisation.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { approveOnce, command, createTestHome, type Ran, type TestHome } from '../support/testHome.ts';

const ada = 'ada@example.com';
const grace = 'grace@example.com';
const usersConfig = '[default]\nregion = eu-central-1\n[profile prod.Reader]\noutput = json';
const usersCredentials =
  '; mine\n[prod.Admin]\naws_access_key_id = EXAMPLE\naws_secret_access_key = EXAMPLE\n';

/** Two accounts share a name; Ada's role `Gone` is taken from her. */
function twoSandboxes(): Organisation {
  const accounts = ['prod', 'sandbox', 'sandbox'].map((name, at) => ({ id: `10000000000${at + 1}`, name }));
  return organisation({
    accounts,
    permissionSets: ['Admin', 'Reader', 'Gone'].map((name) => ({ name, sessionHours: 1 })),
    people: [ada, grace],
    assignments: accounts.flatMap(({ id }) => [
      [ada, id, 'Admin'] as const,
      [ada, id, 'Reader'] as const,
      [ada, id, 'Gone'] as const,
      [grace, id, 'Reader'] as const,
    ]),
  });
}

let aws: Aws;
let home: TestHome;
let before: unknown;

const kept = () => ({
  settings: home.read(join(home.home, 'settings.json')),
  config: home.read(home.config),
  credentials: home.read(home.credentials),
});

/** Takes its time, so it is begun first and looked at last. */
let slow: { readonly aws: Aws; readonly home: TestHome; readonly login: Promise<Ran> };

beforeAll(async () => {
  slow = await dripping();
  aws = await startAws({ organisations: [twoSandboxes()] });
  home = await createTestHome({ aws });
  mkdirSync(join(home.folder, '.aws'));
  writeFileSync(home.config, usersConfig);
  writeFileSync(home.credentials, usersCredentials);
  await home.signIn(aws, ada);
  await home.latchkey(['sync']);
  await home.latchkey([
    'sso',
    'add',
    'elsewhere',
    '--start-url',
    'https://no-such.awsapps.com/start',
    '--region',
    'eu-west-1',
  ]);
  for (const { id } of aws.organisation.accounts) aws.organisation.unassign(ada, id, 'Gone');
  before = kept();
});
afterEach(async () => {
  aws.faults.clear();
  expect(kept()).toEqual(before);
  const { signIns } = await callAgent(agentPaths({ ...home.environment }), 'status', {});
  expect(signIns[0]).toMatchObject({ ssoSession: 'corp', state: 'signed-in', signedInAs: ada });
});
afterAll(async () => {
  await home.dispose();
  await aws.close();
  await slow.home.dispose();
  await slow.aws.close();
});

async function dripping(): Promise<typeof slow> {
  const slowAws = await startAws();
  slowAws.faults.next('oidc', 'slow-drip', Infinity);
  const slowHome = await createTestHome({ aws: slowAws });
  return { aws: slowAws, home: slowHome, login: slowHome.signIn(slowAws) };
}

function expectFailure({ code, stdout, stderr }: Ran, exit: number, words: RegExp): void {
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/undefined|\[object|Exception| at .*:\d+:\d+|\u001b/);
  expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
}

interface Failing {
  readonly given: readonly string[];
  readonly exit: number;
  readonly words: RegExp;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The same failure in words and, with --json, as the error object. */
async function expectRefused({ given, exit, words, environment = {} }: Failing): Promise<void> {
  const [said, json] = await Promise.all([
    home.latchkey(given, { environment }),
    home.json(given, { environment }),
  ]);
  expectFailure(said, exit, words);
  expect(json).toMatchObject({
    code: exit,
    value: {
      error: { code: expect.stringMatching(/^[a-z-]+$/) as string, message: expect.any(String) as string },
    },
  });
}

/** One line on stderr. */
const sentence = (words: string): RegExp => new RegExp(`^latchkey: [^\\n]*${words}[^\\n]*\\n$`);

const place = (startUrl: string, region: string): string[] => [
  ...['sso', 'add', 'new', '--start-url', startUrl],
  ...['--region', region],
];
const portal = 'https://corp.awsapps.com/start';
const start = (...more: string[]): string[] => ['start', 'prod.Reader', ...more];

describe('what is typed wrong', () => {
  it.each<[string, readonly string[], number, RegExp]>([
    [
      'a start URL without TLS',
      place('http://corp.awsapps.com/start', 'eu-west-1'),
      2,
      sentence('start URL must be'),
    ],
    ['a start URL that is none', place('corp', 'eu-west-1'), 2, sentence('start URL must be like https://')],
    ['a region that is none', place(portal, 'nowhere'), 2, sentence('region must be like eu-west-1')],
    ['a region that is a host', place(portal, 'eu-west-1.example.com'), 2, sentence('region must be like')],
    [
      'a sign-in’s name with a bracket',
      ['sso', 'add', 'a]', ...place(portal, 'eu-west-1').slice(3)],
      2,
      sentence('letters, digits'),
    ],
    [
      'a name that is taken',
      ['sso', 'add', 'corp', ...place(portal, 'eu-west-1').slice(3)],
      2,
      sentence('already set up'),
    ],
    [
      'a place without a region',
      ['sso', 'add', 'new', '--start-url', portal],
      2,
      /required option '--region/,
    ],
    [
      'a start URL that AWS does not know',
      ['login', 'elsewhere'],
      2,
      sentence('AWS does not know this start URL in this region'),
    ],
    ['a sign-in that does not exist', ['login', 'nobody'], 1, sentence('No sign-in is called “nobody”')],
    ['a place where nobody is signed in', ['sync', 'elsewhere'], 3, sentence('latchkey login elsewhere')],
    ['an unknown profile', ['start', 'nobody'], 1, sentence('No profile is called “nobody”')],
    ['letters where no terminal is', ['start', 'prod'], 1, sentence('No profile is called “prod”')],
    ['no profile', ['start'], 2, sentence('No profile is named')],
    [
      'a name that fits two',
      ['start', 'sandbox/Admin'],
      2,
      /fits several profiles\..*\n  sandbox-100000000002\.Admin .*\n  sandbox-100000000003\.Admin .*\n$/,
    ],
    [
      'a role in two sign-ins',
      ['start', '999999999999/Admin'],
      2,
      /--sso-session NAME\.\n  .* corp\n  .* elsewhere\n$/,
    ],
    [
      'a role that is no longer assigned',
      ['start', 'prod.Gone'],
      4,
      sentence('no access to Gone in prod \\(100000000001\\)'),
    ],
    ['keys for longer than twelve hours', start('--for', '13h'), 2, sentence('--for takes 1 min to 12 h')],
    ['a time that is none', start('--for', 'soon'), 2, sentence('--for cannot be read')],
    ['a duration that AWS does not take', start('--duration', '1h'), 2, sentence('nobody choose how long')],
    [
      'an end for what has none',
      start('--for', '1h', '--delivery', 'process'),
      2,
      sentence('--for belongs to keys'),
    ],
    ['an unknown flag', ['list', '--nope'], 2, /unknown option '--nope'/],
    ['an unknown command', ['strat'], 2, /unknown command 'strat'\n\(Did you mean start\?\)/],
    ['`export`', ['export'], 2, sentence('latchkey env PROFILE.*latchkey settings export')],
    ['an unknown setting', ['settings', 'set', 'nope', '1'], 2, sentence('no setting called “nope”')],
    [
      'a proxy that is no URL',
      ['settings', 'set', 'proxy', 'office'],
      2,
      sentence('setting proxy is not valid'),
    ],
    [
      'another store',
      ['settings', 'set', 'secrets', 'keychain'],
      2,
      sentence('keeps its secrets in the store “memory”'),
    ],
    [
      'a service that would leave the console',
      ['console', 'prod.Reader', '--print', '--service', '../x'],
      2,
      sentence('not a service'),
    ],
    [
      'a console region that is a host',
      ['console', 'prod.Reader', '--print', '--region', 'example.com/'],
      2,
      sentence('not an AWS region'),
    ],
    [
      'something to stop that does not run',
      ['stop', 'prod.Reader'],
      1,
      sentence('Nothing of prod.Reader is delivered'),
    ],
    [
      'words that fit nothing',
      ['deliver', 'zzz', '--delivery', 'process'],
      1,
      sentence('Nothing fits “zzz”'),
    ],
    ['nothing to undo', ['undo'], 1, sentence('no edit .* to take back')],
    ['an id that is none', ['credentials', '--id', '../x'], 2, sentence('not the id of a delivered profile')],
  ])('%s', async (_what, given, exit, words) => {
    await expectRefused({ given, exit, words });
  });

  it.each([
    'a\n[default]',
    'a]',
    'a"b',
    "a'b",
    '',
    ' ',
    '[default]',
    'DEFAULT',
    'constructor',
    '-x',
    '../x',
    'a#b',
    'x'.repeat(129),
  ])('a profile name that AWS tools read differently: %j', async (name) => {
    const given = ['start', 'sandbox-100000000002.Admin', '--as', name];
    expectFailure(
      await home.latchkey(given),
      2,
      sentence('cannot be a profile name that every AWS tool reads'),
    );
  });

  it('`default` is a name like others only for who asks for it, and never replaces the person’s own', async () => {
    const given = ['start', 'sandbox-100000000002.Admin', '--as', 'default'];
    expect(await home.latchkey(given)).toMatchObject({ code: 0, stdout: 'default\n' });
    expect(home.read(home.credentials)).toContain('\n[default]\n');
    expect((await home.latchkey(['stop', 'default'])).code).toBe(0);
    const own = join(home.folder, 'own-default');
    writeFileSync(own, '[default]\naws_access_key_id = EXAMPLE\n');
    const environment = { AWS_SHARED_CREDENTIALS_FILE: own };
    expectFailure(
      await home.latchkey(given, { environment }),
      1,
      sentence('a section \\[default\\] that Latchkey did not write'),
    );
    expect(home.read(own)).toBe('[default]\naws_access_key_id = EXAMPLE\n');
  });
});

describe('AWS files that cannot be used', () => {
  const path = (name: string): string => join(home.folder, name);

  beforeAll(() => {
    mkdirSync(path('folder'));
    writeFileSync(path('first-name'), '[mine]\n');
    linkSync(path('first-name'), path('second-name'));
    execFileSync('mkfifo', [path('pipe')]);
  });

  it.each<[string, Record<string, () => string>, readonly string[], string]>([
    [
      'a folder in the place of the credentials',
      { AWS_SHARED_CREDENTIALS_FILE: () => path('folder') },
      [],
      'folder cannot be read: it is a folder',
    ],
    [
      'a folder in the place of the config',
      { AWS_CONFIG_FILE: () => path('folder') },
      ['--delivery', 'process'],
      'folder cannot be read: it is a folder',
    ],
    [
      'a pipe, for which nobody waits',
      { AWS_SHARED_CREDENTIALS_FILE: () => path('pipe') },
      [],
      'pipe cannot be read: it is not a regular file',
    ],
    [
      'a file with two names',
      { AWS_SHARED_CREDENTIALS_FILE: () => path('second-name') },
      [],
      'second-name cannot be written: it has other names',
    ],
    [
      'a file below a file',
      { AWS_SHARED_CREDENTIALS_FILE: () => path('first-name/credentials') },
      [],
      'first-name/credentials cannot be .*not a folder',
    ],
    [
      'a section of the person’s own with the same name',
      {},
      ['--as', 'prod.Admin'],
      'a section \\[prod\\.Admin\\] that Latchkey did not write',
    ],
    [
      'a profile of the person’s own with the same name',
      {},
      ['--delivery', 'process'],
      'a section \\[profile prod\\.Reader\\] that Latchkey did not write',
    ],
  ])('%s', async (_what, variables, more, words) => {
    const environment = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value()]));
    await expectRefused({ given: start(...more), exit: 1, words: sentence(words), environment });
    expect(readFileSync(path('first-name'), 'utf8')).toBe('[mine]\n');
  });

  it('a relative path', async () => {
    const environment = { AWS_CONFIG_FILE: 'config' };
    await expectRefused({
      given: start(),
      exit: 2,
      words: sentence('AWS_CONFIG_FILE is not an absolute path'),
      environment,
    });
  });
});

describe('AWS that answers badly', () => {
  const notAws = 'Something other than AWS answered';
  const offline = 'AWS cannot be reached';
  const failed = 'AWS failed with status 500';

  // The role's keys and the list are asked for anew for some seconds.
  it.each<[FaultKind, string, boolean]>([
    ['captive-page', notAws, true],
    ['captive-redirect', notAws, false],
    ['garbage', notAws, false],
    ['server-error', failed, false],
    ['drop', offline, false],
    ['half-body', offline, true],
  ])('%s', async (kind, words, thoroughly) => {
    for (const service of ['oidc', 'portal']) aws.faults.next(service, kind, Infinity);
    const since = aws.requests.length;
    const more = [
      ['start', 'sandbox-100000000003.Admin'],
      ['sync', 'corp'],
    ];
    const commands = [['login', 'corp'], ...(thoroughly ? more : [])];
    const ran = await Promise.all(commands.map((given) => home.latchkey(given)));
    for (const one of ran) expectFailure(one, 1, sentence(words));
    const lookForAws = 1;
    expect(aws.requests.length - since).toBeLessThanOrEqual(1 + 5 + 4 + lookForAws);
  });

  it('the region of another instance: the start URL is not known there', async () => {
    const { ssoOidc } = aws.endpointsIn('us-east-1');
    await home.latchkey(['settings', 'set', 'endpoints.ssoOidc', ssoOidc]);
    const login = await home.latchkey(['login', 'corp']);
    await home.latchkey(['settings', 'set', 'endpoints.ssoOidc', '--unset']);
    expectFailure(login, 2, sentence('AWS does not know this start URL in this region'));
  });
});

describe('a sign-in that comes to nothing', () => {
  /** Runs `login`, and does something as soon as the code is shown. */
  async function login(shown: (code: string) => void, ...more: string[]): Promise<Ran> {
    let done = false;
    return home.latchkey(['login', 'corp', ...more], {
      onStderr: (text) => {
        const code = /^Code: (\S+)$/m.exec(text)?.[1];
        if (done || code === undefined) return;
        done = true;
        shown(code);
      },
    });
  }

  it('is denied', async () => {
    const ran = await login((code) => {
      aws.deny(code);
    });
    expectFailure(ran, 1, /\nlatchkey: The sign-in was denied\./);
  });

  it('expires', async () => {
    const later = 11 * 60_000;
    const ran = await login(() => {
      aws.clock.advance(later);
    });
    aws.clock.advance(-later);
    expectFailure(ran, 1, /\nlatchkey: The sign-in code expired before it was approved\./);
  });

  it('is stopped with Ctrl-C, and nobody waits for it any more', async () => {
    const child = spawn(process.execPath, [command, 'login', 'corp'], { env: home.environment });
    child.stderr.on('data', (text: Buffer) => {
      if (text.includes('Link:')) child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(130);
    const { holds } = await callAgent(agentPaths({ ...home.environment }), 'agentStatus', {});
    expect(holds.filter((why) => why.includes('under way'))).toEqual([]);
  });

  it('was somebody else: the first one stays until they are replaced on purpose', async () => {
    const other = await home.latchkey(['login', 'corp'], { onStderr: approveOnce(aws, grace) });
    expectFailure(
      other,
      3,
      /\nlatchkey: .*signed in as ada@example\.com, now grace@example\.com.*--replace\n$/,
    );
    const { value } = await home.json(['status']);
    expect(value).toMatchObject({ signIns: [{ signedInAs: ada }, { state: 'signed-out' }] });
    const replaced = await home.latchkey(['login', 'corp', '--replace'], {
      onStderr: approveOnce(aws, grace),
    });
    expect(replaced).toMatchObject({ code: 0 });
    expect(replaced.stderr).toContain(`as ${grace}`);
    await home.latchkey(['login', 'corp', '--replace'], { onStderr: approveOnce(aws, ada) });
  });
});

describe('files of Latchkey’s own that are damaged', () => {
  let own: TestHome;
  const settings = (): string => join(own.home, 'settings.json');

  beforeAll(async () => {
    own = await createTestHome({ aws });
    await own.signIn(aws, ada);
  });
  afterAll(async () => {
    await own.dispose();
  });

  it('state: what it held is read again, and our sections are still found in the AWS files', async () => {
    mkdirSync(join(own.folder, '.aws'));
    writeFileSync(own.credentials, usersCredentials);
    await own.latchkey(['start', '100000000001/Reader']);
    await own.latchkey(['agent', 'stop']);
    const state = join(own.home, 'state');
    const documents = readdirSync(state);
    expect(documents.length).toBeGreaterThan(1);
    for (const name of documents) writeFileSync(join(state, name), '{"half');
    expect((await own.json(['status'])).code).toBe(0);
    expect((await own.latchkey(['stop', '--all'])).code).toBe(0);
    expect(own.read(own.credentials)).toBe(usersCredentials);
  });

  it('settings: set aside, the last good ones are used, and the person is told', async () => {
    await own.latchkey(['agent', 'stop']);
    writeFileSync(settings(), '{"version": 1, "ssoSess');
    const list = await own.json(['sso', 'list']);
    expect(list).toMatchObject({ code: 0, value: { ssoSessions: [{ name: 'corp' }] } });
    const [aside = ''] = readdirSync(own.home).filter((name) => name.startsWith('settings.damaged-'));
    expect(own.read(join(own.home, aside))).toBe('{"version": 1, "ssoSess');
    const status = await own.latchkey(['status']);
    expect(status.stderr).toContain(aside);
    expect(JSON.parse(own.read(settings()) ?? '')).toMatchObject({ ssoSessions: [{ name: 'corp' }] });
  });

  it('settings of a newer version are left alone, and the last good ones are used until there are none', async () => {
    await own.latchkey(['agent', 'stop']);
    const newer = JSON.stringify({ version: 99, surprise: true });
    writeFileSync(settings(), newer);
    const list = await own.json(['sso', 'list']);
    expect(list).toMatchObject({ code: 0, value: { ssoSessions: [{ name: 'corp' }] } });
    expect((await own.latchkey(['status'])).stderr).toContain('written by a newer version of Latchkey');
    const set = await own.latchkey(['settings', 'set', 'theme', 'dark']);
    expectFailure(set, 1, sentence('written by a newer version of Latchkey'));
    await own.latchkey(['agent', 'stop']);
    rmSync(join(own.home, 'settings.last-good.json'));
    expect(await own.json(['sso', 'list'])).toMatchObject({
      code: 1,
      value: { error: { code: 'settings-newer' } },
    });
    expect(own.read(settings())).toBe(newer);
  });
});

it('an answer of AWS that comes byte by byte is not waited for without end', async () => {
  expectFailure(await slow.login, 1, sentence('AWS cannot be reached'));
});
