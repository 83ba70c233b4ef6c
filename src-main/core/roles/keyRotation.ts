import { AppError } from '../errors.ts';
import type { AccessKeyListing, Clock, Iam, IamRequest, SigningKeys, Sts } from '../ports.ts';
import { withRetries } from '../retry.ts';
import { partsOfUserArn, type IamUser } from './iamUser.ts';
import type { IamUserKeys, LongTermKey, LongTermKeys } from './iamUserKeys.ts';
import { isUnknownKey, keyRotationPatience } from './keyRotationPatience.ts';
import { keyRotationTrouble } from './keyRotationTrouble.ts';

export interface KeyRotationRequest {
  readonly user: IamUser;
  /** What signs the calls of IAM: the key in use, or a session that it began with an MFA code. */
  readonly iamCredentials: (current: LongTermKey, signal: AbortSignal) => Promise<SigningKeys>;
  readonly signal: AbortSignal;
}

export interface Rotation {
  /** The new key, in use now: the settings are to name it. */
  readonly keyId: string;
  /** The key before it, which AWS still takes. */
  readonly former: string;
}

/** `unproved`: a rotation broke off and goes on with this key. `former-active`: deactivation can be offered. */
export type KeyRotationStatus =
  { readonly state: 'none' } | { readonly state: 'unproved' | 'former-active'; readonly keyId: string };

/**
 * Replaces the long-term key of an IamUser. It can be killed at any moment: what is stored as the key in use always
 * works at AWS. No key is ever deleted.
 */
export interface KeyRotation {
  /**
   * Goes on where a rotation broke off.
   * @throws AppError bad-input (two keys, or a key that was lost, with what to do), denied, identity-mismatch,
   *   aws-failed (the new key is not known yet), no-such-iam-user, secrets-locked, secrets-unavailable, offline, …
   */
  rotate(request: KeyRotationRequest): Promise<Rotation>;
  /** Makes the former key inactive, with proof before and after that the one in use works. @throws as `rotate` */
  deactivateFormer(request: KeyRotationRequest): Promise<void>;
  /** @throws AppError no-such-iam-user, secrets-locked, secrets-unavailable */
  status(name: string): Promise<KeyRotationStatus>;
}

export interface KeyRotationPorts {
  readonly keys: IamUserKeys;
  readonly iam: Iam;
  readonly sts: Sts;
  readonly clock: Clock;
}

/** A store that was locked by chance is tried again: AWS shows the secret once. */
const storeAttempts = 4;
const pauseBetweenStoresMs = 1000;

