import type { Output } from '../../contract.ts';
import { Ended } from '../ended.ts';
import { failed } from '../exitCode.ts';
import { painter } from '../output.ts';
import type { AddCommand } from '../program.ts';
import { plainText } from '../textWidth.ts';

type State = Output<'doctor'>['checks'][number]['state'];

const colours = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'dim' } as const;
const widest = 'warning'.length;

export const doctor: AddCommand = (program, cli) => {
  program
    .command('doctor')
    .description('look whether everything is well, and say what to do where it is not')
    .action(async () => {
      const answer = await cli.call('doctor', {});
      const paint = painter(process.stdout, cli.env);
      const mark = (state: State): string => paint(colours[state], state.padEnd(widest));
      cli.answer(
        answer,
        answer.checks.map(
          ({ name, state, message, hint }) =>
            `${mark(state)}  ${plainText(`${name}: ${message} ${hint ?? ''}`.trimEnd())}`,
        ),
      );
      if (answer.checks.some(({ state }) => state === 'failed')) throw new Ended(failed);
    });
};
