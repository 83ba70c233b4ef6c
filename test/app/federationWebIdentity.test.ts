import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/core/errors.ts';
import { roleStep } from '../../src-main/core/roles/roleStep.ts';
import { defaultOidcPlan } from '../aws/identityProviders/oidcSitePlan.ts';
import { startOidcSite, type OidcSite } from '../aws/identityProviders/startOidcSite.ts';
import { formBrowser } from '../aws/support/formBrowser.ts';
import { account, otherAccount } from '../aws/support/smallOrganisation.ts';
import { startFederation, type Federation } from '../aws/support/startFederation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { canariesOf } from '../support/canaries.ts';

let company: Federation;
let at: AppOnAws;

beforeAll(async () => {
  company = await startFederation();
});
afterAll(() => company.close());
beforeEach(async () => {
  Object.assign(company.oidc.plan, { ...defaultOidcPlan(), interval: 0.01 });
  at = await createAppOnAws(company.aws);
  return () => at.remove();
});

type From =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'command'; readonly command: string[] }
  | {
      readonly kind: 'oidc';
      readonly issuer: string;
      readonly clientId: string;
      readonly flow: 'device' | 'pkce';
      readonly scopes: string[];
    };
const oidc = (flow: 'device' | 'pkce' = 'pkce', { url } = company.oidc): From => ({
  ...{ kind: 'oidc', issuer: url, clientId: 'latchkey', flow },
  scopes: ['openid', 'email', 'offline_access'],
});

/** The source `company` and the profiles `first` and `second` in two accounts. */
async function addCompany(from: From, change: object = {}): Promise<void> {
  await at.app.addSource(
    { source: { kind: 'web-identity', name: 'company', region: 'eu-west-1', from } },
    quietly,
  );
  for (const [name, id] of Object.entries({ first: account, second: otherAccount })) {
    const steps = [roleStep.parse({ roleArn: company.roles[id]?.pipeline, ...change })];
    await at.app.addProfile({ name, from: 'company', steps, region: null }, quietly);
  }
}

const tokenOf = (claims: object = {}): string => {
  const now = Math.floor(company.aws.clock.now() / 1000);
  return company.oidc.provider.token({ aud: 'latchkey', sub: 'ci', iat: now, exp: now + 600, ...claims });
};
const keysOf = (profile: string) => at.app.credentials({ profile }, quietly);
const sent = () =>
  company.aws.requests
    .filter(({ operation }) => operation === 'AssumeRoleWithWebIdentity')
    .map(({ body }) => new URLSearchParams(body));
const grants = (type: string, site = company.oidc) =>
  site.requests.filter(({ path, form }) => path === '/token' && form.get('grant_type') === type);
const storedRefreshToken = async (): Promise<string | undefined> => {
  const read = await at.secrets.read('web-identity/company');
  return read.state === 'found'
    ? (JSON.parse(read.value) as { refreshToken: string }).refreshToken
    : undefined;
};

/** As a person does who edits the settings. */
function changeSource(change: { readonly issuer?: string; readonly clientId?: string }): void {
  at.changeSettings((now) => ({
    ...now,
    sources: now.sources.map((one) =>
      one.kind === 'web-identity' && one.from.kind === 'oidc'
        ? { ...one, from: { ...one.from, ...change } }
        : one,
    ),
  }));
}

interface Link {
  readonly userCode: string | null;
  readonly link: string;
}

/** What the person's browser does with the page. */
async function visit({ link }: Link, { people } = company.oidc): Promise<void> {
  const browser = formBrowser();
  const page = await browser.open(link);
  const done = await browser.submit(page, {
    user: people[0]?.name ?? '',
    password: people[0]?.password ?? '',
  });
  if (done.redirectedTo !== null) await fetch(done.redirectedTo);
}

async function signIn(act: (link: Link) => Promise<void> = visit): Promise<Link[]> {
  const links: Link[] = [];
  const progress = (link: Link): void => {
    links.push(link);
    void act(link);
  };
  const signedIn = await at.app.signInSource({ source: 'company' }, { ...quietly, progress });
  expect(signedIn).toMatchObject({ source: 'company', signedInAs: 'ada@example.com', roles: [] });
  return links;
}

