import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherAccount, account } from '../aws/support/smallOrganisation.ts';
import { startFederation, type Federation } from '../aws/support/startFederation.ts';
import { canariesOf, secretsOf } from '../support/canaries.ts';
import { createTestHome, type TestHome } from '../support/testHome.ts';

describe('company sign-in', () => {
  let company: Federation;
  let home: TestHome;
  const staff = () => company.roles[account]?.staff ?? '';
  const pipeline = () => company.roles[account]?.pipeline ?? '';

  beforeAll(async () => {
    company = await startFederation();
    home = await createTestHome({ aws: company.aws });
  });
  afterAll(async () => {
    await home.dispose();
    await company.close();
  });

  const add = (...words: string[]) => home.latchkey(['source', 'add', ...words]);
  const arnOf = async (name: string): Promise<string | undefined> => {
    const { value } = await home.json(['profile', 'test', name]);
    return (value as { links: { arn: string }[] }).links.at(-1)?.arn;
  };

  it('by SAML needs a response: without one exit 3 says so, and nothing is opened', async () => {
    expect(await add('saml', 'company', '--url', company.saml.signInUrl)).toMatchObject({ code: 0 });
    const { code, stderr } = await home.latchkey(['login', 'company']);
    expect(code).toBe(3);
    expect(stderr).toContain('application’s own window');
    expect(company.aws.calls('AssumeRoleWithSAML')).toBe(0);
  });

  it('by SAML takes the response on stdin and offers its roles in every account', async () => {
    const { code, value } = await home.json(['login', 'company'], {
      stdin: `${company.saml.assertionFor()}\n`,
    });
    expect(code).toBe(0);
    expect(value).toMatchObject({ source: 'company', signedInAs: 'ada@example.com' });
    const { roles } = value as { roles: { accountId: string }[] };
    expect(roles.map(({ accountId }) => accountId)).toEqual(
      expect.arrayContaining([account, otherAccount]) as string[],
    );
    expect(await arnOf(`company.${account}.Staff`)).toBe(
      `arn:aws:sts::${account}:assumed-role/Staff/ada@example.com`,
    );
  });

  it('by SAML takes the form as a browser shows it, too', async () => {
    const form = new URLSearchParams({ RelayState: '', SAMLResponse: company.saml.assertionFor() });
    expect(await home.latchkey(['login', 'company'], { stdin: form.toString() })).toMatchObject({ code: 0 });
  });

  it('by SAML with another account than before asks: exit 3, and --accept takes it', async () => {
    const { plan } = company.saml;
    const before = plan.roles;
    const stranger = ['role/Stranger', 'saml-provider/Company'].map(
      (end) => `arn:aws:iam::999999999999:${end}`,
    );
    plan.roles = [...before, [stranger[0] ?? '', stranger[1] ?? '']];
    const stdin = company.saml.assertionFor();
    plan.roles = before;
    const { code, stderr } = await home.latchkey(['login', 'company'], { stdin });
    expect(code).toBe(3);
    expect(stderr).toContain('999999999999');
    expect((await home.latchkey(['list', 'Stranger'])).stdout).toBe('');
    expect(await home.latchkey(['login', 'company', '--accept'], { stdin })).toMatchObject({ code: 0 });
    expect((await home.latchkey(['list', 'Stranger'])).stdout).toContain('999999999999');
  });

  it('by a command that prints the response needs nobody', async () => {
    const response = join(home.folder, 'a response');
    await writeFile(response, company.saml.assertionFor());
    expect(await add('saml', 'robot', '--command', `/bin/cat '${response}'`)).toMatchObject({ code: 0 });
    expect(await home.latchkey(['login', 'robot'])).toMatchObject({ code: 0 });
    expect(
      await home.latchkey(['profile', 'add', 'by-robot', '--from', 'robot', '--role-arn', staff()]),
    ).toMatchObject({ code: 0 });
    expect(await home.latchkey(['credentials', 'by-robot'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('by a token in a file, read anew each time', async () => {
    const token = join(home.folder, 'token');
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: 'build', aud: company.oidc.clientId, iat: now, exp: now + 3600 };
    await writeFile(token, company.oidc.provider.token(claims));
    const relative = await home.latchkey(['source', 'add', 'web-identity', 'ci', '--token-file', 'token'], {
      cwd: home.folder,
    });
    expect(relative).toMatchObject({ code: 0 });
    await home.latchkey([
      'profile',
      'add',
      'build',
      '--from',
      'ci',
      '--role-arn',
      pipeline(),
      '--duration',
      '15m',
    ]);
    const start = await home.latchkey(['start', 'build']);
    expect(start).toMatchObject({ code: 0, stdout: 'build\n' });
    const cli = [
      '--endpoint-url',
      company.aws.endpoints.sts,
      'sts',
      'get-caller-identity',
      '--profile',
      'build',
    ];
    const { stdout, stderr } = await home.run('/usr/bin/aws', cli);
    expect(stderr).toBe('');
    expect(stdout).toContain(`arn:aws:sts::${account}:assumed-role/Pipeline/`);
  });

  it('by an OpenID Connect provider shows code and link as everywhere', async () => {
    const words = ['--issuer', company.oidc.url, '--client-id', company.oidc.clientId, '--flow', 'device'];
    expect(await add('web-identity', 'oidc', ...words)).toMatchObject({ code: 0 });
    let approved = false;
    const login = await home.latchkey(['login', 'oidc'], {
      onStderr: (text) => {
        const code = /^Code: (\S+)$/m.exec(text)?.[1];
        if (approved || code === undefined) return;
        approved = true;
        company.oidc.approve(code);
      },
    });
    expect(login.code).toBe(0);
    expect(login.stderr.match(/^Link: http\S+$/gm)).toHaveLength(1);
    await home.latchkey(['profile', 'add', 'person', '--from', 'oidc', '--role-arn', pipeline()]);
    expect(await home.latchkey(['credentials', 'person'])).toMatchObject({ code: 0 });
  });

  it('one way excludes the others, and one is needed', async () => {
    expect(await add('saml', 'x')).toMatchObject({ code: 2 });
    expect(await add('saml', 'x', '--paste', '--url', 'https://x.example')).toMatchObject({ code: 2 });
    expect(await add('web-identity', 'x', '--issuer', 'https://x.example')).toMatchObject({ code: 2 });
  });

  it('lists and removes, but not what profiles begin at', async () => {
    const { value } = await home.json(['source', 'list']);
    expect((value as { sources: { name: string; state: string }[] }).sources).toMatchObject([
      { name: 'company', state: 'signed-in' },
      { name: 'robot' },
      { name: 'ci', state: 'ready' },
      { name: 'oidc', state: 'signed-in' },
    ]);
    expect(await home.latchkey(['source', 'remove', 'ci'])).toMatchObject({ code: 2 });
    expect(await home.latchkey(['source', 'remove', 'company'])).toMatchObject({ code: 0 });
  });

  it('none of it left a secret in the settings, the state or the log', () => {
    const secrets = secretsOf(company.aws);
    expect(secrets.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['SAMLAssertion', 'WebIdentityToken', 'sessionToken']),
    );
    expect(canariesOf(secrets).inFiles(home.home)).toEqual([]);
  });
});
