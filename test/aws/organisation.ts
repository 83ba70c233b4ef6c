import { createHash } from 'node:crypto';
import { partitionOf, type Partition } from './partition.ts';

export interface Account {
  /** Twelve digits; text, because leading zeros count. */
  readonly id: string;
  /** AWS leaves a missing name or address out of its answers. Names need not be unique. */
  readonly name?: string;
  readonly email?: string;
  /** What stands for the id in the address of the account's sign-in page. */
  readonly alias?: string;
}

export interface PermissionSet {
  readonly name: string;
  /** 1 to 12: how long role credentials live. A caller cannot ask for another length. */
  readonly sessionHours: number;
}

/** A trust policy's `Principal: {"Federated": …}`. */
interface FederatedTrust {
  /** ARN of a SAML or OpenID Connect provider. */
  readonly provider: string;
  /** The condition on `<issuer>:sub`; `*` stands for any text. Any subject when not set. */
  readonly subject?: string;
}

/** Who may assume a role. The caller's own policies are taken to allow everything. */
export interface Trust {
  /**
   * ARNs of users and roles, or `arn:aws:iam::<account>:root` for all of an account; `*` stands for any text.
   * `ec2.amazonaws.com` for instances.
   */
  readonly principals: readonly string[];
  /** Who may come with AssumeRoleWithSAML or AssumeRoleWithWebIdentity. */
  readonly federated?: FederatedTrust;
  readonly externalId?: string;
  /** `aws:MultiFactorAuthPresent` must be true. */
  readonly mfa?: boolean;
  /** sts:TagSession is allowed. */
  readonly tags?: boolean;
  /** sts:SetSourceIdentity is allowed. */
  readonly sourceIdentity?: boolean;
}

/** What belongs to an account. */
interface Owned {
  readonly accountId: string;
  /** The organisation's; `aws` outside of one. */
  readonly partition?: Partition | undefined;
}

export interface Role extends Owned {
  readonly name: string;
  /** `/` or `/some/path/`. */
  readonly path?: string;
  /** MaxSessionDuration in seconds, 3600 to 43200; 3600 when not set. */
  readonly maxSessionSeconds?: number;
  readonly trust: Trust;
}

export interface IamUser extends Owned {
  readonly name: string;
  readonly path?: string;
  /** A virtual MFA device; its seed is base32. */
  readonly mfa?: { readonly serial: string; readonly seed: string };
  /** Serials of FIDO keys and passkeys: IAM lists them, STS cannot use them. */
  readonly fido?: readonly string[];
  /** AWS's self-service policy: the user's own keys and devices only, and hardly anything without MFA. */
  readonly selfService?: boolean;
  /** Actions of IAM that no policy allows, such as `iam:CreateAccessKey`; all others are taken to be allowed. */
  readonly denied?: readonly string[];
}

/** What IAM keeps of a company's SAML identity provider: its metadata. */
export interface SamlProvider extends Owned {
  readonly name: string;
  readonly issuer: string;
  /** PEM. */
  readonly publicKey: string;
}

/** What IAM knows of an OpenID Connect provider. */
export interface OidcProvider extends Owned {
  /** `https://…`, as in the tokens' `iss`. */
  readonly issuer: string;
  /** The client ids, which are the tokens' audiences. */
  readonly audiences: readonly string[];
  /** PEM; AWS fetches it from the issuer. */
  readonly publicKey: string;
}

/** `person` may enter `account` with `permissionSet`. */
export type Assignment = readonly [person: string, accountId: string, permissionSet: string];

export interface OrganisationPlan {
  readonly startUrl?: string;
  readonly region?: string;
  /** How long a portal session lives: 15 minutes to 90 days, 8 hours when not set. */
  readonly sessionMinutes?: number;
  readonly accounts: readonly Account[];
  readonly permissionSets: readonly PermissionSet[];
  /** User names; the first one approves where a test names nobody. */
  readonly people: readonly string[];
  readonly assignments: readonly Assignment[];
  readonly roles?: readonly Role[];
  readonly users?: readonly IamUser[];
  readonly samlProviders?: readonly SamlProvider[];
  readonly oidcProviders?: readonly OidcProvider[];
}

/** An AWS organisation with its one IAM Identity Center instance. Assignments can change while it runs. */
export interface Organisation {
  readonly startUrl: string;
  readonly region: string;
  readonly people: readonly string[];
  readonly accounts: readonly Account[];
  readonly roles: readonly Role[];
  readonly users: readonly IamUser[];
  readonly samlProviders: readonly SamlProvider[];
  readonly oidcProviders: readonly OidcProvider[];
  sessionMinutes(): number;
  /** Touches only sessions that start later. @throws RangeError outside 15 minutes to 90 days */
  setSessionMinutes(minutes: number): void;
  assign(...assignment: Assignment): void;
  unassign(...assignment: Assignment): void;
  accountsOf(person: string): readonly Account[];
  /** Names of the permission sets; empty without an assignment. */
  permissionSetsOf(person: string, accountId: string): readonly string[];
  /** @throws when there is no such set */
  permissionSet(name: string): PermissionSet;
}

