/** No road to the keys of what is marked goes past the person. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandAtSocket } from '../../src-main/agent/commandAtSocket.ts';
import { exitCode } from '../../src-main/cli/exitCode.ts';
import type { JournalEntry, Output } from '../../src-main/contract.ts';
import { parseRoleArn } from '../../src-main/core/arn.ts';
import type { Answer } from '../../src-main/core/guard/guard.ts';
import type { Peer, Requester } from '../../src-main/core/guard/requester.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { account, otherAccount, roleArnOf, smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { createAppOnAws, quietly, type AppOnAwsOptions } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';
import { until } from '../support/until.ts';

let aws: Aws;
const person: Requester = { kind: 'person' };
const admin = 'payments-prod.Admin';
const stepTo = (name: string, path?: string) => ({ roleArn: parseRoleArn(roleArnOf(name, path)) });
const token = 'A'.repeat(43);

beforeAll(async () => {
  const anyone = { principals: [account, otherAccount].map((id) => `arn:aws:iam::${id}:root`) };
  const own = { accountId: otherAccount, trust: anyone };
  const roles = [...smallOrganisation().roles, { ...own, name: 'Hub' }, { ...own, name: 'Leaf' }];
  aws = await startAws({ organisations: [smallOrganisation({ roles })] });
});
afterAll(() => aws.close());

/** Signed in, with chains, and two roles that ask first. */
async function markedApp(options: AppOnAwsOptions = {}) {
  const over = new Set<() => void>();
  // The clock of a question stands still until the test says that two minutes are over; no other wait is that long.
  const sleep: AppOnAwsOptions['sleep'] = async (milliseconds, signal) => {
    signal?.throwIfAborted();
    if (milliseconds < 120_000) {
      aws.clock.advance(milliseconds);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      over.add(resolve);
      signal?.addEventListener('abort', () => {
        over.delete(resolve);
        reject(signal.reason as Error);
      });
    });
  };
  const at = await createAppOnAws(aws, { owner: 'application', sleep, ...options });
  const ask = atTheDoor(at.app, person);
  const { startUrl, region } = aws.organisation;
  await ask('addSsoSession', { name: 'corp', startUrl, region });
  const progress = (said: { kind: string; userCode?: string | null }): void => {
    if (said.kind === 'link') aws.approve(said.userCode ?? '');
  };
  await at.app.signIn({ ssoSession: 'corp' }, { ...quietly, progress });
  await ask('sync', { ssoSession: 'corp' });
  const from = 'payments-prod.ReadOnly';
  await ask('addProfile', { name: 'hub', from, steps: [stepTo('Hub')] });
  await ask('addProfile', { name: 'through', from, steps: [stepTo('Hub'), stepTo('Leaf')] });
  await ask('addProfile', { name: 'child', from: 'hub', steps: [stepTo('Leaf')] });
  await ask('addProfile', { name: 'begins', from: admin, steps: [stepTo('Ops', '/team/')] });
  await ask('addProfile', { name: 'free', from, steps: [stepTo('Ops', '/team/')] });
  await ask('markRole', { accountId: account, roleName: 'Admin', askFirst: true });
  await ask('markRole', { accountId: otherAccount, roleName: 'Hub', askFirst: true });
  return {
    at,
    window: ask,
    timeOver: () => {
      for (const end of over) end();
    },
  };
}
type On = Awaited<ReturnType<typeof markedApp>>;

let trees = 1000;
/** A program of a tree of its own. */
function newProgram(): { readonly requester: Requester; peer: Peer | undefined } {
  const process = { pid: trees++, startedAt: '7', executable: '/usr/bin/terraform' };
  const root = { pid: trees++, startedAt: '5', executable: '/usr/bin/make' };
  const one = {
    peer: { process, tree: [process, root], root, folder: '/home/ada' } as Peer | undefined,
    requester: { kind: 'program' as const, claimed: null, peer: () => Promise.resolve(one.peer) },
  };
  return one;
}

