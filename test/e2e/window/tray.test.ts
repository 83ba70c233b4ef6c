import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { _electron, type ElectronApplication } from 'playwright-core';
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
import { eventually } from './eventually.ts';

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
      await vi.waitUntil(() => !isAlive(pid), { timeout: 10_000, interval: 20 });
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
    const { picture } = await tray.item();
    await tray.press(label, 'Get keys');
    const key = ['configure', 'get', 'aws_access_key_id', '--profile', profile];
    await eventually(async () => (await home.run('aws', key)).stdout.trim()).toMatch(/^ASIA/);
    await eventually(tooltip).toBe('Latchkey: 1 active');
    expect((await tray.item()).picture).not.toBe(picture);
    await eventually(labels).toContainEqual(expect.stringMatching(`^${profile} — .* left$`));
  });

  it('removes them again', async () => {
    await tray.press(label, 'Remove keys');
    await eventually(() => home.read(home.credentials)).not.toContain(profile);
    await eventually(tooltip).toBe('Latchkey: nothing active');
  });

  it('opens the console in the browser', async () => {
    await tray.press(label, 'Console');
    expect(await application.browser.next()).toContain('SigninToken=');
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
    await opened;
    tray = await startStatusNotifierWatcher(bus);
    await eventually(() => tray.items()).toBe(1);
    await closeWindow();
  });

  async function closeWindow(): Promise<void> {
    await application.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
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
