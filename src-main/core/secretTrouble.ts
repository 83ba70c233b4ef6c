import { AppError } from './errors.ts';
import type { SecretTrouble } from './ports.ts';

/** A store that cannot answer now, in words. It never means that nobody is signed in. */
export function secretTrouble(trouble: SecretTrouble): AppError {
  if (trouble.state === 'locked') {
    return new AppError('secrets-locked', 'The keychain that holds the sign-in is locked.', {
      hint: 'Unlock it and try again; you stay signed in.',
    });
  }
  return new AppError('secrets-unavailable', `The keychain cannot be used: ${trouble.reason}.`, {
    hint: 'Start a keychain, or choose another store with: latchkey settings set secrets memory (or file).',
  });
}
