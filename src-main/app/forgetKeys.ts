import type { SsoSession } from '../core/sso/ssoSession.ts';
import type { Domain } from './domain.ts';

/** Forgets the keys in memory that came from one sign-in. */
export function forgetKeys({ cache }: Domain, place: SsoSession): void {
  cache.forget((key) => key.startsWith(`${place.name} `));
}
