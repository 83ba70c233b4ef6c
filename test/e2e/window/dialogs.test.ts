import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startOidcSite } from '../../aws/identityProviders/startOidcSite.ts';
import { organisation, roleArn, type Role } from '../../aws/organisation.ts';
import { callWindow } from '../../support/callWindow.ts';
import { companyResponse } from '../../support/companyResponse.ts';
import { command } from '../../support/testHome.ts';
import { eventually } from './eventually.ts';
import { setStage } from './stage.ts';
import { codeShown, grid, hasFocus, searchBox, signInByCommand, tabTo } from './steps.ts';

const office = '100000000001';
const person = 'ada@example.com';
const clerk: Role = {
  accountId: office,
  name: 'Clerk',
  trust: { principals: [`arn:aws:iam::${office}:root`] },
};
const company = organisation({
  accounts: [{ id: office, name: 'office' }],
  permissionSets: [
    { name: 'ReadOnly', sessionHours: 1 },
    { name: 'Admin', sessionHours: 1 },
    { name: 'Billing', sessionHours: 1 },
  ],
  people: [person, 'grace@example.com'],
  assignments: ['ReadOnly', 'Admin', 'Billing'].map((set) => [person, office, set] as const),
  users: [
    {
      accountId: office,
      name: 'ada',
      mfa: { serial: `arn:aws:iam::${office}:mfa/ada`, seed: 'LATCHKEYDEMOLATCHKEYDEMOLATCHKEY' },
    },
  ],
  roles: [clerk],
});

