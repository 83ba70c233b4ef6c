import type { Rate } from './limiter.ts';

export interface VerificationUris {
  readonly verificationUri: string;
  readonly verificationUriComplete: string;
}

/**
 * Where AWS leaves its behaviour open, or where it differs from customer to customer. May be changed at any time;
 * the defaults are the harsher choice.
 */
export interface Behaviour {
  /** Seconds between polls that StartDeviceAuthorization asks for. AWS says 1. */
  interval: number;
  /** What a refresh does to refresh tokens. AWS does not document it. */
  rotation: 'same' | 'new-old-good' | 'new-old-dead';
  /** Some real sign-ins come without a refresh token although the scopes were asked for. */
  refreshTokens: boolean;
  /** Days until a client registration ends. 90 is what AWS gives, 24 hours were seen too. */
  registrationDays: number;
  /** The most rows a page ever has; AWS's maximum is 100. */
  pageSize: number;
  /** How the last page says that it is the last: clients must take all three. */
  lastPage: 'missing' | 'null' | 'empty';
  /** Shared by all portal calls in a region; null is no limit. AWS documents 20 a second. */
  portalRate: Rate | null;
  /** Milliseconds until a new, changed or deleted access key is known as such outside of IAM: AWS takes seconds. */
  iamDelayMs: number;
  /** Replaces the honest verification links, so that a test can offer hostile ones. */
  verification: (honest: VerificationUris, userCode: string) => VerificationUris;
}

export const defaultBehaviour = (): Behaviour => ({
  interval: 1,
  rotation: 'new-old-dead',
  refreshTokens: true,
  registrationDays: 90,
  pageSize: 100,
  lastPage: 'missing',
  portalRate: { perSecond: 20, burst: 1 },
  iamDelayMs: 0,
  verification: (honest) => honest,
});
