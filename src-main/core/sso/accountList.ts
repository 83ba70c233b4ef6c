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
  /** The roles of each account; the same array until the account is another. */
  rolesByAccount(): Promise<readonly (readonly AccountRole[])[]>;
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
  const take = taking();
  const known = new WeakMap<ListedAccount, readonly AccountRole[]>();
  let version = 0;
  let writtenAt = 0;
  let shownAt = 0;
  /** What changed since the list was written, and since it was told to those who show it. */
  let [isWritten, isShown] = [true, true];
  const loaded: Promise<Lists> = memory.read('account-roles').then((read) => {
    const parsed = document.safeParse(read);
    const entries = parsed.success ? Object.entries(parsed.data) : [];
    return new Map(entries.map(([name, accounts]) => [name, byId(accounts.map((one) => take(one)))]));
  });

  const synced: Promise<Map<string, number>> = memory.read('synced').then((read) => {
    const parsed = syncTimes.safeParse(read);
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  });

  async function writeSynced(): Promise<void> {
    await memory.write('synced', Object.fromEntries(await synced));
  }

  async function write(lists: Lists): Promise<void> {
    [writtenAt, isWritten] = [clock.now(), true];
    await memory.write(
      'account-roles',
      Object.fromEntries([...lists].map(([name, accounts]) => [name, [...accounts.values()]])),
    );
  }

  function show(): void {
    [shownAt, isShown] = [clock.now(), true];
    version += 1;
  }

  function rolesOf(ssoSession: string, account: ListedAccount): readonly AccountRole[] {
    const { accountId, accountName, roles } = account;
    const before = known.get(account);
    if (before !== undefined) return before;
    const made = roles.map((roleName) => ({ ssoSession, accountId, accountName, roleName }));
    known.set(account, made);
    return made;
  }

  return {
    accounts: async (name) => (await loaded).get(name) ?? new Map<AccountId, ListedAccount>(),
    async roles(only) {
      return [...(await loaded)].flatMap(([ssoSession, accounts]) =>
        only !== undefined && only !== ssoSession
          ? []
          : [...accounts.values()].flatMap((account) => rolesOf(ssoSession, account)),
      );
    },
    async rolesByAccount() {
      return [...(await loaded)].flatMap(([ssoSession, accounts]) =>
        [...accounts.values()].map((account) => rolesOf(ssoSession, account)),
      );
    },
    async put(name, account) {
      const lists = await loaded;
      const list = lists.get(name) ?? new Map<AccountId, ListedAccount>();
      const before = list.get(account.accountId);
      const now = take(account, before);
      if (now === before) return;
      lists.set(name, list.set(account.accountId, now));
      [isWritten, isShown] = [false, false];
      // Whoever shows the list works out anew what has changed: a second is soon enough.
      if (clock.now() - shownAt >= showEveryMs) show();
      if (clock.now() - writtenAt >= writeEveryMs) await write(lists);
    },
    async replace(name, accounts) {
      const lists = await loaded;
      const before = [...(lists.get(name)?.values() ?? [])];
      const list = byId(accounts.map((account) => take(account, lists.get(name)?.get(account.accountId))));
      const isSame = list.size === before.length && [...list.values()].every((one, at) => one === before[at]);
      if (!isSame || !lists.has(name)) [isWritten, isShown] = [false, false];
      lists.set(name, list);
      if (!isShown) show();
      if (!isWritten) await write(lists);
      (await synced).set(name, clock.now());
      await writeSynced();
    },
    async forget(name) {
      const lists = await loaded;
      if ((await synced).delete(name)) await writeSynced();
      if (!lists.delete(name)) return;
      show();
      await write(lists);
    },
    syncedAt: async (name) => (await synced).get(name),
    version: () => version,
  };
}

function byId(accounts: readonly ListedAccount[]): Map<AccountId, ListedAccount> {
  return new Map(accounts.map((account) => [account.accountId, account]));
}

/**
 * An account as the list keeps it: the one from before where it is no other. Each name of a role is kept once, however
 * many accounts have it.
 */
function taking(): (account: ListedAccount, before?: ListedAccount) => ListedAccount {
  const names = new Map<string, string>();
  const once = (name: string): string => {
    const kept = names.get(name) ?? name;
    names.set(name, kept);
    return kept;
  };
  return ({ accountId, accountName, roles }, before) => {
    const isSame =
      before?.accountName === accountName &&
      before.roles.length === roles.length &&
      before.roles.every((role, at) => role === roles[at]);
    return isSame ? before : { accountId, accountName, roles: roles.map(once) };
  };
}
