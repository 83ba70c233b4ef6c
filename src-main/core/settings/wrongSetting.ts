import type { z } from 'zod';
import { AppError } from '../errors.ts';

/** AppError bad-input naming the first setting that is wrong. */
export function wrongSetting({ issues: [issue] }: z.ZodError): AppError {
  const where = issue?.path.join('.') ?? '';
  const why = issue?.message.replace(/\.$/, '') ?? 'unknown fault';
  return new AppError('bad-input', `The setting ${where || 'file'} is not valid: ${why}.`, {
    hint: 'See latchkey settings list.',
  });
}
