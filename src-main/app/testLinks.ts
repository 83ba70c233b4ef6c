import type { Call } from '../app.ts';
import type { Output } from '../contract.ts';
import { callerOf, issued, keysOf } from '../core/credentials/credentialsFor.ts';
import { AppError } from '../core/errors.ts';
import type { SigningKeys } from '../core/ports.ts';
import type { Profile } from '../core/profiles/profile.ts';
import type { ChainLink } from '../core/roles/chainPlan.ts';
import { Denied } from '../core/roles/explainRefusal.ts';
import type { Asked } from '../core/roles/mfaCodes.ts';
import { regionIn } from '../core/roles/regionIn.ts';
import { partsOfRoleArn } from '../core/arn.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';
import { linkLabel } from './profileViews.ts';

type Tested = Output<'testProfile'>['links'][number];

export interface Test {
  readonly profile: Pick<Profile, 'id' | 'name'>;
  readonly links: readonly ChainLink[];
  readonly asked: Asked;
}

/** What a person must do first is no result of a test: the caller asks them and tests again. */
const forPerson: ReadonlySet<string> = new Set([
  'mfa-code-needed',
  'mfa-code-refused',
  'sign-in-needed',
  'secrets-locked',
]);

/**
 * Takes each role anew, up to the first that fails. Sign-ins and MFA sessions that live are not begun again: a code is
 * a person's work.
 * @throws AppError where a person must act first
 */
export async function testLinks(
  domain: Domain,
  { profile, links, asked }: Test,
  { signal, progress }: Pick<Call<'testProfile'>, 'signal' | 'progress'>,
): Promise<Output<'testProfile'>> {
  const tested: Tested[] = [];
  let caller: SigningKeys | null = null;
  for (const [at, link] of links.entries()) {
    progress({ kind: 'link', at, of: links.length, label: linkLabel(link) });
    try {
      const keys = await keysAt(domain, { profile, links: links.slice(0, at + 1), asked }, caller, signal);
      tested.push({ ...untested(link), state: 'ok', ...(await seenAs(domain, link, keys, signal)) });
      caller = keys;
    } catch (error) {
      if (!(error instanceof AppError) || forPerson.has(error.code)) throw error;
      tested.push(
        { ...untested(link), state: 'failed', ...said(error) },
        ...links.slice(at + 1).map(untested),
      );
      return { works: false, links: tested };
    }
  }
  return { works: true, links: tested };
}

async function keysAt(
  domain: Domain,
  { profile, links, asked }: Test,
  caller: SigningKeys | null,
  signal: AbortSignal,
): Promise<SigningKeys> {
  const link = links.at(-1);
  if (link === undefined) throw new Error('a way has a source');
  const call = { profile, asked };
  if (link.call === 'LongTermKeys') return (await domain.iamUserKeys.read(link.user.name)).current;
  if (link.call !== 'AssumeRole') return keysOf(domain, links, call, signal);
  if (link.mfa !== null) return keysOf(domain, links, call, signal);
  const before = caller ?? (await callerOf(domain, links.slice(0, -1), call, signal));
  return issued(domain, { ...call, link, caller: before, callerRole: links.at(-2)?.roleArn ?? null }, signal);
}

/** Asked of AWS: whom it takes the keys for is the proof that they work. */
async function seenAs(
  { sts, settings }: Domain,
  link: ChainLink,
  keys: SigningKeys,
  signal: AbortSignal,
): Promise<Pick<Tested, 'arn' | 'expiresAt'>> {
  const partition = link.roleArn === null ? undefined : partsOfRoleArn(link.roleArn).partition;
  const region = partition === undefined ? regionOfSource(settings.get(), link) : regionIn(partition);
  const { arn } = await sts.getCallerIdentity(keys, region, signal);
  const expiration = 'expiration' in keys && typeof keys.expiration === 'number' ? keys.expiration : null;
  return { arn, expiresAt: isoTime(expiration) };
}

function regionOfSource(
  { ssoSessions, sources }: ReturnType<Domain['settings']['get']>,
  link: ChainLink,
): string {
  if ('user' in link) return link.user.region;
  const name = 'ssoSession' in link ? link.ssoSession : 'source' in link ? link.source : '';
  return [...ssoSessions, ...sources].find((one) => one.name === name)?.region ?? 'us-east-1';
}

function untested(link: ChainLink): Tested {
  const nothing = { arn: null, expiresAt: null, message: null, hint: null, denial: null };
  return { label: linkLabel(link), call: link.call, state: 'not-run', ...nothing };
}

function said(error: AppError): Pick<Tested, 'message' | 'hint' | 'denial'> {
  const denial = error instanceof Denied ? { ...error.denial, causes: [...error.denial.causes] } : null;
  return { message: error.message, hint: denial === null ? (error.hint ?? null) : null, denial };
}
