/** Who renews delivered keys once the application has been quit. */
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startAws, type Aws } from '../../aws/standIn.ts';
import { smallOrganisation } from '../../aws/support/smallOrganisation.ts';
import { startApplication, type Application } from '../../support/application.ts';
import { startDisplay, type Display } from '../../support/display.ts';
import { startKeyring, type Keyring } from '../../support/keyring.ts';
import { environmentOf, isAlive } from '../../support/processes.ts';
import { createTestHome, type TestHome } from '../../support/testHome.ts';
import { eventually } from './eventually.ts';
import { signInByCommand } from './steps.ts';

const profile = 'payments-prod.ReadOnly';

let aws: Aws;
let display: Display;
let keyring: Keyring;

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

async function withKeys(secrets = 'keychain'): Promise<Application> {
  const { DBUS_SESSION_BUS_ADDRESS } = keyring.environment;
  const home = await createTestHome({
    aws,
    environment: { LATCHKEY_SECRETS: secrets, DBUS_SESSION_BUS_ADDRESS },
  });
  onTestFinished(() => home.dispose());
  const application = await startApplication(home, display);
  onTestFinished(async () => {
    if (isAlive(application.pid)) await application.quit();
  });
  await signInByCommand(application, aws);
  expect(await home.latchkey(['start', profile, '--delivery', 'keys'])).toMatchObject({ code: 0 });
  return application;
}

const log = (home: TestHome): string => `${home.home}/logs/latchkey.log`;
const keyIn = (home: TestHome): string =>
  /aws_access_key_id = (ASIA\w+)/.exec(home.read(home.credentials) ?? '')?.[1] ?? 'none';

it('a headless agent does, started as the application ends, without its display; and the next application again', async () => {
  const { home, pid, quit } = await withKeys();
  const before = keyIn(home);
  await quit();
  const heir = home.agentPid() ?? 0;
  expect(heir).not.toBe(pid);
  expect(isAlive(heir)).toBe(true);
  expect(environmentOf(heir).has('DISPLAY')).toBe(false);
  expect(await home.json(['agent', 'status'])).toMatchObject({ value: { kind: 'headless', pid: heir } });
  expect(keyIn(home)).toBe(before);
  const again = await startApplication(home, display);
  await eventually(() => home.agentPid()).toBe(again.pid);
  await eventually(() => isAlive(heir)).toBe(false);
  // It owns the home a moment before it listens: a command in between would start an agent, which waits to be the next.
  await eventually(() => home.read(log(home))).toContain(`"agent.started","pid":${again.pid}`);
  expect(await home.latchkey(['stop', '--all'])).toMatchObject({ code: 0 });
  await again.quit();
  expect(home.agentPid()).toBeUndefined();
});

it('nobody where the person logs out: the next one takes them up', async () => {
  const { home, pid, pids } = await withKeys();
  const all = pids();
  process.kill(pid, 'SIGTERM');
  await eventually(() => all.filter(isAlive)).toEqual([]);
  expect(home.agentPid()).toBeUndefined();
  expect(home.read(log(home))).not.toContain('successor');
  expect(await home.json(['status'])).toMatchObject({ value: { active: [{ name: profile }] } });
});

it('nobody where the sign-in is in memory only', async () => {
  const { home, quit } = await withKeys('memory');
  await quit();
  expect(home.agentPid()).toBeUndefined();
});
