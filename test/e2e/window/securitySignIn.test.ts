/** Links: which are opened, and where their secrets are seen. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventually } from './eventually.ts';
import { expect, it, onTestFinished } from 'vitest';
import { canariesOf, secretsOf } from '../../support/canaries.ts';
import { watchProcesses } from '../../support/processes.ts';
import { setStage } from './stage.ts';
import { signInByCommand } from './steps.ts';

const stage = setStage({ aws: { behaviour: { portalRate: null } } });

/** Where an answer that is not AWS's would like to lead a person. */
const hostile: readonly ((honest: URL) => string)[] = [
  () => 'https://evil.example/device',
  () => 'https://awsapps.com.evil.example/start',
  () => 'https://evil-awsapps.com/start',
  () => 'https://device.sso.eu-west-1.amazonaws.com.evil.example/',
  () => 'https://device.sso.eu-west-1.amazonaws.com@evil.example/',
  () => 'https://device.sso.eu-west-1.amazonaws.com:8443/',
  () => 'https://device.sso.eu-west-1.amazonaws.com%2eevil.example/',
  () => 'https://dеvice.sso.eu-west-1.amazonaws.com/',
  () => 'https://corp.awsapps.com\\@evil.example/',
  () => 'https://corp.awsapps.com\t.evil.example/',
  () => 'http://corp.awsapps.com/start',
  () => 'ftp://corp.awsapps.com/start',
  () => 'file:///etc/passwd',
  () => 'file://evil.example/share',
  () => 'smb://evil.example/share',
  () => 'javascript:alert(1)',
  () => 'data:text/html,<script>1</script>',
  () => 'vbscript:x',
  () => 'ms-settings:',
  () => 'latchkey://start',
  () => 'app://latchkey/index.html',
  () => 'about:blank',
  () => '--remote-debugging-port=9222',
  () => '-help',
  () => 'https://',
  () => '//evil.example/',
  () => 'not a link',
  (honest) => `${honest.protocol}//127.0.0.1:1/device`,
  (honest) => `http://user:secret@${honest.host}/device`,
  (honest) => `${honest.origin}.evil.example/device`,
];

it('a sign-in page that is not AWS’s is not opened, and the window says so (row 50)', async () => {
  const { page, aws, application, home } = stage;
  expect(hostile).toHaveLength(30);
  const { startUrl, region } = aws.organisation;
  await home.latchkey(['sso', 'add', 'corp', '--start-url', startUrl, '--region', region]);
  const honest = aws.behaviour.verification;
  onTestFinished(() => {
    aws.behaviour.verification = honest;
  });
  for (const [index, make] of hostile.entries()) {
    aws.behaviour.verification = ({ verificationUri }) => {
      const link = make(new URL(verificationUri));
      return { verificationUri: link, verificationUriComplete: link };
    };
    const calls = aws.calls('StartDeviceAuthorization');
    await page.evaluate(() => window.latchkey.call('beginSignIn', { ssoSession: 'corp' }));
    await eventually(() => aws.calls('StartDeviceAuthorization')).toBe(calls + 1);
    const alert = page.getByRole('alert').filter({ hasText: /not on an AWS host|not opened/ });
    await alert.waitFor().catch((cause: unknown) => {
      throw new Error(`The window did not refuse ${make(new URL(aws.url))}`, { cause });
    });
    await page.evaluate(() => window.latchkey.call('openSignInPage', { ssoSession: 'corp' }));
    expect(application.browser.links()).toEqual([]);
    if (index === 0) expect(await alert.textContent()).toMatch(/start URL/);
    // In the dialog of the sign-in where the window saw it begin, else above the list.
    await page.getByRole('button', { name: /^(Dismiss|Close)$/ }).click();
    await alert.waitFor({ state: 'detached' });
  }
});

it('the console’s link is seen by the browser alone (row 53)', async () => {
  const { page, aws, application, home } = stage;
  await signInByCommand(application, aws);
  const watching = watchProcesses(home.folder);
  for (const profile of ['payments-prod.ReadOnlyAccess', 'search-dev.PowerUserAccess'])
    await page.evaluate((name) => window.latchkey.call('openConsole', { profile: name }), profile);
  await application.browser.next();
  await application.browser.next();
  const seen = await watching.stop();
  const links = secretsOf(aws).filter(({ kind }) => kind === 'SigninToken');
  expect(links).toHaveLength(2);
  const canaries = canariesOf(links);
  expect(canaries.inFiles(home.folder).map(({ where }) => where)).toEqual(['browser-links']);
  const others = seen.filter(({ commandLine }) => !commandLine.includes(application.browser.command));
  expect(others.flatMap(({ commandLine }) => canaries.inText(commandLine, commandLine))).toEqual([]);
  expect(canaries.inText('page', await page.content())).toEqual([]);
});

