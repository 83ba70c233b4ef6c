import { createPublicKey } from 'node:crypto';
import { jsonAnswer, type Answer } from '../answer.ts';
import { htmlPage } from '../html.ts';
import { startSite, type Site, type SiteOptions, type SiteRequest } from '../startSite.ts';
import { oidcIdentityProvider, type OidcIdentityProvider } from '../sts/oidcIdentityProvider.ts';
import { authorizeEndpoint } from './authorizeEndpoint.ts';
import { oidcCodes } from './oidcCodes.ts';
import { oidcDevices, type OidcDevices } from './oidcDevices.ts';
import { oidcLogins, type OidcLogins } from './oidcLogins.ts';
import { defaultOidcPlan, type OidcSitePlan } from './oidcSitePlan.ts';
import type { OidcState } from './oidcState.ts';
import { oidcTokens } from './oidcTokens.ts';
import { knownScopes } from './scopesOf.ts';
import { sitePeople, type SitePerson } from './sitePeople.ts';
import { grantTypes, tokenEndpoint } from './tokenEndpoint.ts';

export interface OidcSiteOptions extends SiteOptions {
  /** The public client; `latchkey` when not set. */
  readonly clientId?: string;
  /** `http://127.0.0.1/oauth/callback` when not set: on loopback any port counts. */
  readonly redirectUris?: readonly string[];
  readonly people?: readonly SitePerson[];
  /** Whose key signs, whatever its own issuer is; a new one when not set. */
  readonly signer?: OidcIdentityProvider;
}

/** An OpenID Connect provider as a website. */
export interface OidcSite extends Site {
  /** The issuer is the site's own address, http or https, so that clients find it as they would find a real one. */
  readonly provider: OidcIdentityProvider;
  readonly clientId: string;
  readonly people: readonly SitePerson[];
  readonly plan: OidcSitePlan;
  /** What a person does on the device page, without the page. @throws for an unknown, decided or expired code */
  approve(userCode: string, person?: string): void;
  deny(userCode: string): void;
}

type Endpoints = Readonly<Record<string, (request: SiteRequest) => Answer>>;

export async function startOidcSite(options: OidcSiteOptions): Promise<OidcSite> {
  const { clock, clientId = 'latchkey', people = sitePeople } = options;
  const { redirectUris = ['http://127.0.0.1/oauth/callback'] } = options;
  const plan = defaultOidcPlan();
  let endpoints: Endpoints = {};
  const site = await startSite(
    options,
    (request) => endpoints[`${request.method} ${request.path}`]?.(request) ?? htmlPage(404, 'Not found', ''),
  );
  const provider = issuedFrom(site.url, options.signer ?? oidcIdentityProvider(site.url));
  const state: OidcState = { clock, plan, people, provider, clientId, redirectUris };
  const devices = oidcDevices(state, site.url);
  endpoints = endpointsOf(state, devices);
  return {
    ...{ ...site, provider, clientId, people, plan },
    approve: (userCode, person = people[0]?.name ?? '') => {
      devices.decide(userCode, { person });
    },
    deny: (userCode) => {
      devices.decide(userCode, 'denied');
    },
  };
}

const issuedFrom = (issuer: string, { publicKey, token }: OidcIdentityProvider): OidcIdentityProvider => ({
  issuer,
  publicKey,
  token: (claims) => token({ iss: issuer, ...claims }),
});

function endpointsOf(state: OidcState, devices: OidcDevices): Endpoints {
  const tokens = oidcTokens(state);
  const codes = oidcCodes(state.clock, tokens);
  const logins = oidcLogins(state.people);
  const { token, startDevice } = tokenEndpoint(state, { codes, devices, tokens });
  return {
    'GET /.well-known/openid-configuration': () => jsonAnswer(200, metadataOf(state.provider.issuer)),
    'GET /jwks': () => jsonAnswer(200, { keys: [keyOf(state.provider)] }),
    'GET /authorize': authorizeEndpoint(state, codes, logins),
    'POST /login': ({ form }) => logins.decide(form),
    'POST /token': token,
    'POST /device_authorization': startDevice,
    'GET /device': ({ query }) => devicePage(query.get('user_code'), devices, logins),
  };
}

const metadataOf = (issuer: string): object => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  device_authorization_endpoint: `${issuer}/device_authorization`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: Object.values(grantTypes),
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'],
  authorization_response_iss_parameter_supported: true,
  scopes_supported: knownScopes,
});

const keyOf = ({ publicKey }: OidcIdentityProvider): object => ({
  ...createPublicKey(publicKey).export({ format: 'jwk' }),
  use: 'sig',
  alg: 'RS256',
});

function devicePage(code: string | undefined, devices: OidcDevices, logins: OidcLogins): Answer {
  if (code === undefined) {
    const form = '<form method="get" action="/device"><p><label>Code <input name="user_code"></label></p>';
    return htmlPage(200, 'Enter the code that your device shows', `${form}<button>Next</button></form>`);
  }
  if (!devices.waits(code)) return htmlPage(400, 'This code is wrong, used or expired', '');
  const decided = (decision: 'denied' | { readonly person: string }, title: string): Answer => {
    if (!devices.waits(code)) return htmlPage(400, 'This code is wrong, used or expired', '');
    devices.decide(code, decision);
    return htmlPage(200, title, '<p>You can close this window.</p>');
  };
  return logins.ask({
    title: `Sign in with the code ${code}`,
    allow: (person) => decided({ person }, 'Request approved'),
    refuse: () => decided('denied', 'Request denied'),
  });
}
