import type { ListedProfile, LiveView } from '../contract.ts';
import { endsForGood, soonMs } from '../core/health/endsForGood.ts';
import { missedSignIns } from '../core/health/missedSignIns.ts';
import { plainName } from './plainName.ts';

/** What the icon shows. */
export type TrayState = 'idle' | 'active' | 'expiring' | 'sign-in-needed';

type SignIn = LiveView['signIns'][number];
type Delivered = LiveView['delivered'][number];

/** How things stand `now` (epoch milliseconds): what a person must do counts before what they may want to know. */
export function trayState(
  live: LiveView | undefined,
  rows: readonly ListedProfile[],
  now: number,
): TrayState {
  if (live === undefined) return 'idle';
  const waits = live.codesWanted.length > 0 || live.questions.length > 0;
  if (waits || missedSignIns(live, rows).length > 0) return 'sign-in-needed';
  const active = activeOf(live, now);
  const ending = live.signIns.some((signIn) => endsForGood(signIn, now));
  if (ending || active.some((one) => isExpiring(one, now))) return 'expiring';
  return active.length > 0 ? 'active' : 'idle';
}

/** The state in words, for the tooltip and for those who do not see the icon. */
export function trayTooltip(live: LiveView | undefined, rows: readonly ListedProfile[], now: number): string {
  if (live === undefined) return 'Latchkey';
  const [needed] = missedSignIns(live, rows);
  const locked = live.secrets.state === 'locked' ? ['locked'] : [];
  const signIn = needed === undefined ? [] : [`sign in to ${needed.ssoSession}`];
  const codes = live.codesWanted.map(({ profileName }) => `${profileName} needs an MFA code`);
  const active = activeOf(live, now);
  const questions = live.questions.map(({ profileName }) => `a program asks for ${plainName(profileName)}`);
  const said = [
    ...questions.slice(0, 1),
    ...locked,
    ...signIn,
    ...codes.slice(0, 1),
    active.length === 0 ? 'nothing active' : `${active.length} active`,
  ];
  const ends = active
    .filter((one) => isExpiring(one, now))
    .map((one) => Math.min(...timesOf(one)))
    .toSorted((a, b) => a - b);
  if (ends[0] !== undefined) said.push(`${ends.length} expiring, ${timeLeft(ends[0] - now)}`);
  const signInEnds = live.signIns.filter((one) => endsForGood(one, now));
  said.push(...signInEnds.map(({ ssoSession }) => `the sign-in to ${ssoSession} ends soon`));
  return `Latchkey: ${said.join(', ')}`;
}

export function stateWords({ state, signedInAs }: SignIn): string {
  const words: Record<SignIn['state'], string> = {
    'signed-in': signedInAs === null ? 'signed in' : `signed in as ${signedInAs}`,
    'signed-in-offline': 'signed in, offline',
    'signed-out': 'signed out',
    ended: 'sign-in needed',
    locked: 'locked',
    unavailable: 'keychain unavailable',
  };
  return words[state];
}

/** @param milliseconds from now; what is over counts as about to be */
export function timeLeft(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute left';
  if (minutes < 60) return `${minutes} min left`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`} left`;
}

function activeOf({ delivered }: LiveView, now: number): readonly Delivered[] {
  return delivered.filter(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) > now);
}

/** Keys of a process profile come anew whenever a program asks. */
function isExpiring(one: Delivered, now: number): boolean {
  return one.delivery === 'keys' && Math.min(...timesOf(one)) - now <= soonMs;
}

function timesOf({ expiresAt, endsAt }: Delivered): readonly number[] {
  return [expiresAt, endsAt].filter((time) => time !== null).map((time) => Date.parse(time));
}
