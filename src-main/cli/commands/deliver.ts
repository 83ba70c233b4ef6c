import { Option } from 'commander';
import { awsFiles } from '../awsFiles.ts';
import type { AddCommand } from '../program.ts';
import { diffLines } from '../diffLines.ts';

interface DeliverOptions {
  readonly prune?: true;
  readonly dryRun?: true;
}

export const deliver: AddCommand = (program, cli) => {
  program
    .command('deliver')
    .description('write a config entry for every profile that fits; asks AWS nothing')
    .argument('[words...]', 'as in latchkey list; left out: every profile')
    .addOption(
      new Option('--delivery <kind>', 'entries that programs ask for keys')
        .choices(['process'])
        .makeOptionMandatory(),
    )
    .option('--prune', 'also take out entries of ours whose role is no longer offered')
    .option('--dry-run', 'show the change and write nothing')
    .addHelpText('after', '\nExample: latchkey deliver prod --delivery process --dry-run')
    .action(async (words: string[], { prune, dryRun }: DeliverOptions) => {
      const answer = await cli.call('deliver', {
        words: words.join(' ') || undefined,
        prune,
        dryRun,
        awsFiles: awsFiles(cli.env),
      });
      cli.answer(answer, diffLines(answer.diffs, cli));
      for (const warning of answer.warnings) cli.say(warning);
      const counts = `${answer.added.length} added, ${answer.changed.length} changed, ${answer.removed.length} removed`;
      cli.say(`${counts}, ${answer.unchanged} unchanged${dryRun === true ? '; nothing was written' : ''}.`);
    });
};
