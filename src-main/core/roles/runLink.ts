import type { TemporaryCredentials } from '../credentials/temporaryCredentials.ts';
import { AppError } from '../errors.ts';
import type { InstanceMetadata, IssuedSession, MfaCode, SettingsStore, SigningKeys, Sts } from '../ports.ts';
import type { Profile } from '../profiles/profile.ts';
import { withRetries } from '../retry.ts';
import { partsOfRoleArn, type RoleArn } from '../arn.ts';
import { ssoSessionOf } from '../sso/ssoSessionOf.ts';
import { accountRoleCredentials, type AccountRolePorts } from './accountRoleCredentials.ts';
import type { ChainLink } from './chainPlan.ts';
import type { IamUserKeys } from './iamUserKeys.ts';
import { linkSessionName } from './linkKey.ts';
import type { Asked, MfaCodes } from './mfaCodes.ts';
import { regionIn } from './regionIn.ts';
import type { RoleLimits } from './roleLimits.ts';
import type { SamlSignIns } from './samlSignIns.ts';
import { sessionLimits } from './sessionLimits.ts';
import type { WebIdentityTokens } from './webIdentityTokens.ts';

export interface LinkPorts extends AccountRolePorts {
  readonly settings: SettingsStore;
  readonly sts: Sts;
  readonly iamUserKeys: IamUserKeys;
  readonly mfaCodes: MfaCodes;
  readonly samlSignIns: SamlSignIns;
  readonly webIdentityTokens: WebIdentityTokens;
  readonly instanceMetadata: InstanceMetadata;
  readonly roleLimits: RoleLimits;
  /** For session names, which CloudTrail shows. */
  readonly person: { readonly user: string; readonly host: string };
}

/** For whom a link is run. */
export interface LinkCall {
  readonly profile: Pick<Profile, 'id' | 'name'>;
  readonly asked: Asked;
}

/** A link with the keys that sign its call; null where nothing does (SAML, web identity, Identity Center). */
export interface LinkRun extends LinkCall {
  readonly link: ChainLink;
  readonly caller: SigningKeys | null;
  /** The role whose session they are, with its path, where it is known. */
  readonly callerRole: RoleArn | null;
}

/**
 * Asks AWS for the keys of one link.
 * @throws AppError denied with AWS's words (`refusal`), mfa-code-needed, sign-in-needed, offline, …
 */
export async function runLink(
  ports: LinkPorts,
  run: LinkRun,
  signal: AbortSignal,
): Promise<TemporaryCredentials> {
  const { link } = run;
  switch (link.call) {
    case 'GetRoleCredentials': {
      const place = ssoSessionOf(ports.settings, link.ssoSession);
      const { ssoSession, accountId, accountName, roleName } = link;
      const role = { ssoSession, accountId, accountName, roleName };
      return accountRoleCredentials(ports, place, role)(signal);
    }
    case 'LongTermKeys':
      throw new Error('long-term keys are read, not issued');
    case 'GetSessionToken':
      return mfaSession(ports, { ...run, link }, signal);
    case 'AssumeRoleWithSAML':
      return withSaml(ports, link, signal);
    case 'AssumeRoleWithWebIdentity':
      return withWebIdentity(ports, { ...run, link }, signal);
    case 'InstanceProfile':
      return ports.instanceMetadata.credentials(link.roleName, signal);
    case 'AssumeRole':
      return assumeRole(ports, { ...run, link }, signal);
  }
}

type Run<Call extends ChainLink['call']> = LinkRun & { readonly link: Extract<ChainLink, { call: Call }> };

async function mfaSession(
  ports: LinkPorts,
  { link, profile, asked }: Run<'GetSessionToken'>,
  signal: AbortSignal,
): Promise<TemporaryCredentials> {
  const { user, durationSeconds } = link;
  const { current } = await ports.iamUserKeys.read(user.name);
  const ask = (mfa: MfaCode | null) =>
    ports.sts.getSessionToken(
      {
        credentials: current,
        region: user.region,
        durationSeconds: durationSeconds ?? sessionLimits('GetSessionToken', false).usual,
        mfa,
      },
      signal,
    );
  const need = { user, serial: null, profile, asked, shared: true };
  // A code goes out once: what failed on the way may have arrived.
  const issued = link.mfa
    ? await ports.mfaCodes.with(need, signal, ask)
    : await withRetries(ports.clock, signal, () => ask(null));
  return issued.credentials;
}

