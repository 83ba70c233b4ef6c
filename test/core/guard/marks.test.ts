/** What asks first. */
import { describe, expect, it } from 'vitest';
import { parseAccountId } from '../../../src-main/core/arn.ts';
import type { Settings } from '../../../src-main/core/settings/settings.ts';
import { iamUser } from '../../../src-main/core/roles/iamUser.ts';
import { corp } from '../../support/signInDomain.ts';
import { accountRole, arnOf, fresh, guardOnLists, payments, sandbox, saved } from './guardOnLists.ts';

const admin = { accountId: payments, roleName: 'Admin' };
const marked = (...roles: Settings['askFirst']['roles']): Partial<Settings> => ({
  askFirst: { roles, labels: [] },
});
const labelled = (pattern: string): Partial<Settings> => ({
  labels: [{ label: 'production', pattern }],
  askFirst: { roles: [], labels: ['production'] },
});
const reserved = 'AWSReservedSSO_Admin_0123456789abcdef';

async function asks(given: Partial<Settings>, name: string): Promise<boolean> {
  const { guard, find } = await guardOnLists(given);
  return guard.isMarked(await find(name));
}

describe('where nothing is marked', () => {
  it('nothing asks, not even what no list has', async () => {
    const { guard, find, derived } = await guardOnLists({
      labels: [{ label: 'production', pattern: '*' }],
    });
    expect(await guard.isMarked(await find('payments.Admin'))).toBe(false);
    expect(await guard.isMarked(await derived(fresh, 'Admin'))).toBe(false);
  });
});

describe('a marked role', () => {
  it('asks, and no other role of the account does', async () => {
    expect(await asks(marked(admin), 'payments.Admin')).toBe(true);
    expect(await asks(marked(admin), 'payments.ReadOnlyAccess')).toBe(false);
    expect(await asks(marked(admin), 'sandbox.Admin')).toBe(false);
  });

  it.each([
    ['begins at it', saved('p', accountRole(payments, 'Admin'), arnOf(sandbox, 'Ops'))],
    ['ends in it', saved('p', accountRole(sandbox, 'Admin'), arnOf(payments, 'Admin'))],
    [
      'passes through it',
      saved('p', accountRole(sandbox, 'Admin'), arnOf(payments, 'Admin'), arnOf(sandbox, 'Ops')),
    ],
    [
      'ends in it by its whole name',
      saved('p', accountRole(sandbox, 'Admin'), arnOf(payments, `aws-reserved/${reserved}`)),
    ],
    [
      'ends in it written otherwise',
      saved('p', accountRole(sandbox, 'Admin'), arnOf(payments, 'team/ADMIN')),
    ],
    ['is it under another name', saved('p', accountRole(payments, 'Admin'))],
  ])('is inherited by a profile that %s', async (_how, profile) => {
    expect(await asks({ ...marked(admin), profiles: [profile] }, 'p')).toBe(true);
  });

  it('is inherited by what begins at a profile that takes it, at any distance', async () => {
    const parent = saved('parent', accountRole(sandbox, 'Admin'), arnOf(payments, 'Admin'));
    const child = saved('child', { kind: 'profile', id: parent.id }, arnOf(sandbox, 'Ops'));
    const grandchild = saved('grandchild', { kind: 'profile', id: child.id }, arnOf(sandbox, 'Leaf'));
    const given = { ...marked(admin), profiles: [parent, child, grandchild] };
    expect(await asks(given, 'grandchild')).toBe(true);
  });

  it('leaves alone what takes another way', async () => {
    const profile = saved('p', accountRole(sandbox, 'Admin'), arnOf(sandbox, 'Ops'));
    expect(await asks({ ...marked(admin), profiles: [profile] }, 'p')).toBe(false);
  });

  it('may be marked by the name that its ARN has', async () => {
    expect(await asks(marked({ accountId: payments, roleName: reserved }), 'payments.Admin')).toBe(true);
  });

  it('is an IAM user, too: by itself, and for all that begins at it', async () => {
    const arn = `arn:aws:iam::${payments}:user/ada`;
    const user = iamUser.parse({
      name: 'mine',
      arn,
      keyId: 'AKIATESTTESTTESTTEST',
      region: 'eu-west-1',
    });
    const child = saved('child', { kind: 'iam-user', name: 'mine', mfa: false }, arnOf(sandbox, 'Ops'));
    const given = {
      ...marked({ accountId: payments, roleName: 'ada' }),
      iamUsers: [user],
      profiles: [child],
    };
    expect(await asks(given, 'mine')).toBe(true);
    expect(await asks(given, 'child')).toBe(true);
  });

  it('makes what leads nowhere ask: nobody can tell where it ends', async () => {
    const { guard, find } = await guardOnLists({
      ...marked(admin),
      profiles: [saved('p', accountRole(sandbox, 'Admin'))],
    });
    const profile = await find('p');
    const gone = { ...profile, chain: { ...profile.chain!, from: { kind: 'profile' as const, id: 'gone' } } };
    expect(await guard.isMarked(gone)).toBe(true);
  });
});

