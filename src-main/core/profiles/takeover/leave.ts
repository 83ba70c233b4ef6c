import { AppError } from '../../errors.ts';

/** Gives a profile up, with one sentence why. @throws AppError bad-input always */
export function leave(why: string): never {
  throw new AppError('bad-input', why);
}
