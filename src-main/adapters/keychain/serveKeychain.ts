import { url as inspectorUrl } from 'node:inspector';
import { AppError } from '../../core/errors.ts';
import { answerKeychain, type Keytar } from './answerKeychain.ts';
import type { NumberedAnswer, NumberedRequest } from './keychainMessages.ts';
import { createSecretService } from './secretService.ts';
import { createUnseenKeychain } from './unseenKeychain.ts';

/** Answers the parent's requests until it goes. */
export async function serveKeychain(): Promise<void> {
  const port = parentPort();
  port.onGone(endAtOnce);
  // A SIGUSR1 that came before the guard has opened the inspector already.
  if (inspectorUrl() !== undefined) endAtOnce();
  const keytar = await loadKeytar();
  const lookout = process.platform === 'linux' ? createSecretService(process.env) : createUnseenKeychain();
  port.onRequest(({ number, request }) => {
    void answerKeychain(keytar, lookout, request).then((answer) => {
      port.send({ number, answer });
    });
  });
}

/** @throws never here: the one who uses what could not be loaded is told so */
async function loadKeytar(): Promise<Keytar> {
  try {
    return (await import('keytar')).default;
  } catch (error) {
    const missing = () => Promise.reject(new AppError('secrets-unavailable', notLoaded, { cause: error }));
    return { getPassword: missing, setPassword: missing, deletePassword: missing };
  }
}

const notLoaded =
  process.platform === 'linux'
    ? 'The keychain cannot be used: keytar needs libsecret (the package is called libsecret-1-0 or libsecret).'
    : 'The keychain cannot be used: keytar could not be loaded.';

/** process.exit would wait for keytar's threads, which may be waiting for the keychain. */
function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** What Electron gives a utilityProcess in place of fork's channel. */
interface UtilityPort {
  postMessage(answer: NumberedAnswer): void;
  on(event: 'message', listener: (message: { readonly data: NumberedRequest }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** The parent, over the channel of child_process.fork or of Electron's utilityProcess. */
function parentPort() {
  const { parentPort: utility } = process as unknown as { readonly parentPort?: UtilityPort | null };
  if (utility) {
    return {
      send: (answer: NumberedAnswer) => {
        utility.postMessage(answer);
      },
      onRequest: (listener: (request: NumberedRequest) => void) => {
        utility.on('message', ({ data }) => {
          listener(data);
        });
      },
      onGone: (listener: () => void) => {
        utility.on('close', listener);
      },
    };
  }
  return {
    send: (answer: NumberedAnswer) => process.send?.(answer),
    onRequest: (listener: (request: NumberedRequest) => void) => process.on('message', listener),
    onGone: (listener: () => void) => {
      process.on('disconnect', listener);
      if (!process.connected) listener();
    },
  };
}
