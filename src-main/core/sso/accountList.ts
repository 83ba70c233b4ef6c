import { z } from 'zod';
import { isAccountId, type AccountId } from '../arn.ts';
import type { Clock, Memory } from '../ports.ts';
import type { AccountRole } from '../profiles/profile.ts';

const listedAccount = z.strictObject({
  accountId: z.string().refine(isAccountId),
  accountName: z.string().nullable(),
  roles: z.array(z.string()),
});
export type ListedAccount = z.infer<typeof listedAccount>;

const document = z.record(z.string(), z.array(listedAccount));
/** Epoch milliseconds, by SsoSession. */
const syncTimes = z.record(z.string(), z.number());

/** Told to those who show the list, and written, at most this often while a sync streams in. */
const showEveryMs = 1000;
const writeEveryMs = 10_000;

/** The accounts and roles that AWS offered last, by SsoSession. Shown at once, refreshed by a sync. */
export interface AccountList {
  accounts(ssoSession: string): Promise<ReadonlyMap<AccountId, ListedAccount>>;
  roles(ssoSession?: string): Promise<readonly AccountRole[]>;
  /** One account of a sync that is under way. */
  put(ssoSession: string, account: ListedAccount): Promise<void>;
  /** The whole list of a finished sync. */
  replace(ssoSession: string, accounts: readonly ListedAccount[]): Promise<void>;
  forget(ssoSession: string): Promise<void>;
  /** When the whole list came last (epoch milliseconds); undefined: never, or a first sync was cut short. */
  syncedAt(ssoSession: string): Promise<number | undefined>;
  /** Moves on whenever the list does. */
  version(): number;
}

export function createAccountList(memory: Memory, clock: Clock): AccountList {
  type Lists = Map<string, Map<AccountId, ListedAccount>>;
  let version = 0;
  let writtenAt = 0;
  let shownAt = 0;
  const loaded: Promise<Lists> = memory.read('account-roles').then((read) => {
    const parsed = document.safeParse(read);
    const entries = parsed.success ? Object.entries(parsed.data) : [];
    return new Map(entries.map(([name, accounts]) => [name, byId(accounts)]));
  });

  const synced: Promise<Map<string, number>> = memory.read('synced').then((read) => {
    const parsed = syncTimes.safeParse(read);
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  });

  async function writeSynced(): Promise<void> {
    await memory.write('synced', Object.fromEntries(await synced));
  }

  async function write(lists: Lists): Promise<void> {
    writtenAt = clock.now();
    await memory.write(
      'account-roles',
      Object.fromEntries([...lists].map(([name, accounts]) => [name, [...accounts.values()]])),
    );
  }

  return {
    accounts: async (name) => (await loaded).get(name) ?? new Map<AccountId, ListedAccount>(),
    async roles(only) {
      return [...(await loaded)].flatMap(([ssoSession, accounts]) =>
        only !== undefined && only !== ssoSession ? [] : [...accounts.values()].flatMap(rolesOf(ssoSession)),
      );
    },
    async put(name, account) {
      const lists = await loaded;
      const list = lists.get(name) ?? new Map<AccountId, ListedAccount>();
      lists.set(name, list.set(account.accountId, account));
      // Whoever shows the list works it out anew at each version: a second is soon enough.
      if (clock.now() - shownAt >= showEveryMs) {
        shownAt = clock.now();
        version += 1;
      }
      if (clock.now() - writtenAt >= writeEveryMs) await write(lists);
    },
    async replace(name, accounts) {
      const lists = await loaded;
      lists.set(name, byId(accounts));
      version += 1;
      await write(lists);
      (await synced).set(name, clock.now());
      await writeSynced();
    },
    async forget(name) {
      const lists = await loaded;
      if ((await synced).delete(name)) await writeSynced();
      if (!lists.delete(name)) return;
      version += 1;
      await write(lists);
    },
    syncedAt: async (name) => (await synced).get(name),
    version: () => version,
  };
}

function byId(accounts: readonly ListedAccount[]): Map<AccountId, ListedAccount> {
  return new Map(accounts.map((account) => [account.accountId, account]));
}

function rolesOf(ssoSession: string): (account: ListedAccount) => AccountRole[] {
  return ({ accountId, accountName, roles }) =>
    roles.map((roleName) => ({ ssoSession, accountId, accountName, roleName }));
}
