/** What the application leaves to the one that is opened after it, and what it does when its page is lost. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startAws, type Aws } from '../../aws/standIn.ts';
import { smallOrganisation } from '../../aws/support/smallOrganisation.ts';
import { startApplication, type Application } from '../../support/application.ts';
import { applicationRuntime } from '../../support/applicationRuntime.ts';
import { callWindow } from '../../support/callWindow.ts';
import { startDisplay, type Display } from '../../support/display.ts';
import { isAlive } from '../../support/processes.ts';
import { processTree } from '../../support/processTree.ts';
import { createTestHome, type TestHome } from '../../support/testHome.ts';
import { eventually } from './eventually.ts';
import { grid, signInByCommand } from './steps.ts';

const profile = 'payments-prod.ReadOnly';

let aws: Aws;
let display: Display;

beforeAll(async () => {
  [aws, display] = await Promise.all([startAws({ organisations: [smallOrganisation()] }), startDisplay()]);
});
afterAll(async () => {
  await Promise.all([aws.close(), display.stop()]);
});

/** A home whose sign-ins outlive whoever made them. */
async function newHome(): Promise<TestHome> {
  const made = await createTestHome({
    aws,
    environment: { LATCHKEY_SECRETS: 'file', LATCHKEY_PASSPHRASE: 'a long passphrase' },
  });
  onTestFinished(() => made.dispose());
  return made;
}

async function launch(home: TestHome): Promise<Application> {
  const application = await startApplication(home, display);
  onTestFinished(async () => {
    if (isAlive(application.pid)) await application.quit();
  });
  return application;
}

const askToQuit = ({ electron }: Application) =>
  electron
    .evaluate(({ app }) => {
      app.quit();
    })
    .catch(() => undefined);

describe('quitting', () => {
  it('while AWS renews the token loses no sign-in', async () => {
    const home = await newHome();
    const application = await launch(home);
    await signInByCommand(application, aws);
    aws.clock.advance(61 * 60_000);
    onTestFinished(() => {
      aws.clock.set(Date.now());
      aws.faults.clear();
    });
    const renewals = () => aws.requests.filter(({ operation }) => operation === 'CreateToken').length;
    const before = renewals();
    aws.faults.latency(1_500, 'CreateToken');
    const answer = callWindow(application.page, 'startProfile', { profile }).catch(() => 'the page is gone');
    await eventually(renewals).toBe(before + 1);
    await application.quit();
    await answer;
    aws.faults.clear();
    const { page } = await launch(home);
    expect(await callWindow(page, 'startProfile', { profile })).toMatchObject({
      result: { profileName: profile },
    });
  });

  it('leaves the home to one that is opened meanwhile, which waits for it', async () => {
    const home = await newHome();
    const application = await launch(home);
    await signInByCommand(application, aws);
    aws.faults.latency(2_000, 'GetRoleCredentials');
    onTestFinished(() => {
      aws.faults.clear();
    });
    const asked = () => aws.requests.filter(({ operation }) => operation === 'GetRoleCredentials').length;
    const before = asked();
    const keys = home.latchkey(['env', profile]);
    await eventually(asked).toBe(before + 1);
    await askToQuit(application);
    const again = application.launchAgain();
    expect(await keys).toMatchObject({ code: 0 });
    await eventually(() => isAlive(application.pid)).toBe(false);
    await eventually(() => home.agentPid() ?? application.pid).not.toBe(application.pid);
    process.kill(home.agentPid()!, 'SIGTERM');
    expect(await again).toEqual({ code: 0 });
  });
});

it('ends at once, and leaves nothing behind, where it is told to before all of it is loaded', async () => {
  const home = await newHome();
  const { executable, flags } = await applicationRuntime();
  const main = spawn(executable, [...flags, join(import.meta.dirname, '../../..')], {
    env: { ...home.environment, DISPLAY: display.name },
    stdio: 'ignore',
  });
  const ended = once(main, 'exit');
  onTestFinished(() => void main.kill('SIGKILL'));
  const pids = () => processTree(main.pid ?? 0);
  const isPageThere = () =>
    pids().some((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=renderer'));
  await eventually(isPageThere).toBe(true);
  const all = pids();
  main.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await eventually(() => all.filter(isAlive)).toEqual([]);
});

describe('a page that crashes', () => {
  it('is there again, with everything that the application held; one that goes on crashing is not', async () => {
    const home = await newHome();
    const application = await launch(home);
    await signInByCommand(application, aws);
    const crash = () =>
      application.electron
        .evaluate(({ BrowserWindow }) => {
          BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
        })
        .catch(() => undefined);
    await grid(await application.windowOpenedBy(crash)).waitFor();
    expect(home.agentPid()).toBe(application.pid);
    await crash();
    // Without a tray nobody would find the way back.
    await eventually(() => isAlive(application.pid)).toBe(false);
  });
});
