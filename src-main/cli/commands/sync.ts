import type { AddCommand } from '../program.ts';

export const sync: AddCommand = (program, cli) => {
  program
    .command('sync')
    .description('refresh the list of accounts and roles')
    .argument('[name]', 'which place; left out: all')
    .action(async (name: string | undefined) => {
      const answer = await cli.call(
        'sync',
        { ssoSession: name },
        {
          onProgress: ({ done, total, roles }) => {
            if (cli.interactive)
              process.stderr.write(`\r${done} of ${total} accounts, ${roles} roles\u001b[K`);
          },
        },
      );
      if (cli.interactive) process.stderr.write('\r\u001b[K');
      cli.answer(answer, [
        ...answer.added.map((row) => `+ ${row.name}`),
        ...answer.removed.map((row) => `- ${row.name}`),
      ]);
      for (const { accountId, accountName, message } of answer.failed) {
        cli.say(`${accountName ?? accountId} could not be listed: ${message}`);
      }
      cli.say(`${answer.profiles} profiles: ${answer.added.length} added, ${answer.removed.length} removed.`);
    });
};
