import { AppError } from './errors.ts';
import type { SecretTrouble } from './ports.ts';
import type { SecretStoreKind } from './settings/settings.ts';

/** A store that cannot answer now, in words. It never means that nobody is signed in. */
export function secretTrouble(trouble: SecretTrouble, kind: SecretStoreKind): AppError {
  const file = kind === 'file';
  if (trouble.state === 'unavailable') {
    return new AppError('secrets-unavailable', trouble.reason, {
      hint: file
        ? 'Put the file right; where that cannot be done, move it away and sign in again.'
        : 'Start a keychain; a home that has kept no sign-in yet can choose another store: latchkey settings set secrets memory (or file).',
    });
  }
  return file
    ? new AppError('secrets-locked', 'The encrypted file that holds the sign-in is locked.', {
        hint: 'Type its passphrase at a terminal, where latchkey start asks for it; you stay signed in.',
      })
    : new AppError('secrets-locked', 'The keychain that holds the sign-in is locked.', {
        hint: 'Unlock it and try again; you stay signed in.',
      });
}
