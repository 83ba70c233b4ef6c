import { z } from 'zod';

/**
 * A program with its arguments, such as `ykman oath accounts code --single NAME`. An array, because no shell reads it:
 * a quote or a semicolon in an argument is only that. What it prints is taken, so only a person sets it (trusted doors).
 */
export const externalCommand = z
  .array(
    z
      .string()
      .min(1, { error: 'An argument of a command is empty.' })
      .max(4096)
      .refine((text) => !text.includes('\0'), { error: 'An argument of a command holds a zero byte.' }),
  )
  .min(1, { error: 'The command is empty.' })
  .max(64, { error: 'A command has at most 64 arguments.' })
  .refine(([program = '']) => !program.includes('/') || program.startsWith('/'), {
    error: 'The program must be a name that is on the PATH, or an absolute path.',
  });
