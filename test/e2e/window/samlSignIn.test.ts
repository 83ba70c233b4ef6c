/** The window of a company sign-in, in a process of its own: what it hands over, and what pages cannot do in it. */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { childrenOf, environmentOf, isAlive } from '../../support/processes.ts';
import { processTree } from '../../support/processTree.ts';
import { eventually } from './eventually.ts';
import { isBar, setSamlStage } from './samlStage.ts';

const acs = 'https://signin.aws.amazon.com/saml';
const response = Buffer.from('<samlp:Response>canary-of-the-assertion ÿ?>').toString('base64');

const stage = setSamlStage((url) => {
  if (url.pathname === '/file') {
    return { html: 'x', headers: { 'content-disposition': 'attachment; filename=update.sh' } };
  }
  if (url.pathname === '/basic') return { html: 'no' };
  return {
    html: `<title>AWS Console</title><h1>${url.host}</h1><script>
      document.cookie = 'known=canary-of-the-cookie; max-age=31536000; path=/; secure';
      localStorage.setItem('visits', Number(localStorage.getItem('visits') ?? 0) + 1);
    </script>`,
  };
});

/** Sends a form as a page of an identity provider does. */
function submit([action, method, frame, value]: readonly [string, string, boolean, string]): void {
  const form = document.createElement('form');
  Object.assign(form, { action, method });
  const field = document.createElement('input');
  Object.assign(field, { name: 'SAMLResponse', value });
  form.append(field);
  document.body.append(form);
  if (frame) {
    const inner = document.createElement('iframe');
    inner.name = 'inner';
    document.body.append(inner);
    form.target = 'inner';
  }
  form.submit();
}

it('a page that does not post to AWS’s own address hands over nothing, and can do nothing else', async () => {
  const { page, bar, outcome, folder, browser } = await stage.open();
  const pid = childrenOf(process.pid).find((one) => commandLine(one).includes('--company-sign-in'))!;
  const pids = processTree(pid);
  const host = bar.locator('.host');
  await eventually(() => host.textContent()).toBe('idp.example');
  expect(await bar.locator('.state').textContent()).toBe('Secure');

  // Its processes
  for (const one of pids) {
    expect(commandLine(one)).not.toMatch(/idp\.example|canary/);
    expect([...environmentOf(one).values()].join('\n')).not.toMatch(/canary/);
  }
  expect(opened(pid).filter((file) => file.startsWith('/'))).not.toContainEqual(
    expect.stringMatching(/agent|keychain|settings\.json|\.aws/),
  );
  // A page’s own process has none of the pipes.
  const pipes = [0, 3].map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  for (const child of pids.slice(1)) for (const pipe of pipes) expect(opened(child)).not.toContain(pipe);
  expect(stage.heard[0]?.userAgent).toMatch(/^Mozilla\/5\.0 .* Chrome\/[\d.]+ Safari\/[\d.]+$/);

  // Forms that go elsewhere
  const said = bar.getByRole('alert');
  const evil = 'https://signin.aws.amazon.com.evil.example/saml';
  for (const [action, method] of [
    [evil, 'post'],
    [acs, 'get'],
    ['https://signin.aws.amazon.com/oauth', 'post'],
    [`${acs}?x=1`, 'post'],
    ['http://signin.aws.amazon.com/saml', 'post'],
  ] as const) {
    await page.goto('https://idp.example/');
    await said.waitFor({ state: 'detached' });
    await page.evaluate(submit, [action, method, false, response] as const);
    await said.filter({ hasText: 'did not hand over a sign-in' }).waitFor();
    await page.waitForURL((url) => url.host !== 'idp.example');
  }
  await page.goto('https://ıdp.example/');
  await eventually(() => host.textContent()).toBe('xn--dp-gpa.example');
  expect(stage.heard.map(({ what }) => what)).toContain(`POST ${evil}`);
  expect(stage.heard.map(({ what }) => what)).not.toContain(`POST ${acs}`);
  await page.evaluate(submit, [acs, 'post', true, response] as const);
  await eventually(() => stage.heard.filter(({ what }) => what === `POST ${acs}`).length).toBe(1);

  // Other programs, files, rights
  await page.goto('https://idp.example/');
  for (const url of ['mailto:a@b.example', 'zoommtg://join', 'file:///etc/passwd', 'data:text/html,x']) {
    await page.evaluate((to) => {
      location.href = to;
    }, url);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    expect(page.url()).toBe('https://idp.example/');
  }
  await said.filter({ hasText: 'not a page of the web' }).waitFor();
  await page.evaluate(() => {
    location.href = '/file';
  });
  await said.filter({ hasText: 'no downloads' }).waitFor();
  const rights = await page.evaluate(async () => {
    const place = await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => {
          resolve('given');
        },
        () => {
          resolve('denied');
        },
      );
    });
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'given',
      () => 'denied',
    );
    const copied = await navigator.clipboard.readText().then(
      () => 'given',
      () => 'denied',
    );
    // Chromium answers nothing where nobody may.
    void document.documentElement.requestFullscreen();
    await new Promise(requestAnimationFrame);
    return [
      place,
      camera,
      copied,
      document.fullscreenElement === null ? 'denied' : 'given',
      Notification.permission,
      'require' in window,
      'latchkey' in window,
    ];
  });
  expect(rights).toEqual(['denied', 'denied', 'denied', 'denied', 'denied', false, false]);

  // Windows for a second factor have a bar too, and are not without end.
  const pages = () => browser.contexts().flatMap((context) => context.pages());
  await page.evaluate(() => {
    for (let n = 0; n < 9; n += 1) open('https://mfa.idp.example/', '', 'width=10,height=10,popup');
    open('file:///etc/passwd');
  });
  await eventually(() => pages().length).toBe(6);
  await eventually(() => pages().filter(isBar).length).toBe(3);
  const bars = pages()
    .filter(isBar)
    .filter((one) => one !== bar);
  for (const one of bars) await eventually(() => one.locator('.host').textContent()).toBe('mfa.idp.example');
  const popup = pages().find((one) => one.url() === 'https://mfa.idp.example/')!;
  expect(await popup.evaluate(() => window.opener !== null && innerWidth > 400)).toBe(true);
  await popup.evaluate(() => {
    window.close();
  });
  await eventually(() => pages().length).toBe(4);

  // What stays: the session is in memory, so Chromium has no folder for it.
  expect(readdirSync(folder)).not.toContain('Partitions');
  expect(filesOf(folder).filter((file) => readFileSync(file).includes('canary-of'))).toEqual([]);
  await bar
    .getByRole('button', { name: 'Close the sign-in' })
    .click()
    .catch(() => undefined);
  expect(await outcome).toMatchObject({ status: 'rejected', reason: { code: 'sign-in-cancelled' } });
  await eventually(() => pids.some(isAlive)).toBe(false);
  expect(stage.folders()).toEqual([]);
});

