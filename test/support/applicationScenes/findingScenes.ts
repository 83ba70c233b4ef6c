import { callWindow } from '../callWindow.ts';
import { signedInList, type Scene, type Stand } from './scene.ts';

const views = ({ page }: Stand) => page.getByRole('navigation', { name: 'Views' });
const view = (stand: Stand, name: RegExp) => views(stand).getByRole('button', { name });
const search = ({ page }: Stand) => page.getByRole('searchbox', { name: 'Search profiles' });
const details = ({ page }: Stand) => page.getByRole('complementary', { name: 'Details' });
const rows = ({ page }: Stand) => page.getByRole('grid', { name: 'Profiles' }).getByRole('row');
const row = (stand: Stand, text: string) => rows(stand).filter({ hasText: text }).first();
const button = ({ page }: Stand, name: string) => page.getByRole('button', { name, exact: true });

const labels = [
  ['production', '*-prod*', 'red'],
  ['staging', '*-staging*', 'orange'],
  ['development', '*-dev*', 'green'],
  ['shared', 'shared*', 'blue'],
  ['experiments', 'ml-*', 'purple'],
  ['play', 'sandbox*', 'yellow'],
  ['records', 'log-archive*', 'grey'],
] as const;

/** Colours, other words, regions, what is out of sight, and what a sync changed. */
const finding: Scene = {
  name: 'finding',
  play: async (stand) => {
    const { aws, home, page, application, shoot } = stand;
    await signedInList(stand);
    for (const [label, pattern, colour] of labels) {
      await callWindow(page, 'addLabel', { label, pattern });
      await callWindow(page, 'colourLabel', { label, colour });
    }
    await home.latchkey(['favourite', 'payments-prod.ReadOnlyAccess']);
    await search(stand).fill('read');
    await row(stand, 'records').waitFor();
    await shoot('labels-in-colours');
    await search(stand).fill('payments-prod read');
    await row(stand, 'payments-prod').click();
    await details(stand).getByRole('button', { name: 'Add an alias' }).click();
    await page.getByRole('textbox', { name: 'Alias' }).fill('shop money');
    await shoot('alias');
    await page.keyboard.press('Enter');
    await details(stand).getByText('shop money').waitFor();
    await details(stand).getByRole('button', { name: 'Change the region' }).click();
    await page.getByRole('combobox', { name: 'Region' }).fill('eu-central-1');
    await page.getByRole('radio', { name: 'The whole account' }).check();
    await shoot('region');
    await button(stand, 'Save').click();
    await details(stand).getByText('for the whole account').waitFor();
    await search(stand).fill('sandbox power');
    await row(stand, 'sandbox').click();
    await details(stand).getByRole('button', { name: 'Hide…' }).click();
    await page.getByRole('dialog').waitFor();
    await shoot('hide');
    await button(stand, 'Hide the account').click();
    await view(stand, /^Hidden/).click();
    await rows(stand).first().waitFor();
    await shoot('hidden');
    await search(stand).fill('');
    aws.organisation.unassign('ada@example.com', '200000000003', 'Billing');
    await callWindow(page, 'favourite', { profile: 'billing.Billing', on: true });
    aws.organisation.assign('ada@example.com', '200000000002', 'SecurityAudit');
    await button(stand, 'Sync').click();
    await button(stand, 'Dismiss').waitFor();
    await shoot('permission-changes');
    await application.resize(480, 640);
    await shoot('permission-changes-480');
    await application.resize(1120, 720);
    await button(stand, 'Settings').click();
    await page.getByRole('group', { name: 'Colour of staging' }).waitFor();
    // To where nothing lies half below the header.
    await page.evaluate(
      "[...document.querySelectorAll('h2')].find((one) => one.textContent.startsWith('Labels')).scrollIntoView()",
    );
    await shoot('label-colours');
  },
};

export const findingScenes: readonly Scene[] = [finding];
