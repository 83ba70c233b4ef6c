import { AppError } from '../core/errors.ts';
import type { Requester } from '../core/guard/requester.ts';
import type { Domain } from './domain.ts';

/**
 * Refuses a program what is the person’s to choose while the window is there to choose it in. In a home without the
 * application the command may. `what` follows “only its window”.
 * @throws AppError wrong-door
 */
export function refuseProgram(
  { owner }: Pick<Domain, 'owner'>,
  requester: Requester | undefined,
  what: string,
): void {
  if (requester?.kind === 'person' || owner.kind === 'headless') return;
  throw new AppError('wrong-door', `While the application runs, only its window ${what}.`, {
    hint: 'Open the application and do it there.',
  });
}
