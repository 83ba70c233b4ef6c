/** Who is asked, and what the answers mean. */
import { describe, expect, it } from 'vitest';
import type { Answer, PermitRequest, Use } from '../../../src-main/core/guard/guard.ts';
import type { Settings } from '../../../src-main/core/settings/settings.ts';
import { corp } from '../../support/signInDomain.ts';
import { accountRole, arnOf, guardOnLists, payments, peer, program, sandbox, saved } from './guardOnLists.ts';

type On = Awaited<ReturnType<typeof guardOnLists>>;

const marked: Partial<Settings> = {
  askFirst: {
    roles: [
      { accountId: payments, roleName: 'Admin' },
      { accountId: payments, roleName: 'Deploy' },
    ],
    labels: [],
  },
  profiles: [saved('deploy', accountRole(sandbox, 'Admin'), arnOf(payments, 'Deploy'))],
};
const minutes = (count: number): number => count * 60_000;
const admin = 'payments.Admin';

/** Asks, lets somebody answer, and gives what came of it. */
async function answered(on: On, answer: Answer, request: Partial<PermitRequest> = {}, name = admin) {
  const permit = on.permit(name, request);
  permit.catch(() => undefined);
  await on.guard.answer((await on.question()).id, answer);
  return permit;
}

const refused = (message: RegExp) => ({
  code: 'ask-first',
  message: expect.stringMatching(message) as string,
});

describe('nobody is asked', () => {
  it('about what is not marked', async () => {
    const on = await guardOnLists(marked);
    await expect(on.permit('payments.ReadOnlyAccess', { requester: undefined })).resolves.toMatchObject({
      answer: 'not-asked',
      peer: undefined,
    });
  });

  it('for a click in the window', async () => {
    const on = await guardOnLists(marked);
    const permit = on.permit(admin, { requester: { kind: 'person' } });
    await expect(permit).resolves.toMatchObject({ answer: 'person' });
  });
});

describe('a program is denied at once', () => {
  it('when nobody says who asks', async () => {
    const on = await guardOnLists(marked);
    await expect(on.permit(admin, { requester: undefined })).rejects.toMatchObject(refused(/which program/));
  });

  it('when the system cannot tell who asks, or fails to', async () => {
    const on = await guardOnLists(marked);
    await expect(on.permit(admin, { requester: program(undefined) })).rejects.toMatchObject(
      refused(/which program/),
    );
    const requester = { kind: 'program' as const, claimed: 1, peer: () => Promise.reject(new Error('gone')) };
    await expect(on.permit(admin, { requester })).rejects.toMatchObject(refused(/which program/));
  });

  it('when there is no window to ask in, with what to do about it', async () => {
    const on = await guardOnLists(marked);
    on.headless();
    await expect(on.permit(admin)).rejects.toMatchObject({
      ...refused(/“payments.Admin” asks first, and nobody can be asked/),
      hint: 'Open Latchkey, then try again.',
    });
    expect(on.guard.questions()).toEqual([]);
  });

  it('when too many questions are open already', async () => {
    const on = await guardOnLists(marked);
    const waiting = Array.from({ length: 20 }, (_, at) =>
      on.permit(admin, { requester: program(peer(1000 + at, 2000 + at)) }).catch(() => 'over'),
    );
    await on.clock.pass(0);
    await expect(on.permit(admin)).rejects.toMatchObject(refused(/too many/));
    await on.clock.pass(minutes(2));
    expect(await Promise.all(waiting)).toEqual(Array.from({ length: 20 }, () => 'over'));
  });
});

