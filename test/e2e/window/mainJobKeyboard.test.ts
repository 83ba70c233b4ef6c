import { eventually } from './eventually.ts';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { identityOf } from './identityOf.ts';
import { setStage } from './stage.ts';
import {
  allowInBrowser,
  codeAtAws,
  codeShown,
  grid,
  hasFocus,
  rows,
  searchBox,
  tabTo,
  views,
} from './steps.ts';
import { expectUserFilesKept, expectUserFilesUntouched, writeUserFiles } from './userFiles.ts';

/** Nothing here touches the page but `page.keyboard`. */
const profile = 'payments-prod.ReadOnlyAccess';

const stage = setStage({ prepare: ({ home }) => writeUserFiles(home) });

async function type(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page.getByLabel(name, { exact: true }));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

const selected = (page: Page) => grid(page).locator('[aria-selected=true]');

it('signs in from an empty home', async () => {
  const { page, aws, application } = stage;
  const { startUrl, region } = aws.organisation;
  await page.getByRole('heading', { name: 'Welcome to Latchkey' }).waitFor();
  await type(page, 'Start URL', startUrl);
  await type(page, 'Name', 'corp');
  await type(page, 'Region', region);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Sign in to corp' });
  await dialog.waitFor();
  expect(await codeShown(dialog)).toBe(codeAtAws(aws));
  await tabTo(dialog.getByRole('button', { name: 'Open the browser' }));
  await page.keyboard.press('Enter');
  await allowInBrowser(application, aws, 'ada@example.com');
  await dialog.waitFor({ state: 'detached' });
  await tabTo(page.getByRole('button', { name: 'Done' }));
  await page.keyboard.press('Enter');
  await eventually(async () => Number(await grid(page).getAttribute('aria-rowcount'))).toBeGreaterThan(60);
});

it('goes from the search to the console with two words and Enter', async () => {
  const { page, application } = stage;
  await page.keyboard.press('Control+K');
  await eventually(() => hasFocus(searchBox(page))).toBe(true);
  await page.keyboard.type('payments-prod read');
  await eventually(() => selected(page).textContent()).toContain('payments-prod');
  await page.keyboard.press('Enter');
  const console_ = await (await fetch(await application.browser.next())).text();
  expect(console_).toContain('AWSReservedSSO_ReadOnlyAccess');
  expect(console_).toContain('eu-west-1.console.aws.amazon.com');
});

it('gets keys with Control+Enter, which the AWS CLI takes, and removes them with Control+Backspace', async () => {
  const { page, home, aws } = stage;
  await page.keyboard.press('Control+Enter');
  await selected(page).getByRole('button', { name: 'Remove keys' }).waitFor();
  expectUserFilesKept(home);
  expect(await identityOf(home, aws, profile)).toContain('AWSReservedSSO_ReadOnlyAccess');
  await page.keyboard.press('Control+Backspace');
  await selected(page).getByRole('button', { name: 'Get keys' }).waitFor();
  expectUserFilesUntouched(home);
});

it('makes a favourite with Control+D and finds it under Favourites', async () => {
  const { page, home } = stage;
  await page.keyboard.press('Control+D');
  await eventually(async () => (await home.json(['list', '--favourites'])).value).toMatchObject({
    profiles: [{ name: profile }],
  });
  await page.keyboard.press('Escape');
  await eventually(() => searchBox(page).inputValue()).toBe('');
  await tabTo(views(page).getByRole('button', { name: /^Favourites/ }));
  await page.keyboard.press('Enter');
  await eventually(() => rows(page).filter({ hasText: 'ReadOnlyAccess' }).count()).toBe(1);
});

it('moves over the rows with the arrows', async () => {
  const { page } = stage;
  await tabTo(views(page).getByRole('button', { name: /^All profiles/ }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+K');
  await page.keyboard.type('payments');
  await eventually(() => selected(page).count()).toBe(1);
  const first = await selected(page).textContent();
  await page.keyboard.press('ArrowDown');
  await eventually(() => selected(page).textContent()).not.toBe(first);
  await page.keyboard.press('ArrowUp');
  await eventually(() => selected(page).textContent()).toBe(first);
});

it('lists the keys with ?, opens the settings with Control+, and comes back', async () => {
  const { page } = stage;
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await tabTo(page.getByRole('button', { name: 'Back' }));
  await page.keyboard.press('Enter');
  await grid(page).waitFor();
  await tabTo(page.getByRole('button', { name: 'Keys', exact: true }));
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
});

it('signs out', async () => {
  const { page, aws, home } = stage;
  await tabTo(views(page).getByRole('button', { name: /^corp/ }));
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: 'Sign out' }));
  await page.keyboard.press('Enter');
  await eventually(() => aws.calls('Logout')).toBe(1);
  expect((await home.json(['status'])).value).toMatchObject({ signIns: [{ state: 'signed-out' }] });
});
