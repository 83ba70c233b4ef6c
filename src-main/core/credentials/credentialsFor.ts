import { AppError } from '../errors.ts';
import type { Sha256, SigningKeys } from '../ports.ts';
import type { Profile } from '../profiles/profile.ts';
import { chainPlan, type ChainLink } from '../roles/chainPlan.ts';
import { explainRefusal } from '../roles/explainRefusal.ts';
import type { FederatedRoles } from '../roles/federatedRoles.ts';
import { linkKey } from '../roles/linkKey.ts';
import type { Asked } from '../roles/mfaCodes.ts';
import { runLink, type LinkCall, type LinkPorts, type LinkRun } from '../roles/runLink.ts';
import type { CredentialCache } from './credentialCache.ts';
import type { TemporaryCredentials } from './temporaryCredentials.ts';

/**
 * THE question: credentials for a profile, from memory while they are good for long enough, else from AWS.
 * @throws AppError sign-in-needed, mfa-code-needed, denied, offline, secrets-locked, …
 */
export type CredentialsFor = (
  profile: Profile,
  signal: AbortSignal,
  asked?: Asked,
) => Promise<TemporaryCredentials>;

export interface CredentialPorts extends LinkPorts {
  readonly cache: CredentialCache;
  readonly sha256: Sha256;
  readonly federatedRoles: FederatedRoles;
}

export function createCredentialsFor(ports: CredentialPorts): CredentialsFor {
  return async (profile, signal, asked = {}) => {
    const settings = ports.settings.get();
    const links = chainPlan(profile, { settings, durationSeconds: asked.durationSeconds });
    const keys = await keysOf(ports, links, { profile, asked }, signal);
    if (keys.expiration > ports.clock.now()) return keys;
    throw new AppError('aws-failed', 'AWS handed out keys that have already expired.', {
      hint: 'This machine’s clock may be off: see latchkey doctor.',
    });
  };
}

/** Keys at the end of a way, each hop's from memory where they live: chains share what they have in common. */
export async function keysOf(
  ports: CredentialPorts,
  links: readonly ChainLink[],
  call: LinkCall,
  signal: AbortSignal,
): Promise<TemporaryCredentials> {
  const link = links.at(-1);
  if (link === undefined) throw new Error('a way has a source');
  const key = linkKey(ports.sha256, links, call, ports.person);
  const issue = async (stop: AbortSignal) => {
    const before = links.slice(0, -1);
    const caller = await callerOf(ports, before, call, stop);
    return issued(ports, { ...call, link, caller, callerRole: before.at(-1)?.roleArn ?? null }, stop);
  };
  return ports.cache.get(key, issue, signal, call.asked.mfaCode);
}

/** The keys that sign the last link's call: null for a source, which nothing signs. */
export async function callerOf(
  ports: CredentialPorts,
  before: readonly ChainLink[],
  call: LinkCall,
  signal: AbortSignal,
): Promise<SigningKeys | null> {
  const parent = before.at(-1);
  if (parent === undefined) return null;
  if (parent.call === 'LongTermKeys') return (await ports.iamUserKeys.read(parent.user.name)).current;
  return keysOf(ports, before, call, signal);
}

/** Asks AWS for one hop. @throws AppError; a refusal says why (Denied) */
export async function issued(
  ports: CredentialPorts,
  run: LinkRun,
  signal: AbortSignal,
): Promise<TemporaryCredentials> {
  try {
    return await runLink(ports, run, signal);
  } catch (error) {
    throw await explainRefusal(ports, run, error, signal);
  }
}
