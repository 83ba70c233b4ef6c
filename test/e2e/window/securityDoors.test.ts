/** The window's door answers the window alone, and a link or a second start does nothing but show it. */
import { fc } from '../../support/fc.ts';
import { eventually } from './eventually.ts';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listensAt } from '../../support/processes.ts';
import { setStage } from './stage.ts';
import { grid, signInByCommand } from './steps.ts';

const stage = setStage({
  aws: { behaviour: { portalRate: null } },
  // Electron warns, some time later, of the empty frames that are made here; elsewhere its warnings fail a test.
  environment: { ELECTRON_DISABLE_SECURITY_WARNINGS: 'true' },
});

describe('the window’s door (row 4)', () => {
  it('has two functions and leads to nothing else', async () => {
    const { page } = stage;
    const seen = await page.evaluate(() => ({
      members: Object.getOwnPropertyNames(window.latchkey).sort(),
      kinds: Object.values(window.latchkey).map((member) => typeof member),
      node: [
        'require',
        'process',
        'module',
        'Buffer',
        'global',
        'electron',
        'ipcRenderer',
        '__dirname',
      ].filter((name) => name in window),
      reached: Object.values(window.latchkey as unknown as Record<string, object>).flatMap((member) =>
        Object.getOwnPropertyNames(member).filter(
          (name) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(name),
        ),
      ),
    }));
    expect(seen).toEqual({
      members: ['call', 'listen'],
      kinds: ['function', 'function'],
      node: [],
      reached: [],
    });
  });

  it('cannot be changed by the page', async () => {
    const { page } = stage;
    const after = await page.evaluate(async () => {
      const { latchkey } = window;
      try {
        Object.assign(latchkey, { call: () => 'mine' });
      } catch {
        // Frozen objects throw in modules.
      }
      return Object.hasOwn(await latchkey.call('snapshot', { rowsVersion: null }), 'result');
    });
    expect(after).toBe(true);
  });

  it.each([
    'credentials',
    'consoleLink',
    'checkIdentity',
    'stopAgent',
    '__proto__',
    'constructor',
    'toString',
    '',
  ])('has no %s', async (name) => {
    const answer = await stage.page.evaluate(
      (asked) => window.latchkey.call(asked, { profile: 'x', why: 'person' }),
      name,
    );
    expect(answer).toMatchObject({ error: { code: 'wrong-door' } });
  });

  it('is shut for another page, whatever its preload', async () => {
    const { application } = stage;
    const answers = await application.electron.evaluate(async ({ app, BrowserWindow, session }) => {
      const preload = `${app.getAppPath()}/out/shell/preload.cjs`;
      const given: unknown[] = [];
      for (const url of ['data:text/html,<p>x', 'about:blank']) {
        const webPreferences = { preload, sandbox: true, session: session.fromPartition('another') };
        const window = new BrowserWindow({ show: false, webPreferences });
        await window.loadURL(url);
        const call = `latchkey.call('snapshot', { rowsVersion: null }).catch(({ message }) => message)`;
        given.push(await window.webContents.executeJavaScript(call));
        window.destroy();
      }
      return given;
    });
    expect(answers).toHaveLength(2);
    for (const answer of answers) expect(answer).toMatchObject({ error: { code: 'wrong-door' } });
    // Electron itself minds that the other page has no policy.
    application.complaints.splice(0);
  });

  it('is shut for a frame in the page, and one that has gone', async () => {
    const { page, application } = stage;
    const inFrame = await page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      return { has: 'latchkey' in (frame.contentWindow as object) };
    });
    expect(inFrame).toEqual({ has: false });
    const answers = await application.electron.evaluate(async ({ BrowserWindow, ipcMain }) => {
      type Handler = (event: object, name: string, input: unknown) => Promise<unknown>;
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
      const handle = handlers.get('latchkey:call');
      const sender = BrowserWindow.getAllWindows()[0]!.webContents;
      const ask = async (event: object) => {
        try {
          return await handle?.(event, 'snapshot', { rowsVersion: null });
        } catch (error) {
          return String(error);
        }
      };
      const child = sender.mainFrame.frames[0];
      const gone = {
        get url(): string {
          throw new Error('Render frame was disposed');
        },
        parent: null,
      };
      return {
        itself: await ask({ sender, senderFrame: sender.mainFrame }),
        child: child === undefined ? 'none' : await ask({ sender, senderFrame: child }),
        none: await ask({ sender, senderFrame: null }),
        gone: await ask({ sender, senderFrame: gone }),
      };
    });
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    expect(answers.itself).toHaveProperty('result');
    for (const answer of [answers.child, answers.none, answers.gone])
      expect(answer).toMatchObject({ error: { code: 'wrong-door' } });
  });
});

