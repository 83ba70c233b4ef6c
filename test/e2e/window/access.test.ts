/** Every way to keys beside Identity Center, in the real window: IAM user, MFA, role chain, company sign-in. */
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { demoOrganisation } from '../../aws/demoOrganisation.ts';
import { organisation, roleArn, samlProviderArn } from '../../aws/organisation.ts';
import { samlIdentityProvider } from '../../aws/sts/samlIdentityProvider.ts';
import { canariesOf, secretsOf, type Secret } from '../../support/canaries.ts';
import { eventually } from './eventually.ts';
import { identityOf } from './identityOf.ts';
import { setStage } from './stage.ts';
import { profileRow, searchBox } from './steps.ts';
import { stringsInHeap } from './stringsInHeap.ts';

const payouts = 'arn:aws:iam::100000000001:role/Payouts';
const company = samlIdentityProvider('https://login.example.com/saml');
const provider = { accountId: '300000000001', name: 'Company', ...company };
const staff = {
  accountId: '300000000001',
  name: 'Staff',
  trust: { principals: [], federated: { provider: samlProviderArn(provider) } },
};
const bought = organisation({
  startUrl: 'https://bought.awsapps.com/start',
  accounts: [{ id: '300000000001', name: 'bought-prod' }],
  ...{ permissionSets: [], people: ['ada@example.com'], assignments: [] },
  samlProviders: [provider],
  roles: [staff],
});
const canaries: Secret[] = [];
let site: Server | undefined;

const stage = setStage({ aws: { organisations: [demoOrganisation(), bought] } });
afterAll(() => site?.close());

const field = (name: string): Locator => stage.page.getByRole('textbox', { name, exact: true });
const press = (name: string): Promise<void> => stage.page.getByRole('button', { name, exact: true }).click();

/** The code that the person's phone shows; each is taken once. */
async function typeCode(prompt: Locator): Promise<void> {
  await prompt.getByRole('textbox', { name: 'Code' }).fill(stage.aws.nextMfaCodeOf('ada'));
  await prompt.waitFor({ state: 'detached' });
}

