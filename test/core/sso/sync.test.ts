import { describe, expect, it } from 'vitest';
import { parseAccountId } from '../../../src-main/core/arn.ts';
import { AppError } from '../../../src-main/core/errors.ts';
import { createAccountList, type ListedAccount } from '../../../src-main/core/sso/accountList.ts';
import { createPace } from '../../../src-main/core/sso/pace.ts';
import { signIn } from '../../../src-main/core/sso/signIn.ts';
import { sync, type SyncPorts } from '../../../src-main/core/sso/sync.ts';
import { corp, createSignInDomain, createTestMemory } from '../../support/signInDomain.ts';

const never = { signal: new AbortController().signal, progress: () => undefined };

async function organisation(size: number) {
  const domain = createSignInDomain();
  const { clock, identityCenter } = domain;
  identityCenter.accounts = Array.from({ length: size }, (_, index) => ({
    accountId: parseAccountId(String(100_000_000_000 + index)),
    accountName: `account-${index}`,
    roles: ['Admin', 'Developer', 'Auditor', 'Billing'],
  }));
  await signIn(domain.ports, corp, 'device', {
    ...never,
    say: () => undefined,
    mayReplace: () => Promise.resolve(false),
  });
  const pace = createPace(clock);
  const accountList = createAccountList(createTestMemory(), clock);
  const ports: SyncPorts = { ...domain, accountList, paceOf: () => pace };
  return { ...domain, accountList, syncPorts: ports };
}

describe('the list of accounts', () => {
  it('is no other after a sync that brought nothing new', async () => {
    const { syncPorts, accountList } = await organisation(12);
    await sync(syncPorts, corp, never);
    const [version, before] = [accountList.version(), await accountList.rolesByAccount()];
    await sync(syncPorts, corp, never);
    expect(accountList.version()).toBe(version);
    for (const [at, roles] of (await accountList.rolesByAccount()).entries()) expect(roles).toBe(before[at]);
  });

  it('is another at the end of a sync whose last accounts came within a second, and is written then', async () => {
    const { clock } = createSignInDomain();
    const memory = createTestMemory();
    const list = createAccountList(memory, clock);
    const [one, other] = [1, 2].map((at) => ({
      accountId: parseAccountId(String(100_000_000_000 + at)),
      accountName: null,
      roles: ['Admin'],
    })) as [ListedAccount, ListedAccount];
    await list.replace('corp', [one]);
    const version = list.version();
    await list.put('corp', other);
    expect(list.version()).toBe(version);
    await list.replace('corp', [one, other]);
    expect(list.version()).toBeGreaterThan(version);
    expect(await memory.read('account-roles')).toEqual({ corp: [one, other] });
  });
});

describe('listing accounts and roles', () => {
  it('keeps to 20 calls a second, with no burst, within 1.25 times the least time and 5 % refusals', async () => {
    const { syncPorts, clock, identityCenter, accountList } = await organisation(500);
    let tokens = 1;
    let filledAt = clock.now();
    let calls = 0;
    let refused = 0;
    const { listAccountRoles } = identityCenter;
    let firstRow = 0;
    const began = clock.now();
    identityCenter.listAccountRoles = async (...given) => {
      calls += 1;
      tokens = Math.min(1, tokens + ((clock.now() - filledAt) * 20) / 1000);
      filledAt = clock.now();
      if (tokens < 1) {
        refused += 1;
        throw new AppError('throttled', 'HTTP 429');
      }
      tokens -= 1;
      // Calls do not reach AWS as evenly as they were sent.
      await clock.sleep(40 + ((calls * 7919) % 20));
      if (firstRow === 0) firstRow = clock.now() - began;
      return listAccountRoles(...given);
    };
    const { added, failed } = await sync(syncPorts, corp, never);
    expect(added).toHaveLength(2000);
    expect(failed).toEqual([]);
    expect(await accountList.roles()).toHaveLength(2000);
    expect((clock.now() - began) / 1000).toBeLessThan(1.25 * (calls / 20));
    expect(refused / calls).toBeLessThan(0.05);
    expect(firstRow).toBeLessThan(1000);
  });

  it('marks an account that fails and leaves the others; what was known of it stays', async () => {
    const { syncPorts, identityCenter, accountList } = await organisation(5);
    await sync(syncPorts, corp, never);
    const broken = identityCenter.accounts[2]!.accountId;
    const { listAccountRoles } = identityCenter;
    identityCenter.listAccountRoles = (place, token, accountId, ...rest) =>
      accountId === broken
        ? Promise.reject(new AppError('aws-failed', 'AWS failed with status 500.'))
        : listAccountRoles(place, token, accountId, ...rest);
    const { added, removed, failed } = await sync(syncPorts, corp, never);
    expect({ added, removed }).toEqual({ added: [], removed: [] });
    expect(failed.map(({ account }) => account.accountId)).toEqual([broken]);
    expect(await accountList.roles()).toHaveLength(20);
  });

  it('counts as listed only once the whole list came', async () => {
    const { syncPorts, clock, identityCenter, accountList } = await organisation(3);
    const { listAccountRoles } = identityCenter;
    const cut = new AbortController();
    identityCenter.listAccountRoles = async (...given) => {
      if ((await accountList.roles()).length > 0) cut.abort(new Error('quit'));
      return listAccountRoles(...given);
    };
    await expect(sync(syncPorts, corp, { ...never, signal: cut.signal })).rejects.toThrow('quit');
    expect(await accountList.roles()).not.toEqual([]);
    expect(await accountList.syncedAt('corp')).toBeUndefined();
    await sync(syncPorts, corp, never);
    expect(await accountList.syncedAt('corp')).toBe(clock.now());
  });

  it('says what was added and what was removed', async () => {
    const { syncPorts, identityCenter } = await organisation(3);
    await sync(syncPorts, corp, never);
    const [gone, , changed] = identityCenter.accounts;
    identityCenter.accounts.shift();
    changed!.roles = ['Admin', 'Developer', 'Auditor', 'Support'];
    const { added, removed } = await sync(syncPorts, corp, never);
    expect(added.map(({ roleName }) => roleName)).toEqual(['Support']);
    expect(removed.filter(({ accountId }) => accountId === gone!.accountId)).toHaveLength(4);
    expect(removed.filter(({ accountId }) => accountId === changed!.accountId)).toMatchObject([
      { roleName: 'Billing' },
    ]);
  });

  it('asks for a sign-in when AWS ends it, and keeps the list', async () => {
    const { syncPorts, identityCenter, accountList, clock } = await organisation(3);
    await sync(syncPorts, corp, never);
    identityCenter.sessionEnds = clock.now();
    await expect(sync(syncPorts, corp, never)).rejects.toMatchObject({ code: 'sign-in-needed' });
    expect(await accountList.roles()).toHaveLength(12);
  });

  it('renews a token once that the portal refused before its time', async () => {
    const { syncPorts, identityCenter } = await organisation(3);
    identityCenter.alive.clear();
    await expect(sync(syncPorts, corp, never)).resolves.toMatchObject({ failed: [] });
    expect(identityCenter.calls.filter((name) => name === 'CreateToken')).toHaveLength(2);
  });

  it('stops when it is told to', async () => {
    const { syncPorts } = await organisation(50);
    const stop = new AbortController();
    const call = {
      signal: stop.signal,
      progress: () => {
        stop.abort(new AppError('sign-in-cancelled', 'stopped'));
      },
    };
    await expect(sync(syncPorts, corp, call)).rejects.toMatchObject({ message: 'stopped' });
  });
});
