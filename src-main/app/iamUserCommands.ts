import type { App } from '../app.ts';
import type { ParsedInput } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import { regionIn } from '../core/roles/regionIn.ts';
import { iamUserProfileId } from '../core/profiles/iamUserProfileId.ts';
import { withRetries } from '../core/retry.ts';
import { chainPlan, iamUserOf } from '../core/roles/chainPlan.ts';
import { keysOf } from '../core/credentials/credentialsFor.ts';
import { partsOfUserArn, type IamUser } from '../core/roles/iamUser.ts';
import { createKeyRotation, type KeyRotationRequest } from '../core/roles/keyRotation.ts';
import { longTermKey, type LongTermKey } from '../core/roles/iamUserKeys.ts';
import { userKey } from '../core/roles/linkKey.ts';
import { sharedCodeId, type Asked } from '../core/roles/mfaCodes.ts';
import { iamUserView, iamUserViews } from './iamUserViews.ts';
import { refuseListedName, refuseWhileStartedFrom, withName } from './names.ts';
import { pinStore } from './pinStore.ts';
import { refuseHeld } from './refuseHeld.ts';
import type { Domain } from './domain.ts';

type Commands = Pick<
  App,
  'listIamUsers' | 'addIamUser' | 'changeIamUser' | 'setMfaProcess' | 'removeIamUser' | 'rotateIamUser'
>;

export function iamUserCommands(domain: Domain): Commands {
  const { settings } = domain;
  const rotation = createKeyRotation({ ...domain, keys: domain.iamUserKeys });
  return {
    listIamUsers: () => Promise.resolve({ iamUsers: iamUserViews(domain) }),

    async addIamUser(input, { signal }) {
      const user = await addIamUser(domain, input, signal);
      return { iamUser: iamUserView(domain, user) };
    },

    changeIamUser({ name, mfaSerial, region, sessionSeconds }) {
      const before = iamUserOf(settings.get(), name);
      const user: IamUser = {
        ...before,
        mfaSerial: mfaSerial === undefined ? before.mfaSerial : mfaSerial,
        region: region ?? before.region,
        sessionSeconds: sessionSeconds === undefined ? before.sessionSeconds : sessionSeconds,
      };
      replace(domain, user);
      // Of another device or length.
      domain.cache.forget((key) => key.startsWith(`${userKey(name)} `));
      return Promise.resolve({ iamUser: iamUserView(domain, user) });
    },

    setMfaProcess({ name, command }) {
      replace(domain, { ...iamUserOf(settings.get(), name), mfaProcess: command });
      return Promise.resolve({});
    },

    async removeIamUser({ name }, { requester }) {
      await refuseHeld(domain, requester);
      const id = iamUserProfileId(domain.sha256, iamUserOf(settings.get(), name));
      refuseWhileStartedFrom(
        domain,
        `the IAM user “${name}”`,
        (from) => from.kind === 'iam-user' && from.name === name,
      );
      await domain.iamUserKeys.remove(name);
      settings.change((now) => ({
        ...now,
        iamUsers: now.iamUsers.filter((one) => one.name !== name),
        favourites: now.favourites.filter((one) => one !== id),
      }));
      domain.cache.forget((key) => key.startsWith(`${userKey(name)} `));
      domain.mfaCodes.dismiss(sharedCodeId(name));
      const removed = await domain.deliveries.remove({ ids: new Set([id]) });
      domain.log.write('iam-user-removed', {});
      return { keysRemoved: removed.filter(({ delivery }) => delivery === 'keys').length };
    },

    async rotateIamUser({ name, deactivateFormer, ...asked }, { signal }) {
      const user = iamUserOf(settings.get(), name);
      const request: KeyRotationRequest = { user, signal, iamCredentials: signingFor(domain, user, asked) };
      if (deactivateFormer === true) {
        await rotation.deactivateFormer(request);
        return { name, keyId: user.keyId, formerKeyId: null, deactivated: true };
      }
      const { keyId, former } = await rotation.rotate(request);
      replace(domain, { ...iamUserOf(settings.get(), name), keyId });
      return { name, keyId, formerKeyId: former, deactivated: false };
    },
  };
}

/** @throws AppError bad-input (root's keys, temporary ones, a name that is taken), denied, secrets-locked, … */
export async function addIamUser(
  domain: Domain,
  given: ParsedInput<'addIamUser'>,
  signal: AbortSignal,
): Promise<IamUser> {
  const known = await withLostKey(domain, given.name);
  if (known !== undefined) return restoreKey(domain, known, given, signal);
  await refuseListedName(domain, given.name);
  return withName(domain, given.name, () => keepIamUser(domain, given, signal));
}

