import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Aws } from '../aws/standIn.ts';
import type { TestHome } from './testHome.ts';

const roles = [
  'AdministratorAccess',
  'PowerUserAccess',
  'ReadOnlyAccess',
  'Billing',
  'DatabaseAdministrator',
  'NetworkAdministrator',
  'SecurityAudit',
  'SupportUser',
  'SystemAdministrator',
  'ViewOnlyAccess',
];

/** Ten profiles an account of `corp` in the home (5,000), as an earlier sync left them; nobody is signed in. */
export async function cachedProfiles({
  home,
  aws,
  accounts = 500,
}: {
  readonly home: TestHome;
  readonly aws: Aws;
  readonly accounts?: number;
}): Promise<void> {
  const { startUrl, region } = aws.organisation;
  await home.latchkey(['sso', 'add', 'corp', '--start-url', startUrl, '--region', region]);
  await home.latchkey(['agent', 'stop']);
  const list = Array.from({ length: accounts }, (_, index) => ({
    accountId: String(300_000_000_000 + index * 7),
    accountName: `team-${Math.floor(index / 10)}-account-${index % 10}`,
    roles,
  }));
  await mkdir(join(home.home, 'state'), { recursive: true, mode: 0o700 });
  await writeFile(join(home.home, 'state', 'account-roles.json'), JSON.stringify({ corp: list }));
}