describe('a token', () => {
  it('of a file is read each time keys are needed', async () => {
    const path = join(at.folder, 'token');
    await addCompany({ kind: 'file', path });
    await expect(keysOf('first')).rejects.toMatchObject({ code: 'federation-refused' });
    for (const [profile, sub] of [
      ['first', 'pod-1'],
      ['second', 'pod-2'],
    ] as const) {
      const token = tokenOf({ sub });
      await writeFile(path, `${token}\n`);
      await keysOf(profile);
      expect(sent().at(-1)?.get('WebIdentityToken')).toBe(token);
    }
    const { sources } = await at.app.listSources({}, quietly);
    expect(sources).toMatchObject([{ state: 'ready', from: 'file', where: path }]);
  });

  it('of a program opens the role for up to 12 hours, under the name of the profile’s session', async () => {
    const change = { durationSeconds: 43_200, sessionName: '{user}-{reason}' };
    await addCompany({ kind: 'command', command: ['printf', '%s', tokenOf()] }, change);
    const { expiration, ...keys } = await at.app.credentials({ profile: 'first', reason: 'T 1' }, quietly);
    expect((Date.parse(expiration) - company.aws.clock.now()) / 1000).toBeCloseTo(43_200, -1);
    const { accessKeyId, secretAccessKey, sessionToken, region } = keys;
    const own = { accessKeyId, secretAccessKey, sessionToken, region };
    expect((await at.app.checkIdentity(own, quietly)).arn).toMatch(/assumed-role\/Pipeline\/ada-T.1$/);
  });

  it.each([
    ['for another audience', { aud: 'somebody' }, 'Incorrect token audience'],
    ['that has expired', { exp: 1 }, 'Token expired'],
    ['of another issuer', { iss: 'https://example.com' }, 'No OpenIDConnect provider found'],
  ])('%s opens nothing, and AWS’s words say so', async (_what, claims, words) => {
    await addCompany({ kind: 'command', command: ['printf', '%s', tokenOf(claims)] });
    const { links } = await at.app.testProfile({ profile: 'first' }, quietly);
    expect(links).toMatchObject([{ state: 'failed', call: 'AssumeRoleWithWebIdentity', arn: null }]);
    expect(links[0]?.denial?.whatAwsSaid).toContain(words);
  });

  it('that AWS would not take for its form is not sent', async () => {
    const before = sent().length;
    await addCompany({ kind: 'command', command: ['printf', '%s', 'Error: no token today'] });
    const refused = keysOf('first');
    await expect(refused).rejects.toMatchObject({ code: 'federation-refused' });
    await expect(refused).rejects.not.toThrow(/today/);
    expect(sent()).toHaveLength(before);
  });
});

