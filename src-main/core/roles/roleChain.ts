import { partsOfRoleArn } from '../arn.ts';
import { AppError } from '../errors.ts';
import type { RoleStep } from './roleStep.ts';

/** Where a chain begins. Long-term keys of an IamUser are not temporary; all else is, also its MFA session. */
export interface ChainSource {
  readonly temporary: boolean;
  /** Where its keys mean something, as far as that is known. */
  readonly partition?: string | undefined;
}

/** A profile starts at a source, or where another profile ends (`source_profile`), and then takes its own steps. */
export interface ChainProfile<Source extends ChainSource> {
  readonly from: { readonly source: Source } | { readonly parent: string };
  readonly steps: readonly RoleStep[];
}

/** By name. */
export type ChainProfiles<Source extends ChainSource> = Pick<
  ReadonlyMap<string, ChainProfile<Source>>,
  'get'
>;

export interface ChainedStep {
  readonly step: RoleStep;
  /** The profile that the step is written in. */
  readonly profile: string;
  /** Its caller has temporary credentials, so that AWS gives it an hour at most. */
  readonly chained: boolean;
}

export interface RoleChain<Source extends ChainSource> {
  readonly source: Source;
  readonly steps: readonly ChainedStep[];
}

/** AWS has no limit; each step is a call, and nobody means more than this. */
const mostSteps = 20;

/**
 * From a profile to its source and the steps from there, the farthest ancestor's first.
 * @throws AppError no-such-profile for a name or a parent that is missing; bad-input for a loop, which is named, for
 * too many steps, and for steps in different partitions
 */
export function roleChain<Source extends ChainSource>(
  name: string,
  profiles: ChainProfiles<Source>,
): RoleChain<Source> {
  const { source, ancestry } = ancestryOf(name, profiles);
  const written = ancestry
    .reverse()
    .flatMap(([profile, { steps }]) => steps.map((step) => ({ step, profile })));
  checkDepth(name, written.length);
  checkPartitions(name, source, written);
  const steps = written.map((one, index) => ({ ...one, chained: index > 0 || source.temporary }));
  return { source, steps };
}

/** The profile, its parent and so on up to the one that has a source. */
function ancestryOf<Source extends ChainSource>(
  name: string,
  profiles: ChainProfiles<Source>,
): { readonly source: Source; readonly ancestry: [string, ChainProfile<Source>][] } {
  const ancestry = new Map<string, ChainProfile<Source>>();
  let child: string | undefined;
  let current = name;
  for (;;) {
    if (ancestry.has(current)) throw loop(name, [...ancestry.keys()], current);
    const profile = profiles.get(current);
    if (profile === undefined) throw missing(current, child);
    ancestry.set(current, profile);
    if ('source' in profile.from) return { source: profile.from.source, ancestry: [...ancestry] };
    child = current;
    current = profile.from.parent;
  }
}

/** Profiles that only lead to the loop are not part of it. */
function loop(name: string, path: readonly string[], again: string): AppError {
  const round = [...path.slice(path.indexOf(again)), again].join(' -> ');
  return new AppError('bad-input', `“${name}” never reaches a source: its profiles go round in ${round}.`, {
    hint: 'Give one of them a source instead of a parent.',
  });
}

function missing(name: string, child: string | undefined): AppError {
  return new AppError(
    'no-such-profile',
    child === undefined
      ? `There is no profile “${name}”.`
      : `“${child}” starts from “${name}”, and there is no such profile.`,
  );
}

function checkDepth(name: string, count: number): void {
  if (count <= mostSteps) return;
  throw new AppError(
    'bad-input',
    `“${name}” takes ${count} roles one after the other; at most ${mostSteps} are taken.`,
  );
}

/** No credentials of one partition are known in another, so a chain cannot cross over. */
function checkPartitions(
  name: string,
  { partition }: ChainSource,
  written: readonly { readonly step: RoleStep }[],
): void {
  const later = written.map(({ step }) => partsOfRoleArn(step.roleArn).partition);
  const found = [...new Set(partition === undefined ? later : [partition, ...later])];
  if (found.length <= 1) return;
  throw new AppError(
    'bad-input',
    `“${name}” goes from one partition of AWS to another (${found.join(', ')}); a role chain stays in one.`,
  );
}
