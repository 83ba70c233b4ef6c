import { partsOfRoleArn } from '../core/arn.ts';
import { AppError } from '../core/errors.ts';
import { isKnownRegion, partitionOf } from '../core/partition.ts';
import { chainPlan } from '../core/roles/chainPlan.ts';
import type { SavedProfile } from '../core/roles/savedProfile.ts';
import type { Settings } from '../core/settings/settings.ts';
import { startedFrom } from './startedFrom.ts';
import { wayOf } from './wayOf.ts';

/**
 * Before a profile is kept: a loop, a length that AWS would refuse, a name that leads nowhere, also of those that
 * begin at it. What leads nowhere can be neither shown nor changed any more.
 * @throws AppError bad-input, no-such-iam-user, no-such-source
 */
export function checkWay(now: Settings, saved: SavedProfile): void {
  const profiles = [...now.profiles.filter(({ id }) => id !== saved.id), saved];
  const after = { ...now, profiles };
  plan(after, saved);
  for (const one of startedFrom(saved, profiles)) {
    const fault = faultOf(after, one);
    if (fault === undefined || faultOf(now, one) !== undefined) continue;
    throw new AppError('bad-input', `“${one.name}”, which begins here, could not follow: ${fault.message}`, {
      hint: `Change “${one.name}” first.`,
    });
  }
}

function plan(settings: Settings, saved: SavedProfile): void {
  const role = chainPlan(wayOf(saved), { settings }).at(-1)?.roleArn ?? null;
  const { region } = saved;
  if (role === null || region === null || !isKnownRegion(region)) return;
  const { partition } = partsOfRoleArn(role);
  if (partitionOf(region).id === partition) return;
  throw new AppError('bad-input', `The region ${region} is not of the role’s partition, ${partition}.`);
}

function faultOf(settings: Settings, saved: SavedProfile): AppError | undefined {
  try {
    plan(settings, saved);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
