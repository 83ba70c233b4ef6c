import { utilityProcess } from 'electron';
import {
  keychainEnvironment,
  type ChildTransport,
  type StartChild,
} from '../adapters/keychain/keychainProcess.ts';
import type { NumberedAnswer } from '../adapters/keychain/keychainMessages.ts';

/** The keychain's child as a utilityProcess: a packaged Electron does not fork a Node. */
export function keychainUtility(childPath: string, environment: NodeJS.ProcessEnv): StartChild {
  return (): ChildTransport => {
    const child = utilityProcess.fork(childPath, [], {
      env: keychainEnvironment(environment),
      execArgv: [],
      stdio: 'ignore',
      serviceName: 'Latchkey keychain',
    });
    return {
      send: (request) => {
        child.postMessage(request);
      },
      onMessage: (listener) => {
        child.on('message', (answer: NumberedAnswer) => {
          listener(answer);
        });
      },
      onGone: (listener) => {
        child.once('exit', listener);
      },
      kill: () => {
        // Not child.kill(), which asks: it may hang inside the keychain's library.
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      },
    };
  };
}
