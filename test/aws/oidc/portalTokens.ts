import type { AwsState } from '../awsState.ts';
import { ssoToken } from '../ids.ts';
import type { PortalSession } from './portalSessions.ts';
import type { Registration } from './registrations.ts';

/** CreateToken's answer. `expiresIn` is in seconds. */
export interface TokenAnswer {
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  readonly expiresIn: number;
  readonly refreshToken?: string;
}

interface AccessToken {
  readonly session: PortalSession;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

interface RefreshToken {
  readonly session: PortalSession;
  readonly clientId: string;
  readonly region: string;
  dead: boolean;
}

export interface PortalTokens {
  issue(session: PortalSession, client: Registration): TokenAnswer;
  /** `undefined` when the token is unknown, dead, of another client, or its session is over. */
  refresh(refreshToken: string, client: Registration): TokenAnswer | undefined;
  /** The region where a refresh token was made, if it was. */
  regionOf(refreshToken: string): string | undefined;
  /** The live session behind an access token that has not expired, in that region only. */
  sessionOf(accessToken: string, region: string): PortalSession | undefined;
}

/** A token that can be refreshed lives an hour; one without scopes, of the legacy configuration, 8 hours. */
const refreshableSeconds = 3600;
const legacySeconds = 28_800;

type Shared = Pick<AwsState, 'clock' | 'behaviour' | 'sessions'>;

export function portalTokens(shared: Shared): PortalTokens {
  const { clock, behaviour, sessions } = shared;
  const { accessTokens, refreshTokens, newAccessToken, newRefreshToken } = tokenMint(shared);
  return {
    issue: (session, client) => {
      const answer = newAccessToken(session, client);
      if (!client.mayRefresh || !behaviour.refreshTokens) return answer;
      return { ...answer, refreshToken: newRefreshToken(session, client) };
    },
    refresh: (refreshToken, client) => {
      const known = refreshTokens.get(refreshToken);
      if (known?.clientId !== client.clientId || known.dead || !sessions.isAlive(known.session))
        return undefined;
      const answer = newAccessToken(known.session, client);
      if (!behaviour.refreshTokens) return answer;
      if (behaviour.rotation === 'same') return { ...answer, refreshToken };
      known.dead = behaviour.rotation === 'new-old-dead';
      return { ...answer, refreshToken: newRefreshToken(known.session, client) };
    },
    regionOf: (refreshToken) => refreshTokens.get(refreshToken)?.region,
    sessionOf: (token, region) => {
      const known = accessTokens.get(token);
      const good =
        known?.region === region && clock.now() < known.expiresAt && sessions.isAlive(known.session);
      return good ? known.session : undefined;
    },
  };
}

function tokenMint({ clock }: Shared) {
  const accessTokens = new Map<string, AccessToken>();
  const refreshTokens = new Map<string, RefreshToken>();
  return {
    accessTokens,
    refreshTokens,
    newAccessToken: (session: PortalSession, { scopes, region }: Registration): TokenAnswer => {
      const accessToken = ssoToken('aoa');
      const expiresIn = scopes.length > 0 ? refreshableSeconds : legacySeconds;
      accessTokens.set(accessToken, { session, region, expiresAt: clock.now() + expiresIn * 1000 });
      return { accessToken, tokenType: 'Bearer', expiresIn };
    },
    newRefreshToken: (session: PortalSession, { clientId, region }: Registration): string => {
      const refreshToken = ssoToken('aor');
      refreshTokens.set(refreshToken, { session, clientId, region, dead: false });
      return refreshToken;
    },
  };
}
