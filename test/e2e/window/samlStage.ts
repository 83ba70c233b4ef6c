import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { runSamlProcess, type SamlProgram } from '../../../src-main/shell/saml/runSamlProcess.ts';
import type { SamlAsk } from '../../../src-main/shell/saml/samlMessages.ts';
import { applicationRuntime } from '../../support/applicationRuntime.ts';
import { startConnectProxy, type ConnectProxy } from '../../support/connectProxy.ts';
import { startDisplay, type Display } from '../../support/display.ts';
import { createPrivateAuthority, type PrivateAuthority } from '../../support/privateAuthority.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { eventually } from './eventually.ts';

export interface Heard {
  /** Such as `POST https://idp.example/login`. */
  readonly what: string;
  readonly cookie: string | undefined;
  readonly userAgent: string | undefined;
  readonly body: string;
}

/** Every host of the web behind one proxy, AWS’s own among them: what would reach AWS is heard here. */
export interface SamlStage {
  readonly heard: Heard[];
  readonly proxy: ConnectProxy;
  /** Where the folders of sign-ins are made. */
  readonly folder: string;
  readonly authorities: string;
  readonly ask: SamlAsk;
  readonly program: SamlProgram;
  /** Opens the window; the page and the bar are driven from without, as a person would. */
  open(change?: Partial<SamlAsk>): Promise<OpenSignIn>;
  /** Starts the same process by other means. */
  spawnBare(stdin: 'pipe' | 'ignore'): ChildProcess;
  folders(): readonly string[];
}

export interface OpenSignIn {
  readonly outcome: Promise<PromiseSettledResult<{ readonly assertion: string }>>;
  readonly browser: Browser;
  readonly page: Page;
  readonly bar: Page;
  readonly folder: string;
  /** Ends it as the application does when it is no longer wanted. */
  readonly abort: () => void;
}

const hosts = [
  'idp.example',
  '*.idp.example',
  'xn--dp-gpa.example',
  'signin.aws.amazon.com',
  '*.evil.example',
  'signin.aws.amazon.com.evil.example',
];

export const isBar = (page: Page) => page.url().startsWith('app://latchkey/');

/** Sets the stage for the tests of the file that calls it. `answer` is what every page of the web shows. */
export function setSamlStage(
  answer: (url: URL) => { readonly html: string; readonly headers?: object },
): SamlStage {
  const on: Partial<{ -readonly [Part in keyof SamlStage]: SamlStage[Part] }> = {};
  const stage = on as SamlStage;
  let display: Display;
  let authority: PrivateAuthority;
  let server: Server;
  const before = process.env['TMPDIR'];
  beforeAll(async () => {
    display = await startDisplay();
    authority = await createPrivateAuthority();
    on.heard = [];
    server = createServer(authority.issue(...hosts.map((host) => `DNS:${host}`)), (request, response) => {
      const url = new URL(request.url ?? '/', `https://${request.headers.host}`);
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        const { cookie, 'user-agent': userAgent } = request.headers;
        stage.heard.push({ what: `${request.method} ${url.href}`, cookie, userAgent, body });
        const { html, headers } = answer(url);
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    on.proxy = await startConnectProxy((server.address() as AddressInfo).port);
    on.folder = await temporaryFolder();
    process.env['TMPDIR'] = on.folder;
    on.authorities = readFileSync(authority.bundle, 'utf8');
    on.ask = {
      url: 'https://idp.example/',
      acsUrls: ['https://signin.aws.amazon.com/saml'],
      title: 'Sign in to Example Corp',
      proxy: on.proxy.url,
      noProxy: null,
      authorities: on.authorities,
    };
    const { executable, flags } = await applicationRuntime();
    const words = [...flags, join(import.meta.dirname, '../../..')];
    on.program = { executable, words, environment: { ...canaries, ...process.env, DISPLAY: display.name } };
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    server.closeAllConnections();
    server.close();
    await on.proxy?.close();
    for (const folder of [on.folder, authority.folder]) if (folder) rmSync(folder, { recursive: true });
    await display.stop();
  });
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });
  on.folders = () => readdirSync(stage.folder).map((name) => join(stage.folder, name));
  on.open = async (change) => {
    const stop = new AbortController();
    const program = { ...stage.program, words: ['--remote-debugging-port=0', ...stage.program.words] };
    const outcome = settled(runSamlProcess(program, { ...stage.ask, ...change }, stop.signal));
    ends.push(() => {
      stop.abort();
      return outcome;
    });
    await eventually(() => stage.folders().length).toBe(1);
    const folder = stage.folders()[0] ?? '';
    const browser = await connect(folder);
    const pages = () => browser.contexts().flatMap((context) => context.pages());
    await eventually(() => pages().filter(isBar).length).toBe(1);
    await eventually(() => pages().length).toBe(2);
    const [bar, page] = [pages().find(isBar), pages().find((one) => !isBar(one))];
    if (bar === undefined || page === undefined) throw new Error('The window has no bar or no page');
    await page.waitForLoadState();
    return {
      outcome,
      browser,
      page,
      bar,
      folder,
      abort: () => {
        stop.abort();
      },
    };
  };
  on.spawnBare = (stdin) => {
    const { executable, words, environment } = stage.program;
    return spawn(executable, [...words, '--company-sign-in'], {
      env: environment,
      stdio: [stdin, 'ignore', 'pipe', stdin],
    });
  };
  return stage;
}

/** What a sign-in must not inherit. */
const canaries = {
  AWS_SECRET_ACCESS_KEY: 'canary-aws',
  LATCHKEY_PASSPHRASE: 'canary-latchkey',
  SSH_AUTH_SOCK: '/canary-ssh',
};

const settled = async <Value>(promise: Promise<Value>) => {
  const [result] = await Promise.allSettled([promise]);
  return result;
};

async function connect(folder: string): Promise<Browser> {
  const file = join(folder, 'DevToolsActivePort');
  await eventually(() => existsSync(file) && readFileSync(file, 'utf8').includes('\n')).toBe(true);
  const [port, path] = readFileSync(file, 'utf8').split('\n');
  return chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`);
}
