import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { organisation, roleArn, type Role } from '../aws/organisation.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { canariesOf, secretsOf } from '../support/canaries.ts';
import { createTestHome, type TestHome } from '../support/testHome.ts';

const office = '100000000001';
const network = '200000000002';
const archive = '012345678901';
const billing = '300000000003';

const gateway: Role = {
  accountId: network,
  name: 'Gateway',
  trust: { principals: [`arn:aws:iam::${office}:root`], mfa: true },
};
const archivist: Role = {
  accountId: archive,
  name: 'Archivist',
  path: '/audit/',
  trust: { principals: [roleArn(gateway)], externalId: 'agreed/upon' },
};
const auditor: Role = { accountId: billing, name: 'Auditor', trust: { principals: [roleArn(archivist)] } };
const clerk: Role = {
  accountId: billing,
  name: 'Clerk',
  trust: { principals: [`arn:aws:iam::${office}:root`] },
};
const ada = 'ada@example.com';

/** Three accounts behind each other, entered by an IAM user with a code; and one role that asks for nothing. */
const company = () =>
  organisation({
    accounts: [office, network, archive, billing].map((id) => ({ id, name: `account-${id.slice(0, 3)}` })),
    permissionSets: [{ name: 'ReadOnly', sessionHours: 1 }],
    people: [ada],
    assignments: [[ada, office, 'ReadOnly']],
    users: [
      {
        accountId: office,
        name: 'ada',
        mfa: { serial: `arn:aws:iam::${office}:mfa/ada`, seed: 'LATCHKEYDEMOLATCHKEYDEMOLATCHKEY' },
      },
      { accountId: office, name: 'robot' },
    ],
    roles: [gateway, archivist, auditor, clerk],
  });

const toGateway = ['--role-arn', roleArn(gateway)];
const toArchivist = ['--role-arn', roleArn(archivist), '--external-id', 'agreed/upon'];
const toAuditor = ['--role-arn', roleArn(auditor), '--session-name', '{user}-{reason}'];

