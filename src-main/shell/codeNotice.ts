import type { LiveView } from '../contract.ts';
import type { Notice } from './notifications.ts';

/**
 * The notices that are due: one for each MFA code that a program in the background was turned away for. `isAsked` says
 * whose person is at the window already.
 */
export function createCodeNotice(
  isAsked: (profileId: string) => boolean,
): (live: LiveView) => readonly Notice[] {
  let told: ReadonlySet<string> = new Set();
  return ({ codesWanted }) => {
    const due = codesWanted.filter(({ id, profileId }) => !told.has(id) && !isAsked(profileId));
    // One that was answered may be needed again tomorrow.
    told = new Set(codesWanted.map(({ id }) => id));
    return due.map(({ profileName, device }) => ({
      title: 'An MFA code is needed',
      body: `${profileName} waits for a code of ${device}.`,
    }));
  };
}
