import type { z } from 'zod';
import type { Shape } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Requester } from '../core/guard/requester.ts';

/** What comes with a call at a door, where the types of single commands are gone. */
export interface AnyCall {
  readonly signal: AbortSignal;
  readonly progress: (said: unknown) => void;
  readonly requester?: Requester | undefined;
}

/** Commands by name, behind whichever door; what each takes and gives is its shape's to say. */
export type Commands = Readonly<Record<string, (input: unknown, call: AnyCall) => Promise<unknown>>>;

/**
 * Runs one command, with all that goes in and comes out parsed: a member that the contract does not name can hold
 * anything, and must not leave.
 * @throws AppError bad-input, and whatever the command throws
 */
export async function runCommand(
  commands: Commands,
  name: string,
  shape: Shape,
  given: unknown,
  call: AnyCall,
): Promise<unknown> {
  const input = shape.input.safeParse(given);
  if (!input.success) throw badInput(name, input.error);
  const output = await commands[name]?.(input.data, {
    signal: call.signal,
    requester: call.requester,
    progress: (said) => {
      call.progress(shape.progress?.parse(said));
    },
  });
  return shape.output.parse(output);
}

/**
 * Says what is wrong and where. zod's sentences never quote the value, which may be a secret. For what people type
 * the schema has a sentence of its own, which ends with a full stop.
 */
function badInput(name: string, error: z.ZodError): AppError {
  const forPeople = error.issues.find(({ message }) => message.endsWith('.'));
  if (forPeople !== undefined)
    return new AppError('bad-input', `${stepOf(forPeople.path)}${forPeople.message}`);
  const details = error.issues
    .slice(0, 10)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
  return new AppError('bad-input', `${name} does not take this input.`, { details });
}

/** Of several steps of a role chain the one that is meant. */
function stepOf(path: readonly PropertyKey[]): string {
  const index = path[path.indexOf('steps') + 1];
  return path.includes('steps') && typeof index === 'number' ? `Step ${index + 1}: ` : '';
}