describe('IAM users and role chains', () => {
  let aws: Aws;
  let home: TestHome;

  beforeAll(async () => {
    aws = await startAws({ organisations: [company()] });
    home = await createTestHome({ aws, environment: { USER: 'ada', LOGNAME: 'ada' } });
  });
  afterEach(() => {
    expect(aws.unknownCalls).toEqual([]);
  });
  afterAll(async () => {
    await home.dispose();
    await aws.close();
  });

  const keyOf = (user: string): string => {
    const { accessKeyId, secretAccessKey } = aws.accessKeyOf(user);
    return JSON.stringify({ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey });
  };
  const add = (name: string, ...words: string[]) => home.latchkey(['profile', 'add', name, ...words]);
  const credentials = (name: string, ...words: string[]) => home.latchkey(['credentials', name, ...words]);
  const identity = async (name: string): Promise<string> => {
    const cli = ['--endpoint-url', aws.endpoints.sts, 'sts', 'get-caller-identity', '--profile', name];
    const { stdout, stderr } = await home.run('/usr/bin/aws', [...cli, '--output', 'json']);
    expect(stderr).toBe('');
    return (JSON.parse(stdout) as { Arn: string }).Arn;
  };

  it('takes a key from stdin, asks AWS whose it is, and finds the MFA device', async () => {
    const { value } = await home.json(['iam-user', 'add', 'ada'], { stdin: keyOf('ada') });
    expect(value).toMatchObject({
      iamUser: { arn: `arn:aws:iam::${office}:user/ada`, mfaSerial: `arn:aws:iam::${office}:mfa/ada` },
    });
    expect((await home.latchkey(['iam-user', 'list'])).stdout).toContain(`${office}/ada`);
  });

  it.each(['', '{', '{"AccessKeyId":"AKIAQQQQQQQQQQQQQQQQ"}'])(
    'refuses %j in its place and quotes nothing of it',
    async (stdin) => {
      const { code, stderr } = await home.latchkey(['iam-user', 'add', 'bad'], { stdin });
      expect(code).toBe(2);
      expect(stderr).toContain('as JSON on stdin');
      expect(stderr).not.toContain('AKIA');
    },
  );

  it('needs a person for the code in the background: exit 3 at once, with the sentence', async () => {
    expect(await add('gateway', '--from', 'ada', '--mfa', ...toGateway)).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await credentials('gateway');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(`gateway needs an MFA code of arn:aws:iam::${office}:mfa/ada.`);
  });

  it('a wrong code is refused in plain words: exit 3', async () => {
    const right = aws.mfaCodeOf('ada');
    const wrong = right === '000000' ? '000001' : '000000';
    const { code, stderr } = await credentials('gateway', '--mfa-code', wrong);
    expect(code).toBe(3);
    expect(stderr).toContain('AWS did not take the MFA code');
  });

  it('one code opens ten profiles with one GetSessionToken, among them the one that was turned away', async () => {
    const names = Array.from({ length: 9 }, (_, at) => `also-${at}`);
    const added = names.map((name) => add(name, '--from', 'ada', '--mfa', ...toGateway));
    expect((await Promise.all(added)).map(({ code }) => code)).toEqual(names.map(() => 0));
    const before = aws.calls('GetSessionToken');
    const first = await credentials('also-0', '--mfa-code', aws.nextMfaCodeOf('ada'));
    expect(first.stderr).toBe('');
    const others = await Promise.all(['gateway', ...names].map((name) => credentials(name)));
    expect(others.map(({ code }) => code)).toEqual(others.map(() => 0));
    expect(aws.calls('GetSessionToken') - before).toBe(1);
  });

  it('AWS takes each code once: the same again is not sent, and the wait is said', async () => {
    const used = aws.mfaCodeOf('ada');
    await home.latchkey(['lock']);
    const before = aws.calls('GetSessionToken');
    const { code, stderr } = await credentials('gateway', '--mfa-code', used);
    expect(code).toBe(3);
    expect(stderr).toMatch(/AWS takes each code once: wait \d+ s\./);
    expect(aws.calls('GetSessionToken')).toBe(before);
  });

  it('a program gives the codes, run without a shell', async () => {
    const codes = join(home.folder, 'codes of; ada');
    await writeFile(codes, `AWS: ${aws.nextMfaCodeOf('ada')}\n`);
    const refused = await home.latchkey(['iam-user', 'edit', 'ada', '--mfa-process', 'cat x | tail -1']);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('no variables, pipes or patterns');
    const edit = await home.latchkey(['iam-user', 'edit', 'ada', '--mfa-process', `/bin/cat '${codes}'`]);
    expect(edit).toMatchObject({ code: 0 });
    expect(await credentials('gateway')).toMatchObject({ code: 0, stderr: '' });
    await home.latchkey(['iam-user', 'edit', 'ada', '--no-mfa-process']);
    const { value } = await home.json(['iam-user', 'list']);
    expect(value).toMatchObject({ iamUsers: [{ hasMfaProcess: false }] });
  });

  it('takes three roles in three accounts after each other, and --reason stands in the session’s name', async () => {
    const code = aws.nextMfaCodeOf('ada');
    const steps = [...toGateway, ...toArchivist, ...toAuditor];
    expect(await add('audit', '--from', 'ada', '--mfa', ...steps)).toMatchObject({ code: 0 });
    const start = await home.latchkey(['start', 'audit', '--mfa-code', code, '--reason', 'case 7']);
    expect(start).toMatchObject({ code: 0, stdout: 'audit\n' });
    expect(await identity('audit')).toMatch(
      new RegExp(`^arn:aws:sts::${billing}:assumed-role/Auditor/.*case.7`),
    );
  });

  it('shows the way, and tests each call of it', async () => {
    const show = await home.latchkey(['profile', 'show', 'audit']);
    expect(show.stdout.match(/GetSessionToken|AssumeRole/g)).toHaveLength(4);
    const test = await home.latchkey(['profile', 'test', 'audit']);
    expect(test.code).toBe(0);
    expect(test.stdout.trimEnd().split('\n')).toHaveLength(4);
    for (const line of test.stdout.trimEnd().split('\n')) expect(line).toMatch(/^ok /);
    expect(test.stderr).toContain('4/4 Auditor');
  });

  it('says why AWS said no, with the policies to send: exit 4', async () => {
    const edit = await home.latchkey(['profile', 'edit', 'audit', ...toGateway, ...toAuditor]);
    expect(edit).toMatchObject({ code: 0 });
    const { code, stdout } = await home.latchkey(['profile', 'test', 'audit']);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^failed +Auditor in 300000000003/m);
    expect(stdout).toContain('AWS said: ');
    expect(stdout.match(/"sts:AssumeRole"/g)?.length).toBeGreaterThanOrEqual(2);
    const json = await home.json(['profile', 'test', 'audit']);
    expect(json).toMatchObject({ code: 4, value: { works: false } });
  });

  it('an option without a role changes the last one', async () => {
    const steps = [...toGateway, '--role-arn', roleArn(archivist)];
    await home.latchkey(['profile', 'edit', 'audit', ...steps]);
    expect(await credentials('audit')).toMatchObject({ code: 4, stdout: '' });
    const edit = await home.latchkey(['profile', 'edit', 'audit', '--external-id', 'agreed/upon']);
    expect(edit).toMatchObject({ code: 0 });
    expect(await credentials('audit')).toMatchObject({ code: 0 });
    const misplaced = ['profile', 'edit', 'audit', '--external-id', 'x', ...toGateway];
    expect(await home.latchkey(misplaced)).toMatchObject({ code: 2 });
  });

  it('--duration is for those who may choose: a role taken from another has an hour at most', async () => {
    expect(await home.latchkey(['start', 'audit', '--duration', '2h'])).toMatchObject({ code: 2 });
    const start = await home.json(['start', 'gateway', '--duration', '20m', '--as', 'short']);
    expect(start).toMatchObject({ code: 0 });
    const { expiresAt } = start.value as { expiresAt: string };
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThan(25 * 60_000);
    await home.latchkey(['stop', '--all']);
  });

  it('opens the console as an IAM user by GetFederationToken, without a code', async () => {
    const { code, stdout } = await home.latchkey(['console', 'ada', '--print']);
    expect(code).toBe(0);
    expect(aws.calls('GetFederationToken')).toBe(1);
    expect(await (await fetch(stdout.trim())).text()).toContain('federated-user/ada');
  });

  it('rotates the key, and deactivates the former one when it is told to', async () => {
    const before = await home.json(['iam-user', 'list']);
    const [{ keyId: former }] = (before.value as { iamUsers: [{ keyId: string }] }).iamUsers;
    const rotated = await home.json(['iam-user', 'rotate', 'ada', '--mfa-code', aws.nextMfaCodeOf('ada')]);
    expect(rotated).toMatchObject({ code: 0, value: { formerKeyId: former, deactivated: false } });
    const last = ['iam-user', 'rotate', 'ada', '--deactivate', '--mfa-code', aws.nextMfaCodeOf('ada')];
    expect(await home.json(last)).toMatchObject({ code: 0, value: { deactivated: true } });
    expect(aws.calls('CreateAccessKey')).toBe(1);
    expect(aws.calls('UpdateAccessKey')).toBe(1);
    expect(await credentials('gateway')).toMatchObject({ code: 0 });
  });

  it('takes over role profiles of ~/.aws after a plan, with the keys that they begin at', async () => {
    const { accessKeyId, secretAccessKey } = aws.accessKeyOf('robot');
    await mkdir(dirname(home.config), { recursive: true });
    const config = `[profile clerk]\nrole_arn = ${roleArn(clerk)}\nsource_profile = robot\n`;
    await writeFile(home.config, config);
    const keys = `[robot]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    await writeFile(home.credentials, keys, { mode: 0o600 });
    const plan = await home.latchkey(['import', '--from', 'aws', '--dry-run']);
    expect(plan.stdout).toContain('--keys robot=robot');
    expect(plan.stdout).not.toContain(secretAccessKey);
    const unasked = await home.latchkey(['import', '--from', 'aws', '--keys', 'robot=robot']);
    expect(unasked).toMatchObject({ code: 2 });
    expect(unasked.stderr).toContain('--yes');
    const taken = await home.json(['import', '--from', 'aws', '--keys', 'robot=robot', '--yes']);
    expect(taken).toMatchObject({ code: 0, value: { added: ['clerk'], iamUsers: [{ name: 'robot' }] } });
    expect(home.read(home.config)).toBe(config);
    expect(home.read(home.credentials)).toBe(keys);
    expect(await home.latchkey(['profile', 'test', 'clerk'])).toMatchObject({ code: 0 });
    expect(await home.latchkey(['import', '--from', 'granted'])).toMatchObject({ code: 2 });
  });

  it('removes a user only when no profile begins there', async () => {
    const { code, stderr } = await home.latchkey(['iam-user', 'remove', 'robot']);
    expect(code).toBe(2);
    expect(stderr).toContain('clerk');
    await home.latchkey(['profile', 'remove', 'clerk']);
    expect(await home.latchkey(['iam-user', 'remove', 'robot'])).toMatchObject({ code: 0 });
  });

  it('none of it left a secret in the settings, the state or the log', () => {
    const secrets = secretsOf(aws);
    expect(secrets.length).toBeGreaterThan(10);
    expect(canariesOf(secrets).inFiles(home.home)).toEqual([]);
  });
});

describe('keys of the root user', () => {
  let sts: Server;
  let home: TestHome;

  beforeAll(async () => {
    const answer =
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      `<Arn>arn:aws:iam::${office}:root</Arn><UserId>${office}</UserId><Account>${office}</Account>` +
      '</GetCallerIdentityResult></GetCallerIdentityResponse>';
    sts = createServer((_request, response) => {
      response.setHeader('content-type', 'text/xml').end(answer);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => sts.once('listening', resolve));
    const url = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`;
    home = await createTestHome({ environment: { AWS_ENDPOINT_URL_STS: url } });
  });
  afterAll(async () => {
    await home.dispose();
    sts.close();
  });

  it('are refused, and not kept', async () => {
    const stdin = JSON.stringify({ AccessKeyId: 'AKIAQQQQQQQQQQQQQQQQ', SecretAccessKey: 'x'.repeat(40) });
    const { code, stderr } = await home.latchkey(['iam-user', 'add', 'boss'], { stdin });
    expect(code).toBe(2);
    expect(stderr).toContain('keys of the root user');
    expect((await home.json(['iam-user', 'list'])).value).toEqual({ iamUsers: [] });
  });
});