describe('a link or a second start (rows 10, 11)', () => {
  it('shows the window and changes nothing, whatever its words', { timeout: 90_000 }, async () => {
    const { application, aws, page } = stage;
    await signInByCommand(application, aws);
    await grid(page).waitFor();
    const before = await everything();
    const words = fc.sample(hostileWords, { numRuns: 1000, seed: 47 });
    await application.electron.evaluate(({ app }, all) => {
      for (const argv of all) {
        app.emit('second-instance', { preventDefault: () => undefined }, ['/electron', ...argv], '/', {
          argv,
        });
        for (const word of argv) app.emit('open-url', { preventDefault: () => undefined }, word);
        for (const word of argv) app.emit('open-file', { preventDefault: () => undefined }, word);
      }
    }, words);
    const visible = await application.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isVisible()),
    );
    expect(visible).toEqual([true]);
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['--inspect=0'],
    ['--remote-debugging-port=0'],
    ['--no-sandbox', '--load-extension=/tmp', 'latchkey://start?profile=payments-prod'],
  ])('a real second process with %s ends, and opens no port anywhere', async (...words) => {
    const { application } = stage;
    const listening = application.pids().flatMap(listensAt);
    const before = await everything();
    await application.launchAgain(words);
    expect(application.pids().flatMap(listensAt)).toEqual(listening);
    expect(await everything()).toEqual(before);
  });

  /** What must be as it was: files, calls to AWS, the page, the browser. */
  async function everything(): Promise<unknown> {
    const { home, aws, page, application } = stage;
    const files = readdirSync(home.folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /^(latchkey|\.aws)\//.test(path) && lstatSync(join(home.folder, path)).isFile())
      // Chromium writes its own files some seconds after the start, whatever happens meanwhile, and we the list that
      // was shown last some seconds after it has changed.
      .filter((path) => !/\/(logs|chromium)\/|\/shown-rows$/.test(path))
      .map((path) => [path, readFileSync(join(home.folder, path), 'latin1')]);
    const windows = await application.electron.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
    );
    return {
      files,
      windows,
      calls: aws.requests.length,
      url: page.url(),
      links: application.browser.links(),
    };
  }
});

const verb = fc.constantFrom('start', 'login', 'console', 'settings/set', 'install', '..', 'open', 'plugin');
const odd = fc.constantFrom(
  '--inspect',
  '--inspect-brk=0.0.0.0',
  '--remote-debugging-port=9222',
  '--no-sandbox',
  '--js-flags=--expose-gc',
  '-e',
  '--require',
  '--proxy-server=http://127.0.0.1:1',
  '',
  '\u0000',
  '$(id)',
  '`id`',
  ';id',
  '|id',
);
const link = fc
  .tuple(
    fc.constantFrom('latchkey', 'LATCHKEY', 'app', 'file', 'https', 'javascript'),
    verb,
    fc.webQueryParameters(),
    fc.string(),
  )
  .map(([scheme, does, query, rest]) => `${scheme}://${does}?${query}&profile=${rest}`);
const hostileWords = fc.array(fc.oneof(link, odd, fc.string({ unit: 'binary', maxLength: 200 })), {
  maxLength: 4,
});

describe('nothing listens (row 47)', () => {
  it('but the redirect of a sign-in while it lasts, on 127.0.0.1 alone', async () => {
    const { application, aws, page } = stage;
    // Playwright’s own two debug ports.
    const before = application.pids().flatMap(listensAt);
    expect(before.filter((address) => !address.startsWith(loopback))).toEqual([]);
    const now = () =>
      application
        .pids()
        .flatMap(listensAt)
        .filter((address) => !before.includes(address));
    expect(now()).toEqual([]);
    await page.evaluate(() => window.latchkey.call('beginSignIn', { ssoSession: 'corp', flow: 'pkce' }));
    await eventually(() => now().length).toBe(1);
    expect(now()[0]).toMatch(/^0100007F:/);
    await page.evaluate(() => window.latchkey.call('cancelSignIn', { ssoSession: 'corp' }));
    await eventually(() => now()).toEqual([]);
    const profile = ((await stage.home.json(['list'])).value as { profiles: { name: string }[] }).profiles[0]!
      .name;
    for (const [name, input] of [
      ['startProfile', { profile }],
      ['openConsole', { profile }],
      ['beginSync', {}],
      ['doctor', {}],
    ] as const) {
      await page.evaluate(([asked, given]) => window.latchkey.call(asked, given), [name, input] as const);
      expect(now()).toEqual([]);
    }
    expect(aws.calls('GetRoleCredentials')).toBeGreaterThan(0);
  });

  const loopback = '0100007F:';
});
