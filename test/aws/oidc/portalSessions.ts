import type { AwsClock } from '../awsClock.ts';
import type { Organisation } from '../organisation.ts';

/** A person signed in at the access portal. Its end is fixed at its start: refreshing never extends it. */
export interface PortalSession {
  readonly person: string;
  readonly organisation: Organisation;
  /** Epoch milliseconds. */
  readonly endsAt: number;
  /** Signed out, or ended by an administrator. */
  over: boolean;
}

export interface PortalSessions {
  start(organisation: Organisation, person: string): PortalSession;
  isAlive(session: PortalSession): boolean;
  /** Ends the sessions of one person, or of all. */
  end(person?: string): void;
}

export function portalSessions(clock: AwsClock): PortalSessions {
  const sessions = new Set<PortalSession>();
  return {
    start: (organisation, person) => {
      const endsAt = clock.now() + organisation.sessionMinutes() * 60_000;
      const session: PortalSession = { person, organisation, endsAt, over: false };
      sessions.add(session);
      return session;
    },
    isAlive: (session) => !session.over && clock.now() < session.endsAt,
    end: (person) => {
      for (const session of sessions) session.over ||= person === undefined || session.person === person;
    },
  };
}
