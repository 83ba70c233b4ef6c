import { AppError } from '../core/errors.ts';
import type { SavedProfile } from '../core/roles/savedProfile.ts';
import type { Domain } from './domain.ts';

/**
 * Refuses to take away what saved profiles begin at, which would leave them leading nowhere.
 * @throws AppError bad-input, with the profiles
 */
export function refuseWhileStartedFrom(
  { settings }: Domain,
  what: string,
  isStart: (from: SavedProfile['from']) => boolean,
): void {
  const names = settings
    .get()
    .profiles.filter(({ from }) => isStart(from))
    .map(({ name }) => name);
  if (names.length === 0) return;
  throw new AppError('bad-input', `Profiles begin at ${what}.`, {
    hint: 'Remove them first, or let them begin elsewhere: latchkey profile edit NAME --from OTHER',
    details: names.slice(0, 20),
  });
}

/** @throws AppError bad-input when a person has given the name to something already, in whichever case */
export function refuseTakenName({ settings }: Domain, name: string, except?: string): void {
  const { ssoSessions, iamUsers, sources, profiles } = settings.get();
  const taken = [...ssoSessions, ...iamUsers, ...sources, ...profiles].map((one) => one.name);
  const clash = taken.find((one) => one !== except && one.toLowerCase() === name.toLowerCase());
  if (clash === undefined) return;
  throw new AppError('bad-input', `“${clash}” is already the name of something else.`, {
    hint: 'Take another name.',
  });
}
