import { AppError } from '../core/errors.ts';

export interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** More than any form of a key pair; a wrong file is not searched through. */
const longest = 16_384;

/**
 * The one long-term key pair in a text: accessKeys.csv as the AWS console gives it, JSON, lines of ~/.aws/credentials
 * or of a shell, or just the two values.
 * @throws AppError bad-input where there is none, or more than one; it quotes nothing
 */
export function accessKeyIn(text: string): AccessKeyPair {
  if (text.length > longest) throw none();
  const ids = new Set(text.match(/(?<![A-Za-z0-9/+=])A[KS]IA[A-Z0-9]{12,124}(?![A-Za-z0-9/+=])/g));
  const secrets = new Set(
    (text.match(/(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g) ?? []).filter(
      (one) => !ids.has(one),
    ),
  );
  // `name=SECRET` has an equals sign before it, which may also end a longer word.
  for (const [, secret = ''] of text.matchAll(/=\s*["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g))
    secrets.add(secret);
  for (const [, id = ''] of text.matchAll(/=\s*["']?(A[KS]IA[A-Z0-9]{12,124})(?![A-Za-z0-9/+=])/g))
    ids.add(id);
  const [accessKeyId, ...otherIds] = ids;
  const [secretAccessKey, ...otherSecrets] = secrets;
  if (accessKeyId === undefined || secretAccessKey === undefined) throw none();
  if (otherIds.length > 0 || otherSecrets.length > 0) {
    throw new AppError('bad-input', 'There is more than one access key in it.', {
      hint: 'Copy just the one that you mean.',
    });
  }
  return { accessKeyId, secretAccessKey };
}

function none(): AppError {
  return new AppError('bad-input', 'There is no access key with its secret in it.', {
    hint: 'Copy both from the AWS console, or choose the accessKeys.csv that it gave you.',
  });
}
