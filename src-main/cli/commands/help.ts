import type { AddCommand } from '../program.ts';

export const help: AddCommand = (program) => {
  program
    .command('help')
    .description('print help on a command')
    .argument('[command...]')
    .action((words: string[]) => {
      let command = program;
      for (const word of words) {
        const next = command.commands.find((one) => one.name() === word);
        command = next ?? program.error(`error: unknown command '${word}'`);
      }
      command.help();
    });
};
