import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AwsNetwork } from '../../src-main/adapters/awsNetwork.ts';
import { createOpenIdConnect } from '../../src-main/adapters/openIdConnect.ts';
import { systemClock } from '../../src-main/adapters/systemClock.ts';
import type { IdentityToken, OidcClient, OidcPrompt } from '../../src-main/core/ports.ts';
import { awsClock } from '../aws/awsClock.ts';
import { defaultOidcPlan } from '../aws/identityProviders/oidcSitePlan.ts';
import { startOidcSite, type OidcSite } from '../aws/identityProviders/startOidcSite.ts';
import { formBrowser } from '../aws/support/formBrowser.ts';
import { startConnectProxy } from '../support/connectProxy.ts';
import { createPrivateAuthority } from '../support/privateAuthority.ts';

const { signal } = new AbortController();
const direct: AwsNetwork = {
  endpoints: { ssoOidc: null, sso: null, sts: null, iam: null, signin: null },
  ...{ proxy: null, noProxy: null, caBundle: null },
};
const oidc = (network = direct) => createOpenIdConnect(() => network, systemClock);

let site: OidcSite;
beforeAll(async () => {
  site = await startOidcSite({ clock: awsClock(), redirectUris: ['http://127.0.0.1/oauth/callback'] });
});
afterAll(async () => {
  await site.close();
});
beforeEach(() => {
  // Polled without waiting: the pace is the provider's to set.
  Object.assign(site.plan, { ...defaultOidcPlan(), interval: 0.01 });
});

const client = (change: Partial<OidcClient> = {}): OidcClient => ({
  ...{ issuer: site.url, clientId: 'latchkey', scopes: ['openid', 'email', 'offline_access'] },
  ...change,
});

/** What the person's browser does with the page. */
async function signInAt(link: string, change: (back: URL) => string = (back) => back.href): Promise<void> {
  const browser = formBrowser();
  const [person] = site.people;
  const page = await browser.open(link);
  const done = await browser.submit(page, { user: person!.name, password: person!.password });
  const allowed = done.redirectedTo === null && done.form !== null ? await browser.submit(done, {}) : done;
  if (allowed.redirectedTo !== null) await fetch(change(new URL(allowed.redirectedTo)));
}

function byBrowser(change?: (back: URL) => string): Promise<IdentityToken> {
  return oidc().signIn(client(), 'pkce', ({ link }) => void signInAt(link, change), signal);
}

