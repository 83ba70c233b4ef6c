import { eventually } from './eventually.ts';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Aws } from '../../aws/standIn.ts';
import type { Application } from '../../support/application.ts';

export const searchBox = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search profiles' });
export const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Profiles' });
export const rows = (page: Page): Locator => grid(page).getByRole('row');
export const views = (page: Page): Locator => page.getByRole('navigation', { name: 'Views' });

/** The row of that role in that account, in a search or below its account's heading. */
export const profileRow = (page: Page, role: string): Locator => rows(page).filter({ hasText: role }).first();

/** What the stand-in told the application as the code of the newest sign-in. */
export function codeAtAws(aws: Aws): string {
  const started = aws.requests.filter(({ operation }) => operation === 'StartDeviceAuthorization').at(-1);
  return (JSON.parse(started?.answer ?? '{}') as { userCode?: string }).userCode ?? '';
}

/** The code to compare, once the dialog has it. */
export async function codeShown(dialog: Locator): Promise<string> {
  const code = () => dialog.getByLabel('User code').textContent();
  await eventually(code).toMatch(/^\s*[A-Z]{4}-[A-Z]{4}\s*$/);
  return ((await code()) ?? '').trim();
}

/** Follows the link that reached the browser and presses “Allow” there. */
export async function allowInBrowser(application: Application, aws: Aws, person?: string): Promise<void> {
  const link = await application.browser.next();
  expect(await aws.pages.approve(link, person)).toMatchObject({ status: 200 });
}

/** Signs in at the stand-in through the command, as far as the window shows it. Needs no sign-in yet. */
export async function signInByCommand(application: Application, aws: Aws, person?: string): Promise<void> {
  const { page, home } = application;
  expect(await home.signIn(aws, person)).toMatchObject({ code: 0 });
  expect(await home.latchkey(['sync'])).toMatchObject({ code: 0 });
  await grid(page).waitFor();
  await eventually(() => rows(page).count()).toBeGreaterThan(2);
}

/** Whether the keyboard is there now. */
export const hasFocus = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element.ownerDocument.activeElement === element);

/** Goes on by the Tab key until the keyboard is there. @throws when it never comes by */
export async function tabTo(locator: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await locator.waitFor();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await hasFocus(locator)) return;
    await locator.page().keyboard.press(key);
  }
  throw new Error(`${key} never reaches ${String(locator)}`);
}
