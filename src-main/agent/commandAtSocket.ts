import { contract, type CommandName, type Shape } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import { Refusal } from './httpStatus.ts';

export interface SocketCommand {
  readonly name: CommandName;
  readonly shape: Shape;
}

/** @throws AppError when there is no such command, or not at the socket */
export function commandAtSocket(name: string, headless: boolean): SocketCommand {
  if (!isCommand(name)) {
    throw new Refusal(
      404,
      'The agent knows no such command.',
      'It may be older: `latchkey agent stop` ends it.',
    );
  }
  const shape: Shape = contract[name];
  const { doors } = shape;
  if (doors.includes('socket') || (headless && doors.includes('headless-socket'))) return { name, shape };
  throw new AppError('wrong-door', `${name} is for Latchkey’s own window only.`, {
    hint: 'Open the application and do it there.',
  });
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(contract, name);
}
