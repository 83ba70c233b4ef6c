import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAws, type Aws } from '../aws/standIn.ts';
import { smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { command, createTestHome, type TestHome } from '../support/testHome.ts';

const node = process.execPath;
const admin = 'payments-prod.Admin';
const readOnly = 'payments-prod.ReadOnly';

let aws: Aws;
let home: TestHome;

beforeAll(async () => {
  aws = await startAws({ organisations: [smallOrganisation()] });
  home = await createTestHome({ aws });
  expect(await home.signIn(aws, 'ada@example.com')).toMatchObject({ code: 0 });
  expect(await home.latchkey(['sync'])).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await home.dispose();
  await aws.close();
});

/** What AWS says of the keys that the command finds. */
const whoami = ['--', node, command, 'whoami', '--check', '--json'];

describe('a command that latchkey runs', () => {
  it.each([[[]], [['--endpoint']]])('is who it was told to be (%j), and AWS agrees', async (options) => {
    const { code, stdout, stderr } = await home.latchkey(['exec', ...options, admin, ...whoami]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      profile: admin,
      roleName: 'Admin',
      arn: expect.stringContaining('AWSReservedSSO_Admin_') as string,
    });
  });

  it('is run in each profile as who that is', async () => {
    const { code, stdout, stderr } = await home.latchkey(['each', 'payments-prod', ...whoami]);
    expect({ code, stderr: stderr.trim().split('\n').sort() }).toEqual({
      code: 0,
      stderr: [`${admin}     exit 0`, `${readOnly}  exit 0`],
    });
    const documentOf = (name: string): unknown =>
      JSON.parse(
        stdout
          .split('\n')
          .flatMap((line) => (line.startsWith(`${name}\t`) ? [line.slice(name.length)] : []))
          .join(''),
      );
    expect(documentOf(admin)).toMatchObject({ profile: admin, roleName: 'Admin' });
    expect(documentOf(readOnly)).toMatchObject({ profile: readOnly, roleName: 'ReadOnly' });
  });

  it('has its endpoint for as long as latchkey lives, however that ends', async () => {
    const tell = `
      const { AWS_CONTAINER_CREDENTIALS_FULL_URI: uri, AWS_CONTAINER_AUTHORIZATION_TOKEN: token } = process.env;
      console.log(JSON.stringify({ uri, token, keys: process.env.AWS_ACCESS_KEY_ID ?? null, pid: process.pid }));
      setTimeout(() => process.exit(99), 20000);`;
    const words = [command, 'exec', '--endpoint', admin, '--', node, '-e', tell];
    const child = spawn(node, words, { env: home.environment, stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const { uri, token, keys, pid } = JSON.parse(said.toString()) as Record<string, string>;
    expect(keys).toBeNull();
    // As an SDK asks: what fetch sends beside it is a browser's, and refused.
    const ask = async (): Promise<number> =>
      new Promise((resolve) => {
        const request = get(uri!, { headers: { Authorization: token! } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        });
        request.on('error', () => {
          resolve(0);
        });
      });
    try {
      expect(await ask()).toBe(200);
      child.kill('SIGKILL');
      await expect.poll(ask).not.toBe(200);
    } finally {
      child.kill('SIGKILL');
      process.kill(Number(pid), 'SIGKILL');
    }
  });
});

it('a shell that was left by lk has nothing of it', async () => {
  const script = `
    eval "$("$NODE" "$LATCHKEY" shell-init bash)"
    lk ${admin} && "$NODE" "$LATCHKEY" whoami --check --json | grep '"arn"'
    lk - && env | grep -c '^AWS_.*KEY\\|TOKEN\\|^LATCHKEY_PROFILE'`;
  const environment = { NODE: node, LATCHKEY: command };
  const { stdout, stderr } = await home.run('bash', ['--norc', '-c', script], { environment });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/"arn": ".*AWSReservedSSO_Admin_.*"\n0\n$/);
});
