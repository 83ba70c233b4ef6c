import type { App } from '../app.ts';
import type { CommandName } from '../contract.ts';
import type { AnyCall } from '../door/runCommand.ts';

/** These leave everything as it was. */
const reads: ReadonlySet<string> = new Set<CommandName>([
  'listSsoSessions',
  'awsCliSignIn',
  'listProfiles',
  'findProfile',
  'snapshot',
  'status',
  'doctor',
  'diagnostics',
  'agentStatus',
  'getSettings',
  'checkIdentity',
  'showConsole',
  'browserFor',
  'journal',
]);

type AnyCommand = (input: unknown, call: AnyCall) => Promise<unknown>;

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
  return async (input, call) => {
    try {
      return await command(input, {
        ...call,
        progress: (said) => {
          changed();
          call.progress(said);
        },
      });
    } finally {
      changed();
    }
  };
}