describe('a question', () => {
  it('shows who asks for what', async () => {
    const on = await guardOnLists(marked);
    const permit = on.permit(admin, { use: 'exec' });
    expect(await on.question()).toMatchObject({
      profile: { name: admin },
      use: 'exec',
      peer: peer(),
      askedAt: on.clock.now(),
      readOnly: 'payments.ReadOnlyAccess',
    });
    await on.guard.answer((await on.question()).id, 'once');
    await permit;
    expect(on.guard.questions()).toEqual([]);
    // One that came, and one that went.
    expect(on.changes.count).toBe(2);
  });

  it('is one for all of a tree that want the same, and answers them together', async () => {
    const on = await guardOnLists(marked);
    const several = [201, 202, 203].map((pid) => on.permit(admin, { requester: program(peer(pid)) }));
    const { id } = await on.question();
    await on.clock.pass(0);
    expect(on.guard.questions()).toHaveLength(1);
    await on.guard.answer(id, 'once');
    await expect(Promise.all(several)).resolves.toHaveLength(3);
  });

  it.each<[string, string, Partial<PermitRequest>]>([
    ['another tree', admin, { requester: program(peer(300, 299)) }],
    [
      'a process that has the number of one before',
      admin,
      { requester: program({ ...peer(), root: { ...peer().root, startedAt: '2' } }) },
    ],
    ['another profile', 'deploy', {}],
    ['a console link instead of keys', admin, { use: 'console' }],
    ['a door instead of keys', admin, { use: 'endpoint' }],
  ])('is another one for %s', async (_what, name, request) => {
    const on = await guardOnLists(marked);
    const both = [on.permit(admin), on.permit(name, request)];
    for (const one of both) one.catch(() => undefined);
    await on.clock.pass(0);
    expect(on.guard.questions()).toHaveLength(2);
    await on.guard.answer(on.guard.questions()[0]!.id, 'once');
    await both[0];
    expect(on.guard.questions()).toHaveLength(1);
  });

  it('that nobody answers for two minutes is a no, without holding later ones against the program', async () => {
    const on = await guardOnLists(marked);
    const permit = on.permit(admin);
    permit.catch(() => undefined);
    await on.question();
    await on.clock.pass(minutes(2) - 1);
    expect(on.guard.questions()).toHaveLength(1);
    await on.clock.pass(1);
    await expect(permit).rejects.toMatchObject(refused(/nobody answered/));
    expect(on.guard.questions()).toEqual([]);
    await expect(answered(on, 'once')).resolves.toMatchObject({ answer: 'once' });
  });

  it('takes no answer that it does not offer, and none when it is over', async () => {
    const on = await guardOnLists(marked);
    const permit = on.permit(admin);
    const { id } = await on.question();
    await expect(on.guard.answer(id, 'short')).rejects.toMatchObject({ code: 'bad-input' });
    expect(on.guard.questions()).toHaveLength(1);
    await on.guard.answer(id, 'once');
    await permit;
    await expect(on.guard.answer(id, 'once')).rejects.toMatchObject({ code: 'bad-input' });
  });

  it.each<[Use, string, Answer[]]>([
    ['env', admin, ['once', 'tree', 'read-only', 'deny']],
    ['env', 'deploy', ['once', 'tree', 'short', 'read-only', 'deny']],
    ['console', 'deploy', ['once', 'tree', 'short', 'read-only', 'deny']],
    ['process', 'deploy', ['once', 'tree', 'deny']],
    ['test', 'deploy', ['once', 'tree', 'deny']],
    ['endpoint', admin, ['once', 'read-only', 'deny']],
    ['grant', 'deploy', ['once', 'short', 'read-only', 'deny']],
  ])('for %s of %s offers %j', async (use, name, answers) => {
    const on = await guardOnLists(marked);
    on.permit(name, { use }).catch(() => undefined);
    expect((await on.question()).answers).toEqual(answers);
  });

  it.each([
    ['look', 'ReadOnlyAccess'],
    ['payments.ReadOnlyAccess', 'view-only'],
  ])('offers %s, which only reads, where %s asks first itself', async (offered, roleName) => {
    const look = saved('look', accountRole(sandbox, 'Admin'), arnOf(payments, 'view-only'));
    const roles = [...marked.askFirst!.roles, { accountId: payments, roleName }];
    const on = await guardOnLists({ profiles: [look], askFirst: { roles, labels: [] } });
    on.permit(admin).catch(() => undefined);
    expect((await on.question()).readOnly).toBe(offered);
  });

  it('offers a profile of the same sign-in before one of another', async () => {
    const on = await guardOnLists({ ...marked, ssoSessions: [{ ...corp, name: 'agency' }, corp] });
    const known = [...(await on.accountList.accounts('corp')).values()];
    const agency = known.map((one) => ({ ...one, accountName: `agency ${one.accountId}` }));
    await on.accountList.forget('corp');
    await on.accountList.replace('agency', agency);
    await on.accountList.replace('corp', known);
    on.permit(admin).catch(() => undefined);
    expect((await on.question()).readOnly).toBe('payments.ReadOnlyAccess');
  });
});

