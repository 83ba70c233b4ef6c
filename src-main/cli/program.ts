import { Command, Option } from 'commander';
import type { Cli } from './cli.ts';

/** Adds one command, with its flags and its help, to the program. `argv` is all that was typed. */
export type AddCommand = (program: Command, cli: Cli, argv: readonly string[]) => void;

/** In the order of the help. Each is loaded only when it is named: `credentials` runs inside other programs. */
const commands: Record<string, () => Promise<AddCommand>> = {
  sso: async () => (await import('./commands/sso.ts')).sso,
  login: async () => (await import('./commands/login.ts')).login,
  logout: async () => (await import('./commands/logout.ts')).logout,
  lock: async () => (await import('./commands/lock.ts')).lock,
  status: async () => (await import('./commands/status.ts')).status,
  whoami: async () => (await import('./commands/whoami.ts')).whoami,
  sync: async () => (await import('./commands/sync.ts')).sync,
  list: async () => (await import('./commands/list.ts')).list,
  start: async () => (await import('./commands/start.ts')).start,
  deliver: async () => (await import('./commands/deliver.ts')).deliver,
  stop: async () => (await import('./commands/stop.ts')).stop,
  grant: async () => (await import('./commands/grant.ts')).grant,
  env: async () => (await import('./commands/env.ts')).env,
  exec: async () => (await import('./commands/exec.ts')).exec,
  each: async () => (await import('./commands/each.ts')).each,
  credentials: async () => (await import('./commands/credentials.ts')).credentials,
  console: async () => (await import('./commands/console.ts')).console,
  profile: async () => (await import('./commands/profile.ts')).profile,
  'iam-user': async () => (await import('./commands/iamUser.ts')).iamUser,
  source: async () => (await import('./commands/source.ts')).source,
  label: async () => (await import('./commands/label.ts')).label,
  favourite: async () => (await import('./commands/favourite.ts')).favourite,
  journal: async () => (await import('./commands/journal.ts')).journal,
  settings: async () => (await import('./commands/settings.ts')).settings,
  import: async () => (await import('./commands/importFrom.ts')).importFrom,
  undo: async () => (await import('./commands/undo.ts')).undo,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  agent: async () => (await import('./commands/agent.ts')).agent,
  'shell-init': async () => (await import('./commands/shellInit.ts')).shellInit,
  'complete-profiles': async () => (await import('./commands/completeProfiles.ts')).completeProfiles,
  help: async () => (await import('./commands/help.ts')).help,
  export: async () => (await import('./commands/exportRefused.ts')).exportRefused,
};

const hidden = ['complete-profiles', 'export'];

/** For completion in shells. */
export const commandNames = Object.keys(commands).filter((name) => !hidden.includes(name));

/** The command line: only the command that `argv` names, or all of them for help and for a wrong name. */
export async function createProgram(cli: Cli, argv: readonly string[]): Promise<Command> {
  const program = new Command('latchkey')
    .description('Short-lived AWS keys and console sign-in for every account you may enter.')
    .usage('[command] [options]')
    .version(__LATCHKEY_VERSION__, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addOption(new Option('--json', 'one JSON document on stdout'))
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      outputError: (text, write) => {
        if (!cli.json) write(text);
      },
    })
    .showHelpAfterError('latchkey help lists the commands; latchkey help COMMAND shows one.')
    .exitOverride();
  for (const add of await Promise.all(named(argv).map(async (load) => load()))) add(program, cli, argv);
  return program;
}

function named(argv: readonly string[]): readonly (() => Promise<AddCommand>)[] {
  const name = argv.find((word) => !word.startsWith('-'));
  const only =
    name === undefined || name === 'help' || !Object.hasOwn(commands, name) ? undefined : commands[name];
  return only === undefined ? Object.values(commands) : [only];
}
