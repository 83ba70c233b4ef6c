import type { LiveView } from '../contract.ts';
import type { Notice } from './notifications.ts';
import { endsForGood, timeLeft } from './trayState.ts';

/**
 * The notices that are due `now` (epoch milliseconds): one for each sign-in that is about to end and cannot renew
 * itself. One that renews says nothing: AWS ends it when it likes, and until then there is nothing to do.
 */
export function createSignInNotice(
  renew: (ssoSession: string) => void,
): (live: LiveView, now: number) => readonly Notice[] {
  const told = new Set<string>();
  return ({ signIns }, now) =>
    signIns.flatMap((signIn): readonly Notice[] => {
      const { ssoSession, expiresAt } = signIn;
      const which = `${ssoSession} ${expiresAt ?? ''}`;
      if (expiresAt === null || !endsForGood(signIn, now) || told.has(which)) return [];
      told.add(which);
      const run = (): void => {
        renew(ssoSession);
      };
      return [
        {
          title: `The sign-in to ${ssoSession} ends soon`,
          body: `It cannot renew itself: ${timeLeft(Date.parse(expiresAt) - now)}. Sign in again to go on.`,
          action: { label: 'Renew', run },
        },
      ];
    });
}