const stage = setStage({
  aws: { organisations: [company] },
  // No keychain answers, so the person chooses where secrets are.
  environment: { LATCHKEY_SECRETS: '', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' },
  prepare: async ({ home }) => {
    await mkdir(dirname(home.config), { recursive: true });
    await writeFile(
      home.config,
      [
        ...['[profile base]', 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE'],
        ...['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
        ...['[profile clerk]', `role_arn = ${roleArn(clerk)}`, 'source_profile = base', ''],
      ].join('\n'),
    );
  },
});

const passphrase = 'correct horse battery';

/** Nothing here touches the page but `page.keyboard`. */
const press = (key: string) => stage.page.keyboard.press(key);
const dialog = () => stage.page.getByRole('dialog');
const within = (name: string) => dialog().getByRole('button', { name, exact: true });

it('the place of the secrets is chosen', async () => {
  const { page } = stage;
  for (const name of ['Memory only…', 'Encrypted file…']) {
    const asking = page.getByRole('button', { name });
    await tabTo(asking);
    await closesByEscapeAnd(
      'Cancel',
      () => press('Enter'),
      () => backAt(asking),
    );
  }
  await press('Enter');
  await page.keyboard.type(passphrase);
  await press('Tab');
  await page.keyboard.type(passphrase);
  await press('Enter');
  await closed();
});

it('there are a sign-in, an IAM user and a role chain', async () => {
  const { application, aws, home } = stage;
  await signInByCommand(application, aws, person);
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
  const stdin = JSON.stringify({ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey });
  expect(await home.latchkey(['iam-user', 'add', 'ada'], { stdin })).toMatchObject({ code: 0 });
  const chain = ['profile', 'add', 'desk-clerk', '--from', 'ada', '--role-arn', roleArn(clerk)];
  expect(await home.latchkey(chain)).toMatchObject({ code: 0 });
  await callWindow(stage.page, 'addSource', {
    source: { kind: 'saml', name: 'okta', region: 'us-east-1', from: { kind: 'pasted' } },
  });
});

/** By `>` in the search field. */
async function give(title: string): Promise<void> {
  const { page } = stage;
  await press('Control+Shift+P');
  const field = page.getByRole('combobox', { name: 'Search commands' });
  await eventually(() => hasFocus(field)).toBe(true);
  await page.keyboard.press('End');
  await page.keyboard.type(title);
  const chosen = page.locator('[role=option][aria-selected=true] .title');
  for (let down = 0; down < 20 && (await chosen.textContent()) !== title; down += 1) await press('ArrowDown');
  expect(await chosen.textContent()).toBe(title);
  await press('Enter');
}

/** Once the code to compare is there. */
async function openBrowser(): Promise<void> {
  await codeShown(dialog());
  await tabTo(within('Open the browser'));
  await press('Enter');
}

/** Closed, and the keyboard is where it was before. */
async function closed(): Promise<void> {
  await dialog().waitFor({ state: 'detached' });
}

const place = () =>
  stage.page.evaluate(() => {
    const { activeElement: on } = document;
    return `${on?.tagName} ${on?.getAttribute('aria-label') ?? on?.textContent.trim()}`;
  });

/** The dialog has the keyboard, and Tab does not leave it. */
async function keepsTheKeyboard(): Promise<void> {
  const inside = () =>
    stage.page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.closest('dialog') !== null;
    });
  await dialog().waitFor();
  for (let tabs = 0; tabs < 8; tabs += 1) {
    expect(await inside()).toBe(true);
    await press('Tab');
  }
}

/** By Escape, and by the button that is enough; the keyboard is then where it was. */
async function closesByEscapeAnd(
  enough: string,
  open: () => Promise<unknown>,
  back: () => Promise<void>,
): Promise<void> {
  for (const close of ['Escape', enough]) {
    await open();
    await keepsTheKeyboard();
    if (close !== 'Escape') await tabTo(within(close));
    await press(close === 'Escape' ? 'Escape' : 'Enter');
    await closed();
    await back();
  }
}

const search = 'INPUT Search profiles';
const backInSearch = () => eventually(place).toBe(search);
const backAt = async (one: Locator) => {
  expect(await hasFocus(one)).toBe(true);
};

describe('every dialog is opened, used and closed by the keyboard, which is then where it was', () => {
  it.each([
    ['the keys', () => press('?'), 'Close'],
    ['the console of a profile', () => press('Control+o'), 'Cancel'],
    ['its alias', () => give('Add an alias…'), 'Cancel'],
    ['its region', () => give('Change the region…'), 'Cancel'],
    ['hiding it', () => give('Hide…'), 'Cancel'],
    ['removing a sign-in', () => give('Remove corp…'), 'Cancel'],
    ['the MFA of an IAM user', () => give('MFA of ada…'), 'Cancel'],
    ['rotating its key', () => give('Rotate the key of ada…'), 'Cancel'],
    ['removing it', () => give('Remove ada…'), 'Cancel'],
    ['its MFA code', () => give('Enter an MFA code for ada'), 'Cancel'],
    ['removing a source', () => give('Remove okta…'), 'Cancel'],
  ] as const)('%s', async (_name, open, enough) => {
    await press('Control+k');
    await eventually(place).toBe(search);
    await press('Backspace');
    await closesByEscapeAnd(enough, open, backInSearch);
  });

  it('a wrong MFA code is said in the prompt, and the right one closes it', async () => {
    const { page, aws } = stage;
    await give('Enter an MFA code for ada');
    await dialog().waitFor();
    await page.keyboard.type('000000');
    await dialog().locator('[aria-invalid=true], [role=alert]').first().waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(aws.nextMfaCodeOf('ada'));
    await closed();
    await eventually(place).toBe(search);
  });

  it('a role chain is removed', async () => {
    const { page } = stage;
    await give('Show the view All profiles');
    await press('Control+k');
    await page.keyboard.type('clerk');
    await eventually(() => grid(page).locator('[aria-selected=true]').textContent()).toContain('Clerk');
    await give('Remove this role chain…');
    await keepsTheKeyboard();
    await press('Escape');
    await closed();
    await eventually(() => searchBox(page).inputValue()).toBe('clerk');
    await give('Remove this role chain…');
    await tabTo(within('Remove'));
    await press('Enter');
    await closed();
    await page.getByText('Nothing fits “clerk”').waitFor();
    await press('Control+k');
    await press('Backspace');
  });

  it('the journal is cleared', async () => {
    const { page } = stage;
    await give('Journal');
    const clear = page.getByRole('button', { name: 'Clear…' });
    await tabTo(clear);
    await press('Enter');
    await keepsTheKeyboard();
    await press('Escape');
    await closed();
    expect(await hasFocus(clear)).toBe(true);
    await press('Enter');
    await tabTo(within('Clear'));
    await press('Enter');
    await closed();
    await page.getByText('Nobody has asked for keys yet.').waitFor();
    await tabTo(page.getByRole('button', { name: 'Back', exact: true }));
    await press('Enter');
    await eventually(place).toBe(search);
  });

  it('a word of AWS is explained', async () => {
    const { page } = stage;
    await give('Add access');
    await page.getByRole('heading', { name: 'How do you sign in at work?' }).waitFor();
    await press('Enter');
    const what = page.getByRole('button', { name: 'What is this?' }).first();
    await tabTo(what);
    await press('Enter');
    await keepsTheKeyboard();
    await press('Escape');
    await closed();
    expect(await hasFocus(what)).toBe(true);
    for (let pages = 0; pages < 2; pages += 1) {
      await tabTo(page.getByRole('button', { name: 'Back', exact: true }), 'Shift+Tab');
      await press('Enter');
    }
    await eventually(place).toBe(search);
  });

  it('a program’s question is answered, though nothing was asked for', async () => {
    const { page, home } = stage;
    await press('Control+k');
    await page.keyboard.type('office admin');
    await give('Ask first');
    await page.getByRole('row').getByRole('img', { name: 'Asks first' }).first().waitFor();
    const asking = spawn(process.execPath, [command, 'env', 'office.Admin'], {
      ...{ env: home.environment, cwd: home.folder, stdio: 'ignore' },
    });
    const ended = new Promise((resolve) => asking.once('exit', resolve));
    await dialog().waitFor();
    await keepsTheKeyboard();
    await press('Escape');
    await page.locator('dialog button:not([aria-disabled=true])').first().waitFor();
    await tabTo(within('Deny'));
    await press('Enter');
    await closed();
    expect(await ended).toBe(3);
    await eventually(place).toBe(search);
  });

  it('a sign-in at an identity provider is begun and cancelled', async () => {
    const { aws, page } = stage;
    const { url: issuer, clientId, close } = await startOidcSite({ clock: aws.clock });
    onTestFinished(close);
    const from = { kind: 'oidc', issuer, clientId, flow: 'device' };
    const source = { kind: 'web-identity', name: 'pipeline', region: 'us-east-1', from };
    await callWindow(page, 'addSource', { source });
    await closesByEscapeAnd('Cancel', () => give('Sign in to pipeline'), backInSearch);
  });

  it('a response that names another account than before is refused, or accepted', async () => {
    const { application, aws, home } = stage;
    const paste = async (...accounts: string[]) => {
      await application.electron.evaluate(
        ({ clipboard }, text) => clipboard.writeText(text),
        companyResponse(aws, person, accounts),
      );
      await give('Paste the response of okta');
    };
    const listed = async () => (await home.latchkey(['list', 'Staff'])).stdout;
    await paste(office);
    await eventually(listed).toContain(office);
    const stranger = '999999999999';
    await closesByEscapeAnd('Refuse', () => paste(office, stranger), backInSearch);
    expect(await listed()).not.toContain(stranger);
    await paste(office, stranger);
    await tabTo(within('Accept'));
    await press('Enter');
    await closed();
    await backInSearch();
    await eventually(listed).toContain(stranger);
  });

  it('the keys of a profile in the AWS files are taken, or not', async () => {
    const { page } = stage;
    await give('Add access');
    await tabTo(page.getByRole('button', { name: 'I have profiles in ~/.aws/config' }));
    await press('Enter');
    const take = page.getByRole('button', { name: 'Take the keys first' });
    await tabTo(take);
    await closesByEscapeAnd(
      'Cancel',
      () => press('Enter'),
      () => backAt(take),
    );
    for (let pages = 0; pages < 2; pages += 1) await press('Escape');
    await eventually(place).toBe(search);
  });

  it('another person who signed in stays out', async () => {
    const { page, aws, application } = stage;
    aws.endSessions();
    await give('Sync');
    await page.getByRole('navigation', { name: 'Views' }).getByText('ended').waitFor();
    await press('Control+k');
    await give('Sign in to corp');
    await openBrowser();
    await aws.pages.approve(await application.browser.next(), 'grace@example.com');
    await page.getByRole('dialog', { name: 'Another person signed in' }).waitFor();
    await keepsTheKeyboard();
    await press('Escape');
    await closed();
    await eventually(place).toBe(search);
  });

  it('a sign-in that was denied says so', async () => {
    const { page, aws, application } = stage;
    await give('Sign in to corp');
    await openBrowser();
    await aws.pages.deny(await application.browser.next());
    await dialog().getByRole('button', { name: 'Sign in again' }).waitFor();
    await keepsTheKeyboard();
    await tabTo(within('Close'));
    await press('Enter');
    await closed();
    await eventually(place).toBe(search);
    await give('Sign in to corp');
    await openBrowser();
    await aws.pages.approve(await application.browser.next(), person);
    await closed();
    await page.getByRole('navigation', { name: 'Views' }).getByText('ended').waitFor({ state: 'detached' });
  });

  it('a sign-in is begun and cancelled', async () => {
    const { page } = stage;
    await press('Control+k');
    await press('Backspace');
    await give('Sign out of corp');
    await page.getByRole('button', { name: 'corp signed out' }).waitFor();
    await closesByEscapeAnd('Cancel', () => give('Sign in to corp'), backInSearch);
  });

  it('after the next start the secrets are unlocked', async () => {
    await stage.restart();
    const { page } = stage;
    const unlock = page.getByRole('button', { name: 'Unlock', exact: true });
    await tabTo(unlock);
    await closesByEscapeAnd(
      'Cancel',
      () => press('Enter'),
      () => backAt(unlock),
    );
    await press('Enter');
    await page.keyboard.type(passphrase);
    await press('Enter');
    await closed();
    await unlock.waitFor({ state: 'detached' });
  });
});
