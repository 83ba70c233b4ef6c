import { signedInList, type Scene } from './scene.ts';

/** Commands in the search field, and the search of the settings. */
const commands: Scene = {
  name: 'commands and settings search',
  play: async (stand) => {
    const { page, application, shoot } = stand;
    await signedInList(stand);
    await page.getByRole('searchbox', { name: 'Search profiles' }).fill('payments-prod');
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('listbox', { name: 'Commands' }).waitFor();
    await shoot('commands');
    const field = page.getByRole('combobox', { name: 'Search commands' });
    await field.fill('>sign c');
    await page.getByRole('option').first().waitFor();
    await shoot('commands-found');
    await application.resize(480, 640);
    await shoot('commands-480');
    await application.resize(1120, 720);
    await field.fill('>nothing is called so');
    await page.getByText('No command fits').waitFor();
    await shoot('commands-without-match');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+,');
    const search = page.getByRole('searchbox', { name: 'Search settings' });
    await search.fill('proxy');
    await page.getByLabel('Proxy', { exact: true }).waitFor();
    await shoot('settings-search');
    await search.fill('nothing is called so');
    await page.getByText('No setting fits').waitFor();
    await shoot('settings-without-match');
  },
};

export const settingsScenes: readonly Scene[] = [commands];
