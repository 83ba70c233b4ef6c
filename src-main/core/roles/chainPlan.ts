import { parseAccountId, partsOfRoleArn, type AccountId, type RoleArn } from '../arn.ts';
import { AppError } from '../errors.ts';
import { isKnownRegion, partitionOf } from '../partition.ts';
import type { Profile } from '../profiles/profile.ts';
import { originOf } from '../profiles/profile.ts';
import type { Settings } from '../settings/settings.ts';
import { partsOfUserArn, type IamUser } from './iamUser.ts';
import { roleChain, type ChainedStep, type ChainProfiles, type ChainSource } from './roleChain.ts';
import type { RoleStep } from './roleStep.ts';
import type { ProfileOrigin } from './savedProfile.ts';
import { durationToAsk, sessionLimits, type DurationLimits, type StsCall } from './sessionLimits.ts';

type Root = Exclude<ProfileOrigin, { kind: 'profile' }>;

/** What every link tells before AWS is asked. */
interface Reached {
  readonly accountId: AccountId;
  readonly roleArn: RoleArn | null;
  /** Of the role or the user; null where AWS has not said yet. */
  readonly roleName: string;
  /** Seconds; null where AWS lets nobody choose. */
  readonly durationSeconds: number | null;
  readonly limits: DurationLimits | null;
}

/** One hop on the way to a profile's keys. */
export type ChainLink = Reached &
  (
    | {
        readonly call: 'GetRoleCredentials';
        readonly ssoSession: string;
        /** As the list has it. */
        readonly accountName: string | null;
      }
    /** `mfa`: the profile wants a code, which then goes with the AssumeRole after it. */
    | { readonly call: 'LongTermKeys'; readonly user: IamUser; readonly mfa: boolean }
    | { readonly call: 'GetSessionToken'; readonly user: IamUser; readonly mfa: boolean }
    | { readonly call: 'AssumeRoleWithSAML'; readonly source: string; readonly roleArn: RoleArn }
    | {
        readonly call: 'AssumeRoleWithWebIdentity';
        readonly source: string;
        readonly roleArn: RoleArn;
        readonly sessionName: string;
      }
    | { readonly call: 'InstanceProfile'; readonly source: string }
    | {
        readonly call: 'AssumeRole';
        readonly roleArn: RoleArn;
        readonly step: RoleStep;
        /** Name of the saved profile that the step is written in. */
        readonly profile: string;
        readonly chained: boolean;
        /** The device whose code goes with the call itself. */
        readonly mfa: CodeWithCall | null;
        /** Whether the caller's keys carry a code already. */
        readonly mfaInCaller: boolean;
      }
  );

interface CodeWithCall {
  readonly user: IamUser;
  /** The user's own device where null. */
  readonly serial: string | null;
}

export interface PlanOptions {
  readonly settings: Pick<Settings, 'iamUsers' | 'sources' | 'profiles'> &
    Partial<Pick<Settings, 'ssoSessions'>>;
  /** Seconds for the last link, where the caller wants others than the profile says. */
  readonly durationSeconds?: number | undefined;
}

/**
 * The way to a profile's keys, from its source on; nothing is asked of AWS.
 * @throws AppError bad-input (a loop, a length that AWS would refuse), no-such-iam-user, no-such-source, no-such-profile
 */
export function chainPlan(
  profile: Pick<Profile, 'name' | 'chain' | 'source'>,
  options: PlanOptions,
): ChainLink[] {
  const { settings, durationSeconds } = options;
  const origin = originOf(profile);
  const own = { from: origin, steps: profile.chain?.steps ?? [] };
  const { source, steps } = roleChain(profile.name, chainProfiles(profile.name, own, settings));
  const [first, ...later] = withDuration(steps, durationSeconds);
  const noSteps = first === undefined;
  const start = sourceLink(source.root, settings, {
    first: first?.step ?? null,
    durationSeconds: noSteps ? durationSeconds : undefined,
    accountName: profile.chain === null ? profile.source.accountName : null,
  });
  if (first === undefined) return [start];
  return [start, firstStep(start, first), ...later.map((step) => stepLink(step, null, false))];
}

