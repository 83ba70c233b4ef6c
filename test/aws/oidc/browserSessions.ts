import { randomBytes } from 'node:crypto';
import type { AwsState } from '../awsState.ts';
import type { Organisation } from '../organisation.ts';
import type { PortalSession } from './portalSessions.ts';

export interface BrowserSignIn {
  readonly session: PortalSession;
  /** For Set-Cookie. */
  readonly cookie: string;
}

const name = 'x-amz-sso_authn';

/**
 * Signs a browser in at the portal. One that is signed in already goes on with that session, and with what is left
 * of its life: a new sign-in need not be a long one.
 */
export function browserSessions({ sessions }: Pick<AwsState, 'sessions'>) {
  const known = new Map<string, PortalSession>();
  return (cookies: string | undefined, organisation: Organisation, person: string): BrowserSignIn => {
    const sent = new RegExp(`${name}=([\\w-]+)`).exec(cookies ?? '')?.[1] ?? '';
    const present = known.get(sent);
    const same = present?.person === person && present.organisation === organisation;
    const goesOn = same && sessions.isAlive(present);
    const session = goesOn ? present : sessions.start(organisation, person);
    const id = goesOn ? sent : randomBytes(16).toString('base64url');
    known.set(id, session);
    return { session, cookie: `${name}=${id}; HttpOnly; Path=/; SameSite=Lax` };
  };
}
