import type { Scene, Stand } from './scene.ts';
import { signedInList } from './scene.ts';

const roles = {
  breakGlass: 'arn:aws:iam::100000000001:role/emergency/BreakGlass',
  gateway: 'arn:aws:iam::200000000002:role/Gateway',
};

const button = ({ page }: Stand, name: string) => page.getByRole('button', { name, exact: true });
const step = ({ page }: Stand, number: number) => page.getByRole('group', { name: `Step ${number}` });
const field = (stand: Stand, number: number, name: string) =>
  step(stand, number).getByRole('textbox', { name, exact: true });

/** A chain that AWS refuses, and why; then one that works, and its details. */
const chain: Scene = {
  name: 'role chains',
  play: async (stand) => {
    const { page, application, shoot } = stand;
    await signedInList(stand);
    const search = page.getByRole('searchbox', { name: 'Search profiles' });
    await search.fill('security-tooling admin');
    await page.getByRole('row').filter({ hasText: 'security-tooling' }).first().click();
    await button(stand, 'New role chain from here…').click();
    await page.getByRole('heading', { name: 'New role chain' }).waitFor();
    await page.getByRole('combobox', { name: 'Starts at' }).click();
    await page.getByRole('listbox').waitFor();
    await shoot('role-chain-start');
    await page.keyboard.press('Escape');
    await button(stand, 'Save').click();
    await page.locator('[aria-invalid=true]').first().waitFor();
    await shoot('role-chain-with-errors');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('break-glass');
    await field(stand, 1, 'Role ARN').fill(roles.breakGlass);
    await button(stand, 'Test').click();
    await button(stand, 'Copy all for an administrator').waitFor();
    await shoot('role-chain-denied');
    await application.resize(480, 640);
    await shoot('role-chain-denied-480');
    await application.resize(1120, 720);
    await field(stand, 1, 'External id').fill('break-the-glass');
    await step(stand, 1).getByRole('button', { name: 'More' }).click();
    await button(stand, 'Test').click();
    await page.getByText('The whole chain works.').waitFor();
    await button(stand, 'Add a step').click();
    await field(stand, 2, 'Role ARN').fill(roles.gateway);
    await application.resize(480, 640);
    await shoot('role-chain-480');
    await application.resize(1120, 720);
    await button(stand, 'Remove step 2').click();
    await button(stand, 'Save').click();
    await search.fill('break-glass');
    await page.getByRole('row').filter({ hasText: 'BreakGlass' }).first().click();
    await button(stand, 'Edit the chain…').waitFor();
    await shoot('role-chain-details');
  },
};

export const chainScenes: readonly Scene[] = [chain];
