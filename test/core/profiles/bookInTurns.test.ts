import { expect, it } from 'vitest';
import { sha256 } from '../../../src-main/adapters/nodeRandom.ts';
import { parseAccountId } from '../../../src-main/core/arn.ts';
import { createProfileBook } from '../../../src-main/core/profiles/profileBook.ts';
import { createFederatedRoles } from '../../../src-main/core/roles/federatedRoles.ts';
import { settings as schema } from '../../../src-main/core/settings/settings.ts';
import { createAccountList } from '../../../src-main/core/sso/accountList.ts';
import { createHandClock } from '../../support/handClock.ts';
import { corp, createTestMemory } from '../../support/signInDomain.ts';

async function bookOfThousand() {
  const clock = createHandClock();
  const memory = createTestMemory();
  const accountList = createAccountList(memory, clock);
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
  const turns = { count: 0 };
  const book = createProfileBook({
    sha256,
    settings: { get: () => now, change: () => undefined, notices: () => [] },
    accountList,
    federatedRoles: createFederatedRoles(memory),
    deliveries: { remembered: () => Promise.resolve([]), version: () => 0 },
    turn: () => {
      turns.count += 1;
      return Promise.resolve();
    },
  });
  return { book, turns, accountList, clock };
}

it('10,000 profiles are named in turns of at most 2,000, once for all who ask', async () => {
  const { book, turns } = await bookOfThousand();
  const [one, other] = await Promise.all([book(), book()]);
  expect(other).toBe(one);
  expect(one.profiles).toHaveLength(10_000);
  // Found, named and made: each of the three looks at every role.
  expect(turns.count).toBeGreaterThanOrEqual((3 * 10_000) / 2_000 - 3);
});

it('a profile whose account is as before is the same object in the next book, renamed or not', async () => {
  const { book, accountList, clock } = await bookOfThousand();
  const put = async (at: number, accountName: string) => {
    await clock.pass(1_000);
    const accountId = parseAccountId(String(300_000_000_000 + at));
    await accountList.put('corp', { accountId, accountName, roles: ['Role0'] });
    return book();
  };
  const one = await put(7, 'account-8');
  const other = await put(500, 'new');
  expect(one.profiles[70]?.name).toBe('account-8-300000000007.Role0');
  expect(other.profiles.filter((profile) => one.byId(profile.id) !== profile)).toMatchObject([
    { name: 'new.Role0' },
  ]);
  // Account 8 has its name for itself again.
  const last = await put(7, 'account-7');
  expect(last.profiles[71]?.name).toBe('account-8.Role0');
});
