import type { App } from '../app.ts';
import type { ParsedInput } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import { regionIn } from '../core/roles/regionIn.ts';
import { derivedId } from '../core/profiles/profile.ts';
import { withRetries } from '../core/retry.ts';
import { chainPlan, iamUserOf } from '../core/roles/chainPlan.ts';
import { keysOf } from '../core/credentials/credentialsFor.ts';
import { partsOfUserArn, type IamUser } from '../core/roles/iamUser.ts';
import { createKeyRotation, type KeyRotationRequest } from '../core/roles/keyRotation.ts';
import { longTermKey, type LongTermKey } from '../core/roles/iamUserKeys.ts';
import { userKey } from '../core/roles/linkKey.ts';
import type { Asked } from '../core/roles/mfaCodes.ts';
import { iamUserView, iamUserViews } from './iamUserViews.ts';
import { refuseTakenName, refuseWhileStartedFrom } from './names.ts';
import { pinStore } from './pinStore.ts';
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

    async removeIamUser({ name }) {
      iamUserOf(settings.get(), name);
      refuseWhileStartedFrom(
        domain,
        `the IAM user “${name}”`,
        (from) => from.kind === 'iam-user' && from.name === name,
      );
      await domain.iamUserKeys.remove(name);
      settings.change((now) => ({ ...now, iamUsers: now.iamUsers.filter((one) => one.name !== name) }));
      domain.cache.forget((key) => key.startsWith(`${userKey(name)} `));
      domain.mfaCodes.dismiss(name);
      const ids = new Set([derivedId(domain.sha256, 'iam-user', name)]);
      const removed = await domain.deliveries.remove({ ids });
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
  { name, accessKeyId, secretAccessKey, ...given }: ParsedInput<'addIamUser'>,
  signal: AbortSignal,
): Promise<IamUser> {
  refuseTakenName(domain, name);
  const key = checkedKey({ accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() });
  const region = given.region ?? domain.settings.get().region ?? 'us-east-1';
  const { arn, accountId } = await withRetries(domain.clock, signal, () =>
    domain.sts.getCallerIdentity(key, region, signal),
  );
  if (arn.endsWith(':root')) throw rootKeys(accountId);
  const parts = partsOfUserArn(arn);
  if (parts === undefined) throw new AppError('bad-input', 'These keys are not those of an IAM user.');
  const user: IamUser = {
    ...{ name, arn, keyId: key.accessKeyId },
    region: regionIn(parts.partition, region),
    mfaSerial: given.mfaSerial ?? (await onlyDevice(domain, key, parts.userName, region, signal)),
    mfaProcess: null,
    sessionSeconds: given.sessionSeconds ?? null,
  };
  // Somebody may have taken it while AWS was asked: their keys would be written over.
  refuseTakenName(domain, name);
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
    const profile = (await domain.book()).byId(derivedId(domain.sha256, 'iam-user', user.name));
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
