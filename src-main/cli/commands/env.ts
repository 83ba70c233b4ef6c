import { Option } from 'commander';
import { AppError } from '../../core/errors.ts';
import { type AccessOptions, mfaCodeOption, reasonOption } from '../access.ts';
import { environment, environmentAway } from '../environment.ts';
import { keysFor } from '../keysFor.ts';
import type { AddCommand } from '../program.ts';
import { refuseTerminal } from '../refuseTerminal.ts';
import { canUnset, type Shell, shellOf, shells, shellText } from '../shellText.ts';

interface EnvOptions extends AccessOptions {
  readonly shell?: Shell;
  readonly unset?: true;
  readonly force?: true;
}

export const env: AddCommand = (program, cli) => {
  program
    .command('env')
    .description('keys as text for your shell to evaluate')
    .usage('[options] [profile]')
    .argument('[words...]', 'name, ACCOUNT/ROLE, or a few letters; left out: $LATCHKEY_PROFILE, else choose')
    .option('--sso-session <name>', 'which sign-in, where several offer the same')
    .addOption(mfaCodeOption())
    .addOption(reasonOption())
    .addOption(new Option('--shell <shell>', 'write for this shell (default: yours)').choices(shells))
    .option('--unset', 'the way back: take the variables away')
    .option('--force', 'print secrets onto a terminal')
    .addHelpText(
      'after',
      '\nExamples: eval "$(latchkey env prod.Admin)"            bash, zsh' +
        '\n          latchkey env prod.Admin | source             fish' +
        '\n          latchkey env prod.Admin | Out-String | Invoke-Expression   PowerShell' +
        '\n          eval "$(latchkey env --unset)"',
    )
    .action(async (words: string[], options: EnvOptions) => {
      // Several words are letters of one profile: the function lk hands over what was typed.
      const given = words.length === 0 ? undefined : words.join(' ');
      const shell = options.shell ?? shellOf(cli.env, process.platform);
      if (options.unset === true) {
        if (!canUnset(shell)) throw new AppError('bad-input', `A ${shell} file cannot take variables away.`);
        process.stdout.write(cli.json ? document(environmentAway) : shellText(shell, environmentAway));
        return;
      }
      if (options.force !== true) refuseTerminal(lineToUse(shell, given ?? 'PROFILE'));
      const issued = await keysFor(cli, given, options, 'env');
      const change = environment(issued);
      process.stdout.write(cli.json ? document(change) : shellText(shell, change));
    });
};

function document(change: typeof environmentAway): string {
  return `${JSON.stringify(change)}\n`;
}

function lineToUse(shell: Shell, name: string): string {
  const command = `latchkey env ${/^[\w.@+/-]+$/.test(name) ? name : 'PROFILE'}`;
  const lines: Record<Shell, string> = {
    bash: `eval "$(${command})"`,
    zsh: `eval "$(${command})"`,
    fish: `${command} | source`,
    powershell: `${command} | Out-String | Invoke-Expression`,
    cmd: `for /f "tokens=*" %i in ('${command} --shell cmd') do @%i`,
    dotenv: `${command} --shell dotenv > .env`,
  };
  return lines[shell];
}
