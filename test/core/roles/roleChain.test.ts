import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/core/errors.ts';
import { roleChain, type ChainProfile, type ChainSource } from '../../../src-main/core/roles/roleChain.ts';
import { roleStep, type RoleStep } from '../../../src-main/core/roles/roleStep.ts';
import { fc } from '../../support/fc.ts';

interface Source extends ChainSource {
  readonly name: string;
}
type Profiles = Record<string, ChainProfile<Source>>;

const keys: Source = { name: 'keys', temporary: false };
const signIn: Source = { name: 'sign-in', temporary: true };

function step(roleName: string, partition = 'aws'): RoleStep {
  return roleStep.parse({ roleArn: `arn:${partition}:iam::123456789012:role/${roleName}` });
}

function resolved(name: string, profiles: Profiles) {
  const { source, steps } = roleChain(name, new Map(Object.entries(profiles)));
  return {
    source,
    steps: steps.map((one) => [one.profile, one.step.roleArn.replace(/.*\//, ''), one.chained]),
  };
}

function refusal(name: string, profiles: ReadonlyMap<string, ChainProfile<Source>>): AppError | undefined {
  try {
    roleChain(name, profiles);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

describe('a role chain', () => {
  it('goes from the source through the parents’ roles to the profile’s own', () => {
    const profiles: Profiles = {
      base: { from: { source: keys }, steps: [step('Hub')] },
      middle: { from: { parent: 'base' }, steps: [step('Jump'), step('Audit')] },
      alias: { from: { parent: 'middle' }, steps: [] },
      end: { from: { parent: 'alias' }, steps: [step('Read')] },
    };
    expect(resolved('end', profiles)).toEqual({
      source: keys,
      steps: [
        ['base', 'Hub', false],
        ['middle', 'Jump', true],
        ['middle', 'Audit', true],
        ['end', 'Read', true],
      ],
    });
  });

  it('is chained from its first role where the source itself is temporary', () => {
    const profiles: Profiles = { one: { from: { source: signIn }, steps: [step('Ops')] } };
    expect(resolved('one', profiles).steps).toEqual([['one', 'Ops', true]]);
  });

  it('may have no role at all', () => {
    expect(resolved('one', { one: { from: { source: signIn }, steps: [] } })).toEqual({
      source: signIn,
      steps: [],
    });
  });

  it('names the loop, and not the profiles that lead to it', () => {
    const profiles: Profiles = {
      start: { from: { parent: 'a' }, steps: [] },
      a: { from: { parent: 'b' }, steps: [step('A')] },
      b: { from: { parent: 'a' }, steps: [] },
      self: { from: { parent: 'self' }, steps: [] },
    };
    const of = (name: string) => refusal(name, new Map(Object.entries(profiles)))?.message;
    expect(of('a')).toBe('“a” never reaches a source: its profiles go round in a -> b -> a.');
    expect(of('start')).toBe('“start” never reaches a source: its profiles go round in a -> b -> a.');
    expect(of('self')).toBe('“self” never reaches a source: its profiles go round in self -> self.');
  });

  it('names the parent that is missing, and who wants it', () => {
    const profiles = new Map<string, ChainProfile<Source>>([['a', { from: { parent: 'gone' }, steps: [] }]]);
    expect(refusal('a', profiles)).toMatchObject({
      code: 'no-such-profile',
      message: '“a” starts from “gone”, and there is no such profile.',
    });
    expect(refusal('b', profiles)).toMatchObject({
      code: 'no-such-profile',
      message: 'There is no profile “b”.',
    });
  });

  it('takes at most 20 roles', () => {
    const of = (count: number): Profiles => ({
      parent: { from: { source: keys }, steps: [step('First')] },
      one: { from: { parent: 'parent' }, steps: Array.from({ length: count - 1 }, () => step('Ops')) },
    });
    expect(resolved('one', of(20)).steps).toHaveLength(20);
    expect(() => resolved('one', of(21))).toThrow(
      '“one” takes 21 roles one after the other; at most 20 are taken.',
    );
  });

  it('stays in one partition', () => {
    const of = (partition: string): Profiles => ({
      hub: { from: { source: keys }, steps: [step('Hub', 'aws-cn')] },
      one: { from: { parent: 'hub' }, steps: [step('Ops', partition)] },
    });
    expect(resolved('one', of('aws-cn')).steps).toHaveLength(2);
    expect(() => resolved('one', of('aws'))).toThrow('from one partition of AWS to another (aws-cn, aws)');
  });

  it('takes a hundred thousand parents without roles', () => {
    const profiles = new Map<string, ChainProfile<Source>>([
      ['p0', { from: { source: keys }, steps: [step('Ops')] }],
    ]);
    for (let n = 1; n <= 100_000; n++) profiles.set(`p${n}`, { from: { parent: `p${n - 1}` }, steps: [] });
    expect(roleChain('p100000', profiles).steps).toHaveLength(1);
  });
});

/** A graph as plain numbers: the parent of each profile, or null for a source; an index of nobody is a missing one. */
interface Graph {
  readonly parents: readonly (number | null)[];
  readonly roles: readonly number[];
}

const stepsByName = new Map(
  Array.from({ length: 16 * 6 }, (_, n) => [
    `p${Math.floor(n / 6)}.${n % 6}`,
    step(`p${Math.floor(n / 6)}.${n % 6}`),
  ]),
);

function profilesOf({ parents, roles }: Graph): ReadonlyMap<string, ChainProfile<Source>> {
  return new Map(
    parents.map((parent, n) => [
      `p${n}`,
      {
        from:
          parent === null ? { source: { name: `s${n}`, temporary: n % 2 === 0 } } : { parent: `p${parent}` },
        steps: Array.from({ length: roles[n]! }, (_, k) => stepsByName.get(`p${n}.${k}`)!),
      },
    ]),
  );
}

/**
 * Who is k parents up, by hopping k times and remembering nothing: after as many hops as there are profiles, whoever
 * still stands on one stands on a loop.
 */
function up(parents: Graph['parents'], from: number, hops: number): number | null | undefined {
  let at: number | null | undefined = from;
  for (let hop = 0; hop < hops && typeof at === 'number'; hop++) at = parents[at];
  return at;
}

function check(graph: Graph, start: number): 'resolved' | 'loop' | 'missing' | 'deep' {
  const { parents, roles } = graph;
  const size = parents.length;
  const profiles = profilesOf(graph);
  const end = up(parents, start, size + 1);
  if (typeof end === 'number') {
    const round = new Set(parents.map((_, k) => up(parents, end, k)));
    const named =
      /go round in (.+)\.$/.exec(refusal(`p${start}`, profiles)?.message ?? '')?.[1]?.split(' -> ') ?? [];
    const numbers = named.map((name) => Number(name.slice(1)));
    expect(numbers[0]).toBe(numbers.at(-1));
    expect(new Set(numbers)).toEqual(round);
    expect(numbers).toHaveLength(round.size + 1);
    for (const [k, number] of numbers.slice(1).entries()) expect(parents[numbers[k]!]).toBe(number);
    return 'loop';
  }
  const line = parents.map((_, k) => up(parents, start, k)).filter((at) => typeof at === 'number');
  if (end === undefined) {
    const last = line.findLast((at) => at < size)!;
    expect(refusal(`p${start}`, profiles)?.message).toBe(
      `“p${last}” starts from “p${parents[last]}”, and there is no such profile.`,
    );
    return 'missing';
  }
  const expected = line
    .toReversed()
    .flatMap((n) => Array.from({ length: roles[n]! }, (_, k) => `p${n}.${k}`));
  if (expected.length > 20) {
    expect(refusal(`p${start}`, profiles)?.message).toContain(`takes ${expected.length} roles`);
    return 'deep';
  }
  const { source, steps } = roleChain(`p${start}`, profiles);
  expect(source.name).toBe(`s${line.at(-1)}`);
  expect(steps.map((one) => one.step)).toEqual(expected.map((name) => stepsByName.get(name)));
  expect(steps.map((one) => one.profile)).toEqual(expected.map((name) => name.split('.')[0]));
  expect(steps.filter((one) => !one.chained)).toEqual(source.temporary ? [] : steps.slice(0, 1));
  return 'resolved';
}

describe('10,000 generated profile graphs', () => {
  it('resolve, or name their loop or their missing parent', { timeout: 120_000 }, () => {
    const anyGraph = fc
      .record({
        size: fc.integer({ min: 1, max: 16 }),
        tame: fc.boolean(),
        seed: fc.infiniteStream(fc.nat(999)),
      })
      .map(({ size, tame, seed }): Graph => {
        const number = (): number => seed.next().value as number;
        // A tame one hangs each profile on an earlier one, so that long lines without a loop come up too.
        const parentOf = (n: number): number | null => {
          const [kind, pick] = [number() % (tame ? 24 : 12), number()];
          if (kind === 0 || (tame && n === 0)) return null;
          if (kind === 1) return size + (pick % 3);
          return tame ? n - 1 - (pick % Math.min(n, 2)) : pick % size;
        };
        const parents = Array.from({ length: size }, (_, n) => parentOf(n));
        return { parents, roles: parents.map(() => number() % 6) };
      });
    const seen = { resolved: 0, loop: 0, missing: 0, deep: 0 };
    fc.assert(
      fc.property(anyGraph, (graph) => {
        for (const start of new Set([0, graph.parents.length - 1])) seen[check(graph, start)]++;
      }),
      { numRuns: 10_000 },
    );
    // The graphs are no good unless each of the four comes up often.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500);
  });
});
