import type { Clock, IdentityCenter } from '../ports.ts';
import type { ClientRegistration, SignInFlow, SsoSession } from './ssoSession.ts';

/** A registration that ends while a person is still reading the code is of no use. */
const marginMs = 60 * 60 * 1000;

export interface Registrations {
  /**
   * The OIDC client to sign in with: the one kept with the last token or of an unfinished sign-in while it lasts,
   * else a new one. One flow a client: AWS refuses a code grant to a client of the device flow and the reverse.
   */
  find(
    place: SsoSession,
    flow: SignInFlow,
    kept: ClientRegistration | undefined,
    signal: AbortSignal,
  ): Promise<ClientRegistration>;
  /** AWS no longer knows this client. */
  drop(registration: ClientRegistration): void;
}

export function createRegistrations(identityCenter: IdentityCenter, clock: Clock): Registrations {
  const recent = new Map<string, ClientRegistration>();
  const dropped = new Set<string>();

  function serves(known: ClientRegistration, place: SsoSession, flow: SignInFlow): boolean {
    return (
      known.flow === flow &&
      known.region === place.region &&
      known.startUrl === place.startUrl &&
      known.origin === identityCenter.origin(place) &&
      known.expiresAt - clock.now() > marginMs &&
      !dropped.has(known.clientId)
    );
  }

  return {
    async find(place, flow, kept, signal) {
      const key = JSON.stringify([place.startUrl, place.region, flow]);
      const known = [kept, recent.get(key)].find((one) => one !== undefined && serves(one, place, flow));
      if (known !== undefined) return known;
      const registration = await identityCenter.registerClient(place, flow, signal);
      recent.set(key, registration);
      return registration;
    },
    drop({ clientId }) {
      dropped.add(clientId);
    },
  };
}
