import { AppError } from '../core/errors.ts';
import { createAgentCall } from './agentCall.ts';
import type { Cli } from './cli.ts';
import { plainText } from './textWidth.ts';
import { isTerminal } from './isTerminal.ts';

export interface CliOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly json: boolean;
  readonly stop: AbortController;
  /** Absolute path of the built agent. */
  readonly agentEntry: string;
}

/** The one `Cli` of this process. */
export function createCli({ env, json, stop, agentEntry }: CliOptions): Cli {
  const interactive = isTerminal('stdin') && isTerminal('stderr');
  const askAgent = createAgentCall(env, agentEntry, interactive);
  const cli: Cli = {
    env,
    json,
    interactive,
    signal: stop.signal,
    interrupt: () => {
      stop.abort();
    },
    call: async (command, input, { mayAsk = true, ...rest } = {}) => {
      const options = { signal: stop.signal, ...rest };
      try {
        return await askAgent(command, input, options);
      } catch (error) {
        if (!interactive || !mayAsk || !(error instanceof AppError) || error.code !== 'secrets-locked')
          throw error;
        const { unlock } = await import('./unlock.ts');
        if (!(await unlock(cli))) throw error;
        return askAgent(command, input, options);
      }
    },
    answer: (document, lines) => {
      if (json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
      else for (const line of [lines].flat()) process.stdout.write(`${line}\n`);
    },
    say: (line) => {
      process.stderr.write(`${plainText(line)}\n`);
    },
  };
  return cli;
}
