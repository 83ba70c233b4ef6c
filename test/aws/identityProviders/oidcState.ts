import type { AwsClock } from '../awsClock.ts';
import type { OidcIdentityProvider } from '../sts/oidcIdentityProvider.ts';
import type { OidcSitePlan } from './oidcSitePlan.ts';
import type { SitePerson } from './sitePeople.ts';

/** What the endpoints of an OpenID Connect provider share. */
export interface OidcState {
  readonly clock: AwsClock;
  readonly plan: OidcSitePlan;
  readonly people: readonly SitePerson[];
  readonly provider: OidcIdentityProvider;
  /** The one public client: it has no secret. */
  readonly clientId: string;
  /** Registered without a port, when they are on loopback. */
  readonly redirectUris: readonly string[];
}