describe('a person’s sign-in at an OpenID Connect provider', () => {
  it.each(['pkce', 'device'] as const)('by %s opens both accounts with one token', async (flow) => {
    await addCompany(oidc(flow));
    await expect(keysOf('first')).rejects.toMatchObject({
      code: 'sign-in-needed',
      hint: 'Sign in with: latchkey login company',
    });
    const links = await signIn();
    expect(links).toHaveLength(1);
    expect(links[0]?.link.startsWith(company.oidc.url)).toBe(true);
    expect(links[0]?.userCode === null).toBe(flow === 'pkce');
    await Promise.all(['first', 'second'].map(keysOf));
    const tokens = sent()
      .slice(-2)
      .map((form) => form.get('WebIdentityToken'));
    expect(new Set(tokens).size).toBe(1);
    const { sources } = await at.app.listSources({}, quietly);
    expect(sources).toMatchObject([{ state: 'signed-in', signedInAs: 'ada@example.com' }]);
  });

  it('is refreshed once for all who wait when its token ends, and the new refresh token is kept', async () => {
    await addCompany(oidc());
    await signIn();
    const first = await storedRefreshToken();
    company.aws.clock.advance(3_600_000);
    const before = grants('refresh_token').length;
    await Promise.all(['first', 'second', 'first'].map(keysOf));
    expect(
      grants('refresh_token')
        .slice(before)
        .map(({ form }) => form.get('refresh_token')),
    ).toEqual([first]);
    const second = await storedRefreshToken();
    expect(second).toMatch(/^[\w-]{43}$/);
    expect(second).not.toBe(first);
    company.aws.clock.advance(3_600_000);
    // As after a restart: only the secret store remembers.
    await at.restarted().credentials({ profile: 'first' }, quietly);
    expect(grants('refresh_token').at(-1)?.form.get('refresh_token')).toBe(second);
  });

  it('that the provider has ended is needed again', async () => {
    await addCompany(oidc());
    await signIn();
    const stale = { version: 1, issuer: company.oidc.url, clientId: 'latchkey', refreshToken: 'ended' };
    await at.secrets.write('web-identity/company', JSON.stringify(stale));
    company.aws.clock.advance(3_600_000);
    await expect(keysOf('first')).rejects.toMatchObject({ code: 'sign-in-needed', retry: 'after-sign-in' });
    await signIn();
    await keysOf('first');
  });

  it('outlives an outage of the provider', async () => {
    const own = await startOidcSite({ clock: company.aws.clock, signer: company.oidc.provider });
    await addCompany(oidc('pkce', own));
    await signIn((link) => visit(link, own));
    await own.close();
    company.aws.clock.advance(3_600_000);
    const before = await storedRefreshToken();
    await expect(keysOf('first')).rejects.toMatchObject({ code: 'offline', retry: 'later' });
    expect(await storedRefreshToken()).toBe(before);
  });

  it.each([
    ['another client', (honest: object) => ({ ...honest, aud: 'somebody' })],
    ['another issuer', (honest: object) => ({ ...honest, iss: 'https://example.com' })],
    ['another sign-in', (honest: object) => ({ ...honest, nonce: 'another' })],
    ['the past', (honest: object) => ({ ...honest, exp: 1 })],
    ['nobody', (honest: object) => ({ ...honest, sub: undefined })],
  ])('brings no token of %s', async (_whose, claims) => {
    await addCompany(oidc());
    company.oidc.plan.claims = claims;
    await expect(signIn()).rejects.toMatchObject({ code: 'federation-refused' });
    expect(await storedRefreshToken()).toBeUndefined();
    await expect(keysOf('first')).rejects.toMatchObject({ code: 'sign-in-needed' });
  });
});

it('another person’s sign-in at a provider takes the keys of the one before out of the files', async () => {
  await addCompany(oidc());
  await signIn();
  await at.app.startProfile({ profile: 'first', delivery: 'keys' }, quietly);
  const kept = () => readFile(at.awsFiles.credentials, 'utf8');
  await signIn();
  expect(await kept()).toContain('aws_secret_access_key');
  company.oidc.plan.claims = (honest) => ({ ...honest, email: 'grace@example.com' });
  await at.app.signInSource({ source: 'company' }, { ...quietly, progress: (link) => void visit(link) });
  expect(await kept()).not.toContain('aws_secret_access_key');
});

