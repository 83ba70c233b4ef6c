import { readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../src-main/core/errors.ts';
import { roleStep } from '../../src-main/core/roles/roleStep.ts';
import { organisation, roleArn, samlProviderArn, type Organisation, type Role } from '../aws/organisation.ts';
import { partitions, type Partition } from '../aws/partition.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { companySaml } from '../aws/support/federatedOrganisation.ts';
import { samlPlanFor } from '../aws/support/samlPlanFor.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { startConnectProxy, type ConnectProxy } from '../support/connectProxy.ts';
import { createPrivateAuthority, type PrivateAuthority } from '../support/privateAuthority.ts';

/** Two accounts of each partition: people come into the first by SAML and go on to the second. */
const accounts: Readonly<Record<Partition, readonly [string, string]>> = {
  aws: ['100000000001', '100000000002'],
  'aws-us-gov': ['200000000001', '200000000002'],
  'aws-cn': ['300000000001', '300000000002'],
};
const suffixes = { aws: 'amazonaws.com', 'aws-us-gov': 'amazonaws.com', 'aws-cn': 'amazonaws.com.cn' };
/** Where AWS is asked when nobody names a region of the partition, and one that somebody may name. */
const regions = {
  aws: ['us-east-1', 'eu-west-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
} as const;

const provider = (partition: Partition) => ({
  ...companySaml,
  ...{ partition, accountId: accounts[partition][0], name: 'Company' },
});
const staffOf = (partition: Partition): Role => ({
  ...{ partition, accountId: accounts[partition][0], name: 'Staff', path: '/company/' },
  trust: { principals: [], federated: { provider: samlProviderArn(provider(partition)) } },
});
const opsOf = (partition: Partition): Role => ({
  ...{ partition, accountId: accounts[partition][1], name: 'Ops', path: '/team/' },
  trust: { principals: [`arn:${partition}:iam::${accounts[partition][0]}:root`] },
});

function organisationOf(partition: Partition): Organisation {
  return organisation({
    startUrl: `https://${partition}.awsapps.com/start`,
    region: regions[partition][0],
    accounts: accounts[partition].map((id) => ({ id })),
    ...{ permissionSets: [], people: ['ada@example.com'], assignments: [] },
    roles: [staffOf(partition), opsOf(partition)],
    samlProviders: [provider(partition)],
  });
}

let authority: PrivateAuthority;
let aws: Aws;
let proxy: ConnectProxy;
let at: AppOnAws;

const all = ['aws', 'aws-us-gov', 'aws-cn'] as const;

beforeAll(async () => {
  authority = await createPrivateAuthority();
  const hosts = all.flatMap((of) =>
    regions[of].flatMap((region) => [
      `DNS:sts.${region}.${suffixes[of]}`,
      `DNS:${region}.${partitions[of].signInHost}`,
    ]),
  );
  const tls = authority.issue(
    ...hosts,
    ...all.map((of) => `DNS:${partitions[of].signInHost}`),
    'IP:127.0.0.1',
  );
  aws = await startAws({ tls, organisations: all.map(organisationOf) });
  proxy = await startConnectProxy(Number(new URL(aws.url).port));
});
afterAll(async () => {
  await proxy.close();
  await aws.close();
  await rm(authority.folder, { recursive: true });
});

/** The App asks AWS's own hosts, as without any endpoints; the proxy knows which. */
async function start(region: string | null): Promise<void> {
  const endpoints = { ssoOidc: null, sso: null, sts: null, iam: null, signin: null };
  const network = { endpoints, proxy: proxy.url, caBundle: authority.bundle };
  at = await createAppOnAws(aws, { network, settings: { region } });
  proxy.targets.length = 0;
  const source = { kind: 'saml', name: 'company', region: 'eu-west-1', from: { kind: 'pasted' } } as const;
  await at.app.addSource({ source }, quietly);
}

async function signIn(partition: Partition): Promise<void> {
  const { recipient = '', audience = '' } = samlPlanFor(partition);
  const pairs = all.map((of) => [roleArn(staffOf(of)), samlProviderArn(provider(of))] as const);
  const claims = { now: aws.clock.now(), subject: 'ada', roles: pairs, sessionName: 'ada' };
  const assertion = companySaml.respond({ ...claims, recipient, audience });
  await at.app.presentAssertion({ source: 'company', assertion }, quietly);
}

const staff = (partition: Partition): string => `company.${accounts[partition][0]}.Staff`;
const stepTo = (role: Role, more: object = {}) => roleStep.parse({ roleArn: roleArn(role), ...more });
const hostsAsked = (): string[] => [...new Set(proxy.targets.map((target) => target.replace(/:443$/, '')))];
const addOps = (partition: Partition, more: object = {}) =>
  at.app.addProfile(
    { name: 'ops', from: staff(partition), steps: [stepTo(opsOf(partition), more)], region: null },
    quietly,
  );

describe.each(all)('in the partition %s', (partition) => {
  beforeEach(async () => {
    await start(null);
    await signIn(partition);
    return () => at.remove();
  });
  const [usual, named] = regions[partition];
  // The source's own region, which is of the partition aws.
  const asked = partition === 'aws' ? 'eu-west-1' : usual;

  it('a role and a chain from it are asked of its own STS', async () => {
    await addOps(partition);
    const { works, links } = await at.app.testProfile({ profile: 'ops' }, quietly);
    expect(works).toBe(true);
    expect(links.map(({ arn }) => arn)).toEqual([
      `arn:${partition}:sts::${accounts[partition][0]}:assumed-role/Staff/ada`,
      `arn:${partition}:sts::${accounts[partition][1]}:assumed-role/Ops/ada`,
    ]);
    const own = hostsAsked().every((host) => partitionOfHost(host) === partition);
    expect([hostsAsked(), own]).toEqual([expect.any(Array), true]);
    expect(hostsAsked()).toContain(`sts.${asked}.${suffixes[partition]}`);
  });

  it('keys are for a region of it, and so is the console', async () => {
    expect(await at.app.credentials({ profile: staff(partition) }, quietly)).toMatchObject({ region: asked });
    const { link } = await at.app.consoleLink({ profile: staff(partition) }, quietly);
    const { hostname, searchParams } = new URL(link);
    expect(hostname.endsWith(partitions[partition].signInHost)).toBe(true);
    const destination = new URL(searchParams.get('Destination') ?? '');
    expect(destination.hostname.endsWith(partitions[partition].consoleHost)).toBe(true);
    // A page for all regions is where the partition's console is at home, and so is its sign-in.
    const iam = await at.app.consoleLink(
      { profile: staff(partition), region: named, service: 'iam' },
      quietly,
    );
    expect(new URL(iam.link).hostname).toBe(partitions[partition].signInHost);
    const elsewhere = partition === 'aws' ? 'us-gov-west-1' : 'us-east-1';
    await expect(
      at.app.consoleLink({ profile: staff(partition), region: elsewhere }, quietly),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('the settings’ region counts when it is one of the partition’s, and no other does', async () => {
    at.changeSettings((now) => ({ ...now, region: named }));
    expect(await at.app.credentials({ profile: staff(partition) }, quietly)).toMatchObject({ region: named });
    const foreign = partition === 'aws' ? 'cn-north-1' : 'eu-central-1';
    at.changeSettings((now) => ({ ...now, region: foreign }));
    proxy.targets.length = 0;
    await addOps(partition);
    expect(await at.app.credentials({ profile: 'ops' }, quietly)).toMatchObject({ region: asked });
    expect(hostsAsked()).toEqual([`sts.${usual}.${suffixes[partition]}`]);
  });

  it('keys are delivered with a region of it', async () => {
    await at.app.startProfile({ profile: staff(partition), delivery: 'keys' }, quietly);
    const written = [at.awsFiles.config, at.awsFiles.credentials].map((path) =>
      readFile(path, 'utf8').catch(() => ''),
    );
    expect((await Promise.all(written)).join('\n')).toContain(`region = ${asked}`);
  });

  it('a session policy is one of the role’s partition', async () => {
    const policyArns = [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`];
    await addOps(partition, { policyArns });
    await at.app.credentials({ profile: 'ops' }, quietly);
    const other = partition === 'aws' ? 'aws-cn' : 'aws';
    const foreign = { policyArns: [`arn:${other}:iam::aws:policy/ReadOnlyAccess`] };
    expect(() => stepTo(opsOf(partition), foreign)).toThrow(/of the role’s account, or AWS’s own/);
  });
});

describe('one partition’s keys in another', () => {
  beforeEach(async () => {
    await start(null);
    await signIn('aws');
    return () => at.remove();
  });

  it.each([
    ['a SAML role', () => staff('aws')],
    ['a source itself', () => 'company'],
  ])('are refused from %s before AWS is asked', async (_what, from) => {
    proxy.targets.length = 0;
    const first = from() === 'company' ? [stepTo(staffOf('aws'))] : [];
    const steps = [...first, stepTo(opsOf('aws-us-gov'))];
    const refused: unknown = await at.app
      .addProfile({ name: 'mixed', from: from(), steps, region: null }, quietly)
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'bad-input' });
    expect((refused as AppError).message).toMatch(/aws.*aws-us-gov/);
    expect(proxy.targets).toEqual([]);
  });

  it('are refused from one role to the next', async () => {
    const steps = [stepTo(opsOf('aws')), stepTo(opsOf('aws-cn'))];
    await expect(
      at.app.addProfile({ name: 'mixed', from: staff('aws'), steps, region: null }, quietly),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('are not got with an assertion for another partition, and AWS’s words say so', async () => {
    const { links } = await at.app.testProfile({ profile: staff('aws-cn') }, quietly);
    expect(links).toMatchObject([
      { state: 'failed', denial: { whatAwsSaid: expect.stringContaining('AWS') as string } },
    ]);
  });
});

function partitionOfHost(host: string): Partition | undefined {
  const [, region = ''] = /^sts\.([\w-]+)\.amazonaws\.com(?:\.cn)?$/.exec(host) ?? [];
  return all.find((of) => partitions[of].regions.test(region));
}
