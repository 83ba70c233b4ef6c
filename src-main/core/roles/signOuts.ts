import { AppError } from '../errors.ts';

/** Sign-outs of each source: what began before one must not be kept after it, also where the name is taken again. */
export interface SignOuts {
  /** How many there were: for whoever begins something. */
  count(source: string): number;
  add(source: string): void;
  /** @throws AppError sign-in-cancelled when there was one since `count` was `before` */
  refuseSince(source: string, before: number): void;
}

export function createSignOuts(): SignOuts {
  const counts = new Map<string, number>();
  const count = (source: string): number => counts.get(source) ?? 0;
  return {
    count,
    add: (source) => counts.set(source, count(source) + 1),
    refuseSince(source, before) {
      if (count(source) !== before) throw signedOut(source);
    },
  };
}

function signedOut(source: string): AppError {
  return new AppError('sign-in-cancelled', `“${source}” was signed out of meanwhile.`, {
    hint: 'Sign in again.',
  });
}
