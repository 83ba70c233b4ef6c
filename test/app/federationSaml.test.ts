import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { roleStep } from '../../src-main/core/roles/roleStep.ts';
import { honestPlan } from '../aws/identityProviders/samlSitePlan.ts';
import { samlPlanFor } from '../aws/support/samlPlanFor.ts';
import { account, otherAccount, roleArnOf } from '../aws/support/smallOrganisation.ts';
import { govAccount, startFederation, type Federation } from '../aws/support/startFederation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { canariesOf } from '../support/canaries.ts';
import { until } from '../support/until.ts';

let company: Federation;
let at: AppOnAws;
let offered: Federation['saml']['plan']['roles'];

beforeAll(async () => {
  company = await startFederation();
  offered = company.saml.plan.roles;
});
afterAll(() => company.close());
beforeEach(async () => {
  Object.assign(company.saml.plan, honestPlan(offered));
  at = await createAppOnAws(company.aws);
  await addSource({ kind: 'pasted' });
  return () => at.remove();
});

type From =
  | { readonly kind: 'pasted' }
  | { readonly kind: 'page'; readonly url: string }
  | { readonly kind: 'command'; readonly command: string[] };
const addSource = (from: From, name = 'company') =>
  at.app.addSource({ source: { kind: 'saml', name, region: 'eu-west-1', from } }, quietly);
const present = (assertion = company.saml.assertionFor()) =>
  at.app.presentAssertion({ source: 'company', assertion }, quietly);
const keysOf = (profile: string) => at.app.credentials({ profile }, quietly);
const lifeOf = async (profile: string): Promise<number> => {
  const { expiration } = await keysOf(profile);
  return Math.round((Date.parse(expiration) - company.aws.clock.now()) / 1000);
};
const staff = (accountId: string): string => `company.${accountId}.Staff`;
const asked = () => company.aws.calls('AssumeRoleWithSAML');

