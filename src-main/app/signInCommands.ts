import type { App } from '../app.ts';
import type { Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { SsoSession, SsoToken } from '../core/sso/ssoSession.ts';
import { secretTrouble } from '../core/secretTrouble.ts';
import type { SavedProfile } from '../core/roles/savedProfile.ts';
import { afterSignIn } from './afterSignIn.ts';
import type { Domain } from './domain.ts';
import { forgetKeys } from './forgetKeys.ts';
import { refuseTakenName, refuseWhileStartedFrom } from './names.ts';
import { isoTime } from './profileRows.ts';
import { refuseHeld } from './refuseHeld.ts';

type Commands = Pick<
  App,
  'listSsoSessions' | 'addSsoSession' | 'removeSsoSession' | 'signIn' | 'answerSignIn' | 'signOut'
>;

export function signInCommands(domain: Domain): Commands {
  const { settings, signIns } = domain;
  return {
    listSsoSessions: () => Promise.resolve({ ssoSessions: settings.get().ssoSessions }),

    addSsoSession: (ssoSession) => {
      const { ssoSessions } = settings.get();
      const others = ssoSessions.filter(({ name }) => name !== ssoSession.name);
      const known = ssoSessions.find(({ name }) => name === ssoSession.name);
      if (known !== undefined && !samePlace(known, ssoSession)) {
        throw new AppError('bad-input', `“${ssoSession.name}” is already set up for ${known.startUrl}.`, {
          hint: `Take another name, or first: latchkey sso remove ${ssoSession.name}`,
        });
      }
      if (known === undefined) refuseTakenName(domain, ssoSession.name);
      settings.change((now) => ({ ...now, ssoSessions: [...others, ssoSession] }));
      return Promise.resolve({ ssoSession });
    },

    async removeSsoSession({ name }, { requester }) {
      await refuseHeld(domain, requester);
      const place = domain.place(name);
      const beginsThere = (from: SavedProfile['from']): boolean =>
        from.kind === 'account-role' && from.ssoSession === name;
      refuseWhileStartedFrom(domain, `the sign-in “${name}”`, beginsThere);
      // Else its token would be kept for a place that is gone.
      await signIns.cancel(name);
      const profiles = (await domain.accountList.roles(name)).length;
      await signOut(domain, place);
      await domain.deliveries.remove({ ssoSession: name });
      await domain.accountList.forget(name);
      settings.change((now) => ({ ...now, ssoSessions: now.ssoSessions.filter((one) => one.name !== name) }));
      return { profilesRemoved: profiles };
    },

    async signIn({ ssoSession, flow, replace }, { signal, progress }) {
      const place = domain.place(ssoSession);
      const before = (await domain.people.of(place.name))?.signedInAs ?? null;
      const signedIn = await signIns.signIn(place, flow ?? place.flow, {
        signal,
        replace: replace === true,
        say: (news) => {
          if (news.kind !== 'link') progress(news);
          else progress({ ...news, ssoSession: place.name, expiresAt: isoTime(news.expiresAt) });
        },
      });
      await afterSignIn(domain, place, before, signedIn);
      return { ...signedIn, expiresAt: isoTime(signedIn.expiresAt) };
    },

    answerSignIn: ({ signInId, replace }) => {
      signIns.answer(signInId, replace);
      return Promise.resolve({});
    },

    async signOut({ ssoSession }, { requester }) {
      await refuseHeld(domain, requester);
      const places = ssoSession === undefined ? settings.get().ssoSessions : [domain.place(ssoSession)];
      const outcomes = await Promise.allSettled(places.map((place) => signOut(domain, place)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      const signedOut = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
      return { signedOut };
    },
  };
}

function samePlace(a: SsoSession, b: SsoSession): boolean {
  return a.startUrl === b.startUrl && a.region === b.region;
}

/** Empty when nobody was signed in there. The token goes first; what fails after it leaves no way in. */
async function signOut(domain: Domain, place: SsoSession): Promise<Output<'signOut'>['signedOut']> {
  const { tokens, people, deliveries } = domain;
  const stored = await tokens.stored(place.name);
  if (stored.state === 'locked' || stored.state === 'unavailable') {
    throw secretTrouble(stored, domain.secrets.kind);
  }
  const atAws = stored.state === 'found' && (await toldAws(domain, place, stored.token));
  await tokens.forget(place.name);
  await people.forget(place.name);
  forgetKeys(domain, place);
  await domain.doors.signedOut(place.name);
  const removed = await deliveries.remove({ ssoSession: place.name, delivery: 'keys' });
  if (stored.state === 'absent' && removed.length === 0) return [];
  domain.log.write('signed-out', { ssoSession: place.name });
  const ofAwsCli = stored.state === 'found' && stored.token.registration === null;
  return [{ ssoSession: place.name, atAws, keysRemoved: removed.length, ...(ofAwsCli ? { ofAwsCli } : {}) }];
}

/** AWS ends a sign-in by a token that lives; an expired one is renewed for it, else the session would go on there. */
async function toldAws(
  { identityCenter, tokens }: Domain,
  place: SsoSession,
  token: SsoToken,
): Promise<boolean> {
  // The AWS CLI's own would end with it.
  if (token.registration === null || token.origin !== identityCenter.origin(place)) return false;
  try {
    const { accessToken } = await tokens.current(place);
    await identityCenter.logout(place, accessToken);
    return true;
  } catch (error) {
    // Already ended there is as good as told.
    return error instanceof AppError && error.code === 'sign-in-needed' && token.refreshToken !== null;
  }
}
