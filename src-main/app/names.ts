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
export function refuseTakenName(domain: Domain, name: string, except?: string): void {
  const { ssoSessions, iamUsers, sources, profiles } = domain.settings.get();
  const named = [...ssoSessions, ...iamUsers, ...sources, ...profiles].map((one) => one.name);
  const taken = [...named, ...domain.namesUnderWay];
  const clash = taken.find((one) => one !== except && one.toLowerCase() === name.toLowerCase());
  if (clash === undefined) return;
  throw new AppError('bad-input', `“${clash}” is already the name of something else.`, {
    hint: 'Take another name.',
  });
}

/**
 * Keeps a name while what will have it is asked of AWS or stored: two at once must not both get it.
 * @throws AppError bad-input when it is taken, and what `work` throws
 */
export async function withName<Result>(
  domain: Domain,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  refuseTakenName(domain, name);
  domain.namesUnderWay.add(name);
  try {
    return await work();
  } finally {
    domain.namesUnderWay.delete(name);
  }
}

/**
 * Refuses the name of a role that a sign-in lists, and an alias: whoever uses it in a script would come into another
 * account.
 * @throws AppError bad-input
 */
export async function refuseListedName({ book, settings }: Domain, name: string): Promise<void> {
  const { profiles, byId } = await book();
  const [id = ''] =
    Object.entries(settings.get().aliases).find(([, alias]) => alias.toLowerCase() === name.toLowerCase()) ??
    [];
  const aliased = byId(id);
  if (aliased !== undefined)
    throw new AppError('bad-input', `“${name}” is the alias of ${aliased.name}.`, {
      hint: 'Take another name: this one may stand in scripts.',
    });
  const listed = profiles.find((one) => one.chain === null && one.name.toLowerCase() === name.toLowerCase());
  if (listed === undefined) return;
  throw new AppError('bad-input', `“${listed.name}” is the name of a role that ${listed.origin} lists.`, {
    hint: 'Take another name: this one may stand in scripts.',
  });
}
