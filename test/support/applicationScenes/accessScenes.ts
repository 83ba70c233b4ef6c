import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startOidcSite } from '../../aws/identityProviders/startOidcSite.ts';
import { callWindow } from '../callWindow.ts';
import { companyResponse } from '../companyResponse.ts';
import { signedInList, type Scene, type Stand } from './scene.ts';

const button = ({ page }: Stand, name: string) => page.getByRole('button', { name, exact: true });
const field = ({ page }: Stand, name: string) => page.getByRole('textbox', { name, exact: true });
const region = ({ page }: Stand) => page.getByRole('combobox', { name: 'Region', exact: true });

const portal = 'With our AWS access portal (IAM Identity Center)';
const accessKey = 'With an access key of an IAM user, and a code from my phone';
const company = 'With our company’s sign-in page (SAML: Okta, Entra ID, ADFS, Google…)';
const openId = 'With a token of an OpenID Connect provider';
const files = 'I have profiles in ~/.aws/config';

/** Every way in, filled in wrongly or half. */
const ways: Scene = {
  name: 'add access',
  prepare: async ({ aws, home }) => {
    const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
    const role = 'role_arn = arn:aws:iam::200000000002:role/Gateway';
    await mkdir(dirname(home.config), { recursive: true });
    await writeFile(
      home.config,
      [
        ...[
          '[profile base]',
          `aws_access_key_id = ${accessKeyId}`,
          `aws_secret_access_key = ${secretAccessKey}`,
        ],
        ...['[profile gateway]', role, 'source_profile = base'],
        ...['[profile machine]', role, 'credential_source = Ec2InstanceMetadata'],
        ...['[profile lost]', role, 'source_profile = nobody', ''],
      ].join('\n'),
    );
  },
  play: async (stand) => {
    const { page, application, shoot } = stand;
    await signedInList(stand);
    await button(stand, 'Add access').click();
    await page.getByRole('heading', { name: 'How do you sign in at work?' }).waitFor();
    await shoot('add-access');
    await application.resize(480, 720);
    await shoot('add-access-480');
    await application.resize(1280, 800);
    await button(stand, portal).click();
    await field(stand, 'Start URL')
      .or(page.getByLabel('Start URL', { exact: true }))
      .first()
      .waitFor();
    await shoot('add-access-portal');
    await button(stand, 'Back').click();
    await button(stand, accessKey).click();
    await field(stand, 'MFA device').fill('arn:aws:iam::200000000001:u2f/user/grace/blue-key');
    await button(stand, 'Take it from the clipboard').click();
    await page.locator('[aria-invalid=true]').nth(1).waitFor();
    await shoot('add-iam-user');
    await button(stand, 'What is this?').click();
    await page.getByRole('dialog', { name: 'MFA session' }).waitFor();
    await shoot('what-is-this');
    await button(stand, 'Read more').click();
    await page.getByRole('heading', { name: 'MFA', exact: true }).waitFor();
    await shoot('guide');
    await application.resize(480, 720);
    await page.getByRole('link', { name: 'The five calls of STS' }).click();
    await shoot('guide-480');
    await application.resize(1280, 800);
    await page.keyboard.press('Escape');
    await field(stand, 'MFA device').waitFor();
    await button(stand, 'Back').click();
    await button(stand, company).click();
    await field(stand, 'Sign-in page').fill('http://sso.example.com/aws');
    await region(stand).focus();
    await page.locator('[aria-invalid=true]').waitFor();
    await shoot('add-saml');
    await button(stand, 'Back').click();
    await button(stand, openId).click();
    await field(stand, 'Client id').waitFor();
    await shoot('add-web-identity');
    await application.resize(480, 720);
    await shoot('add-web-identity-480');
    await application.resize(1280, 800);
    await button(stand, 'Back').click();
    await button(stand, files).click();
    await page.getByText('Left as they are').waitFor();
    await shoot('take-over');
    await application.resize(480, 720);
    await shoot('take-over-480');
  },
};

/** An IAM user from its key to an MFA session, and a source. */
const places: Scene = {
  name: 'IAM users and sources',
  play: async (stand) => {
    const { aws, home, page, application, shoot } = stand;
    await signedInList(stand);
    const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
    await application.electron.evaluate(
      ({ clipboard }, text) => clipboard.writeText(text),
      `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    await button(stand, 'Add access').click();
    await button(stand, accessKey).click();
    await field(stand, 'Name').fill('build');
    await button(stand, 'Take it from the clipboard').click();
    const bar = page.getByRole('region', { name: 'IAM user build' });
    await bar.waitFor();
    await shoot('iam-user');
    await home.latchkey(['credentials', 'build']);
    await page.getByText('build needs an MFA code').waitFor();
    await shoot('mfa-bar');
    await button(stand, 'Not now').click();
    await button(stand, 'Get keys').first().click();
    const prompt = page.getByRole('dialog', { name: /^MFA code for / });
    await prompt.waitFor();
    await shoot('mfa-prompt');
    const code = prompt.getByRole('textbox', { name: 'Code' });
    await code.fill(aws.mfaCodeOf('ada') === '000000' ? '111111' : '000000');
    await page.locator('dialog [aria-invalid=true]').waitFor();
    await shoot('mfa-prompt-wrong-code');
    await code.fill(aws.nextMfaCodeOf('ada'));
    await prompt.waitFor({ state: 'hidden' });
    await bar.getByText(/MFA session until/).waitFor();
    await shoot('mfa-session');
    await button(stand, 'Rotate the key…').click();
    await page.getByRole('dialog', { name: 'Rotate the key of build?' }).waitFor();
    await shoot('rotate-key');
    await page.keyboard.press('Escape');
    await application.resize(720, 800);
    await shoot('iam-user-720');
    await application.resize(480, 720);
    await shoot('iam-user-480');
    await application.resize(1280, 800);
    await button(stand, 'Add access').click();
    await button(stand, company).click();
    await field(stand, 'Name').fill('okta');
    await page.getByRole('radio', { name: 'I paste the response' }).check();
    await button(stand, 'Save').click();
    await page.getByRole('region', { name: 'Source okta' }).waitFor();
    await shoot('source-signed-out');
    await sourceDialogs(stand);
  },
};

/** What a source asks: to compare a code, and whether another account is all right. */
async function sourceDialogs({ aws, application, page, shoot }: Stand): Promise<void> {
  const provider = await startOidcSite({ clock: aws.clock });
  const from = { kind: 'oidc', issuer: provider.url, clientId: provider.clientId, flow: 'device' };
  const source = { kind: 'web-identity', name: 'pipeline', region: 'us-east-1', from };
  await callWindow(page, 'addSource', { source });
  await callWindow(page, 'beginSourceSignIn', { source: 'pipeline' });
  await page.getByRole('dialog').getByLabel('User code').waitFor();
  await shoot('source-sign-in');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await provider.close();
  const accounts = ['100000000001', '999999999999'];
  for (const count of [1, 2]) {
    await application.electron.evaluate(
      ({ clipboard }, text) => clipboard.writeText(text),
      companyResponse(aws, 'ada@example.com', accounts.slice(0, count)),
    );
    await callWindow(page, 'pasteAssertion', { source: 'okta' });
  }
  await page.getByRole('dialog', { name: /^okta now names/ }).waitFor();
  await shoot('source-with-another-account');
  await page.keyboard.press('Escape');
}

export const accessScenes: readonly Scene[] = [ways, places];