export function createKeyRotation({ keys, iam, sts, clock }: KeyRotationPorts): KeyRotation {
  const underWay = new Set<string>();

  async function alone<Result>(user: IamUser, work: () => Promise<Result>): Promise<Result> {
    if (underWay.has(user.name)) throw keyRotationTrouble.underWay(user);
    underWay.add(user.name);
    try {
      return await work();
    } finally {
      underWay.delete(user.name);
    }
  }

  async function rotate(request: KeyRotationRequest): Promise<Rotation> {
    const { user, signal } = request;
    const kept = await keys.read(user.name);
    // Ended in the store, but not yet in the settings.
    if (kept.former !== null && kept.former === user.keyId)
      return { keyId: kept.current.accessKeyId, former: kept.former };
    const resumed = kept.next !== null;
    const next = kept.next ?? (await create(request, kept));
    try {
      await prove(user, next, signal);
    } catch (error) {
      if (!isUnknownKey(error)) throw error;
      if (resumed) await explainRefusedNext(request, kept, next);
      throw keyRotationTrouble.notYetKnown(next.accessKeyId, kept, error);
    }
    const former = kept.current.accessKeyId;
    await edit(user, kept, (now) => ({ ...now, current: next, next: null, former }));
    return { keyId: next.accessKeyId, former };
  }

  /** Creates a key and stores it before anything uses it. */
  async function create(request: KeyRotationRequest, kept: LongTermKeys): Promise<LongTermKey> {
    const { user, signal } = request;
    const asked = await iamRequest(request, kept);
    const others = await otherKeys(request, asked, kept);
    if (others[0] !== undefined) throw keyRotationTrouble.twoKeys(user, kept, others[0]);
    signal.throwIfAborted();
    const began = clock.now();
    // Besides naming a lost key later, it shows that the store takes writes now.
    await edit(user, kept, (now) => ({ ...now, former: null, rotationBegan: began }));
    const made = await createOnce(request, asked, { ...kept, rotationBegan: began });
    const next = { accessKeyId: made.keyId, secretAccessKey: made.secretAccessKey };
    await storeNext(user, kept, next);
    return next;
  }

  /** Not to be aborted, nor tried again: the answer that is not waited for takes the secret with it. */
  async function createOnce(request: KeyRotationRequest, asked: IamRequest, kept: LongTermKeys) {
    const { user } = request;
    try {
      return await iam.createAccessKey(asked);
    } catch (error) {
      if (!(error instanceof AppError) || error.refusal === undefined) throw error;
      if (error.refusal.code === 'LimitExceeded') {
        const [other] = await otherKeys(request, asked, kept);
        if (other !== undefined) throw keyRotationTrouble.twoKeys(user, kept, other);
        throw keyRotationTrouble.limitReached(user, kept, error);
      }
      await edit(user, kept, (now) => ({ ...now, rotationBegan: null }));
      throw keyRotationTrouble.ofIam(user, 'iam:CreateAccessKey', asked.credentials, error);
    }
  }

  async function storeNext(user: IamUser, kept: LongTermKeys, next: LongTermKey): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await edit(user, kept, (now) => ({ ...now, next, rotationBegan: null }));
        return;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const store = error.code === 'secrets-locked' || error.code === 'secrets-unavailable';
        if (!store || attempt === storeAttempts)
          throw keyRotationTrouble.notStored(next.accessKeyId, kept, error);
      }
      await clock.sleep(pauseBetweenStoresMs);
    }
  }

  /** A person may have changed the new key in IAM since the rotation broke off. */
  async function explainRefusedNext(
    request: KeyRotationRequest,
    kept: LongTermKeys,
    { accessKeyId }: LongTermKey,
  ): Promise<void> {
    const others = await otherKeys(request, await iamRequest(request, kept), kept);
    const listed = others.find(({ keyId }) => keyId === accessKeyId);
    if (listed?.active === false) throw keyRotationTrouble.nextInactive(accessKeyId, kept);
    if (listed !== undefined) return;
    await edit(request.user, kept, (now) => ({ ...now, next: null }));
    throw keyRotationTrouble.nextDeleted(accessKeyId, kept);
  }

  async function prove(user: IamUser, key: LongTermKey, signal: AbortSignal): Promise<void> {
    const { arn } = await keyRotationPatience(clock, signal, () =>
      sts.getCallerIdentity(key, user.region, signal),
    );
    if (arn !== user.arn) throw keyRotationTrouble.otherIdentity(key.accessKeyId, user, arn);
  }

  async function iamRequest(
    { user, iamCredentials, signal }: KeyRotationRequest,
    { current }: LongTermKeys,
  ): Promise<IamRequest> {
    const userName = partsOfUserArn(user.arn)?.userName;
    if (userName === undefined) throw new AppError('bad-input', `${user.arn} is not the ARN of an IAM user.`);
    return { credentials: await iamCredentials(current, signal), region: user.region, userName };
  }

  /** Those beside the one in use. @throws AppError bad-input when that one is not the user's */
  async function otherKeys(
    { user, signal }: KeyRotationRequest,
    asked: IamRequest,
    kept: LongTermKeys,
  ): Promise<readonly AccessKeyListing[]> {
    const current = kept.current.accessKeyId;
    try {
      const listed = await withRetries(clock, signal, () => iam.listAccessKeys(asked, signal));
      if (!listed.some(({ keyId }) => keyId === current)) throw keyRotationTrouble.notListed(user, kept);
      return listed.filter(({ keyId }) => keyId !== current);
    } catch (error) {
      throw keyRotationTrouble.ofIam(user, 'iam:ListAccessKeys', asked.credentials, error);
    }
  }

  /** Changes what is stored, unless somebody replaced the key in use meanwhile. */
  function edit(user: IamUser, kept: LongTermKeys, change: (now: LongTermKeys) => LongTermKeys) {
    return keys.change(user.name, (now) => {
      if (now.current.accessKeyId !== kept.current.accessKeyId) throw keyRotationTrouble.underWay(user);
      return change(now);
    });
  }

  async function deactivateFormer(request: KeyRotationRequest): Promise<void> {
    const { user, signal } = request;
    const kept = await keys.read(user.name);
    const { current, former } = kept;
    if (former === null || former === current.accessKeyId) throw keyRotationTrouble.noFormer(user);
    await prove(user, current, signal).catch((error: unknown) => {
      throw isUnknownKey(error)
        ? keyRotationTrouble.currentRefused(current.accessKeyId, former, error)
        : error;
    });
    await deactivate(request, await iamRequest(request, kept), kept, former);
    await prove(user, current, signal).catch((error: unknown) => {
      throw error instanceof AppError
        ? keyRotationTrouble.currentFailed(current.accessKeyId, former, error)
        : error;
    });
    await edit(user, kept, (now) => ({ ...now, former: null }));
  }

  async function deactivate(
    request: KeyRotationRequest,
    asked: IamRequest,
    kept: LongTermKeys,
    keyId: string,
  ): Promise<void> {
    const { user, signal } = request;
    const ask = (): Promise<void> => iam.deactivateAccessKey({ ...asked, keyId }, signal);
    const plain = asked.credentials.sessionToken === undefined;
    try {
      // STS may know the new key before IAM does; a session that IAM refuses is refused for good.
      await (plain ? keyRotationPatience(clock, signal, ask) : withRetries(clock, signal, ask));
    } catch (error) {
      const deleted =
        error instanceof AppError &&
        error.refusal?.code === 'NoSuchEntity' &&
        !(await otherKeys(request, asked, kept)).some((other) => other.keyId === keyId);
      // A person deleted it in IAM, which is more than was asked for.
      if (!deleted) throw keyRotationTrouble.ofIam(user, 'iam:UpdateAccessKey', asked.credentials, error);
    }
  }

  return {
    rotate: (request) => alone(request.user, () => rotate(request)),
    deactivateFormer: (request) => alone(request.user, () => deactivateFormer(request)),
    async status(name) {
      const { next, former } = await keys.read(name);
      if (next !== null) return { state: 'unproved', keyId: next.accessKeyId };
      return former === null ? { state: 'none' } : { state: 'former-active', keyId: former };
    },
  };
}