function withDuration(steps: readonly ChainedStep[], durationSeconds: number | undefined): ChainedStep[] {
  if (durationSeconds === undefined) return [...steps];
  const last = steps.length - 1;
  return steps.map((one, at) => (at === last ? { ...one, step: { ...one.step, durationSeconds } } : one));
}

/**
 * Saved profiles by name, as roleChain resolves them; the one that is asked for may not be saved yet. Only those on its
 * way are looked up: thousands are planned one after the other when files are imported.
 */
function chainProfiles(
  name: string,
  own: { readonly from: ProfileOrigin; readonly steps: readonly RoleStep[] },
  settings: PlanOptions['settings'],
): ChainProfiles<ChainSource & { readonly root: Root }> {
  const { profiles: saved } = settings;
  const nameOf = (id: string) => saved.find((one) => one.id === id)?.name ?? 'a profile that was removed';
  return {
    get: (called) => {
      const found = called === name ? own : saved.find((one) => one.name === called);
      if (found === undefined) return undefined;
      const { from, steps } = found;
      const isChild = from.kind === 'profile';
      return { steps, from: isChild ? { parent: nameOf(from.id) } : { source: sourceOf(from, settings) } };
    },
  };
}

function sourceOf(root: Root, settings: PlanOptions['settings']): ChainSource & { readonly root: Root } {
  return { root, temporary: root.kind !== 'iam-user', partition: partitionOfRoot(root, settings) };
}

/** Undefined where the settings do not say: that is told when the source itself is looked at. */
function partitionOfRoot(root: Root, settings: PlanOptions['settings']): string | undefined {
  switch (root.kind) {
    case 'saml':
    case 'web-identity':
      return partsOfRoleArn(root.roleArn).partition;
    case 'iam-user':
      return partsOfUserArn(settings.iamUsers.find(({ name }) => name === root.name)?.arn ?? '')?.partition;
    case 'account-role':
      return partitionOfPlace(settings.ssoSessions?.find(({ name }) => name === root.ssoSession));
    case 'instance-profile':
      return partitionOfPlace(settings.sources.find(({ name }) => name === root.source));
  }
}

function partitionOfPlace(place: { readonly region: string } | undefined): string | undefined {
  return place !== undefined && isKnownRegion(place.region) ? partitionOf(place.region).id : undefined;
}

interface SourceOptions {
  readonly first: RoleStep | null;
  readonly durationSeconds: number | undefined;
  /** Of an Identity Center role, where a list tells it. */
  readonly accountName: string | null;
}

function sourceLink(root: Root, settings: PlanOptions['settings'], options: SourceOptions): ChainLink {
  const { durationSeconds } = options;
  switch (root.kind) {
    case 'account-role':
      if (durationSeconds !== undefined) throw noChoice('an Identity Center role');
      return {
        call: 'GetRoleCredentials',
        ssoSession: root.ssoSession,
        ...noDuration,
        accountId: parseAccountId(root.accountId),
        accountName: options.accountName,
        roleName: root.roleName,
      };
    case 'iam-user':
      return userLink(iamUserOf(settings, root.name), root.mfa, options);
    case 'saml':
      return {
        call: 'AssumeRoleWithSAML',
        source: root.source,
        ...federated('AssumeRoleWithSAML', root.roleArn, durationSeconds ?? root.durationSeconds),
      };
    case 'web-identity':
      return {
        call: 'AssumeRoleWithWebIdentity',
        source: root.source,
        sessionName: root.sessionName,
        ...federated('AssumeRoleWithWebIdentity', root.roleArn, durationSeconds ?? root.durationSeconds),
      };
    case 'instance-profile': {
      if (durationSeconds !== undefined) throw noChoice('an instance profile');
      const source = settings.sources.find(({ name }) => name === root.source);
      if (source?.kind !== 'instance-profile') throw noSource(root.source);
      const { accountId, roleName } = source;
      return {
        call: 'InstanceProfile',
        source: root.source,
        ...noDuration,
        accountId: parseAccountId(accountId),
        roleName,
      };
    }
  }
}

