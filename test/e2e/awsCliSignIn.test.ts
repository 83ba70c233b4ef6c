import { afterAll, beforeAll, expect, it } from 'vitest';
import { largeOrganisation } from '../aws/largeOrganisation.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { awsSsoLogin } from '../support/awsSsoLogin.ts';
import { createTestHome, type TestHome } from '../support/testHome.ts';

let aws: Aws;
let home: TestHome;

beforeAll(async () => {
  aws = await startAws({ organisations: [largeOrganisation(1, 1)] });
  home = await createTestHome({ aws });
});
afterAll(async () => {
  await home.dispose();
  await aws.close();
});

it('a sign-in of the AWS CLI’s in this HOME is named, used, shown, and left alone by logout', async () => {
  const { startUrl, region } = aws.organisation;
  await home.latchkey(['sso', 'add', 'corp', '--start-url', startUrl, '--region', region]);
  const file = await awsSsoLogin(aws, home.folder, 'corp');
  const before = home.read(file);

  const login = await home.latchkey(['login', 'corp', '--aws-cli']);
  expect(login.stderr).toMatch(/^Signed in to corp as ada@example.com with the AWS CLI’s sign-in until /);
  expect(login).toMatchObject({ code: 0, stdout: '' });
  expect((await home.latchkey(['status'])).stdout).toContain('signed in with the AWS CLI');
  expect((await home.latchkey(['sync'])).code).toBe(0);
  expect((await home.latchkey(['credentials', 'team-0-account-0.Role1'])).code).toBe(0);

  const logout = await home.latchkey(['logout', 'corp']);
  expect(logout.stderr).toContain('Signed out of corp here; the AWS CLI stays signed in.');
  expect(aws.calls('Logout')).toBe(0);
  expect(aws.calls('CreateToken')).toBe(1);
  expect(home.read(file)).toBe(before);
});
