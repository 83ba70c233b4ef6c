import type { z } from 'zod';
import type { App } from '../app.ts';
import { contract, type CommandName, type Door } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import { Refusal } from './httpStatus.ts';

/** What comes with a call at this door, where the types of single commands are gone. */
export interface AnyCall {
  readonly signal: AbortSignal;
  readonly progress: (said: unknown) => void;
}

interface Shape {
  readonly doors: readonly Door[];
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly progress?: z.ZodType;
}

/** @throws AppError when there is no such command, or not at the socket */
export function commandAtSocket(name: string, headless: boolean): CommandName {
  if (!isCommand(name)) {
    throw new Refusal(
      404,
      'The agent knows no such command.',
      'It may be older: `latchkey agent stop` ends it.',
    );
  }
  const { doors }: Shape = contract[name];
  if (doors.includes('socket') || (headless && doors.includes('headless-socket'))) return name;
  throw new AppError('wrong-door', `${name} is for Latchkey’s own window only.`, {
    hint: 'Open the application and do it there.',
  });
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(contract, name);
}

export function hasProgress(name: CommandName): boolean {
  const shape: Shape = contract[name];
  return shape.progress !== undefined;
}

/**
 * Runs one command, with all that goes in and comes out parsed: a member that the contract does not name can hold
 * anything, and must not leave.
 * @throws AppError bad-input, and whatever the command throws
 */
export async function runCommand(
  app: App,
  name: CommandName,
  given: unknown,
  call: AnyCall,
): Promise<unknown> {
  const shape: Shape = contract[name];
  const input = shape.input.safeParse(given);
  if (!input.success) throw badInput(name, input.error);
  const commands = app as unknown as Record<CommandName, (input: unknown, call: AnyCall) => Promise<unknown>>;
  const output = await commands[name](input.data, {
    signal: call.signal,
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
function badInput(name: CommandName, error: z.ZodError): AppError {
  const forPeople = error.issues.find(({ message }) => message.endsWith('.'));
  if (forPeople !== undefined) return new AppError('bad-input', forPeople.message);
  const details = error.issues
    .slice(0, 10)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
  return new AppError('bad-input', `${name} does not take this input.`, { details });
}