it('the form to AWS’s own address is the sign-in, byte for byte, and never reaches AWS', async () => {
  stage.heard.splice(0);
  stage.proxy.targets.splice(0);
  const { page, outcome } = await stage.open();
  const visits = await page.evaluate(() => localStorage.getItem('visits'));
  expect({ visits, cookie: stage.heard[0]?.cookie }).toEqual({ visits: '1', cookie: undefined });
  await page.evaluate(submit, [acs, 'post', false, response] as const).catch(() => undefined);
  expect(await outcome).toEqual({ status: 'fulfilled', value: { assertion: response } });
  expect(new Set(stage.proxy.targets)).toEqual(new Set(['idp.example:443']));
  expect(stage.heard.map(({ body }) => body).join('')).toBe('');
  expect(stage.folders()).toEqual([]);
});

it('trusts the person’s own authorities and no other, and ends when it is no longer wanted', async () => {
  const { outcome, abort, bar } = await stage.open({ authorities: null });
  await bar.getByRole('alert').filter({ hasText: 'certificate of this page is not trusted' }).waitFor();
  expect(await bar.locator('.state').textContent()).toBe('Not secure');
  abort();
  expect(await outcome).toMatchObject({ status: 'rejected', reason: { code: 'sign-in-cancelled' } });
  expect(stage.folders()).toEqual([]);
});

it('ends with the application that asked, and takes its folder along', async () => {
  stage.proxy.targets.splice(0);
  const child = stage.spawnBare('pipe');
  const pids = () => processTree(child.pid ?? 0);
  child.stdin?.write(`${JSON.stringify(stage.ask)}\n`);
  await eventually(() => stage.proxy.targets.length).toBeGreaterThan(0);
  const all = pids();
  expect(stage.folders()).toHaveLength(1);
  child.stdin?.destroy();
  await eventually(() => all.some(isAlive)).toBe(false);
  expect(stage.folders()).toEqual([]);
});

it('does nothing for whoever starts it by hand', async () => {
  const child = stage.spawnBare('ignore');
  let said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(1);
  expect(said).toContain('Only Latchkey itself opens the window of a company sign-in.');
  expect(stage.folders()).toEqual([]);
});

const commandLine = (pid: number): string =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');

function opened(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
