import type { AwsRequest } from '../awsRequest.ts';
import type { AwsState } from '../awsState.ts';
import type { AuthorizationCodes } from './authorizationCodes.ts';
import type { DeviceAuthorizations } from './deviceAuthorizations.ts';
import { jsonMembers, required, type Members } from './jsonMembers.ts';
import { OidcError } from './oidcError.ts';
import type { TokenAnswer } from './portalTokens.ts';
import { grants, type Grant, type Registration, type Registrations } from './registrations.ts';

/** What the three grants are redeemed against. */
export interface Grants {
  readonly clients: Registrations;
  readonly devices: DeviceAuthorizations;
  readonly codes: AuthorizationCodes;
}

/** `scope` is in the model and documented as without effect. */
const shape = {
  clientId: 'text',
  clientSecret: 'text',
  grantType: 'text',
  deviceCode: 'text',
  code: 'text',
  redirectUri: 'text',
  codeVerifier: 'text',
  refreshToken: 'text',
  scope: 'list',
} as const;

/** @throws OidcError */
export function createToken(request: AwsRequest, state: AwsState, held: Grants): TokenAnswer {
  const members = jsonMembers(request, shape);
  const grant = supportedGrant(required(members.grantType, 'grantType'));
  refuseForeignRegion(members.refreshToken, request, state);
  const client = held.clients.authenticate(members, request);
  if (!client.grantTypes.has(grant)) {
    throw new OidcError('UnauthorizedClientException', 'This client may not use this grant');
  }
  return redeem(grant, members, client, state, held);
}

function redeem(
  grant: Grant,
  members: Members<typeof shape>,
  client: Registration,
  { tokens }: AwsState,
  { devices, codes }: Grants,
): TokenAnswer {
  switch (grant) {
    case grants.device:
      return tokens.issue(devices.redeem(required(members.deviceCode, 'deviceCode'), client), client);
    case grants.code: {
      const code = required(members.code, 'code');
      const redirectUri = required(members.redirectUri, 'redirectUri');
      const codeVerifier = required(members.codeVerifier, 'codeVerifier');
      if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(codeVerifier)) {
        throw new OidcError('InvalidRequestException', 'codeVerifier is malformed');
      }
      return tokens.issue(codes.redeem({ code, redirectUri, codeVerifier }, client), client);
    }
    case grants.refresh: {
      const answer = tokens.refresh(required(members.refreshToken, 'refreshToken'), client);
      // Clients tell an ended session by this very text.
      if (answer === undefined)
        throw new OidcError('InvalidGrantException', 'Invalid refresh token provided');
      return answer;
    }
  }
}

function supportedGrant(grantType: string): Grant {
  const grant = Object.values(grants).find((known) => known === grantType);
  if (grant === undefined) throw new OidcError('UnsupportedGrantTypeException', 'Unsupported grant type');
  return grant;
}

/** A refresh token that went to another region is not a bad grant: the sign-in is not over. */
function refuseForeignRegion(refreshToken: string | undefined, request: AwsRequest, state: AwsState): void {
  const region = refreshToken === undefined ? undefined : state.tokens.regionOf(refreshToken);
  if (region !== undefined && region !== request.region) {
    throw new OidcError('InvalidRequestException', 'Invalid token provided');
  }
}
