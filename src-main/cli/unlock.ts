import type { Cli } from './cli.ts';
import { askSecret } from './prompt.ts';

/**
 * Asks a person for the passphrase of the encrypted file and unlocks it. A keychain is not ours to unlock: false.
 * @throws AppError secrets-locked when the passphrase is wrong
 */
export async function unlock(cli: Cli): Promise<boolean> {
  const { secrets } = await cli.call('status', {}, { mayAsk: false });
  if (secrets.store !== 'file') return false;
  const passphrase = await askSecret(cli, 'Passphrase of the encrypted file:');
  await cli.call('unlockSecrets', { passphrase }, { mayAsk: false });
  return true;
}
