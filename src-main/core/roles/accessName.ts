import { z } from 'zod';

/**
 * What a person calls an IamUser, a source of federation or a saved profile: it may become the name of a section, so
 * it is made of what every SDK reads in one. `default` would answer every command that names no profile.
 */
export const accessName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}$/, {
    error: 'A name is up to 64 letters, digits and _ . @ + -, beginning with a letter, a digit or _.',
  })
  .refine((name) => !['default', '__proto__', 'constructor'].includes(name.toLowerCase()), {
    error: 'This name has another meaning in the AWS files; take another.',
  });