it('takes an IAM user’s key from the clipboard, past the window, and finds the MFA device', async () => {
  const { page, aws, application } = stage;
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
  canaries.push({ kind: 'longTermKey', value: secretAccessKey });
  const csv = `Access key ID,Secret access key\r\n${accessKeyId},${secretAccessKey}\r\n`;
  await application.electron.evaluate(({ clipboard }, text) => {
    void clipboard.writeText(text);
  }, csv);
  await page.getByRole('button', { name: 'Another way in…' }).click();
  await press('With an access key of an IAM user, and a code from my phone');
  await field('Name').fill('ada');
  await press('Take it from the clipboard');
  await page.getByRole('row').filter({ hasText: 'ada' }).first().waitFor();
  expect(await application.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe('');
});

it('makes a role chain, tests it step by step, and asks for one code', async () => {
  const { page } = stage;
  await press('Add access');
  await press('Through a role in another account');
  await field('Name').fill('payouts');
  const start = page.getByRole('combobox', { name: 'Starts at' });
  await start.fill('ada');
  await page.getByRole('option').filter({ hasText: 'ada' }).first().click();
  await page.getByRole('group', { name: 'Step 1' }).getByRole('textbox', { name: 'Role ARN' }).fill(payouts);
  await press('Test');
  const result = page.getByRole('region', { name: 'Test result' });
  await result.getByText('The chain ends where AWS said no.').waitFor();
  expect(await result.textContent()).toContain('MFA');
  await page.getByRole('checkbox', { name: 'Use the MFA session' }).check();
  await press('Test');
  await typeCode(page.getByRole('dialog'));
  await result.getByText('The whole chain works.').waitFor();
  await press('Save');
  await profileRow(page, 'Payouts').waitFor();
});

it('gives keys of the chain without another code, and the AWS CLI takes them', async () => {
  const { page, home, aws } = stage;
  await searchBox(page).fill('payouts');
  const row = profileRow(page, 'Payouts');
  await row.click();
  await row.getByRole('button', { name: 'Get keys' }).click();
  await row.getByRole('button', { name: 'Remove keys' }).waitFor();
  expect(await identityOf(home, aws, 'payouts')).toMatch(
    /^arn:aws:sts::100000000001:assumed-role\/Payouts\//,
  );
  expect(aws.requests.filter(({ operation }) => operation === 'GetSessionToken')).toHaveLength(1);
});

it('asks at the window for the code that a program in the background needs, and the next call succeeds', async () => {
  const { page, home } = stage;
  await home.latchkey(['lock']);
  const turnedAway = await home.latchkey(['credentials', 'payouts']);
  expect(turnedAway).toMatchObject({ code: 3, stdout: '' });
  expect(turnedAway.stderr).toContain('MFA code');
  await page.getByRole('status', { name: 'MFA codes' }).getByText('payouts needs an MFA code').waitFor();
  await press('Enter the code');
  const prompt = page.getByRole('dialog', { name: 'MFA code for payouts' });
  expect(await prompt.textContent()).toContain('arn:aws:iam::200000000001:mfa/ada');
  await prompt.getByRole('textbox', { name: 'Code' }).fill('000000');
  await prompt.getByText('AWS did not take the MFA code.').waitFor();
  await typeCode(prompt);
  expect(await home.latchkey(['credentials', 'payouts'])).toMatchObject({ code: 0, stderr: '' });
});

it('does what was clicked once the code is given', async () => {
  const { page, home, application } = stage;
  await home.latchkey(['lock']);
  await searchBox(page).fill('payouts');
  const row = profileRow(page, 'Payouts');
  await row.click();
  await row.getByRole('button', { name: 'Console' }).click();
  await typeCode(page.getByRole('dialog', { name: 'MFA code for payouts' }));
  expect(await application.browser.next()).toContain('/federation?Action=login');
});

it('signs in at a company’s page in a process of its own and lists its roles', async () => {
  const { page, home, aws } = stage;
  const assertion = company.respond({
    now: aws.clock.now(),
    subject: 'ada',
    sessionName: 'ada@example.com',
    roles: [[roleArn(staff), samlProviderArn(provider)]],
  });
  canaries.push({ kind: 'assertion', value: assertion });
  const form = `<form method="post" action="https://signin.aws.amazon.com/saml"><input type="hidden" name="SAMLResponse"
    value="${assertion}"></form><script>document.forms[0].submit()</script>`;
  site = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(form);
  });
  await once(site.listen(0, '127.0.0.1'), 'listening');
  await press('Add access');
  await press('With our company’s sign-in page (SAML: Okta, Entra ID, ADFS, Google…)');
  await field('Name').fill('company');
  await page.getByRole('combobox', { name: 'Region' }).fill('eu-west-1');
  await field('Sign-in page').fill(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  await press('Save and sign in');
  await profileRow(page, 'Staff').waitFor();
  await profileRow(page, 'Staff').click();
  await profileRow(page, 'Staff').getByRole('button', { name: 'Get keys' }).click();
  await profileRow(page, 'Staff').getByRole('button', { name: 'Remove keys' }).waitFor();
  expect(await identityOf(home, aws, 'company.300000000001.Staff')).toMatch(/assumed-role\/Staff\//);
});

it('none of all this left a secret in the page’s memory, a log, an argument or the settings', async () => {
  const { page, home, aws, application } = stage;
  await home.latchkey(['stop', '--all']);
  const found = canariesOf([...secretsOf(aws), ...canaries]);
  const control = 'a-control-that-the-page-was-given-0123456789';
  await page.evaluate((text) => {
    Object.assign(window, { kept: text });
  }, control);
  const strings = await stringsInHeap(page);
  expect(canariesOf([{ kind: 'control', value: control }]).inText('heap', strings)).not.toEqual([]);
  expect(found.inText('heap', strings)).toEqual([]);
  const commandLines = application.pids().map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
  expect(found.inText('arguments', commandLines.join('\n'))).toEqual([]);
  expect(found.inFiles(home.home)).toEqual([]);
  await eventually(async () => (await home.json(['status'])).code).toBe(0);
});