/** Everything that a program can ask for, and what the journal calls it. */
const uses: readonly [
  JournalEntry['how'],
  (ask: Ask, profile: string, id: string, signal?: AbortSignal) => Promise<unknown>,
][] = [
  ['env', (ask, profile) => ask('credentials', { profile, use: 'env' })],
  ['exec', (ask, profile) => ask('credentials', { profile, use: 'exec' })],
  ['each', (ask, profile) => ask('credentials', { profile, use: 'each' })],
  ['credentials', (ask, profile) => ask('credentials', { profile })],
  ['credential-process', (ask, _profile, id) => ask('credentials', { id })],
  ['console', (ask, profile) => ask('consoleLink', { profile })],
  ['process', (ask, profile) => ask('startProfile', { profile, delivery: 'process' })],
  ['process', (ask, profile) => ask('startProfile', { profile })],
  ['test', (ask, profile) => ask('testProfile', { profile })],
  [
    'test',
    (ask, profile) => ask('testProfile', { draft: { from: profile, region: null, steps: [stepTo('Leaf')] } }),
  ],
  ['endpoint', (ask, profile, _id, signal) => ask('holdEndpoint', { profile, token }, signal)],
  ['grant', (ask, profile) => ask('grant', { profile, token, at: { socket: '/nowhere/at/all' } })],
];
const profiles = [admin, 'hub', 'through', 'child', 'begins'];

const questionsOf = async (on: On): Promise<Output<'snapshot'>['live']['questions']> =>
  (await on.window('snapshot', { rowsVersion: null })).live.questions;

async function question(on: On) {
  return until(async () => {
    const [first] = await questionsOf(on);
    if (first === undefined) throw new Error('nobody is asked');
    return first;
  });
}

/** A program asks for something, and the person answers. */
async function answered<Result>(
  on: On,
  answer: Answer,
  run: (ask: Ask) => Promise<Result>,
  by = newProgram(),
) {
  const running = run(atTheDoor(on.at.app, by.requester));
  running.catch(() => undefined);
  await on.window('answerQuestion', { id: (await question(on)).id, answer });
  return running;
}

const idOf = async (on: On, profile: string): Promise<string> =>
  (await on.window('findProfile', { profile })).profile.id;
const lastEntry = async (on: On): Promise<JournalEntry | undefined> =>
  (await on.window('journal', { most: 1 })).entries[0];
const keyCalls = (): number =>
  aws.requests.filter(({ operation }) => /GetRoleCredentials|AssumeRole|getSigninToken/i.test(operation))
    .length;
const filesOf = ({ at }: On): string =>
  [at.awsFiles.config, at.awsFiles.credentials]
    .map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''))
    .join('');

