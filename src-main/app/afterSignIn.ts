import type { SignedIn } from '../core/sso/signIn.ts';
import type { SsoSession } from '../core/sso/ssoSession.ts';
import type { Domain } from './domain.ts';
import { forgetKeys } from './forgetKeys.ts';
import { pinStore } from './pinStore.ts';

/** What follows a kept sign-in. `before` is who was signed in there until then. */
export async function afterSignIn(
  domain: Domain,
  place: SsoSession,
  before: string | null,
  { signedInAs }: SignedIn,
): Promise<void> {
  pinStore(domain);
  if (before !== null && before !== signedInAs) await forgetPerson(domain, place);
  domain.log.write('signed-in', { ssoSession: place.name });
}

/** Somebody else took the place: keys and list of the one before would name the wrong person, in CloudTrail too. */
async function forgetPerson(domain: Domain, place: SsoSession): Promise<void> {
  forgetKeys(domain, place);
  await domain.accountList.forget(place.name);
  await domain.deliveries.remove({ ssoSession: place.name, delivery: 'keys' });
}