async function withSaml(
  ports: LinkPorts,
  link: Run<'AssumeRoleWithSAML'>['link'],
  signal: AbortSignal,
): Promise<TemporaryCredentials> {
  const { roleArn, source } = link;
  const held = await ports.samlSignIns.assertionFor(source, roleArn);
  const { shortest, longest, usual } = sessionLimits('AssumeRoleWithSAML', false);
  // The identity provider's own wish (SessionDuration) is for the console alone unless it is passed on.
  const wished = Math.min(Math.max(held.sessionDuration ?? usual, shortest), longest);
  const request = {
    roleArn,
    providerArn: held.providerArn,
    assertion: held.assertion,
    durationSeconds: link.durationSeconds ?? wished,
    policy: null,
    policyArns: [],
    region: regionAt(ports.settings, link, source),
  };
  return given(ports, link, request.durationSeconds, () =>
    withRetries(ports.clock, signal, () => ports.sts.assumeRoleWithSaml(request, signal)),
  );
}

async function withWebIdentity(
  ports: LinkPorts,
  { link, ...call }: Run<'AssumeRoleWithWebIdentity'>,
  signal: AbortSignal,
): Promise<TemporaryCredentials> {
  const { roleArn, source } = link;
  const request = {
    roleArn,
    token: await ports.webIdentityTokens.tokenFor(source, signal),
    sessionName: linkSessionName(link, call, ports.person) ?? ports.person.user,
    durationSeconds: link.durationSeconds ?? sessionLimits('AssumeRoleWithWebIdentity', false).usual,
    policy: null,
    policyArns: [],
    region: regionAt(ports.settings, link, source),
  };
  return given(ports, link, request.durationSeconds, () =>
    withRetries(ports.clock, signal, () => ports.sts.assumeRoleWithWebIdentity(request, signal)),
  );
}

async function assumeRole(
  ports: LinkPorts,
  { link, caller, profile, asked }: Run<'AssumeRole'>,
  signal: AbortSignal,
): Promise<TemporaryCredentials> {
  if (caller === null) throw new Error('a role is assumed with keys');
  const { step, roleArn, mfa: device, durationSeconds } = link;
  const ask = (mfa: MfaCode | null) =>
    ports.sts.assumeRole(
      {
        credentials: caller,
        roleArn,
        sessionName: linkSessionName(link, { profile, asked }, ports.person) ?? ports.person.user,
        externalId: step.externalId,
        tags: step.tags,
        transitiveTagKeys: step.transitiveTagKeys,
        sourceIdentity: step.sourceIdentity,
        policy: step.policy,
        policyArns: step.policyArns,
        mfa,
        durationSeconds: durationSeconds ?? sessionLimits('AssumeRole', link.chained).usual,
        region: step.region ?? regionAt(ports.settings, link, null),
      },
      signal,
    );
  return given(ports, link, durationSeconds, () =>
    device === null
      ? withRetries(ports.clock, signal, () => ask(null))
      : ports.mfaCodes.with({ ...device, profile, asked, shared: false }, signal, ask),
  );
}

/** What AWS gives and refuses tells how long the role may live at most. */
async function given(
  { roleLimits }: LinkPorts,
  link: { readonly roleArn: RoleArn },
  durationSeconds: number | null,
  ask: () => Promise<IssuedSession>,
): Promise<TemporaryCredentials> {
  const seconds = durationSeconds ?? 0;
  try {
    const { credentials } = await ask();
    // What is only remembered must not take keys away, and a code with them.
    await roleLimits.given(link.roleArn, seconds).catch(() => undefined);
    return credentials;
  } catch (error) {
    const said = error instanceof AppError ? error.refusal?.message : undefined;
    if (said?.includes('MaxSessionDuration') === true)
      await roleLimits.learn(link.roleArn, seconds).catch(() => undefined);
    throw error;
  }
}

/** Where STS is asked for a role: its partition says where its keys mean something. */
function regionAt(
  settings: SettingsStore,
  { roleArn }: { readonly roleArn: RoleArn },
  source: string | null,
): string {
  const { region, sources } = settings.get();
  const own = sources.find(({ name }) => name === source)?.region;
  return regionIn(partsOfRoleArn(roleArn).partition, own, region);
}
