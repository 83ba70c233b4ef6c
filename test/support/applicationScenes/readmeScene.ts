import type { KeyringEnvironment } from '../keyring.ts';
import { signedInList, type Scene } from './scene.ts';

/** What the README shows: the code of a sign-in, and the list at work, with the keychain of most people. */
export const readmeScene = ({ DBUS_SESSION_BUS_ADDRESS }: KeyringEnvironment): Scene => ({
  name: 'readme',
  environment: { LATCHKEY_SECRETS: 'keychain', DBUS_SESSION_BUS_ADDRESS },
  play: async (stand) => {
    const { page, home, aws, shoot } = stand;
    await page.getByLabel('Start URL', { exact: true }).fill(aws.organisation.startUrl);
    await page.getByLabel('Name', { exact: true }).fill('corp');
    await page.getByLabel('Region', { exact: true }).fill(aws.organisation.region);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in to corp' });
    await dialog.getByText(/^[A-Z]{4}-[A-Z]{4}$/).waitFor();
    await shoot('sign-in');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.reload();
    await signedInList(stand);
    for (const favourite of ['payments-prod.ReadOnlyAccess', 'data-lake-dev.DatabaseOperator'])
      await home.latchkey(['favourite', favourite]);
    await home.latchkey(['start', 'payments-prod.ReadOnlyAccess', '--for', '53m']);
    await home.latchkey(['start', 'data-lake-dev.DatabaseOperator', '--delivery', 'process']);
    await page.getByRole('searchbox', { name: 'Search profiles' }).fill('pay');
    await page.getByRole('row').filter({ hasText: 'payments-dev' }).first().click();
    await shoot('list');
  },
});
