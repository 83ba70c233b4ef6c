import type { LiveView } from '../contract.ts';
import type { Feed } from '../desk/feed.ts';

/**
 * Resolves once nobody waits any more for the code that a profile needs: true when its user has an MFA session then,
 * false when the person would not give one.
 */
export function codeGiven(
  { live, rows, onChange }: Pick<Feed, 'live' | 'rows' | 'onChange'>,
  profileId: string,
): Promise<boolean> {
  const user = rows().find(({ id }) => id === profileId)?.origin;
  const isWanted = ({ codesWanted }: LiveView): boolean =>
    codesWanted.some((one) => one.profileId === profileId || one.iamUser === user);
  let wasWanted = false;
  return new Promise((resolve) => {
    const look = (): void => {
      const now = live();
      if (now === undefined) return;
      if (isWanted(now)) wasWanted = true;
      else if (wasWanted) {
        leave();
        resolve(now.iamUsers.some(({ name, mfaUntil }) => name === user && mfaUntil !== null));
      }
    };
    const leave = onChange(look);
    look();
  });
}
