import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { callWindow } from '../callWindow.ts';
import { command, type TestHome } from '../testHome.ts';
import { signedInList, type Scene, type Stand } from './scene.ts';

const views = ({ page }: Stand) => page.getByRole('navigation', { name: 'Views' });
const search = ({ page }: Stand) => page.getByRole('searchbox', { name: 'Search profiles' });
const details = ({ page }: Stand) => page.getByRole('complementary', { name: 'Details' });
const prompt = ({ page }: Stand) => page.getByRole('dialog', { name: /^A program asks for/ });
const button = ({ page }: Stand, name: string) => page.getByRole('button', { name, exact: true });

/** `latchkey env` in a shell, as a script of the person's runs it: it waits for the answer. */
function envIn({ environment, folder }: TestHome, profile: string): ChildProcess {
  const script = `"${process.execPath}" "${command}" env "${profile}" >/dev/null 2>&1; exit 0`;
  return spawn('/bin/sh', ['-c', script], { env: environment, cwd: folder, stdio: 'ignore' });
}

/** Labels and marks; programs that ask; what the journal tells of them. */
const askFirst: Scene = {
  name: 'ask first',
  play: async (stand) => {
    const { page, application, home, shoot } = stand;
    await signedInList(stand);
    await views(stand).getByRole('button', { name: 'Journal' }).click();
    await page.getByText('Nobody has asked for keys yet.').waitFor();
    await shoot('journal-empty');
    await button(stand, 'Back').click();
    await search(stand).fill('payments-prod');
    await page.getByRole('row').first().click();
    await details(stand).getByRole('switch', { name: 'Ask first' }).click();
    await details(stand).getByText('Every program that wants keys').waitFor();
    await page.getByRole('row').getByRole('img', { name: 'Asks first' }).waitFor();
    await shoot('mark-of-a-role');
    await button(stand, 'Settings').click();
    await page.getByText('No profile has a label yet.').waitFor();
    for (const [label, pattern] of [
      ['production', '*-prod*'],
      ['staging', '*-staging*'],
    ] as const) {
      await page.getByLabel('Label', { exact: true }).fill(label);
      await page.getByLabel('For', { exact: true }).fill(pattern);
      await button(stand, 'Add').click();
      await page.getByRole('list', { name: 'Label rules' }).getByText(pattern, { exact: true }).waitFor();
    }
    await page.getByRole('switch', { name: 'production asks first' }).click();
    await page.getByText('production asks first now.').scrollIntoViewIfNeeded();
    await shoot('labels');
    await application.resize(480, 720);
    await shoot('labels-480');
    await application.resize(1120, 720);
    await button(stand, 'Back').click();
    await search(stand).fill('data-lake');
    await page.getByRole('row').filter({ hasText: 'production' }).first().click();
    await details(stand).getByText('Inherited from its label').waitFor();
    await shoot('mark-of-a-label');
    const asking = [envIn(home, 'data-lake-prod.DatabaseOperator')];
    await prompt(stand).waitFor();
    asking.push(envIn(home, 'payments-prod.ReadOnlyAccess'));
    await page.getByText('One more question waits.').waitFor();
    await page.locator('dialog button:not([aria-disabled=true])').first().waitFor();
    await shoot('ask-first');
    await application.resize(480, 640);
    await shoot('ask-first-480');
    await application.resize(1120, 720);
    for (const answer of ['Allow once', 'Deny']) {
      const name = await prompt(stand).getByRole('heading').textContent();
      await page.locator('dialog button:not([aria-disabled=true])').first().waitFor();
      await button(stand, answer).click();
      await page.getByRole('dialog', { name: name ?? '', exact: true }).waitFor({ state: 'detached' });
    }
    await Promise.all(asking.map(ended));
    await home.latchkey(['start', 'data-lake-staging.PowerUserAccess']);
    await callWindow(page, 'startProfile', { profile: 'payments-dev.PowerUserAccess' });
    await home.latchkey(['grant', 'payments-dev.PowerUserAccess', '--socket', join(home.folder, 'p.sock')]);
    await search(stand).fill('payments-dev power');
    await page.getByRole('row').first().click();
    await details(stand).getByText('p.sock').waitFor();
    await shoot('grant');
    await views(stand).getByRole('button', { name: 'Journal' }).click();
    await page.getByRole('table', { name: 'Journal' }).waitFor();
    await shoot('journal');
    await application.resize(480, 640);
    await shoot('journal-480');
  },
};

function ended(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve(undefined);
    else child.once('exit', resolve);
  });
}

export const guardScenes: readonly Scene[] = [askFirst];
