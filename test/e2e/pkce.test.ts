import { afterAll, beforeAll, expect, it } from 'vitest';
import { startAws, type Aws } from '../aws/standIn.ts';
import { createTestHome, type TestHome } from '../support/testHome.ts';

let aws: Aws;
let home: TestHome;

beforeAll(async () => {
  aws = await startAws();
  home = await createTestHome({ aws });
  const { startUrl, region } = aws.organisation;
  await home.latchkey(['sso', 'add', 'corp', '--start-url', startUrl, '--region', region, '--flow', 'pkce']);
});
afterAll(async () => {
  await home.dispose();
  await aws.close();
});

/** Walks the browser's pages once the link is shown, as `person` or as somebody who denies. */
function browse(walk: (link: string) => Promise<{ readonly redirectedTo: string | null }>) {
  let walked = false;
  return (stderr: string): void => {
    const link = /^Link: (\S+)$/m.exec(stderr)?.[1];
    if (walked || link === undefined) return;
    walked = true;
    void walk(link).then(async ({ redirectedTo }) => fetch(redirectedTo ?? 'http://127.0.0.1:1/'));
  };
}

it('signs in by authorization code with PKCE, without a code to compare', async () => {
  const login = await home.latchkey(['login', '--no-browser'], {
    onStderr: browse((link) => aws.pages.approve(link, 'grace@example.com')),
  });
  expect(login.stderr).not.toContain('Code:');
  expect(login.stderr).toContain('grace@example.com');
  expect(login.code).toBe(0);
  expect((await home.json(['status'])).value).toMatchObject({
    signIns: [{ state: 'signed-in', renews: true }],
  });
});

it('ends when the person denies it in the browser, and keeps the sign-in there was', async () => {
  const login = await home.latchkey(['login', '--no-browser'], {
    onStderr: browse((link) => aws.pages.deny(link)),
  });
  expect(login.code).toBe(1);
  expect(login.stderr).toContain('denied');
  expect((await home.json(['status'])).value).toMatchObject({
    signIns: [{ signedInAs: 'grace@example.com' }],
  });
  expect(aws.unknownCalls).toEqual([]);
});