type Assignments = Pick<Organisation, 'assign' | 'unassign' | 'accountsOf' | 'permissionSetsOf'>;

/** Builds an organisation. @throws for a plan that AWS would refuse */
export function organisation(plan: OrganisationPlan): Organisation {
  checkPlan(plan);
  let sessionMinutes = 480;
  const region = plan.region ?? 'eu-west-1';
  const partition = partitionOf(region);
  if (partition === undefined) throw new Error(`no region '${region}'`);
  const own = <O extends Owned>(owned: readonly O[] = []): O[] => owned.map((one) => ({ ...one, partition }));
  const built: Organisation = {
    startUrl: plan.startUrl ?? 'https://stand-in.awsapps.com/start',
    region,
    people: plan.people,
    accounts: plan.accounts,
    roles: own(plan.roles),
    users: own(plan.users),
    samlProviders: own(plan.samlProviders),
    oidcProviders: own(plan.oidcProviders),
    sessionMinutes: () => sessionMinutes,
    setSessionMinutes: (minutes) => {
      if (minutes < 15 || minutes > 129_600)
        throw new RangeError('a portal session lasts 15 to 129600 minutes');
      sessionMinutes = minutes;
    },
    permissionSet: (name) => {
      const set = plan.permissionSets.find((known) => known.name === name);
      if (set === undefined) throw new Error(`no permission set '${name}'`);
      return set;
    },
    ...assignmentsOf(plan),
  };
  built.setSessionMinutes(plan.sessionMinutes ?? sessionMinutes);
  for (const assignment of plan.assignments) built.assign(...assignment);
  return built;
}

function assignmentsOf({ accounts, permissionSets, people }: OrganisationPlan): Assignments {
  const names = new Set(permissionSets.map(({ name }) => name));
  const ids = new Set(accounts.map(({ id }) => id));
  /** Person, then account, then permission sets. */
  const assigned = new Map(people.map((person) => [person, new Map<string, Set<string>>()]));
  return {
    assign: (person, accountId, set) => {
      const own = assigned.get(person);
      if (own === undefined || !names.has(set) || !ids.has(accountId)) {
        throw new Error(`cannot assign '${set}' in '${accountId}' to '${person}'`);
      }
      own.set(accountId, (own.get(accountId) ?? new Set()).add(set));
    },
    unassign: (person, accountId, set) => {
      const own = assigned.get(person);
      own?.get(accountId)?.delete(set);
      if (own?.get(accountId)?.size === 0) own.delete(accountId);
    },
    accountsOf: (person) => accounts.filter(({ id }) => assigned.get(person)?.has(id)),
    permissionSetsOf: (person, accountId) => [...(assigned.get(person)?.get(accountId) ?? [])],
  };
}

function checkPlan(plan: OrganisationPlan): void {
  const ids = new Set(plan.accounts.map((account) => account.id));
  if (ids.size !== plan.accounts.length) throw new Error('account ids must be unique');
  for (const id of ids) if (!/^\d{12}$/.test(id)) throw new Error(`account id '${id}' is not twelve digits`);
  for (const set of plan.permissionSets) {
    if (set.name.length > 32) throw new Error(`permission set '${set.name}' is longer than 32 characters`);
    if (set.sessionHours < 1 || set.sessionHours > 12)
      throw new Error('a permission set lasts 1 to 12 hours');
  }
}

/** The IAM role behind a permission set: a name with 16 hex digits, below a path with the region (not in us-east-1). */
export function reservedRole(
  instance: Pick<Organisation, 'startUrl' | 'region'>,
  accountId: string,
  permissionSet: string,
): { readonly name: string; readonly path: string; readonly arn: string } {
  const suffix = createHash('sha256')
    .update(`${instance.startUrl} ${accountId} ${permissionSet}`)
    .digest('hex')
    .slice(0, 16);
  const name = `AWSReservedSSO_${permissionSet}_${suffix}`;
  const region = instance.region === 'us-east-1' ? '' : `${instance.region}/`;
  const path = `/aws-reserved/sso.amazonaws.com/${region}`;
  return { name, path, arn: roleArn({ accountId, name, path, partition: partitionOf(instance.region) }) };
}

/** The beginning of the ARN of everything in IAM. */
export const iamArn = ({ accountId, partition = 'aws' }: Owned): string =>
  `arn:${partition}:iam::${accountId}`;

export const roleArn = (role: Owned & Pick<Role, 'name' | 'path'>): string =>
  `${iamArn(role)}:role${role.path ?? '/'}${role.name}`;

export const samlProviderArn = (provider: Owned & Pick<SamlProvider, 'name'>): string =>
  `${iamArn(provider)}:saml-provider/${provider.name}`;

export const oidcProviderArn = (provider: Owned & Pick<OidcProvider, 'issuer'>): string =>
  `${iamArn(provider)}:oidc-provider/${provider.issuer.replace('https://', '')}`;
