import { parseAccountId, partsOfRoleArn, type AccountId, type RoleArn } from '../arn.ts';
import { AppError } from '../errors.ts';
import type { Sha256 } from '../ports.ts';
import type { FederatedRole } from '../roles/federatedRoles.ts';
import { partsOfUserArn, type IamUser } from '../roles/iamUser.ts';
import type { ProfileOrigin, SavedProfile } from '../roles/savedProfile.ts';
import type { Settings } from '../settings/settings.ts';
import { iamUserProfileId } from './iamUserProfileId.ts';
import { derivedId, type Profile, type ProfileKind } from './profile.ts';

/** What the profiles are made of that no sign-in lists. */
export interface Made {
  readonly settings: Pick<Settings, 'iamUsers' | 'sources' | 'profiles'>;
  readonly offered: ReadonlyMap<string, readonly FederatedRole[]>;
  /** Names of the accounts that are in a list. */
  readonly accountNames: ReadonlyMap<AccountId, string>;
}

/**
 * Profiles of saved chains, IAM users, federated roles and the machine's own role. One that leads nowhere, as after
 * somebody edited the settings by hand, is left out.
 */
export function madeProfiles(sha256: Sha256, made: Made): Profile[] {
  const { iamUsers, sources, profiles } = made.settings;
  const derived = [
    ...iamUsers.map((user) => iamUserProfile(sha256, user)),
    ...[...made.offered].flatMap(([source, roles]) =>
      sources.some(({ name }) => name === source) ? samlProfiles(sha256, source, roles) : [],
    ),
    ...sources.flatMap((source) => {
      if (source.kind !== 'instance-profile') return [];
      const { name, roleName, kind, region } = source;
      const end = { accountId: parseAccountId(source.accountId), roleName };
      return [profileOf(derivedId(sha256, kind, name), name, { from: { kind, source: name }, region }, end)];
    }),
  ];
  const saved = profiles.flatMap((profile) => savedAs(profile, made) ?? []);
  return [...saved, ...derived].map((profile) => ({
    ...profile,
    source: { ...profile.source, accountName: made.accountNames.get(profile.source.accountId) ?? null },
  }));
}

interface End {
  readonly accountId: AccountId;
  readonly roleName: string;
}

function iamUserProfile(sha256: Sha256, { name, arn, region, mfaSerial }: IamUser): Profile {
  const { accountId, userName } = partsOfUserArn(arn) ?? unreadable(name);
  const from = { kind: 'iam-user' as const, name, mfa: mfaSerial !== null };
  return profileOf(
    iamUserProfileId(sha256, { name, arn }),
    name,
    { from, region },
    { accountId, roleName: userName },
  );
}

/** Named by account and role, with the source in front: several sources may offer the same role. */
function samlProfiles(sha256: Sha256, source: string, roles: readonly FederatedRole[]): Profile[] {
  return roles.map(({ roleArn }) => {
    const { accountId, roleName } = partsOfRoleArn(roleArn);
    const from = { kind: 'saml' as const, source, roleArn, durationSeconds: null };
    const id = derivedId(sha256, 'saml', source, roleArn);
    return profileOf(
      id,
      `${source}.${accountId}.${roleName}`,
      { from, region: null },
      { accountId, roleName },
    );
  });
}

function profileOf(
  id: string,
  name: string,
  chain: { readonly from: ProfileOrigin; readonly region: string | null },
  end: End,
): Profile {
  const { from } = chain;
  const kind: ProfileKind = from.kind === 'profile' ? 'role-chain' : from.kind;
  const source = { ssoSession: null, ...end, accountName: null };
  return { id, name, kind, origin: originName(from), source, chain: { ...chain, steps: [], saved: false } };
}

function savedAs(profile: SavedProfile, { settings }: Made): Profile | undefined {
  const root = rootOf(profile, settings.profiles);
  const last = lastRole(profile, settings.profiles);
  const end = last === undefined ? root && endOfOrigin(root, settings) : partsOfRoleArn(last);
  if (root === undefined || end === undefined) return undefined;
  const { id, name, from, steps, region } = profile;
  return {
    id,
    name,
    kind: stepsOf(profile, settings.profiles) > 0 ? 'role-chain' : root.kind,
    origin: originName(root),
    source: {
      ssoSession: root.kind === 'account-role' ? root.ssoSession : null,
      accountId: end.accountId,
      accountName: null,
      roleName: end.roleName,
    },
    chain: { from, steps, region, saved: true },
  };
}

/** The first source of the ancestry; undefined where there is none, or where it goes round. */
export function rootOf(
  profile: SavedProfile,
  profiles: readonly SavedProfile[],
): Exclude<ProfileOrigin, { kind: 'profile' }> | undefined {
  return ancestry(profile, profiles).at(-1)?.root;
}

function lastRole(profile: SavedProfile, profiles: readonly SavedProfile[]): RoleArn | undefined {
  for (const { steps, root } of ancestry(profile, profiles)) {
    const last = steps.at(-1);
    if (last !== undefined) return last.roleArn;
    if (root?.kind === 'saml' || root?.kind === 'web-identity') return root.roleArn;
  }
  return undefined;
}

function stepsOf(profile: SavedProfile, profiles: readonly SavedProfile[]): number {
  return ancestry(profile, profiles).reduce((count, { steps }) => count + steps.length, 0);
}

/** The profile, its parent, and so on. */
function ancestry(profile: SavedProfile, profiles: readonly SavedProfile[]) {
  const seen = new Set<string>();
  const line: {
    readonly steps: SavedProfile['steps'];
    readonly root: Exclude<ProfileOrigin, { kind: 'profile' }> | undefined;
  }[] = [];
  let current: SavedProfile | undefined = profile;
  while (current !== undefined && !seen.has(current.id)) {
    seen.add(current.id);
    const { from, steps }: SavedProfile = current;
    line.push({ steps, root: from.kind === 'profile' ? undefined : from });
    current = from.kind === 'profile' ? profiles.find(({ id }) => id === from.id) : undefined;
  }
  return line;
}

function endOfOrigin(
  origin: Exclude<ProfileOrigin, { kind: 'profile' }>,
  { iamUsers, sources }: Made['settings'],
): End | undefined {
  switch (origin.kind) {
    case 'account-role':
      return { accountId: parseAccountId(origin.accountId), roleName: origin.roleName };
    case 'saml':
    case 'web-identity':
      return partsOfRoleArn(origin.roleArn);
    case 'iam-user': {
      const parts = partsOfUserArn(iamUsers.find(({ name }) => name === origin.name)?.arn ?? '');
      return parts && { accountId: parts.accountId, roleName: parts.userName };
    }
    case 'instance-profile': {
      const source = sources.find(({ name }) => name === origin.source);
      if (source?.kind !== 'instance-profile') return undefined;
      return { accountId: parseAccountId(source.accountId), roleName: source.roleName };
    }
  }
}

/** What the person calls it. */
function originName(origin: ProfileOrigin): string {
  switch (origin.kind) {
    case 'account-role':
      return origin.ssoSession;
    case 'iam-user':
      return origin.name;
    case 'profile':
      return origin.id;
    default:
      return origin.source;
  }
}

function unreadable(name: string): never {
  throw new AppError('bad-input', `The settings of the IAM user “${name}” are damaged.`);
}
