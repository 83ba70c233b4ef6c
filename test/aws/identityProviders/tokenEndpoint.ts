import { jsonAnswer, type Answer } from '../answer.ts';
import type { SiteRequest } from '../startSite.ts';
import { OAuthError } from './oauthError.ts';
import { oauthParameters, type OAuthParameters } from './oauthParameters.ts';
import type { OidcCodes } from './oidcCodes.ts';
import type { OidcDevices } from './oidcDevices.ts';
import type { OidcState } from './oidcState.ts';
import type { OidcTokens } from './oidcTokens.ts';
import { scopesOf } from './scopesOf.ts';

export const grantTypes = {
  code: 'authorization_code',
  refresh: 'refresh_token',
  device: 'urn:ietf:params:oauth:grant-type:device_code',
} as const;

interface Grants {
  readonly codes: OidcCodes;
  readonly devices: OidcDevices;
  readonly tokens: OidcTokens;
}

/** POST /token and POST /device_authorization, for the one public client. */
export function tokenEndpoint(state: OidcState, { codes, devices, tokens }: Grants) {
  const read = (request: SiteRequest, ...names: readonly string[]): OAuthParameters => {
    checkClient(request, state.clientId);
    return oauthParameters(request.form, ['client_id', ...names]);
  };
  const token = (request: SiteRequest): object => {
    const grantType = oauthParameters(request.form, [...request.form.keys()]).required('grant_type');
    if (grantType === grantTypes.code) {
      const form = read(request, 'grant_type', 'code', 'redirect_uri', 'code_verifier');
      return tokens.issue(
        codes.redeem({
          code: form.required('code'),
          redirectUri: form.required('redirect_uri'),
          codeVerifier: verifierOf(form),
        }),
      );
    }
    if (grantType === grantTypes.device) {
      const form = read(request, 'grant_type', 'device_code');
      return tokens.issue(devices.redeem(form.required('device_code')));
    }
    if (grantType === grantTypes.refresh) {
      return tokens.refresh(read(request, 'grant_type', 'refresh_token').required('refresh_token'));
    }
    throw new OAuthError('unsupported_grant_type', 'Unknown grant type');
  };
  return {
    token: (request: SiteRequest): Answer => answered(() => token(request)),
    startDevice: (request: SiteRequest): Answer =>
      answered(() => devices.start(scopesOf(read(request, 'scope').required('scope')))),
  };
}

/** A public client names itself in the form; one that shows a secret has mistaken itself for another. */
function checkClient({ form, headers }: SiteRequest, clientId: string): void {
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) {
    throw new OAuthError('invalid_request', 'A form is expected');
  }
  const secret = headers.authorization !== undefined || form.has('client_secret');
  if (secret || form.get('client_id') !== clientId) throw new OAuthError('invalid_client', 'Unknown client');
}

function verifierOf(form: OAuthParameters): string {
  const verifier = form.required('code_verifier');
  if (/^[\w.~-]{43,128}$/.test(verifier)) return verifier;
  throw new OAuthError('invalid_request', 'A verifier has 43 to 128 characters');
}

function answered(make: () => object): Answer {
  try {
    return jsonAnswer(200, make(), { 'Cache-Control': 'no-store', Pragma: 'no-cache' });
  } catch (error) {
    if (error instanceof OAuthError) return error.answer;
    throw error;
  }
}
