import type { AwsClock } from './awsClock.ts';
import type { Behaviour } from './behaviour.ts';
import type { IssuedCredentials } from './issuedCredentials.ts';
import type { PortalSessions } from './oidc/portalSessions.ts';
import type { PortalTokens } from './oidc/portalTokens.ts';
import type { Organisation } from './organisation.ts';

/** What the services of the stand-in share. */
export interface AwsState {
  readonly clock: AwsClock;
  readonly behaviour: Behaviour;
  readonly organisations: readonly Organisation[];
  readonly credentials: IssuedCredentials;
  readonly sessions: PortalSessions;
  readonly tokens: PortalTokens;
}
