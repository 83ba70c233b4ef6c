import type { Programs } from '../core/ports.ts';
import { readTokenFile } from './programsFile.ts';
import { runProgram } from './programsRun.ts';

/** `environment` is the agent's own; programs get it without what is ours or AWS's. */
export function createPrograms(environment: NodeJS.ProcessEnv): Programs {
  return {
    run: (command, signal) => runProgram(command, programEnvironment(environment), signal),
    readText: readTokenFile,
  };
}

/**
 * Keys and endpoints of AWS would change what the program does, ours are nobody else's, and Node's and Electron's
 * would load code into it.
 */
function programEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(AWS_|LATCHKEY_|ELECTRON_|NODE_OPTIONS$)/i.test(name),
  );
  return Object.fromEntries(kept);
}
