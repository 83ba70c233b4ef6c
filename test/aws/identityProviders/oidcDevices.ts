import { randomBytes } from 'node:crypto';
import { userCode } from '../ids.ts';
import { OAuthError } from './oauthError.ts';
import type { OidcState } from './oidcState.ts';
import type { OidcSignIn } from './oidcTokens.ts';

interface Device {
  readonly scopes: ReadonlySet<string>;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  decision: 'denied' | { readonly person: string } | null;
  lastPollAt: number;
  /** Milliseconds; each slow_down adds five seconds. */
  interval: number;
  used: boolean;
}

/** Device authorizations of RFC 8628. */
export interface OidcDevices {
  /** The members of the answer. */
  start(scopes: ReadonlySet<string>): Readonly<Record<string, unknown>>;
  waits(code: string): boolean;
  /** @throws for a code that is unknown, decided or over */
  decide(code: string, decision: 'denied' | { readonly person: string }): void;
  /** @throws OAuthError for what is not yet or no longer a token */
  redeem(deviceCode: string): OidcSignIn;
}

/** A timer of exactly one interval must not be called too fast. */
const tolerance = 50;

export function oidcDevices({ clock, plan }: OidcState, url: string): OidcDevices {
  const byDeviceCode = new Map<string, Device>();
  const byUserCode = new Map<string, Device>();
  const waiting = (code: string): Device | undefined => {
    const device = byUserCode.get(code.trim().toUpperCase());
    return device?.decision === null && clock.now() < device.expiresAt ? device : undefined;
  };
  return {
    start: (scopes) => {
      const expiresAt = clock.now() + plan.deviceSeconds * 1000;
      const started = { decision: null, lastPollAt: -Infinity, interval: plan.interval * 1000, used: false };
      const device: Device = { scopes, expiresAt, ...started };
      const [deviceCode, code] = [randomBytes(32).toString('base64url'), userCode()];
      byDeviceCode.set(deviceCode, device);
      byUserCode.set(code, device);
      return {
        device_code: deviceCode,
        user_code: code,
        verification_uri: `${url}/device`,
        verification_uri_complete: `${url}/device?user_code=${code}`,
        expires_in: plan.deviceSeconds,
        interval: plan.interval,
      };
    },
    waits: (code) => waiting(code) !== undefined,
    decide: (code, decision) => {
      const device = waiting(code);
      if (device === undefined) throw new Error(`no device waits with '${code}'`);
      device.decision = decision;
    },
    redeem: (deviceCode) => {
      const device = byDeviceCode.get(deviceCode);
      if (device === undefined || device.used) {
        throw new OAuthError('invalid_grant', 'The device code is unknown or used');
      }
      return redeem(device, clock.now());
    },
  };
}

function redeem(device: Device, now: number): OidcSignIn {
  if (now >= device.expiresAt) throw new OAuthError('expired_token', 'The device code has expired');
  const early = now - device.lastPollAt < device.interval - tolerance;
  device.lastPollAt = now;
  if (early) {
    device.interval += 5000;
    throw new OAuthError('slow_down', 'Poll less often');
  }
  const { decision, scopes } = device;
  if (decision === null) throw new OAuthError('authorization_pending', 'Nobody has decided yet');
  if (decision === 'denied') throw new OAuthError('access_denied', 'The person said no');
  device.used = true;
  return { person: decision.person, scopes, nonce: undefined };
}