describe('a SAML response', () => {
  it('lists the roles of all its accounts, which stay when it has ended and after a restart', async () => {
    const signedIn = await present();
    expect(signedIn).toMatchObject({ source: 'company', signedInAs: 'ada@example.com' });
    expect(signedIn.roles.map(({ accountId, roleName }) => [accountId, roleName])).toEqual(
      [account, otherAccount, govAccount].map((id) => [id, 'Staff']),
    );
    const rows = async (app: AppOnAws['app']) =>
      (await app.snapshot({ rowsVersion: null }, quietly)).rows?.map(({ id, name, kind, origin }) => [
        id,
        name,
        kind,
        origin,
      ]);
    const listed = signedIn.roles.map(({ profileId, accountId }) => [
      ...[profileId, staff(accountId)],
      ...['saml', 'company'],
    ]);
    expect(await rows(at.app)).toEqual(expect.arrayContaining(listed));
    company.aws.clock.advance(301_000);
    expect(await rows(at.restarted())).toEqual(expect.arrayContaining(listed));
    const { sources } = await at.restarted().listSources({}, quietly);
    expect(sources).toMatchObject([{ state: 'signed-out', signedInAs: null, roles: 3 }]);
  });

  it('opens each role in its own account, and is sent once for each', async () => {
    await present();
    const before = asked();
    for (const id of [account, otherAccount, account]) {
      expect(await keysOf(staff(id))).toMatchObject({ accountId: id, roleName: 'Staff' });
    }
    expect(asked() - before).toBe(2);
    const { accessKeyId, secretAccessKey, sessionToken } = await keysOf(staff(otherAccount));
    const own = { accessKeyId, secretAccessKey, sessionToken, region: 'eu-west-1' };
    expect((await at.app.checkIdentity(own, quietly)).arn).toBe(
      `arn:aws:sts::${otherAccount}:assumed-role/Staff/ada@example.com`,
    );
  });

  it('decides how long its sessions live, which is an hour where it says nothing', async () => {
    await present();
    expect(await lifeOf(staff(account))).toBeCloseTo(3600, -1);
    company.saml.plan.sessionDuration = '28800';
    await present();
    expect(await lifeOf(staff(account))).toBeCloseTo(28_800, -1);
  });

  it('may ask for longer than the role allows, and then AWS’s no comes with what every role gives', async () => {
    const provider = offered[1]?.[1] ?? '';
    company.aws.organisations[0]?.roles.forEach((role) => {
      if (role.name === 'Ops') Object.assign(role.trust, { federated: { provider } });
    });
    const ops = roleArnOf('Ops', '/team/');
    company.saml.plan.roles = [[ops, provider]];
    company.saml.plan.sessionDuration = '28800';
    await present();
    const profile = `company.${otherAccount}.Ops`;
    const { links } = await at.app.testProfile({ profile }, quietly);
    expect(links[0]).toMatchObject({
      state: 'failed',
      denial: { causes: [{ kind: 'session-too-long' }], fix: { durationSeconds: 3600 } },
    });
    const shorter = [roleStep.parse({ roleArn: ops, durationSeconds: 3600 })];
    await at.app.addProfile({ name: 'ops', from: 'company', steps: shorter, region: null }, quietly);
    expect(await lifeOf('ops')).toBeCloseTo(3600, -1);
  });

  it('begins a chain, of which AWS gives an hour however long the session before it lives', async () => {
    company.saml.plan.sessionDuration = '43200';
    await present();
    const steps = [roleStep.parse({ roleArn: roleArnOf('Ops', '/team/') })];
    await at.app.addProfile({ name: 'ops', from: staff(account), steps, region: null }, quietly);
    const { profile } = await at.app.showProfile({ profile: 'ops' }, quietly);
    expect(profile.chain.map(({ call, chained, limits }) => [call, chained, limits?.longest])).toEqual([
      ['AssumeRoleWithSAML', false, 43_200],
      ['AssumeRole', true, 3600],
    ]);
    expect(await lifeOf('ops')).toBeCloseTo(3600, -1);
    const [first] = offered[0] ?? [];
    const longer = [{ roleArn: first }, { ...steps[0], durationSeconds: 3601 }].map((one) =>
      roleStep.parse(one),
    );
    await expect(at.app.changeProfile({ profile: 'ops', steps: longer }, quietly)).rejects.toMatchObject({
      code: 'bad-input',
    });
    const { works } = await at.app.testProfile({ profile: 'ops' }, quietly);
    expect(works).toBe(true);
  });

  it('opens the console for as long as asked, not from a role after it', async () => {
    await present();
    const steps = [roleStep.parse({ roleArn: roleArnOf('Ops', '/team/') })];
    await at.app.addProfile({ name: 'ops', from: staff(account), steps, region: null }, quietly);
    const opened = await at.app.consoleLink({ profile: staff(account), durationSeconds: 7200 }, quietly);
    expect((Date.parse(opened.endsAt ?? '') - company.aws.clock.now()) / 1000).toBeCloseTo(7200, -1);
    await expect(
      at.app.consoleLink({ profile: 'ops', durationSeconds: 7200 }, quietly),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('that has ended is not sent: the person signs in, and the keys it gave go on to their end', async () => {
    await present();
    await keysOf(staff(account));
    company.aws.clock.advance(300_000);
    const before = asked();
    await keysOf(staff(account));
    await expect(keysOf(staff(otherAccount))).rejects.toMatchObject({
      code: 'sign-in-needed',
      retry: 'after-sign-in',
      hint: 'Sign in with: latchkey login company',
    });
    expect(asked()).toBe(before);
  });

  it('of another person takes the place of the first one’s keys', async () => {
    await present();
    const first = await keysOf(staff(account));
    const [, grace] = company.saml.people;
    await present(company.saml.assertionFor(grace));
    const second = await keysOf(staff(account));
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    const { sources } = await at.app.listSources({}, quietly);
    expect(sources).toMatchObject([{ state: 'signed-in', signedInAs: 'grace@example.com' }]);
  });

  it('of another person takes the first one’s keys out of the files; the same person’s stay', async () => {
    const kept = () => readFile(at.awsFiles.credentials, 'utf8');
    await present();
    const steps = [roleStep.parse({ roleArn: roleArnOf('Ops', '/team/') })];
    await at.app.addProfile({ name: 'ops', from: staff(account), steps, region: null }, quietly);
    for (const profile of [staff(account), 'ops']) {
      await at.app.startProfile({ profile, delivery: 'keys' }, quietly);
    }
    await present();
    expect((await kept()).match(/aws_secret_access_key/g)).toHaveLength(2);
    company.aws.clock.advance(301_000);
    company.saml.plan.roles = offered.slice(1);
    await present(company.saml.assertionFor(company.saml.people[1]));
    expect(await kept()).not.toContain('aws_secret_access_key');
  });

  it('offers roles that it leaves out later no more', async () => {
    await present();
    company.saml.plan.roles = offered.slice(0, 1);
    await present();
    await expect(keysOf(staff(otherAccount))).rejects.toMatchObject({ code: 'no-such-profile' });
    const steps = [roleStep.parse({ roleArn: offered[1]?.[0] })];
    await at.app.addProfile({ name: 'kept', from: 'company', steps, region: null }, quietly);
    await expect(keysOf('kept')).rejects.toMatchObject({ code: 'denied' });
  });
});

describe('a SAML source', () => {
  it('with a program is asked when keys are needed, once for all who wait, and again when it is over', async () => {
    const runs = join(at.folder, 'runs');
    const response = join(at.folder, 'response');
    const script = 'echo >>"$1"; cat "$2"';
    await addSource({ kind: 'command', command: ['sh', '-c', script, 'sh', runs, response] }, 'broker');
    const lines = /.{1,76}/g;
    const write = () =>
      writeFile(response, company.saml.assertionFor().match(lines)?.join('\n').concat('\n') ?? '');
    await write();
    const { roles } = await at.app.signInSource({ source: 'broker' }, quietly);
    expect(roles).toHaveLength(3);
    company.aws.clock.advance(301_000);
    await write();
    const count = async () => (await readFile(runs, 'utf8')).length;
    const before = await count();
    await Promise.all([account, otherAccount].map((id) => keysOf(`broker.${id}.Staff`)));
    expect((await count()) - before).toBe(1);
  });

  it.each([
    ['is signed out of', async () => undefined],
    [
      'is removed and added again',
      async (add: () => Promise<unknown>) => {
        await at.app.removeSource({ name: 'broker' }, quietly);
        await add();
      },
    ],
  ])('that %s while its program runs is not signed in by it', async (_what, goOn) => {
    const [response, started, end] = [
      join(at.folder, 'response'),
      join(at.folder, 'started'),
      join(at.folder, 'end'),
    ];
    const script = 'echo >>"$2"; until [ -e "$3" ]; do sleep 0.02; done; cat "$1"';
    const command = ['sh', '-c', script, 'sh', response, started, end];
    const add = () => addSource({ kind: 'command', command }, 'broker');
    await add();
    await writeFile(end, '');
    await writeFile(response, company.saml.assertionFor());
    await at.app.signInSource({ source: 'broker' }, quietly);
    company.aws.clock.advance(301_000);
    await writeFile(response, company.saml.assertionFor());
    await Promise.all([rm(end), rm(started)]);
    const keys = keysOf(`broker.${account}.Staff`).catch((error: unknown) => error);
    await until(() => readFile(started));
    await at.app.signOutSource({ source: 'broker' }, quietly);
    await goOn(add);
    await writeFile(end, '');
    expect(await keys).toMatchObject({ code: 'sign-in-cancelled' });
    const { sources } = await at.app.listSources({}, quietly);
    expect(sources.find(({ name }) => name === 'broker')).toMatchObject({ signedInAs: null });
  });

  it('whose program answers with another person gives nobody the keys of the one before', async () => {
    const response = join(at.folder, 'response');
    await addSource({ kind: 'command', command: ['cat', response] }, 'broker');
    const [ada, grace] = company.saml.people;
    await writeFile(response, company.saml.assertionFor(ada));
    await at.app.signInSource({ source: 'broker' }, quietly);
    const profile = `broker.${account}.Staff`;
    await at.app.startProfile({ profile, delivery: 'keys' }, quietly);
    const before = await keysOf(profile);
    company.aws.clock.advance(301_000);
    await writeFile(response, company.saml.assertionFor(grace));
    // Whoever waits began as the person before.
    await keysOf(`broker.${otherAccount}.Staff`).catch(() => undefined);
    expect((await keysOf(profile)).accessKeyId).not.toBe(before.accessKeyId);
    expect(await readFile(at.awsFiles.credentials, 'utf8')).not.toContain(before.accessKeyId);
  });

  it('whose program fails says so without a word of what it printed', async () => {
    const command = ['sh', '-c', 'echo broken-output-of-the-program; exit 3'];
    await addSource({ kind: 'command', command }, 'broker');
    const failed = at.app.signInSource({ source: 'broker' }, quietly);
    await expect(failed).rejects.toMatchObject({ code: 'federation-refused' });
    await expect(failed).rejects.not.toThrow(/broken-output/);
  });

  it.each(['pasted', 'page'] as const)(
    'of a %s is nothing that a command signs in by itself',
    async (kind) => {
      await addSource(kind === 'page' ? { kind, url: company.saml.signInUrl } : { kind }, 'other');
      await expect(at.app.signInSource({ source: 'other' }, quietly)).rejects.toMatchObject({
        code: 'sign-in-needed',
      });
    },
  );

  it('takes its roles, its sign-in and its pins with it', async () => {
    await present();
    await keysOf(staff(account));
    await at.app.removeSource({ name: 'company' }, quietly);
    await expect(keysOf(staff(account))).rejects.toMatchObject({ code: 'no-such-profile' });
    await addSource({ kind: 'pasted' });
    await expect(keysOf(staff(account))).rejects.toMatchObject({ code: 'no-such-profile' });
    await expect(at.app.acceptProvider({ source: 'company', accepts: [] }, quietly)).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('signs two companies in at once and forgets the roles of neither', async () => {
    await addSource({ kind: 'pasted' }, 'partner');
    const assertion = company.saml.assertionFor();
    await Promise.all(
      ['company', 'partner'].map((source) => at.app.presentAssertion({ source, assertion }, quietly)),
    );
    const { sources } = await at.restarted().listSources({}, quietly);
    expect(sources.map(({ roles }) => roles)).toEqual([3, 3]);
  });
});

it('a SAML response stays out of files, settings, log, state and messages', async () => {
  const assertion = company.saml.assertionFor();
  await present(assertion);
  const gov = { ...company.saml.plan, ...samlPlanFor('aws-us-gov') };
  Object.assign(company.saml.plan, gov);
  const wrong = company.saml.assertionFor();
  await present(wrong);
  const failed: unknown = await keysOf(staff(account)).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 'denied' });
  const canaries = canariesOf([assertion, wrong].map((value) => ({ kind: 'assertion', value })));
  expect(canaries.inText('itself', assertion)).not.toEqual([]);
  const { message, hint, details, cause } = failed as Error & { hint: string; details: string[] };
  const told = [message, hint, ...details, String(cause), JSON.stringify(cause)];
  const seen = JSON.stringify([
    ...[at.settings(), at.logged, told],
    ...[await at.app.snapshot({ rowsVersion: null }, quietly), await at.app.listSources({}, quietly)],
  ]);
  expect(canaries.inText('what is seen', seen)).toEqual([]);
  expect(canaries.inFiles(at.folder)).toEqual([]);
});
