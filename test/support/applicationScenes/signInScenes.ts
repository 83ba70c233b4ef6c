import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestHome } from '../testHome.ts';
import type { Scene, Stand } from './scene.ts';

/** From an empty home to the first list. */
const firstRun: Scene = {
  name: 'first run',
  play: async ({ aws, application, page, shoot }) => {
    const startUrl = page.getByLabel('Start URL', { exact: true });
    await page.getByRole('heading', { name: 'Welcome to Latchkey' }).waitFor();
    await shoot('first-run');
    await startUrl.fill('acme.awsapps');
    await startUrl.press('Tab');
    await page.locator('[aria-invalid=true]').waitFor();
    await shoot('first-run-wrong-url');
    await startUrl.fill('https://ssoins-7223aa11bb22cc33.portal.eu-west-1.app.aws');
    await startUrl.press('Tab');
    await shoot('first-run-region-found');
    await startUrl.fill(aws.organisation.startUrl);
    await page.getByLabel('Name', { exact: true }).fill('corp');
    await page.getByLabel('Region', { exact: true }).fill(aws.organisation.region);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in to corp' });
    await dialog.getByText(/^[A-Z]{4}-[A-Z]{4}$/).waitFor();
    await shoot('sign-in-code');
    aws.faults.next('CreateToken', 'drop', Infinity);
    await dialog.getByText('The network is away').waitFor();
    await shoot('sign-in-offline');
    aws.faults.clear();
    await dialog.getByRole('button', { name: 'Open the browser' }).click();
    await aws.pages.approve(await application.browser.next());
    await page.getByRole('button', { name: 'Done' }).waitFor();
    await page.getByText(/\d+ profiles, /).waitFor({ timeout: 20_000 });
    await shoot('pick-favourites');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('grid', { name: 'Profiles' }).waitFor();
    await shoot('first-list');
  },
};

/** The whole sign-in by the redirect flow, cancelled, and one that the person denies. */
const failed: Scene = {
  name: 'sign-ins that fail',
  prepare: addCorp,
  play: async ({ aws, application, home, page, shoot }) => {
    signedInByAwsCli(home, aws);
    await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Sign in to corp' });
    await dialog.getByText(/^[A-Z]{4}-[A-Z]{4}$/).waitFor();
    await dialog.getByRole('button', { name: 'Use the AWS CLI’s sign-in' }).waitFor();
    await shoot('sign-in-of-aws-cli');
    await dialog.getByRole('button', { name: 'Open the browser' }).click();
    await aws.pages.deny(await application.browser.next());
    await page
      .getByText(/denied/)
      .first()
      .waitFor();
    await shoot('sign-in-denied');
  },
};

/** As `aws sso login` leaves it; nobody asks AWS what the token is worth. */
function signedInByAwsCli({ folder }: TestHome, { organisation }: Stand['aws']): void {
  const cache = join(folder, '.aws/sso/cache');
  mkdirSync(cache, { recursive: true });
  const { startUrl, region } = organisation;
  const expiresAt = new Date(Date.now() + 8 * 3_600_000).toISOString().replace(/\.\d+/, '');
  const name = createHash('sha1').update('corp').digest('hex');
  writeFileSync(
    join(cache, `${name}.json`),
    JSON.stringify({ startUrl, region, accessToken: 'of-the-aws-cli', expiresAt }),
  );
}

async function addCorp({ aws, home }: Pick<Stand, 'aws' | 'home'>): Promise<void> {
  const { startUrl, region } = aws.organisation;
  await home.latchkey(['sso', 'add', 'corp', '--start-url', startUrl, '--region', region]);
}

const neverSynced: Scene = {
  name: 'never synced',
  play: async ({ aws, home, page, shoot }) => {
    await home.signIn(aws);
    await page.getByRole('button', { name: 'Sync now' }).waitFor();
    await shoot('never-synced');
  },
};

export const signInScenes: readonly Scene[] = [firstRun, failed, neverSynced];
