import type { App } from '../app.ts';
import { findAwsCliSignIn } from '../core/sso/findAwsCliSignIn.ts';
import { takeAwsCliSignIn } from '../core/sso/takeAwsCliSignIn.ts';
import { afterSignIn } from './afterSignIn.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';
import { refuseHeld } from './refuseHeld.ts';

/** Sign-ins that the AWS CLI made: seen in its cache, and taken when the person says so. */
export function awsCliSignInCommands(domain: Domain): Pick<App, 'awsCliSignIn' | 'takeAwsCliSignIn'> {
  const knownRoles = (name: string) => domain.accountList.roles(name);
  return {
    async awsCliSignIn({ ssoSession }) {
      const place = domain.place(ssoSession);
      const found = await findAwsCliSignIn(domain, place);
      const shown = found === undefined ? null : { expiresAt: isoTime(found.expiresAt) };
      return { ssoSession: place.name, found: shown };
    },

    async takeAwsCliSignIn({ ssoSession, replace }, { signal, requester }) {
      await refuseHeld(domain, requester);
      const place = domain.place(ssoSession);
      const before = (await domain.people.of(place.name))?.signedInAs ?? null;
      const signedIn = await takeAwsCliSignIn({ ...domain, knownRoles }, place, {
        signal,
        mayReplace: () => Promise.resolve(replace === true),
      });
      await afterSignIn(domain, place, before, signedIn);
      // Nobody has to approve it any more; one that was approved in this moment has taken the place, which renews.
      await domain.signIns.cancel(place.name);
      return { ...signedIn, expiresAt: isoTime(signedIn.expiresAt) };
    },
  };
}
