import { callWindow } from '../callWindow.ts';
import { signedInList, type Scene, type Stand } from './scene.ts';

const views = ({ page }: Stand) => page.getByRole('navigation', { name: 'Views' });
const search = ({ page }: Stand) => page.getByRole('searchbox', { name: 'Search profiles' });
const rows = ({ page }: Stand) => page.getByRole('grid', { name: 'Profiles' }).getByRole('row');
const row = (stand: Stand, text: string) => rows(stand).filter({ hasText: text }).first();
const button = ({ page }: Stand, name: string) => page.getByRole('button', { name, exact: true });

/** Forty accounts, some favourites, some keys out. */
const list: Scene = {
  name: 'list',
  play: async (stand) => {
    const { page, home, shoot } = stand;
    await signedInList(stand);
    await home.latchkey(['favourite', 'payments-prod.ReadOnlyAccess']);
    await home.latchkey(['favourite', 'data-lake-dev.DatabaseOperator']);
    await home.latchkey(['start', 'payments-prod.ReadOnlyAccess']);
    await home.latchkey(['start', 'data-lake-staging.PowerUserAccess', '--for', '4m']);
    await home.latchkey(['start', 'data-lake-dev.DatabaseOperator', '--delivery', 'process']);
    await shoot('list');
    await search(stand).fill('pay prod');
    await row(stand, 'payments-prod').click();
    await shoot('search-with-keys-out');
    await search(stand).fill('dalk pow');
    await shoot('search-scattered-letters');
    await search(stand).fill('nothing is called so');
    await page.getByText('Nothing fits').waitFor();
    await shoot('search-without-result');
    await search(stand).fill('');
    for (const view of ['Active', 'Favourites', 'Recent']) {
      await views(stand)
        .getByRole('button', { name: new RegExp(`^${view}`) })
        .click();
      await rows(stand).first().waitFor();
      await shoot(view.toLowerCase());
    }
    await views(stand).getByRole('button', { name: /^corp/ }).click();
    await button(stand, 'Sign out').waitFor();
    await shoot('sign-in-bar');
    await button(stand, 'Remove…').click();
    await page.getByRole('dialog').waitFor();
    await shoot('remove-sign-in');
    await page.keyboard.press('Escape');
  },
};

/** What is beside the list. */
const beside: Scene = {
  name: 'settings and dialogs',
  play: async (stand) => {
    const { page, shoot } = stand;
    await signedInList(stand);
    await button(stand, 'Keys').click();
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await shoot('keys');
    await page.keyboard.press('Escape');
    await button(stand, 'Settings').click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.getByLabel('Proxy', { exact: true }).waitFor();
    await shoot('settings');
    for (const [label, text] of [
      ['Region', 'Ireland'],
      ['Proxy', 'proxy.example'],
      ['CA certificates', 'ca.pem'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).fill(text);
      await page.getByLabel(label, { exact: true }).press('Enter');
    }
    await page.locator('[aria-invalid=true]').nth(2).waitFor();
    await shoot('settings-with-errors');
    await stand.application.resize(480, 720);
    await shoot('settings-480');
  },
};

/** The same list in narrow windows. */
const narrow: Scene = {
  name: 'narrow windows',
  play: async (stand) => {
    const { page, application, home, shoot } = stand;
    await signedInList(stand);
    await home.latchkey(['start', 'payments-prod.ReadOnlyAccess']);
    await search(stand).fill('payments');
    await row(stand, 'payments-prod').click();
    await application.resize(900, 680);
    await shoot('list-900');
    await button(stand, 'Show the details').click();
    await page.getByRole('complementary', { name: 'Details' }).waitFor();
    await shoot('details-900');
    await page.keyboard.press('Escape');
    await application.resize(720, 640);
    await shoot('list-720');
    await application.resize(480, 640);
    await shoot('list-480');
    await button(stand, 'Show the views').click();
    await views(stand).waitFor();
    await shoot('views-480');
  },
};

/** AWS far away, slow, or done with us. */
export const troubleScene: Scene = {
  name: 'trouble',
  play: async (stand) => {
    const { page, aws, application, shoot } = stand;
    await signedInList(stand);
    aws.faults.latency(400, 'ListAccountRoles');
    await button(stand, 'Sync').first().click();
    await page.getByRole('progressbar', { name: 'Sync' }).waitFor();
    await page.getByText(/\d+ of \d+ accounts/).waitFor();
    await shoot('syncing');
    aws.faults.clear();
    await page.getByRole('progressbar', { name: 'Sync' }).waitFor({ state: 'detached', timeout: 30_000 });
    aws.faults.next('all', 'drop', Infinity);
    await button(stand, 'Sync').first().click();
    await page.getByRole('alert').first().waitFor({ timeout: 30_000 });
    await search(stand).fill('payments-prod');
    await row(stand, 'payments-prod').click();
    await row(stand, 'payments-prod').getByRole('button', { name: 'Console' }).click();
    await page.locator('[role=row][aria-selected=true][aria-busy=false]').waitFor({ timeout: 30_000 });
    await shoot('offline');
    aws.faults.clear();
    await dismissAll(stand);
    await search(stand).fill('');
    await callWindow(page, 'beginSignIn', { ssoSession: 'corp' });
    const dialog = page.getByRole('dialog', { name: 'Sign in to corp' });
    await dialog.getByRole('button', { name: 'Open the browser' }).click();
    await aws.pages.approve(await application.browser.next(), 'grace@example.com');
    await page.getByRole('dialog', { name: 'Another person signed in' }).waitFor();
    await shoot('other-person');
    await page.getByRole('button', { name: /^Keep / }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    aws.endSessions();
    await button(stand, 'Sync').first().click();
    await page.getByText(/ended/).first().waitFor({ timeout: 30_000 });
    await shoot('sign-in-ended');
  },
};

async function dismissAll({ page }: Stand): Promise<void> {
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  for (let left = await dismiss.count(); left > 0; left -= 1) {
    await dismiss.first().click();
    await dismiss.nth(left - 1).waitFor({ state: 'detached' });
  }
}

export const signedOutScene: Scene = {
  name: 'signed out',
  play: async (stand) => {
    const { page, home, shoot } = stand;
    await signedInList(stand);
    await home.latchkey(['logout']);
    await views(stand).getByText('signed out').waitFor();
    await search(stand).fill('payments');
    await shoot('signed-out');
    await search(stand).fill('');
    await views(stand).getByRole('button', { name: /^corp/ }).click();
    await page.getByRole('button', { name: 'Sign in', exact: true }).first().waitFor();
    await shoot('signed-out-bar');
  },
};

/** They need nothing but a list. */
export const listScenes: readonly Scene[] = [list, beside, narrow];
