import { keytarSaid } from './keytarSaid.ts';
import type { Lookout } from './lookout.ts';

/** Texts of errSecInteractionNotAllowed, errSecAuthFailed and errSecUserCanceled. */
const macLocked = /interaction is not allowed|passphrase you entered is not correct|cancel/i;

/**
 * macOS and Windows, where nothing can be asked beside keytar. There its null means absent and nothing else
 * (errSecItemNotFound, ERROR_NOT_FOUND); a locked keychain makes macOS ask by itself, or is an error.
 * Written from keytar's source; neither platform has run it yet.
 */
export function createUnseenKeychain(): Lookout {
  return {
    look: () => Promise.resolve({ here: undefined, locked: false }),
    place: () => Promise.resolve('ready'),
    unlock: () => Promise.resolve(),
    failed: (error) =>
      macLocked.test(keytarSaid(error))
        ? { state: 'locked' }
        : { state: 'unavailable', reason: keytarSaid(error) },
  };
}
