/** “Ask first” as a person meets it: in the window, in the tray, and at the command that has to wait. */
import { realpathSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agentPaths } from '../../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../../src-main/agent/client.ts';
import { startSessionBus, type SessionBus } from '../../support/sessionBus.ts';
import {
  startStatusNotifierWatcher,
  type StatusNotifierWatcher,
} from '../../support/statusNotifierWatcher.ts';
import { command, type Ran } from '../../support/testHome.ts';
import { setStage } from './stage.ts';
import { hasFocus, profileRow, searchBox, signInByCommand, tabTo } from './steps.ts';

const profile = 'payments-prod.ReadOnlyAccess';
const environment: Record<string, string> = {};
let bus: SessionBus;
let tray: StatusNotifierWatcher;
beforeAll(async () => {
  bus = await startSessionBus();
  environment['DBUS_SESSION_BUS_ADDRESS'] = bus.address;
  tray = await startStatusNotifierWatcher(bus);
});
afterAll(async () => {
  await tray.stop();
  await bus.stop();
});
const stage = setStage({ aws: { behaviour: { portalRate: null } }, environment });

const prompt = (page: Page = stage.page): Locator =>
  page.getByRole('dialog', { name: `A program asks for ${profile}` });
const answer = (label: string): Promise<void> =>
  prompt().getByRole('button', { name: label, exact: true }).click();

/** `latchkey env` in a shell script, as a tool of the person’s has it; `shell` is the script’s pid. */
function askInScript(): { readonly ran: Promise<Ran>; readonly shell: () => string } {
  let said = '';
  const script = `echo "shell $$" >&2; "${process.execPath}" "${command}" env "${profile}"; exit $?`;
  const ran = stage.home.run('/bin/sh', ['-c', script], {
    cwd: stage.home.folder,
    onStderr: (text) => {
      said = text;
    },
  });
  return { ran, shell: () => /shell (\d+)/.exec(said)?.[1] ?? '' };
}

it('is switched on in the details of a role, and stands in its row', async () => {
  const { page, application, aws } = stage;
  await signInByCommand(application, aws);
  await searchBox(page).fill(profile.replace('.', ' '));
  await profileRow(page, 'ReadOnlyAccess').click();
  await page.getByRole('switch', { name: 'Ask first' }).click();
  await profileRow(page, 'ReadOnlyAccess').getByRole('img', { name: 'Asks first' }).waitFor();
});

it('delivers what is marked as a process, never as keys', async () => {
  const { page, home } = stage;
  await profileRow(page, 'ReadOnlyAccess').getByRole('button', { name: 'Get keys' }).click();
  await page.getByText('Programs that use it wait for you.').waitFor();
  expect(home.read(home.config)).toContain('credential_process');
  expect(home.read(home.credentials) ?? '').not.toContain('aws_access_key_id');
});

it('shows the program that waits with its file, its pid, its tree and its folder; no key answers', async () => {
  const { page, home } = stage;
  const { ran, shell } = askInScript();
  await prompt().waitFor();
  const facts = await prompt().getByRole('region', { name: 'Who asks' }).innerText();
  expect(facts).toContain(`${realpathSync('/bin/sh')} ${shell()}`);
  expect(facts).toContain(`${realpathSync(process.execPath)} ${process.pid}`);
  expect(facts).toContain(realpathSync(home.folder));
  expect(facts).toContain('latchkey env');
  await prompt().locator('button:not([aria-disabled=true])').first().waitFor();
  for (const key of ['Enter', 'Space', 'Escape', 'Escape', 'Escape']) await page.keyboard.press(key);
  expect(await prompt().isVisible()).toBe(true);
  expect(await hasFocus(prompt())).toBe(true);
  await tabTo(prompt().getByRole('button', { name: 'Allow once' }));
  await page.keyboard.press('Enter');
  expect(await ran).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('AWS_SECRET_ACCESS_KEY') as string,
  });
  await prompt().waitFor({ state: 'detached' });
});

it('cannot be answered, and nothing unmarked, by a program at the socket', async () => {
  const { page, home } = stage;
  const paths = agentPaths(home.environment);
  const { ran } = askInScript();
  await prompt().waitFor();
  const { live } = await callAgent(paths, 'snapshot', { rowsVersion: null });
  const [question] = live.questions;
  const [role] = live.askFirstRoles;
  for (const asked of [
    callAgent(paths, 'answerQuestion', { id: question!.id, answer: 'once' }),
    callAgent(paths, 'markRole', { ...role!, askFirst: false }),
    callAgent(paths, 'markLabel', { label: 'production', askFirst: false }),
  ])
    await expect(asked).rejects.toMatchObject({ code: 'wrong-door' });
  expect(await prompt().isVisible()).toBe(true);
  await answer('Allow once');
  expect(await ran).toMatchObject({ code: 0 });
  expect((await callAgent(paths, 'snapshot', { rowsVersion: null })).live.askFirstRoles).toEqual([role]);
  await page.getByRole('img', { name: 'Asks first' }).waitFor();
});

it('comes in the window that was closed to the tray, without taking the keyboard from anybody', async () => {
  const { application } = stage;
  await application.closeWindow();
  const focused = application.electron.evaluate(
    ({ app }) =>
      new Promise<string[]>((resolve) => {
        const seen: string[] = [];
        app.on('browser-window-created', (_event, window) => {
          for (const name of ['focus', 'show', 'showInactive'] as const) {
            const was = window[name].bind(window);
            window[name] = () => {
              seen.push(name);
              was();
              if (name !== 'focus') resolve(seen);
            };
          }
        });
        app.on('browser-window-focus', () => seen.push('focused'));
      }),
  );
  const before = (await tray.notices()).length;
  let asking: Ran | Promise<Ran> | undefined;
  const page = await application.windowOpenedBy(async () => {
    asking = askInScript().ran;
  });
  await prompt(page).waitFor();
  expect(await focused).toEqual(['showInactive']);
  const seen = await application.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => [window.isVisible(), window.isFocused()]),
  );
  expect(seen).toEqual([[true, false]]);
  expect((await tray.notices()).slice(before)).toEqual([
    { title: `A program asks for ${profile}`, body: 'It waits for your answer in Latchkey.' },
  ]);
  const labels = (await tray.menu()).map(({ label }) => label);
  expect(labels).toContain(`A program asks for ${profile}…`);
  await answer('Allow once');
  expect(await asking).toMatchObject({ code: 0 });
});

it('is said no once: the program ends with 3, and is denied at once the second time', async () => {
  const { page } = stage;
  const { ran } = askInScript();
  await prompt().waitFor();
  await answer('Deny');
  expect(await ran).toMatchObject({ code: 3, stdout: '' });
  const again = await askInScript().ran;
  expect(again).toMatchObject({ code: 3, stdout: '' });
  expect(again.stderr).toContain('the answer was no');
  expect(await page.getByRole('dialog').count()).toBe(0);
});

it('is all in the journal', async () => {
  const { page } = stage;
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Journal' }).click();
  const journal = page.getByRole('table', { name: 'Journal' });
  await journal.waitFor();
  const lines = await journal.getByRole('row').filter({ hasText: profile }).allInnerTexts();
  expect(lines.filter((line) => line.includes('denied')).length).toBeGreaterThanOrEqual(1);
  expect(lines.filter((line) => /allowed once[\s\S]*ASIA/.test(line))).toHaveLength(3);
});