describe('with a window to ask in', () => {
  let on: On;
  beforeAll(async () => {
    on = await markedApp();
  });
  afterAll(() => on.at.remove());

  describe.each(uses)('%s', (how, run) => {
    it.each(profiles)('of %s waits for the person, and a no gives nothing', async (profile) => {
      const id = await idOf(on, profile);
      const before = { calls: keyCalls(), files: filesOf(on) };
      await expect(answered(on, 'deny', (ask) => run(ask, profile, id))).rejects.toMatchObject({
        code: 'ask-first',
      });
      expect(keyCalls()).toBe(before.calls);
      expect(filesOf(on)).toBe(before.files);
      expect(await lastEntry(on)).toMatchObject({
        ...{ how, answer: 'denied', accessKeyId: null, executable: '/usr/bin/terraform' },
      });
    });

    it('is refused at once where nobody says who asks', async () => {
      const running = run(atTheDoor(on.at.app), admin, await idOf(on, admin));
      await expect(running).rejects.toMatchObject({ code: 'ask-first' });
      expect(await questionsOf(on)).toEqual([]);
    });

    it('of what is not marked asks nobody', async () => {
      const gone = new AbortController();
      const running = run(
        atTheDoor(on.at.app, newProgram().requester),
        'free',
        await idOf(on, 'free'),
        gone.signal,
      );
      if (how === 'endpoint')
        setTimeout(() => {
          gone.abort(new Error('over'));
        }, 50);
      // There is no such folder.
      if (how === 'endpoint' || how === 'grant')
        await expect(running).rejects.not.toMatchObject({ code: 'ask-first' });
      else await running;
      expect(await questionsOf(on)).toEqual([]);
    });
  });

  it('keys are never put into a file, whoever asks', async () => {
    const before = filesOf(on);
    for (const requester of [person, newProgram().requester]) {
      for (const profile of profiles) {
        const running = atTheDoor(on.at.app, requester)('startProfile', { profile, delivery: 'keys' });
        const message = expect.stringMatching(/asks first/) as string;
        await expect(running).rejects.toMatchObject({ code: 'bad-input', message });
      }
    }
    expect(filesOf(on)).toBe(before);
    expect(await questionsOf(on)).toEqual([]);
  });

  it('a click in the window needs no second one', async () => {
    await on.window('consoleLink', { profile: admin });
    expect(await lastEntry(on)).toMatchObject({
      how: 'console',
      answer: 'person',
      executable: null,
      pid: null,
    });
    await on.window('testProfile', { profile: 'hub' });
    await on.window('startProfile', { profile: 'hub' });
    await on.window('stop', { all: true });
    expect(await questionsOf(on)).toEqual([]);
  });

  it('the journal says what CloudTrail will: the key and the session', async () => {
    const keys = await answered(on, 'once', (ask) => ask('credentials', { profile: 'through', use: 'exec' }));
    expect(await lastEntry(on)).toMatchObject({
      ...{ profile: 'through', accountId: otherAccount, roleName: 'Leaf', roleArn: roleArnOf('Leaf') },
      ...{ accessKeyId: keys.accessKeyId, sessionName: 'ada', how: 'exec', answer: 'once' },
      executable: '/usr/bin/terraform',
    });
    const listed = await answered(on, 'once', (ask) => ask('credentials', { profile: admin, use: 'env' }));
    expect(await lastEntry(on)).toMatchObject({
      ...{ profile: admin, roleName: 'Admin', roleArn: null, accessKeyId: listed.accessKeyId },
      sessionName: 'ada@example.com',
    });
    await atTheDoor(on.at.app)('credentials', { profile: 'free' });
    expect(await lastEntry(on)).toMatchObject({ profile: 'free', answer: 'not-asked', executable: null });
  });

  it('a role of an account that no list has asks, also in a chain of what nobody saved', async () => {
    const unlisted = '999999999999';
    const before = keyCalls();
    const attempts: ((ask: Ask) => Promise<unknown>)[] = [
      (ask) => ask('credentials', { profile: `${unlisted}/Admin`, use: 'env' }),
      (ask) =>
        ask('testProfile', {
          draft: {
            from: 'free',
            region: null,
            steps: [{ roleArn: parseRoleArn(`arn:aws:iam::${unlisted}:role/Any`) }],
          },
        }),
    ];
    for (const run of attempts) {
      await expect(answered(on, 'deny', run)).rejects.toMatchObject({ code: 'ask-first' });
    }
    expect(keyCalls()).toBe(before);
  });

  it('“read only” gives the keys of that profile, under its name', async () => {
    const keys = await answered(on, 'read-only', (ask) => ask('credentials', { profile: admin, use: 'env' }));
    expect(keys).toMatchObject({ profileName: 'payments-prod.ReadOnly', roleName: 'ReadOnly' });
    const readOnly = await atTheDoor(on.at.app)('credentials', { profile: 'payments-prod.ReadOnly' });
    expect(keys.accessKeyId).toBe(readOnly.accessKeyId);
    const { link, profileName } = await answered(on, 'read-only', (ask) =>
      ask('consoleLink', { profile: admin }),
    );
    expect(link).toContain('SigninToken');
    expect(profileName).toBe('payments-prod.ReadOnly');
  });

  it('“15 minutes” asks AWS for 900 seconds, and leaves the other keys of the profile alone', async () => {
    const long = await answered(on, 'once', (ask) => ask('credentials', { profile: 'hub' }));
    const keys = await answered(on, 'short', (ask) => ask('credentials', { profile: 'hub' }));
    const asked = aws.requests.filter(({ operation }) => operation === 'AssumeRole').at(-1);
    expect(new URLSearchParams(asked?.body).get('DurationSeconds')).toBe('900');
    expect(Date.parse(keys.expiration) - aws.clock.now()).toBeLessThanOrEqual(900_000);
    expect((await answered(on, 'once', (ask) => ask('credentials', { profile: 'hub' }))).accessKeyId).toBe(
      long.accessKeyId,
    );
    const { endsAt } = await answered(on, 'short', (ask) => ask('consoleLink', { profile: 'hub' }));
    expect(Date.parse(String(endsAt)) - aws.clock.now()).toBeLessThanOrEqual(900_000);
    // AWS takes no length of its own here; a person chose one already.
    const longer = { profile: 'hub', durationSeconds: 43_200 };
    const console = await answered(on, 'short', (ask) => ask('consoleLink', longer));
    expect(Date.parse(String(console.endsAt)) - aws.clock.now()).toBeLessThanOrEqual(900_000);
  });

  it('“this tree” asks nobody below it again', async () => {
    const program = newProgram();
    await answered(on, 'tree', (ask) => ask('credentials', { profile: admin }), program);
    const ask = atTheDoor(on.at.app, program.requester);
    await ask('credentials', { profile: admin, use: 'exec' });
    expect(await lastEntry(on)).toMatchObject({ how: 'exec', answer: 'tree' });
    await on.window('lock', {});
    await expect(
      answered(on, 'deny', (door) => door('credentials', { profile: admin }), program),
    ).rejects.toMatchObject({ code: 'ask-first' });
  });

  it('a no holds for ten minutes', async () => {
    const program = newProgram();
    await expect(
      answered(on, 'deny', (ask) => ask('credentials', { profile: admin }), program),
    ).rejects.toMatchObject({ code: 'ask-first' });
    const ask = atTheDoor(on.at.app, program.requester);
    aws.clock.advance(599_000);
    await expect(ask('credentials', { profile: 'hub' })).rejects.toMatchObject({ code: 'ask-first' });
    expect(await questionsOf(on)).toEqual([]);
    aws.clock.advance(1_000);
    await answered(on, 'once', (door) => door('credentials', { profile: 'hub' }), program);
  });

  it('a program that has changed when the answer comes gets nothing', async () => {
    const program = newProgram();
    const running = atTheDoor(on.at.app, program.requester)('credentials', { profile: admin });
    running.catch(() => undefined);
    const { id } = await question(on);
    const before = keyCalls();
    program.peer = { ...program.peer!, process: { ...program.peer!.process, executable: '/tmp/other' } };
    await on.window('answerQuestion', { id, answer: 'once' });
    await expect(running).rejects.toMatchObject({ code: 'ask-first' });
    expect(keyCalls()).toBe(before);
  });

  it('a question that nobody answers ends by itself', async () => {
    const running = atTheDoor(on.at.app, newProgram().requester)('credentials', { profile: admin });
    running.catch(() => undefined);
    await question(on);
    on.timeOver();
    await expect(running).rejects.toMatchObject({ code: 'ask-first' });
    expect(await questionsOf(on)).toEqual([]);
  });

  it('a program that was allowed, but got nothing, as for want of an MFA code, is not asked about twice', async () => {
    const program = newProgram();
    // AWS takes no such length after a chain: nothing comes of it.
    const wrong = { profile: 'hub', durationSeconds: 3600 };
    const running = answered(on, 'once', (ask) => ask('consoleLink', wrong), program);
    await expect(running).rejects.toMatchObject({ code: 'bad-input' });
    await atTheDoor(on.at.app, program.requester)('consoleLink', { profile: 'hub' });
    expect(await lastEntry(on)).toMatchObject({ how: 'console', answer: 'once' });
  });

  it('shows the person who asks for what', async () => {
    const program = newProgram();
    const running = atTheDoor(on.at.app, program.requester)('credentials', { profile: 'hub', use: 'each' });
    running.catch(() => undefined);
    const shown = await question(on);
    expect(shown).toMatchObject({
      ...{ profileName: 'hub', accountId: otherAccount, roleName: 'Hub', use: 'each', folder: '/home/ada' },
      tree: program.peer!.tree.map(({ pid, executable }) => ({ pid, executable })),
    });
    await on.window('answerQuestion', { id: shown.id, answer: 'deny' });
    await expect(running).rejects.toMatchObject({ code: 'ask-first' });
  });
});

