import { randomBytes } from 'node:crypto';
import type { AwsRequest } from '../awsRequest.ts';
import type { AwsState } from '../awsState.ts';
import { clientId } from '../ids.ts';
import type { Organisation } from '../organisation.ts';
import { findInstance } from './findInstance.ts';
import { jsonMembers, required } from './jsonMembers.ts';
import { OidcError } from './oidcError.ts';

export const grants = {
  device: 'urn:ietf:params:oauth:grant-type:device_code',
  code: 'authorization_code',
  refresh: 'refresh_token',
} as const;
export type Grant = (typeof grants)[keyof typeof grants];

const knownGrants: ReadonlySet<string> = new Set(Object.values(grants));
const knownScopes: ReadonlySet<string> = new Set(['sso:account:access']);

/** A public OIDC client. It belongs to a region, not to a person. */
export interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientName: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly scopes: readonly string[];
  readonly grantTypes: ReadonlySet<string>;
  readonly redirectUris: readonly string[];
  /** Of the issuerUrl. */
  readonly issuer: Organisation | undefined;
  /** Refresh tokens exist only for clients that were registered with scopes. */
  readonly mayRefresh: boolean;
}

export interface Registrations {
  register(request: AwsRequest): Readonly<Record<string, unknown>>;
  /** By id alone, for the browser's page. `undefined` in another region and after the end. */
  find(clientId: string, region: string): Registration | undefined;
  /** @throws OidcError InvalidClientException (401) for an unknown client, a wrong secret, another region, or after its end */
  authenticate(members: { clientId?: string; clientSecret?: string }, request: AwsRequest): Registration;
}

export function registrations({ clock, behaviour, organisations }: AwsState): Registrations {
  const clients = new Map<string, Registration>();
  const find = (id: string, region: string): Registration | undefined => {
    const client = clients.get(id);
    return client?.region === region && clock.now() < client.expiresAt ? client : undefined;
  };
  return {
    find,
    register: (request) => {
      // Whole seconds, as they are told.
      const now = Math.floor(clock.now() / 1000) * 1000;
      const client: Registration = {
        ...readRegistration(request, organisations),
        clientId: clientId(request.region),
        clientSecret: clientSecret(now),
        region: request.region,
        expiresAt: now + behaviour.registrationDays * 86_400_000,
      };
      request.record.who = client.clientName;
      clients.set(client.clientId, client);
      return {
        clientId: client.clientId,
        clientSecret: client.clientSecret,
        clientIdIssuedAt: now / 1000,
        clientSecretExpiresAt: client.expiresAt / 1000,
      };
    },
    authenticate: (members, request) => {
      const id = required(members.clientId, 'clientId');
      const secret = required(members.clientSecret, 'clientSecret');
      const client = find(id, request.region);
      if (client?.clientSecret !== secret)
        throw new OidcError('InvalidClientException', 'Invalid client provided');
      request.record.who = client.clientName;
      return client;
    },
  };
}

function readRegistration(
  request: AwsRequest,
  organisations: readonly Organisation[],
): Omit<Registration, 'clientId' | 'clientSecret' | 'region' | 'expiresAt'> {
  const members = jsonMembers(request, {
    clientName: 'text',
    clientType: 'text',
    scopes: 'list',
    redirectUris: 'list',
    grantTypes: 'list',
    issuerUrl: 'text',
    entitledApplicationArn: 'text',
  });
  const clientName = required(members.clientName, 'clientName');
  if (required(members.clientType, 'clientType') !== 'public') {
    throw new OidcError('InvalidClientMetadataException', 'clientType must be public');
  }
  const { scopes = [], redirectUris = [] } = members;
  if (scopes.some((scope) => !knownScopes.has(scope)))
    throw new OidcError('InvalidScopeException', 'Invalid scope');
  const grantTypes = grantTypesOf(members.grantTypes, scopes);
  checkRedirects(grantTypes, redirectUris);
  const issuer = findInstance(organisations, members.issuerUrl, request.region);
  if (grantTypes.has(grants.code) && issuer === undefined) {
    throw new OidcError(
      'InvalidRequestException',
      'authorization_code needs the issuerUrl of an instance here',
    );
  }
  const mayRefresh = scopes.length > 0 && grantTypes.has(grants.refresh);
  return { clientName, scopes, redirectUris, grantTypes, issuer, mayRefresh };
}

/** The AWS CLI's device flow names no grant types: then device codes work, and refreshing with scopes. */
function grantTypesOf(asked: readonly string[] | undefined, scopes: readonly string[]): ReadonlySet<string> {
  if (asked === undefined)
    return new Set(scopes.length > 0 ? [grants.device, grants.refresh] : [grants.device]);
  if (!asked.every((grant) => knownGrants.has(grant))) {
    throw new OidcError('UnsupportedGrantTypeException', 'Unsupported grant type');
  }
  return new Set(asked);
}

/** A desktop client comes back to a loopback address over http: RFC 8252, section 7.3. */
function checkRedirects(grantTypes: ReadonlySet<string>, redirectUris: readonly string[]): void {
  const loopback = redirectUris.every((uri) => /^http:\/\/127\.0\.0\.1(:\d+)?(\/[^?#]*)?$/.test(uri));
  if (!loopback || (grantTypes.has(grants.code) && redirectUris.length === 0)) {
    throw new OidcError('InvalidRedirectUriException', 'Invalid redirect URI');
  }
}

/** A JWT over 1 kB whose payload is a JSON text in a JSON text. Opaque to clients, and too long for small stores. */
function clientSecret(now: number): string {
  const serialized = JSON.stringify({
    expired: false,
    clientId: { value: randomBytes(16).toString('base64url') },
    tenantId: null,
    clientType: 'PUBLIC',
    templateArn: null,
    templateContext: null,
    createdTimestamp: now / 1000,
    updatedTimestamp: now / 1000,
    attributes: randomBytes(500).toString('base64url'),
  });
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = encode({ kid: 'key-1', alg: 'HS384' });
  return `${header}.${encode({ serialized })}.${randomBytes(48).toString('base64url')}`;
}
