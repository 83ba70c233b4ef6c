import type { ParsedInput } from '../contract.ts';
import { parseAccountId } from '../core/arn.ts';
import { AppError } from '../core/errors.ts';
import type { Profile } from '../core/profiles/profile.ts';
import { originOf } from '../core/profiles/profile.ts';
import type { FederationSource } from '../core/roles/federationSource.ts';
import type { RoleStep } from '../core/roles/roleStep.ts';
import type { ProfileOrigin, SavedProfile } from '../core/roles/savedProfile.ts';
import type { Domain } from './domain.ts';

/** A chain as a person writes it. */
type Draft = Pick<ParsedInput<'addProfile'>, 'from' | 'ssoSession' | 'mfa' | 'steps'>;

/**
 * Where a chain begins and the roles it takes, from what a person wrote: names become what they mean, and the first
 * role of a federated source becomes part of where it begins.
 * @param kept where it began so far, unless a person says otherwise
 * @throws AppError bad-input, no-such-profile, ambiguous-profile
 */
export async function draftOf(
  domain: Domain,
  draft: Draft,
  kept?: ProfileOrigin,
): Promise<Pick<SavedProfile, 'from' | 'steps'>> {
  const { iamUsers, sources } = domain.settings.get();
  const user = iamUsers.find(({ name }) => name === draft.from);
  const source = sources.find(({ name }) => name === draft.from);
  const { from, steps } =
    user !== undefined
      ? { from: { kind: 'iam-user' as const, name: user.name, mfa: draft.mfa ?? false }, steps: draft.steps }
      : source !== undefined
        ? fromSource(source, draft.steps)
        : {
            from: isProfile(kept)
              ? kept
              : fromProfile(await domain.find({ profile: draft.from, ssoSession: draft.ssoSession }), draft),
            steps: draft.steps,
          };
  checkCodes(from, draft, steps);
  return { from, steps };
}

function isProfile(origin: ProfileOrigin | undefined): origin is ProfileOrigin {
  return origin?.kind === 'account-role' || origin?.kind === 'profile';
}

function fromProfile(profile: Profile, { mfa }: Draft): ProfileOrigin {
  if (profile.chain?.saved === true) return { kind: 'profile', id: profile.id };
  const origin = originOf(profile);
  if (origin.kind === 'account-role') return { ...origin, accountId: parseAccountId(origin.accountId) };
  return origin.kind === 'iam-user' ? { ...origin, mfa: mfa ?? origin.mfa } : origin;
}

function fromSource(
  source: FederationSource,
  steps: readonly RoleStep[],
): { readonly from: ProfileOrigin; readonly steps: RoleStep[] } {
  const { name } = source;
  if (source.kind === 'instance-profile') {
    return { from: { kind: 'instance-profile', source: name }, steps: [...steps] };
  }
  const [first, ...later] = steps;
  if (first === undefined) throw roleNeeded(name);
  checkFederated(source.kind, first);
  const { roleArn, durationSeconds, sessionName } = first;
  const role = { source: name, roleArn, durationSeconds };
  const from: ProfileOrigin =
    source.kind === 'saml' ? { kind: 'saml', ...role } : { kind: 'web-identity', ...role, sessionName };
  return { from, steps: later };
}

/** AssumeRoleWithSAML and WithWebIdentity have no such parameters; leaving them out silently would surprise. */
function checkFederated(kind: 'saml' | 'web-identity', step: RoleStep): void {
  const given = [
    step.externalId !== null && 'external id',
    step.tags.length > 0 && 'tags',
    step.sourceIdentity !== null && 'source identity',
    step.mfaSerial !== null && 'MFA device',
    (step.policy !== null || step.policyArns.length > 0) && 'session policy',
    step.region !== null && 'region',
    kind === 'saml' && step.sessionName !== '{user}' && 'session name',
  ].find((one) => one !== false);
  if (given === undefined) return;
  throw new AppError('bad-input', `The role that the identity provider opens takes no ${given}.`, {
    hint: 'Give it to a role after it, or leave it out.',
  });
}

/** A role's session cannot bring a code, so only the first role from a user can ask for one. */
function checkCodes(from: ProfileOrigin, { mfa }: Draft, steps: readonly RoleStep[]): void {
  if (mfa === true && from.kind !== 'iam-user') {
    throw new AppError('bad-input', 'Only what begins at an IAM user takes an MFA code.', {
      hint: 'Leave MFA out.',
    });
  }
  const withCode = steps.findIndex(({ mfaSerial }) => mfaSerial !== null);
  if (withCode === -1 || (withCode === 0 && from.kind === 'iam-user')) return;
  throw new AppError('bad-input', `Role ${withCode + 1} cannot take an MFA code.`, {
    hint: 'AWS takes a code only with an IAM user’s own keys: on the first role after one, or for its session.',
  });
}

function roleNeeded(name: string): AppError {
  return new AppError('bad-input', `From “${name}” the role that it opens is needed.`, {
    hint: 'Give it with: --role-arn ARN',
  });
}