describe('without a display', () => {
  let on: On;
  beforeAll(async () => {
    on = await markedApp({ owner: 'headless' });
  });
  afterAll(() => on.at.remove());

  it.each(uses)('%s is denied with words, and exit code 3', async (how, run) => {
    const program = newProgram();
    const running = run(atTheDoor(on.at.app, program.requester), admin, await idOf(on, admin));
    const error = await running.then(
      () => undefined,
      (refusal: unknown) => refusal as { code: 'ask-first'; message: string; hint: string },
    );
    expect(error).toMatchObject({ code: 'ask-first', hint: 'Open Latchkey, then try again.' });
    expect(error?.message).toMatch(/asks first, and nobody can be asked/);
    expect(exitCode(error!.code)).toBe(3);
    expect(await lastEntry(on)).toMatchObject({ how, answer: 'denied' });
  });
});

describe('a program', () => {
  let on: On;
  beforeAll(async () => {
    on = await markedApp();
  });
  afterAll(() => on.at.remove());

  it.each(['answerQuestion', 'markRole', 'markLabel'] as const)(
    'has no %s, with a window or without',
    (name) => {
      for (const headless of [true, false]) {
        expect(() => commandAtSocket(name, headless)).toThrow(/window only/);
      }
    },
  );

  it('takes no label away that asks first; the window does', async () => {
    const rule = { label: 'production', pattern: '*prod*' };
    const ask = atTheDoor(on.at.app, newProgram().requester);
    await ask('addLabel', rule);
    await ask('removeLabel', rule);
    await ask('addLabel', rule);
    await on.window('markLabel', { label: 'production', askFirst: true });
    await expect(ask('removeLabel', rule)).rejects.toMatchObject({ code: 'wrong-door' });
    await expect(atTheDoor(on.at.app)('removeLabel', rule)).rejects.toMatchObject({ code: 'wrong-door' });
    expect(on.at.settings().labels).toEqual([rule]);
    await on.window('removeLabel', rule);
    expect(on.at.settings().labels).toEqual([]);
    await on.window('markLabel', { label: 'production', askFirst: false });
  });

  it('does not change what a label by name holds on to', async () => {
    const ask = atTheDoor(on.at.app, newProgram().requester);
    await ask('addLabel', { label: 'careful', pattern: 'free*' });
    await on.window('markLabel', { label: 'careful', askFirst: true });
    for (const attempt of [
      () => ask('changeProfile', { profile: 'free', name: 'other' }),
      () => ask('changeProfile', { profile: 'free', steps: [stepTo('Leaf')] }),
      () => ask('removeProfile', { profile: 'free' }),
      () => ask('setSetting', { name: 'profileName', value: 'x.{accountId}.{role}' }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'wrong-door' });
    }
    await ask('addProfile', {
      name: 'same',
      from: 'payments-prod.ReadOnly',
      steps: [stepTo('Ops', '/team/')],
    });
    await expect(
      answered(on, 'deny', (door) => door('credentials', { profile: 'same' })),
    ).rejects.toMatchObject({ code: 'ask-first' });
    await on.window('changeProfile', { profile: 'free', name: 'other' });
    await on.window('changeProfile', { profile: 'other', name: 'free' });
    await on.window('markLabel', { label: 'careful', askFirst: false });
    await ask('removeProfile', { profile: 'same' });
  });

  it('does not change where a profile begins that a label by name holds on to', async () => {
    const ask = atTheDoor(on.at.app, newProgram().requester);
    await ask('addProfile', {
      name: 'below',
      from: 'payments-prod.ReadOnly',
      steps: [stepTo('Ops', '/team/')],
    });
    await ask('addProfile', { name: 'precious', from: 'below', steps: [] });
    await ask('addLabel', { label: 'careful', pattern: 'precious' });
    await on.window('markLabel', { label: 'careful', askFirst: true });
    const change = { profile: 'below', steps: [stepTo('Leaf')] };
    await expect(ask('changeProfile', change)).rejects.toMatchObject({ code: 'wrong-door' });
    await expect(
      answered(on, 'deny', (door) => door('credentials', { profile: 'free' })),
    ).rejects.toMatchObject({ code: 'ask-first' });
    await on.window('changeProfile', change);
    await on.window('markLabel', { label: 'careful', askFirst: false });
    await on.window('removeLabel', { label: 'careful', pattern: 'precious' });
    await on.window('removeProfile', { profile: 'precious' });
    await on.window('removeProfile', { profile: 'below' });
  });

  it('that is asked about, or was denied, signs nobody out; locking stays everybody’s', async () => {
    const program = newProgram();
    const ask = atTheDoor(on.at.app, program.requester);
    const attempts = [
      () => ask('signOut', {}),
      () => ask('removeSsoSession', { name: 'corp' }),
      () => ask('takeAwsCliSignIn', { ssoSession: 'corp', replace: true }),
      () => ask('signOutSource', { source: 'any' }),
      () => ask('removeSource', { name: 'any' }),
      () => ask('removeIamUser', { name: 'any' }),
      () => ask('stopAgent', { why: 'person' }),
    ];
    const running = ask('credentials', { profile: admin });
    running.catch(() => undefined);
    const { id } = await question(on);
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'ask-first' });
    await ask('lock', {});
    await on.window('answerQuestion', { id, answer: 'deny' });
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'ask-first' });
    expect((await on.window('status', {})).signIns).toMatchObject([{ state: 'signed-in' }]);
    await atTheDoor(on.at.app, newProgram().requester)('removeProfile', { profile: 'begins' });
  });
});

