import { setTimeout as pause } from 'node:timers/promises';
import type { Output } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import type { Cli } from '../cli.ts';
import { shortTime } from '../output.ts';
import type { AddCommand } from '../program.ts';

export const agent: AddCommand = (program, cli) => {
  const group = program
    .command('agent')
    .description('the one process that owns secrets and files')
    .helpCommand(false);
  group
    .command('start')
    .description('start it where none runs')
    .action(async () => {
      show(cli, await cli.call('agentStatus', {}));
    });
  group
    .command('stop')
    .description('end it; keys that it delivered are no longer renewed')
    .action(async () => {
      const answer = await unlessNoneRuns(cli, async () =>
        cli.call('stopAgent', { why: 'person' }, { startsAgent: false }),
      );
      if (answer?.stopping === true) await gone(cli);
      cli.answer({ stopped: answer?.stopping ?? false }, []);
      if (answer !== undefined) cli.say(answer.stopping ? 'The agent has ended.' : 'The agent stays.');
    });
  group
    .command('status')
    .description('whether it runs; starts none')
    .action(async () => {
      const answer = await unlessNoneRuns(cli, async () =>
        cli.call('agentStatus', {}, { startsAgent: false }),
      );
      if (answer === undefined) cli.answer({ running: false }, []);
      else show(cli, answer);
    });
};

function show(cli: Cli, answer: Output<'agentStatus'>): void {
  const { kind, version, pid, startedAt, holds } = answer;
  cli.answer({ running: true, ...answer }, [
    `${kind} ${version}, pid ${pid}, since ${shortTime(startedAt)}`,
    ...holds.map((why) => `  stays: ${why}`),
  ]);
}

async function unlessNoneRuns<Answer>(cli: Cli, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'agent-unreachable') throw error;
    cli.say(error.message);
    return undefined;
  }
}

/** Comes back when nobody answers any more, so that what follows the command finds it gone; at most 5 seconds. */
async function gone(cli: Cli): Promise<void> {
  for (let looks = 0; looks < 100; looks++) {
    try {
      await cli.call('agentStatus', {}, { startsAgent: false });
    } catch {
      cli.signal.throwIfAborted();
      return;
    }
    await pause(50, undefined, { signal: cli.signal });
  }
}