describe('where anything is marked', () => {
  it('an account that no list has asks: nobody has had the chance to mark it', async () => {
    const { guard, derived, accountList } = await guardOnLists(marked(admin));
    const profile = await derived(fresh, 'Anything');
    expect(await guard.isMarked(profile)).toBe(true);
    const roles = ['Anything'];
    await accountList.replace('other', [{ accountId: profile.source.accountId, accountName: null, roles }]);
    expect(await guard.isMarked(profile)).toBe(false);
  });

  it('so does a chain that comes by one', async () => {
    const profile = saved('p', accountRole(sandbox, 'Admin'), arnOf(fresh, 'Hub'), arnOf(sandbox, 'Leaf'));
    expect(await asks({ ...labelled('nothing'), profiles: [profile] }, 'p')).toBe(true);
    expect(await asks({ labels: [], profiles: [profile] }, 'p')).toBe(false);
  });
});

describe('a marked label', () => {
  it('makes what has it ask', async () => {
    expect(await asks(labelled('payments*'), 'payments.Admin')).toBe(true);
    expect(await asks(labelled('payments*'), 'sandbox.Admin')).toBe(false);
  });

  it('makes nothing ask while it is no mark', async () => {
    const given = { ...labelled('payments*'), askFirst: { roles: [], labels: ['other'] } };
    expect(await asks(given, 'payments.Admin')).toBe(false);
  });

  it.each(['payments.Admin', 'payments/Admin', `${payments}/Admin`, 'payments'])(
    'of %s is inherited by a chain through that role, which has another name',
    async (pattern) => {
      const profile = saved(
        'p',
        accountRole(sandbox, 'Admin'),
        arnOf(payments, 'Admin'),
        arnOf(sandbox, 'Leaf'),
      );
      expect(await asks({ ...labelled(pattern), profiles: [profile] }, 'p')).toBe(true);
    },
  );

  it.each(['payments/Deploy', `${payments}/Deploy`, 'payments', '*/deploy'])(
    'of %s is inherited by a chain through a role that is in no list',
    async (pattern) => {
      const through = [arnOf(payments, 'Deploy'), arnOf(sandbox, 'Leaf')];
      const profile = saved('p', accountRole(sandbox, 'Admin'), ...through);
      expect(await asks({ ...labelled(pattern), profiles: [profile] }, 'p')).toBe(true);
    },
  );

  it('by the name of a listed profile stays when another account of that name changes how both are called', async () => {
    const ssoSessions = [corp, { ...corp, name: 'other' }];
    const { guard, accountList, derived } = await guardOnLists({
      ...labelled('payments.admin'),
      ssoSessions,
    });
    const twin = { accountId: parseAccountId(fresh), accountName: 'payments', roles: ['Admin'] };
    await accountList.replace('other', [twin]);
    const corps = await derived(payments, 'Admin');
    expect(await guard.isMarked(corps)).toBe(true);
  });

  it('of a saved profile’s name holds for its role under every other name', async () => {
    const profiles = [
      saved('prod-deploy', accountRole(sandbox, 'Admin'), arnOf(payments, 'Deploy')),
      saved('harmless', accountRole(sandbox, 'ReadOnlyAccess'), arnOf(payments, 'Deploy')),
      saved('other', accountRole(sandbox, 'ReadOnlyAccess'), arnOf(payments, 'Other')),
    ];
    expect(await asks({ ...labelled('prod-*'), profiles }, 'harmless')).toBe(true);
    expect(await asks({ ...labelled('prod-*'), profiles }, 'other')).toBe(false);
  });
});
