import { AppError } from '../errors.ts';
import type { AccessKeyListing, SigningKeys } from '../ports.ts';
import type { IamUser } from './iamUser.ts';
import type { LongTermKeys } from './iamUserKeys.ts';

/**
 * AWS stamps a key by its own clock, in whole seconds, and takes calls from clocks up to 15 minutes off; a call
 * itself takes no more than a minute.
 */
const sameMomentMs = 16 * 60 * 1000;

/** What can go wrong with a rotation, in words. No sentence holds more of a key than its id. */
export const keyRotationTrouble = {
  underWay: ({ name }: IamUser): AppError =>
    new AppError('bad-input', `The keys of “${name}” are being changed already.`, {
      hint: 'Wait until that has ended.',
    }),

  noFormer: ({ name }: IamUser): AppError =>
    new AppError('bad-input', `“${name}” has no former key that is still active.`, {
      hint: 'There is nothing to deactivate.',
    }),

  /** Another user's keys, or another account's: nothing of them is touched. */
  notListed: ({ name }: IamUser, { current }: LongTermKeys): AppError =>
    new AppError('bad-input', `IAM does not list ${current.accessKeyId}, the key in use, for “${name}”.`, {
      hint: 'Check that the ARN of the IAM user is that of the key; no key was made.',
    }),

  /** The limit of two keys. A key that a rotation made and lost is told from one that somebody uses. */
  twoKeys: ({ name }: IamUser, kept: LongTermKeys, other: AccessKeyListing): AppError =>
    madeByLostRotation(kept, other) ? lost(name, kept, other) : limit(name, kept, other),

  /** AWS says that there are two, and lists one: another key was made or deleted a moment ago. */
  limitReached: ({ name }: IamUser, { current }: LongTermKeys, cause: AppError): AppError =>
    new AppError('bad-input', `AWS allows two keys a user, and “${name}” has two.`, {
      hint: `Look at the user’s keys in IAM and delete the one that nobody uses; ${current.accessKeyId} is in use here.`,
      ...{ cause, refusal: cause.refusal },
    }),

  notStored: (keyId: string, { current }: LongTermKeys, cause: AppError): AppError =>
    new AppError(cause.code, `AWS made the key ${keyId}, but its secret could not be stored and is lost.`, {
      hint: `Delete ${keyId} in IAM, then rotate again; ${current.accessKeyId} stays in use.`,
      details: [cause.message],
      cause,
    }),

  /** IAM may need longer than its usual seconds. */
  notYetKnown: (keyId: string, { current }: LongTermKeys, cause: AppError): AppError =>
    new AppError('aws-failed', `AWS does not take the new key ${keyId} yet.`, {
      hint: `Rotate again in some minutes: it goes on with this key. ${current.accessKeyId} stays in use.`,
      ...{ cause, refusal: cause.refusal },
    }),

  nextInactive: (keyId: string, { current }: LongTermKeys): AppError =>
    new AppError('bad-input', `The new key ${keyId} was made inactive in IAM.`, {
      hint: `Activate or delete it in IAM, then rotate again; ${current.accessKeyId} stays in use.`,
    }),

  nextDeleted: (keyId: string, { current }: LongTermKeys): AppError =>
    new AppError('bad-input', `The new key ${keyId} was deleted in IAM before it was in use.`, {
      hint: `Rotate again to make another; ${current.accessKeyId} stays in use.`,
    }),

  otherIdentity: (keyId: string, { arn }: IamUser, said: string): AppError =>
    new AppError('identity-mismatch', `The key ${keyId} is not of ${arn}: AWS says that it is of ${said}.`, {
      hint: 'Nothing was changed. Where the user was renamed in IAM, remove it here and add it again.',
    }),

  /** Before anything is deactivated. */
  currentRefused: (keyId: string, former: string, cause: AppError): AppError =>
    new AppError(cause.code, `AWS does not take ${keyId}, the key in use.`, {
      hint: `${former} was left as it is. Check the key in use in IAM.`,
      ...{ cause, refusal: cause.refusal },
    }),

  /** After the former one was deactivated. */
  currentFailed: (keyId: string, former: string, cause: AppError): AppError =>
    new AppError(cause.code, `${former} is inactive now, and AWS did not take ${keyId}, the key in use.`, {
      hint: `Try again; where that fails, activate ${former} in IAM: nothing was deleted.`,
      ...{ cause, refusal: cause.refusal },
    }),

  /** IAM's refusals that a person can do something about; others stay as they are. */
  ofIam: ({ name }: IamUser, action: string, signer: SigningKeys, error: unknown): unknown => {
    if (!(error instanceof AppError)) return error;
    const options = { cause: error, refusal: error.refusal };
    const session = signer.sessionToken !== undefined;
    switch (error.refusal?.code) {
      case 'AccessDenied':
        return new AppError('denied', `AWS does not let “${name}” do this: ${action} was denied.`, {
          hint: session
            ? `Whoever manages IAM can allow the user ${action} on its own keys.`
            : `Self-service policies mostly demand MFA: rotate with an MFA session; else ${action} must be allowed.`,
          ...options,
        });
      case 'InvalidClientTokenId':
        return session
          ? new AppError('denied', 'IAM takes no session that began without an MFA code.', {
              hint: 'Rotate with the keys themselves, or with a session that began with a code.',
              ...options,
            })
          : new AppError('denied', `AWS does not take ${signer.accessKeyId}, the key in use.`, {
              hint: 'It was deactivated or deleted: activate it in IAM, or add the user again with another key.',
              ...options,
            });
      case 'NoSuchEntity':
        return new AppError('bad-input', `IAM does not know “${name}” by the name in its ARN.`, {
          hint: 'Where the user was renamed in IAM, remove it here and add it again.',
          ...options,
        });
      default:
        return error;
    }
  },
};

function madeByLostRotation({ rotationBegan }: LongTermKeys, { createdAt }: AccessKeyListing): boolean {
  return rotationBegan !== null && Math.abs(createdAt - rotationBegan) <= sameMomentMs;
}

function lost(name: string, { current }: LongTermKeys, { keyId }: AccessKeyListing): AppError {
  return new AppError(
    'bad-input',
    `${keyId} was made when a rotation of “${name}” broke off, so its secret, which AWS shows once, is lost.`,
    {
      hint: `Delete ${keyId} in IAM unless you made it yourself, then rotate again; ${current.accessKeyId} stays in use.`,
    },
  );
}

function limit(name: string, { current, former }: LongTermKeys, other: AccessKeyListing): AppError {
  const made = new Date(other.createdAt).toISOString().slice(0, 10);
  const state = `${other.active ? 'active' : 'inactive'}${other.keyId === former ? ', in use here before' : ''}`;
  return new AppError(
    'bad-input',
    `“${name}” has two keys, which is all that AWS allows: ${current.accessKeyId} is in use here, and ${other.keyId} (${state}) was made on ${made}.`,
    {
      hint: other.active
        ? `Where nobody uses ${other.keyId}, deactivate and delete it in IAM, then rotate again; Latchkey deletes no key.`
        : `Delete ${other.keyId} in IAM, then rotate again; Latchkey deletes no key.`,
    },
  );
}
