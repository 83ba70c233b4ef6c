import { existsSync, realpathSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startAws, type Aws } from '../aws/standIn.ts';
import { startBotocore, type Botocore } from '../support/botocore.ts';
import { jsSdkKeysOf } from '../support/jsSdk.ts';
import { createTestHome, type TestHome } from '../support/testHome.ts';

/** Comments, nested settings, other tools' sections, no last newline: what people have in there. */
const usersConfig = `; mine\n[default]\nregion = us-east-1\ns3 =\n  max_concurrent_requests = 20\n\n[profile legacy]\nrole_arn=arn:aws:iam::123456789012:role/Old\nsource_profile = default\n[services local]\nsts =\n  endpoint_url = http://127.0.0.1:1`;
const usersCredentials = `[default]\r\naws_access_key_id = EXAMPLE\r\naws_secret_access_key = EXAMPLE\r\n# keep me`;

const prod = 'payments-prod.ReadOnlyAccess';

describe('the main job', () => {
  let aws: Aws;
  let home: TestHome;
  let botocore: Botocore;
  const files = () => ({ config: home.config, credentials: home.credentials });

  beforeAll(async () => {
    aws = await startAws();
    home = await createTestHome({ aws });
    botocore = await startBotocore();
    await mkdir(dirname(home.config), { recursive: true });
    await writeFile(home.config, usersConfig, 'latin1');
    await writeFile(home.credentials, usersCredentials, { encoding: 'latin1', mode: 0o600 });
  });
  afterEach(async () => {
    expect(await botocore.readFiles(files())).not.toHaveProperty('error');
    expect(aws.unknownCalls).toEqual([]);
  });
  afterAll(async () => {
    await botocore.close();
    await home.dispose();
    await aws.close();
  });

  const usersBytes = () => {
    expect(home.read(home.config)?.startsWith(usersConfig)).toBe(true);
    expect(home.read(home.credentials)?.startsWith(usersCredentials)).toBe(true);
  };
  const untouched = () => {
    expect(home.read(home.config)).toBe(usersConfig);
    expect(home.read(home.credentials)).toBe(usersCredentials);
  };

  it('signs in by device code and says who signed in', async () => {
    const login = await home.signIn(aws, 'ada@example.com');
    expect(login).toMatchObject({ code: 0, stdout: '' });
    expect(login.stderr.match(/^Code: [A-Z]{4}-[A-Z]{4}$/gm)).toHaveLength(1);
    expect(login.stderr.match(/^Link: http\S+$/gm)).toHaveLength(1);
    expect(login.stderr).toContain('ada@example.com');
    expect((await home.json(['status'])).value).toMatchObject({
      signIns: [{ ssoSession: 'corp', state: 'signed-in', signedInAs: 'ada@example.com', renews: true }],
    });
    untouched();
  });

  it('lists what the person may enter', async () => {
    const sync = await home.json(['sync']);
    expect(sync).toMatchObject({ code: 0, value: { failed: [], removed: [] } });
    const { value } = await home.json(['list', 'payments', 'prod']);
    expect(value).toMatchObject({
      profiles: [
        {
          name: prod,
          ssoSession: 'corp',
          accountId: expect.stringMatching(/^\d{12}$/) as string,
          accountName: 'payments-prod',
          roleName: 'ReadOnlyAccess',
          active: false,
          delivery: null,
          expiresAt: null,
          favourite: false,
        },
      ],
    });
    untouched();
  });

  it.each(clients())('delivers keys that %s takes', async (_name, aws_, before) => {
    const start = await home.latchkey(['start', prod]);
    expect(start).toMatchObject({ code: 0, stdout: `${prod}\n` });
    expect(start.stderr).toContain(home.credentials);
    usersBytes();
    const identity = await home.run(aws_, [
      ...before(aws),
      'sts',
      'get-caller-identity',
      '--profile',
      prod,
      '--output',
      'json',
    ]);
    expect(identity.stderr).toBe('');
    expect(JSON.parse(identity.stdout)).toMatchObject({
      Arn: expect.stringMatching(
        /:assumed-role\/AWSReservedSSO_ReadOnlyAccess_[0-9a-f]{16}\/ada@example\.com$/,
      ) as string,
    });
  });

  it('delivers keys that the SDKs take, with the region', async () => {
    expect(await botocore.keysOf(files(), prod)).toMatchObject({
      method: 'shared-credentials-file',
      region: 'eu-west-1',
    });
    const keys = await jsSdkKeysOf(files(), prod);
    expect(keys.sessionToken).toBeDefined();
    const { value } = await home.json(['list', '--active']);
    expect(value).toMatchObject({ profiles: [{ name: prod, active: true, delivery: 'keys' }] });
  });

  it('a second delivery renews nothing that is fresh and changes nothing else', async () => {
    const before = aws.calls('GetRoleCredentials');
    const text = home.read(home.credentials);
    await home.latchkey(['start', prod]);
    expect(aws.calls('GetRoleCredentials')).toBe(before);
    expect(keysIn(home.read(home.credentials))).toEqual(keysIn(text));
    usersBytes();
  });

  it('stop leaves the user’s own sections byte for byte', async () => {
    expect(await home.latchkey(['stop', prod])).toMatchObject({ code: 0 });
    untouched();
    expect(await botocore.keysOf(files(), prod)).toHaveProperty('error');
  });

  it.each(clients())('delivers a process profile that %s takes', async (_name, aws_, before) => {
    const start = await home.latchkey(['start', prod, '--delivery', 'process', '--as', 'pay-prod']);
    expect(start).toMatchObject({ code: 0, stdout: 'pay-prod\n' });
    usersBytes();
    expect(home.read(home.config)).not.toMatch(/aws_secret|aws_session_token/);
    const identity = await home.run(aws_, [
      ...before(aws),
      'sts',
      'get-caller-identity',
      '--profile',
      'pay-prod',
      '--output',
      'json',
    ]);
    expect(identity.stderr).toBe('');
    expect(identity.stdout).toContain('AWSReservedSSO_ReadOnlyAccess');
  });

  it('delivers a process profile that the SDKs take', async () => {
    expect(await botocore.keysOf(files(), 'pay-prod')).toMatchObject({
      method: 'custom-process',
      region: 'eu-west-1',
    });
    expect(await jsSdkKeysOf(files(), 'pay-prod')).toHaveProperty('sessionToken');
  });

  it('undo takes the last edit back, after showing it', async () => {
    const dry = await home.latchkey(['undo', '--dry-run']);
    expect(dry.stdout).toContain('-[profile pay-prod]');
    const undo = await home.latchkey(['undo']);
    expect(undo).toMatchObject({ code: 0 });
    untouched();
  });

  it('delivers every match at once, shows the diff, calls AWS not at all, and prunes what is no longer offered', async () => {
    const before = aws.requests.length;
    const dry = await home.latchkey(['deliver', 'prod', '--delivery', 'process', '--dry-run']);
    expect(dry.stdout).toContain(`+[profile ${prod}]`);
    untouched();
    const deliver = await home.json(['deliver', 'prod', '--delivery', 'process']);
    expect(deliver).toMatchObject({ code: 0, value: { removed: [], unchanged: 0 } });
    const { added } = deliver.value as { added: string[] };
    expect(added.length).toBeGreaterThan(10);
    expect((await home.json(['deliver', 'prod', '--delivery', 'process'])).value).toMatchObject({
      added: [],
      unchanged: added.length,
    });
    expect(aws.requests.length).toBe(before);
    usersBytes();
    expect(await home.latchkey(['undo'])).toMatchObject({ code: 0 });
    untouched();
  });

  it('gives a terminal its keys, and takes them back', async () => {
    const shown = 'env | grep -E "^(AWS_|LATCHKEY_PROFILE)" | sort | cut -d= -f1';
    const script = `set -e; AWS_PROFILE=other; export AWS_PROFILE; eval "$(node ${commandPath()} env ${prod} --shell bash)"; ${shown}; echo ---; eval "$(node ${commandPath()} env --unset --shell bash)"; ${shown} | grep -v ENDPOINT || true`;
    const { stdout, stderr } = await home.run('bash', ['-c', script]);
    expect(stderr).toBe('');
    const [given = '', left] = stdout.split('---\n');
    expect(given.split('\n')).toEqual(
      expect.arrayContaining([
        'AWS_ACCESS_KEY_ID',
        'AWS_CREDENTIAL_EXPIRATION',
        'AWS_DEFAULT_REGION',
        'AWS_REGION',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
        'LATCHKEY_PROFILE',
      ]),
    );
    expect(given).not.toMatch(/^AWS_PROFILE$/m);
    expect(left).toBe('');
  });

  it('opens the console as that role, in its region', async () => {
    const { stdout, code } = await home.latchkey(['console', prod, '--service', 's3', '--print']);
    expect(code).toBe(0);
    const page = await (await fetch(stdout.trim())).text();
    expect(page).toContain('AWSReservedSSO_ReadOnlyAccess');
    expect(page).toContain('eu-west-1.console.aws.amazon.com/s3/home');
  });

  it('whoami --check agrees with the keys, and fails for other keys than the name says', async () => {
    const check = (profile: string) =>
      home.run('bash', [
        '-c',
        `eval "$(node ${commandPath()} env ${prod} --shell bash)"; LATCHKEY_PROFILE=${profile} node ${commandPath()} whoami --check`,
      ]);
    expect(await check(prod)).toMatchObject({ code: 0 });
    const other = await check('billing.Billing');
    expect(other.code).toBe(1);
    expect(other.stderr).not.toBe('');
  });

  it('logout ends the sign-in at AWS and takes delivered keys out', async () => {
    await home.latchkey(['start', prod]);
    const logout = await home.latchkey(['logout', 'corp']);
    expect(logout.code).toBe(0);
    expect(aws.calls('Logout')).toBe(1);
    untouched();
    const after = await home.latchkey(['credentials', prod]);
    expect(after).toMatchObject({ code: 3, stdout: '' });
    expect(after.stderr).toContain('latchkey login');
  });
});

/** The AWS CLIs that are here: version 2.9 takes its endpoint per call, newer ones from the environment too. */
function clients(): [string, string, (aws: Aws) => string[]][] {
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(':')];
  const paths = folders.map((folder) => `${folder}/aws`).filter((path) => existsSync(path));
  const found = [...new Map(paths.map((path) => [realpathSync(path), path])).values()];
  if (found.length === 0) throw new Error('no AWS CLI here: apt-get install awscli');
  return found.map((path) => [path, path, (aws) => ['--endpoint-url', aws.endpoints.sts]]);
}

function keysIn(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/^aws_access_key_id = (.*)$/gm)].map(([, key]) => key ?? '');
}

function commandPath(): string {
  return new URL('../../out/main/latchkey.cjs', import.meta.url).pathname;
}
