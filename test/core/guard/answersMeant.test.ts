/** An answer counts for what the person was shown, and for nothing beside it. */
import { describe, expect, it } from 'vitest';
import type { Answer, PermitRequest } from '../../../src-main/core/guard/guard.ts';
import type { SavedProfile } from '../../../src-main/core/roles/savedProfile.ts';
import type { Settings } from '../../../src-main/core/settings/settings.ts';
import { accountRole, arnOf, guardOnLists, payments, peer, program, sandbox, saved } from './guardOnLists.ts';

type On = Awaited<ReturnType<typeof guardOnLists>>;

const parent = saved('parent', accountRole(sandbox, 'Admin'), arnOf(payments, 'Deploy'));
const child = saved('child', { kind: 'profile', id: parent.id });
const roles = ['Admin', 'Deploy'].map((roleName) => ({ accountId: payments, roleName }));
const given: Partial<Settings> = { askFirst: { roles, labels: [] }, profiles: [parent, child] };
const admin = 'payments.Admin';

const changed = (on: On, ...profiles: readonly SavedProfile[]): void => {
  on.settings.change((now) => ({ ...now, profiles: [...profiles] }));
};
const ask = (on: On, name: string, request: Partial<PermitRequest> = {}) => {
  const permit = on.permit(name, request);
  permit.catch(() => undefined);
  return permit;
};

/** The program goes away, and somebody answers then. */
async function answeredLate(on: On, name: string, answer: Answer): Promise<void> {
  const leave = new AbortController();
  void ask(on, name, { signal: leave.signal });
  const { id } = await on.question();
  leave.abort(new Error('gone'));
  await on.clock.pass(0);
  await on.guard.answer(id, answer);
}

const elsewhere = { ...saved('parent', parent.from, arnOf(payments, 'Admin')), id: parent.id };
const narrow = (policy: string | null): SavedProfile => ({
  ...parent,
  steps: parent.steps.map((step) => ({ ...step, policy })),
});

describe('a question', () => {
  it.each<[string, Partial<PermitRequest>]>([
    ['an entry that is written, which gives no keys', { use: 'process' }],
    ['another program of the tree', { requester: program(peer(201, 100, { executable: '/tmp/other' })) }],
  ])('of %s is another one than that of keys', async (_what, other) => {
    const on = await guardOnLists(given);
    void ask(on, admin, other);
    void ask(on, admin);
    await on.clock.pass(0);
    expect(on.guard.questions()).toHaveLength(2);
  });
});

describe('an answer that came late', () => {
  it('is nothing to another program of the tree', async () => {
    const on = await guardOnLists(given);
    await answeredLate(on, admin, 'once');
    void ask(on, admin, { requester: program(peer(201, 100, { executable: '/tmp/other' })) });
    await on.question();
  });

  it('allows a tree no profile that was led elsewhere meanwhile', async () => {
    const on = await guardOnLists(given);
    const leave = new AbortController();
    void ask(on, 'child', { signal: leave.signal });
    const { id } = await on.question();
    leave.abort(new Error('gone'));
    await on.clock.pass(0);
    changed(on, elsewhere, child);
    await on.guard.answer(id, 'tree');
    void ask(on, 'child');
    await on.question();
  });
});

describe('a session policy', () => {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });

  it('that was taken away while the person thought: the answer was for less', async () => {
    const on = await guardOnLists({ ...given, profiles: [narrow(policy), child] });
    const permit = ask(on, 'child');
    const { id } = await on.question();
    changed(on, narrow(null), child);
    await on.guard.answer(id, 'once');
    await expect(permit).rejects.toMatchObject({ code: 'ask-first' });
  });

  it('that was taken away later: the tree is asked about again', async () => {
    const on = await guardOnLists({ ...given, profiles: [narrow(policy)] });
    const permit = ask(on, 'parent');
    await on.guard.answer((await on.question()).id, 'tree');
    await permit;
    changed(on, narrow(null));
    void ask(on, 'parent');
    await on.question();
  });
});

describe('locking', () => {
  it('ends an answer of which nothing came, also when that shows later', async () => {
    const on = await guardOnLists(given);
    const permit = ask(on, admin);
    await on.guard.answer((await on.question()).id, 'once');
    const { unused } = await permit;
    on.guard.forget();
    unused();
    void ask(on, admin);
    await on.question();
  });
});
