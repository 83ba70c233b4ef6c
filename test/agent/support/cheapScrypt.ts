import crypto, { type BinaryLike, type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Makes the passphrase of the secrets file cost nothing in this process: half a second a start is too much for tests
 * that start hundreds, and guessing is not what they are about. Everything else of the file stays as it is.
 */
export function cheapScrypt(): void {
  const { scrypt } = crypto;
  const cheap = (
    passphrase: BinaryLike,
    salt: BinaryLike,
    length: number,
    _: ScryptOptions,
    done: (error: Error | null, key: Buffer) => void,
  ): void => {
    scrypt(passphrase, salt, length, { N: 2 }, done);
  };
  Object.assign(crypto, { scrypt: cheap });
  syncBuiltinESMExports();
}
