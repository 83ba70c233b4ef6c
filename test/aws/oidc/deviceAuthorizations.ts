import type { AwsRequest } from '../awsRequest.ts';
import type { AwsState } from '../awsState.ts';
import { deviceCode, userCode } from '../ids.ts';
import type { Organisation } from '../organisation.ts';
import { findInstance } from './findInstance.ts';
import { jsonMembers, required } from './jsonMembers.ts';
import { OidcError } from './oidcError.ts';
import type { PortalSession } from './portalSessions.ts';
import { grants, type Registration, type Registrations } from './registrations.ts';

export interface DeviceAuthorization {
  readonly userCode: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly organisation: Organisation;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  decision:
    { readonly state: 'denied' } | { readonly state: 'approved'; readonly session: PortalSession } | null;
}

interface Polled extends DeviceAuthorization {
  polls: number;
  lastPollAt: number;
  /** Milliseconds; grows with each SlowDownException and never shrinks. */
  interval: number;
  used: boolean;
}

export interface DeviceAuthorizations {
  start(request: AwsRequest, url: string): Readonly<Record<string, unknown>>;
  /** Codes are typed by people: lower case and a missing dash are taken. `undefined` once expired. */
  find(userCode: string): DeviceAuthorization | undefined;
  /** The approved session, once. @throws OidcError for everything that is not yet or no longer a token */
  redeem(deviceCode: string, client: Registration): PortalSession;
}

const lifeSeconds = 600;
/** The AWS CLI polls once before it shows the link and once after: AWS answers both with pending. */
const lenientPolls = 2;
/** A timer of exactly one interval must not be called too fast. */
const tolerance = 50;

export function deviceAuthorizations(state: AwsState, clients: Registrations): DeviceAuthorizations {
  const { clock, behaviour } = state;
  const byDeviceCode = new Map<string, Polled>();
  const byUserCode = new Map<string, Polled>();
  return {
    start: (request, url) => {
      const authorization = readAuthorization(request, state, clients);
      const code = deviceCode();
      byDeviceCode.set(code, authorization);
      byUserCode.set(authorization.userCode, authorization);
      const verificationUri = `${url}/device`;
      const verificationUriComplete = `${verificationUri}?user_code=${authorization.userCode}`;
      return {
        deviceCode: code,
        userCode: authorization.userCode,
        ...behaviour.verification({ verificationUri, verificationUriComplete }, authorization.userCode),
        expiresIn: lifeSeconds,
        interval: behaviour.interval,
      };
    },
    find: (typed) => {
      const letters = typed.toUpperCase().replaceAll(/[^A-Z]/g, '');
      const authorization = byUserCode.get(`${letters.slice(0, 4)}-${letters.slice(4)}`);
      return authorization !== undefined && clock.now() < authorization.expiresAt ? authorization : undefined;
    },
    redeem: (code, client) => {
      const authorization = byDeviceCode.get(code);
      if (authorization?.clientId !== client.clientId || authorization.used) {
        throw new OidcError('InvalidGrantException', 'Invalid device code provided');
      }
      return redeem(authorization, clock.now());
    },
  };
}

function readAuthorization(request: AwsRequest, state: AwsState, clients: Registrations): Polled {
  const members = jsonMembers(request, { clientId: 'text', clientSecret: 'text', startUrl: 'text' });
  const startUrl = required(members.startUrl, 'startUrl');
  const client = clients.authenticate(members, request);
  if (!client.grantTypes.has(grants.device)) {
    throw new OidcError('UnauthorizedClientException', 'This client may not use device codes');
  }
  const organisation = findInstance(state.organisations, startUrl, request.region);
  if (organisation === undefined)
    throw new OidcError('InvalidRequestException', 'Invalid start url provided');
  return {
    userCode: userCode(),
    clientId: client.clientId,
    clientName: client.clientName,
    organisation,
    expiresAt: state.clock.now() + lifeSeconds * 1000,
    decision: null,
    polls: 0,
    lastPollAt: -Infinity,
    interval: state.behaviour.interval * 1000,
    used: false,
  };
}

function redeem(authorization: Polled, now: number): PortalSession {
  if (now >= authorization.expiresAt) throw new OidcError('ExpiredTokenException', 'Device code has expired');
  countPoll(authorization, now);
  const { decision } = authorization;
  if (decision === null) {
    throw new OidcError('AuthorizationPendingException', 'Authorization is still pending');
  }
  if (decision.state === 'denied') throw new OidcError('AccessDeniedException', 'The request was denied');
  authorization.used = true;
  return decision.session;
}

/** @throws OidcError SlowDownException, which adds 5 s to the interval for the rest of this code's life */
function countPoll(authorization: Polled, now: number): void {
  const early = now - authorization.lastPollAt < authorization.interval - tolerance;
  authorization.polls += 1;
  authorization.lastPollAt = now;
  if (!early || authorization.polls <= lenientPolls) return;
  authorization.interval += 5000;
  throw new OidcError('SlowDownException', 'Slow down');
}
