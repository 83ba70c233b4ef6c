import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { get } from 'node:https';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { largeOrganisation } from '../aws/largeOrganisation.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { startConnectProxy, type ConnectProxy } from '../support/connectProxy.ts';
import { createPrivateAuthority, type PrivateAuthority } from '../support/privateAuthority.ts';
import { createTestHome, type Ran, type TestHome } from '../support/testHome.ts';

/** AWS's own hosts: nobody but the proxy can lead them to the stand-in. */
const hosts = {
  oidc: 'oidc.eu-west-1.amazonaws.com:443',
  portal: 'portal.sso.eu-west-1.amazonaws.com:443',
  sts: 'sts.eu-west-1.amazonaws.com:443',
  signin: 'eu-west-1.signin.aws.amazon.com:443',
};
const person = 'ada@example.com';
const role = 'team-0-account-0.Role1';

let authority: PrivateAuthority;
let aws: Aws;
let proxy: ConnectProxy;

const portOfAws = (): number => Number(new URL(aws.url).port);

beforeAll(async () => {
  authority = await createPrivateAuthority();
  const tls = authority.issue(
    'DNS:oidc.eu-west-1.amazonaws.com',
    'DNS:portal.sso.eu-west-1.amazonaws.com',
    'DNS:sts.eu-west-1.amazonaws.com',
    'DNS:vpce-1.sts.example.com',
    'DNS:eu-west-1.signin.aws.amazon.com',
    'IP:127.0.0.1',
    'IP:127.9.9.9',
  );
  aws = await startAws({ tls, organisations: [largeOrganisation(2, 1)] });
});
afterAll(async () => {
  await aws.close();
  await rm(authority.folder, { recursive: true });
});

beforeEach(async () => {
  proxy = await startConnectProxy(portOfAws());
});
afterEach(async () => {
  await proxy.close();
});

/** The page behind a console link, as the person's browser gets it. */
async function consolePage(link: string): Promise<string> {
  const { pathname, search } = new URL(link);
  return new Promise((resolve, reject) => {
    get(`${aws.url}${pathname}${search}`, { ca: readFileSync(authority.bundle) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => {
        resolve(text);
      });
    }).on('error', reject);
  });
}

/** What STS says to a shell that evaluated `latchkey env`. */
async function checkIdentity(home: TestHome): Promise<Ran> {
  const { value } = await home.json(['env', role]);
  return home.latchkey(['whoami', '--check'], {
    environment: (value as { set: Record<string, string> }).set,
  });
}

/** Everything that talks to AWS, once. */
async function mainJob(home: TestHome): Promise<void> {
  const login = await home.signIn(aws, person);
  expect(login.stderr).toContain(person);
  expect(login.code).toBe(0);
  expect((await home.latchkey(['sync'])).code).toBe(0);
  const checked = await checkIdentity(home);
  expect(checked.stdout).toContain('assumed-role/AWSReservedSSO_Role1_');
  expect(checked.code).toBe(0);
  const link = await home.latchkey(['console', role, '--print']);
  expect(link.code).toBe(0);
  expect(await consolePage(link.stdout.trim())).toContain(`/${person}</dd>`);
}

function expectFailure(ran: Ran, words: RegExp): void {
  expect(ran.stderr).toMatch(words);
  expect(ran.stderr.trim().split('\n')).toHaveLength(1);
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 1, stdout: '' });
}

describe('a proxy and a private CA from the settings', () => {
  let home: TestHome;

  beforeAll(async () => {
    aws.behaviour.verification = (_honest, userCode) => ({
      verificationUri: 'https://device.sso.eu-west-1.amazonaws.com/',
      verificationUriComplete: `https://device.sso.eu-west-1.amazonaws.com/?user_code=${userCode}`,
    });
    home = await createTestHome();
  });
  afterAll(async () => {
    await home.dispose();
  });
  beforeEach(async () => {
    await set('proxy', proxy.url);
  });

  async function set(name: string, value: string): Promise<void> {
    expect((await home.latchkey(['settings', 'set', name, value])).code).toBe(0);
  }

  it('without the CA nobody signs in; nothing is asked twice, but whether AWS is there at all', async () => {
    expectFailure(await home.signIn(aws), /certificate .* not trusted.*caBundle/);
    expect(new Set(proxy.targets)).toEqual(new Set([hosts.oidc]));
    expect(proxy.targets.length).toBeLessThanOrEqual(2);
  });

  it('a CA bundle that is not there is named', async () => {
    await set('caBundle', '/nowhere/ca.pem');
    expectFailure(await home.signIn(aws), /^latchkey: The CA bundle \/nowhere\/ca\.pem cannot be read\./);
  });

  it('a proxy that asks for a password says so', async () => {
    await set('caBundle', authority.bundle);
    proxy.authorization = 'Basic something';
    expectFailure(await home.signIn(aws), /^latchkey: The proxy asks for a name and a password/);
    expect(proxy.targets).toHaveLength(1);
  });

  it('sign-in, sync, role keys, STS and the console go through it to AWS’s own hosts', async () => {
    await mainJob(home);
    expect(new Set(proxy.targets)).toEqual(new Set(Object.values(hosts)));
    expect(aws.unknownCalls).toEqual([]);
  });

  it('it is given the name and the password of its URL, which settings do not show', async () => {
    proxy.authorization = `Basic ${Buffer.from('ada:open sesame').toString('base64')}`;
    await set('proxy', proxy.url.replace('//', '//ada:open%20sesame@'));
    expect((await home.latchkey(['sync'])).code).toBe(0);
    expect(proxy.targets).toContain(hosts.portal);
    const list = await home.latchkey(['settings', 'list']);
    expect(list.stdout).toContain('//ada:***@127.0.0.1');
    expect(list.stdout).not.toContain('sesame');
  });

  it('an endpoint from the settings is reached through it, too', async () => {
    await set('endpoints.sts', 'https://vpce-1.sts.example.com');
    expect((await checkIdentity(home)).code).toBe(0);
    expect(proxy.targets).toContain('vpce-1.sts.example.com:443');
    expect(proxy.targets).not.toContain(hosts.sts);
  });
});