/** A user that the settings know and the secret store does not, as after a store in memory alone ended. */
async function withLostKey({ settings, iamUserKeys }: Domain, name: string): Promise<IamUser | undefined> {
  const known = settings.get().iamUsers.find((one) => one.name === name);
  if (known === undefined) return undefined;
  try {
    await iamUserKeys.read(name);
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-such-iam-user') return known;
    throw error;
  }
}

/** The same user's key again: what the person set up stays, and the profiles that begin there work on. */
async function restoreKey(
  domain: Domain,
  known: IamUser,
  { accessKeyId, secretAccessKey }: Pick<ParsedInput<'addIamUser'>, 'accessKeyId' | 'secretAccessKey'>,
  signal: AbortSignal,
): Promise<IamUser> {
  const key = checkedKey({ accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() });
  const { arn } = await domain.sts.getCallerIdentity(key, known.region, signal);
  if (arn !== known.arn) {
    throw new AppError('bad-input', `This is the key of another user than “${known.name}” was.`, {
      hint: `Take another name, or first: latchkey iam-user remove ${known.name}`,
    });
  }
  await domain.iamUserKeys.store(known.name, { current: key, next: null, former: null, rotationBegan: null });
  const user = { ...known, keyId: key.accessKeyId };
  replace(domain, user);
  return user;
}

async function keepIamUser(
  domain: Domain,
  { name, accessKeyId, secretAccessKey, ...given }: ParsedInput<'addIamUser'>,
  signal: AbortSignal,
): Promise<IamUser> {
  const key = checkedKey({ accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() });
  const region = given.region ?? domain.settings.get().region ?? 'us-east-1';
  const { arn, accountId } = await withRetries(domain.clock, signal, () =>
    domain.sts.getCallerIdentity(key, region, signal),
  );
  if (arn.endsWith(':root')) throw rootKeys(accountId);
  const parts = partsOfUserArn(arn);
  if (parts === undefined) throw new AppError('bad-input', 'These keys are not those of an IAM user.');
  const twin = domain.settings.get().iamUsers.find(({ keyId }) => keyId === key.accessKeyId);
  if (twin !== undefined) throw new AppError('bad-input', `This key is here already, as “${twin.name}”.`);
  const user: IamUser = {
    ...{ name, arn, keyId: key.accessKeyId },
    region: regionIn(parts.partition, region),
    mfaSerial: given.mfaSerial ?? (await onlyDevice(domain, key, parts.userName, region, signal)),
    mfaProcess: null,
    sessionSeconds: given.sessionSeconds ?? null,
  };
  await domain.iamUserKeys.store(name, { current: key, next: null, former: null, rotationBegan: null });
  pinStore(domain);
  domain.settings.change((now) => ({ ...now, iamUsers: [...now.iamUsers, user] }));
  domain.log.write('iam-user-added', {});
  return user;
}

function checkedKey(given: LongTermKey): LongTermKey {
  const checked = longTermKey.safeParse(given);
  if (checked.success) return checked.data;
  throw new AppError('bad-input', checked.error.issues[0]?.message ?? 'This is no access key.');
}

/** A policy may forbid to look before there is a code; then the person names the device. */
async function onlyDevice(
  { iam }: Domain,
  credentials: LongTermKey,
  userName: string,
  region: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const serials = await iam.listMfaDevices({ credentials, userName, region }, signal);
    // A FIDO key has no codes.
    const [only, ...others] = serials.filter((serial) => !serial.includes(':u2f/'));
    return others.length === 0 ? (only ?? null) : null;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** An MFA session lives on: whoever began it with a code need not give another because a key or a program changed. */
function replace({ settings }: Domain, user: IamUser): void {
  settings.change((now) => ({
    ...now,
    iamUsers: now.iamUsers.map((one) => (one.name === user.name ? user : one)),
  }));
}

/** IAM takes a session only where a code began it; without a device the keys speak for themselves. */
function signingFor(domain: Domain, user: IamUser, asked: Asked): KeyRotationRequest['iamCredentials'] {
  if (user.mfaSerial === null) return (current) => Promise.resolve(current);
  return async (_current, signal) => {
    const profile = (await domain.book()).byId(iamUserProfileId(domain.sha256, user));
    if (profile === undefined)
      throw new AppError('no-such-iam-user', `No IAM user is called “${user.name}” here.`);
    const links = chainPlan(profile, { settings: domain.settings.get() });
    return keysOf(domain, links, { profile, asked }, signal);
  };
}

function rootKeys(accountId: string): AppError {
  return new AppError(
    'bad-input',
    `These are the keys of the root user of ${accountId}, which Latchkey does not take.`,
    {
      hint: 'Root may do everything and no policy limits it: delete its keys, and make an IAM user or use IAM Identity Center.',
    },
  );
}
