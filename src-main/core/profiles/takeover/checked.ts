import type { z } from 'zod';
import { leave } from './leave.ts';

/** @throws AppError bad-input with the schema's own sentence, which holds nothing of the value */
export function checked<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const read = schema.safeParse(value);
  return read.success ? read.data : leave(read.error.issues[0]?.message ?? 'AWS would not take it.');
}
