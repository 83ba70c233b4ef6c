import type { z } from 'zod';
import { AppError } from '../errors.ts';
import { issueWords } from './issueWords.ts';

/** AppError bad-input naming the first setting that is wrong. */
export function wrongSetting({ issues: [issue] }: z.ZodError): AppError {
  const where = issue?.path.join('.') ?? '';
  return new AppError('bad-input', `The setting ${where || 'file'} is not valid: ${issueWords(issue)}.`, {
    hint: 'See latchkey settings list.',
  });
}
