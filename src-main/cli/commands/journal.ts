import type { JournalEntry } from '../../contract.ts';
import { shortTime, table } from '../output.ts';
import type { AddCommand } from '../program.ts';

export const journal: AddCommand = (program, cli) => {
  const group = program
    .command('journal')
    .description('who was given what, when; the newest first')
    .addHelpText('after', '\nExamples: latchkey journal\n          latchkey journal clear')
    .helpCommand(false)
    .action(async () => {
      const answer = await cli.call('journal', {});
      const head = ['TIME', 'PROFILE', 'ROLE', 'HOW', 'PROGRAM', 'ANSWER', 'ACCESS KEY ID'];
      const rows = answer.entries.map(cells);
      cli.answer(answer, rows.length === 0 ? [] : table([head, ...rows], width()));
      if (rows.length === 0) cli.say('Nothing was handed out yet.');
    });
  group
    .command('clear')
    .description('forget all of it')
    .action(async () => {
      await cli.call('clearJournal', {});
      cli.answer({}, []);
      cli.say('The journal is empty.');
    });
};

/** Undefined where stdout is no terminal: programs get whole lines. */
function width(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}

function cells(entry: JournalEntry): string[] {
  const { at, profile, accountId, roleName, how, executable, pid, answer, accessKeyId } = entry;
  const who = executable === null ? '' : [executable, ...(pid === null ? [] : [`(${pid})`])].join(' ');
  return [shortTime(at), profile, `${accountId}/${roleName}`, how, who, answer, accessKeyId ?? ''];
}
