import { AppError } from '../errors.ts';
import { bytesOf } from './safeText.ts';

/**
 * The `credential_process` value that runs `script` for the profile `id`. The JS and Go SDKs give it to a shell,
 * botocore splits it itself: it holds nothing but the path and an id of hex digits, quoted only where both agree.
 * @throws AppError bad-input for a path that some SDK would read otherwise
 */
export function credentialProcess(script: string, id: string): string {
  // Backslash, $ and ` mean something inside the shell's double quotes; # and ; start a comment in older SDKs.
  if (!script.startsWith('/') || /["\\$`#;\p{Cc}]/u.test(script) || !/^[0-9a-f]{24}$/.test(id)) {
    throw new AppError('bad-input', `${JSON.stringify(script)} cannot stand in credential_process.`, {
      hint: 'Move the Latchkey home to a folder without quotes, backslashes, $, `, # and ; in its path.',
    });
  }
  const path = /^[A-Za-z0-9_./@%+=:,-]+$/.test(script) ? script : `"${script}"`;
  return bytesOf(`${path} ${id}`);
}
