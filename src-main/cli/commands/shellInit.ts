import { Argument } from 'commander';
import { commandNames, type AddCommand } from '../program.ts';
import { initialShells, shellInitText, type InitialShell } from '../shellInit/shellInitText.ts';

export const shellInit: AddCommand = (program) => {
  program
    .command('shell-init')
    .description('the function lk, completion and prompt variables, as text for your shell’s start-up file')
    .addArgument(new Argument('<shell>').choices(initialShells))
    .addHelpText(
      'after',
      '\nExamples: eval "$(latchkey shell-init bash)"      in ~/.bashrc; zsh likewise in ~/.zshrc' +
        '\n          latchkey shell-init fish | source       in ~/.config/fish/config.fish' +
        '\n          latchkey shell-init powershell | Out-String | Invoke-Expression   in $PROFILE',
    )
    .action((shell: InitialShell) => {
      // This Node and the path that was called: a link stays right when what it points to is replaced.
      const command = [process.execPath, process.argv[1] ?? ''];
      process.stdout.write(shellInitText(shell, command, commandNames));
    });
};
