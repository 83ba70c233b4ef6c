import { checked } from '../profiles/takeover/checked.ts';
import { leave } from '../profiles/takeover/leave.ts';
import type { TakenFrom, TakenProfile } from '../profiles/takeover/takenProfile.ts';
import { mfaSerial } from '../roles/mfaSerial.ts';
import { roleStep } from '../roles/roleStep.ts';
import { regionName } from '../sso/ssoSession.ts';
import type { FoundRole } from './findings.ts';
import type { LeappSession } from './leappFindings.ts';

/** The session name that Leapp gives where nobody chose one; ours says who it was. */
const nobodysChoice = 'assumed-from-leapp';

/**
 * An IAM user or a role chain of Leapp’s.
 * @throws AppError bad-input, one sentence, for what cannot be taken
 */
export function leappChains(
  session: LeappSession,
  byId: ReadonlyMap<string, LeappSession>,
  roleOf: (session: LeappSession) => FoundRole,
): TakenProfile {
  const name = session.sessionName;
  const region = regionName.safeParse(session.region).data ?? null;
  if (session.type === 'awsIamUser') {
    const device = checked(mfaSerial.optional(), session.mfaDevice || undefined) ?? null;
    return { name, from: { kind: 'static-keys', file: 'elsewhere' }, steps: [], mfaSerial: device, region };
  }
  if (session.type === 'awsIamRoleFederated')
    leave('It signs in with SAML: add your company’s sign-in page, and its roles are there.');
  if (session.type !== 'awsIamRoleChained') leave('It is not of AWS.');
  const { roleSessionName } = session;
  const step = checked(roleStep, {
    roleArn: session.roleArn,
    sessionName:
      roleSessionName === nobodysChoice || roleSessionName === '' ? undefined : plain(roleSessionName),
  });
  return {
    name,
    from: startOf(byId.get(session.parentSessionId ?? ''), roleOf),
    steps: [step],
    mfaSerial: null,
    region,
  };
}

/** Braces would be filled in; Leapp knows none. */
function plain(sessionName: string | undefined): string | undefined {
  if (sessionName?.includes('{') === true) leave('Its session name has braces.');
  return sessionName;
}

function startOf(parent: LeappSession | undefined, roleOf: (session: LeappSession) => FoundRole): TakenFrom {
  if (parent === undefined) leave('What it starts from is not in Leapp’s file.');
  if (parent.type !== 'awsSsoRole') return { kind: 'profile', name: parent.sessionName };
  const { place, accountId, roleName } = roleOf(parent);
  return { kind: 'account-role', ...place, accountId, roleName };
}
