import type { Call } from '../app.ts';
import type { TemporaryCredentials } from '../core/credentials/temporaryCredentials.ts';
import { AppError } from '../core/errors.ts';
import type { Permit, Use } from '../core/guard/guard.ts';
import type { Profile } from '../core/profiles/profile.ts';
import { chainPlan, type ChainLink } from '../core/roles/chainPlan.ts';
import { linkSessionName } from '../core/roles/linkKey.ts';
import type { Asked } from '../core/roles/mfaCodes.ts';
import type { Domain } from './domain.ts';

/** Somebody wants keys, or what is made with them. */
export interface HandOut {
  readonly profile: Profile;
  readonly use: Use;
  readonly asked: Asked;
  readonly call: Pick<Call, 'signal' | 'requester'>;
}

/** What a permit lets out: another profile after "read-only", another length after "15 minutes". */
export interface Allowed {
  readonly profile: Profile;
  readonly asked: Asked;
}

/** What is made with keys; `credentials` are null where they stay here. */
interface Made {
  readonly credentials: TemporaryCredentials | null;
}

/**
 * The one road to keys: whoever asks is let through by the guard, and the journal says what they got.
 * @throws AppError ask-first, and what `make` throws
 */
export async function handOut<Result extends Made>(
  domain: Domain,
  request: HandOut,
  make: (allowed: Allowed) => Promise<Result>,
): Promise<Result & { readonly profile: Profile }> {
  const permit = await permitFor(domain, request);
  try {
    return await handOutMore(domain, request, permit, make);
  } catch (error) {
    permit.unused();
    throw error;
  }
}

/** The keys of a profile, for whoever asks. @throws AppError ask-first, and what `credentialsFor` throws */
export async function handOutKeys(
  domain: Domain,
  request: HandOut,
): Promise<{ readonly credentials: TemporaryCredentials; readonly profile: Profile }> {
  return handOut(domain, request, keysFor(domain, request));
}

/** Asks the guard; a no is in the journal. @throws AppError ask-first */
export async function permitFor(domain: Domain, { call, ...request }: HandOut): Promise<Permit> {
  const { requester, signal } = call;
  try {
    return await domain.guard.permit({ ...request, requester, signal });
  } catch (error) {
    if (error instanceof AppError && error.code === 'ask-first') {
      const peer = requester?.kind === 'program' ? await requester.peer().catch(() => undefined) : undefined;
      const denied = { profile: request.profile, answer: 'denied' as const, peer };
      await record(domain, { ...request, call }, denied, null);
    }
    throw error;
  }
}

/** One more time what was permitted already, such as at a door that is open. */
export async function handOutMore<Result extends Made>(
  domain: Domain,
  request: HandOut,
  permit: Permit,
  make: (allowed: Allowed) => Promise<Result>,
): Promise<Result & { readonly profile: Profile }> {
  const { profile, durationSeconds = request.asked.durationSeconds } = permit;
  const made = await make({ profile, asked: { ...request.asked, durationSeconds } });
  await record(domain, request, permit, made.credentials);
  return { ...made, profile };
}

export function keysFor(domain: Domain, { call }: Pick<HandOut, 'call'>) {
  return async ({ profile, asked }: Allowed) => ({
    credentials: await domain.credentialsFor(profile, call.signal, asked),
  });
}

async function record(
  domain: Domain,
  { asked, use, call: { requester } }: HandOut,
  { profile, answer, peer }: Pick<Permit, 'profile' | 'answer' | 'peer'>,
  credentials: TemporaryCredentials | null,
): Promise<void> {
  const { accountId, roleName } = profile.source;
  const link = lastLink(domain, profile);
  const claimed = requester?.kind === 'program' ? requester : undefined;
  const asker = peer?.process ?? claimed?.claimedProcess?.();
  domain.journal.record({
    profile: profile.name,
    accountId,
    roleName,
    roleArn: link?.roleArn ?? null,
    accessKeyId: credentials?.accessKeyId ?? null,
    // The portal's own, which nobody tells us.
    sessionName:
      link === undefined || use === 'portal' ? null : await sessionNameOf(domain, link, { profile, asked }),
    executable: asker === undefined || asker.executable === '' ? null : asker.executable,
    pid: asker?.pid ?? claimed?.claimed ?? null,
    how: use,
    answer,
  });
}

function lastLink({ settings }: Domain, profile: Profile): ChainLink | undefined {
  try {
    return chainPlan(profile, { settings: settings.get() }).at(-1);
  } catch {
    return undefined;
  }
}

/** As CloudTrail has it: Identity Center names the session after the person. */
async function sessionNameOf(
  { people, person }: Domain,
  link: ChainLink,
  of: Allowed,
): Promise<string | null> {
  if (link.call !== 'GetRoleCredentials') return linkSessionName(link, of, person);
  return (await people.of(link.ssoSession))?.signedInAs ?? null;
}