describe('a mark', () => {
  let on: On;
  beforeAll(async () => {
    on = await markedApp();
  });
  afterAll(() => on.at.remove());

  const keysIn = (): boolean => filesOf(on).includes('aws_secret_access_key');

  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    [
      'of a role',
      () => on.window('markRole', { accountId: otherAccount, roleName: 'Ops', askFirst: true }),
      () => on.window('markRole', { accountId: otherAccount, roleName: 'Ops', askFirst: false }),
    ],
    [
      'of a label',
      async () => {
        await on.window('addLabel', { label: 'own', pattern: 'free', profile: true });
        return on.window('markLabel', { label: 'own', askFirst: true });
      },
      () => on.window('removeLabel', { label: 'own', pattern: 'free' }),
    ],
  ])('%s takes keys that were delivered out of the files', async (_what, mark, unmark) => {
    await on.window('startProfile', { profile: 'free', delivery: 'keys' });
    expect(keysIn()).toBe(true);
    await expect(mark()).resolves.toEqual({ keysRemoved: 1 });
    expect(keysIn()).toBe(false);
    await unmark();
  });

  it('by a rule that is added to a label takes them out, too', async () => {
    await on.window('startProfile', { profile: 'free', delivery: 'keys' });
    await on.window('addLabel', { label: 'own', pattern: '*/Ops' });
    expect(keysIn()).toBe(false);
    await on.window('removeLabel', { label: 'own', pattern: '*/Ops' });
  });

  it('that came by another way leaves nothing to renew', async () => {
    await on.window('startProfile', { profile: 'free', delivery: 'keys' });
    on.at.changeSettings((now) => ({
      ...now,
      askFirst: {
        ...now.askFirst,
        roles: [...now.askFirst.roles, { accountId: otherAccount, roleName: 'Ops' }],
      },
    }));
    const before = keyCalls();
    const over = new AbortController();
    const running = on.at.run(over.signal);
    await until(() => {
      expect(keysIn()).toBe(false);
    });
    over.abort();
    await running;
    expect(keysIn()).toBe(false);
    expect(keyCalls()).toBe(before);
  });

  it('shows in the rows, with the labels, and moves their version', async () => {
    const first = await on.window('snapshot', { rowsVersion: null });
    const rowOf = (rows: Output<'snapshot'>['rows'], name: string) => rows?.find((row) => row.name === name);
    expect(rowOf(first.rows, admin)).toMatchObject({ asksFirst: true, labels: [] });
    expect(rowOf(first.rows, 'through')).toMatchObject({ asksFirst: true });
    expect(rowOf(first.rows, 'payments-prod.ReadOnly')).toMatchObject({ asksFirst: false });
    expect(await on.window('snapshot', { rowsVersion: first.rowsVersion })).toMatchObject({ rows: null });
    await on.window('addLabel', { label: 'production', pattern: '*prod*' });
    const second = await on.window('snapshot', { rowsVersion: first.rowsVersion });
    expect(rowOf(second.rows, admin)).toMatchObject({ labels: ['production'] });
    await on.window('markLabel', { label: 'production', askFirst: true });
    const third = await on.window('snapshot', { rowsVersion: second.rowsVersion });
    expect(rowOf(third.rows, 'payments-prod.ReadOnly')).toMatchObject({ asksFirst: true });
    expect(third.live).toMatchObject({
      labelRules: expect.arrayContaining([{ label: 'production', pattern: '*prod*' }]) as unknown,
      askFirstLabels: expect.arrayContaining(['production']) as unknown,
    });
    const { profiles: rows } = await on.window('listProfiles', {});
    expect(rows.find(({ name }) => name === admin)).toMatchObject({
      asksFirst: true,
      labels: ['production'],
    });
    expect(await on.window('credentials', { profile: admin })).toMatchObject({ labels: ['production'] });
  });

  it('by the name of one listed profile is kept by ACCOUNT/ROLE, which no other name takes away', async () => {
    const given = await on.window('addLabel', { label: 'mine', pattern: admin, profile: true });
    expect(given).toMatchObject({ pattern: `${account}/Admin`, profiles: 1 });
  });
});
