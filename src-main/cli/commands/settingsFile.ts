import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import type { Cli } from '../cli.ts';
import { importPlan, type ImportOptions } from '../importPlan.ts';

/** `settings export` and `settings import`: one file without secrets. */
export function settingsFile(group: Command, cli: Cli): void {
  group
    .command('export')
    .description('write sign-ins, profiles, labels and preferences to a file without secrets')
    .argument('[file]', 'left out: stdout')
    .addHelpText('after', '\nExample: latchkey settings export latchkey.json')
    .action(async (file: string | undefined) => {
      const { text } = await cli.call('exportSettings', {});
      if (file === undefined) {
        cli.answer(JSON.parse(text), text.trimEnd());
        return;
      }
      write(file, text);
      cli.answer({ file: resolve(file) }, []);
      cli.say(`Written: ${file}. No secret is in it.`);
    });
  group
    .command('import')
    .description('take settings over from such a file; a plan comes first')
    .argument('<file>')
    .option('--dry-run', 'show the plan and do nothing')
    .option('--yes', 'without asking')
    .option('--replace', 'also what replaces something here')
    .addHelpText('after', '\nExample: latchkey settings import latchkey.json --dry-run')
    .action((file: string, options: ImportOptions) =>
      importPlan(cli, { from: 'settings', files: [resolve(file)] }, options),
    );
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'no reason given';
    const why = code === 'EEXIST' ? 'There is such a file already' : `It cannot be written (${code})`;
    throw new AppError('file-unwritable', `${why}: ${file}.`, { hint: 'Name another file.', cause });
  }
}