describe('the browser’s flow', () => {
  it('brings the token that AWS is shown, and who signed in', async () => {
    const prompts: OidcPrompt[] = [];
    const token = await oidc().signIn(
      client(),
      'pkce',
      (prompt) => {
        prompts.push(prompt);
        void signInAt(prompt.link);
      },
      signal,
    );
    expect(token.signedInAs).toBe(site.people[0]?.name);
    expect(token.expiresAt - Date.now()).toBeGreaterThan(3_500_000);
    expect(token.idToken.split('.')).toHaveLength(3);
    expect(prompts[0]?.userCode).toBeNull();
    const asked = new URL(prompts[0]?.link ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    expect(new Set([asked.get('state'), asked.get('nonce'), asked.get('code_challenge')]).size).toBe(3);
  });

  it('takes no answer of another issuer', async () => {
    const other = (back: URL): string => {
      back.searchParams.set('iss', 'https://evil.example.com');
      return back.href;
    };
    await expect(byBrowser(other)).rejects.toMatchObject({ code: 'federation-refused' });
  });

  it('ends when the person says no', async () => {
    const no = (back: URL): string =>
      `${back.origin}${back.pathname}?${new URLSearchParams({ error: 'access_denied', state: back.searchParams.get('state') ?? '', iss: site.url }).toString()}`;
    await expect(byBrowser(no)).rejects.toMatchObject({ code: 'sign-in-denied' });
  });

  it.each([
    ['issuer', { iss: 'https://evil.example.com' }],
    ['audience', { aud: 'somebody-else' }],
    ['time', { exp: 1 }],
    ['nonce', { nonce: 'another' }],
  ])('takes no token with a wrong %s', async (_what, wrong) => {
    site.plan.claims = (honest) => ({ ...honest, ...wrong });
    await expect(byBrowser()).rejects.toMatchObject({ code: 'federation-refused' });
  });

  it('takes no token that is longer than AWS takes', async () => {
    site.plan.claims = (honest) => ({ ...honest, groups: 'x'.repeat(16_000) });
    await expect(byBrowser()).rejects.toMatchObject({
      message: expect.stringMatching(/20,000/) as string,
      code: 'federation-refused',
    });
  });
});

describe('the device’s flow', () => {
  it('shows a code, waits for the person, and is refreshed until the provider ends it', async () => {
    const decide = (prompt: OidcPrompt): void => {
      expect(prompt.link).toContain(`${site.url}/device`);
      site.approve(prompt.userCode ?? '');
    };
    const token = await oidc().signIn(client(), 'device', decide, signal);
    expect(token.refreshToken).not.toBeNull();
    const next = await oidc().refresh(client(), token.refreshToken ?? '', signal);
    expect(next.refreshToken).not.toBe(token.refreshToken);
    expect(next.signedInAs).toBe(token.signedInAs);
    await expect(oidc().refresh(client(), token.refreshToken ?? '', signal)).rejects.toMatchObject({
      code: 'sign-in-needed',
    });
  });

  it('ends when the person says no, when the code expires, and when nobody waits', async () => {
    const deny = ({ userCode }: OidcPrompt): void => {
      site.deny(userCode ?? '');
    };
    await expect(oidc().signIn(client(), 'device', deny, signal)).rejects.toMatchObject({
      code: 'sign-in-denied',
    });
    site.plan.deviceSeconds = 0.05;
    await expect(oidc().signIn(client(), 'device', () => undefined, signal)).rejects.toMatchObject({
      code: 'sign-in-expired',
    });
    site.plan.deviceSeconds = 600;
    const stop = new AbortController();
    const waiting = oidc().signIn(
      client(),
      'device',
      () => {
        stop.abort(new Error('stopped'));
      },
      stop.signal,
    );
    await expect(waiting).rejects.toThrow('stopped');
  });
});

describe('the provider', () => {
  it('is talked to in the clear on loopback alone', async () => {
    const asked = await startConnectProxy(Number(new URL(site.url).port));
    const issuer = 'http://login.example.com';
    await expect(
      oidc({ ...direct, proxy: asked.url }).signIn(client({ issuer }), 'pkce', () => undefined, signal),
    ).rejects.toMatchObject({
      code: 'federation-refused',
      message: expect.stringMatching(/must begin with https/) as string,
    });
    expect(asked.targets).toEqual([]);
    await asked.close();
  });

  it('that cannot be reached leaves the person signed in', async () => {
    await expect(
      oidc().refresh(client({ issuer: 'http://127.0.0.1:1' }), 'token', signal),
    ).rejects.toMatchObject({
      code: 'offline',
      message: expect.stringMatching(/identity provider/) as string,
    });
  });

  it('is reached through the proxy, and only where its certificate is trusted', async () => {
    const authority = await createPrivateAuthority();
    const secure = await startSecure(authority.issue('DNS:login.example.com'));
    const proxy = await startConnectProxy(secure.port);
    const issuer = 'https://login.example.com';
    const found = (network: AwsNetwork): Promise<unknown> =>
      oidc(network).signIn(client({ issuer }), 'device', () => undefined, signal);
    await expect(found({ ...direct, proxy: proxy.url })).rejects.toMatchObject({
      code: 'federation-refused',
    });
    expect(secure.asked).toEqual([]);
    await expect(found({ ...direct, proxy: proxy.url, caBundle: authority.bundle })).rejects.toMatchObject({
      code: 'federation-refused',
    });
    expect(secure.asked).toEqual(['/.well-known/openid-configuration']);
    expect(new Set(proxy.targets)).toEqual(new Set(['login.example.com:443']));
    await proxy.close();
    await secure.close();
  });

  it('on loopback leads nobody off it in the clear', async () => {
    const odd = await startOdd({ device_authorization_endpoint: 'http://login.example.com/device' });
    await expect(
      oidc().signIn(client({ issuer: odd.url }), 'device', () => undefined, signal),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/names an address that is not https/) as string,
    });
    await odd.close();
  });

  it('sends nobody to a page that is not https', async () => {
    const pages: string[] = [];
    const odd = await startOdd({ authorization_endpoint: 'http://login.example.com/authorize' });
    await expect(
      oidc().signIn(client({ issuer: odd.url }), 'pkce', ({ link }) => pages.push(link), signal),
    ).rejects.toMatchObject({ code: 'federation-refused' });
    expect(pages).toEqual([]);
    await odd.close();
  });

  it('is found under its own name, and only before “/.well-known/”', async () => {
    for (const issuer of [`${site.url}/other`, `${site.url}/.well-known/openid-configuration`]) {
      await expect(oidc().signIn(client({ issuer }), 'pkce', () => undefined, signal)).rejects.toMatchObject({
        code: 'federation-refused',
      });
    }
  });
});

/** A provider whose metadata says what a test wants. */
async function startOdd(change: object) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ issuer: url, token_endpoint: `${url}/token`, ...change }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function startSecure(certificate: { readonly key: string; readonly cert: string }) {
  const asked: (string | undefined)[] = [];
  const server = createSecureServer(certificate, (request, response) => {
    asked.push(request.url);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, asked, close: () => new Promise((resolve) => server.close(resolve)) };
}
