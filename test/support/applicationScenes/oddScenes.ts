import { organisation } from '../../aws/organisation.ts';
import { cachedProfiles } from '../cachedProfiles.ts';
import { approveOnce } from '../testHome.ts';
import { callWindow } from '../callWindow.ts';
import { signedInList, type Scene, type Stand } from './scene.ts';

const person = 'maximiliane.von-und-zu-der-langen-zeile@subsidiary.example.com';

/** As long as AWS lets names be, and from right to left. */
const names = [
  'Very-Long-Account-Name-Of-A-Subsidiary-50',
  'حساب الدفع للإنتاج',
  'חשבון תשלומים',
  'データレイク本番環境アカウント',
  'ε-platform — Ωμέγα',
  '🔐 vault (prod) 🏦',
];
const sets = ['AWSAdministratorAccessForEveryone', 'R', 'مدير', 'ReadOnlyAccess'].map((name) =>
  name.slice(0, 32),
);
const ids = names.map((_, index) => String(500_000_000_001 + index * 1_000_007));

const longNames: Scene = {
  name: 'long names and other scripts',
  aws: {
    organisations: [
      organisation({
        accounts: names.map((name, index) => ({ id: ids[index] ?? '', name })),
        permissionSets: sets.map((name) => ({ name, sessionHours: 1 })),
        people: [person],
        assignments: ids.flatMap((id) => sets.map((set) => [person, id, set] as const)),
      }),
    ],
  },
  play: async (stand) => {
    const { page, application, shoot } = stand;
    await signedInList(stand);
    const row = page.getByRole('row').filter({ hasText: 'Very-Long' }).nth(1);
    await row.click();
    await row.getByRole('button', { name: 'Get keys' }).click();
    await row.getByRole('button', { name: 'Remove keys' }).waitFor();
    await shoot('long-names');
    await shootRightToLeft(stand);
    await application.resize(480, 640);
    await page.getByRole('searchbox', { name: 'Search profiles' }).fill('Very');
    await shoot('long-names-480');
  },
};

/** Arabic and Hebrew beside Latin letters and digits, wherever a name is shown. */
async function shootRightToLeft({ aws, page, shoot }: Stand): Promise<void> {
  const search = page.getByRole('searchbox', { name: 'Search profiles' });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await callWindow(page, 'addLabel', { label: 'إنتاج prod 2', pattern: ids[1] });
  await search.fill('دفع');
  const row = page.getByRole('row').filter({ hasText: 'مدير' });
  await row.click();
  await page.getByRole('button', { name: 'Add an alias' }).click();
  await page.getByRole('textbox', { name: 'Alias' }).fill('תשלומים 12 pay');
  await shoot('right-to-left-alias');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await row.getByRole('button', { name: 'Get keys' }).click();
  await row.getByRole('button', { name: 'Remove keys' }).waitFor();
  await shoot('right-to-left');
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('listbox', { name: 'Commands' }).waitFor();
  await shoot('right-to-left-commands');
  await page.keyboard.press('Escape');
  aws.organisation.unassign(person, ids[1] ?? '', 'R');
  aws.organisation.unassign(person, ids[2] ?? '', 'مدير');
  await search.fill('');
  await button('Sync').click();
  await button('Dismiss').waitFor();
  await shoot('right-to-left-changes');
  await button('Dismiss').click();
  await button('Journal').click();
  await page.getByRole('table', { name: 'Journal' }).waitFor();
  await shoot('right-to-left-journal');
  await button('Back').click();
}

const many: Scene = {
  name: 'many profiles',
  prepare: cachedProfiles,
  play: async ({ page, shoot }) => {
    await page.getByRole('grid', { name: 'Profiles' }).waitFor();
    await shoot('many');
  },
};

const passphrase = 'correct horse battery';

const locked: Scene = {
  name: 'locked file',
  environment: { LATCHKEY_SECRETS: 'file' },
  prepare: async ({ aws, home }) => {
    const environment = { LATCHKEY_PASSPHRASE: passphrase };
    const { startUrl, region } = aws.organisation;
    await home.latchkey(['sso', 'add', 'corp', '--start-url', startUrl, '--region', region], { environment });
    await home.latchkey(['login', '--no-browser'], { environment, onStderr: approveOnce(aws) });
    await home.latchkey(['sync'], { environment });
    await home.latchkey(['agent', 'stop']);
  },
  play: async ({ page, shoot }) => {
    const unlock = page.getByRole('button', { name: 'Unlock', exact: true });
    await unlock.waitFor();
    await shoot('locked');
    await unlock.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/passphrase/i).fill('wrong passphrase');
    await page.keyboard.press('Enter');
    await dialog.locator('[aria-invalid=true], [role=alert]').first().waitFor();
    await shoot('unlock-wrong');
    await dialog.getByLabel(/passphrase/i).fill(passphrase);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await unlock.waitFor({ state: 'detached' });
    await shoot('unlocked');
  },
};

const withoutKeychain: Scene = {
  name: 'no keychain',
  environment: { LATCHKEY_SECRETS: 'keychain', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' },
  play: async ({ page, shoot }) => {
    const file = page.getByRole('button', { name: 'Encrypted file…' });
    await file.waitFor();
    await shoot('no-keychain');
    await file.click();
    await page.getByRole('dialog').waitFor();
    await shoot('choose-passphrase');
  },
};

export const oddScenes: readonly Scene[] = [longNames, many, locked, withoutKeychain];
