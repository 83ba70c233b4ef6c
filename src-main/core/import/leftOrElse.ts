import { AppError } from '../errors.ts';
import type { LeftProfile } from '../profiles/takeover/takenProfile.ts';
import { shownName } from './shownName.ts';

/** Reads one thing; where it cannot be taken it is left, with why. */
export function leftOrElse<Read>(name: string, left: LeftProfile[], read: () => Read): Read | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    left.push({ name: shownName(name), why: error.message });
    return undefined;
  }
}
