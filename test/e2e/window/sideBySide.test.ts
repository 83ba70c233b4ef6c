/** One home, one owner: the application beside the command's agent, and after whatever ended before it. */
import { eventually } from './eventually.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startAws, type Aws } from '../../aws/standIn.ts';
import { smallOrganisation } from '../../aws/support/smallOrganisation.ts';
import { startApplication, type Application } from '../../support/application.ts';
import { startDisplay, type Display } from '../../support/display.ts';
import { startKeyring, type Keyring } from '../../support/keyring.ts';
import { isAlive } from '../../support/processes.ts';
import { startStatusNotifierWatcher } from '../../support/statusNotifierWatcher.ts';
import { createTestHome, type TestHome } from '../../support/testHome.ts';
import { grid, rows, views } from './steps.ts';

const person = 'ada@example.com';
const profile = 'payments-prod.ReadOnly';

let aws: Aws;
let display: Display;
let keyring: Keyring;
let home: TestHome;

beforeAll(async () => {
  [aws, display, keyring] = await Promise.all([
    startAws({ organisations: [smallOrganisation()] }),
    startDisplay(),
    startKeyring(),
  ]);
});
afterAll(async () => {
  await Promise.all([aws.close(), display.stop(), keyring.stop()]);
});

/** A home of its own for each test; with the keyring a sign-in outlives whoever made it. */
async function newHome(secrets: 'keychain' | 'memory' = 'keychain'): Promise<TestHome> {
  const { DBUS_SESSION_BUS_ADDRESS } = keyring.environment;
  const made = await createTestHome({
    aws,
    environment: { LATCHKEY_SECRETS: secrets, DBUS_SESSION_BUS_ADDRESS },
  });
  onTestFinished(() => made.dispose());
  return made;
}

async function launch(): Promise<Application> {
  const application = await startApplication(home, display);
  onTestFinished(async () => {
    if (isAlive(application.pid)) await application.quit();
    expect(application.complaints).toEqual([]);
  });
  return application;
}

interface Status {
  readonly signIns: readonly { readonly state: string; readonly signedInAs: string | null }[];
  readonly agent: { readonly pid: number; readonly kind: string };
}

const status = async () => (await home.json(['status'])).value as Status;
const signedIn = [{ state: 'signed-in', signedInAs: person }];

/** Asked in the one way that starts no agent: one that is started now would outlive the application. */
const servesHome = ({ pid }: Application) =>
  eventually(async () => (await home.json(['agent', 'status'])).value).toMatchObject({
    ...{ running: true, kind: 'application', pid },
  });

/** The window shows the list, so nobody has to sign in. */
const listShown = ({ page }: Application) => grid(page).getByRole('row').nth(1).waitFor();