const noDuration = { roleArn: null, durationSeconds: null, limits: null };

/** SAML tells AWS itself how long (SessionDuration) where nobody says; that is known once somebody signed in. */
function federated(call: StsCall, roleArn: RoleArn, asked: number | null) {
  const { accountId, roleName } = partsOfRoleArn(roleArn);
  const limits = sessionLimits(call, false);
  const durationSeconds =
    asked === null && call === 'AssumeRoleWithSAML' ? null : durationToAsk(call, false, asked);
  return { roleArn, accountId, roleName, limits, durationSeconds };
}

/**
 * An MFA session is shared by all that begins at the user, but AWS caps what is assumed from it at an hour. Where a
 * person wants longer, the code goes with the AssumeRole itself.
 */
function userLink(user: IamUser, mfa: boolean, { first, durationSeconds }: SourceOptions): ChainLink {
  const parts = partsOfUserArn(user.arn);
  if (parts === undefined)
    throw new AppError('bad-input', `The settings of the IAM user “${user.name}” are damaged.`);
  const reached = { user, accountId: parts.accountId, roleName: parts.userName, roleArn: null };
  const direct =
    first !== null && (!mfa || (first.durationSeconds ?? 0) > sessionLimits('AssumeRole', true).longest);
  if (direct) return { call: 'LongTermKeys', ...reached, mfa, durationSeconds: null, limits: null };
  const asked = durationSeconds ?? user.sessionSeconds;
  return {
    call: 'GetSessionToken',
    ...reached,
    mfa,
    durationSeconds: durationToAsk('GetSessionToken', false, asked),
    limits: sessionLimits('GetSessionToken', false),
  };
}

/** The only step that an IAM user's code can go with: a role's session cannot bring one. */
function firstStep(start: ChainLink, { step, profile }: ChainedStep): ChainLink {
  const chained = start.call !== 'LongTermKeys';
  const mfa = start.call === 'LongTermKeys' ? codeWith(start, step) : null;
  const mfaInCaller = start.call === 'GetSessionToken' && start.mfa;
  return stepLink({ step, profile, chained }, mfa, mfaInCaller);
}

function codeWith(
  { user, mfa }: Extract<ChainLink, { call: 'LongTermKeys' }>,
  { mfaSerial }: RoleStep,
): CodeWithCall | null {
  return mfa || mfaSerial !== null ? { user, serial: mfaSerial } : null;
}

function stepLink(
  { step, profile, chained }: ChainedStep,
  mfa: CodeWithCall | null,
  mfaInCaller: boolean,
): ChainLink {
  const { accountId, roleName } = partsOfRoleArn(step.roleArn);
  const durationSeconds = durationToAsk('AssumeRole', chained, step.durationSeconds);
  const limits = sessionLimits('AssumeRole', chained);
  return {
    call: 'AssumeRole',
    roleArn: step.roleArn,
    step,
    profile,
    chained,
    mfa,
    mfaInCaller,
    accountId,
    roleName,
    durationSeconds,
    limits,
  };
}

/** @throws AppError no-such-iam-user */
export function iamUserOf({ iamUsers }: Pick<Settings, 'iamUsers'>, name: string): IamUser {
  const found = iamUsers.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new AppError('no-such-iam-user', `No IAM user is called “${name}” here.`, {
    hint: 'See latchkey iam-user list, or add one with latchkey iam-user add.',
  });
}

export function noSource(name: string): AppError {
  return new AppError('no-such-source', `No source is called “${name}”.`, {
    hint: 'See latchkey source list, or add one with latchkey source add.',
  });
}

function noChoice(what: string): AppError {
  return new AppError('bad-input', `AWS lets nobody choose how long the keys of ${what} live.`, {
    hint: 'Leave the duration out.',
  });
}
