import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentPaths } from '../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../src-main/agent/client.ts';
import type { RequestRecord } from '../aws/awsRequest.ts';
import { largeOrganisation } from '../aws/largeOrganisation.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { createTestHome, type TestHome } from '../support/testHome.ts';

interface Synced {
  readonly profiles: number;
  readonly added: readonly { readonly name: string }[];
  readonly removed: readonly { readonly name: string }[];
  readonly failed: readonly { readonly accountId: string; readonly message: string }[];
}

const person = 'ada@example.com';

async function sync(home: TestHome): Promise<Synced> {
  const { code, value } = await home.json(['sync']);
  expect(code).toBe(0);
  return value as Synced;
}

/** Portal calls from the request with that number on. */
function portalCalls(aws: Aws, since: number): readonly RequestRecord[] {
  return aws.requests.slice(since).filter(({ service }) => service === 'portal');
}

/** Comes back with the time (epoch milliseconds) at which the agent first shows rows. */
async function firstRows(home: TestHome): Promise<number> {
  const paths = agentPaths({ ...home.environment });
  for (;;) {
    const { profiles } = await callAgent(paths, 'listProfiles', {});
    if (profiles.length > 0) return Date.now();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

interface Measured {
  readonly result: Synced;
  readonly seconds: number;
  readonly calls: readonly RequestRecord[];
  readonly refused: number;
}

async function measure(aws: Aws, home: TestHome): Promise<Measured> {
  const since = aws.requests.length;
  const began = Date.now();
  const result = await sync(home);
  const seconds = (Date.now() - began) / 1000;
  const calls = portalCalls(aws, since);
  return { result, seconds, calls, refused: calls.filter(({ status }) => status === 429).length };
}

/** Seconds that a sync of so many calls may take. */
const bound = ({ calls }: Measured): number => 1.25 * (calls.length / 20);
const holds = (measured: Measured): boolean =>
  measured.seconds < bound(measured) && measured.refused < 0.05 * measured.calls.length;
const figures = (measured: Measured): string =>
  `${measured.seconds.toFixed(1)} s for ${measured.calls.length} calls (bound ${bound(measured).toFixed(1)} s), ${measured.refused} refused`;

describe('a sync of 500 accounts with 4 roles each, AWS 50 ms away and taking 20 calls a second', () => {
  let aws: Aws;
  let home: TestHome;
  let broken: string;
  let first: Measured;
  let shownAt: number;
  let listedMeanwhile: number;
  let overWhenListed: boolean;

  beforeAll(async () => {
    aws = await startAws({ organisations: [largeOrganisation(500, 4)] });
    home = await createTestHome({ aws });
    await home.signIn(aws, person);
    broken = aws.organisation.accounts[250]!.id;
    aws.faults.latency(50);
    aws.faults.next(`ListAccountRoles ${broken}`, 'server-error', Infinity);
    let over = false;
    const measured = measure(aws, home).finally(() => (over = true));
    shownAt = await firstRows(home);
    const { value } = await home.json(['list']);
    overWhenListed = over;
    listedMeanwhile = (value as { profiles: readonly unknown[] }).profiles.length;
    first = await measured;
  }, 150_000);
  afterAll(async () => {
    await home.dispose();
    await aws.close();
  });

  it('takes at most 1.25 times what 20 calls a second allow, and fewer than 5 % of the calls are refused', async () => {
    const tries = [first];
    // On a busy machine timers are late, calls bunch, and the stand-in, which grants no burst, refuses them: then the
    // best of three counts.
    while (!tries.some(holds) && tries.length < 3) tries.push(await measure(aws, home));
    expect(tries.some(holds), tries.map(figures).join('; ')).toBe(true);
  }, 180_000);

  it('shows the first rows within a second, while it goes on', () => {
    const [began] = first.calls;
    expect(began?.operation).toBe('ListAccounts');
    expect(shownAt - began!.at).toBeLessThan(1000);
    expect(overWhenListed).toBe(false);
    expect(listedMeanwhile).toBeGreaterThan(0);
    expect(listedMeanwhile).toBeLessThan(499 * 4);
  });

  it('names the account that fails and lists the other 499', () => {
    const { result } = first;
    expect(result.failed.map(({ accountId }) => accountId)).toEqual([broken]);
    expect(result.failed[0]?.message).toMatch(/^AWS failed with status 500/);
    expect(result).toMatchObject({ profiles: 499 * 4, removed: [] });
    expect(result.added).toHaveLength(499 * 4);
  });

  it('starts a known profile without a listing', async () => {
    const before = aws.requests.length;
    const { code, stdout } = await home.latchkey(['start', 'team-3-account-4.Role2']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'team-3-account-4.Role2\n' });
    expect(portalCalls(aws, before).map(({ operation }) => operation)).toEqual(['GetRoleCredentials']);
  });
});

describe('a list that changes', () => {
  let aws: Aws;
  let home: TestHome;

  beforeAll(async () => {
    aws = await startAws({ organisations: [largeOrganisation(6, 2)] });
    home = await createTestHome({ aws });
    await home.signIn(aws, person);
  });
  afterAll(async () => {
    await home.dispose();
    await aws.close();
  });

  it('starts an account id with a role that no list has, without a listing', async () => {
    const before = aws.requests.length;
    const { code } = await home.latchkey([
      'start',
      `${aws.organisation.accounts[5]!.id}/Role1`,
      '--as',
      'early',
    ]);
    expect(code).toBe(0);
    expect(portalCalls(aws, before).map(({ operation }) => operation)).toEqual(['GetRoleCredentials']);
  });

  it('says at the next sync what was added and what was removed', async () => {
    const { organisation } = aws;
    const [left, changed] = organisation.accounts;
    for (const role of ['Role1', 'Role2']) organisation.unassign(person, left!.id, role);
    organisation.unassign(person, changed!.id, 'Role2');
    await sync(home);
    organisation.assign(person, left!.id, 'Role1');
    organisation.unassign(person, changed!.id, 'Role1');
    organisation.assign(person, changed!.id, 'Role2');
    const { stdout, stderr } = await home.latchkey(['sync']);
    expect(stdout.trimEnd().split('\n').sort()).toEqual([
      '+ team-0-account-0.Role1',
      '+ team-0-account-1.Role2',
      '- team-0-account-1.Role1',
    ]);
    expect(stderr).toContain('10 profiles: 2 added, 1 removed.');
  });
});