describe('a proxy and a private CA from the environment of a named home', () => {
  let home: TestHome;
  let port: number;

  /** Nothing listens there: without the proxy every call would be refused. */
  const elsewhere = 'https://127.9.9.9';

  beforeAll(async () => {
    aws.behaviour.verification = ({ verificationUri, verificationUriComplete }) => ({
      verificationUri: verificationUri.replace(aws.url, elsewhere),
      verificationUriComplete: verificationUriComplete.replace(aws.url, elsewhere),
    });
    const free = await startConnectProxy(0);
    port = Number(new URL(free.url).port);
    await free.close();
    home = await createTestHome({
      environment: {
        HTTPS_PROXY: free.url,
        AWS_CA_BUNDLE: authority.bundle,
        AWS_ENDPOINT_URL_SSO_OIDC: `${elsewhere}/oidc`,
        AWS_ENDPOINT_URL_SSO: `${elsewhere}/portal`,
        AWS_ENDPOINT_URL_STS: `${elsewhere}/sts`,
        LATCHKEY_SIGNIN_URL: `${elsewhere}/signin`,
      },
    });
  });
  afterAll(async () => {
    await home.dispose();
  });
  beforeEach(async () => {
    await proxy.close();
    proxy = await startConnectProxy(portOfAws(), port);
  });

  it('everything goes through it', async () => {
    await mainJob(home);
    expect(new Set(proxy.targets)).toEqual(new Set(['127.9.9.9:443']));
  });

  it('one that is away is offline: nobody is signed out, and it works again afterwards', async () => {
    await home.latchkey(['lock']);
    await proxy.close();
    expectFailure(await home.latchkey(['start', role]), /^latchkey: AWS cannot be reached\./);
    expect((await home.latchkey(['status'])).stdout).toMatch(/corp +signed in/);
    proxy = await startConnectProxy(portOfAws(), port);
    expect((await home.latchkey(['start', role])).stdout).toBe(`${role}\n`);
  });

  const page = 'Content-Type: text/html\r\n\r\n<html>Free Wi-Fi</html>';
  it.each([
    ['a refusal with a page', { instead: `HTTP/1.1 403 Forbidden\r\n${page}` }],
    ['a redirect', { instead: 'HTTP/1.1 302 Found\r\nLocation: https://wifi.example.com/\r\n\r\n' }],
    ['a page inside the tunnel', { inside: `HTTP/1.1 400 Bad Request\r\n${page}` }],
  ])('one that answers %s is not taken for AWS, and nobody is signed out', async (_what, answer) => {
    await home.latchkey(['lock']);
    Object.assign(proxy, answer);
    expectFailure(await home.latchkey(['start', role]), /^latchkey: Something other than AWS answered/);
    const lookForAws = 1;
    expect(proxy.targets.length).toBeLessThanOrEqual(5 + lookForAws);
    expect((await home.latchkey(['status'])).stdout).toMatch(/corp +signed in/);
  });
});

describe('NO_PROXY', () => {
  it('names hosts that are reached without the proxy', async () => {
    aws.behaviour.verification = (honest) => honest;
    const environment = {
      HTTPS_PROXY: proxy.url,
      AWS_CA_BUNDLE: authority.bundle,
      NO_PROXY: 'example.com,127.0.0.1',
    };
    const home = await createTestHome({ aws, environment });
    try {
      expect((await home.signIn(aws, person)).code).toBe(0);
      expect(proxy.targets).toEqual([]);
    } finally {
      await home.dispose();
    }
  });
});
