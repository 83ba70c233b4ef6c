import type { Profile } from '../profiles/profile.ts';
import { chainPlan, type ChainLink } from '../roles/chainPlan.ts';
import type { Settings } from '../settings/settings.ts';
import type { Answer, Use } from './guard.ts';

/** AWS lets a caller say how long the keys live. */
const chosenLength: ReadonlySet<ChainLink['call']> = new Set([
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
]);

/** These hand out no keys: others instead would surprise. */
const handsOutNone: ReadonlySet<Use> = new Set(['process', 'test']);
/** A door is asked about once, when it is opened. */
const doors: ReadonlySet<Use> = new Set(['endpoint', 'grant']);

/** What may be answered when a program wants these keys for this. */
export function answersFor(
  profile: Profile,
  use: Use,
  { settings, readOnly }: { readonly settings: Settings; readonly readOnly: Profile | undefined },
): Answer[] {
  const answers: Answer[] = ['once'];
  if (!doors.has(use)) answers.push('tree');
  if (!handsOutNone.has(use)) {
    if (endsInChosenLength(profile, settings)) answers.push('short');
    if (readOnly !== undefined) answers.push('read-only');
  }
  return [...answers, 'deny'];
}

function endsInChosenLength(profile: Profile, settings: Settings): boolean {
  try {
    const last = chainPlan(profile, { settings }).at(-1);
    return last !== undefined && chosenLength.has(last.call);
  } catch {
    return false;
  }
}