describe('“once”', () => {
  it('is for this time', async () => {
    const on = await guardOnLists(marked);
    expect(await answered(on, 'once')).toMatchObject({
      answer: 'once',
      durationSeconds: undefined,
      peer: peer(),
    });
    on.permit(admin).catch(() => undefined);
    expect((await on.question()).profile.name).toBe(admin);
  });

  it('given when the program has gone away is for its next request within two minutes, and that alone', async () => {
    const on = await guardOnLists(marked);
    const leave = new AbortController();
    const permit = on.permit(admin, { signal: leave.signal });
    permit.catch(() => undefined);
    const { id } = await on.question();
    leave.abort(new Error('gone'));
    await expect(permit).rejects.toThrow('gone');
    expect(on.guard.questions()).toHaveLength(1);
    await on.guard.answer(id, 'once');
    await on.clock.pass(minutes(2) - 1);
    await expect(on.permit(admin, { requester: program(peer(201)) })).resolves.toMatchObject({
      answer: 'once',
    });
    on.permit(admin).catch(() => undefined);
    await on.question();
  });

  it.each<[string, Partial<PermitRequest>, string]>([
    ['another tree', { requester: program(peer(300, 299)) }, admin],
    ['another profile', {}, 'deploy'],
    ['a door', { use: 'endpoint' }, admin],
  ])('given when the program has gone away is nothing to %s', async (_what, request, name) => {
    const on = await guardOnLists(marked);
    const leave = new AbortController();
    on.permit(admin, { signal: leave.signal }).catch(() => undefined);
    const { id } = await on.question();
    leave.abort(new Error('gone'));
    await on.guard.answer(id, 'once');
    on.permit(name, request).catch(() => undefined);
    await on.question();
  });

  it('is over two minutes after an answer that nobody came back for', async () => {
    const on = await guardOnLists(marked);
    const leave = new AbortController();
    on.permit(admin, { signal: leave.signal }).catch(() => undefined);
    const { id } = await on.question();
    leave.abort(new Error('gone'));
    await on.guard.answer(id, 'once');
    await on.clock.pass(minutes(2));
    on.permit(admin).catch(() => undefined);
    await on.question();
  });

  it('counts for the next time when nothing came of it, as for want of an MFA code', async () => {
    const on = await guardOnLists(marked);
    const { unused } = await answered(on, 'once');
    unused();
    await expect(on.permit(admin)).resolves.toMatchObject({ answer: 'once' });
  });
});

describe('“this tree”', () => {
  it('is for everything below the same ancestor, for this profile', async () => {
    const on = await guardOnLists(marked);
    expect(await answered(on, 'tree')).toMatchObject({ answer: 'tree' });
    await on.clock.pass(minutes(600));
    for (const use of ['env', 'console', 'endpoint', 'credential-process'] as const) {
      const requester = program(peer(400));
      await expect(on.permit(admin, { requester, use })).resolves.toMatchObject({ answer: 'tree' });
    }
    on.permit('deploy').catch(() => undefined);
    await on.question();
  });

  it('is not for one that has the number of that ancestor later', async () => {
    const on = await guardOnLists(marked);
    await answered(on, 'tree');
    const root = { ...peer().root, startedAt: '2' };
    on.permit(admin, { requester: program({ ...peer(), root }) }).catch(() => undefined);
    await on.question();
  });

  it('is not for a grant, which outlives the tree', async () => {
    const on = await guardOnLists(marked);
    await answered(on, 'tree');
    on.permit(admin, { use: 'grant' }).catch(() => undefined);
    await on.question();
  });

  it('ends when the profile is led elsewhere, though it keeps its id', async () => {
    const on = await guardOnLists(marked);
    await answered(on, 'tree', {}, 'deploy');
    const [before] = on.settings.get().profiles;
    const elsewhere = { ...saved('deploy', before!.from, arnOf(payments, 'Admin')), id: before!.id };
    on.settings.change((now) => ({ ...now, profiles: [elsewhere] }));
    on.permit('deploy').catch(() => undefined);
    await on.question();
  });

  it('ends when the person locks', async () => {
    const on = await guardOnLists(marked);
    await answered(on, 'tree');
    on.guard.forget();
    on.permit(admin).catch(() => undefined);
    await on.question();
  });
});

describe('“15 minutes”', () => {
  it('is 900 seconds for AWS', async () => {
    const on = await guardOnLists(marked);
    const permit = await answered(on, 'short', {}, 'deploy');
    expect(permit).toMatchObject({ answer: 'short', durationSeconds: 900, profile: { name: 'deploy' } });
  });
});

describe('“read only”', () => {
  it('is the profile that the question named', async () => {
    const on = await guardOnLists(marked);
    const permit = await answered(on, 'read-only');
    expect(permit).toMatchObject({ answer: 'read-only', profile: { name: 'payments.ReadOnlyAccess' } });
  });

  it('is not that profile any more when it was led elsewhere while the person thought', async () => {
    const parent = saved('parent', accountRole(sandbox, 'Admin'), arnOf(payments, 'view-only'));
    const look = saved('look', { kind: 'profile', id: parent.id });
    const roles = [...marked.askFirst!.roles, { accountId: payments, roleName: 'ReadOnlyAccess' }];
    const on = await guardOnLists({ profiles: [look, parent], askFirst: { roles, labels: [] } });
    const permit = on.permit(admin);
    permit.catch(() => undefined);
    const { id, readOnly } = await on.question();
    expect(readOnly).toBe('look');
    const elsewhere = { ...saved('parent', parent.from, arnOf(payments, 'Deploy')), id: parent.id };
    on.settings.change((now) => ({ ...now, profiles: [look, elsewhere] }));
    await on.guard.answer(id, 'read-only');
    await expect(permit).rejects.toMatchObject(refused(/had changed/));
  });
});

