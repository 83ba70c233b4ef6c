import type {
  ErrorAnswer,
  WindowCommand,
  WindowEvent,
  WindowInput,
  WindowOutput,
} from '../src-main/contract.ts';

/** What the preload gives the page: two functions. */
export interface Bridge {
  call(name: string, input: unknown): Promise<{ readonly result: unknown } | { readonly error: ErrorAnswer }>;
  listen(listener: (event: WindowEvent) => unknown): void;
}

declare global {
  interface Window {
    readonly latchkey: Bridge;
  }
}

/** What a command of the window said it could not do: one sentence, what to do, and the lines that belong to it. */
export class CommandError extends Error {
  readonly code: string;
  readonly hint: string | null;
  readonly details: readonly string[];

  constructor({ code, message, hint, details }: ErrorAnswer) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.hint = hint;
    this.details = details;
  }
}

/** @throws CommandError */
export async function call<Name extends WindowCommand>(
  name: Name,
  input: WindowInput<Name>,
): Promise<WindowOutput<Name>> {
  const answer = await window.latchkey.call(name, input);
  if ('error' in answer) throw new CommandError(answer.error);
  // Main parsed it by the contract before it sent it.
  return answer.result as WindowOutput<Name>;
}
