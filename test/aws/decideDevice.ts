import type { DeviceAuthorizations } from './oidc/deviceAuthorizations.ts';
import type { PortalSessions } from './oidc/portalSessions.ts';

/** Approves or denies a user code without a browser. @throws for an unknown, decided or expired code or person */
export function decideDevice(
  devices: DeviceAuthorizations,
  sessions: PortalSessions,
  userCode: string,
  decision: { readonly approve: true; readonly person: string | undefined } | { readonly approve: false },
): void {
  const authorization = devices.find(userCode);
  if (authorization?.decision !== null) throw new Error(`no open question for the user code '${userCode}'`);
  if (!decision.approve) {
    authorization.decision = { state: 'denied' };
    return;
  }
  const { organisation } = authorization;
  const person = decision.person ?? organisation.people[0] ?? '';
  if (!organisation.people.includes(person)) throw new Error(`nobody is called '${person}'`);
  authorization.decision = { state: 'approved', session: sessions.start(organisation, person) };
}
