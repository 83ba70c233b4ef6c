import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { _electron, type ElectronApplication } from 'playwright-core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAws, type Aws } from '../../aws/standIn.ts';
import { createApplicationBrowser, type ApplicationBrowser } from '../../support/applicationBrowser.ts';
import { applicationRuntime } from '../../support/applicationRuntime.ts';
import { startDisplay, type Display } from '../../support/display.ts';
import { isAlive } from '../../support/processes.ts';
import { startSessionBus, type SessionBus } from '../../support/sessionBus.ts';
import {
  startStatusNotifierWatcher,
  type StatusNotifierWatcher,
} from '../../support/statusNotifierWatcher.ts';
import { createTestHome, type TestHome } from '../../support/testHome.ts';
import { holdHotkey } from '../../support/holdHotkey.ts';
import { keyboardAt } from '../../support/keyboard.ts';
import { eventually } from './eventually.ts';
import { grid, hasFocus, searchBox } from './steps.ts';

const root = join(import.meta.dirname, '../../..');

interface Hidden {
  readonly electron: ElectronApplication;
  readonly browser: ApplicationBrowser;
  quit(): Promise<void>;
}

/** As a desktop starts it when the person logs in. */
async function startHidden(home: TestHome, display: Display): Promise<Hidden> {
  const browser = await createApplicationBrowser(home.folder);
  const { executable, flags } = await applicationRuntime();
  const electron = await _electron.launch({
    executablePath: executable,
    args: [...flags, root, '--hidden'],
    env: { ...home.environment, DISPLAY: display.name, BROWSER: browser.command },
  });
  const pid = electron.process().pid ?? 0;
  return {
    electron,
    browser,
    quit: async () => {
      await electron.evaluate(({ app }) => {
        app.quit();
      });
      // Outside of a test expect.poll is refused.
      await vi.waitUntil(() => !isAlive(pid), { timeout: 30_000, interval: 20 });
      await electron.close().catch(() => undefined);
    },
  };
}