describe('“no”', () => {
  it('holds ten minutes for the whole tree, whatever it wants that asks', async () => {
    const on = await guardOnLists(marked);
    await expect(answered(on, 'deny')).rejects.toMatchObject(refused(/the answer was no/));
    await on.clock.pass(minutes(10) - 1);
    for (const name of [admin, 'deploy']) {
      const requester = program(peer(400));
      await expect(on.permit(name, { requester })).rejects.toMatchObject(refused(/the answer was no/));
    }
    await expect(on.permit('sandbox.Admin')).resolves.toMatchObject({ answer: 'not-asked' });
    await on.clock.pass(1);
    on.permit(admin).catch(() => undefined);
    await on.question();
  });

  it('ends the other questions of the tree, and no others', async () => {
    const on = await guardOnLists(marked);
    const other = on.permit('deploy');
    other.catch(() => undefined);
    on.permit(admin, { requester: program(peer(300, 299)) }).catch(() => undefined);
    await on.clock.pass(0);
    await on.clock.pass(0);
    await expect(
      (async () => {
        const permit = on.permit(admin);
        permit.catch(() => undefined);
        await on.clock.pass(0);
        const mine = on.guard
          .questions()
          .find(({ profile, peer: { root } }) => profile.name === admin && root.pid === 100);
        await on.guard.answer(mine!.id, 'deny');
        return permit;
      })(),
    ).rejects.toMatchObject(refused(/no/));
    await expect(other).rejects.toMatchObject(refused(/the answer was no/));
    expect(on.guard.questions().map(({ peer: { root } }) => root.pid)).toEqual([299]);
  });

  it('is not undone by what was allowed before', async () => {
    const on = await guardOnLists(marked);
    await answered(on, 'tree');
    await expect(answered(on, 'deny', {}, 'deploy')).rejects.toMatchObject(refused(/no/));
    await expect(on.permit(admin)).rejects.toMatchObject(refused(/the answer was no/));
    on.guard.forget();
    await expect(on.permit(admin)).rejects.toMatchObject(refused(/the answer was no/));
  });
});

describe('whoever asks is looked at again when the answer comes', () => {
  const { process, root } = peer();
  it.each([
    ['has gone', undefined],
    ['is another program in the same process', peer(200, 100, { executable: '/tmp/other' })],
    ['is another process of that number', peer(200, 100, { startedAt: '2' })],
    ['is another process', peer(201)],
    ['is below something else', { ...peer(), root: { ...root, pid: 99 } }],
    ['is below another program', { ...peer(), root: { ...root, executable: '/bin/other' } }],
  ])('%s: it gets nothing, and nothing is allowed for later', async (_what, after) => {
    const on = await guardOnLists(marked);
    for (const answer of ['once', 'tree'] as const) {
      const request = { requester: program({ ...peer(), process, root }, after) };
      await expect(answered(on, answer, request)).rejects.toMatchObject(refused(/had changed/));
    }
    on.permit(admin).catch(() => undefined);
    await on.question();
  });

  it('and the profile, too: one that was led elsewhere meanwhile gives nothing', async () => {
    const parent = saved('parent', accountRole(sandbox, 'Admin'), arnOf(payments, 'Deploy'));
    const child = saved('child', { kind: 'profile', id: parent.id });
    const on = await guardOnLists({ ...marked, profiles: [parent, child] });
    const permit = on.permit('child');
    permit.catch(() => undefined);
    const { id } = await on.question();
    const elsewhere = { ...saved('parent', parent.from, arnOf(payments, 'Admin')), id: parent.id };
    on.settings.change((now) => ({ ...now, profiles: [elsewhere, child] }));
    await on.guard.answer(id, 'once');
    await expect(permit).rejects.toMatchObject(refused(/had changed/));
  });
});

describe('a program that is asked about', () => {
  it('is held until the question is over, its tree with it, and ten minutes after a no', async () => {
    const on = await guardOnLists(marked);
    const mine = program(peer(500));
    expect(await on.guard.isHeld(mine)).toBe(false);
    expect(await on.guard.isHeld(undefined)).toBe(false);
    const permit = on.permit(admin);
    permit.catch(() => undefined);
    const { id } = await on.question();
    expect(await on.guard.isHeld(mine)).toBe(true);
    expect(await on.guard.isHeld(program(undefined))).toBe(true);
    expect(await on.guard.isHeld(undefined)).toBe(true);
    expect(await on.guard.isHeld(program(peer(300, 299)))).toBe(false);
    expect(await on.guard.isHeld({ kind: 'person' })).toBe(false);
    await on.guard.answer(id, 'deny');
    expect(await on.guard.isHeld(mine)).toBe(true);
    await on.clock.pass(minutes(10));
    expect(await on.guard.isHeld(mine)).toBe(false);
  });
});
