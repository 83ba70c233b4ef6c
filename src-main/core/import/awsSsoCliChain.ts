import type { AccountId } from '../arn.ts';
import { partitionOf } from '../partition.ts';
import { checked } from '../profiles/takeover/checked.ts';
import { leave } from '../profiles/takeover/leave.ts';
import type { TakenFrom, TakenProfile } from '../profiles/takeover/takenProfile.ts';
import { roleStep } from '../roles/roleStep.ts';
import { regionName } from '../sso/ssoSession.ts';
import type { RoleEntry } from './awsSsoCliFindings.ts';
import type { FoundSignIn } from './findings.ts';

interface Chained {
  readonly accountId: AccountId;
  readonly roleName: string;
  readonly role: RoleEntry;
  readonly signIn: FoundSignIn;
  /** The profile of a role that has a `Via` of its own. */
  readonly nameOfChained: (accountId: string, roleName: string) => string | undefined;
}

/** A role with `Via`: another role comes first. @throws AppError bad-input, one sentence */
export function awsSsoCliChain({ accountId, roleName, role, signIn, nameOfChained }: Chained): TakenProfile {
  const partition = partitionOf(signIn.region).id;
  const step = checked(roleStep, {
    roleArn: `arn:${partition}:iam::${accountId}:role/${roleName}`,
    externalId: role.ExternalId,
    sourceIdentity: role.SourceIdentity,
  });
  const [, viaAccount, viaRole] =
    /^arn:aws[a-z-]*:iam::(\d{12}):role\/([\w+=,.@-]{1,64})$/.exec(role.Via ?? '') ?? [];
  if (viaAccount === undefined || viaRole === undefined) leave('Its Via is not the ARN of a role.');
  const chained = nameOfChained(viaAccount, viaRole);
  if (chained === '') leave('Its Via goes round in a circle.');
  const from: TakenFrom =
    chained === undefined
      ? {
          kind: 'account-role',
          ...{ ssoSession: null, startUrl: signIn.startUrl },
          ...{ accountId: viaAccount as AccountId, roleName: viaRole },
        }
      : { kind: 'profile', name: chained };
  const region = regionName.safeParse(role.DefaultRegion).data ?? null;
  return { name: nameOfChain(accountId, roleName, role), from, steps: [step], mfaSerial: null, region };
}

export function nameOfChain(accountId: string, roleName: string, { Profile }: RoleEntry): string {
  return Profile ?? `${roleName}-${accountId}`;
}
