import type { AddCommand } from '../program.ts';

export const lock: AddCommand = (program, cli) => {
  program
    .command('lock')
    .description('forget keys in memory and remove delivered ones; sign-ins stay')
    .action(async () => {
      const answer = await cli.call('lock', {});
      cli.answer(answer, []);
      cli.say(`Locked. Delivered keys removed: ${answer.keysRemoved}. You stay signed in.`);
    });
};
