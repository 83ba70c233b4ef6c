import { diffLines } from '../diffLines.ts';
import type { AddCommand } from '../program.ts';

export const undo: AddCommand = (program, cli) => {
  program
    .command('undo')
    .description('take back our last edit of the AWS files')
    .option('--dry-run', 'show the change and write nothing')
    .action(async ({ dryRun }: { dryRun?: true }) => {
      const answer = await cli.call('undo', { dryRun });
      cli.answer(answer, diffLines(answer.diffs, cli));
      cli.say(dryRun === true ? 'Nothing was written.' : 'Taken back.');
    });
};
