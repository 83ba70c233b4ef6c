import type { App } from '../app.ts';
import type { CommandName } from '../contract.ts';

/** These leave everything as it was. */
const reads: ReadonlySet<string> = new Set<CommandName>([
  'listSsoSessions',
  'listProfiles',
  'findProfile',
  'snapshot',
  'status',
  'doctor',
  'agentStatus',
  'getSettings',
  'checkIdentity',
]);

type AnyCommand = (
  input: unknown,
  call: { readonly signal: AbortSignal; readonly progress: (said: unknown) => void },
) => Promise<unknown>;

/**
 * The same App, which calls `changed` when a command may have changed something, whichever door it came through:
 * with what it says on its way, and when it ended, well or not.
 */
export function announcing(app: App, changed: () => void): App {
  const commands = Object.entries(app as unknown as Readonly<Record<string, AnyCommand>>);
  const announced = commands.map(([name, command]) => [
    name,
    reads.has(name) ? command : announcingCommand(command, changed),
  ]);
  return Object.fromEntries(announced) as App;
}

function announcingCommand(command: AnyCommand, changed: () => void): AnyCommand {
  return async (input, { signal, progress }) => {
    try {
      return await command(input, {
        signal,
        progress: (said) => {
          changed();
          progress(said);
        },
      });
    } finally {
      changed();
    }
  };
}
