import type { ListedProfile, LiveView } from '../contract.ts';
import { endsForGood } from '../core/health/endsForGood.ts';
import { missedSignIns } from '../core/health/missedSignIns.ts';
import type { Notice } from './notifications.ts';
import { plainName } from './plainName.ts';
import type { ToldEnds } from './toldEnds.ts';
import { timeLeft } from './trayState.ts';

export interface SignInNoticePorts {
  /** What a click does: the sign-in begins, and the window shows its code. */
  readonly renew: (ssoSession: string) => void;
  readonly told: ToldEnds;
}

/** How things stand. */
interface Standing {
  readonly live: LiveView;
  readonly rows: readonly ListedProfile[];
  /** Epoch milliseconds by AWS's clock. */
  readonly now: number;
  /** Whether the person is at the window, whose bar says the same. */
  readonly isAtWindow: boolean;
}

type SignIn = LiveView['signIns'][number];

/**
 * The notices that are due: one for each end of a sign-in, whichever comes first. Five minutes before one that cannot
 * renew itself; and once AWS has ended one that did, or while the machine slept, where somebody misses it.
 */
export function createSignInNotice({
  renew,
  told,
}: SignInNoticePorts): (standing: Standing) => readonly Notice[] {
  return ({ live, rows, now, isAtWindow }) => {
    if (!live.notifySignInEnd) return [];
    const due = [
      ...live.signIns
        .filter((signIn) => endsForGood(signIn, now))
        .map((signIn) => ({ signIn, ...soonWords(signIn, now) })),
      ...missedSignIns(live, rows).map((signIn) => ({ signIn, ...endedWords(signIn) })),
    ];
    return due.flatMap(({ signIn: { ssoSession, expiresAt }, title, body }): readonly Notice[] => {
      const which = `${ssoSession} ${expiresAt ?? ''}`;
      const isUnderWay = live.desk.signIns.some((one) => one.ssoSession === ssoSession);
      if (isUnderWay || told.has(which)) return [];
      told.add(which);
      if (isAtWindow) return [];
      const run = (): void => {
        renew(ssoSession);
      };
      return [{ title, body, action: { label: 'Renew', run } }];
    });
  };
}

function soonWords({ ssoSession, expiresAt }: SignIn, now: number): Pick<Notice, 'title' | 'body'> {
  return {
    title: `The sign-in to ${plainName(ssoSession)} ends soon`,
    body: `It cannot renew itself: ${timeLeft(Date.parse(expiresAt ?? '') - now)}. Click to sign in again.`,
  };
}

function endedWords({ ssoSession }: SignIn): Pick<Notice, 'title' | 'body'> {
  return {
    title: `The sign-in to ${plainName(ssoSession)} has ended`,
    body: 'Keys are not renewed any more. Click to sign in again.',
  };
}
