import type { ListedProfile, ProfileView } from '../../src-main/contract.ts';
import type { Delivered, SignIn } from '../profiles/standing.svelte.ts';
import { endOf } from '../profiles/standing.svelte.ts';
import { inOrder } from '../inOrder.ts';
import { printedAccountId } from '../printedAccountId.ts';
import { shortPath } from '../shortPath.ts';
import { signInWords } from '../sideBar/signInWords.ts';
import { timeOfDay } from '../times.ts';
import { linkSteps } from './linkSteps.ts';

/** One step of the way to the keys. */
export interface ChainStep {
  readonly title: string;
  readonly lines: readonly string[];
  /** Whether the way is open up to here. */
  readonly done: boolean;
  /** When the keys end that are out, in epoch milliseconds. */
  readonly until?: number;
  /** The name behind `--profile`, to copy. */
  readonly profileName?: string;
}

/**
 * From the sign-in to the AWS files; `now` in epoch milliseconds. `profile` where the way is more than one role of a
 * sign-in: its links are between the two.
 */
export function chainSteps(
  row: ListedProfile,
  signIn: SignIn | undefined,
  delivered: Delivered | undefined,
  now: number,
  profile?: ProfileView,
): readonly ChainStep[] {
  const { ssoSession } = row;
  const start = ssoSession === null ? [] : [signInStep(ssoSession, signIn, now)];
  const keys = keysStep(row, delivered, now);
  const links = profile === undefined ? [] : linkSteps(profile, row, keys.done);
  const last = links.at(-1);
  // The last role is where the keys are of, and is said once.
  const way =
    last === undefined
      ? [keys]
      : [...links.slice(0, -1), { ...keys, ...last, lines: [...last.lines, ...keys.lines] }];
  return [...start, ...way, deliveryStep(delivered, now)];
}

function signInStep(ssoSession: string, signIn: SignIn | undefined, now: number): ChainStep {
  if (signIn === undefined) return { title: ssoSession, lines: ['This sign-in was removed.'], done: false };
  const { sentence, signedIn } = signInWords(signIn, now);
  const person = signIn.signedInAs === null ? [] : [signIn.signedInAs];
  return { title: `${ssoSession} sign-in`, lines: [...person, sentence], done: signedIn };
}

function keysStep(row: ListedProfile, delivered: Delivered | undefined, now: number): ChainStep {
  const end = delivered === undefined ? null : endOf(delivered);
  const title = inOrder(`${row.accountName ?? printedAccountId(row.accountId)} / ${row.roleName}`);
  if (end === null || end <= now) return { title, lines: ['No keys are out.'], done: false };
  const renewed = delivered?.delivery === 'keys' ? ', then renewed' : '';
  return { title, lines: [`Keys until ${timeOfDay(end, now)}${renewed}`], done: true, until: end };
}

function deliveryStep(delivered: Delivered | undefined, now: number): ChainStep {
  if (delivered === undefined) {
    return { title: 'Not in your AWS files', lines: ['Other programs cannot use it yet.'], done: false };
  }
  const { file, name, delivery, endsAt } = delivered;
  const until =
    endsAt === null ? 'Stays until you remove it' : `Taken out at ${timeOfDay(Date.parse(endsAt), now)}`;
  return {
    title: shortPath(file),
    lines: [delivery === 'process' ? 'As a process: no keys on disk' : 'As keys', until],
    done: true,
    profileName: name,
  };
}
