import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDesk, type Desk } from '../../src-main/desk/desk.ts';
import { AppError } from '../../src-main/core/errors.ts';
import { startFederation, type Federation } from '../aws/support/startFederation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { noSources } from '../support/noSources.ts';
import { until } from '../support/until.ts';

let federation: Federation;
let at: AppOnAws;
let desk: Desk;
const clipboard = { text: '' };
const opened: string[] = [];
const pages: { url: string; acsUrls: readonly string[]; title: string }[] = [];
let answerAtPage: (signal: AbortSignal) => Promise<{ assertion: string }>;

beforeEach(async () => {
  federation = await startFederation();
  at = await createAppOnAws(federation.aws);
  opened.length = 0;
  pages.length = 0;
  answerAtPage = async () => ({ assertion: federation.saml.assertionFor() });
  desk = createDesk(
    {
      app: at.app,
      log: { write: () => undefined },
      clock: { now: () => Date.now(), sleep: () => new Promise(() => undefined) },
      platform: 'linux',
      openPage: () => Promise.reject(new Error('AWS has no page for it')),
      browsers: { installed: async () => [] },
      copy: async (text) => {
        clipboard.text = text;
      },
      ...noSources,
      readClipboard: async () => clipboard.text,
      openIdentityProvider: async (link) => {
        opened.push(link);
      },
      signInAtPage: (request, signal) => {
        pages.push(request);
        return answerAtPage(signal);
      },
    },
    () => undefined,
  );
});
afterEach(async () => {
  await at.remove();
  await federation.close();
});

const saml = (from: object) => ({
  source: { kind: 'saml' as const, name: 'company', region: 'eu-west-1', from: from as never },
});
const roles = async (): Promise<number> => (await at.app.listSources({}, quietly)).sources[0]?.roles ?? 0;
const idle = () =>
  until(() => {
    expect(desk.state().sourceSignIns).toEqual([]);
  });

describe('a sign-in at a company’s page', () => {
  beforeEach(() => at.app.addSource(saml({ kind: 'page', url: federation.saml.signInUrl }), quietly));

  it('shows the page that the person typed, takes its answer for AWS’s own address, and lists the roles', async () => {
    await desk.commands.beginSourceSignIn({ source: 'company' }, quietly);
    await idle();
    expect(pages).toEqual([
      {
        url: federation.saml.signInUrl,
        acsUrls: ['https://signin.aws.amazon.com/saml'],
        title: 'Sign in to company',
      },
    ]);
    expect(desk.state().problems).toEqual([]);
    expect(await roles()).toBeGreaterThan(0);
  });

  it('that the person closes is no problem; one that fails is told', async () => {
    answerAtPage = () => Promise.reject(new AppError('sign-in-cancelled', 'The window was closed.'));
    await desk.commands.beginSourceSignIn({ source: 'company' }, quietly);
    await idle();
    expect(desk.state().problems).toEqual([]);
    answerAtPage = async () => ({ assertion: 'bm90IFNBTUw=' });
    await desk.commands.beginSourceSignIn({ source: 'company' }, quietly);
    await idle();
    expect(desk.state().problems).toMatchObject([{ about: 'source', subject: 'company' }]);
    expect(await roles()).toBe(0);
  });

  it('ends when it is cancelled', async () => {
    answerAtPage = (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    await desk.commands.beginSourceSignIn({ source: 'company' }, quietly);
    await until(() => {
      expect(desk.state().sourceSignIns).toMatchObject([{ state: 'window' }]);
    });
    await desk.commands.cancelSourceSignIn({ source: 'company' }, quietly);
    expect(desk.state().sourceSignIns).toEqual([]);
    expect(desk.state().problems).toEqual([]);
  });
});

describe('what the person copied', () => {
  it('is taken as a SAML response, however it was broken into lines', async () => {
    await at.app.addSource(saml({ kind: 'pasted' }), quietly);
    const assertion = federation.saml.assertionFor();
    clipboard.text = ` ${assertion.replaceAll(/(.{76})/g, '$1\r\n')}\n`;
    await desk.commands.pasteAssertion({ source: 'company' }, quietly);
    expect(await roles()).toBeGreaterThan(0);
    clipboard.text = '';
    await expect(desk.commands.pasteAssertion({ source: 'company' }, quietly)).rejects.toThrow(
      'The clipboard holds no SAML response.',
    );
  });

  it('is taken as an access key, and the clipboard is emptied', async () => {
    const { users } = federation.aws.organisation;
    const { accessKeyId, secretAccessKey } = federation.aws.accessKeyOf(users[0]?.name ?? '');
    clipboard.text = `Access key ID,Secret access key\n${accessKeyId},${secretAccessKey}\n`;
    const taken = await desk.commands.takeAccessKey({ name: 'me', from: 'clipboard' }, quietly);
    expect(taken).toEqual({ chosen: true });
    expect(clipboard.text).toBe('');
    expect((await at.app.listIamUsers({}, quietly)).iamUsers).toMatchObject([
      { name: 'me', keyId: accessKeyId },
    ]);
    await expect(desk.commands.takeAccessKey({ name: 'other', from: 'file' }, quietly)).resolves.toEqual({
      chosen: false,
    });
  });
});

describe('a sign-in at an OpenID Connect provider', () => {
  const source = (flow: 'device' | 'pkce') => ({
    source: {
      kind: 'web-identity' as const,
      name: 'build',
      region: 'eu-west-1',
      from: {
        kind: 'oidc' as const,
        issuer: federation.oidc.url,
        clientId: federation.oidc.clientId,
        flow,
        scopes: ['openid'],
      },
    },
  });

  it('by a code shows it beside the host, and opens the page only when the person wants it', async () => {
    await at.app.addSource(source('device'), quietly);
    await desk.commands.beginSourceSignIn({ source: 'build' }, quietly);
    await until(() => {
      expect(desk.state().sourceSignIns).toMatchObject([{ state: 'waiting' }]);
    });
    const [shown] = desk.state().sourceSignIns;
    expect(shown?.userCode).toMatch(/\w/);
    expect(shown?.host).toBe(new URL(federation.oidc.url).host);
    expect(opened).toEqual([]);
    await desk.commands.openSourcePage({ source: 'build' }, quietly);
    expect(opened).toHaveLength(1);
    await desk.commands.cancelSourceSignIn({ source: 'build' }, quietly);
    expect(desk.state()).toMatchObject({ sourceSignIns: [], problems: [] });
  });

  it('by redirect opens the provider’s page at once', async () => {
    await at.app.addSource(source('pkce'), quietly);
    await desk.commands.beginSourceSignIn({ source: 'build' }, quietly);
    await until(() => {
      expect(opened).toHaveLength(1);
    });
    expect(new URL(opened[0] ?? '').origin).toBe(new URL(federation.oidc.url).origin);
    await desk.commands.cancelSourceSignIn({ source: 'build' }, quietly);
  });
});
