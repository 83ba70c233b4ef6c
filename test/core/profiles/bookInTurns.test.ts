import { expect, it } from 'vitest';
import { sha256 } from '../../../src-main/adapters/nodeRandom.ts';
import { parseAccountId } from '../../../src-main/core/arn.ts';
import { createProfileBook } from '../../../src-main/core/profiles/profileBook.ts';
import { createFederatedRoles } from '../../../src-main/core/roles/federatedRoles.ts';
import { settings as schema } from '../../../src-main/core/settings/settings.ts';
import { createAccountList } from '../../../src-main/core/sso/accountList.ts';
import { createHandClock } from '../../support/handClock.ts';
import { corp, createTestMemory } from '../../support/signInDomain.ts';

it('10,000 profiles are named in turns of at most 2,000, once for all who ask', async () => {
  const memory = createTestMemory();
  const accountList = createAccountList(memory, createHandClock());
  const roles = Array.from({ length: 10 }, (_, at) => `Role${at}`);
  await accountList.replace(
    'corp',
    Array.from({ length: 1_000 }, (_, at) => ({
      accountId: parseAccountId(String(300_000_000_000 + at)),
      accountName: `account-${at}`,
      roles,
    })),
  );
  const now = schema.parse({ ssoSessions: [corp] });
  let turns = 0;
  const book = createProfileBook({
    sha256,
    settings: { get: () => now, change: () => undefined, notices: () => [] },
    accountList,
    federatedRoles: createFederatedRoles(memory),
    deliveries: { remembered: () => Promise.resolve([]), version: () => 0 },
    turn: () => {
      turns += 1;
      return Promise.resolve();
    },
  });
  const [one, other] = await Promise.all([book(), book()]);
  expect(other).toBe(one);
  expect(one.profiles).toHaveLength(10_000);
  // Found, named and made: each of the three looks at every role.
  expect(turns).toBeGreaterThanOrEqual((3 * 10_000) / 2_000 - 3);
});