it('the console’s link is in no command line of a browser of the person’s, nor anywhere but on the clipboard (row 53)', async () => {
  const { page, aws, application, home } = stage;
  const profile = 'payments-prod.ReadOnlyAccess';
  const before = new Set(secretsOf(aws).map(({ value }) => value));
  const brave = join(home.environment['HOME'] ?? '', '.local/share/flatpak/exports/bin/com.brave.Browser');
  const came = join(home.folder, 'brave-came');
  mkdirSync(dirname(brave), { recursive: true });
  const ask = `curl -s -o '${home.folder}/answer' -w '%{http_code}' "$2" > '${came}.part'; mv '${came}.part' '${came}'`;
  writeFileSync(brave, `#!/bin/sh\n[ "$1" = --incognito ] || exit 1\n${ask}\nsleep 1\n`, { mode: 0o700 });
  const open = { browser: 'brave', profile: null, container: null, private: true } as const;
  const watching = watchProcesses(home.folder);
  const opened = await page.evaluate((input) => window.latchkey.call('openConsole', input), {
    profile,
    open,
  });
  expect(opened).toMatchObject({ result: { browser: 'Brave, private window' } });
  await eventually(() => existsSync(came) && readFileSync(came, 'utf8')).toBe('303');
  const copied = await page.evaluate((input) => window.latchkey.call('copyConsoleLink', input), { profile });
  const clipboard = await application.electron.evaluate(async ({ clipboard: its }) => its.readText());
  const seen = await watching.stop();
  const links = secretsOf(aws).filter(({ kind, value }) => kind === 'SigninToken' && !before.has(value));
  expect(links).toHaveLength(2);
  const canaries = canariesOf(links);
  expect(canaries.inText('clipboard', clipboard)).not.toEqual([]);
  expect(canaries.inFiles(home.folder)).toEqual([]);
  expect(seen.some(({ commandLine }) => commandLine.includes('com.brave.Browser'))).toBe(true);
  expect(seen.flatMap(({ commandLine }) => canaries.inText(commandLine, commandLine))).toEqual([]);
  expect(canaries.inText('window', JSON.stringify([opened, copied, await page.content()]))).toEqual([]);
  await application.electron.evaluate(({ clipboard: its }) => {
    its.clear();
  });
});

it('the console’s link leads to the console of the region, or nowhere (row 54)', async () => {
  const { page, application } = stage;
  const profile = 'payments-prod.ReadOnlyAccess';
  const regions = [
    'eu-central-1',
    'us-gov-west-1',
    'cn-north-1',
    'evil.example',
    'eu-west-1.evil.example',
    'eu-west-1@evil.example',
    '../..',
    'eu-west-1/',
    'EU-WEST-1',
    'evil.example#',
    'xx-evil-1',
    '\\\\evil',
    '',
  ];
  const services = [
    's3',
    'cloudwatch',
    '//evil.example',
    '../evil',
    's3?x=https://evil.example',
    's3#',
    '@evil.example',
    'S3',
    'iam',
    'log groups?',
    '',
  ];
  const before = application.browser.links().length;
  const answers = await page.evaluate(
    async (all) => {
      const given: boolean[] = [];
      for (const input of all) given.push('result' in (await window.latchkey.call('openConsole', input)));
      return given;
    },
    [...regions.map((region) => ({ profile, region })), ...services.map((service) => ({ profile, service }))],
  );
  const opened = application.browser.links().slice(before);
  expect(opened).toHaveLength(answers.filter(Boolean).length);
  expect(opened.length).toBeGreaterThan(2);
  const hosts = opened.map((link) => new URL(new URL(link).searchParams.get('Destination') ?? '').hostname);
  for (const host of hosts)
    expect(host).toMatch(
      /^([a-z]+(-[a-z]+)+-\d\.)?console\.(aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)$/,
    );
  // What was refused is told where it was asked for.
  stage.application.complaints.splice(0);
});