describe('with the keychain', () => {
  beforeEach(async () => {
    home = await newHome();
    expect(await home.signIn(aws, person)).toMatchObject({ code: 0 });
    await home.latchkey(['sync']);
  });

  it('takes the home over from a headless agent: one owner, still signed in, no second browser', async () => {
    const headless = home.agentPid()!;
    const logins = aws.calls('StartDeviceAuthorization');
    const application = await launch();
    await listShown(application);
    await eventually(() => isAlive(headless)).toBe(false);
    await servesHome(application);
    expect(await status()).toMatchObject({
      signIns: signedIn,
      agent: { pid: application.pid, kind: 'application' },
    });
    expect(home.agentPid()).toBe(application.pid);
    expect(await home.latchkey(['credentials', profile])).toMatchObject({ code: 0 });
    expect(aws.calls('StartDeviceAuthorization')).toBe(logins);
    expect(application.browser.links()).toEqual([]);
  });

  it('is signed in after a kill -9, and so is the command', async () => {
    const first = await launch();
    await listShown(first);
    await servesHome(first);
    await first.kill();
    expect(await status()).toMatchObject({ signIns: signedIn, agent: { kind: 'headless' } });
    const second = await launch();
    await listShown(second);
    await servesHome(second);
    expect(await status()).toMatchObject({ signIns: signedIn, agent: { pid: second.pid } });
    await second.kill();
    const third = await launch();
    await listShown(third);
    await servesHome(third);
    expect(await status()).toMatchObject({ signIns: signedIn, agent: { pid: third.pid } });
  });

  it('answers commands that are at work while it quits', async () => {
    const application = await launch();
    await listShown(application);
    const before = aws.calls('GetRoleCredentials');
    aws.faults.latency(1500, 'GetRoleCredentials');
    onTestFinished(() => {
      aws.faults.clear();
    });
    const credentials = home.latchkey(['credentials', profile]);
    await eventually(() => aws.calls('GetRoleCredentials')).toBe(before + 1);
    await application.quit();
    const { code, stdout } = await credentials;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ Version: 1 });
  });

  it('shows its window again when it is started a second time', async () => {
    const application = await launch();
    await listShown(application);
    const visible = () =>
      application.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((one) => one.isVisible()),
      );
    await application.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.hide();
    });
    expect(await visible()).toEqual([false]);
    expect(await application.launchAgain()).toEqual({ code: 0 });
    await eventually(visible).toEqual([true]);
    expect(application.electron.windows()).toHaveLength(1);
    expect((await status()).agent.pid).toBe(application.pid);
  });

  it('goes on in the tray when its window is closed: no page left, commands answered, and back at a second start', async () => {
    const tray = await startStatusNotifierWatcher({ address: keyring.environment.DBUS_SESSION_BUS_ADDRESS });
    onTestFinished(() => tray.stop());
    const application = await launch();
    await listShown(application);
    await eventually(() => tray.items()).toBe(1);
    const page = await application.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
    );
    expect(isAlive(page)).toBe(true);
    await application.closeWindow();
    await eventually(() => isAlive(page)).toBe(false);
    expect(await home.latchkey(['credentials', profile])).toMatchObject({ code: 0 });
    expect(await status()).toMatchObject({ signIns: signedIn, agent: { pid: application.pid } });
    await application.windowOpenedBy(() => application.launchAgain());
    await listShown(application);
    expect((await status()).agent.pid).toBe(application.pid);
  });

  it('a login that waits when it starts is not lost', async () => {
    await home.latchkey(['logout']);
    const waits = waitingLogin();
    const code = await waits.code;
    const starting = launch();
    aws.approve(code, person);
    const application = await starting;
    await servesHome(application);
    expect(await waits.ran).toMatchObject({ code: 0 });
    await listShown(application);
    await eventually(status).toMatchObject({ signIns: signedIn, agent: { pid: application.pid } });
  });
});

describe('with secrets in memory', () => {
  beforeEach(async () => {
    home = await newHome('memory');
  });

  it('leaves a signed-in agent its secrets, shows what it has, and takes over when it ends', async () => {
    expect(await home.signIn(aws, person)).toMatchObject({ code: 0 });
    await home.latchkey(['sync']);
    const headless = home.agentPid()!;
    const application = await launch();
    await listShown(application);
    await views(application.page).getByRole('button', { name: /^corp/ }).waitFor();
    expect(await status()).toMatchObject({ signIns: signedIn, agent: { pid: headless, kind: 'headless' } });
    expect(application.browser.links()).toEqual([]);
    await home.latchkey(['agent', 'stop']);
    await servesHome(application);
    expect(await status()).toMatchObject({
      signIns: [{ state: 'signed-out' }],
      agent: { pid: application.pid, kind: 'application' },
    });
    await eventually(() => rows(application.page).count()).toBeGreaterThan(1);
  });
});

/** `latchkey login` in a terminal, and the code that it shows. */
function waitingLogin() {
  let shown: (code: string) => void = () => undefined;
  const code = new Promise<string>((resolve) => {
    shown = resolve;
  });
  const ran = home.latchkey(['login', '--no-browser'], {
    onStderr: (text) => {
      const found = /^Code: (\S+)$/m.exec(text)?.[1];
      if (found !== undefined) shown(found);
    },
  });
  return { code, ran };
}
