import type { AddCommand } from '../program.ts';
import { plainText } from '../textWidth.ts';

/** For completion in shells: names and what they are, one a line; no agent is started, nothing asked, no word said. */
export const completeProfiles: AddCommand = (program, cli) => {
  program.command('complete-profiles', { hidden: true }).action(async () => {
    try {
      const { profiles } = await cli.call('listProfiles', {}, { startsAgent: false, mayAsk: false });
      const lines = profiles.map((row) =>
        [row.name, `${row.accountId} ${row.accountName ?? ''}`.trim()].map(plainText).join('\t'),
      );
      if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    } catch {
      // A completion has nowhere to say why there is none.
    }
  });
};