describe('the tray', () => {
  let aws: Aws;
  let bus: SessionBus;
  let tray: StatusNotifierWatcher;
  let display: Display;
  let home: TestHome;
  let application: Hidden;
  /** Name of a profile, and the label of its entry. */
  let profile: string;
  let label: string;
  /** The icon while nothing is active. */
  let idle: string;

  beforeAll(async () => {
    aws = await startAws();
    bus = await startSessionBus();
    tray = await startStatusNotifierWatcher(bus);
    display = await startDisplay();
    home = await createTestHome({ aws, environment: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
    application = await startHidden(home, display);
  });
  afterAll(async () => {
    await application.quit();
    await home.dispose();
    await display.stop();
    await tray.stop();
    await bus.stop();
    await aws.close();
  });

  const labels = async (): Promise<string[]> =>
    (await tray.menu()).filter(({ isSeparator }) => !isSeparator).map((entry) => entry.label);
  const tooltip = async (): Promise<string> => (await tray.item()).tooltip;

  it('is there after a hidden start, which opens no window', async () => {
    await eventually(() => tray.items()).toBe(1);
    expect(application.electron.windows()).toEqual([]);
    await eventually(labels).toEqual(['Open Latchkey', 'Quit Latchkey']);
    const { sides } = await tray.item();
    expect(Math.max(...sides)).toBeGreaterThanOrEqual(22);
  });

  it('shows favourites and sign-ins as the command sets them', async () => {
    expect(await home.signIn(aws)).toMatchObject({ code: 0 });
    expect(await home.latchkey(['sync'])).toMatchObject({ code: 0 });
    const { value } = await home.json(['list']);
    const [first] = (value as { profiles: { name: string; accountName: string; roleName: string }[] })
      .profiles;
    profile = first!.name;
    label = `${first!.accountName} / ${first!.roleName}`;
    await home.latchkey(['favourite', profile]);
    await eventually(labels).toEqual([
      'Favourites',
      label,
      'Sign-ins',
      expect.stringMatching(/^corp — signed in/),
      'Open Latchkey',
      'Quit Latchkey',
    ]);
  });

  it('gets the keys of a favourite, which the AWS CLI then has, and shows them as active', async () => {
    const before = await tray.item();
    await tray.press(label, 'Get keys');
    const key = ['configure', 'get', 'aws_access_key_id', '--profile', profile];
    await eventually(async () => (await home.run('aws', key)).stdout.trim()).toMatch(/^ASIA/);
    await eventually(tooltip).toBe('Latchkey: 1 active');
    expect((await tray.item()).picture).not.toBe(before.picture);
    idle = before.picture;
    await eventually(labels).toContainEqual(expect.stringMatching(`^${profile} — until \\d`));
  });

  it('removes them again', async () => {
    await tray.press(label, 'Remove keys');
    await eventually(() => home.read(home.credentials)).not.toContain(profile);
    await eventually(tooltip).toBe('Latchkey: nothing active');
    expect((await tray.item()).picture).toBe(idle);
  });

  it('opens the console in the browser', async () => {
    await tray.press(label, 'Console');
    expect(await application.browser.next()).toContain('SigninToken=');
  });

  it('is not replaced while somebody is at a part of its menu: they would press what is gone', async () => {
    const before = await labels();
    await tray.open(label);
    expect(await home.latchkey(['start', profile])).toMatchObject({ code: 0 });
    await eventually(tooltip).toBe('Latchkey: 1 active');
    expect(await labels()).toEqual(before);
    await tray.press(label, 'Copy line for a terminal');
    await eventually(labels).toContain('Active');
    await tray.press(label, 'Remove keys');
    await eventually(tooltip).toBe('Latchkey: nothing active');
  });

  describe('and the hotkey', () => {
    const pressed = (keys = 'ctrl+alt+k') => keyboardAt(display).press(keys);
    const windows = () => application.electron.windows().length;
    /** Of the page's process. */
    const pagePid = () =>
      application.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
      );
    const has = (accelerator: string) =>
      application.electron.evaluate(
        ({ globalShortcut }, asked) => globalShortcut.isRegistered(asked),
        accelerator,
      );
    const isFocused = () =>
      application.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() !== null);
    const summoned = async (keys?: string) => {
      const opened = application.electron.waitForEvent('window');
      await pressed(keys);
      const page = await opened;
      await eventually(() => hasFocus(searchBox(page))).toBe(true);
      await eventually(isFocused).toBe(true);
      return page;
    };

    it('lead to the console with three letters and Enter; AWS is asked for no list', async () => {
      await home.latchkey(['settings', 'set', 'region', 'eu-central-1']);
      const lists = () => aws.calls('ListAccounts') + aws.calls('ListAccountRoles');
      const before = lists();
      const page = await summoned();
      await keyboardAt(display).type('pay');
      const selected = grid(page).locator('[aria-selected=true]');
      await eventually(() => selected.textContent()).toContain('payments-');
      const [account = '', role = ''] = ((await selected.locator('.name').textContent()) ?? '').split(' / ');
      await keyboardAt(display).press('Return');
      const link = new URL(await application.browser.next());
      const destination = new URL(link.searchParams.get('Destination') ?? '');
      expect(destination.host).toBe('eu-central-1.console.aws.amazon.com');
      const shown = await (await fetch(link)).text();
      expect(shown).toContain(`AWSReservedSSO_${role.trim()}_`);
      expect(shown).toContain(aws.organisation.accounts.find(({ name }) => name === account.trim())!.id);
      expect(shown).toContain('eu-central-1');
      expect(lists()).toBe(before);
    });

    it('put the window away, and its page’s process with it; the next press brings it back', async () => {
      const pid = (await pagePid()) ?? 0;
      expect(isAlive(pid)).toBe(true);
      await pressed();
      await eventually(windows).toBe(0);
      await eventually(() => isAlive(pid)).toBe(false);
      await summoned();
      await keyboardAt(display).type('pay');
      await pressed('Escape');
      await pressed('Escape');
      await eventually(windows).toBe(0);
      const page = await summoned();
      await page.keyboard.press('Control+,');
      await page.getByRole('heading', { name: 'Settings' }).waitFor();
      const another = await application.electron.evaluateHandle(({ BrowserWindow }) => new BrowserWindow());
      await eventually(() => another.evaluate((window) => window.isFocused())).toBe(true);
      await pressed();
      await eventually(() => hasFocus(searchBox(page))).toBe(true);
      await eventually(() => another.evaluate((window) => window.isFocused())).toBe(false);
      await another.evaluate((window) => {
        window.destroy();
      });
      await closeWindow();
    });

    it('follow the settings; one that another program has is said, and breaks nothing', async () => {
      const refused = await home.latchkey(['settings', 'set', 'hotkey', 'ctrl+c']);
      expect(refused.stderr).toContain('Programs use Ctrl or Cmd with C themselves');
      const other = await holdHotkey(display, 'j');
      expect(await home.latchkey(['settings', 'set', 'hotkey', 'ctrl+alt+j'])).toMatchObject({ code: 0 });
      const opened = application.electron.waitForEvent('window');
      await tray.activate();
      const page = await opened;
      const notice = page.getByText('Ctrl+Alt+J does not open Latchkey: another program has that hotkey.');
      await notice.waitFor();
      await closeWindow();
      await other.letGo();
      for (const key of ['L', 'J']) {
        expect(await home.latchkey(['settings', 'set', 'hotkey', `ctrl alt ${key}`])).toMatchObject({
          code: 0,
        });
        await eventually(() => has(`Control+Alt+${key}`)).toBe(true);
      }
      expect(await has('Control+Alt+L')).toBe(false);
      await summoned('ctrl+alt+j');
      await closeWindow();
    });
  });

  it('starts at login once the settings say so, and no longer', async () => {
    const folder = join(home.folder, '.config/autostart');
    // Not what is being written, which takes its place when it is whole.
    const entries = () =>
      existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.desktop')) : [];
    expect(entries()).toEqual([]);
    const refused = await home.latchkey(['settings', 'set', 'startAtLogin', 'true']);
    expect(refused.stderr).toContain('only its window has it start at login');
    const opened = application.electron.waitForEvent('window');
    await tray.activate();
    const page = await opened;
    await searchBox(page).waitFor();
    await page.evaluate(() =>
      window.latchkey.call('setSetting', { name: 'startAtLogin', value: 'true' }).then(() => undefined),
    );
    await closeWindow();
    await eventually(() => entries()).toHaveLength(1);
    const entry = readFileSync(join(folder, entries()[0]!), 'utf8');
    expect(entry).toContain(`"LATCHKEY_HOME=${home.home}"`);
    expect(entry).toMatch(/ "--hidden"$/m);
    await home.latchkey(['settings', 'set', 'startAtLogin', 'false']);
    await eventually(() => entries()).toEqual([]);
  });

  it('says in one notice what could not be done, and a click on it shows the window', async () => {
    expect(await home.latchkey(['logout'])).toMatchObject({ code: 0 });
    // A menu that is replaced while it is pressed hears nothing.
    await eventually(labels).toContain('corp — signed out');
    await tray.press(label, 'Get keys');
    const notice = { title: 'No keys could be got', body: expect.stringContaining('ign in') as string };
    await eventually(() => tray.notices()).toEqual([notice]);
    expect(application.electron.windows()).toEqual([]);
    const opened = application.electron.waitForEvent('window');
    await tray.clickNotice();
    await opened;
    await closeWindow();
    expect(await tray.notices()).toHaveLength(1);
  });

  it('opens the window for a sign-in, whose code the person has to compare', async () => {
    const started = () =>
      aws.requests.filter(({ operation }) => operation === 'StartDeviceAuthorization').length;
    const before = started();
    await eventually(labels).toContain('corp — signed out');
    const opened = application.electron.waitForEvent('window');
    await tray.press('corp — signed out', 'Sign in');
    const page = await opened;
    await eventually(started).toBe(before + 1);
    const dialog = page.getByRole('dialog', { name: 'Sign in to corp' });
    await eventually(() => dialog.isVisible()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await closeWindow();
  });

  it('opens the window from its menu and by a click', async () => {
    for (const how of [() => tray.press('Open Latchkey'), () => tray.activate()]) {
      const opened = application.electron.waitForEvent('window');
      await how();
      await opened;
      await closeWindow();
    }
  });

  it('shows the window when the desktop ceases to show icons: nobody is left without a way back', async () => {
    const opened = application.electron.waitForEvent('window');
    await tray.stop();
    const page = await opened;
    await page.getByRole('button', { name: 'Doctor' }).click();
    await page.getByText('This desktop shows no tray icons.').waitFor();
    tray = await startStatusNotifierWatcher(bus);
    await page.getByText('The desktop shows the icon.').waitFor();
    await eventually(() => tray.items()).toBe(1);
    await eventually(labels).toContain('Quit Latchkey');
    expect(await tooltip()).toMatch(/^Latchkey: /);
    await closeWindow();
  });

  /** The desktop has ceased to show icons, so that closing the window leaves it there. */
  async function closeWithoutTray(): Promise<void> {
    const opened = application.electron.waitForEvent('window');
    await tray.stop();
    await grid(await opened).waitFor();
    await askToClose();
  }

  it('takes the place of a window that was closed when there was none', async () => {
    await closeWithoutTray();
    tray = await startStatusNotifierWatcher(bus);
    await eventually(() => tray.items()).toBe(1);
    await eventually(() => application.electron.windows().length).toBe(0);
  });

  it('takes away no window that somebody has come back to since', async () => {
    await closeWithoutTray();
    await application.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) {
        window.blur();
        window.focus();
      }
    });
    tray = await startStatusNotifierWatcher(bus);
    await eventually(() => tray.items()).toBe(1);
    await eventually(labels).toContain('Quit Latchkey');
    expect(application.electron.windows()).toHaveLength(1);
    await closeWindow();
  });

  const askToClose = () =>
    application.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });

  async function closeWindow(): Promise<void> {
    await askToClose();
    await eventually(() => application.electron.windows().length).toBe(0);
  }
});

describe('without a tray', () => {
  it('a hidden start shows the window all the same', async () => {
    const bus = await startSessionBus();
    const display = await startDisplay();
    const home = await createTestHome({ environment: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
    const application = await startHidden(home, display);
    await application.electron.firstWindow();
    await application.quit();
    await home.dispose();
    await display.stop();
    await bus.stop();
  });
});