describe('the refresh token of a source', () => {
  it('goes to the issuer and the client that it came from alone', async () => {
    const other: OidcSite = await startOidcSite({ clock: company.aws.clock });
    await addCompany(oidc());
    await signIn();
    company.aws.clock.advance(3_600_000);
    const before = grants('refresh_token').length;
    for (const change of [{ issuer: other.url }, { clientId: 'another' }]) {
      changeSource({ issuer: company.oidc.url, ...change });
      await expect(keysOf('first')).rejects.toMatchObject({ code: 'sign-in-needed' });
    }
    expect(other.requests).toEqual([]);
    expect(grants('refresh_token')).toHaveLength(before);
    await other.close();
  });

  it('goes with the source', async () => {
    await addCompany(oidc());
    await signIn();
    expect(await storedRefreshToken()).toBeDefined();
    await expect(at.app.removeSource({ name: 'company' }, quietly)).rejects.toMatchObject({
      code: 'bad-input',
      details: ['first', 'second'],
    });
    for (const profile of ['first', 'second']) await at.app.removeProfile({ profile }, quietly);
    await at.app.removeSource({ name: 'company' }, quietly);
    expect(await storedRefreshToken()).toBeUndefined();
  });

  it('is not stored by who was still at the provider when the source was removed', async () => {
    await addCompany(oidc());
    for (const profile of ['first', 'second']) await at.app.removeProfile({ profile }, quietly);
    const removeFirst = async (link: Link): Promise<void> => {
      await at.app.removeSource({ name: 'company' }, quietly);
      await visit(link);
    };
    await expect(signIn(removeFirst)).rejects.toMatchObject({ code: 'no-such-source' });
    expect(await storedRefreshToken()).toBeUndefined();
  });

  it('is not stored by a refresh that the removal overtakes', async () => {
    await addCompany(oidc());
    await signIn();
    company.aws.clock.advance(3_600_000);
    const removed = new Promise<unknown>((resolve) => {
      company.oidc.plan.claims = (honest) => {
        at.changeSettings((now) => ({ ...now, profiles: [] }));
        resolve(at.app.removeSource({ name: 'company' }, quietly));
        return honest;
      };
    });
    await expect(keysOf('first')).rejects.toThrow(AppError);
    await removed;
    expect(await storedRefreshToken()).toBeUndefined();
  });

  it('is not stored by who asks for keys while the person is being signed out', async () => {
    await addCompany(oidc());
    await signIn();
    company.aws.clock.advance(3_600_000);
    const before = grants('refresh_token').length;
    const { remove } = at.secrets;
    let asked: Promise<unknown> = Promise.resolve();
    at.secrets.remove = async (item) => {
      asked = keysOf('first').catch((error: unknown) => error);
      await asked;
      return remove(item);
    };
    await at.app.signOutSource({ source: 'company' }, quietly);
    expect(await asked).toMatchObject({ code: 'sign-in-needed' });
    expect(grants('refresh_token')).toHaveLength(before);
    expect(await storedRefreshToken()).toBeUndefined();
  });

  it('is not left by a write that the sign-out overtakes', async () => {
    await addCompany(oidc());
    const { write } = at.secrets;
    let signedOut: Promise<unknown> | undefined;
    at.secrets.write = async (item, value) => {
      if (item === 'web-identity/company') {
        signedOut ??= at.app.signOutSource({ source: 'company' }, quietly);
        await Promise.race([signedOut, new Promise((resolve) => setImmediate(resolve))]);
      }
      return write(item, value);
    };
    await signIn();
    await signedOut;
    expect(await storedRefreshToken()).toBeUndefined();
  });

  it.each([
    ['another issuer', { issuer: 'https://login.example.com' }],
    ['another client', { clientId: 'another' }],
    ['the same provider', {}],
  ])('is not stored for a source that was added again with %s meanwhile', async (_which, change) => {
    await addCompany(oidc());
    for (const profile of ['first', 'second']) await at.app.removeProfile({ profile }, quietly);
    const addAgain = async (link: Link): Promise<void> => {
      await at.app.removeSource({ name: 'company' }, quietly);
      await addCompany({ ...oidc(), ...change });
      await visit(link);
    };
    await expect(signIn(addAgain)).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    expect(await storedRefreshToken()).toBeUndefined();
    await expect(keysOf('first')).rejects.toMatchObject({ code: 'sign-in-needed' });
  });

  it('is not stored for a source whose settings name another issuer by now', async () => {
    await addCompany(oidc());
    const change = async (link: Link): Promise<void> => {
      changeSource({ issuer: 'https://login.example.com' });
      await visit(link);
    };
    await expect(signIn(change)).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    expect(await storedRefreshToken()).toBeUndefined();
  });

  it('stands with the tokens in no file, setting, log or state', async () => {
    await addCompany(oidc());
    await signIn();
    await keysOf('first');
    const values = [(await storedRefreshToken()) ?? '', sent().at(-1)?.get('WebIdentityToken') ?? ''];
    const canaries = canariesOf(values.map((value) => ({ kind: 'token', value })));
    expect(canaries.inText('themselves', values.join())).not.toEqual([]);
    const snapshot = await at.app.snapshot({ rowsVersion: null }, quietly);
    const text = JSON.stringify([at.settings(), at.logged, snapshot, await at.app.listSources({}, quietly)]);
    expect(canaries.inText('what is seen', text)).toEqual([]);
    expect(canaries.inFiles(at.folder)).toEqual([]);
  });
});
