import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBrowsers } from '../../../src-main/adapters/browsers/createBrowsers.ts';
import { browserCommand } from '../../../src-main/adapters/browsers/browserCommand.ts';
import { browserPlaces } from '../../../src-main/adapters/browsers/browserPlaces.ts';
import { browserChoice } from '../../../src-main/core/console/browserChoice.ts';
import type { Browsers } from '../../../src-main/core/console/installedBrowser.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const link = 'https://signin.aws.amazon.com/federation?Action=login&SigninToken=made-up';
const inBrowser = (browser: string, more: object = {}) => browserChoice.parse({ browser, ...more });

let home: string;
let browsers: Browsers;
beforeEach(async () => {
  home = await temporaryFolder();
  browsers = createBrowsers({ env: environment(), platform: 'linux', home, opensLoopback: false });
  return () => rm(home, { recursive: true, force: true });
});

const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: `${join(home, 'bin')}:/usr/bin:/bin`,
  ...more,
});
const written = (): string[] => {
  const path = join(home, 'words');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
};

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(home, path)), { recursive: true });
  await writeFile(join(home, path), text);
}

/** A browser that writes down the words it is started with, and goes where the last one leads. */
async function install(command: string): Promise<void> {
  await write(`bin/${command}`, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${join(home, 'words')}'\n`);
  await chmod(join(home, 'bin', command), 0o700);
}

const localState = (profiles: object): string => JSON.stringify({ profile: { info_cache: profiles } });

describe('browsers are found', () => {
  it('with their profiles, as each keeps them', async () => {
    for (const command of ['google-chrome', 'firefox', 'brave-browser', 'microsoft-edge'])
      await install(command);
    await write(
      '.config/google-chrome/Local State',
      localState({ Default: { name: 'Ana' }, 'Profile 2': {} }),
    );
    await write('.config/microsoft-edge/Local State', 'not json');
    await write(
      '.mozilla/firefox/profiles.ini',
      '[Install4F96]\nDefault=x\n\n[Profile1]\r\nName=work\r\nIsRelative=1\n\n[Profile0]\nName=default-release\n',
    );
    expect(await browsers.installed()).toEqual([
      {
        browser: 'chrome',
        profiles: [
          { id: 'Default', name: 'Ana' },
          { id: 'Profile 2', name: 'Profile 2' },
        ],
      },
      { browser: 'edge', profiles: [] },
      { browser: 'brave', profiles: [] },
      {
        browser: 'firefox',
        profiles: [
          { id: 'work', name: 'work' },
          { id: 'default-release', name: 'default-release' },
        ],
      },
    ]);
  });

  it('at XDG_CONFIG_HOME, and where Firefox keeps them now', async () => {
    await install('chromium-browser');
    await install('firefox-esr');
    await write('xdg/chromium/Local State', localState({ 'Profile 1': { name: 'Work' } }));
    await write('xdg/mozilla/firefox/profiles.ini', '[Profile0]\nName=new\n');
    const env = environment({ XDG_CONFIG_HOME: join(home, 'xdg') });
    const found = await createBrowsers({ env, platform: 'linux', home, opensLoopback: false }).installed();
    expect(found.map(({ browser, profiles }) => [browser, profiles.map(({ name }) => name)])).toEqual([
      ['chromium', ['Work']],
      ['firefox', ['new']],
    ]);
  });

  it('and no profile whose name would be read as another word of a command line, or as a path', async () => {
    await install('google-chrome');
    await install('firefox');
    const odd = {
      '--load-extension=x': {},
      '../../evil': {},
      'a\\b': {},
      'line\nbreak': {},
      Default: { name: '\u202e \u0007' },
    };
    await write('.config/google-chrome/Local State', localState(odd));
    await write('.mozilla/firefox/profiles.ini', '[Profile0]\nName=--screenshot\n');
    expect(await browsers.installed()).toEqual([
      { browser: 'chrome', profiles: [{ id: 'Default', name: 'Default' }] },
      { browser: 'firefox', profiles: [] },
    ]);
  });

  it.each([
    ['darwin', '/Applications/Google Chrome.app', '/u/Library/Application Support/Google/Chrome'],
    ['win32', 'C:\\Programs/Google/Chrome/Application/chrome.exe', 'C:\\Local/Google/Chrome/User Data'],
  ] as const)('on %s where it puts them', (platform, program, folder) => {
    const env = { ProgramFiles: 'C:\\Programs', LOCALAPPDATA: 'C:\\Local', APPDATA: 'C:\\Roaming' };
    const places = browserPlaces({ env, platform, home: '/u' });
    const chrome = places.find(({ browser }) => browser === 'chrome');
    expect([chrome?.programs[0], chrome?.folders[0]]).toEqual([program, folder]);
    expect(new Set(places.map(({ browser }) => browser)).size).toBe(5);
  });
});

describe('a page opens', () => {
  it.each([
    ['chrome', { profile: 'Profile 1' }, ['--profile-directory=Profile 1', 'L']],
    ['brave', { profile: 'Default', private: true }, ['--profile-directory=Default', '--incognito', 'L']],
    ['edge', { private: true }, ['--inprivate', 'L']],
    ['chromium', {}, ['L']],
    ['firefox', { profile: 'my work' }, ['-P', 'my work', 'L']],
    ['firefox', { private: true }, ['--private-window', 'L']],
    [
      'firefox',
      { profile: 'x', container: 'pay & prod' },
      ['-P', 'x', 'ext+container:name=pay%20%26%20prod&url=L'],
    ],
  ] as const)('in %s %o by the words that it knows', (browser, how, words) => {
    const choice = inBrowser(browser, how);
    const [program, ...given] = browserCommand({ browser, program: '/b' }, choice, 'L', 'linux');
    expect([program, given]).toEqual(['/b', words]);
    const onMac = browserCommand({ browser, program: '/A.app' }, choice, 'L', 'darwin');
    expect(onMac).toEqual(['/usr/bin/open', '-n', '-a', '/A.app', '--args', ...words]);
  });

  it('in the profile of the browser that was chosen, with the link itself where it is no secret', async () => {
    await install('google-chrome');
    await write('.config/google-chrome/Local State', localState({ 'Profile 1': { name: 'Work' } }));
    const open = inBrowser('chrome', { profile: 'Profile 1' });
    const { taken } = await browsers.open({ link, isSecret: false, open });
    expect([await taken, written()]).toEqual([true, ['--profile-directory=Profile 1', link]]);
  });

  it('in no other one where the browser or the profile is gone', async () => {
    await install('xdg-open');
    for (const open of [inBrowser('brave'), inBrowser('firefox', { profile: 'gone' })]) {
      await expect(browsers.open({ link, isSecret: true, open })).rejects.toMatchObject({
        code: 'browser-gone',
      });
    }
    await install('firefox');
    const open = inBrowser('firefox', { profile: 'gone' });
    await expect(browsers.open({ link, isSecret: true, open })).rejects.toMatchObject({
      code: 'browser-gone',
    });
    expect(written()).toEqual([]);
  });

  it('of https alone', async () => {
    await install('firefox');
    for (const bad of ['http://127.0.0.1:1/', 'file:///etc/passwd', '--help', 'javascript:1']) {
      const page = { link: bad, isSecret: true, open: inBrowser('firefox') };
      await expect(browsers.open(page)).rejects.toMatchObject({ code: 'bad-input' });
    }
    expect(written()).toEqual([]);
  });
});

describe('a secret link (row 53)', () => {
  afterEach(() => rm(join(home, 'words'), { force: true }));

  const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; location: string | undefined }>((resolve, reject) => {
      request(url, { method, headers }, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location });
      })
        .once('error', reject)
        .end();
    });

  it.each([
    ['chosen browser', 'google-chrome', 'chrome'],
    ['default browser', 'xdg-open', 'default'],
  ])(
    'is in no command line of the %s: a page of this machine leads on to it, once',
    async (_which, command, browser) => {
      await install(command);
      const { taken } = await browsers.open({ link, isSecret: true, open: inBrowser(browser) });
      const [first = ''] = written();
      expect(first).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/);
      // What is wrong in any way is no answer, and takes nothing away.
      expect(await get(new URL('/', first).href)).toMatchObject({ status: 404 });
      expect(await get(first, {}, 'POST')).toMatchObject({ status: 404 });
      expect(await get(first, { host: 'evil.example' })).toMatchObject({ status: 404 });
      const both = await Promise.all([get(first), get(first).catch(() => undefined)]);
      const given = both.filter((one) => one?.status === 303);
      expect(given).toEqual([{ status: 303, location: link }]);
      expect(await taken).toBe(true);
      await expect(get(first)).rejects.toThrow(/ECONNREFUSED/);
    },
  );

  it('is given to nobody else’s process, though it read the command line', async () => {
    // Only root can be somebody else here.
    if (process.getuid?.() !== 0 || process.platform !== 'linux') return;
    await install('xdg-open');
    const { taken } = await browsers.open({ link, isSecret: true, open: inBrowser('default') });
    const [first = ''] = written();
    // The same address as IPv6 writes it is in another table of the kernel.
    for (const host of ['127.0.0.1', '::ffff:127.0.0.1']) {
      const asker = `require('http').get('${first}', { hostname: '${host}', headers: { host: '${new URL(first).host}' } }, (a) => { console.log(a.statusCode); a.resume(); })`;
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', asker], { uid: 65534, cwd: '/' });
      expect([host, stdout]).toEqual([host, '404\n']);
    }
    expect(await get(first)).toMatchObject({ status: 303 });
    expect(await taken).toBe(true);
  });

  it('goes to the person’s own $BROWSER as it is: that may be on another machine', async () => {
    await install('mine');
    const env = environment({ BROWSER: 'mine --new' });
    const own = createBrowsers({ env, platform: 'linux', home, opensLoopback: false });
    await own.open({ link, isSecret: true, open: inBrowser('default') });
    expect(written()).toEqual(['--new', link]);
  });
});
