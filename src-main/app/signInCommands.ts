import type { App } from '../app.ts';
import type { Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { SsoSession, SsoToken } from '../core/sso/ssoSession.ts';
import { secretTrouble } from '../core/secretTrouble.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';

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
      settings.change((now) => ({ ...now, ssoSessions: [...others, ssoSession] }));
      return Promise.resolve({ ssoSession });
    },

    async removeSsoSession({ name }) {
      const place = domain.place(name);
      const profiles = (await domain.accountList.roles(name)).length;
      await signOut(domain, place);
      await domain.accountList.forget(name);
      settings.change((now) => ({ ...now, ssoSessions: now.ssoSessions.filter((one) => one.name !== name) }));
      return { profilesRemoved: profiles };
    },

    async signIn({ ssoSession, flow, replace }, { signal, progress }) {
      const place = domain.place(ssoSession);
      const signedIn = await signIns.signIn(place, flow ?? place.flow, {
        signal,
        replace: replace === true,
        say: (news) => {
          if (news.kind !== 'link') progress(news);
          else progress({ ...news, ssoSession: place.name, expiresAt: isoTime(news.expiresAt) });
        },
      });
      pinStore(domain);
      domain.log.write('signed-in', { ssoSession: place.name });
      return { ...signedIn, expiresAt: isoTime(signedIn.expiresAt) };
    },

    answerSignIn: ({ signInId, replace }) => {
      signIns.answer(signInId, replace);
      return Promise.resolve({});
    },

    async signOut({ ssoSession }) {
      const places = ssoSession === undefined ? settings.get().ssoSessions : [domain.place(ssoSession)];
      const signedOut: Output<'signOut'>['signedOut'] = [];
      for (const place of places) {
        const done = await signOut(domain, place);
        if (done !== undefined) signedOut.push(done);
      }
      return { signedOut };
    },
  };
}

function samePlace(a: SsoSession, b: SsoSession): boolean {
  return a.startUrl === b.startUrl && a.region === b.region;
}

/** From the first kept secret on the home keeps its store: a change would leave secrets behind in the old one. */
function pinStore({ settings, secrets }: Domain): void {
  if (settings.get().secrets === null) settings.change((now) => ({ ...now, secrets: secrets.kind }));
}

/** `undefined` when nobody was signed in there. Every step is tried, so that no secret stays because AWS is away. */
async function signOut(
  domain: Domain,
  place: SsoSession,
): Promise<Output<'signOut'>['signedOut'][number] | undefined> {
  const stored = await domain.tokens.stored(place.name);
  if (stored.state === 'locked' || stored.state === 'unavailable')
    throw secretTrouble(stored, domain.secrets.kind);
  const removed = await domain.deliveries.remove({ ssoSession: place.name, delivery: 'keys' });
  domain.cache.forget((key) => key.startsWith(`${place.name} `));
  const atAws = stored.state === 'found' && (await toldAws(domain, place, stored.token));
  await domain.tokens.forget(place.name);
  await domain.people.forget(place.name);
  if (stored.state === 'absent' && removed.length === 0) return undefined;
  domain.log.write('signed-out', { ssoSession: place.name });
  return { ssoSession: place.name, atAws, keysRemoved: removed.length };
}

async function toldAws({ identityCenter }: Domain, place: SsoSession, token: SsoToken): Promise<boolean> {
  if (token.origin !== identityCenter.origin(place)) return false;
  try {
    await identityCenter.logout(place, token.accessToken);
    return true;
  } catch (error) {
    // Already ended there is as good as told.
    return error instanceof AppError && error.code === 'sign-in-needed';
  }
}
