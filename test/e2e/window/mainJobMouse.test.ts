import { eventually } from './eventually.ts';
import { expect, it } from 'vitest';
import { identityOf } from './identityOf.ts';
import { setStage } from './stage.ts';
import { allowInBrowser, codeAtAws, codeShown, grid, profileRow, rows, searchBox, views } from './steps.ts';
import { expectUserFilesKept, expectUserFilesUntouched, writeUserFiles } from './userFiles.ts';

const person = 'ada@example.com';
const profile = 'payments-prod.ReadOnlyAccess';

const stage = setStage({ prepare: ({ home }) => writeUserFiles(home) });

it('the first window asks where to sign in, and has written nothing', async () => {
  const { page, home, aws } = stage;
  await page.getByRole('heading', { name: 'Welcome to Latchkey' }).waitFor();
  expectUserFilesUntouched(home);
  expect(aws.requests).toEqual([]);
});

it('signs in by the code that AWS shows, too, in the browser that was asked for', async () => {
  const { page, aws, application } = stage;
  const { startUrl, region } = aws.organisation;
  await page.getByRole('textbox', { name: 'Start URL' }).fill(startUrl);
  await page.getByRole('textbox', { name: 'Name' }).fill('corp');
  await page.getByLabel('Region', { exact: true }).fill(region);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to corp' });
  expect(await codeShown(dialog)).toBe(codeAtAws(aws));
  expect(application.browser.links()).toEqual([]);
  await dialog.getByRole('button', { name: 'Open the browser' }).click();
  await allowInBrowser(application, aws, person);
  await dialog.waitFor({ state: 'detached' });
  expect(application.browser.links()).toHaveLength(1);
});

it('shows what the person may enter as AWS lists it, without being asked to', async () => {
  const { page } = stage;
  await page.getByRole('button', { name: 'Done' }).click();
  await grid(page).waitFor();
  await eventually(async () => Number(await grid(page).getAttribute('aria-rowcount'))).toBeGreaterThan(60);
  expectUserFilesUntouched(stage.home);
});

it('finds an account by three letters, its own name first', async () => {
  const { page } = stage;
  await searchBox(page).fill('pay');
  await eventually(() => rows(page).first().textContent()).toContain('payments-');
  await eventually(() => rows(page).count()).toBeLessThan(12);
});

it('gets keys that the AWS CLI takes', async () => {
  const { page, home, aws } = stage;
  await searchBox(page).fill('payments-prod read');
  const row = profileRow(page, 'payments-prod');
  await row.click();
  expect(await row.getAttribute('aria-selected')).toBe('true');
  await row.getByRole('button', { name: 'Get keys' }).click();
  await row.getByRole('button', { name: 'Remove keys' }).waitFor();
  expectUserFilesKept(home);
  expect(await identityOf(home, aws, profile)).toMatch(
    /:assumed-role\/AWSReservedSSO_ReadOnlyAccess_[0-9a-f]{16}\/ada@example\.com$/,
  );
});

it('opens the console as that role in its region, in the browser', async () => {
  const { page, application } = stage;
  await profileRow(page, 'payments-prod').getByRole('button', { name: 'Console' }).click();
  const console_ = await (await fetch(await application.browser.next())).text();
  expect(console_).toContain('AWSReservedSSO_ReadOnlyAccess');
  expect(console_).toContain('eu-west-1.console.aws.amazon.com');
});

it('puts a line for the terminal onto the clipboard that gives a shell this profile', async () => {
  const { page, application, home } = stage;
  await profileRow(page, 'payments-prod').getByRole('button', { name: 'Copy' }).click();
  const clipboard = () => application.electron.evaluate(async ({ clipboard: its }) => its.readText());
  await eventually(clipboard).toContain(profile);
  expect(await clipboard()).not.toContain(
    /aws_session_token\s*=\s*(\S+)/.exec(home.read(home.credentials)!)?.[1],
  );
});

it('removes the keys again and leaves every other byte', async () => {
  const { page, home } = stage;
  const row = profileRow(page, 'payments-prod');
  await row.getByRole('button', { name: 'Remove keys' }).click();
  await row.getByRole('button', { name: 'Get keys' }).waitFor();
  expectUserFilesUntouched(home);
});

it('signs out at AWS and here', async () => {
  const { page, home, aws } = stage;
  await searchBox(page).fill('');
  await views(page).getByRole('button', { name: /^corp/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().waitFor();
  expect(aws.calls('Logout')).toBe(1);
  expect((await home.json(['status'])).value).toMatchObject({
    signIns: [{ state: 'signed-out' }],
    agent: {
      kind: 'application',
      holds: expect.not.arrayContaining([expect.stringContaining('sign-in')]) as unknown,
    },
  });
  expect(await home.latchkey(['credentials', profile])).toMatchObject({ code: 3, stdout: '' });
});
